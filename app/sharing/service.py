"""Rules about sharing: who may let what out of the house, and keeping the cut clips in step with that."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.access.audiences import EMBED, PUBLIC
from app.access.viewer import SYSTEM, Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.database import Database
from app.core.errors import Fault, Invalid, NotFound
from app.grants import queries as grants
from app.grants import service as granting
from app.grants.models import Grant
from app.jobs import service as jobs
from app.jobs.models import Job
from app.jobs.service import Handler, Progress
from app.outbox.service import Touched
from app.recordings.store import Store
from app.reels import queries as reels
from app.reels import rendering
from app.reels.models import Reel, RenderedClip
from app.renders import keeping
from app.sharing import films, queries
from app.sharing.queries import PINNED, SHARE, Show, held_by, pin
from app.sharing.schemas import Reach
from app.sharing.targets import REEL, content_of, target

AGREE = "clip.agree"
WATCHED = frozenset(
    {
        *("reel", "grant", "highlight", "consent", "participant", "project", "interview", "recording", "speaker"),
        *("transcript", "turn", "rendered_clip", "tag"),
    }
)
"""What can change which clips may be out there."""


def share(
    session: Session,
    viewer: Viewer,
    *,
    target_kind: str,
    target_id: str,
    kind: str = "embed",
    label: str = "",
    origins: Sequence[str] = (),
    expires_at: datetime | None = None,
    password: str | None = None,
    pinned: bool = False,
    listed: bool = False,
) -> tuple[Grant, str]:
    """Lets something out of the house; returns its grant and the token, which is told only now.

    An `embed` plays in the sites it names; a `share` is a link, for anyone or for those who know its password.
    """
    need_sharer(session, viewer, kind=target_kind, target_id=target_id)
    _need_sense(kind, origins=origins, password=password, listed=listed)
    grant, token = granting.create(
        session,
        viewer,
        kind=kind,
        target_kind=target_kind,
        target_id=target_id,
        label=label,
        origins=origins,
        expires_at=expires_at,
        password=password,
        # Cards of a link that anyone may open show a film; others get one when somebody asks for it.
        options={"listed": listed, films.FILM: kind == SHARE and not password and target_kind == REEL},
    )
    if pinned:
        granting.change(session, viewer, grant, values={"options": _pinned(session, grant)})
    return grant, token


def change(session: Session, viewer: Viewer, *, grant_id: str, values: dict[str, Any]) -> Grant:
    """Changes a grant's name, sites, end, password; pins it to what its target is now, or lets it follow again."""
    grant = _own(session, viewer, grant_id)
    rest = {name: value for name, value in values.items() if name not in ("pinned", "listed")}
    password = values.get("password", grant.password_hash)
    options = {"listed": values["listed"]} if "listed" in values else {}
    listed = options.get("listed", grant.options.get("listed", False))
    _need_sense(grant.kind, origins=values.get("origins", ()), password=password, listed=listed)
    if "pinned" in values:
        options |= _pinned(session, grant) if values["pinned"] else {PINNED: None}
    return granting.change(session, viewer, grant, values=rest | ({"options": options} if options else {}))


def revoke(session: Session, viewer: Viewer, *, grant_id: str) -> None:
    """Ends a grant."""
    granting.revoke(session, viewer, _own(session, viewer, grant_id))


def revoke_all(session: Session, viewer: Viewer, *, kind: str, target_id: str) -> list[Grant]:
    """Ends every grant of a target that the viewer may change; returns those that were live until now."""
    need_sharer(session, viewer, kind=kind, target_id=target_id)
    listed = grants.of_target(session, kind=kind, target_id=target_id)
    ended = [one for one in listed if one.revoked_at is None and _may_change(session, viewer, one)]
    for grant in ended:
        granting.revoke(session, viewer, grant)
    return ended


def restore(session: Session, viewer: Viewer, *, grant_id: str) -> Grant:
    """Takes a revocation back."""
    grant = _own(session, viewer, grant_id)
    granting.restore(session, viewer, grant)
    return grant


def need_sharer(session: Session, viewer: Viewer, *, kind: str, target_id: str) -> None:
    """Raises NotFound or NotAllowed unless the viewer may share it. Consent decides what comes through."""
    target(kind).need_sharer(session, viewer, target_id)


def reach(session: Session, *, kind: str, target_id: str) -> Reach:
    """How much of a target may leave the house right now."""
    content = content_of(session, kind, target_id, EMBED)
    if content is None:
        raise NotFound
    show = Show(content.title, content.items, reels.clips_of(session, content.items, with_words=False))
    clips = list(show.clips.values())
    keys = {clip.key for clip in show.playing() if clip.key}
    missing = keys - reels.rendered(session, keys).keys()
    return Reach(
        clips=len(clips),
        shown=sum(clip.withheld(EMBED) is None for clip in clips),
        public=sum(clip.withheld(PUBLIC) is None for clip in clips),
        preparing=len(missing),
    )


