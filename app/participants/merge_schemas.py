"""What goes in and out about people who are there twice."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from app.participants.likeness import Reason
from app.participants.schemas import ConsentScope, ConsentStatus, ParticipantOut


class DuplicateOut(BaseModel):
    """Two who may be one, and why."""

    first: ParticipantOut
    second: ParticipantOut
    reason: Reason


class MergeIn(BaseModel):
    other_id: str = Field(max_length=36, description="Who is merged into this participant, and then no longer there")


class MergeConflictOut(BaseModel):
    """A field in which both say something else; the one kept stays as it is."""

    field: str
    kept: str
    other: str


class MergeTermsOut(BaseModel):
    """The consent that would hold: the stricter of both."""

    status: ConsentStatus
    scope: ConsentScope
    media_allowed: bool
    expires_on: date | None


class MergePreviewOut(BaseModel):
    """What a merge would do. Nothing has been done."""

    kept: ParticipantOut
    other: ParticipantOut
    conflicts: list[MergeConflictOut]
    consent: MergeTermsOut
    voices: int = Field(description="In how many places the other is a speaker; these become the kept one's")


class MergeOut(BaseModel):
    """A merge that can be taken back."""

    id: str
    kept_id: str
    merged_id: str
    merged_name: str
    by: str
    created_at: datetime
