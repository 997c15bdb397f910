"""Reels: ordered clips and title cards. And the clips that were cut out of recordings."""

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from app.core.model import Row, Versioned, parent


class Reel(Versioned, table=True):
    """An ordered list of clips and title cards, playable as one. Belongs to whoever made it."""

    __tablename__ = "reel"

    title: str = Field(max_length=200)
    description: str = ""
    owner_id: str | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL", index=True, max_length=36
    )
    deleted_at: datetime | None = None


class ReelItem(Row, table=True):
    """One place in a reel: a clip (a highlight, perhaps trimmed) or a title card."""

    __tablename__ = "reel_item"

    reel_id: str = parent("reel.id")
    position: int
    kind: str = Field(max_length=8, description="clip or card")
    highlight_id: str | None = Field(
        default=None, foreign_key="highlight.id", ondelete="CASCADE", index=True, max_length=36
    )
    trim_start_ms: int = Field(default=0, description="Moves the clip's start; negative is earlier")
    trim_end_ms: int = Field(default=0, description="Moves the clip's end; negative is earlier")
    title: str = Field(default="", max_length=300)
    text: str = Field(default="", max_length=1000)
    duration_ms: int = Field(default=3000, description="How long a card stays")


class RenderedClip(Row, table=True):
    """A clip that was cut out of a recording and lies in the store, for those who may not have the whole.

    Named by what it was made from, never by who may see it: the same moment in two reels is one file. It has
    no reference to its recording on purpose: it must be found, and its file purged, after that is gone.
    """

    __tablename__ = "rendered_clip"
    __table_args__ = (UniqueConstraint("source_sha256", "start_ms", "end_ms", "profile"),)

    source_sha256: str = Field(max_length=64)
    start_ms: int
    end_ms: int
    profile: str = Field(max_length=20)
    store_key: str = Field(max_length=300)
    media_type: str = Field(max_length=100)
    size_bytes: int = Field(sa_type=BigInteger)
