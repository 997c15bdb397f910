"""Writing to the audit log."""

from typing import Any, NotRequired, Protocol, TypedDict, Unpack

from sqlmodel import Session

from app.audit import chain
from app.audit.models import AuditEntry


class Actor(Protocol):
    """Whoever did something: a user, or a Viewer."""

    @property
    def name(self) -> str: ...


class Deed(TypedDict):
    """Who did what to what.

    `detail` is kept for good: ids, states and counts, never what somebody said or the name of anybody heard.
    """

    actor: Actor
    action: str
    target_kind: str
    target_id: str
    project_id: NotRequired[str | None]
    detail: NotRequired[dict[str, Any] | None]


def record(session: Session, *, once: str | None = None, **deed: Unpack[Deed]) -> None:
    """Notes a deed in the transaction that does it: neither exists without the other."""
    values: dict[str, Any] = {**deed, "detail": deed.get("detail") or {}}
    values |= {"actor_id": actor_id(deed["actor"]), "actor": deed["actor"].name}
    session.add(AuditEntry(**values, once=once))
    chain.mark(session)


def actor_id(actor: Actor) -> str | None:
    """The id of whoever did something; None for the product itself."""
    return getattr(actor, "user_id", None) or getattr(actor, "id", None)
