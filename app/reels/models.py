"""Reels: ordered clips and title cards, with their history. And the clips that were cut out of recordings."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from app.core.clock import now
from app.core.model import Row, Versioned, json_field, parent


class Reel(Versioned, table=True):
    """An ordered list of clips and title cards, playable as one. Belongs to whoever made it."""

    __tablename__ = "reel"

    title: str = Field(max_length=200)
    description: str = ""
    owner_id: str | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL", index=True, max_length=36
    )
    captions: bool = Field(default=True, description="Whether captions are on when it opens")
    lower_thirds: bool = Field(default=True, description="Whether clips say who speaks, as far as consent allows")
    even_loudness: bool = Field(default=True, description="Whether quiet and loud voices are brought together")
    transition: str = Field(default="cut", max_length=8, description="How clips meet: cut or fade")
    deleted_at: datetime | None = None


class ReelItem(Row, table=True):
    """One place in a reel: a clip (a highlight, perhaps trimmed), a title card, or a card that opens a section.

    A clip has no words of its own: captions and quotes are always the transcript's, so that nobody puts words
    into a customer's mouth. Whoever finds a caption wrong corrects the transcript.
    """

    __tablename__ = "reel_item"

    reel_id: str = parent("reel.id")
    position: int
    kind: str = Field(max_length=8, description="clip, card or section")
    highlight_id: str | None = Field(
        default=None, foreign_key="highlight.id", ondelete="CASCADE", index=True, max_length=36
    )
    trim_start_ms: int = Field(default=0, description="Moves the clip's start; negative is earlier")
    trim_end_ms: int = Field(default=0, description="Moves the clip's end; negative is earlier")
    pad_before_ms: int = Field(default=0, description="Air before the words, on top of the trim")
    pad_after_ms: int = Field(default=0, description="Air after the words, on top of the trim")
    fade_in_ms: int = Field(default=0, description="How long picture and sound take to come")
    fade_out_ms: int = Field(default=0, description="How long picture and sound take to go")
    captions: bool = Field(default=True, description="Whether this clip shows captions where the reel does")
    lower_third: bool = Field(default=True, description="Whether this clip says who speaks where the reel does")
    note: str = Field(default="", max_length=2000, description="For those who edit; never shown to others")
    title: str = Field(default="", max_length=300)
    text: str = Field(default="", max_length=1000)
    duration_ms: int = Field(default=3000, description="How long a card stays")


class ReelVersion(Row, table=True):
    """What a reel was at a moment: ids and numbers, never the words of customers, so that consent still decides.

    The newest version is the reel as it stands. Edits of one person in a row are one version.
    """

    __tablename__ = "reel_version"
    __table_args__ = (UniqueConstraint("reel_id", "number"),)

    reel_id: str = parent("reel.id")
    number: int
    name: str = Field(default="", max_length=200, description="Empty for what was kept by itself")
    author_id: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)
    saved_at: datetime = Field(default_factory=now)
    snapshot: dict[str, Any] = json_field(dict)


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
    peaks: str = Field(default="", max_length=96, description="How loud it is over its length, for mere voices; hex")
