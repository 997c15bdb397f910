"""The database: one engine a process, sessions for reading and for writing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session as _Session
from sqlmodel import Session

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_WRITES = "firsthand_writes"


class Database:
    """Opens sessions. On SQLite a writing session takes the write lock when it begins.

    A deferred SQLite transaction that reads before it writes fails with "database is locked" as soon as
    another writer came between; BEGIN IMMEDIATE waits its turn instead.
    """

    engine: Engine
    writing: Engine
    """The same connections, whose transactions take SQLite's write lock when they begin."""

    alone: threading.Lock
    """Held by whoever must be the only one in this process; PostgreSQL's advisory locks do the same for many."""

    def __init__(self, url: str) -> None:
        self.alone = threading.Lock()
        self.url = url
        self.engine = _open(url)
        self.writing = self.engine.execution_options(**{_WRITES: True})

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session whose changes are thrown away."""
        with Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that commits when the block ends without an error."""
        with Session(self.writing, expire_on_commit=False) as session:
            yield session
            session.commit()

    def migrate(self, revision: str = "head") -> None:
        """Brings the tables to the given Alembic revision."""
        command.upgrade(alembic_config(self.url), revision)

    def close(self) -> None:
        self.engine.dispose()


def alembic_config(url: str) -> Config:
    """Alembic's settings, made in code so that an installed wheel needs no ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def _open(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql" and parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=10)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 15, "check_same_thread": False}, pool_size=16)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late and is always DEFERRED; ours is sent in `_begin_sqlite`.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_postgres(session: _Session) -> bool:
    """For the few statements that the two databases spell differently."""
    return session.get_bind().dialect.name == "postgresql"
