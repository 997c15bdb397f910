"""The database: one engine a process, sessions for reading and for writing."""

import fcntl
import json
import threading
from collections import namedtuple
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    Connection,
    Dialect,
    Engine,
    Pool,
    Select,
    Text,
    TypeDecorator,
    bindparam,
    create_engine,
    event,
    inspect,
    make_url,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session as _Session
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

from app.core.line import Line
from app.core.vault import NO_KEYS, Vault

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_WRITES = "firsthand_writes"
_NOTES = "firsthand_notes"
Note = Callable[[Session], None]
READERS = 12
WRITERS = 6
"""On PostgreSQL. With both lines full, worker threads and background steps still find a connection in the pool."""


class Database:
    """Opens sessions. On SQLite a writing session takes the write lock when it begins.

    A deferred SQLite transaction that reads before it writes fails with "database is locked" as soon as
    another writer came between; BEGIN IMMEDIATE waits its turn instead.
    """

    engine: Engine
    writing: Engine
    """The same connections, whose transactions take SQLite's write lock when they begin."""

    readers: Line
    """Requests that read: each holds a connection from its first question to its end, and there are only so many."""

    writers: Line
    """Whoever writes. SQLite has one writer at a time; its own waiting is a poll that may pass the patient by."""

    alone: "Alone"
    """Held by whoever must be the only one on this machine; PostgreSQL's advisory locks do the same for many."""

    changes: "Changes"
    """What this process has written: whoever waits for work listens here."""

    vault: Vault
    """Seals and opens the private columns of this database."""

    def __init__(self, url: str, vault: Vault = NO_KEYS) -> None:
        self.alone = Alone(url)
        self.url = url
        self.vault = vault
        self.engine = _open(url)
        # The one thing of ours that a column's type is handed, so each database has its own keys.
        self.engine.dialect.vault = vault  # type: ignore[attr-defined]
        self.writing = self.engine.execution_options(**{_WRITES: True})
        self.readers = Line(READERS)
        self.writers = Line(1 if self.is_sqlite else WRITERS)
        self.changes = Changes()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session whose changes are thrown away. Notes that it leaves are written when it has ended well."""
        notes: list[Note] = []
        with Session(self.engine, autoflush=False, info={_NOTES: notes}) as session:
            yield session
        if notes:
            with self.write() as writing:
                for note in notes:
                    note(writing)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that commits when the block ends without an error; Unavailable where others write too long."""
        with self.writers.turn(), self.write_now() as session:
            yield session

    @contextmanager
    def write_now(self) -> Iterator[Session]:
        """The same for whoever already has a place among the `writers`."""
        with Session(self.writing, expire_on_commit=False) as session:
            yield session
            session.commit()
        self.changes.note()

    def migrate(self, revision: str = "head") -> None:
        """Brings the tables to the given Alembic revision; where they are, Alembic is not even loaded."""
        if revision == "head" and self.revision() == newest_revision():
            return
        from alembic import command  # noqa: PLC0415 - three megabytes that a server needs once, after an upgrade

        config = alembic_config(self.url, self.vault)
        command.upgrade(config, revision)
        if config.attributes.get("scrub"):
            self.scrub()

    def scrub(self) -> None:
        """Overwrites what SQLite has freed but keeps in its files, such as words from before they were sealed.

        It writes the file anew: seconds for a gigabyte. PostgreSQL looks after its own.
        """
        if not self.is_sqlite:
            return
        connection = self.engine.raw_connection()
        try:
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.cursor().execute(statement)
        finally:
            connection.close()

    def revision(self) -> str | None:
        """The revision of the tables; None for an empty database."""
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            return found

    def close(self) -> None:
        self.engine.dispose()


def columns(*fields: Any) -> Select[Any]:
    """A select of plain columns, for lists that are read often: rows as tuples cost a fifth of rows as objects."""
    return select(*fields)


