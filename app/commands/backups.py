"""`firsthand backup` and `firsthand restore`: everything of a laptop's installation in one file, and back.

A restored backup is older than what people took back after it was made. The ledger of withdrawals and erasures is not
part of a backup: it lies in the store, is kept when the rest is replaced, and is honoured before anybody is served.
"""

import argparse
import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from app.core.clock import now
from app.core.errors import FirsthandError, Invalid
from app.core.ids import new_id
from app.core.settings import Settings
from app.outbox import service as outbox
from app.recordings.store import open_store
from app.subjects import honouring, ledger
from app.wiring import claim_index, open_parts

DATABASE, FILES, MANIFEST = "firsthand.db", "files", "manifest.json"
FORM = 1


class NotThisWay(FirsthandError):
    code = "not_this_way"
    title = "This installation is backed up another way"


def add_arguments(commands: Any, data: argparse.ArgumentParser, settings: Any) -> None:
    """The two commands."""
    backup = commands.add_parser("backup", parents=[data], help="write everything into one file, also while serving")
    backup.add_argument("path", type=Path, help="the file to write, e.g. firsthand-2026-11-22.tar")
    backup.set_defaults(run=lambda options: write(settings(options), options.path))
    restore = commands.add_parser("restore", parents=[data], help="put a backup in the place of what is here")
    restore.add_argument("path", type=Path, help="a file that `firsthand backup` wrote")
    restore.add_argument("--ledger", type=Path, help="a folder with a newer ledger, e.g. of a lost machine")
    restore.set_defaults(run=lambda options: read(settings(options), options.path, options.ledger))


def write(settings: Settings, path: Path) -> int:
    """Writes a backup: the database as of one moment, then the files. Keys and the index are not part of it."""
    _need_laptop(settings)
    if path.exists():
        raise Invalid(f"{path} exists already; name another file.")
    copy = settings.data / f"backup-{new_id()}.db"
    unfinished = path.with_name(path.name + ".part")
    try:
        _copy_database(settings.data / DATABASE, copy)
        with tarfile.open(unfinished, "w") as archive:
            _add(archive, MANIFEST, {"form": FORM, "made_at": now().isoformat()})
            archive.add(copy, DATABASE)
            for one in _files(settings.data / FILES):
                archive.add(one, one.relative_to(settings.data).as_posix(), recursive=False)
        unfinished.replace(path)
    finally:
        copy.unlink(missing_ok=True)
        unfinished.unlink(missing_ok=True)
    print(f"Wrote {path} ({path.stat().st_size / 1024**2:,.0f} MB). The key of this installation is not in it: keep")  # noqa: T201
    print("FIRSTHAND_SECRET, or the file `secret` in the data folder, and FIRSTHAND_PRIVATE_KEYS somewhere else.")  # noqa: T201
    return 0


def read(settings: Settings, path: Path, more: Path | None = None) -> int:
    """Puts a backup in the place of what is here, and does again what people took back after it was made."""
    _need_laptop(settings)
    if not path.exists():
        raise Invalid(f"There is no {path}.")
    known = _current_ledger(settings)
    fresh = settings.data / f"restore-{new_id()}"
    try:
        _unpack(path, fresh)
        _swap(settings.data, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    parts = open_parts(settings)
    try:
        done = honouring.honour(parts.database, parts.store, [*known, *_kept_apart(more)])
        outbox.drain(parts.database, parts.apply)
    finally:
        parts.close()
    print(f"Restored {path}.")  # noqa: T201
    print(_told(done))  # noqa: T201
    return 0


def _need_laptop(settings: Settings) -> None:
    if settings.database_url or settings.store_url:
        raise NotThisWay(
            "This installation keeps its data in PostgreSQL or in a bucket: back those up with their own tools "
            "(pg_dump, versions of the bucket). Leave the folder `ledger` of the store as it is when you restore: "
            "at its next start the server honours what was withdrawn or erased since."
        )


def _copy_database(source: Path, target: Path) -> None:
    if not source.exists():
        raise Invalid(f"There is no database in {source.parent}.")
    with sqlite3.connect(source) as reading, sqlite3.connect(target) as writing:
        reading.backup(writing)
    reading.close()
    writing.close()


def _files(folder: Path) -> Iterable[Path]:
    """Everything but the ledger, which outlives every backup."""
    apart = folder / ledger.FOLDER
    return sorted(one for one in folder.rglob("*") if one.is_file() and apart not in one.parents)


def _add(archive: tarfile.TarFile, name: str, value: Mapping[str, Any]) -> None:
    data = json.dumps(value).encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))


def _current_ledger(settings: Settings) -> list[dict[str, Any]]:
    """What the installation that is here knows. Opening it proves that no server holds it."""
    if not (settings.data / DATABASE).exists():
        return []
    parts = open_parts(settings)
    try:
        claim_index(parts)
        ledger.keep(parts.database, parts.store)
        return ledger.everything(parts.database)
    finally:
        parts.close()


def _unpack(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    try:
        with tarfile.open(path) as archive:
            _check_members(archive, folder, path)
            if hasattr(tarfile, "data_filter"):
                archive.extractall(folder, filter="data")
            else:  # Python 3.11 before 3.11.4
                archive.extractall(folder)  # noqa: S202 - looked at above
        manifest = json.loads((folder / MANIFEST).read_text())
    except (tarfile.TarError, OSError, ValueError) as error:
        raise Invalid(f"{path} is no backup that `firsthand backup` wrote.") from error
    if manifest.get("form") != FORM or not (folder / DATABASE).exists():
        raise Invalid(f"{path} was written by another version; restore it with that one.")


def _check_members(archive: tarfile.TarFile, folder: Path, path: Path) -> None:
    """Raises Invalid for an archive that holds anything but files and folders that stay where they are put."""
    for member in archive:
        inside = (folder / member.name).resolve().is_relative_to(folder.resolve())
        if not inside or not (member.isreg() or member.isdir()):
            raise Invalid(f"{path} holds “{member.name}”, which no backup holds. Nothing was restored from it.")


def _swap(data: Path, fresh: Path) -> None:
    """The new in the place of the old. The ledger stays; the index is built anew from the database."""
    (fresh / FILES).mkdir(exist_ok=True)
    if (data / FILES / ledger.FOLDER).exists():
        shutil.copytree(data / FILES / ledger.FOLDER, fresh / FILES / ledger.FOLDER, dirs_exist_ok=True)
    for name in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (data / name).unlink(missing_ok=True)
    for name in (FILES, "index", "uploads", "work"):
        shutil.rmtree(data / name, ignore_errors=True)
    (fresh / FILES).replace(data / FILES)
    (fresh / DATABASE).replace(data / DATABASE)


def _kept_apart(folder: Path | None) -> list[dict[str, Any]]:
    """A ledger from elsewhere: a folder of its files, or one that holds `ledger`."""
    if folder is None:
        return []
    home = folder.parent if folder.name == ledger.FOLDER else folder
    return ledger.read_all(open_store(home.resolve().as_uri()))


def _told(done: honouring.Honoured) -> str:
    if not done.total:
        return "Nothing was withdrawn or erased after it was made."
    return (
        f"Done again, because it was decided after the backup: {done.consents} consents, {done.people} people erased, "
        f"{done.interviews} interviews and {done.recordings} recordings removed. The server finishes this in the "
        "background when it starts; nobody is served any of it."
    )
