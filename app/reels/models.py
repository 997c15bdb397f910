"""Reels: ordered clips and title cards."""

from datetime import datetime

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
