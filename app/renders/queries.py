"""Reading renders. Whether a part may be heard is asked anew each time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from app.access.audiences import Standing
from app.core.errors import NotFound
from app.highlights.queries import NEEDS_REVIEW, Moment, moments
from app.interviews.voices import Voices
from app.reels.models import Reel
from app.renders.models import DONE, ReelNotice, ReelRender, RenderPiece


def get(session: Session, render_id: str) -> ReelRender:
    """One render, or NotFound."""
    if row := session.get(ReelRender, render_id):
        return row
    raise NotFound


def of_reel(session: Session, reel_id: str) -> Sequence[ReelRender]:
    """The renders of a reel, newest first."""
    query = select(ReelRender).where(ReelRender.reel_id == reel_id).order_by(col(ReelRender.id).desc())
    return session.exec(query.limit(50)).all()


def done(session: Session) -> Sequence[ReelRender]:
    """Every render that has files."""
    return session.exec(select(ReelRender).where(ReelRender.state == DONE)).all()


def pieces(session: Session, keys: Collection[str]) -> dict[str, RenderPiece]:
    """The kept pieces among these, by key."""
    rows = session.exec(select(RenderPiece).where(col(RenderPiece.key).in_(keys))).all()
    return {row.key: row for row in rows}


def all_pieces(session: Session) -> Sequence[RenderPiece]:
    """Every kept piece, the one used least recently first."""
    return session.exec(select(RenderPiece).order_by(col(RenderPiece.last_used_at))).all()


def refusals(session: Session, rows: Iterable[ReelRender]) -> dict[str, dict[str, str]]:
    """For each render the parts that its own audience may not have any more: item id -> why."""
    rows = list(rows)
    known = _moments(session, rows)
    living = _living(session, {row.reel_id for row in rows})
    return {
        row.id: refused(row.parts, known, frozenset(row.audience))
        if row.reel_id in living
        else {str(part["item_id"]): "reel" for part in row.parts} or {"": "reel"}
        for row in rows
    }


def refused_to(session: Session, row: ReelRender, held: frozenset[str]) -> dict[str, str]:
    """The parts of a render that the holder of these tokens may not have now: item id -> why."""
    return refused(row.parts, _moments(session, [row]), held)


def heard_in(session: Session, row: ReelRender) -> list[Voices]:
    """The interviews that a render was cut from, one each."""
    found = {moment.highlight.interview_id: moment.voices for moment in _moments(session, [row]).values()}
    return list(found.values())


def refused(parts: Iterable[Mapping[str, Any]], known: Mapping[str, Moment], held: frozenset[str]) -> dict[str, str]:
    """The parts that the holder of these tokens may not have: item id -> why."""
    found = {}
    for part in parts:
        if part["highlight_id"] and (reason := _refusal(part, known.get(part["highlight_id"]), held)):
            found[str(part["item_id"])] = reason
    return found


def _refusal(part: Mapping[str, Any], moment: Moment | None, held: frozenset[str]) -> str | None:
    if moment is None:
        return "gone"
    if not moment.may_read(held):
        permission = moment.voices.permission_of(moment.speaker_ids)
        return permission.standing.value if permission.standing.value != "granted" else "scope"
    if not part["source_sha256"]:
        return None
    if moment.recording is None or moment.recording.sha256 != part["source_sha256"]:
        return "gone"
    if moment.highlight.status == NEEDS_REVIEW:
        return "needs_review"
    return None if moment.may_play(held) else _unheard(moment)


def _unheard(moment: Moment) -> str:
    """Why words that may be read may not be heard: somebody else in the room allows less."""
    whole = moment.voices.whole
    return "scope" if whole.standing is Standing.GRANTED and whole.media else "text_only"


def notices(session: Session, reel_ids: Collection[str], *, unseen: bool = True) -> Sequence[ReelNotice]:
    """What happened to clips of these reels, newest first."""
    query = select(ReelNotice).where(col(ReelNotice.reel_id).in_(reel_ids)).order_by(col(ReelNotice.id).desc())
    return session.exec(query.where(col(ReelNotice.seen_at).is_(None)) if unseen else query).all()


def notices_of_owner(session: Session, user_id: str) -> Sequence[tuple[ReelNotice, Reel]]:
    """What a user has not seen yet about reels of their own, newest first."""
    query = (
        select(ReelNotice, Reel)
        .join(Reel, col(Reel.id) == col(ReelNotice.reel_id))
        .where(Reel.owner_id == user_id, col(Reel.deleted_at).is_(None), col(ReelNotice.seen_at).is_(None))
        .order_by(col(ReelNotice.id).desc())
    )
    return session.exec(query.limit(100)).all()


def _moments(session: Session, rows: Iterable[ReelRender]) -> dict[str, Moment]:
    ids = {str(part["highlight_id"]) for row in rows for part in row.parts if part["highlight_id"]}
    return moments(session, ids)


def _living(session: Session, reel_ids: Collection[str]) -> frozenset[str]:
    query = select(Reel.id).where(col(Reel.id).in_(reel_ids), col(Reel.deleted_at).is_(None))
    return frozenset(session.exec(query).all())
