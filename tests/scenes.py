"""Scenes for tests: an interview with people, consents and turns, written straight into the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, select

from app.interviews.models import Interview, Speaker
from app.participants.models import Consent, Participant
from app.projects.models import Project
from app.transcripts.models import Transcript, Turn

ROSA, LEN, ASKER = "Rosa", "Len", "Asker"
LINES = (
    (ASKER, "So how did the export go last week?"),
    (ROSA, "It failed twice. I waited three days for support, and nobody called 🙁 me back."),
    (LEN, "Same here. I gave up and typed everything by hand."),
    (ASKER, "That sounds exhausting."),
    (ROSA, "It was. And then, out of nowhere, a lady rang and fixed it in a minute!"),
)


@dataclass
class Scene:
    """An interview in the database, with its rows by name."""

    project: Project
    interview: Interview
    transcript: Transcript
    speakers: dict[str, Speaker]
    turns: list[Turn]
    consents: dict[str, Consent] = field(default_factory=dict)

    def span(self, turn: int, words: str, to: int | None = None, to_words: str = "") -> dict[str, object]:
        """The body of a highlight that begins with some words and ends with them, or with others."""
        last = self.turns[turn if to is None else to]
        ending = to_words or words
        return {
            "start_turn_id": self.turns[turn].id,
            "start_offset": self.turns[turn].text.index(words),
            "end_turn_id": last.id,
            "end_offset": last.text.index(ending) + len(ending),
        }


def scene(
    session: Session,
    *,
    lines: Sequence[tuple[str, str]] = LINES,
    access: str = "open",
    status: str = "granted",
    scope: str = "company",
    project: Project | None = None,
    with_words: bool = False,
) -> Scene:
    """An interview of the people in `lines`; whoever is not the asker is a participant with that consent."""
    project = project or Project(name="Exports", access=access)
    interview = Interview(project_id=project.id, title="Three days of waiting")
    transcript = Transcript(interview_id=interview.id, format="vtt")
    for row in (project, interview, transcript):
        session.add(row)
        session.flush()
    made = Scene(project, interview, transcript, {}, [])
    for name in dict.fromkeys(name for name, _ in lines):
        _person(session, made, name, status=status, scope=scope)
    for position, (name, text) in enumerate(lines):
        start = position * 10_000
        made.turns.append(
            Turn(
                transcript_id=transcript.id,
                interview_id=interview.id,
                speaker_id=made.speakers[name].id,
                position=position,
                text=text,
                start_ms=start,
                end_ms=start + 8_000,
                words=words_at(text, start) if with_words else None,
            )
        )
    session.add_all(made.turns)
    session.flush()
    return made


def words_at(text: str, start_ms: int) -> list[list[int]]:
    """Words of 300 ms, one every 400 ms."""
    words, at = [], 0
    for number, word in enumerate(text.split()):
        at = text.index(word, at)
        words.append([at, at + len(word), start_ms + number * 400, start_ms + number * 400 + 300])
        at += len(word)
    return words


def _person(session: Session, made: Scene, name: str, *, status: str, scope: str) -> None:
    participant = None
    if name != ASKER:
        query = select(Participant).where(Participant.project_id == made.project.id, Participant.pseudonym == name)
        participant = session.exec(query).first()
        if participant is None:
            participant = Participant(project_id=made.project.id, pseudonym=name)
            session.add(participant)
            session.flush()
            made.consents[name] = Consent(participant_id=participant.id, status=status, scope=scope)
            session.add(made.consents[name])
    made.speakers[name] = Speaker(
        interview_id=made.interview.id,
        label=name,
        role="interviewer" if name == ASKER else "participant",
        participant_id=participant.id if participant else None,
        position=len(made.speakers),
    )
    session.add(made.speakers[name])
    session.flush()
