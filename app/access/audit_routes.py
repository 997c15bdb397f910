"""HTTP for the audit log: it needs a Viewer, which `audit` itself may not know."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from app.access import audit_checks
from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.audit import chain, exporting, queries
from app.audit import service as audit
from app.audit.models import AuditEntry
from app.audit.queries import Wanted
from app.audit.schemas import AuditOut, ChainOut, CheckOut
from app.core import paging
from app.core.clock import now
from app.core.database import Database, leave_note
from app.core.web import Cursor, DatabaseDep, Limit, SessionDep, problems
from app.jobs.schemas import JobOut, job_out

router = APIRouter(prefix="/api", tags=["audit"])
Kinds = Annotated[
    list[str] | None,
    Query(description="Only deeds of these kinds (consent), or these (interview.read); give it several times"),
]


async def wanted_entries(
    actor_id: str = "",
    action: Annotated[str, Query(description="Deeds that begin so: consent. for all about consent")] = "",
    kind: Kinds = None,
    target_id: str = "",
    project_id: str = "",
    since: Annotated[date | None, Query(description="The first day, in UTC")] = None,
    until: Annotated[date | None, Query(description="The last day, in UTC")] = None,
    q: Annotated[str, Query(max_length=200, description="Words in names, deeds, ids and details; all of them")] = "",
) -> Wanted:
    """Which entries are asked for."""
    return Wanted(actor_id, action, tuple(kind or ()), target_id, project_id, since, until, q)


WantedDep = Annotated[Wanted, Depends(wanted_entries)]


@router.get("/audit-entries", responses=problems(401, 403, 422))
def list_entries(
    session: SessionDep, viewer: ViewerDep, wanted: WantedDep, limit: Limit = 50, cursor: Cursor = None
) -> paging.Page[AuditOut]:
    """Who did what, newest first."""
    viewer.need_admin()
    before = paging.decode_number(cursor) if cursor else None
    rows = queries.entries(session, wanted, limit=limit + 1, before=before)
    page, next_cursor = paging.cut(rows, limit, lambda row: [row.seq])
    return paging.Page(items=[_entry_out(row) for row in page], next_cursor=next_cursor)


@router.get(
    "/audit-entries/export",
    response_class=StreamingResponse,
    responses={**problems(401, 403, 422), 200: {"content": {kind: {} for kind in exporting.TYPES.values()}}},
)
def export_entries(
    session: SessionDep,
    database: DatabaseDep,
    viewer: ViewerDep,
    wanted: WantedDep,
    file: Annotated[Literal["csv", "jsonl"], Query(alias="format")] = "csv",
) -> StreamingResponse:
    """The same entries as a file, however many: a table, or one JSON object a line with all that proves the chain."""
    viewer.need_admin()
    leave_note(session, lambda writing: _note_export(writing, viewer, file))
    name = f"firsthand-audit-{now():%Y-%m-%d}.{file}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_streamed(database, wanted, file), media_type=exporting.TYPES[file], headers=headers)


@router.get("/audit-chain", responses=problems(401, 403))
def read_chain(session: SessionDep, viewer: ViewerDep) -> ChainOut:
    """Where the chain of entries ends, and what the last check of it found."""
    viewer.need_admin()
    ending = chain.head(session)
    last = audit_checks.last_check(session)
    return ChainOut(
        head=f"{ending.seq}:{ending.hash}" if ending else "",
        entries=ending.seq - ending.pruned_seq if ending else 0,
        last_check=_check_out(last) if last else None,
        checking=audit_checks.is_checking(session),
    )


@router.post("/audit-chain/checks", status_code=202, responses=problems(401, 403))
def check_chain(session: SessionDep, viewer: ViewerDep) -> JobOut:
    """Has the whole chain read in the background; what it found is the newest entry about it."""
    viewer.need_admin()
    return job_out(audit_checks.ask(session, viewer.user_id))


def _entry_out(row: AuditEntry) -> AuditOut:
    return AuditOut(**row.model_dump(include=set(AuditOut.model_fields) - {"id"}), id=row.seq or 0)


def _check_out(row: AuditEntry) -> CheckOut:
    found = row.detail
    return CheckOut(
        at=row.at, holds=found["holds"], entries=found["entries"], broken_id=found["broken"], why=found["why"]
    )


def _note_export(writing: SessionDep, viewer: Viewer, file: str) -> None:
    detail = {"format": file}
    audit.record(writing, actor=viewer, action="audit.export", target_kind="audit", target_id="log", detail=detail)


def _streamed(database: Database, wanted: Wanted, file: str) -> Iterator[str]:
    with database.read() as session:
        yield from exporting.WRITERS[file](queries.all_entries(session, wanted))
