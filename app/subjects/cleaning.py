"""After an erasure: files that belong to nobody any more, and what engines keep of what was deleted.

A database marks deleted rows as free, and a search engine keeps them in its segments until it merges them: the words
would still lie on the disk. So the index is built anew, and the database gives its free pages back.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from app.core.clock import now
from app.core.database import Database
from app.core.errors import Unavailable
from app.jobs.service import Handler, Progress
from app.outbox.models import OutboxEntry
from app.recordings.parts import Part
from app.recordings.store import Store
from app.subjects.models import ReceiptPlace
from app.subjects.receipts import PURGED

UPLOAD = "upload:"
WORDS = ("turn", "highlight", "transcript_revision", "participant", "interview", "speaker", "reel_item", "reel_version")


def handler(database: Database, store: Store, uploads: Path, rebuild: Callable[[], object]) -> Handler:
    """The job that `erasing` asks for. The index is built anew once the relay has carried the news."""

    def run(args: Mapping[str, Any], progress: Progress) -> None:
        remove_files(store, uploads, args["files"])
        progress(0.2, "Building the search index anew")
        rebuild()
        progress(0.7, "Giving free pages of the database back")
        give_back(database)
        with database.write() as session:
            _settle(session, str(args["receipt_id"]))
        # The line that says so must not leave old pages behind either.
        give_back(database)

    return run


def remove_files(store: Store, uploads: Path, files: Sequence[str]) -> None:
    """Keys, folders (ending in a stroke), and parts of uploads."""
    for name in files:
        if name.startswith(UPLOAD):
            Part(uploads, name.removeprefix(UPLOAD)).remove()
        elif name.endswith("/"):
            store.delete_folder(name.rstrip("/"))
        else:
            store.delete(name)


def give_back(database: Database) -> None:
    """Rewrites the database without its free pages, and empties the write-ahead log.

    Raises Unavailable while somebody reads an older state: the job comes again. On PostgreSQL only the tables that hold
    words are rewritten, each locked for as long as that takes; archived logs and backups are the administrator's.
    """
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM (FULL) {', '.join(WORDS)}")
        return
    raw = database.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.close()
    except sqlite3.OperationalError as error:
        raise Unavailable("Somebody holds the database; this is tried again.", code="busy") from error
    finally:
        raw.close()
    if busy:
        raise Unavailable("Somebody reads an older state of the database; this is tried again.", code="busy")


def _settle(session: Session, receipt_id: str) -> None:
    query = select(ReceiptPlace).where(ReceiptPlace.receipt_id == receipt_id, ReceiptPlace.kind == "storage")
    for place in session.exec(query):
        place.outcome, place.settled_at = PURGED, now()
        session.add(place)
    session.add(OutboxEntry(kind="withdrawal_receipt", row_id=receipt_id))
