"""The only FastAPI plumbing: sessions per request, problem+json, paging parameters, security headers."""

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Annotated, Any

import structlog
from anyio import CancelScope, CapacityLimiter, to_thread
from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core import errors
from app.core.database import Database
from app.core.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PROBLEM = "application/problem+json"
log = structlog.get_logger(__name__)

STATUS: dict[type[errors.FirsthandError], int] = {
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.TooLarge: 413,
    errors.RangeNotSatisfiable: 416,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.StorageFull: 507,
    errors.Unavailable: 503,
}

PLAYERS = (
    "https://www.youtube-nocookie.com https://player.vimeo.com https://www.loom.com https://drive.google.com "
    "https://fast.wistia.net"
)


def content_policy(style_nonce: str = "") -> str:
    """What a page here may load and run: our own files, and styles that carry the nonce of this very answer."""
    styles = f"'self' 'nonce-{style_nonce}'" if style_nonce else "'self'"
    return (
        "default-src 'self'; script-src 'self'; img-src 'self' data: blob:; media-src 'self' blob: https:; "
        f"style-src {styles}; frame-src 'self' {PLAYERS}; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def stream_policy() -> str:
    """What the frame that plays streams may do: fetch media from any host, and nothing else with it. It has no origin,
    so no cookie, no storage and no way to our data, whoever opens it; only our own pages show it.
    """
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src https:; media-src blob:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
    )


