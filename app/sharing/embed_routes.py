"""HTTP for embeds: pages, data, clips. Nobody is signed in here; no cookie is read or set."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse

from app.core.database import Database
from app.core.errors import FirsthandError, Gone, Invalid, NotFound
from app.core.web import DatabaseDep, SessionDep, SettingsDep, problem
from app.grants import queries as grants
from app.grants import service as granting
from app.grants.models import Grant
from app.grants.origins import normalise
from app.recordings.queries import MediaFile
from app.recordings.web import StoreDep, media_response
from app.sharing import embeds, pages
from app.sharing.embeds import Ticket

router = APIRouter(prefix="/embed", include_in_schema=False)
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


@router.get("/assets/{name}")
def read_asset(name: str) -> Response:
    """A file of the embed's bundle, named by its content."""
    path = pages.asset(name)
    if path is None:
        raise NotFound
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "public, max-age=31536000, immutable",
    }
    return FileResponse(path, headers=headers)


@router.head("/{token}")
@router.get("/{token}")
def read_embed(
    token: str, request: Request, session: SessionDep, database: DatabaseDep, settings: SettingsDep
) -> Response:
    """The page of an embed, or a quiet card."""
    nonce, language = pages.new_nonce(), pages.language_of(request.headers.get("Accept-Language", ""))
    grant = grants.by_token(session, token)
    origins = grant.origins if grant else []
    try:
        if grant is None:
            raise NotFound
        show = embeds.need_show(session, grant)
        page = pages.embed_page(embeds.embed_out(session, settings.signing_key, token, grant, show), nonce)
        status = 200 if page else 503
        page = page or pages.card_page("unbuilt", language, nonce)
    except Gone:
        status, page = 410, pages.card_page("over", language, nonce)
    except NotFound:
        status, page = 404, pages.card_page("missing", language, nonce)
    if grant and status == 200:
        _note(database, grant, _site(request, settings.origin))
    return HTMLResponse(page, status, {**PRIVATE, "Content-Security-Policy": pages.policy(nonce, origins)})


@router.get("/{token}/reel.json")
def read_embed_data(token: str, session: SessionDep, settings: SettingsDep) -> Response:
    """What the embed shows as of now, with fresh addresses of its clips."""
    try:
        grant, show = embeds.find(session, token)
        embed = embeds.embed_out(session, settings.signing_key, token, grant, show)
    except FirsthandError as error:
        return _readable(problem(error))
    return JSONResponse(embed.model_dump(mode="json"), headers=READABLE)


@router.post("/{token}/plays", status_code=204)
def count_play(token: str, session: SessionDep) -> Response:
    """Counts that it was played; nothing about who did."""
    try:
        grant, _ = embeds.find(session, token)
    except FirsthandError as error:
        return _readable(problem(error))
    granting.note_play(session, grant.id)
    return Response(status_code=204, headers=READABLE)


def _ticket(
    version: Annotated[str, Query(alias="v", max_length=100)] = "",
    expires: Annotated[str, Query(alias="exp", max_length=12)] = "",
    signature: Annotated[str, Query(alias="sig", max_length=100)] = "",
) -> Ticket:
    return Ticket(version, int(expires) if expires.isascii() and expires.isdigit() else 0, signature)


TicketDep = Annotated[Ticket, Depends(_ticket)]


@router.get("/{token}/clips/{item_id}.vtt")
def read_captions(token: str, item_id: str, ticket: TicketDep, session: SessionDep, settings: SettingsDep) -> Response:
    """The captions of one clip."""
    try:
        text = embeds.clip_captions(session, settings.signing_key, token, item_id, ticket)
    except FirsthandError as error:
        return _readable(problem(error))
    return PlainTextResponse(text, headers=READABLE, media_type="text/vtt")


def _clip(
    token: str, item_id: str, ticket: TicketDep, session: SessionDep, settings: SettingsDep
) -> MediaFile | FirsthandError:
    try:
        return embeds.clip_file(session, settings.signing_key, token, item_id, ticket)
    except FirsthandError as error:
        return error


@router.head("/{token}/clips/{item_id}")
@router.get("/{token}/clips/{item_id}")
async def read_clip(
    request: Request, store: StoreDep, found: Annotated[MediaFile | FirsthandError, Depends(_clip)]
) -> Response:
    """The bytes of one clip, whole or in part."""
    if isinstance(found, FirsthandError):
        return _readable(problem(found))
    return _readable(await media_response(request, store, found))


def _readable(response: Response) -> Response:
    response.headers.update(READABLE)
    return response


def _site(request: Request, own: str) -> str:
    """The site whose page showed it, as far as the browser says so. Told, never relied on."""
    try:
        site = normalise(request.headers.get("Referer", ""))
    except Invalid:
        return ""
    return "" if site == own else site


def _note(database: Database, grant: Grant, site: str) -> None:
    if granting.is_noted(grant, site=site):
        return
    with database.write() as session:
        if row := session.get(Grant, grant.id):
            granting.note_seen(session, row, site=site)
