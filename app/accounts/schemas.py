"""What goes in and out about accounts."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.?[^@\s]+$"),
]
RoleName = Annotated[str, StringConstraints(pattern="^(admin|researcher|viewer)$")]


class SetUpIn(BaseModel):
    """The first administrator of an empty installation."""

    email: Email
    name: Name
    password: str = Field(max_length=200)


class SignInIn(BaseModel):
    email: Email
    password: str = Field(max_length=200)


class UserOut(BaseModel):
    id: str
    email: str
    name: str
    role: RoleName
    active: bool
    locale: str
    created_at: datetime


class DemoAccountOut(BaseModel):
    """A sign-in of the demo repository, shown on the sign-in page."""

    email: str
    name: str
    role: RoleName
    password: str


class SessionOut(BaseModel):
    """What a page needs to know first. `user` is null when nobody is signed in."""

    user: UserOut | None
    csrf_token: str | None = Field(description="Send it back as X-CSRF-Token with every change")
    set_up_needed: bool = Field(description="True until the first administrator exists")
    development: bool
    demo_accounts: list[DemoAccountOut] = Field(description="Sign-ins to show; empty unless the demo is loaded")


class UserIn(BaseModel):
    email: Email
    name: Name
    role: RoleName = "viewer"
    password: str = Field(max_length=200)


class UserPatch(BaseModel):
    name: Name | None = None
    role: RoleName | None = None
    active: bool | None = None
    version: int | None = None


class MePatch(BaseModel):
    name: Name | None = None
    locale: str | None = Field(default=None, max_length=12)
    password: str | None = Field(default=None, max_length=200)
    current_password: str | None = Field(default=None, max_length=200)


class BrowserSessionOut(BaseModel):
    id: str
    agent: str
    created_at: datetime
    expires_at: datetime
    current: bool


class TokenIn(BaseModel):
    name: Name
    role: RoleName = "viewer"
    expires_at: datetime | None = None


class TokenOut(BaseModel):
    id: str
    name: str
    role: RoleName
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class NewTokenOut(TokenOut):
    secret: str = Field(description="Shown once; only its hash is kept")
