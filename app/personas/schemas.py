"""What goes in and out about personas."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
People = Annotated[list[Annotated[str, StringConstraints(max_length=36)]], Field(max_length=5000)]


class PersonaIn(BaseModel):
    name: Name
    description: Description = Field(default="", description="Who they are, and what they want")


class PersonaPatch(BaseModel):
    """What is left out stays."""

    version: int
    name: Name | None = None
    description: Description | None = None


class PersonaOut(BaseModel):
    """A persona as everyone sees it. Who its people are is told by its participants, as far as you may see them."""

    id: str
    name: str
    description: str
    people: int = Field(description="How many participants it is drawn from, also of projects you may not see")
    created_at: datetime
    version: int


class PersonaList(BaseModel):
    """All personas, by name."""

    items: list[PersonaOut]


class PersonaNameOut(BaseModel):
    id: str
    name: str


class PersonaNameList(BaseModel):
    """Personas by their names alone."""

    items: list[PersonaNameOut]


class PersonaPersonOut(BaseModel):
    """One of a persona's people, as everyone may know them who sees their project."""

    participant_id: str
    pseudonym: str
    role: str
    segment: str
    project_id: str
    project_name: str
    may_take_out: bool = Field(description="Whether you research in their project")


class AddPeopleIn(BaseModel):
    """Participants by id, or everybody who fits a segment right now."""

    participant_ids: People = []
    segment_id: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.participant_ids) == bool(self.segment_id):
            raise ValueError("name participants, or a segment")
        return self


class TakeOutIn(BaseModel):
    participant_ids: People = Field(min_length=1)


class AddedOut(BaseModel):
    """Who came in, for whoever takes that back."""

    participant_ids: list[str]
    already: int = Field(description="How many were in it before")
    over: int = Field(description="How many were left out, as they allow nothing any more")
