"""The ledger: what no backup may bring back. Its entries join the transaction; their copies lie in the store."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.core.clock import now
from app.core.database import Database
from app.participants.models import Consent, Participant
from app.recordings.store import Store
from app.subjects.models import LedgerEntry

FOLDER = "ledger"
_AT_ONCE = 1_000
CONSENT, PERSON, INTERVIEW, RECORDING = "consent", "person", "interview", "recording"
TOMBSTONES = (PERSON, INTERVIEW, RECORDING)


def note_consent(session: Session, row: Consent) -> None:
    """Keeps what somebody allows from now on."""
    person = session.get(Participant, row.participant_id)
    if person is None:
        return
    until = row.expires_on.isoformat() if row.expires_on else None
    detail = {"status": row.status, "scope": row.scope, "media_allowed": row.media_allowed, "expires_on": until}
    session.add(LedgerEntry(kind=CONSENT, target_id=person.id, project_id=person.project_id, detail=detail))


def note_tombstone(
    session: Session,
    viewer: Viewer,
    *,
    kind: str,
    target_id: str,
    project_id: str,
    reason: str,
    reference: str = "",
    detail: Mapping[str, Any] | None = None,
) -> LedgerEntry:
    """Keeps that something was erased: what, when, by whom and why, and nothing of what it was."""
    row = LedgerEntry(
        kind=kind,
        target_id=target_id,
        project_id=project_id,
        reason=reason,
        reference=reference,
        by_id=viewer.user_id or None,
        by_name=viewer.name,
        detail=dict(detail or {}),
    )
    session.add(row)
    return row


def keep(database: Database, store: Store) -> int:
    """Writes the copies that are missing; returns how many. A crash in between writes the same file again."""
    with database.read() as session:
        rows = session.exec(select(LedgerEntry).where(col(LedgerEntry.kept_at).is_(None))).all()
    for row in rows:
        store.write(f"{FOLDER}/{row.id}.json", json.dumps(_written(row), ensure_ascii=False).encode())
    if rows:
        with database.write() as session:
            for row in session.exec(select(LedgerEntry).where(col(LedgerEntry.id).in_([one.id for one in rows]))):
                row.kept_at = now()
                session.add(row)
    return len(rows)


def unheard(database: Database, entries: Iterable[Mapping[str, Any]]) -> list[LedgerEntry]:
    """Of these written entries those that the database does not know, in the order they were made."""
    found = {str(one["id"]): one for one in entries}
    with database.read() as session:
        known = {entry_id for part in _portions(list(found)) for entry_id in _known(session, part)}
    return [LedgerEntry.model_validate(found[one]) for one in sorted(found.keys() - known)]


def unknown(database: Database, store: Store) -> list[dict[str, Any]]:
    """The entries in a store that the database does not know. Only those are read: at every start most are known."""
    keys = {key.rpartition("/")[2].removesuffix(".json"): key for key in store.keys(FOLDER)}
    with database.read() as session:
        known = {entry_id for part in _portions(list(keys)) for entry_id in _known(session, part)}
    return [_read(store, keys[entry_id]) for entry_id in sorted(keys.keys() - known)]


def read_all(store: Store) -> list[dict[str, Any]]:
    """Every entry in a store."""
    return [_read(store, key) for key in store.keys(FOLDER)]


def everything(database: Database) -> list[dict[str, Any]]:
    """Every entry of a database, as it is written."""
    with database.read() as session:
        return [_written(row) for row in session.exec(select(LedgerEntry).order_by(col(LedgerEntry.id)))]


def _read(store: Store, key: str) -> dict[str, Any]:
    with store.open(key) as file:
        found: dict[str, Any] = json.loads(file.read())
    return found


def _known(session: Session, ids: list[str]) -> Iterable[str]:
    return session.exec(select(LedgerEntry.id).where(col(LedgerEntry.id).in_(ids))).all()


def _portions(ids: list[str]) -> Iterable[list[str]]:
    return (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))


def _written(row: LedgerEntry) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude={"kept_at"})