def follow(database: Database, store: Store, news: Sequence[Touched]) -> None:
    """Hears news from the relay, and makes the cut clips agree when it may concern them."""
    if any(one.kind in WATCHED for one in news):
        agree(database, store)
        films.keep(database, store)


def agree(database: Database, store: Store) -> None:
    """Makes the cut clips be exactly those that live grants play and consents allow: asks for the missing ones,
    purges the others. Comes again after a crash, and then finds nothing to do twice."""
    with database.read() as session:
        wanted = queries.wanted(session, grants.live(session, queries.KINDS))
        have = {_key(row): row for row in session.exec(select(RenderedClip)).all()}
    missing = wanted.keys() - have.keys()
    surplus = [row for key, row in have.items() if key not in wanted]
    if not (missing or surplus):
        return
    for row in surplus:
        # The file goes first: a crash in between leaves a row, which brings us here again.
        store.delete(row.store_key)
    with database.write() as session:
        for key in sorted(missing):
            rendering.enqueue(session, key, wanted[key])
        _tell(session, {_key(row) for row in surplus})
        _forget(session, surplus)


def daily(database: Database, store: Store) -> Handler:
    """The job that looks once a day: a consent or a grant that ends by date sends no news."""

    def run(_args: Mapping[str, Any], _progress: Progress) -> None:
        keeping.agree(database, store)
        agree(database, store)
        films.keep(database, store)
        with database.write() as session:
            schedule(session)

    return run


def schedule(session: Session) -> None:
    """Makes sure that tomorrow's look, right after midnight UTC, is planned."""
    planned = select(Job.id).where(Job.kind == AGREE, Job.state == "queued")
    if session.exec(planned.limit(1)).first() is None:
        job = jobs.enqueue(session, AGREE, {})
        job.run_at = (now() + timedelta(days=1)).replace(hour=0, minute=1, second=0, microsecond=0)
        session.add(job)


def _key(row: RenderedClip) -> reels.Key:
    return row.source_sha256, row.start_ms, row.end_ms, row.profile


def _tell(session: Session, lost: Collection[reels.Key]) -> None:
    """Notes for those who edit a reel which of its clips were played outside until now, and why they no longer are."""
    shared = [grant for grant in grants.live(session, queries.KINDS) if lost and grant.target_kind == REEL]
    for grant in shared:
        shown = queries.show(session, grant, with_words=False)
        clips = shown.clips.values() if shown else ()
        silent = {clip.item.id: clip.silence(held_by(grant)) for clip in clips if clip.key in lost}
        told = {item_id: why for item_id, why in silent.items() if why in keeping.OUTSIDE}
        keeping.notify(session, grant.target_id, told)
        session.flush()


def _forget(session: Session, rows: Sequence[RenderedClip]) -> None:
    for row in session.exec(select(RenderedClip).where(col(RenderedClip.id).in_([one.id for one in rows]))):
        session.delete(row)
        detail = {"source_sha256": row.source_sha256, "start_ms": row.start_ms, "end_ms": row.end_ms}
        audit.record(
            session,
            actor=SYSTEM,
            action="clip.purge",
            target_kind="rendered_clip",
            target_id=row.id,
            detail=detail,
        )


def _need_sense(kind: str, *, origins: Sequence[str], password: str | None, listed: bool) -> None:
    if kind == SHARE and origins:
        message = "A link may be opened anywhere. To name the sites that show it, make an embed."
        raise Invalid(message, code="sites_of_a_link", faults=[Fault("origins", message)])
    if kind != SHARE and password:
        message = "An embed plays without a question. To ask for a password, make a link."
        raise Invalid(message, code="password_of_an_embed", faults=[Fault("password", message)])
    if listed and (kind != SHARE or password):
        message = "Only a link that anyone may open can be listed by search engines."
        raise Invalid(message, code="listed_but_closed", faults=[Fault("listed", message)])


def _pinned(session: Session, grant: Grant) -> dict[str, Any]:
    content = content_of(session, grant.target_kind, grant.target_id, held_by(grant))
    if content is None:
        raise NotFound
    return {PINNED: pin(content) | {"at": now().isoformat()}}


def _own(session: Session, viewer: Viewer, grant_id: str) -> Grant:
    grant = grants.get(session, grant_id, queries.KINDS)
    if not _may_change(session, viewer, grant):
        raise NotFound
    return grant


def _may_change(session: Session, viewer: Viewer, grant: Grant) -> bool:
    """Their own, those of their reel, or any for researchers."""
    if viewer.is_researcher or (viewer.user_id and grant.created_by == viewer.user_id):
        return True
    reel = session.get(Reel, grant.target_id) if grant.target_kind == REEL else None
    return reel is not None and reels.may_edit(viewer, reel)
