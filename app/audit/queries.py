"""Reading the audit log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_
from sqlmodel import Session, col, select

from app.audit.models import AuditEntry

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: every field that is given has to fit. Several kinds mean any of them."""

    actor_id: str = ""
    action: str = ""
    kinds: Sequence[str] = ()
    target_id: str = ""
    project_id: str = ""
    since: date | None = None
    until: date | None = None
    q: str = ""


def entries(session: Session, wanted: Wanted, *, limit: int, before: int | None = None) -> list[AuditEntry]:
    """The newest deeds first; `before` is the number of the entry that the page before ended with."""
    query = select(AuditEntry).where(col(AuditEntry.seq).is_not(None), *_conditions(wanted))
    if before is not None:
        query = query.where(col(AuditEntry.seq) < before)
    return list(session.exec(query.order_by(col(AuditEntry.seq).desc()).limit(limit)).all())


def all_entries(session: Session, wanted: Wanted) -> Iterator[AuditEntry]:
    """All of them, newest first, a batch at a time in memory."""
    before = None
    while batch := entries(session, wanted, limit=BATCH, before=before):
        yield from batch
        before = batch[-1].seq
        session.expunge_all()


def _conditions(wanted: Wanted) -> list[Any]:
    equal = {
        AuditEntry.actor_id: wanted.actor_id,
        AuditEntry.target_id: wanted.target_id,
        AuditEntry.project_id: wanted.project_id,
    }
    found: list[Any] = [column == value for column, value in equal.items() if value]
    if wanted.action:
        found.append(_begins(wanted.action))
    if wanted.kinds:
        found.append(or_(*(_begins(kind if "." in kind else f"{kind}.") for kind in wanted.kinds)))
    if wanted.since:
        found.append(col(AuditEntry.at) >= _midnight(wanted.since))
    if wanted.until:
        found.append(col(AuditEntry.at) < _midnight(wanted.until + timedelta(days=1)))
    return [*found, *(_holds(word) for word in wanted.q.split())]


def _begins(action: str) -> ColumnElement[bool]:
    return col(AuditEntry.action).startswith(action, autoescape=True)


def _holds(word: str) -> ColumnElement[bool]:
    texts = (col(AuditEntry.actor), col(AuditEntry.action), col(AuditEntry.target_id))
    return or_(
        *(text.icontains(word, autoescape=True) for text in texts),
        cast(col(AuditEntry.detail), String).icontains(word, autoescape=True),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
