"""Who a request comes from: a session cookie (with its CSRF header) or a bearer token."""

import hmac
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from app.accounts import second_factor, service
from app.accounts.models import ApiToken, User, UserSession
from app.core.errors import NotAllowed, NotSignedIn
from app.core.settings import Settings
from app.core.web import SAFE_METHODS, SessionDep, SettingsDep, database_of, settings_of

CSRF_HEADER = "X-CSRF-Token"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A proven user and what proved it."""

    user: User
    browser: UserSession | None = None
    token: ApiToken | None = None

    @property
    def role(self) -> str:
        """The role in force: a token may lend less than its user has, never more, and `admin` only by that scope."""
        order = service.ROLES
        lent = self.token.role if self.token else self.user.role
        if self.token and "admin" not in self.token.scopes:
            lent = min(lent, "researcher", key=order.index)
        return min(self.user.role, lent, key=order.index)

    def need_admin(self) -> None:
        """Raises NotAllowed unless an administrator is asking."""
        if self.role != "admin":
            raise NotAllowed("Only an administrator may do this.")

    def need_scope(self, scope: str) -> None:
        """Raises NotAllowed when it is a token that asks, and it was not lent this."""
        if self.token and scope not in self.token.scopes:
            raise NotAllowed(f"This API token was not given the scope “{scope}”.", code="scope")

    def needs_second_factor(self, settings: Settings) -> bool:
        """Whether this browser may go no further before its user has set a second factor up.

        A token was made by somebody who had one, and an identity provider asks for its own.
        """
        if not self.browser or self.browser.via.startswith("oidc:") or second_factor.is_on(self.user):
            return False
        wanted = settings.second_factor
        return wanted == "everyone" or (wanted == "admins" and self.user.role == "admin")


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


def enter(
    request: Request, response: Response, session: SessionDep, settings: Settings, user: User, *, via: str = "password"
) -> SignedIn:
    """Signs this browser in, under a new secret; what it was signed in with before ends (session fixation)."""
    if before := request.cookies.get(cookie_name(settings)):
        service.forget_session(session, before)
    agent = request.headers.get("User-Agent", "")
    browser, secret = service.open_session(session, user, days=settings.session_days, agent=agent, via=via)
    set_cookie(response, settings, secret)
    return SignedIn(user, browser=browser)


def need_own_page(request: Request, settings: SettingsDep) -> None:
    """Refuses a sign-in that another site's page sends (login CSRF), when no session can prove it yet."""
    if comes_from_elsewhere(request, settings):
        raise NotAllowed("Sign in from this site's own page.", code="csrf")


def comes_from_elsewhere(request: Request, settings: Settings) -> bool:
    """Whether another site's page sends this. Browsers say so in `Sec-Fetch-Site`, older ones in `Origin`; programs
    say neither.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site:
        return site not in ("same-origin", "none")
    own = (urlsplit(settings.origin).netloc, request.headers.get("Host", ""))
    return bool(origin) and urlsplit(origin or "").netloc not in own


def identify(request: Request, session: SessionDep) -> SignedIn | None:
    """Who is asking, or None. A change by cookie needs the CSRF header of that session."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        signed = _by_token(session, secret.strip())
        signed.need_scope("read" if request.method in SAFE_METHODS else "write")
    else:
        cookie = request.cookies.get(cookie_name(settings_of(request)))
        found = service.by_session(session, cookie) if cookie else None
        if not found:
            return None
        signed = SignedIn(found[0], browser=found[1])
        if request.method not in SAFE_METHODS:
            check_csrf(request, found[1])
    note_use(request, session, signed.token or signed.browser)
    return signed


def note_use(request: Request, session: SessionDep, row: UserSession | ApiToken | None) -> None:
    """Notes that a session or token is in use, every few minutes."""
    if row is None or service.is_noted(row):
        return
    database = database_of(request)
    if session.bind is database.writing:
        service.note_use(session, row)
        return
    with database.write() as writing:
        service.note_use(writing, row)


def need_browser(signed: Annotated[SignedIn | None, Depends(identify)]) -> SignedIn:
    """Who is asking, also before a second factor that has to be there is set up; raises NotSignedIn for nobody."""
    if signed is None:
        raise NotSignedIn
    return signed


def need_signed_in(signed: Annotated[SignedIn | None, Depends(identify)], settings: SettingsDep) -> SignedIn:
    """Who is asking; raises NotSignedIn for nobody, NotAllowed until a required second factor is set up."""
    known = need_browser(signed)
    if known.needs_second_factor(settings):
        message = "Set up a second factor first: your administrators ask for one."
        raise NotAllowed(message, code="second_factor_required")
    return known


MaybeSignedIn = Annotated[SignedIn | None, Depends(identify)]
SignedInDep = Annotated[SignedIn, Depends(need_signed_in)]
HalfSignedInDep = Annotated[SignedIn, Depends(need_browser)]
"""Signed in, a required second factor perhaps still missing: for the routes that set it up."""
OwnPage = Depends(need_own_page)


def by_bearer(request: Request, session: SessionDep) -> SignedIn | None:
    """Who a bearer token belongs to, whatever its scopes; None for an unknown one. For protocols of their own."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    found = service.by_token(session, secret.strip()) if scheme.lower() == "bearer" else None
    return SignedIn(found[0], token=found[1]) if found else None


def _by_token(session: SessionDep, secret: str) -> SignedIn:
    found = service.by_token(session, secret)
    if not found:
        raise NotSignedIn("This API token is unknown, expired or revoked.", code="bad_token")
    return SignedIn(found[0], token=found[1])


def check_csrf(request: Request, browser: UserSession) -> None:
    """Refuses a change whose header does not carry the token that only the signed-in page knows."""
    if not hmac.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), browser.csrf.encode()):
        raise NotAllowed(
            "This change did not come from the page you are signed in to. Reload it and try again.",
            code="csrf",
        )
