"""Transcripts and their turns."""

from sqlalchemy import JSON, Index
from sqlmodel import Field

from app.core.model import Row, Versioned, parent


class Transcript(Versioned, table=True):
    """The text of an interview. `version` rises with each edit of any turn."""

    __tablename__ = "transcript"

    interview_id: str = parent("interview.id", unique=True)
    format: str = Field(default="", max_length=40, description="What it was imported from")
    file_name: str = Field(default="", max_length=300)


class Turn(Row, table=True):
    """What one speaker said in one go. Turns are ordered by `position`, which is not always dense.

    `words` are [start, end, start_ms, end_ms] lists: offsets in code points of `text`, times in ms.
    """

    __tablename__ = "turn"
    __table_args__ = (Index("ix_turn_order", "transcript_id", "position"),)

    transcript_id: str = Field(foreign_key="transcript.id", ondelete="CASCADE", max_length=36)
    interview_id: str = parent("interview.id")
    speaker_id: str | None = Field(
        default=None, foreign_key="speaker.id", ondelete="SET NULL", index=True, max_length=36
    )
    position: int
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    words: list[list[int]] | None = Field(default=None, sa_type=JSON)
    version: int = 1
