"""HTTP for reading transcripts. Edits move highlights, so their routes live with those."""

from fastapi import APIRouter

from app.access.web import ViewerDep
from app.core.web import SessionDep, problems
from app.interviews import sightings
from app.transcripts import queries, reading
from app.transcripts.schemas import TranscriptOut, WordsOut

router = APIRouter(prefix="/api", tags=["transcripts"])


@router.get("/interviews/{interview_id}/transcript", responses=problems(401, 404))
def read_interview_transcript(interview_id: str, session: SessionDep, viewer: ViewerDep) -> TranscriptOut:
    """The transcript of an interview; turns you may not read are marked and empty."""
    transcript, voices = queries.of_interview(session, viewer, interview_id)
    sightings.opened(session, viewer, voices)
    return reading.shown(session, viewer, transcript, voices)


@router.get("/transcripts/{transcript_id}", responses=problems(401, 404))
def read_transcript(transcript_id: str, session: SessionDep, viewer: ViewerDep) -> TranscriptOut:
    """One transcript; turns you may not read are marked and empty."""
    transcript, voices = queries.get(session, viewer, transcript_id)
    sightings.opened(session, viewer, voices)
    return reading.shown(session, viewer, transcript, voices)


@router.get("/transcripts/{transcript_id}/words", responses=problems(401, 404))
def read_words(transcript_id: str, session: SessionDep, viewer: ViewerDep) -> WordsOut:
    """When each word was said, for following a recording; apart from the text, which must be there first."""
    transcript, voices = queries.get(session, viewer, transcript_id)
    sightings.opened(session, viewer, voices)
    return WordsOut(words=reading.words(session, viewer, transcript, voices))
