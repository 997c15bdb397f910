"""HTTP for the directory: SCIM has conventions, errors and a description of its own, so OpenAPI leaves it out."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from scim2_models import ForbiddenException, SCIMException, UnauthorizedException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse

from app.accounts.directory import PROTOCOL, Directory
from app.accounts.web import SignedIn, by_bearer, note_use
from app.audit import service as audit
from app.core.web import SAFE_METHODS, SessionDep, SettingsDep

PREFIX = "/scim/v2"
router = APIRouter(prefix=PREFIX, include_in_schema=False)
MOST_BYTES = 1024**2
log = structlog.get_logger(__name__)


async def read_body(request: Request) -> bytes:
    """The body, up to a byte more than is taken: the protocol then answers that it is too large."""
    body = b""
    async for part in request.stream():
        body = (body + part)[: MOST_BYTES + 1]
    return body


@router.api_route("/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def answer_directory(
    path: str,
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    body: Annotated[bytes, Depends(read_body)],
) -> Response:
    """Answers a directory: users, groups, and what the protocol says about itself."""
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
        answer = ScimHandler(PROTOCOL, Directory(session, settings)).handle(asked)
        _record(session, signed, asked, answer)
    except SCIMException as error:
        session.rollback()
        answer = PROTOCOL.error_response(error)
    except Exception as error:
        session.rollback()
        answer = PROTOCOL.error_response(error)
        if answer.status >= 500:
            log.error("unexpected error", path=request.url.path, exc_info=error)
    if answer.body is None:
        return Response(status_code=answer.status, headers=answer.headers)
    headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-type"}
    return JSONResponse(answer.body, answer.status, headers, media_type="application/scim+json")


def _need_directory(request: Request, session: SessionDep) -> SignedIn:
    signed = by_bearer(request, session)
    if signed is None or signed.token is None:
        raise UnauthorizedException
    if "scim" not in signed.token.scopes:
        raise ForbiddenException(detail="This token was not given the scope “scim”.")
    note_use(request, session, signed.token)
    return signed


def _record(session: SessionDep, signed: SignedIn, asked: ScimRequest, answer: ScimResponse) -> None:
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
