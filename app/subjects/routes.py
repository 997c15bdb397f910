"""HTTP for the people heard: where their voice is, receipts, erasure, copies for them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.access.web import ViewerDep
from app.core.web import DatabaseDep, SessionDep, problems
from app.participants import queries as participants
from app.recordings.queries import MediaFile
from app.recordings.web import StoreDep, media_response
from app.subjects import copying, daily, erasing, places, retention, telling
from app.subjects.models import AccessCopy
from app.subjects.schemas import (
    AccessCopies,
    AccessCopyIn,
    AccessCopyOut,
    ErasedOut,
    EraseIn,
    ErasePlan,
    PlacesOut,
    Receipts,
    ReceiptWhole,
    RetentionIn,
    RetentionOut,
    RetentionPreview,
    Tombstones,
)

router = APIRouter(prefix="/api", tags=["subjects"])


@router.get("/participants/{participant_id}/places", responses=problems(401, 403, 404))
def read_places(participant_id: str, session: SessionDep, viewer: ViewerDep) -> PlacesOut:
    """Where this person's voice is: quotes, reels, links and embeds; for the project's researchers."""
    return places.places(session, viewer, participant_id)


@router.get("/participants/{participant_id}/receipts", responses=problems(401, 403, 404))
def list_participant_receipts(participant_id: str, session: SessionDep, viewer: ViewerDep) -> Receipts:
    """What this person took back, newest first, and how far that is."""
    person, _, project = participants.get_for_research(session, viewer, participant_id)
    return Receipts(items=telling.receipts(session, viewer, project_id=project.id, participant_id=person.id))


@router.get("/projects/{project_id}/receipts", responses=problems(401, 403, 404))
def list_project_receipts(project_id: str, session: SessionDep, viewer: ViewerDep) -> Receipts:
    """The receipts of everybody in a project, of the erased too."""
    return Receipts(items=telling.receipts(session, viewer, project_id=project_id))


@router.get("/receipts/{receipt_id}", responses=problems(401, 403, 404))
def read_receipt(
    receipt_id: str, response: Response, session: SessionDep, viewer: ViewerDep, download: bool = False
) -> ReceiptWhole:
    """A receipt with every place and time; `download` names it as a file to keep."""
    found = telling.whole(session, viewer, receipt_id)
    if download:
        response.headers["Content-Disposition"] = f'attachment; filename="receipt-{found.id}.json"'
    return found


@router.get("/participants/{participant_id}/erasure", responses=problems(401, 403, 404))
def plan_erasure(participant_id: str, session: SessionDep, viewer: ViewerDep) -> ErasePlan:
    """What erasing this person would remove, and what of others it would touch."""
    return erasing.plan(session, viewer, participant_id)


@router.post("/participants/{participant_id}/erasure", responses=problems(401, 403, 404, 422))
def erase_participant(participant_id: str, body: EraseIn, session: SessionDep, viewer: ViewerDep) -> ErasedOut:
    """Erases the person, their words and their voice. It cannot be undone; a tombstone stays."""
    told, receipt, stone = erasing.erase(session, viewer, participant_id=participant_id, **body.model_dump())
    return ErasedOut(**told.model_dump(), receipt_id=receipt.id, tombstone_id=stone.id)


@router.get("/projects/{project_id}/tombstones", responses=problems(401, 403, 404))
def list_tombstones(project_id: str, session: SessionDep, viewer: ViewerDep) -> Tombstones:
    """What was erased in a project, newest first: when, by whom and why, and nothing of what it was."""
    return Tombstones(items=telling.tombstones(session, viewer, project_id))


@router.get("/participants/{participant_id}/access-copies", responses=problems(401, 403, 404))
def list_access_copies(participant_id: str, session: SessionDep, viewer: ViewerDep) -> AccessCopies:
    """The copies of everything held about this person, newest first."""
    return AccessCopies(items=[_copy_out(row) for row in copying.copies(session, viewer, participant_id)])


@router.post("/participants/{participant_id}/access-copies", status_code=201, responses=problems(401, 403, 404, 422))
def create_access_copy(
    participant_id: str, body: AccessCopyIn, session: SessionDep, viewer: ViewerDep
) -> AccessCopyOut:
    """Has everything held about this person gathered in a file for them: their own words and voice, nobody else's."""
    return _copy_out(copying.ask(session, viewer, participant_id, language=body.language))


def _copy_file(copy_id: str, session: SessionDep, database: DatabaseDep, viewer: ViewerDep) -> MediaFile:
    row, found = copying.file(session, viewer, copy_id)
    with database.write() as writing:
        copying.note_download(writing, viewer, row.id)
    return found


@router.get(
    "/access-copies/{copy_id}/file",
    responses={
        **problems(401, 403, 404, 410),
        200: {"content": {"application/zip": {}}, "description": "The file"},
    },
)
async def read_access_copy_file(
    request: Request, store: StoreDep, media: Annotated[MediaFile, Depends(_copy_file)]
) -> Response:
    """The file, for a week. Who took it along is in the audit log."""
    response = await media_response(request, store, media)
    response.headers["Content-Disposition"] = 'attachment; filename="everything-about-you.zip"'
    return response


def _copy_out(row: AccessCopy) -> AccessCopyOut:
    return AccessCopyOut.model_validate(row.model_dump())


@router.get("/projects/{project_id}/retention", responses=problems(401, 403, 404))
def read_retention(project_id: str, session: SessionDep, viewer: ViewerDep) -> RetentionOut:
    """How long a project keeps what it heard, and what went so far."""
    rule = retention.rule_of(session, viewer, project_id)
    planned = daily.next_run(session)
    return telling.retention_out(rule, retention.runs(session, project_id), planned.run_at if planned else None)


@router.put("/projects/{project_id}/retention", responses=problems(401, 403, 404, 422))
def set_retention(project_id: str, body: RetentionIn, session: SessionDep, viewer: ViewerDep) -> RetentionOut:
    """Sets how long; it holds from the next daily run on."""
    retention.set_rule(session, viewer, project_id, retention.Rule(body.media_months, body.interview_months))
    daily.schedule(session)
    session.flush()
    return read_retention(project_id, session, viewer)


@router.post("/projects/{project_id}/retention/preview", responses=problems(401, 403, 404, 422))
def preview_retention(project_id: str, body: RetentionIn, session: SessionDep, viewer: ViewerDep) -> RetentionPreview:
    """What such a rule would take today. Nothing is removed or saved."""
    retention.rule_of(session, viewer, project_id)
    rule = retention.Rule(body.media_months, body.interview_months)
    return telling.preview_out(session, project_id, rule)
