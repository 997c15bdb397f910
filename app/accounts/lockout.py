"""Failed sign-ins make one wait, longer each time: per account and, more widely, per address.

Accounts are counted whether or not they exist, so that the wait tells nothing. A try is counted before it is judged
and in a transaction of its own: neither many tries at once nor a crash are free.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from app.accounts.models import Attempts
from app.core.clock import now
from app.core.ids import digest
from app.core.limits import too_many

LONGEST = timedelta(minutes=15)
"""The longest wait: long enough against guessing, short enough that nobody can be kept out of an account for a day."""
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Key:
    """Whose failures are counted, and how many are free."""

    name: str
    free: int

    @property
    def stored(self) -> str:
        return digest(self.name)


def account(email: str) -> Key:
    """The failures of one account."""
    return Key(f"account:{email.strip().lower()}", free=5)


def address(client: str) -> Key:
    """The failures that come from one address; an office shares one."""
    return Key(f"address:{client}", free=30)


def wait_after(failed: int, free: int) -> timedelta:
    """How long to wait after so many failures: none while they are free, then 15 s, 30 s, a minute, … 15 min."""
    over = failed - free
    return timedelta(0) if over < 0 else min(timedelta(seconds=15 * 2 ** min(over, 10)), LONGEST)


def admit(session: Session, keys: Sequence[Key]) -> None:
    """Counts a try as failed until `forgive` says otherwise; raises TooMany while any of the keys has to wait."""
    moment = now()
    rows = [(key, _row(session, key, moment)) for key in keys]
    blocked = [row.blocked_until for _, row in rows if row.blocked_until and row.blocked_until > moment]
    if blocked:
        raise too_many((max(blocked) - moment).total_seconds())
    for key, row in rows:
        row.failed, row.last_at = row.failed + 1, moment
        wait = wait_after(row.failed, key.free)
        row.blocked_until = moment + wait if wait else None
        session.add(row)


def forgive(session: Session, key: Key) -> None:
    """Forgets an account's failures: its owner came in. An address is not forgiven: one guesser owns accounts too."""
    session.exec(delete(Attempts).where(col(Attempts.key_hash) == key.stored))


def forgive_last(session: Session, key: Key) -> None:
    """Takes back the try that `admit` counted, which turned out to be right."""
    row = session.exec(select(Attempts).where(Attempts.key_hash == key.stored)).first()
    if row:
        row.failed, row.blocked_until = max(row.failed - 1, 0), None
        session.add(row)


def _row(session: Session, key: Key, moment: datetime) -> Attempts:
    row = session.exec(select(Attempts).where(Attempts.key_hash == key.stored).with_for_update()).first()
    if row is None:
        row = Attempts(key_hash=key.stored, last_at=moment)
        session.add(row)
        session.flush()
    elif moment - row.last_at > FORGOTTEN_AFTER:
        row.failed, row.blocked_until = 0, None
    return row
