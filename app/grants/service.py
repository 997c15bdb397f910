"""Making, ending and noting the use of grants. Whether someone may do so is for the caller, who knows the target."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, update

from app.access.viewer import Viewer
from app.accounts.passwords import hash_password
from app.audit import service as audit
from app.core.clock import now, today
from app.core.errors import Fault, Invalid
from app.core.ids import digest, new_secret
from app.grants.models import Grant, GrantDay
from app.grants.origins import normalise_all
from app.outbox import service as outbox

NOTE_EVERY = timedelta(minutes=1)
MOST_SITES = 50


def create(
    session: Session,
    viewer: Viewer,
    *,
    kind: str,
    target_kind: str,
    target_id: str,
    label: str = "",
    origins: Sequence[str] = (),
    expires_at: datetime | None = None,
    password: str | None = None,
    options: Mapping[str, Any] | None = None,
) -> tuple[Grant, str]:
    """A new grant and its token of 192 random bits, which is never seen again: only its hash is kept."""
    _need_future(expires_at)
    token = new_secret("fhe")
    grant = Grant(
        kind=kind,
        target_kind=target_kind,
        target_id=target_id,
        label=label,
        token_hash=digest(token),
        hint=token[-4:],
        origins=normalise_all(origins),
        expires_at=expires_at,
        password_hash=hash_password(password) if password else None,
        options=dict(options or {}),
        created_by=viewer.user_id or None,
    )
    session.add(grant)
    session.flush()
    _news(session, viewer, "grant.create", grant)
    return grant, token


def change(session: Session, viewer: Viewer, grant: Grant, *, values: dict[str, Any]) -> Grant:
    """Renames a grant, or changes its sites, end or password; holds at their next request."""
    if "origins" in values:
        grant.origins = normalise_all(values["origins"])
    if "label" in values:
        grant.label = values["label"]
    if "expires_at" in values:
        _need_future(values["expires_at"])
        grant.expires_at = values["expires_at"]
    if "password" in values:
        grant.password_hash = hash_password(values["password"]) if values["password"] else None
    if "options" in values:
        grant.options = {**grant.options, **values["options"]}
    session.add(grant)
    _news(session, viewer, "grant.change", grant)
    return grant


def rekey(session: Session, grant: Grant) -> str:
    """A new token in place of the old one, for a link whose token is made only when its mail is sent."""
    token = new_secret("fhe")
    grant.token_hash, grant.hint = digest(token), token[-4:]
    session.add(grant)
    return token


def revoke(session: Session, viewer: Viewer, grant: Grant) -> None:
    """Ends a grant: its next request is refused."""
    if grant.revoked_at is None:
        grant.revoked_at = now()
        session.add(grant)
        _news(session, viewer, "grant.revoke", grant)


def restore(session: Session, viewer: Viewer, grant: Grant) -> None:
    """Takes a revocation back; the same token works again."""
    if grant.revoked_at is not None:
        grant.revoked_at = None
        session.add(grant)
        _news(session, viewer, "grant.restore", grant)


def note_seen(session: Session, grant: Grant, *, site: str) -> None:
    """Notes that an embed was shown, and on which site; nothing about who looked."""
    moment = now()
    grant.last_seen_at = moment
    if site and (site in grant.seen_on or len(grant.seen_on) < MOST_SITES):
        grant.seen_on = {**grant.seen_on, site: moment.isoformat()}
    session.add(grant)


def is_noted(grant: Grant, *, site: str) -> bool:
    """Whether this was noted a moment ago, so that a busy page does not write at every view."""
    fresh = grant.last_seen_at is not None and now() - grant.last_seen_at < NOTE_EVERY
    return fresh and (not site or site in grant.seen_on)


def note_play(session: Session, grant: Grant, *, site: str) -> None:
    """Counts one play on a site today. In SQL, so that two at once are two."""
    known = not site or site in grant.origins or site in grant.seen_on
    _add_day(session, grant.id, site if known else "")
    session.exec(update(Grant).where(col(Grant.id) == grant.id).values(plays=col(Grant.plays) + 1))


def _add_day(session: Session, grant_id: str, site: str) -> None:
    one_more = (
        update(GrantDay)
        .where(col(GrantDay.grant_id) == grant_id, col(GrantDay.day) == today(), col(GrantDay.site) == site)
        .values(plays=col(GrantDay.plays) + 1)
    )
    if session.exec(one_more).rowcount:
        return
    try:
        with session.begin_nested():
            session.add(GrantDay(grant_id=grant_id, day=today(), site=site, plays=1))
    except IntegrityError:  # another play was the day's first
        session.exec(one_more)


def _need_future(expires_at: datetime | None) -> None:
    if expires_at is not None and expires_at <= now():
        raise Invalid("This day is over already.", code="expired", faults=[Fault("expires_at", "in the past")])


def _news(session: Session, viewer: Viewer, action: str, grant: Grant) -> None:
    outbox.touch(session, grant)
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="grant",
        target_id=grant.id,
        detail={
            "of": grant.target_kind,
            "of_id": grant.target_id,
            "origins": grant.origins,
            "expires_at": grant.expires_at.isoformat() if grant.expires_at else None,
            "password": grant.password_hash is not None,
        },
    )
