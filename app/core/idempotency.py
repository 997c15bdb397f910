"""`Idempotency-Key`: a creating request that is sent again finds what it created the first time.

The key is stored in the same transaction as the row it created, so a crash in between leaves neither.
"""

from collections.abc import Callable

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, select

from app.core.model import Row


class IdempotencyRecord(Row, table=True):
    """Which row a user's key created."""

    __tablename__ = "idempotency_record"
    __table_args__ = (UniqueConstraint("user_id", "kind", "key"),)

    user_id: str = Field(max_length=36)
    kind: str = Field(max_length=40)
    key: str = Field(max_length=100)
    row_id: str = Field(max_length=36)


def create_once(session: Session, *, user_id: str, kind: str, key: str | None, create: Callable[[], str]) -> str:
    """The id that `create` returned, this time or the first time the key was sent."""
    if key is None:
        return create()
    known = session.exec(
        select(IdempotencyRecord.row_id).where(
            IdempotencyRecord.user_id == user_id, IdempotencyRecord.kind == kind, IdempotencyRecord.key == key
        )
    ).first()
    if known:
        return known
    row_id = create()
    session.add(IdempotencyRecord(user_id=user_id, kind=kind, key=key, row_id=row_id))
    return row_id
