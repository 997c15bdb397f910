"""A whole reel at a plain address, for hosts that play nothing but a file: wikis, mail, slides.

Made when somebody first asks for it, and kept true from then on: a film is served only while every piece of it is a
piece of what its grant shows at that moment, for the ears the grant has. What ended is gone with the next request; a
new film without it is made at once.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.access.audiences import EMBED, PUBLIC
from app.core.database import Database
from app.core.errors import FirsthandError, NotFound
from app.grants import queries as grants
from app.grants.models import Grant
from app.recordings.queries import MediaFile
from app.recordings.store import Store
from app.reels.models import Reel
from app.renders import keeping, work
from app.renders import service as rendered
from app.renders.models import DONE, ReelRender
from app.renders.profiles import PROFILES, STANDARD
from app.sharing import embeds
from app.sharing.embeds import Pass
from app.sharing.queries import KINDS, PINNED, Show, held_by
from app.sharing.targets import REEL

FILM = "film"
"""The option of a grant that somebody asked for as one file."""
CALM = timedelta(seconds=15)
"""While the film of before still holds, edits are gathered for that long before a new one is made."""


def file(session: Session, token: str) -> MediaFile:
    """The file behind the plain address of a grant: its only clip, or the film of its reel.

    Raises NotFound with code `not_ready` while there is none yet, `no_file` where there will be none; Gone and
    NotAllowed as `embeds.find` does.
    """
    grant, show = embeds.find(session, Pass(b"", token))
    if grant.target_kind != REEL or _is_single(show):
        return embeds.only_clip(session, token)
    row = film_of(session, grant)
    if row is None:
        raise NotFound("This film is being prepared; come back in a minute.", code="not_ready")
    kept = row.files[work.FILM]
    return MediaFile(kept["key"], kept["size_bytes"], kept["sha256"], kept["media_type"])


def film_of(session: Session, grant: Grant) -> ReelRender | None:
    """The newest film that holds nothing but what the grant shows right now."""
    reel = session.get(Reel, grant.target_id)
    if reel is None or reel.deleted_at is not None:
        return None
    rows = _finished(session, grant)
    if not rows:
        return None
    shown = rendered.wanted(
        session, reel, held_by(grant), profile=STANDARD, captions="burned", items=_pinned(grant)
    ).plan.timeline
    now_shown = set(work.keys_of(shown, PROFILES[STANDARD]))
    return next((row for row in rows if {part.get("key") for part in row.parts} <= now_shown), None)


def ask(session: Session, token: str) -> None:
    """Has the film of a grant made, and kept from now on."""
    grant = embeds.need_grant(session, token)
    embeds.need_live(grant)
    if grant.target_kind == REEL and not grant.options.get(FILM):
        grant.options = {**grant.options, FILM: True}
        session.add(grant)
    _ensure(session, grant)


def keep(database: Database, store: Store) -> None:
    """Asks for the films that live grants need and do not have, and lets go of those that no grant needs any more."""
    with database.read() as session:
        needed = [grant for grant in grants.live(session, KINDS) if grant.options.get(FILM)]
        surplus = _surplus(session, needed)
    if not (needed or surplus):
        return
    with database.write() as session:
        for row in surplus:
            keeping.purge(session, store, row, "unshared")
        for grant in needed:
            _ensure(session, grant)


def _ensure(session: Session, grant: Grant) -> None:
    reel = session.get(Reel, grant.target_id)
    if grant.target_kind != REEL or reel is None or reel.deleted_at is not None:
        return
    after = CALM if film_of(session, grant) else timedelta(0)
    held, items = held_by(grant), _pinned(grant)
    try:
        rendered.ensure(session, reel, held, profile=STANDARD, captions="burned", items=items, after=after)
    except FirsthandError:
        return  # there is nothing in it that may leave the house


def _finished(session: Session, grant: Grant) -> Sequence[ReelRender]:
    query = select(ReelRender).where(
        ReelRender.reel_id == grant.target_id, ReelRender.state == DONE, ReelRender.captions == "burned"
    )
    held = held_by(grant)
    rows = session.exec(query.where(ReelRender.profile == STANDARD).order_by(col(ReelRender.id).desc())).all()
    return [row for row in rows if set(row.audience) == held]


def _surplus(session: Session, needed: Sequence[Grant]) -> list[ReelRender]:
    """Films that were made for grants, of which none is left that needs them."""
    wanted = {(grant.target_id, held_by(grant)) for grant in needed}
    rows = session.exec(select(ReelRender).where(ReelRender.state == DONE, col(ReelRender.requested_by).is_(None)))
    outside = [row for row in rows if frozenset(row.audience) in (EMBED, PUBLIC)]
    return [row for row in outside if (row.reel_id, frozenset(row.audience)) not in wanted]


def _pinned(grant: Grant) -> Sequence[Mapping[str, Any]]:
    pinned = grant.options.get(PINNED)
    return pinned["items"] if pinned else ()


def _is_single(show: Show) -> bool:
    return len(list(show.playing())) == 1 == len(list(show.visible()))
