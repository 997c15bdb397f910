"""The command line does what it says, and says in words what it cannot do."""

import io
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from app import __main__ as command_line
from app.accounts import service as accounts
from app.accounts.models import User
from app.core.database import Database


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the database; no setting comes from this machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FIRSTHAND_DATABASE_URL", raising=False)
    return tmp_path / "data"


def opened(data: Path) -> Database:
    return Database(f"sqlite:///{data / 'firsthand.db'}")


def test_a_token_from_the_command_line_opens_the_api_with_its_role(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(["token", "Bot@example.org", "--role", "researcher", "--data", str(data)]) == 0
    secret = capsys.readouterr().out.strip()
    with opened(data).read() as session:
        found = accounts.by_token(session, secret)
    assert found
    assert (found[0].email, found[1].role) == ("bot@example.org", "researcher")


def test_an_administrator_is_made_with_a_password_from_standard_input(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough one\n"))
    assert command_line.main(["create-admin", "Ada@example.org", "--data", str(data)]) == 0
    assert "ada@example.org can sign in" in capsys.readouterr().out
    with opened(data).write() as session:
        user = accounts.by_password(session, email="ada@example.org", password="a long enough one")
        assert user.role == "admin"


def test_a_password_that_is_too_short_is_refused_in_words(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert command_line.main(["create-admin", "ada@example.org", "--data", str(data)]) == 1
    assert "at least 10 characters" in capsys.readouterr().err
    with opened(data).read() as session:
        assert session.exec(select(User)).all() == []


def test_a_wrong_setting_is_named_with_its_variable(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FIRSTHAND_PORT", "eighty")
    assert command_line.main(["token", "bot@example.org", "--data", str(data)]) == 2
    assert "FIRSTHAND_PORT" in capsys.readouterr().err


def test_the_demo_loads_once(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["demo", "--data", str(data)]) == 0
    assert "Loaded" in capsys.readouterr().out
    assert command_line.main(["demo", "--data", str(data)]) == 1
    assert "not empty" in capsys.readouterr().out


def test_a_stale_api_description_is_told_from_a_fresh_one(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data.parent / "openapi.json"
    assert command_line.main(["openapi", str(path), "--check"]) == 1
    assert "./dev api" in capsys.readouterr().err
    assert command_line.main(["openapi", str(path)]) == 0
    assert command_line.main(["openapi", str(path), "--check"]) == 0
    path.write_text(path.read_text().replace("/api/session", "/api/sesion"))
    assert command_line.main(["openapi", str(path), "--check"]) == 1


def test_a_log_that_was_tampered_with_fails_the_check_and_names_the_entry(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(["demo", "--data", str(data)]) == 0
    assert command_line.main(["audit", "head", "--data", str(data)]) == 0
    head = capsys.readouterr().out.splitlines()[-1]
    assert command_line.main(["audit", "verify", "--anchor", head, "--note", "--data", str(data)]) == 0
    assert f"head {head}" in capsys.readouterr().out
    with opened(data).writing.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_delete"))
        connection.execute(text("DELETE FROM audit_entry WHERE seq = 7"))
    assert command_line.main(["audit", "verify", "--data", str(data)]) == 1
    assert "Entry 7: it is missing" in capsys.readouterr().out
    assert command_line.main(["audit", "verify", "--anchor", "7", "--data", str(data)]) == 1
    assert "a colon" in capsys.readouterr().err


def test_the_doctor_notices_a_log_that_does_not_hold(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["demo", "--data", str(data)]) == 0
    command_line.main(["doctor", "--data", str(data)])
    assert "ok   Audit log" in capsys.readouterr().out
    with opened(data).writing.begin() as connection:
        connection.execute(text("UPDATE audit_head SET seq = seq + 1"))
    assert command_line.main(["doctor", "--data", str(data)]) == 1
    assert "LOOK Audit log" in capsys.readouterr().err


def test_old_entries_go_and_what_is_said_of_a_person_is_emptied(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["demo", "--data", str(data)]) == 0
    assert command_line.main(["audit", "forget", "nobody", "--data", str(data)]) == 0
    assert command_line.main(["audit", "prune", "--before", "2020-01-01", "--data", str(data)]) == 0
    told = capsys.readouterr().out
    assert "Emptied 0 entries" in told
    assert "Deleted 0 entries" in told
