"""`firsthand reindex` and its check."""

from pathlib import Path

import pytest

from app import __main__ as command_line
from app.core.database import Database
from tests.scenes import scene


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one interview that no index has heard of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FIRSTHAND_DATABASE_URL", raising=False)
    database = Database(f"sqlite:///{tmp_path / 'data' / 'firsthand.db'}")
    database.migrate()
    with database.write() as session:
        scene(session)
    database.close()
    return tmp_path / "data"


def run(*arguments: str) -> int:
    return command_line.main(["reindex", *arguments])


def test_building_anew_makes_index_and_database_agree(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--data", str(data)) == 0
    assert "Indexed 5 quotes" in capsys.readouterr().out
    assert run("--check", "--data", str(data)) == 0
    assert "They agree." in capsys.readouterr().out


def test_a_check_names_what_differs_and_fails(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--data", str(data))
    database = Database(f"sqlite:///{data / 'firsthand.db'}")
    with database.write() as session:
        made = scene(session)
    database.close()
    assert run("--check", "--data", str(data)) == 1
    said = capsys.readouterr().out
    assert "Missing: 5" in said
    assert any(f"t-{turn.id}" in said for turn in made.turns)


def test_without_an_index_a_check_says_so_in_words(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--check", "--data", str(data)) == 1
    assert "cannot answer" in capsys.readouterr().err


def test_a_second_writer_is_told_who_holds_the_index(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from app.core.settings import Settings
    from app.wiring import claim_index, open_parts

    parts = open_parts(Settings(_env_file=None, data=data))  # type: ignore[call-arg]
    claim_index(parts)
    assert run("--data", str(data)) == 1
    assert "already open for writing" in capsys.readouterr().err
    parts.close()


def test_whoever_watches_sees_how_far_it_is(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run("--data", str(data)) == 0
    assert f"[{'█' * 30}] 1 of 1 interviews\n" in capsys.readouterr().err


def test_who_stops_it_is_told_that_nothing_is_lost(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    assert run("--data", str(data)) == 0
    with monkeypatch.context() as patch:
        patch.setattr(command_line, "_bar", stopped)
        assert run("--data", str(data)) == command_line.INTERRUPTED
    assert "Run it again to go on where it stopped." in capsys.readouterr().err
    assert run("--check", "--data", str(data)) == 0
    assert run("--data", str(data)) == 0
