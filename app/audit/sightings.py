"""Who saw what is restricted: noted once for each person, target and day, before the answer leaves.

The reading request itself writes nothing. It leaves a note, which is written in a transaction of its own when the
reading has ended well and before its answer is sent; what cannot be noted is not shown (503). Noted once a day, this
costs a small transaction at the first look and nothing at all afterwards: each process remembers what it has noted
today, and the database's unique `once` holds several processes to it.
"""

from typing import Unpack
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, event
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from app.audit.models import AuditEntry
from app.audit.service import Deed, actor_id, record
from app.core.clock import today
from app.core.database import leave_note, pool_of

MOST = 100_000
"""How many sightings a process remembers, some 20 MB; then it begins anew and asks the database again."""
_noted: WeakKeyDictionary[Pool, set[str]] = WeakKeyDictionary()


def saw(session: Session, **sight: Unpack[Deed]) -> None:
    """Notes that somebody read what is restricted, unless that is noted for today."""
    once = f"{today()}:{actor_id(sight['actor'])}:{sight['action']}:{sight['target_id']}"
    known = _noted.setdefault(pool_of(session), set())
    if once in known:
        return

    def note(writing: Session) -> None:
        if not _is_noted(writing, once):
            try:
                with writing.begin_nested():
                    record(writing, once=once, **sight)
            except IntegrityError:
                if not _is_noted(writing, once):  # or else another process noted the same look
                    raise
        event.listen(writing, "after_commit", lambda _session: _remember(known, once), once=True)

    leave_note(session, note)


def _is_noted(session: Session, once: str) -> bool:
    return session.exec(select(AuditEntry.id).where(AuditEntry.once == once)).first() is not None


def _remember(known: set[str], once: str) -> None:
    if len(known) >= MOST or (known and not next(iter(known)).startswith(once[:10])):
        known.clear()
    known.add(once)
