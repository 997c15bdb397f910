"""Highlights go along with the edits of their transcript, in the same transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session, select

from app.core.clock import now
from app.highlights.models import Highlight
from app.highlights.queries import NEEDS_REVIEW
from app.highlights.service import anchor_of, set_anchor, set_place, set_times
from app.outbox import service as outbox
from app.transcripts.anchors import Anchor
from app.transcripts.editing import Change
from app.transcripts.edits import move
from app.transcripts.relocating import Moved, Outcome, same_words

_REMEMBERED = (
    *("id", "start_turn_id", "start_offset", "end_turn_id", "end_offset", "quote", "prefix", "suffix"),
    *("start_ms", "end_ms", "status", "suggestion", "reviewed_from"),
)
"""What of a highlight hangs on the text, and comes back with it."""


def carry(session: Session, change: Change) -> None:
    """Moves every highlight of the transcript, deleted ones too: those can still come back."""
    rows = _rows(session, change.transcript_id)
    moved = move(change.before, change.edit, [standing(row) for row in rows])
    before = [_state(row) for row in rows]
    for row, one in zip(rows, moved, strict=True):
        settle(row, one)
    set_times(session, rows)
    _tell(session, [row for row, was in zip(rows, before, strict=True) if _state(row) != was])


def shift(session: Session, transcript_id: str, by_ms: int) -> None:
    """Moves the times of every highlight, deleted ones too, by what all turns were moved."""
    rows = _rows(session, transcript_id)
    for row in rows:
        row.start_ms = None if row.start_ms is None else row.start_ms + by_ms
        row.end_ms = None if row.end_ms is None else row.end_ms + by_ms
    _tell(session, rows)


def remember(session: Session, transcript_id: str) -> list[dict[str, Any]]:
    """Where every highlight of a transcript stands, as plain values."""
    return [row.model_dump(include=set(_REMEMBERED)) for row in _rows(session, transcript_id)]


def recall(session: Session, transcript_id: str, marks: Iterable[Mapping[str, Any]]) -> None:
    """Puts highlights back where they stood when the text that has come back was here; newer ones stay as they are."""
    rows = {row.id: row for row in _rows(session, transcript_id)}
    known = [(rows[mark["id"]], mark) for mark in marks if mark["id"] in rows]
    for row, mark in known:
        for name in _REMEMBERED:
            setattr(row, name, mark[name])
    _tell(session, [row for row, _ in known])


def standing(row: Highlight) -> Anchor:
    """The anchor of the text at a highlight's place: while it waits for review, that of the suggestion."""
    anchor = anchor_of(row)
    waits = row.status == NEEDS_REVIEW and row.suggestion
    return replace(anchor, quote=row.suggestion) if waits else anchor


def settle(row: Highlight, moved: Moved) -> None:
    """Writes into a row what became of it. Words that nobody has checked become a suggestion, never the quote."""
    waits = row.status == NEEDS_REVIEW
    came_back = waits and moved.outcome is not Outcome.LOST and same_words(moved.anchor.quote, row.quote)
    if (waits and not came_back) or moved.needs_review:
        row.status = NEEDS_REVIEW
        row.suggestion = "" if moved.outcome is Outcome.LOST else moved.anchor.quote
        set_place(row, moved.anchor)
    else:
        row.status, row.suggestion = "ok", ""
        set_anchor(row, moved.anchor)


def _rows(session: Session, transcript_id: str) -> list[Highlight]:
    return list(session.exec(select(Highlight).where(Highlight.transcript_id == transcript_id)).all())


def _tell(session: Session, rows: list[Highlight]) -> None:
    for row in rows:
        row.version, row.updated_at = row.version + 1, now()
    session.add_all(rows)
    session.flush()
    outbox.touch(session, *rows)


def _state(row: Highlight) -> tuple[object, ...]:
    return anchor_of(row), row.start_ms, row.end_ms, row.status, row.suggestion
