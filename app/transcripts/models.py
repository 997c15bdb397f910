"""Transcripts and their turns."""

from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from app.core.model import Row, Versioned, json_field, parent


class Transcript(Versioned, table=True):
    """The text of an interview. `version` rises with each edit of any turn."""

    __tablename__ = "transcript"

    interview_id: str = parent("interview.id", unique=True)
    format: str = Field(default="", max_length=40, description="What it was imported from")
    file_name: str = Field(default="", max_length=300)
    source_sha256: str = Field(
        default="",
        index=True,
        max_length=64,
        sa_column_kwargs={"server_default": ""},
        description="Of the file it was imported from: how a second import of the same file is noticed",
    )
    introduced: list[str] | None = Field(
        default=None, sa_type=JSON, description="Participants made by the import, who go when it is taken back"
    )


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


class TranscriptRevision(Row, table=True):
    """A transcript as it was before a corrected text took its place, so that this can be taken back.

    `before` holds the turns, `marks` what whoever marks text wants to remember; both are whole rows.
    """

    __tablename__ = "transcript_revision"

    transcript_id: str = parent("transcript.id")
    created_by: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)
    version: int = Field(description="The transcript's version after it: with a later one it cannot be taken back")
    file_name: str = Field(default="", max_length=300, description="The corrected file")
    before: dict[str, Any] = json_field(dict)
    marks: list[dict[str, Any]] = json_field(list)
