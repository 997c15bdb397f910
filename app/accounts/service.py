"""Rules about accounts. Knows no HTTP and no roles' meaning beyond their names."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, func, select, update

from app.accounts import passwords, second_factor
from app.accounts.models import AccountLink, ApiToken, User, UserIdentity, UserSession
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid, NotFound, NotSignedIn
from app.core.ids import digest, new_id, new_secret
from app.jobs.models import Job
from app.jobs.service import ACTIVE
from app.jobs.service import cancel as cancel_job

SCOPES = ("read", "write", "admin", "scim")
"""What a token may be lent: reading, changing, administering (with the role for it), and the directory's protocol."""
NOTE_USE_EVERY = timedelta(minutes=5)
ROLES = ("viewer", "researcher", "admin")


def is_set_up(session: Session) -> bool:
    """Whether anyone has an account yet."""
    return session.exec(select(User.id).limit(1)).first() is not None


def create_user(session: Session, *, email: str, name: str, role: str, password: str | None) -> User:
    """Adds a user; raises Conflict when the address is taken."""
    if session.exec(select(User.id).where(User.email == email)).first():
        raise Conflict(f"{email} already has an account.", code="email_taken", faults=[Fault("email", "taken")])
    hashed = passwords.hash_password(password) if password is not None else None
    user = User(email=email, name=name, role=role, password_hash=hashed)
    session.add(user)
    session.flush()
    return user


def ensure_user(session: Session, *, email: str, role: str) -> User:
    """The user with this address, made if need be, with at least this role: for tokens from the command line."""
    user = session.exec(select(User).where(User.email == email)).first()
    if user is None:
        return create_user(session, email=email, name=email.partition("@")[0], role=role, password=None)
    if ROLES.index(user.role) < ROLES.index(role):
        change_user(session, user, role=role)
    return user


def set_up(session: Session, *, email: str, name: str, password: str) -> User:
    """Creates the first administrator; raises Conflict once anyone exists."""
    if is_set_up(session):
        raise Conflict("This installation already has an administrator. Sign in.", code="already_set_up")
    return create_user(session, email=email, name=name, role="admin", password=password)


def active_emails(session: Session, emails: Sequence[str]) -> set[str]:
    """Which of these addresses belong to someone who may sign in."""
    return set(session.exec(select(User.email).where(col(User.email).in_(emails), col(User.active))).all())


def by_email(session: Session, email: str) -> User | None:
    """Who has this address, if they may sign in."""
    return session.exec(select(User).where(User.email == email, col(User.active), User.kind == "person")).first()


def by_password(session: Session, *, email: str, password: str) -> User:
    """The user with this address and password; raises NotSignedIn without telling which was wrong."""
    user = by_email(session, email)
    right = passwords.verify(password, user.password_hash if user else None)
    if not user or not right:
        raise NotSignedIn("That e-mail address and password do not fit together.", code="wrong_credentials")
    return user


def prove_second_factor(session: Session, user: User, key: bytes, code: str | None) -> None:
    """Raises NotSignedIn unless the code is right, for whoever has a second factor."""
    if second_factor.is_on(user) and not second_factor.check(session, user, key, code=code or ""):
        raise NotSignedIn("This code is not right, or was used already.", code="wrong_code")


def open_session(
    session: Session, user: User, *, days: int, agent: str, via: str = "password"
) -> tuple[UserSession, str]:
    """Signs a browser in, always with a new secret; returns the row and the cookie's secret."""
    secret = new_secret("fhs")
    row = UserSession(
        user_id=user.id,
        secret_hash=digest(secret),
        csrf=new_secret("fhc"),
        expires_at=now() + timedelta(days=days),
        agent=agent[:200],
        via=via,
        last_used_at=now(),
    )
    session.add(row)
    return row, secret


def forget_session(session: Session, secret: str) -> None:
    """Ends the session of a cookie: whoever signs in leaves behind what their browser brought along."""
    session.exec(delete(UserSession).where(col(UserSession.secret_hash) == digest(secret)))


