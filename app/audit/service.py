"""Writing to the audit log and reading it."""

from typing import Any, Protocol

from sqlmodel import Session, col, select

from app.audit.models import AuditEntry


class Actor(Protocol):
    """Whoever did something: a user, or a Viewer."""

    @property
    def name(self) -> str: ...


def record(
    session: Session,
    *,
    actor: Actor,
    action: str,
    target_kind: str,
    target_id: str,
    detail: dict[str, Any] | None = None,
) -> None:
    """Notes a deed in the transaction that does it: neither exists without the other."""
    actor_id = getattr(actor, "user_id", None) or getattr(actor, "id", None)
    session.add(
        AuditEntry(
            actor_id=actor_id,
            actor=actor.name,
            action=action,
            target_kind=target_kind,
            target_id=target_id,
            detail=detail or {},
        )
    )


def entries(
    session: Session, *, limit: int, before: int | None = None, action: str = "", target_id: str = ""
) -> list[AuditEntry]:
    """The newest deeds first; `action` filters by beginning ("consent." for all about consent)."""
    query = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(limit)
    if before is not None:
        query = query.where(col(AuditEntry.id) < before)
    if action:
        query = query.where(col(AuditEntry.action).startswith(action, autoescape=True))
    if target_id:
        query = query.where(AuditEntry.target_id == target_id)
    return list(session.exec(query).all())
