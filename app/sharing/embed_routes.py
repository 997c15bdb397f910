"""HTTP for embeds: pages, data, clips. Nobody is signed in here; no cookie is read or set."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse

from app.core.errors import FirsthandError, NotFound
from app.core.web import DatabaseDep, SessionDep, SettingsDep
from app.grants import service as granting
from app.recordings.queries import MediaFile
from app.recordings.web import StoreDep, media_response
from app.sharing import embeds, pages
from app.sharing.open_routes import OpenRoute, PassDep, TicketDep, ancestors_of, card, limited, note, page, site_of

router = APIRouter(prefix="/embed", include_in_schema=False, route_class=OpenRoute)
KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}
KEPT_AN_HOUR = {"Cache-Control": "public, max-age=3600"}


@router.get("/assets/{name}")
def read_asset(name: str) -> Response:
    """A file of the embed's bundle, named by its content."""
    path = pages.asset(name)
    if path is None:
        raise NotFound
    return FileResponse(path, headers=KEPT)


@router.get("/clip.js")
def read_component() -> Response:
    """The web component `<firsthand-clip>`."""
    path = pages.STATIC / "clip.js"
    if not path.exists():
        raise NotFound
    return FileResponse(path, headers=KEPT_AN_HOUR, media_type="text/javascript")


@router.head("/{token}", response_class=HTMLResponse, dependencies=[limited("pages")])
@router.get("/{token}", response_class=HTMLResponse, dependencies=[limited("pages")])
def read_embed(
    shown: PassDep, request: Request, session: SessionDep, database: DatabaseDep, settings: SettingsDep
) -> Response:
    """The page of an embed, or a quiet card."""
    grant = embeds.need_grant(session, shown.token)
    try:
        show = embeds.need_show(session, grant, shown)
    except FirsthandError as error:
        return card(request, error, grant)
    nonce = pages.new_nonce()
    html = pages.embed_page(embeds.embed_out(session, shown, grant, show), nonce)
    if html is None:
        language = pages.language_of(request.headers.get("Accept-Language", ""))
        return page(pages.card_page("unbuilt", language, nonce), nonce, ancestors_of(grant), status=503)
    note(database, grant, site_of(request.headers.get("Referer", ""), settings.origin))
    return page(html, nonce, ancestors_of(grant))


@router.get("/{token}/reel.json", dependencies=[limited("pages")])
def read_embed_data(shown: PassDep, session: SessionDep) -> Response:
    """What the embed shows as of now, with fresh addresses of its clips."""
    grant, show = embeds.find(session, shown)
    return JSONResponse(embeds.embed_out(session, shown, grant, show).model_dump(mode="json"))


@router.post("/{token}/plays", status_code=204, dependencies=[limited("pages")])
def count_play(
    shown: PassDep, session: SessionDep, settings: SettingsDep, site: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """Counts that it was played, today and on which site; nothing about who did."""
    grant, _ = embeds.find(session, shown)
    granting.note_play(session, grant, site=site_of(site, settings.origin))
    return Response(status_code=204)


@router.get("/{token}/clips/{item_id}.vtt", dependencies=[limited("media")])
def read_captions(token: str, item_id: str, ticket: TicketDep, session: SessionDep, settings: SettingsDep) -> Response:
    """The captions of one clip."""
    text = embeds.clip_captions(session, settings.signing_key, token, item_id, ticket)
    return PlainTextResponse(text, media_type="text/vtt")


def _clip(token: str, item_id: str, ticket: TicketDep, session: SessionDep, settings: SettingsDep) -> MediaFile:
    return embeds.clip_file(session, settings.signing_key, token, item_id, ticket)


@router.head("/{token}/clips/{item_id}", dependencies=[limited("media")])
@router.get("/{token}/clips/{item_id}", dependencies=[limited("media")])
async def read_clip(request: Request, store: StoreDep, found: Annotated[MediaFile, Depends(_clip)]) -> Response:
    """The bytes of one clip, whole or in part."""
    return await media_response(request, store, found)