SECURITY_HEADERS = {
    "Content-Security-Policy": content_policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
"""What every answer carries unless its route sets its own; `tests/laws/test_headers.py` walks them all."""


class FaultOut(BaseModel):
    """One fault inside the input."""

    where: str
    message: str
    code: str


class Problem(BaseModel):
    """What every error answers with: RFC 9457, plus a stable `code` and the faults one by one."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    faults: list[FaultOut] = []


Responses = dict[int | str, dict[str, Any]]


def problems(*statuses: int) -> Responses:
    """Declares in OpenAPI which errors a route may answer with."""
    return {
        status: {
            "model": Problem,
            "description": HTTPStatus(status).phrase,
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def settings_of(request: Request) -> Settings:
    """The settings this application was made with."""
    settings: Settings = request.app.state.settings
    return settings


def database_of(request: Request) -> Database:
    """The database this application was made with."""
    database: Database = request.app.state.database
    return database


# Coroutines, as FastAPI takes a plain function to a thread and back, which costs more than these do.
async def _settings(request: Request) -> Settings:
    return settings_of(request)


async def _database(request: Request) -> Database:
    return database_of(request)


async def unit_of_work(request: Request) -> AsyncIterator[Session]:
    """One request is one transaction: committed while the request is still open, rolled back on any error.

    Safe methods get a reading session, all others a writing one. A session asks the database nothing before it is
    used, so it opens here and now; ending it may wait for the database, and does so on a worker thread. It keeps a
    place in line from here on, so that no worker thread has to wait for what another request holds.
    """
    database = database_of(request)
    reads = request.method in SAFE_METHODS
    line = database.readers if reads else database.writers
    await line.join()
    opened = database.read() if reads else database.write_now()
    try:
        yield opened.__enter__()
    except BaseException as error:
        await _end(opened, error)
        raise
    else:
        await _end(opened, None)
    finally:
        line.leave()


async def _end(opened: AbstractContextManager[Session], error: BaseException | None) -> None:
    """Commits or rolls back, whatever becomes of the request, and without waiting for a free worker thread: those may
    all be waiting for the connection that this gives back.
    """
    with CancelScope(shield=True):
        told = (type(error), error, error.__traceback__) if error else (None, None, None)
        await to_thread.run_sync(opened.__exit__, *told, limiter=CapacityLimiter(1))


# scope="function": with the default scope FastAPI commits after the response has left, and a failing
# commit would still have answered 201.
SessionDep = Annotated[Session, Depends(unit_of_work, scope="function")]
SettingsDep = Annotated[Settings, Depends(_settings)]
DatabaseDep = Annotated[Database, Depends(_database)]
Limit = Annotated[int, Query(ge=1, le=200, description="How many items a page holds")]
Cursor = Annotated[str | None, Query(max_length=500, description="`next_cursor` of the page before")]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=100,
        description="Repeat a creating request without creating twice",
    ),
]


def problem(error: errors.FirsthandError) -> JSONResponse:
    """Turns an error into its answer."""
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    body = Problem(
        title=error.title,
        status=status,
        code=error.code,
        detail=error.detail,
        faults=[FaultOut(where=f.where, message=f.message, code=f.code) for f in error.faults],
    )
    wait = error.extra.get("retry_after_s")
    headers = {"Retry-After": str(wait)} if wait else None
    return JSONResponse({**body.model_dump(), **jsonable_encoder(error.extra)}, status, headers, media_type=PROBLEM)


def install(app: FastAPI, *, hsts_days: int = 0) -> None:
    """Installs the error answers and the headers that every response carries.

    Over https browsers are told to come by https only, for `hsts_days`.
    """
    app.add_exception_handler(errors.FirsthandError, _on_known)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(OperationalError, _on_database)
    app.add_exception_handler(Exception, _on_bug)
    app.add_middleware(SecurityHeaders, hsts_days=hsts_days)


class SecurityHeaders:
    """Adds the security headers to every response that does not set its own. Plain ASGI: streams stay streams."""

    def __init__(self, app: ASGIApp, hsts_days: int = 0) -> None:
        self.app = app
        self._hsts = f"max-age={hsts_days * 86400}" if hsts_days else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                # The scheme is the visitor's: uvicorn takes it from X-Forwarded-Proto, of trusted proxies only.
                if self._hsts and scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", self._hsts)
                headers.setdefault("Cache-Control", _cache_control(scope["path"], message["status"]))
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _cache_control(path: str, status: int) -> str:
    """Built assets carry a hash in their name and never change; pages are asked for anew, answers are not kept."""
    if path.startswith("/assets/") and status in (200, 304):
        return "public, max-age=31536000, immutable"
    return "private, no-store" if path.startswith("/api/") else "no-cache"


class FormLimit:
    """Stops reading a form that is larger than any form here may be, before it fills the disk."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app, self.max_bytes = app, max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if not headers.get("content-type", "").startswith("multipart/form-data"):
            await self.app(scope, receive, send)
            return
        if int(headers.get("content-length") or 0) > self.max_bytes:
            await problem(self._too_large())(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                # The one error class that the form parser lets through unchanged.
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, self._too_large().detail)
            return message

        await self.app(scope, counted, send)

    def _too_large(self) -> errors.TooLarge:
        return errors.TooLarge(f"The form is larger than {self.max_bytes // 1024**2} MB, the limit of this server.")


async def _on_known(_request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.FirsthandError)  # noqa: S101 - registered for this class alone
    return problem(error)


async def _on_validation(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class alone
    faults = [
        errors.Fault(".".join(str(part) for part in fault["loc"]), str(fault["msg"]), str(fault["type"]))
        for fault in error.errors()
    ]
    return problem(errors.Invalid(f"{faults[0].where}: {faults[0].message}", faults=faults))


async def _on_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    phrase = HTTPStatus(error.status_code).phrase
    body = Problem(
        title=phrase,
        status=error.status_code,
        code=phrase.lower().replace(" ", "_"),
        detail=str(error.detail),
    )
    return JSONResponse(body.model_dump(), error.status_code, headers=error.headers, media_type=PROBLEM)


async def _on_database(request: Request, error: Exception) -> Response:
    log.error("database unavailable", path=request.url.path, error=str(error))
    return problem(errors.Unavailable("The database does not answer right now. Nothing was saved; try again."))


async def _on_bug(request: Request, error: Exception) -> Response:
    log.error("unexpected error", path=request.url.path, exc_info=error)
    body = Problem(
        title="Something broke on our side",
        status=500,
        code="internal_error",
        detail="Nothing was saved. The server's log says more.",
    )
    # Starlette answers for bugs outside of all middleware, so the headers have to be set here.
    return JSONResponse(body.model_dump(), 500, {**SECURITY_HEADERS, "Cache-Control": "no-store"}, media_type=PROBLEM)
