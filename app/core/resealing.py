"""Sealing everything anew, a portion at a time: interrupted, it goes on where it stopped when it is run again."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import (
    ColumnElement,
    Connection,
    TableClause,
    Text,
    and_,
    column,
    func,
    not_,
    or_,
    select,
    table,
    text,
    update,
)
from sqlmodel import SQLModel

from app.core.database import Database
from app.core.vault import Sealed, Vault, key_of, missing

PORTION = 200
Progress = Callable[[int, int], None]


@dataclass
class Seals:
    """How many texts are sealed with which key; `plain` ones were written past the program."""

    by_key: Counter[str] = field(default_factory=Counter)
    plain: int = 0


def sealed_tables() -> list[tuple[TableClause, list[str]]]:
    """Every table with sealed columns and their names, as plain text columns."""
    found = []
    for one in SQLModel.metadata.sorted_tables:
        names = [each.name for each in one.columns if isinstance(each.type, Sealed)]
        if names:
            found.append((table(one.name, column("id", Text), *(column(name, Text) for name in names)), names))
    return found


def seals(database: Database) -> Seals:
    """What is sealed with which key. Opens nothing."""
    found = Seals()
    with database.engine.connect() as connection:
        for plain, names in sealed_tables():
            for name in names:
                _count(connection, plain.c[name], found)
    return found


def need_keys(database: Database) -> None:
    """Raises KeyMissing when something is sealed with a key that is not here."""
    if unknown := sorted(seals(database).by_key.keys() - set(database.vault.ids)):
        raise missing(*unknown)


def reseal(database: Database, progress: Progress) -> tuple[int, int]:
    """Seals with the key in force what is not yet; returns how many rows that were, and how many could not be opened.

    Each portion is a transaction of its own, so the work may be stopped at any time, and beside a running server.
    """
    vault = database.vault
    tables = [(plain, names, _stale(vault, plain, names)) for plain, names in sealed_tables()]
    with database.engine.connect() as connection:
        total = sum(connection.scalar(select(func.count()).select_from(one).where(old)) or 0 for one, _, old in tables)
    done = failed = 0
    for plain, names, stale in tables:
        for count, unreadable in _portions(database, plain, names, stale):
            done, failed = done + count, failed + unreadable
            progress(done + failed, total)
    return done, failed


def give_up(database: Database) -> int:
    """Empties what is sealed with keys that are not here, for whoever lost a key for good; returns how many texts."""
    emptied = 0
    with database.writing.begin() as connection:
        for plain, names in sealed_tables():
            for name in names:
                here = [plain.c[name].startswith(f"sealed:{key}:") for key in database.vault.ids]
                lost = and_(plain.c[name].startswith("sealed:"), not_(or_(*here)))
                emptied += connection.execute(update(plain).where(lost).values({name: ""})).rowcount
    return emptied


def _stale(vault: Vault, plain: TableClause, names: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(and_(plain.c[name] != "", not_(plain.c[name].startswith(vault.mark))) for name in names))


def _portions(
    database: Database, plain: TableClause, names: Sequence[str], stale: ColumnElement[bool]
) -> Iterator[tuple[int, int]]:
    last = ""
    while True:
        with database.writing.begin() as connection:
            query = select(plain).where(stale, plain.c.id > last).order_by(plain.c.id).limit(PORTION)
            rows = connection.execute(query).all()
            unreadable = sum(not _one(connection, database.vault, plain, names, row._mapping) for row in rows)
        if not rows:
            return
        last = rows[-1].id
        yield len(rows) - unreadable, unreadable


def _one(connection: Connection, vault: Vault, plain: TableClause, names: Sequence[str], row: object) -> bool:
    """Seals a row anew unless somebody changed it meanwhile; false when its key is not here."""
    stored: dict[str, str] = {name: row[name] for name in names if row[name]}  # type: ignore[index]
    if any(key_of(text) not in (None, *vault.ids) for text in stored.values()):
        return False
    same = (plain.c[name] == text for name, text in stored.items())
    fresh = {name: vault.seal(vault.open(text)) for name, text in stored.items()}
    connection.execute(update(plain).where(plain.c.id == row["id"], *same).values(fresh))  # type: ignore[index]
    return True


def _count(connection: Connection, stored: ColumnElement[str], found: Seals) -> None:
    length = len("sealed:") + 12
    query = select(func.substr(stored, 1, length), func.count()).where(stored != "").group_by(text("1"))
    for beginning, count in connection.execute(query):
        name = beginning.removeprefix("sealed:")
        if name != beginning and len(name) == length - len("sealed:"):
            found.by_key[name] += count
        else:
            found.plain += count
