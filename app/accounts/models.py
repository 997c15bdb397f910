"""Users, their browser sessions and their API tokens."""

from datetime import datetime

from sqlmodel import Field

from app.core.model import Row, Versioned, parent


class User(Versioned, table=True):
    """Someone of the company. `role` is admin, researcher or viewer; an inactive user can do nothing."""

    __tablename__ = "user_account"

    email: str = Field(unique=True, max_length=254, description="Lower case")
    name: str = Field(max_length=120)
    password_hash: str | None = Field(default=None, max_length=200)
    role: str = Field(default="viewer", max_length=12)
    active: bool = True
    locale: str = Field(default="", max_length=12)


class UserSession(Row, table=True):
    """A signed-in browser. The cookie's secret is stored hashed; `csrf` must come back in a header."""

    __tablename__ = "user_session"

    user_id: str = parent("user_account.id")
    secret_hash: str = Field(unique=True, max_length=64)
    csrf: str = Field(max_length=64)
    expires_at: datetime
    agent: str = Field(default="", max_length=200)


class ApiToken(Row, table=True):
    """A bearer token for programs; acts as its user, with at most `role`."""

    __tablename__ = "api_token"

    user_id: str = parent("user_account.id")
    name: str = Field(max_length=120)
    secret_hash: str = Field(unique=True, max_length=64)
    role: str = Field(max_length=12)
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
