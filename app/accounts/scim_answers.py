"""What a directory is answered: its request handed to the protocol's handler, its errors, and the record of changes."""

import structlog
from fastapi import Request
from fastapi.responses import JSONResponse, Response
from scim2_models import ForbiddenException, SCIMException, UnauthorizedException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from sqlmodel import Session

from app.accounts.directory import PROTOCOL, Directory
from app.accounts.web import SignedIn, by_bearer, note_use
from app.audit import service as audit
from app.core.settings import Settings
from app.core.web import SAFE_METHODS

PREFIX = "/scim/v2"
log = structlog.get_logger(__name__)


def answer(request: Request, session: Session, settings: Settings, *, path: str, body: bytes) -> Response:
    """The protocol's answer; what goes wrong is undone and said in the protocol's own words."""
    asked = ScimRequest(
        method=request.method,
        base_url=f"{settings.origin}{PREFIX}",
        path=f"/{path}",
        query=dict(request.query_params),
        headers=list(request.headers.items()),
        body=body,
    )
    try:
        signed = _need_directory(request, session)
        found = ScimHandler(PROTOCOL, Directory(session, settings)).handle(asked)
        _record(session, signed, asked, found)
    except SCIMException as error:
        session.rollback()
        found = PROTOCOL.error_response(error)
    except Exception as error:
        session.rollback()
        found = PROTOCOL.error_response(error)
        if found.status >= 500:
            log.error("unexpected error", path=request.url.path, exc_info=error)
    if found.body is None:
        return Response(status_code=found.status, headers=found.headers)
    headers = {name: value for name, value in found.headers.items() if name.lower() != "content-type"}
    return JSONResponse(found.body, found.status, headers, media_type="application/scim+json")


def _need_directory(request: Request, session: Session) -> SignedIn:
    signed = by_bearer(request, session)
    if signed is None or signed.token is None:
        raise UnauthorizedException
    if "scim" not in signed.token.scopes:
        raise ForbiddenException(detail="This token was not given the scope “scim”.")
    note_use(request, session, signed.token)
    return signed


def _record(session: Session, signed: SignedIn, asked: ScimRequest, answer: ScimResponse) -> None:
    if asked.method in SAFE_METHODS or asked.path.endswith("/.search"):
        return
    kind, _, target = asked.path.strip("/").partition("/")
    target = target or str((answer.body or {}).get("id", ""))
    audit.record(
        session,
        actor=signed.user,
        action="directory.change",
        target_kind=kind.lower().removesuffix("s")[:40],
        target_id=target[:36],
        detail={"method": asked.method},
    )
