"""Grants: revocable permissions for someone without login."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from app.core.model import Row, json_field


class Grant(Row, table=True):
    """Lets the holder of a token see one target. The target is an opaque name here; `sharing` knows what it is.

    `origins` are the sites (scheme, host, port) that may frame an embed: none by default. The token is
    stored hashed; `hint` is its last four characters, to tell grants apart in a list.
    """

    __tablename__ = "grant"

    kind: str = Field(max_length=12, description="embed or share")
    target_kind: str = Field(max_length=20)
    target_id: str = Field(max_length=36, index=True)
    label: str = Field(default="", max_length=200)
    token_hash: str = Field(unique=True, max_length=64)
    hint: str = Field(max_length=8)
    origins: list[str] = json_field(list)
    options: dict[str, Any] = json_field(dict)
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    created_by: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)
    last_seen_at: datetime | None = None
    seen_on: dict[str, str] = json_field(dict)
    """Where it was shown: origin -> when last (ISO 8601). Sites, never people."""
    plays: int = 0
