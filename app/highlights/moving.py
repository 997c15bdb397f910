"""Highlights go along with the edits of their transcript, in the same transaction."""

from sqlmodel import Session, select

from app.core.clock import now
from app.highlights.models import Highlight
from app.highlights.queries import NEEDS_REVIEW
from app.highlights.service import anchor_of, set_anchor, set_times
from app.outbox import service as outbox
from app.transcripts.editing import Change
from app.transcripts.edits import Moved, Outcome, move


def carry(session: Session, change: Change) -> None:
    """Moves every highlight of the transcript, deleted ones too: those can still come back."""
    rows = session.exec(select(Highlight).where(Highlight.transcript_id == change.transcript_id)).all()
    moved = move(change.before, change.edit, [anchor_of(row) for row in rows])
    before = [_state(row) for row in rows]
    for row, one in zip(rows, moved, strict=True):
        _settle(row, one)
    set_times(session, rows)
    changed = [row for row, was in zip(rows, before, strict=True) if _state(row) != was]
    for row in changed:
        row.version, row.updated_at = row.version + 1, now()
    session.add_all(changed)
    session.flush()
    outbox.touch(session, *changed)


def _settle(row: Highlight, moved: Moved) -> None:
    set_anchor(row, moved.anchor)
    if moved.needs_review:
        row.status = NEEDS_REVIEW
    elif moved.outcome is Outcome.FOUND:
        row.status = "ok"


def _state(row: Highlight) -> tuple[object, ...]:
    return anchor_of(row), row.start_ms, row.end_ms, row.status
