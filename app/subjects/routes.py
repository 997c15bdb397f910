"""HTTP for the people heard: where their voice is, receipts, erasure, copies for them."""

from fastapi import APIRouter, Response

from app.access.web import ViewerDep
from app.core.web import SessionDep, problems
from app.subjects import erasing, places, queries, telling
from app.subjects.schemas import ErasedOut, EraseIn, ErasePlan, PlacesOut, Receipts, ReceiptWhole, Tombstones

router = APIRouter(prefix="/api", tags=["subjects"])


@router.get("/participants/{participant_id}/places", responses=problems(401, 403, 404))
def read_places(participant_id: str, session: SessionDep, viewer: ViewerDep) -> PlacesOut:
    """Where this person's voice is: quotes, reels, links and embeds; for the project's researchers."""
    return places.places(session, viewer, participant_id)


@router.get("/participants/{participant_id}/receipts", responses=problems(401, 403, 404))
def list_participant_receipts(participant_id: str, session: SessionDep, viewer: ViewerDep) -> Receipts:
    """What this person took back, newest first, and how far that is."""
    person, project = queries.person_for_research(session, viewer, participant_id)
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
