"""Rules about highlights."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, delete, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid, NotFound
from app.highlights import queries
from app.highlights.emotions import MIDDLE
from app.highlights.models import Highlight, HighlightTag
from app.highlights.queries import NEEDS_REVIEW
from app.interviews import queries as interviews
from app.outbox import service as outbox
from app.tags.models import Tag
from app.transcripts import queries as transcripts
from app.transcripts.anchors import Anchor, Line, Position, SpanError, describe
from app.transcripts.timing import span_times


def create(session: Session, viewer: Viewer, *, transcript_id: str, values: dict[str, Any]) -> Highlight:
    """Marks a span of a transcript. Every turn in it must be readable for the one who marks it."""
    transcript, _ = transcripts.get_for_research(session, viewer, transcript_id)
    row = Highlight(
        transcript_id=transcript.id,
        interview_id=transcript.interview_id,
        created_by=viewer.user_id or None,
        quote="",
        **{name: values[name] for name in ("start_turn_id", "start_offset", "end_turn_id", "end_offset")},
    )
    _mark(session, viewer, row)
    _set_feeling(row, values)
    row.note = values.get("note", "")
    session.add(row)
    session.flush()
    _set_tags(session, row, values.get("tag_ids", []))
    outbox.touch(session, row)
    _note(session, viewer, "highlight.create", row)
    return row


def change(session: Session, viewer: Viewer, *, highlight_id: str, version: int, values: dict[str, Any]) -> Highlight:
    """Changes tags, note, emotion or span of a highlight; only the given values."""
    row = queries.get_for_research(session, viewer, highlight_id)
    if row.deleted_at is not None:
        raise NotFound
    if row.version != version:
        raise Conflict("This highlight was changed in the meantime.", version=row.version)
    if span := values.get("span"):
        for name, value in span.items():
            setattr(row, name, value)
        _review(session, viewer, row)
    elif "status" in values and row.status == NEEDS_REVIEW:
        if not row.suggestion:
            message = "Nothing like its words is left in the transcript. Mark it anew, or delete it."
            raise Invalid(message, code="nothing_suggested", faults=[Fault("status", message)])
        _review(session, viewer, row)
    _set_feeling(row, values)
    row.note = values.get("note", row.note)
    if "tag_ids" in values:
        _set_tags(session, row, values["tag_ids"])
    _touch(session, row)
    return row


def reopen(session: Session, viewer: Viewer, *, highlight_id: str) -> Highlight:
    """Takes a review back: the words of before wait again, and those that were chosen are the suggestion."""
    row = queries.get_for_research(session, viewer, highlight_id)
    if row.status == NEEDS_REVIEW or not row.reviewed_from:
        raise Conflict("There is no review to take back.", code="not_reviewed")
    row.status, row.suggestion, row.quote, row.reviewed_from = NEEDS_REVIEW, row.quote, row.reviewed_from, ""
    _touch(session, row)
    _note(session, viewer, "highlight.reopen", row)
    return row


def remove(session: Session, viewer: Viewer, *, highlight_id: str) -> None:
    """Deletes a highlight in a way that `restore` undoes."""
    row = queries.get_for_research(session, viewer, highlight_id)
    if row.deleted_at is None:
        row.deleted_at = now()
        _touch(session, row)
        _note(session, viewer, "highlight.delete", row)


def restore(session: Session, viewer: Viewer, *, highlight_id: str) -> Highlight:
    """Brings a deleted highlight back, on its text as that stands now."""
    row = queries.get_for_research(session, viewer, highlight_id)
    if row.deleted_at is not None:
        row.deleted_at = None
        _touch(session, row)
        _note(session, viewer, "highlight.restore", row)
    return row


def anchor_of(row: Highlight) -> Anchor:
    """A highlight's anchor as a value; a turn that is gone has an empty id."""
    return Anchor(
        start_turn=row.start_turn_id or "",
        start_offset=row.start_offset,
        end_turn=row.end_turn_id or "",
        end_offset=row.end_offset,
        quote=row.quote,
        prefix=row.prefix,
        suffix=row.suffix,
    )


def set_anchor(row: Highlight, anchor: Anchor) -> None:
    """Writes an anchor into its row."""
    row.quote = anchor.quote
    set_place(row, anchor)


