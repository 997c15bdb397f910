"""Saving an imported transcript: the interview, its voices, its turns, and the news of them, or nothing at all."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import insert
from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.errors import Conflict, Fault, Invalid
from app.core.ids import new_id
from app.interviews import queries as interview_queries
from app.interviews import service as interviews
from app.interviews.models import Interview
from app.outbox import service as outbox
from app.participants import service as participants
from app.projects import queries as projects
from app.projects.models import Project
from app.transcripts import queries
from app.transcripts.import_schemas import ImportIn, KnownFile, SpeakerIn, WordsIn
from app.transcripts.importers import ImportRefused, ParsedTurn
from app.transcripts.importers.voices import role_of
from app.transcripts.models import Transcript, Turn
from app.transcripts.preview import Understood

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Tagged:
    """A saved turn with the tags its file gives it."""

    id: str
    text: str
    start_ms: int | None
    end_ms: int | None
    tags: tuple[str, ...]


Mark = Callable[[Session, Viewer, Transcript, Sequence[Tagged]], None]
"""Marks the tagged turns of a new transcript, all of whose turns it is given in order. It is a required argument,
because transcripts may not know who marks them, and no tag of a file may be forgotten."""


def check_may_import(session: Session, viewer: Viewer, *, project_id: str) -> None:
    """Asked before a file is read; raises NotFound or NotAllowed."""
    projects.get_for_research(session, viewer, project_id)


def save(
    session: Session, viewer: Viewer, *, project_id: str, found: Understood, wanted: ImportIn, mark: Mark
) -> Transcript:
    """Creates the interview with everything in it, in the caller's transaction.

    Raises ImportRefused when nobody says anything, and Invalid when a name of the file was given to no speaker.
    """
    plan = _plan(found, wanted)
    interview = interviews.create(session, viewer, project_id=project_id, values=_values(wanted))
    return _fill(session, viewer, interview, found, wanted, plan, mark)


def add_words(
    session: Session, viewer: Viewer, *, interview_id: str, found: Understood, wanted: WordsIn, mark: Mark
) -> Transcript:
    """Gives words to an interview that has none yet, such as one that began with its recording.

    Raises Conflict (`has_transcript`) for one that has: a corrected text is another thing.
    """
    interview = interview_queries.row_for_research(session, viewer, interview_id)
    if session.exec(select(Transcript.id).where(Transcript.interview_id == interview_id)).first():
        raise Conflict("This interview has a transcript already. Replace its text instead.", code="has_transcript")
    return _fill(session, viewer, interview, found, wanted, _plan(found, wanted), mark)


def need_words(found: Understood) -> None:
    """Raises ImportRefused for a file in which nobody says anything."""
    if not found.turns:
        advice = "Look at the warnings of the preview: they name the lines that could not be read."
        raise ImportRefused("nothing_said", "Nobody says anything in this file.", advice=advice)


def fingerprint(found: Understood) -> str:
    """The SHA-256 of a file, by which it is known again."""
    return hashlib.sha256(found.source.data).hexdigest()


def turn_count(session: Session, transcript_id: str) -> int:
    """How many turns were saved."""
    return len(queries.places(session, transcript_id))


def known_files(session: Session, viewer: Viewer, sha256: str) -> list[KnownFile]:
    """The interviews this very file was imported into, of those the viewer may see."""
    query = (
        select(Interview.id, Interview.title, Interview.project_id)
        .join(Transcript, col(Transcript.interview_id) == col(Interview.id))
        .join(Project, col(Project.id) == col(Interview.project_id))
        .where(Transcript.source_sha256 == sha256, projects.readable(viewer))
        .order_by(col(Interview.id))
    )
    return [KnownFile(interview_id=i, title=t, project_id=p) for i, t, p in session.exec(query)]


def of_interview(session: Session, interview_id: str) -> Transcript:
    """The transcript that an import made for an interview."""
    return session.exec(select(Transcript).where(Transcript.interview_id == interview_id)).one()


def _plan(found: Understood, wanted: WordsIn) -> Sequence[SpeakerIn]:
    need_words(found)
    plan = wanted.speakers if wanted.speakers is not None else _as_they_are(found.turns)
    check_complete(plan, found.turns)
    return plan


def _fill(
    session: Session,
    viewer: Viewer,
    interview: Interview,
    found: Understood,
    wanted: WordsIn,
    plan: Sequence[SpeakerIn],
    mark: Mark,
) -> Transcript:
    introduced: list[str] = []
    speaker_ids = _add_speakers(session, viewer, interview, plan, introduced)
    transcript = Transcript(
        interview_id=interview.id,
        format=found.parsed.format,
        file_name=found.source.name[-300:],
        source_sha256=fingerprint(found),
        introduced=introduced,
    )
    session.add(transcript)
    session.flush()
    mark(session, viewer, transcript, add_turns(session, transcript, found.turns, speaker_ids))
    outbox.touch(session, interview)
    _note(session, viewer, transcript, found, wanted)
    return transcript


def _values(wanted: ImportIn) -> dict[str, Any]:
    return {
        "title": wanted.title,
        "kind": wanted.kind.value,
        "language": wanted.language,
        "held_on": wanted.held_on,
        "summary": wanted.summary,
    }


def _as_they_are(turns: Sequence[ParsedTurn]) -> list[SpeakerIn]:
    names = dict.fromkeys(turn.speaker for turn in turns if turn.speaker is not None)
    return [SpeakerIn(names=[name], label=name[:120], role=role_of(name) or "participant") for name in names]


class Named(Protocol):
    """A speaker that names of a file were given to."""

    @property
    def names(self) -> Sequence[str | None]: ...


def check_complete(plan: Sequence[Named], turns: Sequence[ParsedTurn]) -> None:
    """Every name of the file belongs to exactly one speaker; only the unnamed voice may be left to itself."""
    given = [name for speaker in plan for name in speaker.names]
    faults = [
        Fault("speakers", f"“{name}” speaks in the file but was given to no speaker.", "speaker_left_out")
        for name in dict.fromkeys(turn.speaker for turn in turns)
        if name is not None and name not in given
    ]
    faults += [
        Fault("speakers", f"“{name or ''}” was given to more than one speaker.", "speaker_given_twice")
        for name in dict.fromkeys(given)
        if given.count(name) > 1
    ]
    if faults:
        raise Invalid(faults[0].message, code=faults[0].code, faults=faults)


def _add_speakers(
    session: Session, viewer: Viewer, interview: Interview, plan: Sequence[SpeakerIn], introduced: list[str]
) -> dict[str | None, str]:
    ids: dict[str | None, str] = {}
    for position, wanted in enumerate(plan):
        newcomer = _new_participant(session, viewer, interview, wanted)
        introduced += [newcomer] if newcomer else []
        row = interviews.add_speaker(
            session,
            interview=interview,
            label=wanted.label,
            role=wanted.role,
            participant_id=wanted.participant_id or newcomer,
            position=position,
        )
        ids |= dict.fromkeys(wanted.names, row.id)
    return ids


def _new_participant(session: Session, viewer: Viewer, interview: Interview, wanted: SpeakerIn) -> str | None:
    if wanted.participant is None:
        return None
    values = wanted.participant.model_dump(exclude_none=True)
    return participants.create(session, viewer, project_id=interview.project_id, values=values).id


def add_turns(
    session: Session, transcript: Transcript, turns: Sequence[ParsedTurn], speaker_ids: Mapping[str | None, str]
) -> list[Tagged]:
    """Writes the turns of a new transcript; returns them with their ids."""
    # Written as plain rows: making thousands of mapped objects would take longer than reading the file.
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "created_at": transcript.created_at,
            "transcript_id": transcript.id,
            "interview_id": transcript.interview_id,
            "speaker_id": speaker_ids.get(turn.speaker),
            "position": position,
            "text": turn.text,
            "start_ms": turn.start_ms,
            "end_ms": turn.end_ms,
            "words": queries.stored_words(turn.words),
            "version": 1,
        }
        for position, turn in enumerate(turns)
    ]
    for start in range(0, len(rows), _BATCH):
        session.connection().execute(insert(Turn), rows[start : start + _BATCH])
    return [
        Tagged(row["id"], turn.text, turn.start_ms, turn.end_ms, turn.tags)
        for row, turn in zip(rows, turns, strict=True)
    ]


def _note(session: Session, viewer: Viewer, transcript: Transcript, found: Understood, wanted: WordsIn) -> None:
    audit.record(
        session,
        actor=viewer,
        action="transcript.import",
        target_kind="transcript",
        target_id=transcript.id,
        project_id=interview_queries.project_of(session, transcript.interview_id),
        detail={
            "interview_id": transcript.interview_id,
            "format": found.parsed.format,
            "encoding": found.parsed.encoding,
            "turns": len(found.turns),
            "joined": wanted.join,
            "warnings": len(found.parsed.warnings),
        },
    )
