"""Keeping rendered files in step with consent: what may not be heard any more is purged, and its reel's owner told.

Displays ask consent on every request, so nobody hears a withdrawn voice while this catches up; here the files go, and
the audit log says when. Also keeps the disk from filling: what was used least recently goes first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from app.access.viewer import SYSTEM
from app.audit import service as audit
from app.core.clock import now
from app.core.database import Database
from app.highlights.queries import Moment, moments
from app.outbox.service import Touched
from app.recordings.store import Store
from app.reels.models import Reel, ReelItem
from app.renders import queries
from app.renders.models import DONE, PURGED, ReelNotice, ReelRender, RenderPiece

OVER = ("gone", "withdrawn", "expired")
"""Reasons that hold for everybody; the others only for those outside."""
OUTSIDE = ("scope", "text_only", "pending")
TELLING = (*OVER, *OUTSIDE)
WATCHED = frozenset(
    {
        *("reel", "highlight", "consent", "participant", "project", "interview", "recording", "speaker", "transcript"),
        *("reel_render", "render_piece"),
    }
)
"""What can change who may hear a film. Turns are not among them: highlights are touched when they move."""
RECENT = 2
"""So many finished films are kept of one reel in one form: the present one, and the one before while it is replaced."""
_GRACE = timedelta(hours=1)
"""What somebody may be watching stays, however full the cache is."""


def follow(database: Database, store: Store, news: Sequence[Touched]) -> None:
    """Hears news from the relay, and agrees when it may concern what was rendered."""
    if any(one.kind in WATCHED for one in news):
        agree(database, store)


def agree(database: Database, store: Store) -> None:
    """Purges films and pieces with anything in them that their audience may not have, and notes what fell silent.

    Comes again after a crash: files go before rows, so what was not finished is found again.
    """
    with database.read() as session:
        renders = queries.done(session)
        refused = queries.refusals(session, renders)
        films = [(row, refused[row.id]) for row in renders if refused[row.id]]
        pieces = silent_pieces(session, queries.all_pieces(session))
        news = _silence(session)
    if not (films or pieces or news.mended or news.silent):
        return
    for row, _ in films:
        store.delete_folder(f"renders/{row.id}")
    for piece in pieces:
        store.delete(piece.store_key)
    with database.write() as session:
        for row, reasons in films:
            _purge(session, row.id, reasons)
        _forget(session, pieces)
        for notice in session.exec(select(ReelNotice).where(col(ReelNotice.id).in_(news.mended))):
            session.delete(notice)
        for reel_id, silent in news.silent.items():
            notify(session, reel_id, silent)


def tidy(database: Database, store: Store, *, cache_bytes: int) -> None:
    """Lets go of films that a newer one replaced, and then of what was used least recently, down to that size."""
    with database.read() as session:
        renders, pieces = list(queries.done(session)), list(queries.all_pieces(session))
    old = _replaced(renders)
    kept = [row for row in renders if row not in old]
    excess = sum(row.size_bytes for row in kept) + sum(row.size_bytes for row in pieces) - cache_bytes
    for row in sorted(kept, key=lambda one: one.last_used_at):
        if excess > 0 and row.last_used_at < now() - _GRACE:
            old.append(row)
            excess -= row.size_bytes
    dropped = []
    for piece in pieces:
        if excess > 0:
            dropped.append(piece)
            excess -= piece.size_bytes
    _drop(database, store, old, dropped)


def purge(session: Session, store: Store, row: ReelRender, reason: str) -> None:
    """Lets go of the files of one film."""
    store.delete_folder(f"renders/{row.id}")
    _purge(session, row.id, {"": reason})


def notify(session: Session, reel_id: str, silent: Mapping[str, str]) -> None:
    """Notes for those who edit a reel that clips fell silent: item id -> why. Said once, until it has changed."""
    query = select(ReelNotice.item_id, ReelNotice.reason).where(ReelNotice.reel_id == reel_id)
    known = set(session.exec(query).all())
    for item_id, reason in silent.items():
        if (item_id, reason) not in known:
            session.add(ReelNotice(reel_id=reel_id, item_id=item_id, reason=reason))


def _purge(session: Session, render_id: str, reasons: Mapping[str, str]) -> None:
    row = session.get(ReelRender, render_id)
    if row is None or row.state != DONE:
        return
    files = [file["key"] for file in row.files.values()]
    row.state, row.files, row.size_bytes = PURGED, {}, 0
    row.purged_for = next(iter(reasons.values()), "")
    session.add(row)
    detail = {"reel_id": row.reel_id, "files": files, "reasons": sorted(set(reasons.values())), "items": list(reasons)}
    audit.record(
        session, actor=SYSTEM, action="render.purge", target_kind="reel_render", target_id=row.id, detail=detail
    )
    if living := session.get(Reel, row.reel_id):
        silent = {item_id: reason for item_id, reason in reasons.items() if item_id and reason in TELLING}
        notify(session, living.id, silent)


def _forget(session: Session, pieces: Sequence[RenderPiece]) -> None:
    for row in session.exec(select(RenderPiece).where(col(RenderPiece.id).in_([one.id for one in pieces]))):
        session.delete(row)
        detail = {"files": [row.store_key], "source_sha256": row.source_sha256, "highlight_id": row.highlight_id}
        audit.record(
            session, actor=SYSTEM, action="piece.purge", target_kind="render_piece", target_id=row.id, detail=detail
        )


def silent_pieces(session: Session, rows: Iterable[RenderPiece]) -> list[RenderPiece]:
    """Pieces that nobody at all may hear, or read, any more."""
    rows = [row for row in rows if row.highlight_id]
    known = moments(session, {row.highlight_id for row in rows if row.highlight_id})
    return [row for row in rows if not _is_heard(row, known.get(row.highlight_id or ""))]


def _is_heard(row: RenderPiece, moment: Moment | None) -> bool:
    if moment is None or not moment.tokens:
        return False
    if not row.source_sha256:
        return True
    recording = moment.recording
    return recording is not None and recording.sha256 == row.source_sha256 and bool(moment.voices.media_tokens)


Row = tuple[str, str, str | None]
"""Reel, item, highlight."""


@dataclass(frozen=True, slots=True)
class _News:
    """Notices that are over, and clips that nobody was told about: reel id -> item id -> why."""

    mended: list[str]
    silent: dict[str, dict[str, str]]


def _silence(session: Session) -> _News:
    """How the notices about what holds for everybody differ from what is so now."""
    items = session.exec(
        select(ReelItem.reel_id, ReelItem.id, ReelItem.highlight_id)
        .join(Reel, col(Reel.id) == col(ReelItem.reel_id))
        .where(col(ReelItem.highlight_id).is_not(None), col(Reel.deleted_at).is_(None))
    ).all()
    known = moments(session, {highlight_id for _, _, highlight_id in items if highlight_id})
    over = {item_id: _over(known.get(highlight_id or "")) for _, item_id, highlight_id in items}
    said = session.exec(select(ReelNotice).where(col(ReelNotice.reason).in_(OVER))).all()
    told = {(row.item_id, row.reason) for row in said}
    silent: dict[str, dict[str, str]] = {}
    for reel_id, item_id, _ in items:
        if (reason := over[item_id]) and (item_id, reason) not in told:
            silent.setdefault(reel_id, {})[item_id] = reason
    mended = [row.id for row in said if row.item_id in over and over[row.item_id] != row.reason]
    mended += _played_again(session, items, known)
    return _News(mended, silent)


def _played_again(session: Session, items: Iterable[Row], known: Mapping[str, Moment]) -> list[str]:
    """Notices that a clip could be read only, which by now plays again."""
    said = session.exec(select(ReelNotice).where(ReelNotice.reason == "text_only")).all()
    playing = {
        item_id
        for _, item_id, highlight_id in items
        if (moment := known.get(highlight_id or "")) and moment.voices.media_tokens
    }
    return [row.id for row in said if row.item_id in playing]


def _over(moment: Moment | None) -> str | None:
    if moment is None:
        return "gone"
    permission = moment.voices.permission_of(moment.speaker_ids)
    return permission.standing.value if permission.is_over else None


def _replaced(renders: Sequence[ReelRender]) -> list[ReelRender]:
    groups: dict[_Form, list[ReelRender]] = {}
    for row in sorted(renders, key=lambda one: one.id, reverse=True):
        groups.setdefault(_Form(row.reel_id, row.profile, row.captions, frozenset(row.audience)), []).append(row)
    return [row for group in groups.values() for row in group[RECENT:]]


@dataclass(frozen=True, slots=True)
class _Form:
    reel_id: str
    profile: str
    captions: str
    audience: frozenset[str]


def _drop(database: Database, store: Store, films: Sequence[ReelRender], pieces: Sequence[RenderPiece]) -> None:
    for row in films:
        store.delete_folder(f"renders/{row.id}")
    for piece in pieces:
        store.delete(piece.store_key)
    with database.write() as session:
        for row in films:
            _purge(session, row.id, {"": "unused"})
        for piece in session.exec(select(RenderPiece).where(col(RenderPiece.id).in_([one.id for one in pieces]))):
            session.delete(piece)
