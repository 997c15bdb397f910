"""Reading transcripts. Hot lists are Core column selects; rows of turns are loaded only to be edited."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.interviews import queries as interviews
from app.interviews.voices import Voices
from app.transcripts.anchors import Line
from app.transcripts.models import Transcript, Turn
from app.transcripts.timing import TimedText, Word


class Place(NamedTuple):
    """A turn without its text: where it stands and whose it is."""

    id: str
    position: int
    speaker_id: str | None


def of_interview(session: Session, viewer: Viewer, interview_id: str) -> tuple[Transcript, Voices]:
    """The transcript of an interview; NotFound (`no_transcript`) while it has none."""
    voices = interviews.get(session, viewer, interview_id)
    transcript = session.exec(select(Transcript).where(Transcript.interview_id == interview_id)).first()
    if transcript is None:
        raise NotFound("This interview has no transcript yet.", code="no_transcript")
    return transcript, voices


def get(session: Session, viewer: Viewer, transcript_id: str) -> tuple[Transcript, Voices]:
    """One transcript with its voices; NotFound also when the viewer may not see the project."""
    transcript = session.get(Transcript, transcript_id)
    if transcript is None:
        raise NotFound
    return transcript, interviews.get(session, viewer, transcript.interview_id)


def get_for_research(session: Session, viewer: Viewer, transcript_id: str) -> tuple[Transcript, Voices]:
    """One transcript the viewer may mark and edit."""
    transcript, voices = get(session, viewer, transcript_id)
    viewer.need_research(voices.project.id, voices.project.access)
    return transcript, voices


def lines(session: Session, transcript_id: str) -> list[Line]:
    """The turns as anchors see them, in order."""
    query = (
        select(Turn.id, Turn.text).where(Turn.transcript_id == transcript_id).order_by(col(Turn.position), col(Turn.id))
    )
    return [Line(turn_id, text) for turn_id, text in session.connection().execute(query)]


def places(session: Session, transcript_id: str) -> list[Place]:
    """Where the turns stand and whose they are, in order."""
    query = (
        select(Turn.id, Turn.position, Turn.speaker_id)
        .where(Turn.transcript_id == transcript_id)
        .order_by(col(Turn.position), col(Turn.id))
    )
    return [Place(*row) for row in session.connection().execute(query)]


def timed(session: Session, turn_ids: Iterable[str]) -> dict[str, TimedText]:
    """What is known of the time of some turns."""
    query = select(Turn.id, Turn.text, Turn.start_ms, Turn.end_ms, Turn.words).where(  # type: ignore[call-overload]
        col(Turn.id).in_(list(turn_ids))
    )
    return {
        turn_id: TimedText(text, start_ms, end_ms, words_of(stored))
        for turn_id, text, start_ms, end_ms, stored in session.connection().execute(query)
    }


def timed_text(turn: Turn) -> TimedText:
    """What is known of the time of a turn at hand."""
    return TimedText(turn.text, turn.start_ms, turn.end_ms, words_of(turn.words))


def words_of(stored: Sequence[Sequence[int]] | None) -> list[Word]:
    """Word times as rows keep them, as values."""
    return [Word(*word) for word in stored or ()]


def stored_words(timed_words: Iterable[Word]) -> list[list[int]] | None:
    """Word times as rows keep them; None when there are none."""
    return [[word.start, word.end, word.start_ms, word.end_ms] for word in timed_words] or None
