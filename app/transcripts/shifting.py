"""Moving all times of a transcript: a recording that was cut at its start, a transcript that counts from elsewhere."""

from collections.abc import Callable

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, func, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid
from app.interviews import queries as interviews
from app.outbox import service as outbox
from app.transcripts import queries
from app.transcripts.models import Transcript, Turn

LATEST_MS = 2**31 - 1
"""What the database's integers hold: 24 days."""


def shift(
    session: Session,
    viewer: Viewer,
    *,
    transcript_id: str,
    version: int,
    by_ms: int,
    carry: Callable[[Session, str, int], None],
) -> Transcript:
    """Adds `by_ms` to every time of a transcript; shifting by the opposite takes it back exactly.

    Raises Invalid rather than cut off a time at zero: what is cut off cannot be taken back.
    """
    transcript, _ = queries.get_for_research(session, viewer, transcript_id)
    if transcript.version != version:
        raise Conflict("This transcript was edited in the meantime.", version=transcript.version)
    _check(session, transcript_id, by_ms)
    _move(session, transcript_id, by_ms)
    carry(session, transcript_id, by_ms)
    transcript.version, transcript.updated_at = transcript.version + 1, now()
    session.add(transcript)
    session.flush()
    outbox.touch_ids(session, [("interview", transcript.interview_id)])
    audit.record(
        session,
        actor=viewer,
        action="transcript.shift",
        target_kind="transcript",
        target_id=transcript.id,
        project_id=interviews.project_of(session, transcript.interview_id),
        detail={"interview_id": transcript.interview_id, "by_ms": by_ms},
    )
    return transcript


def begins(session: Session, transcript_id: str) -> int | None:
    """When the earliest turn begins; None while no turn has a time."""
    return _bounds(session, transcript_id)[0]


def _check(session: Session, transcript_id: str, by_ms: int) -> None:
    first, last = _bounds(session, transcript_id)
    if first is None or last is None:
        message = "This transcript has no times to shift."
        raise Invalid(message, code="no_times", faults=[Fault("by_ms", message)])
    if first + by_ms < 0:
        message = (
            f"The first words are heard at {_clock(first)}: shifted by {_clock(by_ms)} they would begin before the "
            f"recording does. At most {_clock(-first)} is possible."
        )
        raise Invalid(message, code="before_start", faults=[Fault("by_ms", message)], earliest_ms=-first)
    if last + by_ms > LATEST_MS:
        message = "The last words would be heard after more than 24 days."
        raise Invalid(message, code="too_late", faults=[Fault("by_ms", message)])


def _bounds(session: Session, transcript_id: str) -> tuple[int | None, int | None]:
    query = select(func.min(Turn.start_ms), func.max(func.coalesce(Turn.end_ms, Turn.start_ms))).where(
        Turn.transcript_id == transcript_id
    )
    first, last = session.exec(query).one()
    return first, last


def _move(session: Session, transcript_id: str, by_ms: int) -> None:
    connection = session.connection()
    connection.execute(
        update(Turn)
        .where(col(Turn.transcript_id) == transcript_id)
        .values(start_ms=col(Turn.start_ms) + by_ms, end_ms=col(Turn.end_ms) + by_ms)
    )
    query = select(Turn.id, Turn.words).where(Turn.transcript_id == transcript_id)
    timed = [
        {"row_id": turn_id, "words": [[start, end, begun + by_ms, ended + by_ms] for start, end, begun, ended in words]}
        for turn_id, words in connection.execute(query)
        if words
    ]
    if timed:
        connection.execute(update(Turn).where(col(Turn.id) == bindparam("row_id")), timed)
    session.expire_all()


def _clock(ms: int) -> str:
    seconds = abs(ms) / 1000
    return f"{'−' if ms < 0 else ''}{int(seconds // 60)}:{seconds % 60:04.1f}"
