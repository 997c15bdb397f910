"""Interviews and who speaks in them."""

from datetime import date

from sqlmodel import Field

from app.core.model import Row, Versioned, parent


class Interview(Versioned, table=True):
    """One conversation or observation. `kind` is one of `schemas.InterviewKind`."""

    __tablename__ = "interview"

    project_id: str = parent("project.id")
    title: str = Field(max_length=300)
    kind: str = Field(default="interview", max_length=20)
    language: str = Field(default="en", max_length=12, description="BCP 47")
    held_on: date | None = None
    summary: str = ""
    created_by: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)


class Speaker(Row, table=True):
    """A voice in an interview. A participant's speaker carries that person's consent."""

    __tablename__ = "speaker"

    interview_id: str = parent("interview.id")
    label: str = Field(max_length=120, description="As in the transcript, e.g. Speaker 2")
    role: str = Field(default="participant", max_length=12, description="participant or interviewer")
    # No ON DELETE: a participant who speaks somewhere cannot be removed, only mapped away or withdrawn.
    participant_id: str | None = Field(default=None, foreign_key="participant.id", index=True, max_length=36)
    position: int = 0
