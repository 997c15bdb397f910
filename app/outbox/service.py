"""Touching rows, and the relay that carries the news (DESIGN §3)."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, delete, func, select

from app.core.database import Database, is_postgres
from app.outbox.models import OutboxEntry

log = structlog.get_logger(__name__)
RELAY_LOCK = 7_301_144
BATCH = 2_000
_WAIT_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Touched:
    """A row that changed, appeared or went away: which of the three is asked of the database, later."""

    kind: str
    row_id: str


Apply = Callable[[Sequence[Touched]], None]
"""Makes the index agree with the database about these rows; raises when it could not."""


def touch(session: Session, *rows: SQLModel) -> None:
    """Notes that rows changed, in the same transaction: a crash keeps both or neither."""
    touch_ids(session, ((str(row.__tablename__), row.id) for row in rows))  # type: ignore[attr-defined]


def touch_ids(session: Session, named: Iterable[tuple[str, str]]) -> None:
    """Like `touch`, by table name and id: for rows that are gone already, or too many to load."""
    session.add_all([OutboxEntry(kind=kind, row_id=row_id) for kind, row_id in named])


def waiting(session: Session) -> int:
    """How many entries the index has not heard of yet."""
    return session.exec(select(func.count()).select_from(OutboxEntry)).one()


def relay_once(database: Database, apply: Apply) -> int:
    """Carries one batch; returns how many entries it settled, 0 when there was nothing or someone else is at it.

    Reads entries, lets `apply` work from the *current* rows, then deletes exactly those entries. When `apply`
    raises, nothing is deleted and the batch comes again.
    """
    with database.read() as session:
        if not _lock(database, session):
            return 0
        try:
            entries = session.exec(select(OutboxEntry).order_by(col(OutboxEntry.id)).limit(BATCH)).all()
            ids = [entry.id for entry in entries]
            # Coalesced here, on read; on insert two transactions could each leave it to the other.
            news = dict.fromkeys(Touched(entry.kind, entry.row_id) for entry in entries)
            if news:
                _end_snapshot(session)
                apply(list(news))
        finally:
            _unlock(database, session)
    if ids:
        with database.write() as session:
            session.exec(delete(OutboxEntry).where(col(OutboxEntry.id).in_(ids)))
    return len(ids)


def drain(database: Database, apply: Apply) -> int:
    """Carries batches until none is left; returns how many entries that were."""
    total = 0
    while settled := relay_once(database, apply):
        total += settled
    return total


@contextmanager
def paused(database: Database) -> Iterator[None]:
    """While the block runs no relay carries news: for whoever builds the index anew from the database."""
    with database.read() as session:
        while not _lock(database, session):
            time.sleep(_WAIT_SECONDS)
        try:
            _end_snapshot(session)
            yield
        finally:
            _unlock(database, session)


def _lock(database: Database, session: Session) -> bool:
    if not is_postgres(session):
        return database.alone.take()
    query = text("SELECT pg_try_advisory_lock(:key)").bindparams(key=RELAY_LOCK)
    return bool(session.connection().execute(query).scalar())


def _unlock(database: Database, session: Session) -> None:
    if not is_postgres(session):
        database.alone.give()
    else:
        query = text("SELECT pg_advisory_unlock(:key)").bindparams(key=RELAY_LOCK)
        session.connection().execute(query)


def _end_snapshot(session: Session) -> None:
    """Lets go of the read snapshot, so that `apply`, which opens its own, sees rows at least as new."""
    if not is_postgres(session):
        session.rollback()