class Changes:
    """Tells threads of this process that something was written, so that they need not ask all the time."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self.count = 0

    def note(self) -> None:
        """Something was written: whoever waits goes on."""
        with self._condition:
            self.count += 1
            self._condition.notify_all()

    def wait(self, seen: int, seconds: float) -> None:
        """Waits until the count is no longer the one seen, but no longer than that."""
        with self._condition:
            self._condition.wait_for(lambda: self.count != seen, seconds)


class Alone:
    """A turn that one thread of one process has at a time. A file beside the database tells processes of one another,
    and the system takes it back from one that is killed. A database in memory is nobody else's.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self._thread = threading.Lock()
        is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
        self._path = Path(f"{parsed.database}.lock") if is_file else None
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Takes the turn; False when somebody else has it."""
        if not self._thread.acquire(blocking=False):
            return False
        if self._path is not None:
            self._file = self._path.open("ab")
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                self.give()
                return False
        return True

    def give(self) -> None:
        """Gives the turn back."""
        if self._file is not None:
            self._file.close()
            self._file = None
        self._thread.release()


class Lookup:
    """A select of plain columns for whichever rows are `among` some ids, for what a request asks many times.

    Its text is made once for each kind of database and handed to the driver as it is: of the time that SQLAlchemy
    takes to ask such a statement only a third is the database's. Rows have their columns' names.
    """

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement
        self._made: dict[str, _Made] = {}

    def rows(self, session: _Session, ids: Collection[str]) -> list[Any]:
        """The rows, none for no ids. One statement; one that writes has told the database all before."""
        if not ids:
            return []
        if session.autoflush:
            session.flush()
        connection = session.connection()
        made = self._made.get(connection.dialect.name) or self._make(connection.dialect)
        found = _asked(connection, made.text, made.bind(ids))
        if not made.converters:
            return [made.row(*told) for told in found]
        return [made.row(*made.converted(told)) for told in found]

    def _make(self, dialect: Dialect) -> "_Made":
        compiled = self._statement.compile(dialect=dialect)
        kinds = [column.type.dialect_impl(dialect) for column in self._statement.selected_columns]
        converters = {at: kind.result_processor(dialect, None) for at, kind in enumerate(kinds)}
        made = self._made[dialect.name] = _Made(
            text=str(compiled),
            is_array=dialect.name == "postgresql",
            row=namedtuple("Found", self._statement.selected_columns.keys()),
            converters={at: convert for at, convert in converters.items() if convert},
        )
        return made


def _asked(connection: Connection, text: str, bound: Any) -> Sequence[Any]:
    """All rows of a statement. When the driver refuses, SQLAlchemy asks again: it knows a lost connection from a wrong
    statement, and raises its own errors.
    """
    try:
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute(text, bound)
            return cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error:
        return connection.exec_driver_sql(text, bound).cursor.fetchall()


@dataclass(frozen=True)
class _Made:
    """A lookup as one kind of database takes it, and what makes Python's values of those that it tells otherwise."""

    text: str
    is_array: bool
    row: Callable[..., Any]
    converters: Mapping[int, Callable[[Any], Any]]

    def bind(self, ids: Collection[str]) -> Any:
        return {"ids": list(ids)} if self.is_array else (json.dumps(list(ids)),)

    def converted(self, told: Sequence[Any]) -> list[Any]:
        values = list(told)
        for at, convert in self.converters.items():
            values[at] = convert(values[at])
        return values


class _Ids(TypeDecorator[Sequence[str]]):
    """A list of ids as one parameter: an array on PostgreSQL, JSON text on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(Text()) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> Any:
        ids = list(value or ())
        return ids if dialect.name == "postgresql" else json.dumps(ids)


class _Given(FunctionElement[str]):
    name = "given"
    inherit_cache = True


@compiles(_Given)
def _given(element: _Given, compiler: Any, **options: Any) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **options)}))"


@compiles(_Given, "sqlite")
def _given_on_sqlite(element: _Given, compiler: Any, **options: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **options)}))"  # noqa: S608 - a placeholder


def among(column: Any) -> Any:
    """Whether a column is one of the parameter `ids`. Unlike `in_`, the statement is the same text for any number of
    ids, so it is compiled once: a page of search asks seven of them.
    """
    return column.op("IN", is_comparison=True)(_Given(bindparam("ids", type_=_Ids())))


def newest_revision() -> str:
    """The last of the migrations, whose names begin with their revisions, counted up."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def alembic_config(url: str, vault: Vault = NO_KEYS) -> "Config":
    """Alembic's settings, made in code so that an installed wheel needs no ini file."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    config.attributes["vault"] = vault
    return config


def _open(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql" and parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=30)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed, connect_args={"timeout": 15, "check_same_thread": False}, pool_size=16, max_overflow=24
    )
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


def leave_note(session: Session, note: Note) -> None:
    """Writes something although the session may only read: at once in one that writes, else in a transaction of its
    own after the reading, and before whoever asked hears an answer. When that fails, so does the reading.
    """
    notes = session.info.get(_NOTES)
    if notes is None:
        note(session)
    else:
        notes.append(note)


def pool_of(session: _Session) -> Pool:
    """What is one for each opened database, whichever session asks."""
    return session.get_bind().engine.pool


def is_postgres(session: _Session) -> bool:
    """For the few statements that the two databases spell differently."""
    return session.get_bind().dialect.name == "postgresql"
