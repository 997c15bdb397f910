"""Reading jobs."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from app.jobs.models import Job


def entries(
    session: Session,
    *,
    limit: int,
    owner_id: str | None,
    before: str | None = None,
    states: Collection[str] = (),
    target_id: str = "",
    kind: str = "",
) -> list[Job]:
    """Jobs, newest first; of one owner, or everybody's when `owner_id` is None."""
    query = select(Job).order_by(col(Job.id).desc()).limit(limit)
    if owner_id is not None:
        query = query.where(Job.owner_id == owner_id)
    if before:
        query = query.where(col(Job.id) < before)
    if states:
        query = query.where(col(Job.state).in_(states))
    if target_id:
        query = query.where(Job.target_id == target_id)
    if kind:
        query = query.where(Job.kind == kind)
    return list(session.exec(query).all())


def unfinished(session: Session, target_id: str, kinds: Collection[str]) -> list[Job]:
    """What waits, runs, failed or was cancelled about something: of each kind the last."""
    rows = session.exec(
        select(Job).where(Job.target_id == target_id, col(Job.kind).in_(kinds)).order_by(col(Job.id))
    ).all()
    last = {job.kind: job for job in rows}
    return [job for job in last.values() if job.state != "done"]
