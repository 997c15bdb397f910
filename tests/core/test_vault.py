"""Private fields are sealed before they reach the database, under keys that can be changed."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlmodel import select

from app import __main__ as command_line
from app.core.database import Database
from app.core.resealing import give_up, need_keys, reseal, seals
from app.core.settings import Settings
from app.core.vault import KeyMissing, Vault
from app.participants.models import Participant
from app.projects.models import Project

OLD, NEW = "an old key, thirty-two letters long", "a new key, thirty-two letters long!"
NAMES = {"legal_name": "Zdenka Realnamova", "contact": "zdenka.real@example.org", "incentive": "Voucher for 71 gold"}


def quiet(_done: int, _of: int) -> None:
    """Nobody watches."""


@pytest.fixture
def old(database_url: str) -> Iterator[Database]:
    """A database with three people, sealed under the old key."""
    opened = Database(database_url, Vault([OLD]))
    add(opened, 3)
    yield opened
    opened.close()


def add(database: Database, count: int) -> None:
    with database.write() as session:
        project = Project(name="Listening")
        session.add(project)
        session.flush()
        session.add_all(
            [Participant(project_id=project.id, pseudonym=f"P{number}", **NAMES) for number in range(count)]
        )


def files(folder: Path) -> bytes:
    """All that lies on the disk of a SQLite database, its journal too."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("firsthand.db*")))


@given(st.text(max_size=300))
def test_what_is_sealed_opens_again_and_never_looks_like_itself(text: str) -> None:
    sealed = Vault([OLD]).seal(text)
    assert Vault([NEW, OLD]).open(sealed) == text
    assert text == "" or len(text) < 3 or text not in sealed
    if text:
        assert sealed != Vault([OLD]).seal(text)
        with pytest.raises(KeyMissing):
            Vault([NEW]).open(sealed)


def test_the_files_of_the_database_hold_no_private_words(
    researcher: TestClient, settings: Settings, database: Database
) -> None:
    project = researcher.post("/api/projects", json={"name": "Listening"}).json()["id"]
    made = researcher.post(f"/api/projects/{project}/participants", json={"pseudonym": "Maureen", **NAMES}).json()
    changed = {"contact": "+420 555 0199 17", "version": 1}
    researcher.patch(f"/api/participants/{made['id']}", json=changed)
    assert researcher.get(f"/api/participants/{made['id']}").json()["private"] == {
        **NAMES,
        "contact": changed["contact"],
    }
    stored = files(settings.data)
    assert b"Maureen" in stored, "this looks at the right files"
    for word in (*NAMES.values(), str(changed["contact"])):
        assert word.encode() not in stored


def test_an_upgrade_seals_what_was_plain_and_leaves_no_trace(tmp_path: Path) -> None:
    before = Database(f"sqlite:///{tmp_path / 'firsthand.db'}", Vault([OLD]))
    before.migrate("0012")
    with before.writing.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO project (id, created_at, updated_at, version, name, goal, questions, access, team) "
            "VALUES ('p', '2026-01-01', '2026-01-01', 1, 'Listening', '', '[]', 'open', '')"
        )
        connection.exec_driver_sql(
            "INSERT INTO participant (id, created_at, updated_at, version, project_id, pseudonym, legal_name, contact,"
            " segment, role, region, attributes) VALUES ('z', '2026-01-01', '2026-01-01', 1, 'p', 'Maureen',"
            f" '{NAMES['legal_name']}', '{NAMES['contact']}', '', '', '', '{{\"Plan\": \"gold\"}}')"
        )
    with pytest.raises(KeyMissing):
        Database(before.url).migrate()
    before.migrate()
    with before.read() as session:
        person = session.exec(select(Participant)).one()
        assert (person.legal_name, person.contact, person.incentive) == (NAMES["legal_name"], NAMES["contact"], "")
        assert person.attributes == {"Plan": "gold"}
    stored = files(tmp_path)
    before.close()
    assert b"Maureen" in stored
    assert NAMES["legal_name"].encode() not in stored
    assert NAMES["contact"].encode() not in stored


