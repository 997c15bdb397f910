"""Writing to the audit log."""

from typing import Any, Protocol

from sqlmodel import Session

from app.audit import chain
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
    project_id: str | None = None,
    detail: dict[str, Any] | None = None,
    once: str | None = None,
) -> None:
    """Notes a deed in the transaction that does it: neither exists without the other.

    `detail` is kept for good: ids, states and counts, never what somebody said or the name of anybody heard.
    """
    session.add(
        AuditEntry(
            actor_id=actor_id(actor),
            actor=actor.name,
            action=action,
            target_kind=target_kind,
            target_id=target_id,
            project_id=project_id,
            detail=detail or {},
            once=once,
        )
    )
    chain.mark(session)


def actor_id(actor: Actor) -> str | None:
    """The id of whoever did something; None for the product itself."""
    return getattr(actor, "user_id", None) or getattr(actor, "id", None)
