"""The outbox: news that the index has to hear, written in the transaction that made it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

import app.core.model  # noqa: F401 - the naming convention
from app.core.clock import now


class OutboxEntry(SQLModel, table=True):
    """One touched row. Entries are deleted once the index agrees; there is no cursor to lose."""

    __tablename__ = "outbox_entry"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40, description="Table of the touched row")
    row_id: str = Field(max_length=36)
    touched_at: datetime = Field(default_factory=now)
