"""HTTP for changing the consents of several people at once."""

from fastapi import APIRouter

from app.access.web import ViewerDep
from app.consents import bulk
from app.consents.schemas import ConsentBulkIn, ConsentBulkOut
from app.core.web import SessionDep, SettingsDep, problems

router = APIRouter(prefix="/api/consents/bulk", tags=["consents"])


@router.post("", responses=problems(401, 403, 404, 409, 422))
def change_consents(
    body: ConsentBulkIn, session: SessionDep, viewer: ViewerDep, settings: SettingsDep
) -> ConsentBulkOut:
    """Changes, withdraws or asks for the consents of several people: all in one transaction, told one by one."""
    return bulk.apply(session, viewer, settings, body)


@router.post("/{batch_id}/undo", responses=problems(401, 403, 404))
def undo_consents(batch_id: str, session: SessionDep, viewer: ViewerDep) -> ConsentBulkOut:
    """Takes a change of several consents back, for everybody whose consent has not changed since."""
    return bulk.undo(session, viewer, batch_id=batch_id)
