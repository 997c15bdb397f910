"""Links that let someone in once: an invite, a sign-in without a password, a new password.

A link's secret stands behind the `#` of its address, which browsers do not send: it is in no server's log. Where mail
is set up, the secret is made when the mail is sent, so that not even the queue ever holds it.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session, col, delete, select, update

from app.accounts import mails
from app.accounts.models import AccountLink, User, UserSession
from app.accounts.passwords import hash_password
from app.core import mail
from app.core.clock import now
from app.core.database import Database
from app.core.errors import Fault, Gone, Invalid
from app.core.ids import digest, new_secret
from app.core.settings import Settings
from app.jobs import service as jobs

MAIL = "accounts.mail"
LASTS = {"invite": timedelta(days=7), "sign_in": timedelta(minutes=20), "reset": timedelta(hours=1)}
OVER = "This link was used already, or its time is over. Ask for a new one."


def make(session: Session, user: User, *, purpose: str) -> tuple[AccountLink, str]:
    """A new link in place of earlier ones for the same; returns the row and its secret."""
    session.exec(delete(AccountLink).where(col(AccountLink.user_id) == user.id, col(AccountLink.purpose) == purpose))
    secret = new_secret("fhl")
    row = AccountLink(user_id=user.id, purpose=purpose, secret_hash=digest(secret), expires_at=now() + LASTS[purpose])
    session.add(row)
    session.flush()
    return row, secret


def url_of(settings: Settings, secret: str, *, after: str = "") -> str:
    """The address to open; `after` is where to go then, a path of our own."""
    query = f"?{urlencode({'next': after})}" if after else ""
    return f"{settings.origin}/enter{query}#{secret}"


def hand_out(
    session: Session, settings: Settings, user: User, *, purpose: str, sender: str = "", after: str = ""
) -> str | None:
    """Sends a link by mail, or returns its address to copy where no mail server is named."""
    row, secret = make(session, user, purpose=purpose)
    if not settings.sends_mail:
        return url_of(settings, secret, after=after)
    jobs.enqueue(session, MAIL, {"link_id": row.id, "sender": sender, "after": after}, target_id=user.id)
    return None


def find(session: Session, secret: str) -> tuple[AccountLink, User]:
    """The link of a secret and whom it lets in; raises Gone for an unknown, used or old one alike."""
    query = (
        select(AccountLink, User)
        .join(User, col(User.id) == col(AccountLink.user_id))
        .where(
            AccountLink.secret_hash == digest(secret),
            col(AccountLink.used_at).is_(None),
            AccountLink.expires_at > now(),
            col(User.active),
        )
    )
    found = session.exec(query).first()
    if not found:
        raise Gone(OVER, code="link_over")
    return found


def use(session: Session, row: AccountLink, user: User, *, name: str | None, password: str | None) -> None:
    """Uses a link up. An invite or a reset sets a password, and a reset ends the sessions the old one opened."""
    if row.purpose != "sign_in" and not password:
        raise Invalid("Choose a password.", faults=[Fault("password", "Choose a password.")])
    # In SQL, so that of two requests with the same link one comes too late.
    used = session.exec(
        update(AccountLink)
        .where(col(AccountLink.id) == row.id, col(AccountLink.used_at).is_(None))
        .values(used_at=now())
    )
    if not used.rowcount:
        raise Gone(OVER, code="link_over")
    if row.purpose == "sign_in":
        return
    user.password_hash = hash_password(password or "")
    user.name = (row.purpose == "invite" and name) or user.name
    session.add(user)
    session.exec(delete(UserSession).where(col(UserSession.user_id) == user.id))
    session.exec(delete(AccountLink).where(col(AccountLink.user_id) == user.id, col(AccountLink.id) != row.id))


def mailer(database: Database, settings: Settings) -> jobs.Handler:
    """The job that mails a link: makes its secret, keeps the hash, sends. Again with a new secret when it failed."""

    def deliver(args: Mapping[str, Any], _progress: jobs.Progress) -> None:
        secret = new_secret("fhl")
        with database.write() as session:
            row = session.get(AccountLink, args["link_id"])
            user = session.get(User, row.user_id) if row else None
            if row is None or user is None or row.used_at or not user.active or row.expires_at <= now():
                return
            row.secret_hash = digest(secret)
            session.add(row)
            made = mails.link_mail(
                row.purpose,
                language=user.locale,
                to=user.email,
                name=user.name,
                sender=str(args["sender"]),
                url=url_of(settings, secret, after=str(args["after"])),
                origin=settings.origin,
            )
        mail.send(settings, made)

    return deliver
