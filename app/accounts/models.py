"""Users, how they prove who they are, and what lets them in: sessions, tokens, links, second factors, groups."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.core.model import Row, Versioned, json_field, parent


class User(Versioned, table=True):
    """Someone of the company. `role` is admin, researcher or viewer; an inactive user can do nothing."""

    __tablename__ = "user_account"

    email: str = Field(unique=True, max_length=254, description="Lower case")
    name: str = Field(max_length=120)
    password_hash: str | None = Field(default=None, max_length=200)
    role: str = Field(default="viewer", max_length=12)
    active: bool = True
    locale: str = Field(default="", max_length=12)
    kind: str = Field(default="person", max_length=12, description="person, or service: a program of its own")
    totp_secret: str | None = Field(default=None, max_length=300, description="Encrypted; see `second_factor`")
    totp_since: datetime | None = Field(default=None, description="When it was confirmed; until then it does not count")
    totp_step: int = Field(default=0, description="The last time step whose code was used: each works once")
    external_id: str | None = Field(
        default=None, max_length=200, index=True, description="How SCIM's client calls them"
    )


class UserSession(Row, table=True):
    """A signed-in browser. The cookie's secret is stored hashed; `csrf` must come back in a header."""

    __tablename__ = "user_session"

    user_id: str = parent("user_account.id")
    secret_hash: str = Field(unique=True, max_length=64)
    csrf: str = Field(max_length=64)
    expires_at: datetime
    agent: str = Field(default="", max_length=200)
    via: str = Field(default="password", max_length=60, description="password, link, or oidc:<provider>")
    last_used_at: datetime | None = None


class ApiToken(Row, table=True):
    """A bearer token for programs; acts as its user, with at most `role` and only within its `scopes`."""

    __tablename__ = "api_token"

    user_id: str = parent("user_account.id")
    name: str = Field(max_length=120)
    secret_hash: str = Field(unique=True, max_length=64)
    role: str = Field(max_length=12)
    scopes: list[str] = json_field(list)
    expires_at: datetime | None = None
    last_used_at: datetime | None = None


class AccountLink(Row, table=True):
    """A link that lets someone in once: an invite, a sign-in, or a new password. Only its secret's hash is kept."""

    __tablename__ = "account_link"

    user_id: str = parent("user_account.id")
    purpose: str = Field(max_length=12, description="invite, sign_in or reset")
    secret_hash: str = Field(unique=True, max_length=64)
    expires_at: datetime
    used_at: datetime | None = None


class RecoveryCode(Row, table=True):
    """One way in for someone whose second factor is lost; works once."""

    __tablename__ = "recovery_code"

    user_id: str = parent("user_account.id")
    code_hash: str = Field(max_length=64, index=True)
    used_at: datetime | None = None


class Attempts(Row, table=True):
    """Failed sign-ins of one account or one address, by a hash, so that the table names nobody."""

    __tablename__ = "sign_in_attempts"

    key_hash: str = Field(unique=True, max_length=64)
    failed: int = 0
    last_at: datetime
    blocked_until: datetime | None = None


class UserIdentity(Row, table=True):
    """Who a user is at an identity provider."""

    __tablename__ = "user_identity"
    __table_args__ = (UniqueConstraint("provider", "subject"),)

    user_id: str = parent("user_account.id")
    provider: str = Field(max_length=60)
    subject: str = Field(max_length=255)


class UserGroup(Row, table=True):
    """A group that a directory keeps here by SCIM; settings give groups roles by their names."""

    __tablename__ = "user_group"

    name: str = Field(unique=True, max_length=200)
    external_id: str | None = Field(default=None, max_length=200)
    updated_at: datetime


class UserGroupMember(Row, table=True):
    """Someone in a group."""

    __tablename__ = "user_group_member"
    __table_args__ = (UniqueConstraint("group_id", "user_id"),)

    group_id: str = parent("user_group.id")
    user_id: str = parent("user_account.id")
    display: str = Field(default="", max_length=200, description="What the directory calls them in this group")


class DirectoryEntry(Row, table=True):
    """A user as the company's directory (SCIM) describes them; `user_name` is its own unique name for them."""

    __tablename__ = "directory_entry"

    user_id: str = parent("user_account.id", unique=True)
    user_name: str = Field(unique=True, max_length=254, description="Lower case")
    document: dict[str, Any] = json_field(dict)
    """All that the directory said, except the password."""
