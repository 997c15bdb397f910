"""HTTP for share links, their pictures and films. Nobody is signed in here; no cookie is read or set."""

from io import BytesIO
from typing import Annotated
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.core.errors import FirsthandError, NotAllowed, NotFound, TooLarge
from app.core.ids import digest
from app.core.web import DatabaseDep, SessionDep, SettingsDep
from app.grants.models import Grant
from app.recordings.queries import MediaFile
from app.recordings.store import Store
from app.recordings.web import StoreDep, media_response
from app.sharing import embeds, films, pages, posters, share_pages
from app.sharing.open_routes import OpenRoute, PassDep, ancestors_of, card, count, is_open, limited, note, page, site_of
from app.sharing.share_pages import Shared
from app.sharing.snippets import Addresses

router = APIRouter(include_in_schema=False, route_class=OpenRoute)
LONGEST_FORM = 4096


def _language(request: Request) -> str:
    return pages.language_of(request.headers.get("Accept-Language", ""))


LanguageDep = Annotated[str, Depends(_language)]


@router.head("/s/{token}", response_class=HTMLResponse, dependencies=[limited("pages")])
@router.get("/s/{token}", response_class=HTMLResponse, dependencies=[limited("pages")])
def read_share(
    shown: PassDep,
    request: Request,
    session: SessionDep,
    database: DatabaseDep,
    settings: SettingsDep,
    language: LanguageDep,
) -> Response:
    """The page behind a share link, the question for its password, or a quiet card."""
    grant, nonce = embeds.need_grant(session, shown.token), pages.new_nonce()
    try:
        show = embeds.need_show(session, grant, shown)
    except NotAllowed:
        return _ask(grant, shown.token, language)
    except FirsthandError as error:
        return card(request, error, grant)
    shared = Shared(
        at=Addresses(settings.origin, shown.token),
        embed=embeds.embed_out(session, shown, grant, show),
        is_open=is_open(grant),
        is_listed=bool(grant.options.get("listed")),
        is_film=embeds.is_film(session, show) or films.film_of(session, grant) is not None,
        unlock=shown.unlock if grant.password_hash else "",
    )
    html = share_pages.share_page(shared, language, nonce)
    if html is None:
        return page(pages.card_page("unbuilt", language, nonce), nonce, ancestors_of(grant), status=503)
    note(database, grant, site_of(request.headers.get("Referer", ""), settings.origin))
    headers = {"X-Robots-Tag": "all"} if shared.is_listed else {}
    return page(html, nonce, ancestors_of(grant), headers=headers)


async def _password(request: Request) -> str:
    """The field of the form. Read by hand: whoever sends more than a password fits in is cut short."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise TooLarge("A password is not that long.")
    fields = parse_qs(body.decode(errors="replace"), keep_blank_values=True)
    return fields.get("password", [""])[0]


@router.post("/s/{token}/unlock", response_class=HTMLResponse, dependencies=[limited("unlock")])
def unlock_share(
    token: str,
    request: Request,
    database: DatabaseDep,
    settings: SettingsDep,
    language: LanguageDep,
    password: Annotated[str, Depends(_password)],
) -> Response:
    """Takes the password of a share link; who knew it is let in by the address, for a few hours."""
    count(request, settings, "unlock_all", digest(token)[:16])
    # Hashing takes its time: a reading session holds nobody up.
    with database.read() as session:
        grant = embeds.need_grant(session, token)
        try:
            opened = embeds.open_with(session, settings.signing_key, token, password)
        except FirsthandError as error:
            return card(request, error, grant)
    if opened is None:
        return _ask(grant, token, language, wrong=True)
    return RedirectResponse(f"/s/{token}?{urlencode({'unlock': opened})}", 303)


def _ask(grant: Grant, token: str, language: str, *, wrong: bool = False) -> Response:
    nonce = pages.new_nonce()
    html = share_pages.password_page(language, nonce, f"/s/{token}/unlock", wrong=wrong)
    return page(html, nonce, ancestors_of(grant), status=403, forms="'self'")


def _picture(token: str, session: SessionDep) -> MediaFile | None:
    return embeds.first_frame(session, token)


@router.head("/s/{token}/poster.jpg", dependencies=[limited("media")])
@router.get("/s/{token}/poster.jpg", dependencies=[limited("media")])
def read_poster(
    store: StoreDep,
    film: Annotated[MediaFile | None, Depends(_picture)],
    width: Annotated[int, Query(ge=1, le=posters.LARGEST)] = posters.WIDTH,
    height: Annotated[int, Query(ge=1, le=posters.LARGEST)] = posters.HEIGHT,
) -> Response:
    """The picture of a card: the first frame of the first clip, or bars for mere voices."""
    picture = _first_frame(store, film, width, height) if film else posters.of_voices(width, height)
    return Response(picture, media_type="image/jpeg")


def _first_frame(store: Store, film: MediaFile, width: int, height: int) -> bytes:
    if path := store.local_path(film.store_key):
        return posters.of_film(str(path), width, height)
    with store.open(film.store_key) as source:
        return posters.of_film(BytesIO(source.read()), width, height)


def _film(token: str, session: SessionDep, database: DatabaseDep) -> MediaFile:
    try:
        return films.file(session, token)
    except NotFound as error:
        if error.code == "not_ready":
            with database.write() as writing:
                films.ask(writing, token)
        raise


@router.head("/s/{token}/video.mp4", dependencies=[limited("media")])
@router.get("/s/{token}/video.mp4", dependencies=[limited("media")])
async def read_video(request: Request, store: StoreDep, film: Annotated[MediaFile, Depends(_film)]) -> Response:
    """A film at a plain address, as long as the grant lives: for hosts that play nothing else."""
    return await media_response(request, store, film)
