"""What goes in and out about interviews."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=12)]
SpeakerRole = Literal["participant", "interviewer"]


class InterviewKind(StrEnum):
    """What was held."""

    INTERVIEW = "interview"
    FOCUS_GROUP = "focus_group"
    SUPPORT_CALL = "support_call"
    USABILITY_SESSION = "usability_session"
    SURVEY = "survey"
    FIELD_NOTE = "field_note"
    COLLEAGUE_STORY = "colleague_story"


class InterviewIn(BaseModel):
    title: Title
    kind: InterviewKind = InterviewKind.INTERVIEW
    language: Language = "en"
    held_on: date | None = None
    summary: str = Field(default="", max_length=5000)


class InterviewPatch(BaseModel):
    title: Title | None = None
    kind: InterviewKind | None = None
    language: Language | None = None
    held_on: date | None = None
    summary: str | None = Field(default=None, max_length=5000)
    version: int


class SpeakerPatch(BaseModel):
    label: Label | None = None
    role: SpeakerRole | None = None
    participant_id: str | None = None


class SpeakerOut(BaseModel):
    """`name` is what to show: the participant's pseudonym, else the label from the transcript."""

    id: str
    label: str
    name: str
    role: SpeakerRole
    participant_id: str | None
    segment: str = ""
    participant_role: str = ""
    readable: bool = Field(description="Whether you may read this speaker's words today")


class InterviewOut(BaseModel):
    id: str
    project_id: str
    project_name: str
    title: str
    kind: InterviewKind
    language: str
    held_on: date | None
    summary: str
    created_at: datetime
    version: int
    speakers: list[SpeakerOut]
    may_research: bool
    media_allowed: bool = Field(description="Whether you may play its recording today")
