"""Project teams, and the Viewer of a user."""

from sqlmodel import Session, col, select

from app.access.models import ProjectMember
from app.access.roles import Role
from app.access.viewer import Viewer
from app.accounts.models import User
from app.core.database import Lookup, among, columns


def viewer_for(session: Session, user: User, role: Role | None = None) -> Viewer:
    """The Viewer of a user, with memberships read now; `role` lowers what a token may do."""
    return Viewer(user.id, user.name, role or Role(user.role), dict(_MEMBERSHIPS.rows(session, [user.id])))


_MEMBERSHIPS = Lookup(columns(ProjectMember.project_id, ProjectMember.role).where(among(col(ProjectMember.user_id))))


def members_of(session: Session, project_id: str) -> list[tuple[ProjectMember, User]]:
    """The team of a project, by name."""
    query = (
        select(ProjectMember, User)
        .join(User, User.id == ProjectMember.user_id)  # type: ignore[arg-type]
        .where(ProjectMember.project_id == project_id)
        .order_by(User.name)
    )
    return list(session.exec(query).all())


def set_member(session: Session, *, project_id: str, user_id: str, role: Role) -> ProjectMember:
    """Puts someone on a project's team, or changes their role in it."""
    member = _member(session, project_id, user_id) or ProjectMember(project_id=project_id, user_id=user_id)
    member.role = role.value
    session.add(member)
    return member


def remove_member(session: Session, *, project_id: str, user_id: str) -> None:
    """Takes someone off a project's team; nothing happens when they were not on it."""
    if member := _member(session, project_id, user_id):
        session.delete(member)


def _member(session: Session, project_id: str, user_id: str) -> ProjectMember | None:
    return session.exec(
        select(ProjectMember).where(ProjectMember.project_id == project_id, ProjectMember.user_id == user_id)
    ).first()