def is_noted(row: UserSession | ApiToken) -> bool:
    """Whether the use of a session or token was noted a moment ago, so that not every request writes."""
    return row.last_used_at is not None and now() - row.last_used_at < NOTE_USE_EVERY


def note_use(session: Session, row: UserSession | ApiToken) -> None:
    """Notes that a session or token was used just now."""
    kind = type(row)
    session.exec(update(kind).where(col(kind.id) == row.id).values(last_used_at=now()))


def by_session(session: Session, secret: str) -> tuple[User, UserSession] | None:
    """Who a browser's cookie belongs to, if it still holds."""
    return session.exec(_BY_SESSION, params={"secret_hash": digest(secret), "now": now()}).first()


def by_token(session: Session, secret: str) -> tuple[User, ApiToken] | None:
    """Who an API token belongs to, if it still holds."""
    found = session.exec(_BY_TOKEN, params={"secret_hash": digest(secret)}).first()
    if found and found[1].expires_at and found[1].expires_at <= now():
        return None
    return found


# Made once: every request asks one of them, and building a statement costs more than asking it.
_BY_SESSION = (
    select(User, UserSession)
    .join(UserSession, col(UserSession.user_id) == col(User.id))
    .where(UserSession.secret_hash == bindparam("secret_hash"), UserSession.expires_at > bindparam("now"))
    .where(col(User.active))
)
_BY_TOKEN = (
    select(User, ApiToken)
    .join(ApiToken, col(ApiToken.user_id) == col(User.id))
    .where(ApiToken.secret_hash == bindparam("secret_hash"), col(User.active))
)


def close_session(session: Session, *, user_id: str, session_id: str) -> None:
    """Signs one browser out; raises NotFound for somebody else's."""
    row = session.get(UserSession, session_id)
    if not row or row.user_id != user_id:
        raise NotFound
    session.delete(row)


def sessions_of(session: Session, user_id: str) -> list[UserSession]:
    """A user's signed-in browsers, newest first."""
    query = select(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at > now())
    return list(session.exec(query.order_by(col(UserSession.created_at).desc())).all())


def close_other_sessions(session: Session, *, user_id: str, keep: str | None) -> int:
    """Signs out every browser but one; returns how many."""
    query = delete(UserSession).where(col(UserSession.user_id) == user_id, col(UserSession.id) != (keep or ""))
    return session.exec(query).rowcount


