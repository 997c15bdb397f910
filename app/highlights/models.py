"""Highlights: what a researcher marked."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core.model import Versioned, parent


class Highlight(Versioned, table=True):
    """A marked span of a transcript, anchored three ways: by turn and offset, by its words, by time (DESIGN §4).

    Offsets are Unicode code points. `status` is ok, or needs_review when its words could not be found again: then
    `quote` still holds the words that were marked, its place is a suggestion, and `suggestion` is what stands there.
    `reviewed_from` keeps the words of before a review, so that the review can be taken back.
    A deleted highlight stays until it is purged, so that deleting can be undone.
    """

    __tablename__ = "highlight"

    transcript_id: str = parent("transcript.id")
    interview_id: str = parent("interview.id")
    start_turn_id: str | None = Field(
        default=None, foreign_key="turn.id", ondelete="SET NULL", index=True, max_length=36
    )
    start_offset: int
    end_turn_id: str | None = Field(default=None, foreign_key="turn.id", ondelete="SET NULL", index=True, max_length=36)
    end_offset: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    start_ms: int | None = None
    end_ms: int | None = None
    note: str = ""
    emotion: str | None = Field(default=None, max_length=20)
    intensity: int | None = Field(default=None, description="1 to 5")
    status: str = Field(default="ok", max_length=16)
    suggestion: str = Field(default="", sa_column_kwargs={"server_default": ""})
    reviewed_from: str = Field(default="", sa_column_kwargs={"server_default": ""})
    deleted_at: datetime | None = None
    created_by: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)


class HighlightTag(SQLModel, table=True):
    """A tag on a highlight."""

    __tablename__ = "highlight_tag"

    highlight_id: str = Field(primary_key=True, foreign_key="highlight.id", ondelete="CASCADE", max_length=36)
    tag_id: str = Field(primary_key=True, foreign_key="tag.id", ondelete="CASCADE", index=True, max_length=36)
