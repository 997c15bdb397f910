"""Editing turns. Whoever marks text must come along: every edit takes a `carry` that moves the marks in the
same transaction. It is a required argument, because transcripts may not know who marks them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid, NotFound
from app.interviews.voices import Voices
from app.outbox import service as outbox
from app.transcripts import queries
from app.transcripts.anchors import Line, SpanError
from app.transcripts.edits import JOINER, Edit, Merge, Rewrite, Split, halves
from app.transcripts.models import Transcript, Turn
from app.transcripts.timing import cut_words, push_words, reword, start_of


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that has been made: what the turns were, and what was done to them."""

    transcript_id: str
    before: Sequence[Line]
    edit: Edit


Carry = Callable[[Session, Change], None]
"""Moves the marks of a transcript along with an edit; called when the new turns are in the database and those
that go away still are."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """A turn on which someone works, with all around it."""

    turn: Turn
    transcript: Transcript
    voices: Voices


def change(
    session: Session, viewer: Viewer, *, turn_id: str, version: int, values: dict[str, Any], carry: Carry
) -> Turn:
    """Changes a turn's text, speaker or times. Words keep their times, marks stay on their text."""
    desk = _open(session, viewer, turn_id, version)
    turn = desk.turn
    before = queries.lines(session, turn.transcript_id)
    if "speaker_id" in values:
        _check_speaker(desk.voices, values["speaker_id"])
    if "text" in values:
        values = values | {"text": values["text"].strip()}
        if turn.words:
            moved = reword(queries.words_of(turn.words), turn.text, values["text"])
            turn.words = queries.stored_words(moved)
    for name, value in values.items():
        setattr(turn, name, value)
    if turn.start_ms is not None and turn.end_ms is not None and turn.end_ms < turn.start_ms:
        raise Invalid("The turn ends before it starts.", faults=[Fault("end_ms", "before start_ms")])
    _save(session, viewer, desk, "turn.change", {"fields": sorted(values)})
    carry(session, Change(turn.transcript_id, before, Rewrite(turn.id, turn.text)))
    return turn


def split(
    session: Session,
    viewer: Viewer,
    *,
    turn_id: str,
    version: int,
    at: int,
    speaker_id: str | None,
    carry: Carry,
) -> Turn:
    """Cuts a turn in two before a code point; returns the new second one, by default the same speaker's."""
    desk = _open(session, viewer, turn_id, version)
    turn = desk.turn
    before = queries.lines(session, turn.transcript_id)
    if speaker_id is not None:
        _check_speaker(desk.voices, speaker_id)
    tail = _cut_off(turn, at)
    tail.speaker_id = speaker_id or turn.speaker_id
    _make_room(session, turn)
    session.add(tail)
    _save(session, viewer, desk, "turn.split", {"into": tail.id})
    outbox.touch(session, tail)
    carry(session, Change(turn.transcript_id, before, Split(turn.id, at, tail.id)))
    return tail


def merge(session: Session, viewer: Viewer, *, turn_id: str, version: int, carry: Carry) -> Turn:
    """Appends the next turn to this one; returns the longer turn."""
    desk = _open(session, viewer, turn_id, version)
    turn = desk.turn
    before = queries.lines(session, turn.transcript_id)
    absorbed = _next(session, turn)
    _check_readable(viewer, desk.voices, absorbed)
    by = len(turn.text) + len(JOINER)
    pushed = push_words(queries.words_of(absorbed.words), by)
    turn.words = queries.stored_words([*queries.words_of(turn.words), *pushed])
    turn.text = turn.text + JOINER + absorbed.text
    turn.end_ms = absorbed.end_ms if absorbed.end_ms is not None else turn.end_ms
    _save(session, viewer, desk, "turn.merge", {"absorbed": absorbed.id})
    carry(session, Change(turn.transcript_id, before, Merge(turn.id, absorbed.id)))
    session.flush()
    outbox.touch(session, absorbed)
    session.delete(absorbed)
    session.flush()
    return turn


def _open(session: Session, viewer: Viewer, turn_id: str, version: int) -> _Desk:
    turn = session.get(Turn, turn_id)
    if turn is None:
        raise NotFound
    transcript, voices = queries.get_for_research(session, viewer, turn.transcript_id)
    _check_readable(viewer, voices, turn)
    if turn.version != version:
        raise Conflict("This turn was edited in the meantime.", version=turn.version)
    return _Desk(turn, transcript, voices)


def _check_readable(viewer: Viewer, voices: Voices, turn: Turn) -> None:
    if not voices.may_read(viewer.tokens, [turn.speaker_id]):
        raise NotFound


def _check_speaker(voices: Voices, speaker_id: str | None) -> None:
    if speaker_id is not None and speaker_id not in voices.speakers:
        message = "This speaker does not belong to the interview."
        raise Invalid(message, code="foreign_speaker", faults=[Fault("speaker_id", message)])


def _save(session: Session, viewer: Viewer, desk: _Desk, action: str, detail: dict[str, Any]) -> None:
    turn, transcript = desk.turn, desk.transcript
    turn.version += 1
    transcript.version, transcript.updated_at = transcript.version + 1, now()
    session.add_all([turn, transcript])
    session.flush()
    outbox.touch(session, turn)
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="turn",
        target_id=turn.id,
        project_id=desk.voices.project.id,
        detail={"interview_id": turn.interview_id, **detail},
    )


def _cut_off(turn: Turn, at: int) -> Turn:
    """Shortens a turn to its first half and returns the second as a new row."""
    old, words = turn.text, queries.words_of(turn.words)
    try:
        head, rest = halves(old, at)
    except SpanError as error:
        raise Invalid(
            "A turn is split where text stands on both sides.",
            code="bad_split",
            faults=[Fault("at", str(error))],
        ) from error
    starts = len(old) - len(rest)
    middle = start_of(queries.timed_text(turn), starts)
    tail = Turn(
        transcript_id=turn.transcript_id,
        interview_id=turn.interview_id,
        position=turn.position + 1,
        text=rest,
        start_ms=middle,
        end_ms=turn.end_ms,
        words=queries.stored_words(cut_words(words, starts, len(old))),
    )
    turn.text, turn.words = head, queries.stored_words(cut_words(words, 0, len(head)))
    turn.end_ms = middle
    return tail


def _make_room(session: Session, turn: Turn) -> None:
    """Moves the turns behind this one a place further."""
    session.connection().execute(
        update(Turn)
        .where(col(Turn.transcript_id) == turn.transcript_id, col(Turn.position) > turn.position)
        .values(position=col(Turn.position) + 1)
    )


def _next(session: Session, turn: Turn) -> Turn:
    query = (
        select(Turn)
        .where(Turn.transcript_id == turn.transcript_id, col(Turn.position) > turn.position)
        .order_by(col(Turn.position), col(Turn.id))
    )
    if found := session.exec(query).first():
        return found
    raise Invalid("This is the last turn; there is none to merge it with.", code="no_next_turn")
