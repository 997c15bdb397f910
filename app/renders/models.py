"""Rendered reels, the encoded pieces they are made of, and what the owner of a reel is told."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from app.core.clock import now
from app.core.model import Row, json_field

QUEUED, DONE, FAILED, CANCELLED, PURGED = "queued", "done", "failed", "cancelled", "purged"


class ReelRender(Row, table=True):
    """A reel as one film, for those who hold certain audience tokens.

    It has no reference to its reel on purpose: it must be found, and its files purged, after that is gone. What it
    holds is noted by ids and times, never by words, so that consent is asked for each part whenever it is served.
    """

    __tablename__ = "reel_render"

    reel_id: str = Field(index=True, max_length=36)
    reel_version: int = 0
    audience: list[str] = json_field(list)
    """The tokens it was made for: nothing is in it that their holder may not hear."""
    profile: str = Field(max_length=20)
    captions: str = Field(max_length=8, description="burned or sidecar")
    requested_by: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)
    state: str = Field(default=QUEUED, max_length=12, index=True, description="queued (or running), done, purged")
    job_id: str | None = Field(default=None, max_length=36)
    fingerprint: str = Field(default="", max_length=64)
    items: list[dict[str, Any]] = json_field(list)
    """The items it is made of where those of the reel do not count: a pinned reel. Ids and numbers, and cards."""
    parts: list[dict[str, Any]] = json_field(list)
    """item_id, highlight_id, key (of its picture), source_sha256, start_ms, end_ms, at_ms, length_ms and captioned of
    each piece."""
    length_ms: int = 0
    encoded: int = Field(default=0, description="How many pieces had to be encoded for it")
    files: dict[str, Any] = json_field(dict)
    """name -> store key, size, SHA-256, media type. Empty again once purged."""
    size_bytes: int = Field(default=0, sa_type=BigInteger)
    finished_at: datetime | None = None
    last_used_at: datetime = Field(default_factory=now)
    purged_for: str = Field(default="", max_length=20, description="Why its files are gone")


class RenderPiece(Row, table=True):
    """An encoded piece, kept so that changing one clip encodes one clip."""

    __tablename__ = "render_piece"
    __table_args__ = (UniqueConstraint("key"),)

    key: str = Field(max_length=64)
    highlight_id: str | None = Field(default=None, max_length=36, index=True)
    source_sha256: str = Field(default="", max_length=64)
    start_ms: int = 0
    end_ms: int = 0
    store_key: str = Field(max_length=300)
    size_bytes: int = Field(sa_type=BigInteger)
    last_used_at: datetime = Field(default_factory=now)


class ReelNotice(Row, table=True):
    """Tells those who edit a reel that one of its clips fell silent, and why; never whose words they were."""

    __tablename__ = "reel_notice"
    __table_args__ = (UniqueConstraint("reel_id", "item_id", "reason"),)

    reel_id: str = Field(index=True, max_length=36)
    item_id: str = Field(max_length=36)
    reason: str = Field(max_length=16, description="gone, withdrawn, expired; scope, text_only, pending: only outside")
    seen_at: datetime | None = None
