"""The audit log is a chain: nothing in it can be changed, taken away or put in between without being found."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from app.audit import chain, checking, keeping
from app.audit.models import AuditEntry
from app.audit.service import record
from app.core.clock import now
from app.core.database import Database
from app.core.errors import Invalid

ADA = SimpleNamespace(name="Ada", user_id="ada")


def deed(session: Session, target: str = "t", **detail: object) -> None:
    record(session, actor=ADA, action="thing.change", target_kind="thing", target_id=target, detail=detail)


def deeds(database: Database, count: int) -> None:
    for number in range(count):
        with database.write() as session:
            deed(session, number=number)


def verified(database: Database, anchor: checking.Anchor | None = None) -> checking.Checked:
    with database.read() as session:
        return checking.verify(session, anchor=anchor)


def behind_our_back(database: Database, statement: str) -> None:
    """Somebody with the database's password takes the triggers away and then does what they refuse."""
    with database.writing.begin() as connection:
        without_triggers(connection, database)
        connection.execute(text(statement))


def without_triggers(connection: Connection, database: Database) -> None:
    if database.is_sqlite:
        for name in ("change", "delete", "replace"):
            connection.execute(text(f"DROP TRIGGER audit_entry_no_{name}"))
    else:
        connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))


@pytest.mark.both_databases
def test_entries_are_numbered_without_gaps_and_hold_together(database: Database) -> None:
    deeds(database, 3)
    with pytest.raises(RuntimeError), database.write() as session:
        deed(session)
        session.flush()
        raise RuntimeError
    with database.write() as session:
        deed(session, umlaut="Jörg says “no” 🙁", nested={"b": [1, 2.5, None], "a": True})
        deed(session)
    with database.read() as session:
        assert session.exec(select(AuditEntry.seq).order_by(col(AuditEntry.id))).all() == [1, 2, 3, 4, 5]
    found = verified(database)
    assert found.holds, found.why
    assert (found.entries, found.head.seq) == (5, 5)


@pytest.mark.both_databases
def test_what_a_savepoint_takes_back_leaves_no_gap(database: Database) -> None:
    with database.write() as session:
        deed(session, kept=1)
        with session.begin_nested() as inner:
            deed(session, lost=1)
            session.flush()
            inner.rollback()
        with session.begin_nested():
            deed(session, kept=2)
    found = verified(database)
    assert found.holds, found.why
    assert found.entries == 2


@pytest.mark.both_databases
def test_many_writers_at_once_make_one_chain(database: Database) -> None:
    writers, each = 8, 12
    failed: list[BaseException] = []

    def write(name: int) -> None:
        try:
            for number in range(each):
                with database.write() as session:
                    deed(session, writer=name, number=number)
                    session.flush()
                    deed(session, writer=name, second=number)
        except BaseException as error:  # noqa: BLE001 - told below, on the main thread
            failed.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    found = verified(database)
    assert found.holds, found.why
    assert found.entries == writers * each * 2
    with database.read() as session:
        rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.seq))).all()
    for name in range(writers):
        own = [row.detail.get("number", row.detail.get("second")) for row in rows if row.detail["writer"] == name]
        assert own == sorted(own), "the deeds of one writer stand in their order"


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_long_transaction_does_not_make_others_wait(database: Database) -> None:
    """They would wait for ever here, if a deed took its place in the chain before the commit."""
    with database.write() as slow:
        deed(slow, slow=True)
        slow.flush()
        deeds(database, 2)
    with database.read() as session:
        rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.seq))).all()
    assert [row.detail for row in rows] == [{"number": 0}, {"number": 1}, {"slow": True}]
    assert verified(database).holds


@pytest.mark.both_databases
def test_the_database_refuses_to_change_or_delete_an_entry(database: Database) -> None:
    deeds(database, 2)
    for statement in (
        "UPDATE audit_entry SET actor = 'Eve'",
        "UPDATE audit_entry SET detail = '{\"number\": 9}'",
        "UPDATE audit_entry SET seq = seq + 10",
        "UPDATE audit_entry SET hash = content_hash",
        "UPDATE audit_entry SET action = 'thing.read', actor = '', salt = '', detail = '{}'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE seq = 2",
    ):
        with pytest.raises(DBAPIError, match="append only"), database.writing.begin() as connection:
            connection.execute(text(statement))
    assert verified(database).holds


