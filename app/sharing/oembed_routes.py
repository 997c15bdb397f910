"""HTTP of oEmbed 1.0: what an address of ours is, for programs that put it into pages of others."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from app.core.errors import NotAllowed
from app.core.web import SessionDep, SettingsDep
from app.sharing import embeds, oembed
from app.sharing.embeds import Pass
from app.sharing.open_routes import OpenRoute, limited
from app.sharing.share_pages import UNTITLED
from app.sharing.snippets import Addresses

router = APIRouter(include_in_schema=False, route_class=OpenRoute)
DETAILS = {
    400: "Say which address: /oembed?url=…, and sizes as whole numbers above 0.",
    401: "Only embeds and links without a password are open to strangers.",
    404: "This address is not one of ours.",
    501: "The formats are json and xml.",
}


class _Refused(Exception):
    """A status of the standard; says nothing about what is behind the address."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@router.get("/oembed", dependencies=[limited("oembed")])
def read_oembed(
    session: SessionDep,
    settings: SettingsDep,
    url: str = "",
    format: str = "json",
    maxwidth: str = "",
    maxheight: str = "",
) -> Response:
    """What an address of ours is: a frame to paste, a title, a picture."""
    try:
        wide, high = _size(maxwidth), _size(maxheight)
        token = _token(url, format, settings.origin)
        _, show = embeds.find(session, Pass(settings.signing_key, token))
    except NotAllowed:
        return _refused(401)
    except _Refused as refused:
        return _refused(refused.status)
    found = oembed.answer(
        Addresses(settings.origin, token),
        show.title or UNTITLED,
        is_heard=any(True for _ in show.playing()),
        max_width=wide,
        max_height=high,
    )
    if format == "xml":
        return Response(oembed.as_xml(found), media_type="text/xml")
    return JSONResponse(oembed.as_json(found))


def _token(url: str, format: str, origin: str) -> str:
    if not url:
        raise _Refused(400)
    if format not in oembed.FORMATS:
        raise _Refused(501)
    token = oembed.token_of(url, origin)
    if token is None:
        raise _Refused(404)
    if not token:
        raise _Refused(401)
    return token


def _size(text: str) -> int | None:
    """A size asked for; None when none was."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text)):
        raise _Refused(400)
    return int(text)


def _refused(status: int) -> Response:
    return JSONResponse({"status": status, "detail": DETAILS[status]}, status)
