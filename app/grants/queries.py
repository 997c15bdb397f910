"""Reading grants."""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from app.core.clock import now
from app.core.errors import NotFound
from app.core.ids import digest
from app.grants.models import Grant, GrantDay


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


def by_token(session: Session, token: str, kinds: Collection[str]) -> Grant | None:
    """The grant of a token, also a revoked or expired one: ask `state_of` before showing anything.

    A token opens the doors of its own kind alone, however it came into somebody's hands.
    """
    mine = (Grant.token_hash == digest(token), col(Grant.kind).in_(kinds))
    return session.exec(select(Grant).where(*mine)).first()


def get(session: Session, grant_id: str, kinds: Collection[str]) -> Grant:
    """One grant of these kinds, or NotFound."""
    if (grant := session.get(Grant, grant_id)) and grant.kind in kinds:
        return grant
    raise NotFound


def of_target(session: Session, *, kind: str, target_id: str) -> list[Grant]:
    """All grants of one target, newest first."""
    query = select(Grant).where(Grant.target_kind == kind, Grant.target_id == target_id)
    return list(session.exec(query.order_by(col(Grant.id).desc())).all())


def newest(
    session: Session,
    *,
    kinds: Collection[str],
    limit: int,
    before: str | None = None,
    created_by: str | None = None,
    target_kind: str | None = None,
    only_live: bool = False,
) -> Sequence[Grant]:
    """Grants of all targets, newest first; of one maker, one kind of target, or only those that hold, when asked."""
    query = select(Grant).where(col(Grant.kind).in_(kinds)).order_by(col(Grant.id).desc()).limit(limit)
    if before:
        query = query.where(col(Grant.id) < before)
    if created_by is not None:
        query = query.where(Grant.created_by == created_by)
    if target_kind is not None:
        query = query.where(Grant.target_kind == target_kind)
    if only_live:
        query = query.where(*_holding())
    return session.exec(query).all()


def days(session: Session, grant_ids: Collection[str], *, since: date) -> dict[str, list[GrantDay]]:
    """The plays of these grants day by day and site by site, oldest first."""
    query = select(GrantDay).where(col(GrantDay.grant_id).in_(grant_ids), col(GrantDay.day) >= since)
    found: dict[str, list[GrantDay]] = {grant_id: [] for grant_id in grant_ids}
    for row in session.exec(query.order_by(col(GrantDay.day), col(GrantDay.site))):
        found[row.grant_id].append(row)
    return found


def live(session: Session, kinds: Collection[str]) -> Sequence[Grant]:
    """Every grant of these kinds that holds right now."""
    return session.exec(select(Grant).where(col(Grant.kind).in_(kinds), *_holding())).all()


def _holding() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    not_over = or_(col(Grant.expires_at).is_(None), col(Grant.expires_at) > now())
    return col(Grant.revoked_at).is_(None), not_over
