"""A corrected text takes the place of an interview's transcript, and can be taken back.

Turns that are still the same, or alike, keep their ids. Whoever marks text comes along (`carry`), as in `editing`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import new_id
from app.interviews import queries as interview_queries
from app.interviews import service as interviews
from app.interviews.models import Speaker
from app.interviews.voices import Voices
from app.outbox import service as outbox
from app.transcripts import queries
from app.transcripts.anchors import Line
from app.transcripts.correction_schemas import CorrectedSpeaker, CorrectionIn, SpeakerGuess
from app.transcripts.editing import Carry, Change
from app.transcripts.edits import Reimport
from app.transcripts.importers import ParsedTurn
from app.transcripts.importers.voices import role_of
from app.transcripts.imports import check_complete, fingerprint, need_words
from app.transcripts.likenames import near_names
from app.transcripts.models import Transcript, TranscriptRevision, Turn
from app.transcripts.preview import Understood
from app.transcripts.relocating import lasting_ids

KEPT = 5
"""How many earlier texts of a transcript are kept."""
_BATCH = 1_000
_COLUMNS = ("id", "speaker_id", "position", "text", "start_ms", "end_ms", "words", "version")

Remember = Callable[[Session, str], list[dict[str, Any]]]
"""What whoever marks text wants to have back when a correction is taken back."""
Recall = Callable[[Session, str, list[dict[str, Any]]], None]


def correct(
    session: Session,
    viewer: Viewer,
    *,
    transcript_id: str,
    found: Understood,
    wanted: CorrectionIn,
    carry: Carry,
    remember: Remember,
) -> TranscriptRevision:
    """Replaces all turns, in the caller's transaction; returns what is needed to take that back.

    Raises ImportRefused when nobody says anything, Conflict when somebody edited in the meantime, and Invalid when a
    name of the file was given to no speaker.
    """
    transcript, voices = queries.get_for_research(session, viewer, transcript_id)
    _check_version(transcript, wanted.version)
    need_words(found)
    before = rows_of(session, transcript_id)
    guesses = guess_speakers(voices, before, found.turns)
    speakers = wanted.speakers if wanted.speakers is not None else as_guessed(guesses)
    check_complete(speakers, found.turns)
    ids, fresh = _speaker_ids(session, voices, speakers)
    marks = remember(session, transcript_id)
    head = {"file_name": transcript.file_name, "format": transcript.format, "sha256": transcript.source_sha256}
    _replace(session, transcript, before, _planned(before, found.turns, ids), carry)
    transcript.file_name, transcript.format = found.source.name[-300:], found.parsed.format
    transcript.source_sha256 = fingerprint(found)
    _save(session, viewer, transcript, "transcript.correct", {"turns": len(found.turns), "before": len(before)})
    revision = TranscriptRevision(
        transcript_id=transcript_id,
        created_by=viewer.user_id or None,
        version=transcript.version,
        file_name=transcript.file_name,
        before={**head, "turns": before, "speakers": fresh},
        marks=marks,
    )
    session.add(revision)
    session.flush()
    _forget_oldest(session, transcript_id)
    return revision


def take_back(session: Session, viewer: Viewer, *, revision_id: str, carry: Carry, recall: Recall) -> Transcript:
    """Brings the text of before a correction back, with every mark where it stood. Marks made since come along.

    Raises Conflict when the text was edited since: those edits would be lost.
    """
    revision = session.get(TranscriptRevision, revision_id)
    if revision is None:
        raise NotFound
    transcript, _ = queries.get_for_research(session, viewer, revision.transcript_id)
    if transcript.version != revision.version:
        raise Conflict(
            "The transcript was edited after the correction; taking it back would lose those edits.",
            code="edited_since",
            version=transcript.version,
        )
    was = revision.before
    _replace(session, transcript, rows_of(session, transcript.id), was["turns"], carry)
    recall(session, transcript.id, revision.marks)
    session.connection().execute(delete(Speaker).where(col(Speaker.id).in_(was["speakers"])))
    transcript.file_name, transcript.format, transcript.source_sha256 = was["file_name"], was["format"], was["sha256"]
    _save(session, viewer, transcript, "transcript.take_back", {"turns": len(was["turns"])})
    session.delete(revision)
    session.flush()
    return transcript


def revisions(session: Session, transcript_id: str) -> Sequence[TranscriptRevision]:
    """The corrections of a transcript that are remembered, newest first."""
    query = (
        select(TranscriptRevision)
        .where(TranscriptRevision.transcript_id == transcript_id)
        .order_by(col(TranscriptRevision.id).desc())
    )
    return session.exec(query).all()


def guess_speakers(
    voices: Voices, before: Sequence[Mapping[str, Any]], turns: Sequence[ParsedTurn]
) -> list[SpeakerGuess]:
    """Which of the interview's speakers each name of the file is likely to be, and why it is thought so."""
    said_by = _votes(before, turns)
    names = dict.fromkeys(turn.speaker for turn in turns)
    return [_guess(voices, name, said_by[name]) for name in names]