def set_place(row: Highlight, anchor: Anchor) -> None:
    """Writes into a row where an anchor stands and what is around it, not its words."""
    row.start_turn_id, row.start_offset = anchor.start_turn or None, anchor.start_offset
    row.end_turn_id, row.end_offset = anchor.end_turn or None, anchor.end_offset
    row.prefix, row.suffix = anchor.prefix, anchor.suffix


def set_times(session: Session, rows: Sequence[Highlight]) -> None:
    """Takes the times of highlights from the turns they stand on now."""
    ids = {turn_id for row in rows for turn_id in (row.start_turn_id, row.end_turn_id) if turn_id}
    timed = transcripts.timed(session, ids)
    for row in rows:
        first, last = timed.get(row.start_turn_id or ""), timed.get(row.end_turn_id or "")
        if first and last:
            row.start_ms, row.end_ms = span_times([first, last], row.start_offset, row.end_offset)


def _review(session: Session, viewer: Viewer, row: Highlight) -> None:
    """Takes the words at a highlight's place for its own: someone has looked at them."""
    if row.status == NEEDS_REVIEW:
        row.reviewed_from = row.quote
        _note(session, viewer, "highlight.review", row)
    row.suggestion = ""
    _mark(session, viewer, row)


def _mark(session: Session, viewer: Viewer, row: Highlight) -> None:
    """Anchors a highlight at its span: bounds, consent, quote, times."""
    lines = transcripts.lines(session, row.transcript_id)
    try:
        anchor = describe(
            lines,
            Position(row.start_turn_id or "", row.start_offset),
            Position(row.end_turn_id or "", row.end_offset),
        )
    except SpanError as error:
        message = f"This stretch cannot be marked: {error}."
        raise Invalid(message, code="bad_span", faults=[Fault("span", str(error))]) from error
    set_anchor(row, anchor)
    row.status = "ok"
    _check_consent(session, viewer, row, lines)
    set_times(session, [row])


def _check_consent(session: Session, viewer: Viewer, row: Highlight, lines: Sequence[Line]) -> None:
    order = [line.id for line in lines]
    covered = set(order[order.index(row.start_turn_id or "") : order.index(row.end_turn_id or "") + 1])
    _, voices = transcripts.get(session, viewer, row.transcript_id)
    places = transcripts.places(session, row.transcript_id)
    if not voices.may_read(viewer.tokens, [place.speaker_id for place in places if place.id in covered]):
        raise NotFound("Some of these words may not be read any more.")


def _set_feeling(row: Highlight, values: dict[str, Any]) -> None:
    """An emotion has an intensity, the middle one until someone weighs it; without emotion there is none."""
    if "emotion" in values:
        row.emotion = values["emotion"]
    if "intensity" in values:
        row.intensity = values["intensity"]
    row.intensity = (row.intensity or MIDDLE) if row.emotion else None


def _set_tags(session: Session, row: Highlight, tag_ids: Sequence[str]) -> None:
    wanted = set(tag_ids)
    living = select(Tag.id).where(col(Tag.id).in_(wanted), col(Tag.deleted_at).is_(None))
    if unknown := wanted - set(session.exec(living).all()):
        message = "A tag is not in the codebook any more."
        raise Invalid(message, code="unknown_tag", faults=[Fault("tag_ids", one) for one in sorted(unknown)])
    have = set(session.exec(select(HighlightTag.tag_id).where(HighlightTag.highlight_id == row.id)).all())
    gone = have - wanted
    # Deleted tags stay attached, unseen: bringing the tag back brings it back here too.
    gone_living = select(Tag.id).where(col(Tag.id).in_(gone), col(Tag.deleted_at).is_(None))
    session.exec(
        delete(HighlightTag).where(col(HighlightTag.highlight_id) == row.id, col(HighlightTag.tag_id).in_(gone_living))
    )
    session.add_all([HighlightTag(highlight_id=row.id, tag_id=tag_id) for tag_id in sorted(wanted - have)])


def _touch(session: Session, row: Highlight) -> None:
    row.version, row.updated_at = row.version + 1, now()
    session.add(row)
    session.flush()
    outbox.touch(session, row)


def _note(session: Session, viewer: Viewer, action: str, row: Highlight) -> None:
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="highlight",
        target_id=row.id,
        project_id=interviews.project_of(session, row.interview_id),
        detail={"interview_id": row.interview_id},
    )