def test_a_wrong_key_is_said_in_words_and_changes_nothing(old: Database) -> None:
    wrong = Database(old.url, Vault([NEW]))
    with pytest.raises(KeyMissing, match=f"{Vault([OLD]).ids[0]}.*FIRSTHAND_PRIVATE_KEYS"), wrong.read() as session:
        session.exec(select(Participant)).all()
    with pytest.raises(KeyMissing):
        need_keys(wrong)
    assert reseal(wrong, quiet) == (0, 3), "what cannot be opened is left alone"
    wrong.close()
    with old.read() as session:
        assert {person.contact for person in session.exec(select(Participant))} == {NAMES["contact"]}


@pytest.mark.both_databases
def test_a_rotation_that_was_interrupted_goes_on(old: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.core.resealing.PORTION", 1)

    def interrupt(done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    rotated = Database(old.url, Vault([NEW, OLD]))
    with pytest.raises(KeyboardInterrupt):
        reseal(rotated, interrupt)
    assert seals(rotated).by_key == {rotated.vault.ids[0]: 6, rotated.vault.ids[1]: 3}
    with rotated.read() as session:
        assert {person.legal_name for person in session.exec(select(Participant))} == {NAMES["legal_name"]}
    assert reseal(rotated, quiet) == (1, 0)
    assert reseal(rotated, quiet) == (0, 0)
    need_keys(only := Database(old.url, Vault([NEW])))
    with only.read() as session:
        assert {person.incentive for person in session.exec(select(Participant))} == {NAMES["incentive"]}
        assert {person.version for person in session.exec(select(Participant))} == {1}, "nobody edited anything"
    for database in (rotated, only):
        database.close()


def test_a_key_lost_for_good_is_given_up_on_purpose_only(old: Database) -> None:
    fresh = Database(old.url, Vault([NEW]))
    add(fresh, 1)
    assert give_up(fresh) == 9
    with fresh.read() as session:
        assert sorted(person.contact for person in session.exec(select(Participant))) == ["", "", "", NAMES["contact"]]
    fresh.close()


def test_a_sealed_column_refuses_to_be_compared() -> None:
    with pytest.raises(TypeError, match="sealed column"):
        select(Participant).where(Participant.contact == NAMES["contact"])


def test_the_secret_goes_on_opening_what_it_sealed(tmp_path: Path) -> None:
    def keys(**values: str) -> list[str]:
        return Settings(_env_file=None, data=tmp_path, **values).vault_keys  # type: ignore[call-arg, arg-type]

    made = keys()
    assert made == [(tmp_path / "secret").read_text()]
    assert keys() == made, "it is kept"
    assert keys(secret="s" * 40) == ["s" * 40, *made]
    assert keys(secret="s" * 40, private_keys=f"{NEW.replace(',', ' ')}, {OLD.replace(',', ' ')}")[2:] == [
        "s" * 40,
        *made,
    ]
    with pytest.raises(ValidationError, match="32 random characters"):
        keys(private_keys="short")


def test_the_command_line_rotates_and_the_doctor_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FIRSTHAND_DATABASE_URL", raising=False)
    monkeypatch.setenv("FIRSTHAND_SEARCH", "memory")
    data = ["--data", str(tmp_path / "data")]
    first, second = "a" * 20 + "b" * 20, "c" * 20 + "d" * 20
    database = Database(f"sqlite:///{tmp_path / 'data' / 'firsthand.db'}", Vault([first]))
    database.migrate()
    add(database, 2)

    monkeypatch.setenv("FIRSTHAND_PRIVATE_KEYS", second)
    assert command_line.main(["doctor", *data]) == 1
    assert f"Private fields: Private fields are sealed with a key that is not here ({database.vault.ids[0]})" in (
        capsys.readouterr().err
    )
    assert command_line.main(["rotate-key", *data]) == 1

    monkeypatch.setenv("FIRSTHAND_PRIVATE_KEYS", f"{second}, {first}")
    assert command_line.main(["rotate-key", *data]) == 0
    assert "Sealed 2 rows" in capsys.readouterr().out
    monkeypatch.setenv("FIRSTHAND_PRIVATE_KEYS", second)
    assert command_line.main(["doctor", *data]) == 0
    assert "6 texts sealed with the key in force" in capsys.readouterr().out
    raw = sqlite3.connect(tmp_path / "data" / "firsthand.db").execute("SELECT contact FROM participant").fetchall()
    assert all(text.startswith(f"sealed:{Vault([second]).ids[0]}:") for (text,) in raw)
    database.close()
