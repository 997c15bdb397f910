"""HTTP for corrected transcripts and shifted times. Both move highlights, so their routes live with those."""

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import Json

from app.access.web import BriefViewerDep, ViewerDep
from app.core.web import DatabaseDep, SessionDep, SettingsDep, problems
from app.highlights import correcting, moving, taking_back
from app.transcripts import corrections, queries, shifting
from app.transcripts.correction_schemas import (
    CorrectionIn,
    CorrectionOut,
    CorrectionPreview,
    RevisionsOut,
    ShiftIn,
    ShiftOut,
)
from app.transcripts.import_routes import understood
from app.transcripts.import_schemas import TakeBackIn, TakenBackOut

router = APIRouter(prefix="/api", tags=["corrections"])
CorrectedFile = Annotated[UploadFile, File(description="The corrected transcript, in any format that can be imported")]


@router.post("/transcripts/{transcript_id}/correction-previews", responses=problems(401, 403, 404, 413, 422))
def preview_correction(
    transcript_id: str,
    file: CorrectedFile,
    settings: SettingsDep,
    database: DatabaseDep,
    viewer: BriefViewerDep,
    encoding: Annotated[str, Form(description="Empty: detected")] = "",
    join: Annotated[bool, Form(description="Join small captions of one speaker into turns")] = True,
) -> CorrectionPreview:
    """Says what a corrected text would change, and which highlights would need review. Nothing is saved."""
    with database.read() as session:
        queries.get_for_research(session, viewer, transcript_id)
    found = understood(file, settings, encoding=encoding, join=join)
    with database.read() as session:
        return correcting.preview(session, viewer, transcript_id=transcript_id, found=found, joined=join)


@router.post(
    "/transcripts/{transcript_id}/corrections", status_code=201, responses=problems(401, 403, 404, 409, 413, 422)
)
def correct_transcript(
    transcript_id: str,
    file: CorrectedFile,
    mapping: Annotated[Json[CorrectionIn], Form(description="What was decided after the preview, as JSON")],
    settings: SettingsDep,
    database: DatabaseDep,
    viewer: BriefViewerDep,
) -> CorrectionOut:
    """Puts a corrected text in a transcript's place: highlights move with their words or wait for review."""
    with database.read() as session:
        queries.get_for_research(session, viewer, transcript_id)
    found = understood(file, settings, encoding=mapping.encoding, join=mapping.join)
    with database.write() as session:
        return correcting.correct(session, viewer, transcript_id=transcript_id, found=found, wanted=mapping)


@router.get("/transcripts/{transcript_id}/corrections", responses=problems(401, 403, 404))
def list_corrections(transcript_id: str, session: SessionDep, viewer: ViewerDep) -> RevisionsOut:
    """The corrections that are remembered, newest first."""
    return correcting.revisions(session, viewer, transcript_id=transcript_id)


@router.delete("/corrections/{correction_id}", status_code=204, responses=problems(401, 403, 404, 409))
def take_correction_back(correction_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Brings the text of before back, with every highlight where it stood."""
    corrections.take_back(session, viewer, revision_id=correction_id, carry=moving.carry, recall=moving.recall)


@router.post("/transcripts/{transcript_id}/shift", responses=problems(401, 403, 404, 409, 422))
def shift_times(transcript_id: str, body: ShiftIn, session: SessionDep, viewer: ViewerDep) -> ShiftOut:
    """Moves all times of a transcript; highlights and clips follow. The opposite shift takes it back."""
    transcript = shifting.shift(
        session, viewer, transcript_id=transcript_id, version=body.version, by_ms=body.by_ms, carry=moving.shift
    )
    return ShiftOut(version=transcript.version, starts_at_ms=shifting.begins(session, transcript_id))


@router.post("/imports/take-back", responses=problems(401, 403, 404, 409, 422))
def take_import_back(body: TakeBackIn, session: SessionDep, viewer: ViewerDep) -> TakenBackOut:
    """Removes interviews that you have just imported and nobody has worked on, with the people they introduced."""
    return taking_back.take_back(session, viewer, interview_ids=body.interview_ids)
