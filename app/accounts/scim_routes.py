"""HTTP for the directory: SCIM has conventions, errors and a description of its own, so OpenAPI leaves it out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.core.web import SessionDep, SettingsDep

router = APIRouter(prefix="/scim/v2", include_in_schema=False)
MOST_BYTES = 1024**2


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
    # The protocol's library takes half a second and ten megabytes to load; most servers have no directory.
    from app.accounts import scim_answers  # noqa: PLC0415

    return scim_answers.answer(request, session, settings, path=path, body=body)