def as_guessed(guesses: Sequence[SpeakerGuess]) -> list[CorrectedSpeaker]:
    """The mapping for whoever gives none: the same name or the same words; a likeness of names alone is no proof."""
    plan: dict[str, CorrectedSpeaker] = {}
    new: list[CorrectedSpeaker] = []
    for guess in guesses:
        if guess.speaker_id and guess.why != "similar_name":
            known = plan.setdefault(guess.speaker_id, CorrectedSpeaker(names=[], speaker_id=guess.speaker_id))
            known.names.append(guess.name)
        elif guess.name is not None:
            role = role_of(guess.name) or "participant"
            new.append(CorrectedSpeaker(names=[guess.name], label=guess.name[:120], role=role))
    return [*plan.values(), *new]


def _guess(voices: Voices, name: str | None, votes: Counter[str]) -> SpeakerGuess:
    if name is not None:
        plain = name.strip().casefold()
        for voice in voices.speakers.values():
            if plain in (voice.label.strip().casefold(), voice.pseudonym.strip().casefold()):
                return SpeakerGuess(name=name, speaker_id=voice.speaker_id, why="same_name")
    (best, count), *_ = votes.most_common(1) or [("", 0)]
    if best in voices.speakers and count * 2 > votes.total():
        return SpeakerGuess(name=name, speaker_id=best, why="same_words")
    for voice in voices.speakers.values():
        if name is not None and near_names(name, voice.label):
            return SpeakerGuess(name=name, speaker_id=voice.speaker_id, why="similar_name")
    return SpeakerGuess(name=name, speaker_id=None, why=None)


def _votes(before: Sequence[Mapping[str, Any]], turns: Sequence[ParsedTurn]) -> dict[str | None, Counter[str]]:
    """Whose the turns were that a name of the file says now."""
    owners = {row["text"]: row["speaker_id"] for row in before}
    votes: dict[str | None, Counter[str]] = defaultdict(Counter)
    for turn in turns:
        if owner := owners.get(turn.text):
            votes[turn.speaker][owner] += 1
    return votes


def _speaker_ids(
    session: Session, voices: Voices, plan: Sequence[CorrectedSpeaker]
) -> tuple[dict[str | None, str], list[str]]:
    """The speaker of every name, and the ids of new ones. A new voice waits for somebody to say whose it is."""
    ids: dict[str | None, str] = {}
    fresh: list[str] = []
    for wanted in plan:
        speaker_id = wanted.speaker_id
        if speaker_id is None:
            row = interviews.add_speaker(
                session,
                interview=voices.interview,
                label=wanted.label or "",
                role=wanted.role,
                participant_id=None,
                position=len(voices.speakers) + len(fresh),
            )
            speaker_id = row.id
            fresh.append(speaker_id)
        elif speaker_id not in voices.speakers:
            raise Invalid("This speaker does not belong to the interview.", code="foreign_speaker")
        ids |= dict.fromkeys(wanted.names, speaker_id)
    return ids, fresh


