"""HTTP for feeds. Nobody is signed in here; no cookie is read or set."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute

from app.core.errors import FirsthandError
from app.core.ids import digest
from app.core.limits import Rate, address_of, limits_of
from app.core.web import DatabaseDep, SessionDep, SettingsDep, problem
from app.discovery.routes import EngineDep
from app.grants import service as granting
from app.grants.models import Grant
from app.topics import feeds

# Readers keep what they fetched, but ask each time whether it still holds.
HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}


class FeedRoute(APIRoute):
    """A route for strangers: readers inside web pages may read its answers and its errors."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_openly(request: Request) -> Response:
            try:
                response = await handle(request)
            except FirsthandError as error:
                response = problem(error)
            for name, value in HEADERS.items():
                response.headers[name] = value
            return response

        return handle_openly


router = APIRouter(include_in_schema=False, route_class=FeedRoute)


def _count(token: str, request: Request, settings: SettingsDep) -> None:
    limits_of(request).hit(Rate("feeds", settings.limit_pages), digest(token)[:16], address_of(request))


@router.head("/feeds/{token}.atom", dependencies=[Depends(_count)])
@router.get("/feeds/{token}.atom", dependencies=[Depends(_count)])
def read_feed(
    token: str, request: Request, session: SessionDep, engine: EngineDep, settings: SettingsDep, database: DatabaseDep
) -> Response:
    """A topic for a feed reader; 304 when the very same was fetched before, 410 once it has ended."""
    grant, topic = feeds.find(session, token)
    shown = feeds.cards(session, engine, grant, topic)
    address = f"{settings.origin}/feeds/{token}.atom"
    body = feeds.atom(topic, shown, origin=settings.origin, address=address)
    tag = feeds.etag(body)
    if not granting.is_noted(grant, site=""):
        with database.write() as writing:
            if row := writing.get(Grant, grant.id):
                granting.note_seen(writing, row, site="")
    if _knows(request.headers.get("If-None-Match", ""), tag):
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, media_type="application/atom+xml", headers={"ETag": tag})


def _knows(told: str, tag: str) -> bool:
    """Whether one of the entity tags that a reader names is this one; weak ones count (RFC 9110, 13.1.2)."""
    return told.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in told.split(",")}
