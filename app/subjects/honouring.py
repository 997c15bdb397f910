"""A restored backup honours what was withdrawn or erased after it was made: before anybody is served.

The ledger's copies in the store are compared with the database. What the database never heard of happened after it was
backed up, and happens again, in the order it was decided in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import structlog
from sqlmodel import Session

from app.access.viewer import SYSTEM
from app.core.clock import now
from app.core.database import Database
from app.interviews import service as interviews
from app.interviews.models import Interview
from app.participants import queries as participants
from app.participants import service as participant_rules
from app.participants.models import Participant
from app.recordings import service as recordings
from app.recordings.models import Recording
from app.recordings.store import Store
from app.subjects import erasing, ledger
from app.subjects.models import LedgerEntry

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Honoured:
    """What had to be done again: entry kind -> how often it changed something."""

    consents: int = 0
    people: int = 0
    interviews: int = 0
    recordings: int = 0

    @property
    def total(self) -> int:
        return self.consents + self.people + self.interviews + self.recordings


def honour(database: Database, store: Store, more: Iterable[Mapping[str, Any]] = ()) -> Honoured:
    """Does again what the ledger says and this database does not know; returns what that changed.

    `more` are entries from elsewhere: of the database that is being replaced, or of a ledger kept apart.
    """
    entries = ledger.unheard(database, [*ledger.unknown(database, store), *more])
    done: dict[str, int] = {}
    for entry in entries:
        with database.write() as session:
            changed = _again(session, entry)
            entry.kept_at = now()
            session.add(entry)
        done[entry.kind] = done.get(entry.kind, 0) + changed
    if entries:
        log.info("honoured the ledger", entries=len(entries), changed=sum(done.values()))
    return Honoured(
        consents=done.get(ledger.CONSENT, 0),
        people=done.get(ledger.PERSON, 0),
        interviews=done.get(ledger.INTERVIEW, 0),
        recordings=done.get(ledger.RECORDING, 0),
    )


def _again(session: Session, entry: LedgerEntry) -> bool:
    if entry.kind == ledger.CONSENT:
        return _consent(session, entry)
    if entry.kind == ledger.PERSON:
        return erasing.again(session, SYSTEM, entry.target_id)
    if entry.kind == ledger.INTERVIEW:
        return _interview(session, entry.target_id)
    return _recording(session, entry.target_id)


def _consent(session: Session, entry: LedgerEntry) -> bool:
    if session.get(Participant, entry.target_id) is None:
        return False
    told = entry.detail
    until = date.fromisoformat(told["expires_on"]) if told["expires_on"] else None
    held = participants.consent_of(session, entry.target_id)
    wanted = (told["status"], told["scope"], told["media_allowed"], until)
    if held and (held.status, held.scope, held.media_allowed, held.expires_on) == wanted:
        return False
    participant_rules.set_consent(
        session,
        SYSTEM,
        participant_id=entry.target_id,
        status=told["status"],
        scope=told["scope"],
        media_allowed=told["media_allowed"],
        expires_on=until,
        evidence=held.evidence if held else "",
    )
    return True


def _interview(session: Session, interview_id: str) -> bool:
    if session.get(Interview, interview_id) is None:
        return False
    interviews.delete(session, SYSTEM, interview_id=interview_id)
    return True


def _recording(session: Session, recording_id: str) -> bool:
    row = session.get(Recording, recording_id)
    if row is None:
        return False
    recordings.remove(session, SYSTEM, interview_id=row.interview_id)
    return True