def create_token(
    session: Session,
    *,
    user_id: str,
    name: str,
    role: str,
    scopes: Collection[str] | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A new API token, by default for all that its role may; returns the row and its secret, never seen again."""
    if expires_at is not None and expires_at <= now():
        raise Invalid("This day is over already.", code="expired", faults=[Fault("expires_at", "in the past")])
    lent = scopes if scopes is not None else ("read", "write", *(["admin"] if role == "admin" else []))
    secret = new_secret("fht")
    token = ApiToken(
        user_id=user_id,
        name=name,
        role=role,
        scopes=[scope for scope in SCOPES if scope in lent],
        secret_hash=digest(secret),
        expires_at=expires_at,
    )
    session.add(token)
    session.flush()
    return token, secret


def create_service_token(
    session: Session, *, name: str, role: str, scopes: Collection[str], expires_at: datetime | None
) -> tuple[ApiToken, str]:
    """A token that belongs to no person: it stays when its maker leaves, and acts under a name of its own."""
    user = User(email=f"{new_id()}@service.invalid", name=name, role=role, kind="service")
    session.add(user)
    session.flush()
    return create_token(session, user_id=user.id, name=name, role=role, scopes=scopes, expires_at=expires_at)


def service_tokens(session: Session) -> list[ApiToken]:
    """All tokens that belong to no person, newest first."""
    query = select(ApiToken).join(User, col(User.id) == col(ApiToken.user_id)).where(User.kind == "service")
    return list(session.exec(query.order_by(col(ApiToken.created_at).desc())).all())


def revoke_service_token(session: Session, token_id: str) -> None:
    """Ends a service token and the account behind it; raises NotFound for a person's."""
    token = session.get(ApiToken, token_id)
    owner = session.get(User, token.user_id) if token else None
    if token is None or owner is None or owner.kind != "service":
        raise NotFound
    owner.active = False
    session.add(owner)
    end_everything(session, owner.id)


def tokens_of(session: Session, user_id: str) -> list[ApiToken]:
    """A user's API tokens, newest first."""
    query = select(ApiToken).where(ApiToken.user_id == user_id).order_by(col(ApiToken.created_at).desc())
    return list(session.exec(query).all())


def revoke_token(session: Session, *, user_id: str, token_id: str) -> None:
    """Ends one of a user's tokens; raises NotFound for somebody else's."""
    token = session.get(ApiToken, token_id)
    if not token or token.user_id != user_id:
        raise NotFound
    session.delete(token)


def list_users(session: Session) -> list[User]:
    """Everyone, by name; programs are not people."""
    query = select(User).where(User.kind == "person").order_by(func.lower(User.name), User.id)
    return list(session.exec(query).all())


def get_user(session: Session, user_id: str) -> User:
    """One user, or NotFound."""
    user = session.get(User, user_id)
    if user and user.kind == "person":
        return user
    raise NotFound


def invited(users: Sequence[User], identified: Collection[str]) -> set[str]:
    """Who has no way yet to sign in: neither a password nor an identity elsewhere."""
    return {user.id for user in users if user.password_hash is None and user.id not in identified}


def identified(session: Session) -> set[str]:
    """Who has signed in through an identity provider before."""
    return set(session.exec(select(UserIdentity.user_id)).all())


def last_seen(session: Session) -> dict[str, datetime]:
    """When each user's browsers were last used."""
    query = select(UserSession.user_id, func.max(UserSession.last_used_at)).group_by(UserSession.user_id)
    return {user_id: seen for user_id, seen in session.exec(query).all() if seen}


def change_user(
    session: Session,
    user: User,
    *,
    name: str | None = None,
    role: str | None = None,
    active: bool | None = None,
) -> User:
    """Changes name, role or whether someone may sign in. The last administrator stays one."""
    loses_admin = user.role == "admin" and (role not in (None, "admin") or active is False)
    if loses_admin and not _other_admin(session, user.id):
        raise Conflict("This is the last administrator. Make somebody else one first.", code="last_admin")
    user.name = name or user.name
    user.role = role or user.role
    user.active = user.active if active is None else active
    user.updated_at, user.version = now(), user.version + 1
    if not user.active:
        end_everything(session, user.id)
    session.add(user)
    return user


def change_password(session: Session, user: User, *, current: str | None, new: str) -> None:
    """Sets a new password after checking the present one, and signs all browsers out."""
    if user.password_hash and not passwords.verify(current or "", user.password_hash):
        fault = Fault("current_password", "This is not your present password.")
        raise Invalid(fault.message, code="wrong_password", faults=[fault])
    user.password_hash = passwords.hash_password(new)
    session.add(user)
    session.exec(delete(UserSession).where(col(UserSession.user_id) == user.id))


def end_everything(session: Session, user_id: str) -> None:
    """Ends every browser session, token and link of a user at once, and cancels the work they asked for."""
    for kind in (UserSession, ApiToken, AccountLink):
        session.exec(delete(kind).where(col(kind.user_id) == user_id))
    for job in session.exec(select(Job).where(Job.owner_id == user_id, col(Job.state).in_(ACTIVE))).all():
        cancel_job(session, job)


def _other_admin(session: Session, user_id: str) -> bool:
    query = select(User.id).where(User.role == "admin", col(User.active), User.id != user_id).limit(1)
    return session.exec(query).first() is not None