def _planned(
    before: Sequence[Mapping[str, Any]], turns: Sequence[ParsedTurn], speakers: Mapping[str | None, str]
) -> list[dict[str, Any]]:
    old = {row["id"]: row for row in before}
    ids = lasting_ids([Line(row["id"], row["text"]) for row in before], [turn.text for turn in turns])
    rows = []
    for position, (turn, turn_id) in enumerate(zip(turns, ids, strict=True)):
        row: dict[str, Any] = {
            "id": turn_id or new_id(),
            "speaker_id": speakers.get(turn.speaker),
            "position": position,
            "text": turn.text,
            "start_ms": turn.start_ms,
            "end_ms": turn.end_ms,
            "words": queries.stored_words(turn.words),
        }
        row["version"] = _version(old.get(turn_id or ""), row)
        rows.append(row)
    return rows


def _version(before: Mapping[str, Any] | None, row: Mapping[str, Any]) -> int:
    """Whoever has an unchanged turn open may go on editing it; of a changed one they must hear."""
    if before is None:
        return 1
    changed = any(row[name] != before[name] for name in row)
    return int(before["version"]) + changed


def _replace(
    session: Session,
    transcript: Transcript,
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    carry: Carry,
) -> None:
    """Writes the new turns, lets the marks move over, then takes away what is left of the old ones."""
    had, has = {row["id"] for row in before}, {row["id"] for row in after}
    connection = session.connection()
    stays = [{**row, "row_id": row["id"]} for row in after if row["id"] in had]
    _batches(connection, update(Turn).where(col(Turn.id) == bindparam("row_id")), stays)
    shared = {
        "transcript_id": transcript.id,
        "interview_id": transcript.interview_id,
        "created_at": now(),
    }
    _batches(connection, insert(Turn), [{**row, **shared} for row in after if row["id"] not in had])
    session.expire_all()
    lines = tuple(Line(row["id"], row["text"]) for row in after)
    carry(session, Change(transcript.id, [Line(row["id"], row["text"]) for row in before], Reimport(lines)))
    gone = sorted(had - has)
    for start in range(0, len(gone), 500):
        connection.execute(delete(Turn).where(col(Turn.id).in_(gone[start : start + 500])))
    session.expire_all()
    outbox.touch_ids(session, [("turn", turn_id) for turn_id in gone])
    outbox.touch_ids(session, [("interview", transcript.interview_id)])


def _batches(connection: Any, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), _BATCH):
        part = [_for_update(row) if "row_id" in row else dict(row) for row in rows[start : start + _BATCH]]
        connection.execute(statement, part)


def _for_update(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def rows_of(session: Session, transcript_id: str) -> list[dict[str, Any]]:
    """The turns as they are, as plain values in order."""
    query = (
        select(*(getattr(Turn, name) for name in _COLUMNS))
        .where(Turn.transcript_id == transcript_id)
        .order_by(col(Turn.position), col(Turn.id))
    )
    return [dict(zip(_COLUMNS, row, strict=True)) for row in session.connection().execute(query)]


def _check_version(transcript: Transcript, version: int) -> None:
    if transcript.version != version:
        raise Conflict("This transcript was edited in the meantime.", version=transcript.version)


def _save(session: Session, viewer: Viewer, transcript: Transcript, action: str, detail: dict[str, Any]) -> None:
    transcript.version, transcript.updated_at = transcript.version + 1, now()
    session.add(transcript)
    session.flush()
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="transcript",
        target_id=transcript.id,
        project_id=interview_queries.project_of(session, transcript.interview_id),
        detail={"interview_id": transcript.interview_id, **detail},
    )


def _forget_oldest(session: Session, transcript_id: str) -> None:
    for old in revisions(session, transcript_id)[KEPT:]:
        session.delete(old)
    session.flush()
