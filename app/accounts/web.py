"""Who a request comes from: a session cookie (with its CSRF header) or a bearer token."""

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from app.accounts import service
from app.accounts.models import ApiToken, User, UserSession
from app.core.errors import NotAllowed, NotSignedIn
from app.core.settings import Settings
from app.core.web import SAFE_METHODS, SessionDep, settings_of

CSRF_HEADER = "X-CSRF-Token"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A proven user and what proved it."""

    user: User
    browser: UserSession | None = None
    token: ApiToken | None = None

    @property
    def role(self) -> str:
        """The role in force: a token may lend less than its user has, never more."""
        order = ("viewer", "researcher", "admin")
        lent = self.token.role if self.token else self.user.role
        return min(self.user.role, lent, key=order.index)

    def need_admin(self) -> None:
        """Raises NotAllowed unless an administrator is asking."""
        if self.role != "admin":
            raise NotAllowed("Only an administrator may do this.")


def cookie_name(settings: Settings) -> str:
    """The `__Host-` prefix makes browsers refuse the cookie from anywhere but this very host over https."""
    return "__Host-firsthand" if settings.secure_cookies else "firsthand"


def set_cookie(response: Response, settings: Settings, secret: str) -> None:
    """Hands the session's secret to the browser, out of reach of scripts."""
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=settings.session_days * 86400,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
        path="/",
    )


def identify(request: Request, session: SessionDep) -> SignedIn | None:
    """Who is asking, or None. A change by cookie needs the CSRF header of that session."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _by_token(session, secret.strip())
    cookie = request.cookies.get(cookie_name(settings_of(request)))
    found = service.by_session(session, cookie) if cookie else None
    if not found:
        return None
    user, browser = found
    if request.method not in SAFE_METHODS:
        _check_csrf(request, browser)
    return SignedIn(user, browser=browser)


def need_signed_in(signed: SignedIn | None) -> SignedIn:
    """Who is asking; raises NotSignedIn for nobody."""
    if signed is None:
        raise NotSignedIn
    return signed


async def _need_signed_in(signed: Annotated[SignedIn | None, Depends(identify)]) -> SignedIn:
    return need_signed_in(signed)


MaybeSignedIn = Annotated[SignedIn | None, Depends(identify)]
SignedInDep = Annotated[SignedIn, Depends(_need_signed_in)]


def _by_token(session: SessionDep, secret: str) -> SignedIn:
    found = service.by_token(session, secret)
    if not found:
        raise NotSignedIn("This API token is unknown, expired or revoked.", code="bad_token")
    return SignedIn(found[0], token=found[1])


def _check_csrf(request: Request, browser: UserSession) -> None:
    if not hmac.compare_digest(request.headers.get(CSRF_HEADER, ""), browser.csrf):
        raise NotAllowed(
            "This change did not come from the page you are signed in to. Reload it and try again.",
            code="csrf",
        )
