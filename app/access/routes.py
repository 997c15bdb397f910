"""HTTP for the audit log: it needs a Viewer, which `audit` itself may not know."""

from fastapi import APIRouter

from app.access.web import ViewerDep
from app.audit import service as audit
from app.audit.schemas import AuditOut
from app.core import paging
from app.core.web import Cursor, Limit, SessionDep, problems

router = APIRouter(prefix="/api/audit-entries", tags=["audit"])


@router.get("", responses=problems(401, 403, 422))
def list_entries(
    session: SessionDep,
    viewer: ViewerDep,
    action: str = "",
    target_id: str = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> paging.Page[AuditOut]:
    """Who did what, newest first."""
    viewer.need_admin()
    before = int(paging.decode(cursor, 1)[0]) if cursor else None
    rows = audit.entries(session, limit=limit + 1, before=before, action=action, target_id=target_id)
    page, next_cursor = paging.cut(rows, limit, lambda row: [row.id])
    items = [AuditOut.model_validate(row, from_attributes=True) for row in page]
    return paging.Page(items=items, next_cursor=next_cursor)
