"""What goes in and out about attributes and segments."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from app.participants.attribute_types import AttributeType
from app.participants.segment_rules import Match, Operator

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Options = Annotated[list[Name], Field(max_length=100)]


class AttributeIn(BaseModel):
    project_id: str | None = Field(default=None, description="Null: company-wide, which takes an administrator")
    label: Name
    type: AttributeType = "text"
    description: Description = ""
    options: Options = Field(default=[], description="The choices of one_of and several_of, in order")

    @model_validator(mode="after")
    def _choices(self) -> Self:
        if self.type in ("one_of", "several_of") and not self.options:
            raise ValueError("name at least one choice")
        return self


class AttributePatch(BaseModel):
    """What is left out stays. Values that people have move along, or the change is refused and says whose do not."""

    label: Name | None = None
    type: AttributeType | None = None
    description: Description | None = None
    options: Options | None = None
    renamed: dict[Name, Name] = Field(default={}, description="Choices with a new name: old -> new, as in `options`")
    archived: bool | None = None
    company_wide: bool | None = Field(default=None, description="True: every project has it from now on")
    version: int


class AttributeOut(BaseModel):
    id: str
    project_id: str | None
    key: str = Field(description="Its name in a participant's `attributes`; never changes")
    label: str
    type: AttributeType
    description: str
    options: list[str]
    position: int
    archived: bool
    people: int = Field(description="How many participants you may see have a value")
    may_change: bool
    version: int


class AttributeOrder(BaseModel):
    project_id: str | None = None
    ids: list[str] = Field(max_length=500, description="All of them, in the order wanted")


class ConditionIn(BaseModel):
    """One question: `field` is pseudonym, role, segment, region, consent, or `attribute:<key>`."""

    field: Annotated[str, StringConstraints(min_length=1, max_length=140)]
    operator: Operator
    value: Any = Field(default=None, description="A list for any_of, all_of, none_of; nothing for empty and filled")


Conditions = Annotated[list[ConditionIn], Field(max_length=20)]


class SegmentIn(BaseModel):
    project_id: str | None = Field(default=None, description="Null: company-wide")
    name: Name
    description: Description = ""
    match: Match = "all"
    conditions: Conditions = Field(min_length=1)


class SegmentPatch(BaseModel):
    name: Name | None = None
    description: Description | None = None
    match: Match | None = None
    conditions: Conditions | None = Field(default=None, min_length=1)
    version: int


class SegmentOut(BaseModel):
    id: str
    project_id: str | None
    name: str
    description: str
    match: Match
    conditions: list[ConditionIn]
    people: int = Field(description="How many participants that you may see fit it right now")
    may_change: bool
    created_at: datetime
    version: int
