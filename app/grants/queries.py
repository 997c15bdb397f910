"""Reading grants."""

from collections.abc import Sequence
from enum import StrEnum

from sqlmodel import Session, col, or_, select

from app.core.clock import now
from app.core.errors import NotFound
from app.core.ids import digest
from app.grants.models import Grant


class State(StrEnum):
    """Whether a grant holds right now."""

    LIVE = "live"
    REVOKED = "revoked"
    EXPIRED = "expired"


def state_of(grant: Grant) -> State:
    """Asked on every request, never remembered."""
    if grant.revoked_at is not None:
        return State.REVOKED
    if grant.expires_at is not None and grant.expires_at <= now():
        return State.EXPIRED
    return State.LIVE


def by_token(session: Session, token: str) -> Grant | None:
    """The grant of a token, also a revoked or expired one: ask `state_of` before showing anything."""
    return session.exec(select(Grant).where(Grant.token_hash == digest(token))).first()


def get(session: Session, grant_id: str) -> Grant:
    """One grant, or NotFound."""
    if grant := session.get(Grant, grant_id):
        return grant
    raise NotFound


def of_target(session: Session, *, kind: str, target_id: str) -> list[Grant]:
    """All grants of one target, newest first."""
    query = select(Grant).where(Grant.target_kind == kind, Grant.target_id == target_id)
    return list(session.exec(query.order_by(col(Grant.id).desc())).all())


def newest(
    session: Session, *, limit: int, before: str | None = None, created_by: str | None = None
) -> Sequence[Grant]:
    """Grants of all targets, newest first; of one maker when asked."""
    query = select(Grant).order_by(col(Grant.id).desc()).limit(limit)
    if before:
        query = query.where(col(Grant.id) < before)
    if created_by is not None:
        query = query.where(Grant.created_by == created_by)
    return session.exec(query).all()


def live(session: Session) -> Sequence[Grant]:
    """Every grant that holds right now."""
    query = select(Grant).where(
        col(Grant.revoked_at).is_(None), or_(col(Grant.expires_at).is_(None), col(Grant.expires_at) > now())
    )
    return session.exec(query).all()
