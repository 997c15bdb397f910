"""Reading projects."""

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, or_, select

from app.access.audiences import OPEN
from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.projects.models import Project


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """The SQL condition of `Viewer.may_read_project`."""
    if viewer.is_admin:
        return true()
    return or_(col(Project.access) == OPEN, col(Project.id).in_(list(viewer.memberships)))


def list_projects(
    session: Session, viewer: Viewer, *, limit: int, after: tuple[str, ...] | None = None
) -> list[Project]:
    """The projects a viewer may see, by name."""
    query = select(Project).where(readable(viewer)).order_by(col(Project.name), col(Project.id)).limit(limit)
    if after:
        name, project_id = after
        query = query.where(or_(col(Project.name) > name, (col(Project.name) == name) & (col(Project.id) > project_id)))
    return list(session.exec(query).all())


def get(session: Session, viewer: Viewer, project_id: str) -> Project:
    """One project; NotFound also when the viewer may not see it."""
    project = session.get(Project, project_id)
    if not project or not viewer.may_read_project(project.id, project.access):
        raise NotFound
    return project


def get_for_research(session: Session, viewer: Viewer, project_id: str) -> Project:
    """One project the viewer may work in; NotAllowed when it may only be read."""
    project = get(session, viewer, project_id)
    viewer.need_research(project.id, project.access)
    return project
