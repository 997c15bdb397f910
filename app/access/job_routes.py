"""HTTP for jobs: they need a Viewer, which `jobs` itself may not know."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlmodel import Session

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core import paging
from app.core.errors import NotFound
from app.core.web import Cursor, Limit, SessionDep, problems
from app.jobs import queries
from app.jobs import service as jobs
from app.jobs.models import Job
from app.jobs.schemas import JobOut, State, job_out

router = APIRouter(prefix="/api/jobs", tags=["jobs"])
States = Annotated[list[State] | None, Query(description="Only in these states; give it several times")]


@router.get("", responses=problems(401, 422))
def list_jobs(
    session: SessionDep,
    viewer: ViewerDep,
    state: States = None,
    target_id: str = "",
    kind: str = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> paging.Page[JobOut]:
    """Long work you asked for, newest first; administrators see everybody's."""
    rows = queries.entries(
        session,
        limit=limit + 1,
        owner_id=None if viewer.is_admin else viewer.user_id,
        before=paging.decode(cursor, 1)[0] if cursor else None,
        states=state or (),
        target_id=target_id,
        kind=kind,
    )
    page, next_cursor = paging.cut(rows, limit, lambda row: [row.id])
    return paging.Page(items=[job_out(row) for row in page], next_cursor=next_cursor)


@router.get("/{job_id}", responses=problems(401, 404))
def read_job(job_id: str, session: SessionDep, viewer: ViewerDep) -> JobOut:
    """One job."""
    return job_out(_own(session, viewer, job_id))


@router.post("/{job_id}/cancel", responses=problems(401, 404))
def cancel_job(job_id: str, session: SessionDep, viewer: ViewerDep) -> JobOut:
    """Ends what waits at once, and what runs within a second. What has ended stays as it is."""
    job = _own(session, viewer, job_id)
    jobs.cancel(session, job)
    return job_out(job)


@router.post("/{job_id}/retry", responses=problems(401, 404, 409))
def retry_job(job_id: str, session: SessionDep, viewer: ViewerDep) -> JobOut:
    """Queues what failed or was cancelled once more."""
    job = _own(session, viewer, job_id)
    jobs.retry(session, job)
    return job_out(job)


def _own(session: Session, viewer: Viewer, job_id: str) -> Job:
    job = jobs.get(session, job_id)
    if not viewer.is_admin and job.owner_id != viewer.user_id:
        raise NotFound
    return job