def test_sqlite_refuses_to_replace_an_entry(database: Database) -> None:
    deeds(database, 2)
    replace = "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 1"
    with pytest.raises(DBAPIError, match="append only"), database.writing.begin() as connection:
        connection.execute(text(replace))


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_empty_the_log(database: Database) -> None:
    deeds(database, 2)
    with pytest.raises(DBAPIError, match="append only"), database.writing.begin() as connection:
        connection.execute(text("TRUNCATE audit_entry"))


TAMPERED = {
    "UPDATE audit_entry SET actor = 'Eve' WHERE seq = 3": (3, "actor or detail"),
    "UPDATE audit_entry SET detail = '{}' WHERE seq = 3": (3, "actor or detail"),
    "UPDATE audit_entry SET detail = '{}', actor = '', salt = '' WHERE seq = 3": (3, "emptied without a note"),
    "UPDATE audit_entry SET actor_id = 'eve' WHERE seq = 3": (3, "it was changed"),
    "UPDATE audit_entry SET project_id = 'other' WHERE seq = 3": (3, "it was changed"),
    "UPDATE audit_entry SET at = (SELECT at FROM audit_entry WHERE seq = 1) WHERE seq = 3": (3, "it was changed"),
    "DELETE FROM audit_entry WHERE seq = 3": (3, "missing"),
    "DELETE FROM audit_entry WHERE seq = 1": (1, "missing"),
    "DELETE FROM audit_entry WHERE seq >= 4": (4, "missing"),
    "DELETE FROM audit_head": (1, "where the chain ends"),
    "UPDATE audit_head SET pruned_seq = 2, pruned_hash = (SELECT hash FROM audit_entry WHERE seq = 2)": (2, "pruned"),
    "UPDATE audit_head SET hash = pruned_hash": (5, "ends in another entry"),
    "INSERT INTO audit_entry (at, actor, action, target_kind, target_id, detail, salt) "
    "SELECT at, actor, action, target_kind, target_id, detail, salt FROM audit_entry WHERE seq = 1": (
        6,
        "without a place",
    ),
}


@pytest.mark.both_databases
def test_the_first_entry_that_was_tampered_with_is_named(database: Database) -> None:
    deeds(database, 5)
    assert verified(database).holds
    for statement, (seq, why) in TAMPERED.items():
        with database.writing.connect() as connection, Session(connection) as session:
            without_triggers(connection, database)
            connection.execute(text(statement))
            found = checking.verify(session)
            assert (found.holds, found.broken_seq) == (False, seq), statement
            assert why in found.why, statement
            connection.rollback()
    assert verified(database).holds


def test_a_chain_written_anew_is_told_by_a_head_that_was_kept(database: Database) -> None:
    deeds(database, 4)
    kept = verified(database).head
    forged = """UPDATE audit_entry SET detail = '{"number": 77}' WHERE seq = 2"""
    behind_our_back(database, forged)
    _chain_anew(database)
    assert verified(database).holds
    found = verified(database, anchor=checking.read_anchor(str(kept)))
    assert (found.holds, found.broken_seq) == (False, 4)
    assert "anew" in found.why


def test_a_log_that_lost_its_end_is_told_by_a_head_that_was_kept(database: Database) -> None:
    deeds(database, 4)
    kept = verified(database).head
    behind_our_back(database, "DELETE FROM audit_entry WHERE seq > 2")
    _chain_anew(database)
    assert verified(database).holds
    assert verified(database, anchor=kept).broken_seq == 3


def _chain_anew(database: Database) -> None:
    """What somebody can do who knows how it is made, and writes to the database."""
    before, last = chain.GENESIS, 0
    with database.write() as session:
        for line in chain.lines_after(session, 0, 100):
            content = chain.content_hash(line)
            before, last = chain.chained(before, line, seq=line.seq or 0, content=content), line.seq or 0
            session.connection().execute(
                text("UPDATE audit_entry SET content_hash = :content, hash = :hash WHERE id = :id"),
                {"content": content, "hash": before, "id": line.id},
            )
        session.connection().execute(text(f"UPDATE audit_head SET seq = {last}, hash = '{before}'"))


