"""Groups of the company's directory or identity provider, and the roles that settings give them."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from app.accounts import service
from app.accounts.models import User, UserGroup, UserGroupMember
from app.core.errors import Conflict


def role_of(names: Iterable[str], roles: Mapping[str, str]) -> str | None:
    """The highest role that any of the groups has; viewer without one; None when settings give no group a role."""
    if not roles:
        return None
    held = [roles[name] for name in names if name in roles]
    return max(held, key=service.ROLES.index, default="viewer")


def apply_role(session: Session, user: User, role: str | None) -> None:
    """Gives someone the role of their groups. The last administrator stays one, whatever the directory says."""
    if role is None or role == user.role:
        return
    try:
        service.change_user(session, user, role=role)
    except Conflict:
        return


def agree(session: Session, user_ids: Iterable[str], roles: Mapping[str, str]) -> None:
    """Gives these users the roles of the groups that they are in now."""
    for user_id in sorted(set(user_ids)):
        user = session.get(User, user_id)
        if user is not None and user.kind == "person":
            apply_role(session, user, role_of(names_of(session, user_id), roles))


def names_of(session: Session, user_id: str) -> list[str]:
    """The names of the groups someone is in."""
    query = select(UserGroup.name).join(UserGroupMember, col(UserGroupMember.group_id) == col(UserGroup.id))
    return list(session.exec(query.where(UserGroupMember.user_id == user_id)).all())
