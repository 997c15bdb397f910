"""No commit that narrows a consent leaves without its receipt.

Consents are changed from several places (a researcher's page, a public link, in bulk, on expiry), and none of those may
know what stands above them. So it is the session that is listened to: whatever changed a consent row, the receipt and
the ledger entry join the same transaction, right before it is committed.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session as AnySession
from sqlmodel import Session

from app.access.audiences import Permission
from app.core.clock import now, today
from app.participants.consent import stated
from app.participants.models import Consent
from app.subjects import ledger, receipts

_NOTED = "subjects.consents"
_FIELDS = ("status", "scope", "media_allowed", "expires_on")


def watch() -> None:
    """Begins to listen; asked twice, it listens once."""
    if not event.contains(Session, "before_flush", _note):
        event.listen(Session, "before_flush", _note)
        event.listen(Session, "before_commit", _write)


def _note(session: AnySession, _context: Any, _instances: Any) -> None:
    """Remembers what a consent was before the first change of this transaction."""
    for row in session.dirty:
        if isinstance(row, Consent) and session.is_modified(row):
            noted = session.info.setdefault(_NOTED, {})
            noted.setdefault(row.id, (row, _before(row)))


def _write(session: AnySession) -> None:
    # What is dirty now has not met a flush yet; the receipt has to see it in the database.
    session.flush()
    for row, before in session.info.pop(_NOTED, {}).values():
        if isinstance(session, Session) and not inspect(row).deleted:
            _changed(session, row, before)


def _changed(session: Session, row: Consent, before: Mapping[str, Any]) -> None:
    after = {name: getattr(row, name) for name in _FIELDS}
    if after == before:
        return
    ledger.note_consent(session, row)
    held_until = before["expires_on"]
    is_over = held_until is not None and held_until < today()
    # A consent that ended by its date was in force on its last day, and denied from the next one on.
    last_day = held_until if is_over else today()
    denied_at = datetime.combine(held_until, time(), UTC) + timedelta(days=1) if is_over else now()
    receipts.make(
        session,
        row.participant_id,
        before=_permission(before, last_day),
        after=_permission(after, today()),
        denied_at=denied_at,
    )


def _before(row: Consent) -> dict[str, Any]:
    """The values that the database still holds."""
    state = inspect(row)
    told = {name: state.attrs[name].history.deleted for name in _FIELDS}
    return {name: old[0] if old else getattr(row, name) for name, old in told.items()}


def _permission(values: Mapping[str, Any], day: date) -> Permission:
    return stated(values["status"], values["scope"], values["media_allowed"], values["expires_on"], day)
