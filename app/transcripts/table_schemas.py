"""What goes in and out about tables: what each column holds, and surveys of which each row becomes an interview."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from app.interviews.schemas import Label, Language, Title
from app.participants.schemas import ConsentIn
from app.transcripts.importers.columns import Reason
from app.transcripts.importers.tables import Mode, Role, TablePlan


class ColumnOut(BaseModel):
    """A column: what its header says, what it is thought to hold and why, and what stands in it."""

    name: str
    role: Role
    reason: Reason
    samples: list[str] = Field(description="The first few cells that hold something")
    filled: int = Field(description="How many cells hold something")


class TableOut(BaseModel):
    """How a table was read. Send it back changed, as `TableIn`, to have it read otherwise."""

    mode: Mode = Field(description="turns: each row is a turn; survey: each row is one person's answers")
    header: bool = Field(description="Whether the first row names the columns")
    columns: list[ColumnOut]
    rows: int = Field(description="Without the header")
    sheet: str
    sheets: list[str] = Field(description="Of a workbook; empty for other tables")
    respondents: int = Field(description="How many rows of a survey hold an answer")
    tags: list[str] = Field(description="The tags that its column of tags holds, at most a hundred")


class TableIn(BaseModel):
    """What a person decided about a table; what is left out is guessed."""

    mode: Mode | None = None
    header: bool | None = None
    roles: list[Role] = Field(default=[], max_length=500, description="One for each column, or none")
    sheet: Annotated[str, StringConstraints(max_length=200)] = ""

    def plan(self) -> TablePlan:
        return TablePlan(self.mode, self.header, tuple(self.roles), self.sheet)


class SurveyIn(BaseModel):
    """What was decided about a survey after the preview."""

    title: Title = Field(description="Of the survey; each interview's begins with it")
    language: Language = "en"
    held_on: date | None = Field(default=None, description="For rows without a day of their own")
    summary: str = Field(default="", max_length=5000)
    encoding: str | None = Field(default=None, max_length=20)
    table: TableIn = TableIn(mode="survey")
    asker: Label = Field(default="Survey", description="Who is shown to ask the questions")
    respondent: Label = Field(default="Respondent", description="Names those whom no column names: “Respondent 7”")
    consent: ConsentIn | None = Field(default=None, description="Of everyone new; without it theirs is pending")


class SurveyOut(BaseModel):
    """What a survey became."""

    interview_ids: list[str]
    answers: int
    new_participants: int
    known_participants: int = Field(description="People of this name who were in the project already")
    skipped_rows: list[int] = Field(description="Lines of the file that hold no answer")
