"""Topics and who follows them."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.core.clock import now
from app.core.model import Row, Versioned, json_field, parent


class Topic(Versioned, table=True):
    """A saved search. `search` is what `discovery` was asked: words, ticked facets, days, order."""

    __tablename__ = "topic"

    name: str = Field(max_length=120)
    owner_id: str | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL", index=True, max_length=36
    )
    private: bool = Field(default=False, description="Only its owner sees it")
    search: dict[str, Any] = json_field(dict)
    deleted_at: datetime | None = None


class TopicFollow(Row, table=True):
    """Somebody follows a topic. What was added after `seen_at` is new to them.

    `digest` is none, daily or weekly; `told_at` is up to when they were told by mail.
    """

    __tablename__ = "topic_follow"
    __table_args__ = (UniqueConstraint("topic_id", "user_id"),)

    topic_id: str = parent("topic.id")
    user_id: str = parent("user_account.id")
    seen_at: datetime = Field(default_factory=now)
    digest: str = Field(default="none", max_length=10)
    told_at: datetime = Field(default_factory=now)
