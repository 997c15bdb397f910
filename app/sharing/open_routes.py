"""What all routes for strangers share: no cookie, headers that let a frame without an origin read, limits, notes."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from app.core.database import Database
from app.core.errors import FirsthandError, Gone, Invalid, NotAllowed, NotFound, TooLarge, TooMany
from app.core.ids import digest
from app.core.limits import Rate, address_of, limits_of
from app.core.settings import Settings
from app.core.web import SettingsDep, problem
from app.grants import service as granting
from app.grants.models import Grant
from app.grants.origins import normalise
from app.sharing import pages
from app.sharing.embeds import Pass, Ticket
from app.sharing.queries import SHARE

PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    # The page may be opened by itself too; isolation from whoever opened it is not ours to demand.
    "Cross-Origin-Opener-Policy": "unsafe-none",
}
# A frame with sandbox="allow-scripts" has no origin of its own: to it even our own data is another site's.
READABLE = {**PRIVATE, "Access-Control-Allow-Origin": "*"}
ANYWHERE = ("*",)


class OpenRoute(APIRoute):
    """A route for strangers: its errors too may be read by any frame, and those of a page are quiet cards."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        is_page = self.response_class is HTMLResponse

        async def handle_openly(request: Request) -> Response:
            try:
                response = await handle(request)
            except FirsthandError as error:
                response = card(request, error) if is_page else problem(error)
            for name, value in READABLE.items():
                response.headers.setdefault(name, value)
            return response

        return handle_openly


def card(request: Request, error: FirsthandError, grant: Grant | None = None) -> Response:
    """A quiet page for an error, in the same frames as what it stands for. That many look at once is said anywhere:
    it says nothing about what they look at."""
    name, status = next((name, status) for kind, name, status in _CARDS if isinstance(error, kind))
    nonce, language = pages.new_nonce(), pages.language_of(request.headers.get("Accept-Language", ""))
    headers = problem(error).headers if isinstance(error, TooMany) else {}
    wait = {"Retry-After": headers["Retry-After"]} if "Retry-After" in headers else {}
    ancestors = ANYWHERE if isinstance(error, TooMany) else ancestors_of(grant)
    return page(pages.card_page(name, language, nonce), nonce, ancestors, status=status, headers=wait)


_CARDS: tuple[tuple[type[FirsthandError], str, int], ...] = (
    (Gone, "over", 410),
    (NotFound, "missing", 404),
    (NotAllowed, "locked", 403),
    (TooMany, "busy", 429),
    (TooLarge, "locked", 413),
    (FirsthandError, "missing", 404),
)


def page(
    html: str,
    nonce: str,
    ancestors: tuple[str, ...],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    forms: str = "'none'",
) -> Response:
    """A page of ours inside or beside others' pages."""
    policy = {"Content-Security-Policy": pages.policy(nonce, ancestors, forms=forms)}
    return HTMLResponse(html, status, {**PRIVATE, **policy, **(headers or {})})


def ancestors_of(grant: Grant | None) -> tuple[str, ...]:
    """Who may frame it: the sites of an embed, any site for a link that anyone may open, else nobody."""
    if grant is None:
        return ()
    return ANYWHERE if is_open(grant) else tuple(grant.origins)


def is_open(grant: Grant) -> bool:
    """Whether anyone with the link may see it, on any site."""
    return grant.kind == SHARE and grant.password_hash is None


def limited(door: str) -> Any:
    """A dependency that counts who passes this door, per grant and address; the rates are settings `limit_<door>`."""

    def check(request: Request, settings: SettingsDep) -> None:
        token = request.path_params.get("token", "")
        count(request, settings, door, digest(token)[:16], address_of(request))

    return Depends(check)


def count(request: Request, settings: Settings, door: str, *who: str) -> None:
    """Counts one use of a door by someone; raises TooMany beyond its rate."""
    limits_of(request).hit(Rate(door, getattr(settings, f"limit_{door}")), *who)


def _pass(token: str, settings: SettingsDep, unlock: Annotated[str, Query(max_length=100)] = "") -> Pass:
    return Pass(settings.signing_key, token, unlock)


def _ticket(
    version: Annotated[str, Query(alias="v", max_length=100)] = "",
    expires: Annotated[str, Query(alias="exp", max_length=12)] = "",
    signature: Annotated[str, Query(alias="sig", max_length=100)] = "",
) -> Ticket:
    return Ticket(version, int(expires) if expires.isascii() and expires.isdigit() else 0, signature)


PassDep = Annotated[Pass, Depends(_pass)]
TicketDep = Annotated[Ticket, Depends(_ticket)]


def site_of(address: str, own: str) -> str:
    """The site of an address, as far as a browser tells it; empty for none, and for our own. Never relied on."""
    try:
        site = normalise(address)
    except Invalid:
        return ""
    return "" if site == own else site


def note(database: Database, grant: Grant, site: str) -> None:
    """Notes that it was shown, and on which site."""
    if granting.is_noted(grant, site=site):
        return
    with database.write() as session:
        if row := session.get(Grant, grant.id):
            granting.note_seen(session, row, site=site)