@pytest.mark.parametrize(
    "anchor", ["", "5", "five:abc", f"5:{'a' * 63}", f"5²:{'a' * 64}", f"{'9' * 5_000}:{'a' * 64}"]
)
def test_a_head_that_is_none_is_refused_in_words(anchor: str) -> None:
    with pytest.raises(Invalid, match="a colon"):
        checking.read_anchor(anchor)


@pytest.mark.both_databases
def test_old_entries_are_pruned_and_the_rest_is_still_proved(database: Database) -> None:
    deeds(database, 3)
    border = now() + timedelta(seconds=1)
    _later(database, border + timedelta(days=1))
    kept = verified(database).head
    with database.write() as session:
        assert keeping.prune(session, actor=ADA, before=border) == 3
    with database.write() as session:
        assert keeping.prune(session, actor=ADA, before=border) == 0
    found = verified(database, anchor=kept)
    assert found.holds, found.why
    assert (found.entries, found.head.seq) == (2, 5)
    with database.read() as session:
        note = session.exec(select(AuditEntry).where(AuditEntry.action == "audit.prune")).one()
    assert (note.detail["up_to"], note.detail["entries"]) == (3, 3)


def _later(database: Database, at: object) -> None:
    with database.write() as session:
        deed(session, late=True)
        row = next(one for one in session.new if isinstance(one, AuditEntry))
        row.at = at  # type: ignore[assignment]


@pytest.mark.both_databases
def test_what_entries_say_about_a_person_is_forgotten_and_their_place_still_proved(database: Database) -> None:
    deeds(database, 2)
    with database.write() as session:
        deed(session, target="rosa", said="something that should never have been here")
        deed(session, target="len")
        deed(session, target="rosa")
    with database.write() as session:
        assert keeping.forget(session, actor=ADA, person_id="rosa", reason="art. 17") == 2
    with database.write() as session:
        assert keeping.forget(session, actor=ADA, person_id="rosa") == 0
    found = verified(database)
    assert found.holds, found.why
    with database.read() as session:
        about = session.exec(
            select(AuditEntry).where(AuditEntry.target_id == "rosa").order_by(col(AuditEntry.seq))
        ).all()
    assert [(row.actor, row.detail) for row in about[:2]] == [("", {}), ("", {})]
    assert about[2].detail == {"entries": [[3, 3], [5, 5]], "reason": "art. 17"}


@pytest.mark.both_databases
def test_entries_from_before_the_chain_are_chained_without_what_they_should_not_have_held(
    database_url: str, tmp_path: Path
) -> None:
    database = Database(database_url)
    _downgrade(database)
    insert = text(
        "INSERT INTO audit_entry (at, actor_id, actor, action, target_kind, target_id, detail) VALUES "
        "('2026-01-02 03:04:05.678901+00:00', 'ada', 'Ada', 'interview.delete', 'interview', :target, :detail)"
    )
    with database.writing.begin() as connection:
        for number in range(3):
            detail = f'{{"title": "Interview with Rosa {number}", "version": {number}}}'
            connection.execute(insert, {"target": f"i{number}", "detail": detail})
    database.migrate()
    found = verified(database)
    assert found.holds, found.why
    with database.read() as session:
        assert [row.detail for row in session.exec(select(AuditEntry).order_by(col(AuditEntry.seq)))] == [
            {"version": 0},
            {"version": 1},
            {"version": 2},
        ]
    deeds(database, 1)
    assert verified(database).entries == 4
    database.close()


def _downgrade(database: Database) -> None:
    from alembic import command

    from app.core.database import alembic_config

    command.downgrade(alembic_config(database.url), "0017")


def test_progress_is_told_while_a_long_log_is_read(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "BATCH", 10)
    with database.write() as session:
        for number in range(25):
            deed(session, number=number)
    told: list[tuple[int, int]] = []
    hear: Callable[[int, int], None] = lambda done, of: told.append((done, of))  # noqa: E731
    with database.read() as session:
        assert checking.verify(session, progress=hear).holds
    assert told == [(10, 25), (20, 25), (25, 25)]
