"""What a viewer reads of a transcript: no turn leaves that its people do not allow this viewer to read."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from app.access.audiences import Standing
from app.access.viewer import Viewer
from app.interviews.voices import Voices
from app.transcripts.models import Transcript, Turn
from app.transcripts.schemas import TranscriptOut, TurnOut, Withheld


def shown(session: Session, viewer: Viewer, transcript: Transcript, voices: Voices) -> TranscriptOut:
    """The transcript as this viewer may read it: a withheld turn keeps its place and says why it is silent."""
    query = (
        select(Turn.id, Turn.speaker_id, Turn.text, Turn.start_ms, Turn.end_ms, Turn.version)  # type: ignore[call-overload]
        .where(Turn.transcript_id == transcript.id)
        .order_by(col(Turn.position), col(Turn.id))
    )
    reasons = withheld_voices(viewer, voices)
    turns = []
    for turn_id, speaker_id, text, start_ms, end_ms, version in session.connection().execute(query):
        reason = reasons.get(speaker_id)
        if reason is None:
            turns.append(
                TurnOut(
                    id=turn_id,
                    speaker_id=speaker_id,
                    text=text,
                    start_ms=start_ms,
                    end_ms=end_ms,
                    version=version,
                )
            )
        else:
            turns.append(TurnOut(id=turn_id, speaker_id=speaker_id, version=version, withheld=reason))
    return TranscriptOut(
        id=transcript.id,
        interview_id=transcript.interview_id,
        version=transcript.version,
        format=transcript.format,
        may_edit=voices.may_research(viewer),
        turns=turns,
    )


def words(session: Session, viewer: Viewer, transcript: Transcript, voices: Voices) -> dict[str, list[list[int]]]:
    """The word times of every turn the viewer may read, by turn id."""
    reasons = withheld_voices(viewer, voices)
    query = select(Turn.id, Turn.speaker_id, Turn.words).where(Turn.transcript_id == transcript.id)
    rows = session.connection().execute(query)
    return {turn_id: timed for turn_id, speaker_id, timed in rows if timed and reasons.get(speaker_id) is None}


def withheld_voices(viewer: Viewer, voices: Voices) -> Mapping[str | None, Withheld | None]:
    """Why each voice may not be read by this viewer; None for those that may. None is the unknown voice."""
    return {
        speaker_id: None if voices.may_read(viewer.tokens, [speaker_id]) else _reason(voices, speaker_id)
        for speaker_id in (*voices.speakers, None)
    }


def _reason(voices: Voices, speaker_id: str | None) -> Withheld:
    standing = voices.permission_of([speaker_id]).standing
    return "scope" if standing is Standing.GRANTED else standing.value  # type: ignore[return-value]
