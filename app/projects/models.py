"""Projects: pieces of research."""

from datetime import date

from sqlmodel import Field

from app.core.model import Versioned, json_field


class Project(Versioned, table=True):
    """A piece of research. `access` is open (every employee) or restricted (its members)."""

    __tablename__ = "project"

    name: str = Field(max_length=200)
    goal: str = ""
    questions: list[str] = json_field(list)
    team: str = Field(default="", max_length=120, description="The team it was done for")
    access: str = Field(default="open", max_length=12)
    starts_on: date | None = None
    ends_on: date | None = None
    created_by: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)
