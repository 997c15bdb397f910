"""What goes in and out when participants are brought in from a table."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from app.interviews.schemas import Label
from app.participants.attribute_types import AttributeType
from app.participants.importing import Action
from app.participants.schemas import ConsentIn

Target = Annotated[
    str,
    StringConstraints(
        pattern=r"^(pseudonym|legal_name|contact|incentive|role|segment|region|ignore|new|attribute:.{1,120})$"
    ),
]


class PeopleColumnIn(BaseModel):
    """What a column fills: a field, `attribute:<key>`, `new` for a new attribute named like the column, or nothing."""

    target: Target
    type: AttributeType | None = Field(default=None, description="Of a new attribute; null: as its values suggest")


class PeopleTableIn(BaseModel):
    """What a person decided about a table of participants; what is left out is guessed."""

    header: bool | None = None
    sheet: Annotated[str, StringConstraints(max_length=200)] = ""
    encoding: str | None = Field(default=None, max_length=20)
    columns: list[PeopleColumnIn] = Field(default=[], max_length=500, description="One for each column, or none")
    prefix: Label = Field(default="Participant", description="Names those without a pseudonym: “Participant 7”")
    consent: ConsentIn | None = Field(default=None, description="Of everyone new; without it theirs is pending")
    skip_refused: bool = Field(default=False, description="Leave out the rows that are refused")


class PeopleColumnOut(BaseModel):
    name: str
    target: str
    type: AttributeType | None = Field(description="Of a new attribute")
    samples: list[str] = Field(description="The first few cells that hold something")
    filled: int = Field(description="How many cells hold something")


class ChangeOut(BaseModel):
    field: str
    before: str
    after: str


class RowFaultOut(BaseModel):
    field: str = Field(description="The field at fault, or empty for the row as a whole")
    message: str
    code: str


class PeopleRowOut(BaseModel):
    """What a row would do."""

    line: int = Field(description="Of the file, counted from 1")
    action: Action
    pseudonym: str
    participant_id: str | None
    changes: list[ChangeOut]
    faults: list[RowFaultOut]
    exposes_name: bool = Field(description="The pseudonym is the legal name: everyone would see it")


class PeopleCountsOut(BaseModel):
    create: int
    change: int
    same: int
    refuse: int


class PeoplePreviewOut(BaseModel):
    """What a table would do. Nothing has been saved."""

    header: bool
    sheet: str
    sheets: list[str]
    columns: list[PeopleColumnOut]
    counts: PeopleCountsOut
    rows: list[PeopleRowOut] = Field(description="The first 500, those that are refused before the others")


class PeopleImportOut(BaseModel):
    """What a table did."""

    import_id: str
    created: int
    changed: int
    same: int
    skipped_lines: list[int] = Field(description="Lines that were refused and left out")
    new_attributes: list[str]
