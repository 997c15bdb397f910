"""A backup that is restored honours what was withdrawn and erased after it was made, before anybody is served."""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from app.__main__ import main
from app.access.viewer import SYSTEM
from app.core.settings import Settings
from app.participants import service as participants
from app.participants.models import Consent, Participant
from app.subjects import erasing
from app.subjects.models import LedgerEntry
from app.transcripts.models import Turn
from app.wiring import Parts, honour, open_parts
from tests.scenes import LEN, ROSA, Scene, scene


class Home:
    """An installation in a folder, as the command line sees it."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.settings = Settings(_env_file=None, data=self.data, secret="s" * 40)  # type: ignore[call-arg]
        with self.open() as parts, parts.database.write() as session:
            self.scene: Scene = scene(session)

    def person(self, name: str) -> str:
        return self.scene.speakers[name].participant_id or ""

    def open(self) -> "_Opened":
        return _Opened(self.settings)

    def withdraw(self, name: str) -> None:
        with self.open() as parts, parts.database.write() as session:
            participants.set_consent(
                session,
                SYSTEM,
                participant_id=self.person(name),
                status="withdrawn",
                scope="team",
                media_allowed=True,
            )

    def erase(self, name: str) -> None:
        with self.open() as parts, parts.database.write() as session:
            erasing.erase(session, SYSTEM, participant_id=self.person(name), confirm=name, reason="request")

    def state(self) -> tuple[str, bool]:
        """Rosa's consent, and whether Len is here."""
        with self.open() as parts, parts.database.read() as session:
            rosa = session.exec(select(Consent).where(Consent.participant_id == self.person(ROSA))).one()
            return rosa.status, session.get(Participant, self.person(LEN)) is not None


class _Opened:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __enter__(self) -> Parts:
        self._parts = open_parts(self._settings)
        return self._parts

    def __exit__(self, *_: object) -> None:
        self._parts.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIRSTHAND_SECRET", "s" * 40)
    return Home(tmp_path)  # type: ignore[return-value]


def test_what_was_taken_back_after_the_backup_is_taken_back_again(home: Home, tmp_path: Path, capsys: Any) -> None:
    kept = tmp_path / "kept.tar"
    assert main(["backup", str(kept), "--data", str(home.data)]) == 0
    home.withdraw(ROSA)
    home.erase(LEN)
    assert home.state() == ("withdrawn", False)
    assert main(["restore", str(kept), "--data", str(home.data)]) == 0
    assert "1 consents, 1 people erased" in capsys.readouterr().out
    assert home.state() == ("withdrawn", False)
    with home.open() as parts, parts.database.read() as session:
        speakers = set(session.exec(select(Turn.speaker_id)).all())
        assert home.scene.speakers[LEN].id not in speakers
    # Restored once more, it is the same: nothing is forgotten by having been honoured.
    assert main(["restore", str(kept), "--data", str(home.data)]) == 0
    assert home.state() == ("withdrawn", False)


def test_a_backup_that_was_put_back_by_hand_is_honoured_at_the_start(home: Home, tmp_path: Path) -> None:
    """As with pg_restore: the database is older, the store is not."""
    before = (home.data / "firsthand.db").read_bytes()
    home.withdraw(ROSA)
    home.erase(LEN)
    with home.open() as parts:
        parts.apply([])
    (home.data / "firsthand.db").write_bytes(before)
    for name in ("firsthand.db-wal", "firsthand.db-shm"):
        (home.data / name).unlink(missing_ok=True)
    assert home.state() == ("granted", True)
    with home.open() as parts:
        done = honour(parts)
    assert (done.consents, done.people) == (1, 1)
    assert home.state() == ("withdrawn", False)


def test_a_consent_that_was_given_again_is_not_withdrawn_again(home: Home) -> None:
    home.withdraw(ROSA)
    with home.open() as parts:
        with parts.database.write() as session:
            participants.set_consent(
                session,
                SYSTEM,
                participant_id=home.person(ROSA),
                status="granted",
                scope="company",
                media_allowed=True,
            )
        parts.apply([])
        _forget(parts)
        honour(parts)
    assert home.state() == ("granted", True)


def test_a_ledger_of_another_machine_counts(home: Home, tmp_path: Path) -> None:
    kept = tmp_path / "kept.tar"
    assert main(["backup", str(kept), "--data", str(home.data)]) == 0
    home.withdraw(ROSA)
    with home.open() as parts:
        parts.apply([])
    (home.data / "files" / "ledger").rename(tmp_path / "ledger")
    elsewhere = tmp_path / "elsewhere"
    assert main(["restore", str(kept), "--data", str(elsewhere), "--ledger", str(tmp_path / "ledger")]) == 0
    home.settings = Settings(_env_file=None, data=elsewhere, secret="s" * 40)  # type: ignore[call-arg]
    assert home.state()[0] == "withdrawn"


def test_a_backup_is_not_written_over_and_something_else_is_not_restored(home: Home, tmp_path: Path) -> None:
    other = tmp_path / "other.tar"
    other.write_text("no backup")
    assert main(["backup", str(other), "--data", str(home.data)]) == 1
    assert main(["restore", str(other), "--data", str(home.data)]) == 1
    assert home.state() == ("granted", True)


@pytest.mark.parametrize(
    "told", [{"name": "../outside.txt"}, {"name": "/outside.txt"}, {"name": "link", "type": tarfile.SYMTYPE}]
)
def test_a_backup_that_reaches_outside_of_its_folder_is_not_unpacked(
    home: Home, tmp_path: Path, told: dict[str, Any], capsys: Any
) -> None:
    path = tmp_path / "odd.tar"
    member = tarfile.TarInfo(told["name"])
    member.type, member.linkname = told.get("type", tarfile.REGTYPE), "/etc/hostname"
    with tarfile.open(path, "w") as archive:
        archive.addfile(member)
    assert main(["restore", str(path), "--data", str(home.data)]) == 1
    assert "which no backup holds" in capsys.readouterr().err
    assert not list(tmp_path.rglob("outside.txt"))
    assert home.state() == ("granted", True)


def _forget(parts: Parts) -> None:
    """The database of before the ledger."""
    with parts.database.write() as session:
        for row in _entries(session):
            session.delete(row)


def _entries(session: Session) -> list[LedgerEntry]:
    return list(session.exec(select(LedgerEntry)).all())
