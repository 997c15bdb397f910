"""What goes in and out about accounts."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

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
    code: str | None = Field(default=None, max_length=40, description="Of the authenticator app, or a recovery code")


class UserOut(BaseModel):
    id: str
    email: str
    name: str
    role: RoleName
    active: bool
    locale: str
    created_at: datetime


class ColleagueOut(UserOut):
    """Someone of the company; the last three are told to administrators only."""

    invited: bool | None = Field(default=None, description="Has an account, and no way yet to sign in to it")
    second_factor: bool | None = None
    seen_at: datetime | None = Field(default=None, description="When a browser of theirs was last used")


class ColleagueMadeOut(ColleagueOut):
    link: str | None = Field(
        description="The invite to hand over yourself; null when it went out by mail, or needs none"
    )


class DemoAccountOut(BaseModel):
    """A sign-in of the demo repository, shown on the sign-in page."""

    email: str
    name: str
    role: RoleName
    password: str


class ProviderOut(BaseModel):
    """A button of the sign-in page. `url` takes `?next=` with a path to come back to."""

    id: str
    name: str
    url: str


class SessionOut(BaseModel):
    """What a page needs to know first. `user` is null when nobody is signed in."""

    user: UserOut | None
    csrf_token: str | None = Field(description="Send it back as X-CSRF-Token with every change")
    set_up_needed: bool = Field(description="True until the first administrator exists")
    development: bool
    demo_accounts: list[DemoAccountOut] = Field(description="Sign-ins to show; empty unless the demo is loaded")
    mail: bool = Field(description="Whether this server sends mail: sign-in links, new passwords")
    providers: list[ProviderOut] = Field(description="Identity providers to sign in with")
    second_factor_missing: bool = Field(
        description="Signed in, but nothing else works before a second factor is set up"
    )


class UserIn(BaseModel):
    email: Email
    name: Name
    role: RoleName = "viewer"
    password: str | None = Field(default=None, max_length=200, description="Left out: an invite goes out instead")


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
    via: str = Field(description="password, link, or oidc:<provider>")
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime
    current: bool


Scope = Literal["read", "write", "admin", "scim"]


class TokenIn(BaseModel):
    name: Name
    role: RoleName = "viewer"
    scopes: list[Scope] | None = Field(default=None, max_length=4, description="Left out: all that the role may")
    expires_at: AwareDatetime | None = None


class TokenOut(BaseModel):
    id: str
    name: str
    role: RoleName
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class NewTokenOut(TokenOut):
    secret: str = Field(description="Shown once; only its hash is kept")


class LinkAskIn(BaseModel):
    """Asks for a link by mail; the answer is the same whether or not anybody has this address."""

    email: Email
    purpose: Literal["sign_in", "reset"] = "sign_in"
    next: str = Field(default="", max_length=500, description="A path of this site to go to then")


class LinkSecretIn(BaseModel):
    secret: str = Field(max_length=200, description="What stands behind the # of the link")


Purpose = Literal["invite", "sign_in", "reset"]


class LinkOut(BaseModel):
    """What a link is for."""

    purpose: Purpose
    email: str
    name: str
    expires_at: datetime
    code_needed: bool = Field(description="Whether a second factor's code has to be sent along")


class LinkUseIn(LinkSecretIn):
    name: Name | None = None
    password: str | None = Field(default=None, max_length=200)
    code: str | None = Field(default=None, max_length=40)


class HandOutIn(BaseModel):
    purpose: Literal["invite", "reset"]


class HandedOut(BaseModel):
    """Where the link went: by mail, or here for you to hand over."""

    mailed_to: str | None
    link: str | None


class SecondFactorOut(BaseModel):
    on: bool
    since: datetime | None
    codes_left: int
    required: bool = Field(description="Whether the administrators ask you for one")


class SecondFactorIn(BaseModel):
    password: str | None = Field(default=None, max_length=200, description="Your present password, if you have one")


class SecondFactorBegunOut(BaseModel):
    """For the authenticator app: shown once."""

    secret: str
    address: str = Field(description="The otpauth: address that the picture shows")
    picture: str = Field(description="A QR code as a data: address of an SVG")


class CodeIn(BaseModel):
    code: str = Field(min_length=6, max_length=40)


class RecoveryCodesOut(BaseModel):
    codes: list[str] = Field(description="Each lets you in once; shown once")
