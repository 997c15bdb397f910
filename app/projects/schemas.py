"""What goes in and out about projects."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Access = Literal["open", "restricted"]
TeamRole = Literal["researcher", "viewer"]


class _Period(BaseModel):
    starts_on: date | None = None
    ends_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("the period ends before it starts")
        return self


class ProjectIn(_Period):
    name: Title
    goal: str = Field(default="", max_length=5000)
    questions: list[str] = Field(default=[], max_length=50)
    team: str = Field(default="", max_length=120)
    access: Access = "open"


class ProjectPatch(_Period):
    name: Title | None = None
    goal: str | None = Field(default=None, max_length=5000)
    questions: list[str] | None = Field(default=None, max_length=50)
    team: str | None = Field(default=None, max_length=120)
    access: Access | None = None
    version: int = Field(description="The version that was edited; a newer one is a conflict")


class ProjectOut(BaseModel):
    id: str
    name: str
    goal: str
    questions: list[str]
    team: str
    access: Access
    starts_on: date | None
    ends_on: date | None
    created_at: datetime
    version: int
    may_research: bool = Field(description="Whether you may import, mark and tag here")


class MemberIn(BaseModel):
    role: TeamRole


class MemberOut(BaseModel):
    user_id: str
    name: str
    role: TeamRole
