"""Who belongs to which project."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.core.model import Row, parent


class ProjectMember(Row, table=True):
    """A user's place in a project's team. `role` is researcher (may work in it) or viewer (may read)."""

    __tablename__ = "project_member"
    __table_args__ = (UniqueConstraint("project_id", "user_id"),)

    project_id: str = parent("project.id")
    user_id: str = parent("user_account.id")
    role: str = Field(default="viewer", max_length=12)
