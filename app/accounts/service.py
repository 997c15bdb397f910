"""Rules about accounts. Knows no HTTP and no roles' meaning beyond their names."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from app.accounts import passwords
from app.accounts.models import ApiToken, User, UserSession
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid, NotFound, NotSignedIn
from app.core.ids import digest, new_secret


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
    order = ("viewer", "researcher", "admin")
    if order.index(user.role) < order.index(role):
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


def sign_in(session: Session, *, email: str, password: str) -> User:
    """The user with this address and password; raises NotSignedIn without telling which was wrong."""
    user = session.exec(select(User).where(User.email == email)).first()
    right = passwords.verify(password, user.password_hash if user else None)
    if not user or not right or not user.active:
        raise NotSignedIn("That e-mail address and password do not fit together.", code="wrong_credentials")
    return user


def open_session(session: Session, user: User, *, days: int, agent: str) -> tuple[UserSession, str]:
    """Signs a browser in; returns the row and the cookie's secret."""
    secret = new_secret("fhs")
    row = UserSession(
        user_id=user.id,
        secret_hash=digest(secret),
        csrf=new_secret("fhc"),
        expires_at=now() + timedelta(days=days),
        agent=agent[:200],
    )
    session.add(row)
    return row, secret


def by_session(session: Session, secret: str) -> tuple[User, UserSession] | None:
    """Who a browser's cookie belongs to, if it still holds."""
    query = (
        select(User, UserSession)
        .join(UserSession, col(UserSession.user_id) == col(User.id))
        .where(UserSession.secret_hash == digest(secret), UserSession.expires_at > now(), col(User.active))
    )
    return session.exec(query).first()


def by_token(session: Session, secret: str) -> tuple[User, ApiToken] | None:
    """Who an API token belongs to, if it still holds."""
    query = (
        select(User, ApiToken)
        .join(ApiToken, col(ApiToken.user_id) == col(User.id))
        .where(ApiToken.secret_hash == digest(secret), col(User.active))
    )
    found = session.exec(query).first()
    if found and found[1].expires_at and found[1].expires_at <= now():
        return None
    return found


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


def create_token(
    session: Session, *, user_id: str, name: str, role: str, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A new API token; returns the row and its secret, which is never seen again."""
    secret = new_secret("fht")
    token = ApiToken(user_id=user_id, name=name, role=role, secret_hash=digest(secret), expires_at=expires_at)
    session.add(token)
    session.flush()
    return token, secret


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
    """Everyone, by name."""
    return list(session.exec(select(User).order_by(func.lower(User.name), User.id)).all())


def get_user(session: Session, user_id: str) -> User:
    """One user, or NotFound."""
    if user := session.get(User, user_id):
        return user
    raise NotFound


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
    """Ends every browser session and token of a user at once."""
    session.exec(delete(UserSession).where(col(UserSession.user_id) == user_id))
    session.exec(delete(ApiToken).where(col(ApiToken.user_id) == user_id))


def _other_admin(session: Session, user_id: str) -> bool:
    query = select(User.id).where(User.role == "admin", col(User.active), User.id != user_id).limit(1)
    return session.exec(query).first() is not None
