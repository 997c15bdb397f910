"""HTTP for the people heard: where their voice is, receipts, erasure, copies for them."""

from fastapi import APIRouter, Response

from app.access.web import ViewerDep
from app.core.web import SessionDep, problems
from app.subjects import places, queries, telling
from app.subjects.schemas import PlacesOut, Receipts, ReceiptWhole

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
