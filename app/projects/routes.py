"""HTTP for projects."""

from fastapi import APIRouter

from app.access import service as access
from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core import paging
from app.core.idempotency import create_once
from app.core.paging import Page
from app.core.web import Cursor, IdempotencyKey, Limit, SessionDep, problems
from app.projects import queries, service
from app.projects.models import Project
from app.projects.schemas import MemberIn, MemberOut, ProjectIn, ProjectOut, ProjectPatch

router = APIRouter(prefix="/api/projects", tags=["projects"])


@router.get("", responses=problems(401, 422))
def list_projects(session: SessionDep, viewer: ViewerDep, limit: Limit = 50, cursor: Cursor = None) -> Page[ProjectOut]:
    """The projects you may see, by name."""
    after = paging.decode(cursor, 2) if cursor else None
    rows = queries.list_projects(session, viewer, limit=limit + 1, after=after)
    page, next_cursor = paging.cut(rows, limit, lambda row: [row.name, row.id])
    return Page(items=[_out(viewer, row) for row in page], next_cursor=next_cursor)


@router.post("", status_code=201, responses=problems(401, 403, 422))
def create_project(body: ProjectIn, session: SessionDep, viewer: ViewerDep, key: IdempotencyKey = None) -> ProjectOut:
    """Starts a project."""
    project_id = create_once(
        session,
        user_id=viewer.user_id,
        kind="project",
        key=key,
        create=lambda: service.create(session, viewer, values=body.model_dump()).id,
    )
    return _out(viewer_with(viewer, project_id), queries.get(session, viewer_with(viewer, project_id), project_id))


@router.get("/{project_id}", responses=problems(401, 404))
def read_project(project_id: str, session: SessionDep, viewer: ViewerDep) -> ProjectOut:
    """One project."""
    return _out(viewer, queries.get(session, viewer, project_id))


@router.patch("/{project_id}", responses=problems(401, 403, 404, 409, 422))
def change_project(project_id: str, body: ProjectPatch, session: SessionDep, viewer: ViewerDep) -> ProjectOut:
    """Edits a project."""
    values = body.model_dump(exclude_unset=True, exclude={"version"})
    return _out(viewer, service.change(session, viewer, project_id=project_id, version=body.version, values=values))


@router.get("/{project_id}/members", responses=problems(401, 404))
def list_members(project_id: str, session: SessionDep, viewer: ViewerDep) -> Page[MemberOut]:
    """The team."""
    queries.get(session, viewer, project_id)
    rows = access.members_of(session, project_id)
    items = [MemberOut(user_id=user.id, name=user.name, role=member.role) for member, user in rows]
    return Page(items=items, total=len(items))


@router.put("/{project_id}/members/{user_id}", status_code=204, responses=problems(401, 403, 404, 422))
def set_member(project_id: str, user_id: str, body: MemberIn, session: SessionDep, viewer: ViewerDep) -> None:
    """Puts someone on the team, or changes their role in it."""
    service.set_member(session, viewer, project_id=project_id, user_id=user_id, role=body.role)


@router.delete("/{project_id}/members/{user_id}", status_code=204, responses=problems(401, 403, 404))
def remove_member(project_id: str, user_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Takes someone off the team."""
    service.remove_member(session, viewer, project_id=project_id, user_id=user_id)


def viewer_with(viewer: Viewer, project_id: str) -> Viewer:
    """The viewer as a researcher of a project just made: memberships were read before it existed."""
    return Viewer(viewer.user_id, viewer.name, viewer.role, {**viewer.memberships, project_id: "researcher"})


def _out(viewer: Viewer, project: Project) -> ProjectOut:
    may_research = viewer.may_research(project.id, project.access)
    return ProjectOut(**project.model_dump(exclude={"created_by", "updated_at"}), may_research=may_research)
