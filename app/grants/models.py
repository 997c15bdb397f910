"""Grants: revocable permissions for someone without login."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.core.model import Row, json_field, parent


class Grant(Row, table=True):
    """Lets the holder of a token see one target. The target is an opaque name here; `sharing` knows what it is.

    `origins` are the sites (scheme, host, port) that may frame an embed: none by default. The token is
    stored hashed; `hint` is its last four characters, to tell grants apart in a list.
    """

    __tablename__ = "grant"

    kind: str = Field(max_length=12, description="embed, share, feed or consent: which doors it opens")
    target_kind: str = Field(max_length=20)
    target_id: str = Field(max_length=36, index=True)
    label: str = Field(default="", max_length=200)
    token_hash: str = Field(unique=True, max_length=64)
    hint: str = Field(max_length=8)
    origins: list[str] = json_field(list)
    options: dict[str, Any] = json_field(dict)
    password_hash: str | None = Field(default=None, max_length=200)
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    created_by: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)
    last_seen_at: datetime | None = None
    seen_on: dict[str, str] = json_field(dict)
    """Where it was shown: origin -> when last (ISO 8601). Sites, never people."""
    plays: int = 0


class GrantDay(Row, table=True):
    """How often a grant was played on one site on one day. Sums only: nothing about who looked, or when in the day."""

    __tablename__ = "grant_day"
    __table_args__ = (UniqueConstraint("grant_id", "day", "site"),)

    grant_id: str = parent("grant.id")
    day: date
    site: str = Field(default="", max_length=300, description="Empty: opened by itself, or the browser does not say")
    plays: int = 0
