"""HTTP for the consent pages. Nobody is signed in: the token in the path is all that opens one, and no cookie is read.

Another site's page knows no token, so it can send nothing here; a form that it sends all the same is refused besides.
"""

import secrets
from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute

from app.accounts.web import OwnPage
from app.consents import giving, offers, pages
from app.consents.giving import Choice, Page
from app.consents.pages import Reading
from app.core.errors import FirsthandError, Gone, Invalid, NotAllowed, TooLarge, TooMany
from app.core.ids import digest
from app.core.limits import Rate, address_of, limits_of
from app.core.web import DatabaseDep, SessionDep, problem

READ = Rate("consent-pages", "120 per minute")
DONE = Rate("consent-deeds", "30 per hour")
LONGEST_FORM = 16_384
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    # To our own pages, whose forms prove by it where they come from; to nobody else: the token is in the address.
    "Referrer-Policy": "same-origin",
}
_CARDS: tuple[tuple[type[FirsthandError], str, int], ...] = (
    (Gone, "over", 410),
    (NotAllowed, "foreign", 403),
    (TooMany, "busy", 429),
    (TooLarge, "missing", 413),
    (FirsthandError, "missing", 404),
)


class ConsentRoute(APIRoute):
    """A route whose errors are quiet pages too."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_quietly(request: Request) -> Response:
            try:
                return await handle(request)
            except FirsthandError as error:
                return _card(request, error)

        return handle_quietly


def _limited(rate: Rate) -> Any:
    def count(token: str, request: Request) -> None:
        limits_of(request).hit(rate, digest(token)[:16], address_of(request))
        # Guesses are each another token: those of an address are counted together.
        limits_of(request).hit(READ, address_of(request))

    return Depends(count)


async def _fields(request: Request) -> dict[str, str]:
    """The form, read by hand: whoever sends more than a name and two answers is cut short."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise TooLarge
    return {name: values[0] for name, values in parse_qs(body.decode(errors="replace"), max_num_fields=20).items()}


router = APIRouter(prefix="/consent", include_in_schema=False, route_class=ConsentRoute)
Fields = Annotated[dict[str, str], Depends(_fields)]
Wanted = Annotated[str, Query(alias="lang", max_length=12)]
_READS: dict[str, Any] = {"response_class": HTMLResponse, "dependencies": [_limited(READ)]}
_DOES: dict[str, Any] = {"response_class": HTMLResponse, "dependencies": [OwnPage, _limited(DONE)]}


@router.head("/{token}", **_READS)
@router.get("/{token}", **_READS)
def read_consent(
    token: str,
    request: Request,
    session: SessionDep,
    database: DatabaseDep,
    lang: Wanted = "",
    change: bool = False,
    done: bool = False,
) -> Response:
    """What a person is asked, or what holds."""
    page = giving.find(session, token)
    if request.method == "GET":
        giving.note_opened(database, page)
    reading = _reading(request, page, lang)
    return _page(pages.consent_page(page, reading, changing=change, done=done), reading)


@router.post("/{token}/sign", **_DOES)
def sign_consent(token: str, request: Request, session: SessionDep, fields: Fields, lang: Wanted = "") -> Response:
    """Notes what a person allows."""
    page = giving.find(session, token)
    reading = _reading(request, page, lang)
    wrong = _missing(fields)
    if not any(name in wrong for name in ("scope", "media", "name")):
        choice = Choice(fields["scope"], fields["media"] == "yes", fields["name"])
        try:
            giving.sign(session, page, language=reading.language, choice=choice)
        except Invalid as error:
            wrong |= {fault.where: fault.message for fault in error.faults}
        else:
            return RedirectResponse(f"/consent/{token}?lang={reading.language}&done=1", 303, HEADERS)
    return _page(pages.consent_page(page, reading, changing=True, wrong=wrong), reading, status=422)


@router.get("/{token}/withdraw", **_READS)
def read_withdrawing(token: str, request: Request, session: SessionDep, lang: Wanted = "") -> Response:
    """What taking a consent back means."""
    page = giving.find(session, token)
    reading = _reading(request, page, lang)
    return _page(pages.leaving_page(page, reading), reading)


@router.post("/{token}/withdraw", **_DOES)
def withdraw_consent(token: str, request: Request, session: SessionDep, lang: Wanted = "") -> Response:
    """Takes a consent back: holds at the next request, everywhere."""
    page = giving.find(session, token)
    reading = _reading(request, page, lang)
    receipt = giving.withdraw(session, page, language=reading.language)
    return RedirectResponse(f"/consent/{token}/receipts/{receipt.number}?lang={reading.language}", 303, HEADERS)


@router.get("/{token}/receipts/{number}", **_READS)
def read_receipt(token: str, number: str, request: Request, session: SessionDep, lang: Wanted = "") -> Response:
    """A confirmation to print."""
    page = giving.find(session, token)
    reading = _reading(request, page, lang)
    return _page(pages.receipt_page(page, giving.receipt_of(page, number), reading), reading)


def _missing(fields: Mapping[str, str]) -> dict[str, str]:
    """What is not answered, and what was, so that nobody has to say it twice."""
    wrong = {name: "missing" for name in ("scope", "media", "name") if not fields.get(name, "").strip()}
    if fields.get("media") not in ("yes", "no"):
        wrong["media"] = "missing"
    kept = {"chosen_scope": "scope", "chosen_media": "media", "typed_name": "name"}
    return wrong | {key: fields[name][: giving.LONGEST_NAME] for key, name in kept.items() if fields.get(name)}


def _reading(request: Request, page: Page, wanted: str) -> Reading:
    accepted = offers.accepted(request.headers.get("Accept-Language", ""))
    offered = sorted(page.version.texts, key=lambda tag: tag != page.link.language)
    return Reading(offers.language_for(offered, wanted, *accepted), _nonce())


def _card(request: Request, error: FirsthandError) -> Response:
    name, status = next((name, status) for kind, name, status in _CARDS if isinstance(error, kind))
    reading = Reading(
        offers.language_for(["en", "de"], *offers.accepted(request.headers.get("Accept-Language", ""))), _nonce()
    )
    wait = problem(error).headers.get("Retry-After")
    return _page(pages.card_page(name, reading), reading, status=status, more={"Retry-After": wait} if wait else {})


def _page(html: str, reading: Reading, *, status: int = 200, more: Mapping[str, str] | None = None) -> Response:
    policy = (
        f"default-src 'none'; style-src 'nonce-{reading.nonce}'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    return HTMLResponse(html, status, {**HEADERS, "Content-Security-Policy": policy, **(more or {})})


def _nonce() -> str:
    return secrets.token_urlsafe(18)
