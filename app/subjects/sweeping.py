"""Names in what people typed elsewhere: titles of reels, cards, labels of links, tags, notes, whatever a slice adds.

The tables are walked rather than listed, so that a table that is new tomorrow is swept too. Only whole names count here
(the legal name, the address), which nobody else shares: a pseudonym or a first name is somebody else's in another
project. Accounts are our own people's, and the log of deeds is told to forget by `audit.keeping`.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Column, String, Table, Text, TypeDecorator, cast, or_, update
from sqlmodel import Session, SQLModel, select

from app.audit.models import AuditEntry
from app.core.database import columns as columns_of
from app.core.vault import Sealed
from app.subjects.masking import Names

APART = frozenset(
    {
        *("turn", "highlight", "transcript", "transcript_revision", "interview", "speaker"),
        *("user_account", "user_session", "api_token", "account_link", "user_identity", "user_group"),
        *("user_group_member", "directory_entry", "recovery_code", "sign_in_attempts"),
        *("audit_entry", "audit_head", "outbox_entry", "ledger_entry", "withdrawal_receipt", "receipt_place"),
    }
)
"""Swept where they are erased, or never about the people heard."""
_DETAIL = SQLModel.metadata.tables[str(AuditEntry.__tablename__)].c.detail


def sweep(session: Session, names: Names) -> int:
    """Masks whole names in every other table; returns how many rows that were."""
    distinct = _distinct_names(names)
    if not distinct.whole:
        return 0
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in APART]
    return sum(_sweep(session, table, distinct) for table in tables)


def deeds_naming(session: Session, names: Names) -> list[str]:
    """What the entries of the audit log are about that tell one of these names: labels and titles of before."""
    holds = [_holds(_DETAIL, name) for name in _distinct_names(names).whole]
    return list(session.exec(select(AuditEntry.target_id).where(or_(*holds)).distinct()).all()) if holds else []


def _distinct_names(names: Names) -> Names:
    return Names(name for name in names.whole if " " in name or "@" in name)


def _sweep(session: Session, table: Table, names: Names) -> int:
    columns = [column for column in table.columns if _is_text(column)]
    keys = list(table.primary_key.columns)
    if not columns or not keys:
        return 0
    query = columns_of(*keys, *columns).where(
        or_(*(_holds(column, name) for column in columns for name in names.whole))
    )
    rows = session.connection().execute(query).all()
    for row in rows:
        own, told = row[: len(keys)], row[len(keys) :]
        changed = {column.name: names.mask_all(value) for column, value in zip(columns, told, strict=True)}
        where = [key == value for key, value in zip(keys, own, strict=True)]
        session.connection().execute(update(table).where(*where).values(changed))
    if rows:
        session.expire_all()
    return len(rows)


def _is_text(column: Column[Any]) -> bool:
    if column.primary_key or column.foreign_keys or isinstance(column.type, Sealed):
        return False
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(kind, (String, JSON))


def _holds(column: Column[Any], name: str) -> Any:
    """JSON keeps letters beyond ASCII escaped."""
    if not isinstance(column.type, JSON):
        return column.icontains(name, autoescape=True)
    spelled = _distinct((json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1]))
    return or_(*(cast(column, Text).icontains(one, autoescape=True) for one in spelled))


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
