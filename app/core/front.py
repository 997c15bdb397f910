"""The built front end: its files, its one page, whose styles prove themselves by a nonce made for each answer, and the
frame that plays streams.
"""

import secrets
from functools import lru_cache
from html import escape
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.web import content_policy, stream_policy

FILES_ONLY = ("api/", "assets/", "embed/")
"""Below these nothing is a place inside the application: what is missing there is not found."""

READABLE_ASSETS = "/embed/assets/"
"""Where the files of the build may be read by frames without an origin of their own; `assets/` is for our own pages."""


class FrontEnd(StaticFiles):
    """Serves the build when no route matches; an address that is no file is a place inside the application."""

    def __init__(self, directory: Path, otherwise: ASGIApp) -> None:
        super().__init__(directory=directory)
        self._page = directory / "index.html"
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (super().__call__ if scope["type"] == "http" else self._otherwise)(scope, receive, send)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, or the application's page; raises 404 for a missing file that no browser opened as a page."""
        if path in (".", "index.html"):
            return self._front_page()
        if path == "stream.html":
            return self._stream_page()
        try:
            return await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code == 404 and _is_opened(path, scope):
                return self._front_page()
            raise

    def _front_page(self) -> Response:
        # No ETag, so never a 304: the nonce in the page and the one in the header have to be of the same answer.
        nonce = secrets.token_urlsafe(18)
        page = _built(self._page, self._page.stat().st_mtime_ns)
        page = page.replace("</head>", f'<meta name="style-nonce" content="{escape(nonce)}" /></head>', 1)
        return HTMLResponse(
            page, headers={"Content-Security-Policy": content_policy(nonce), "Cache-Control": "no-cache"}
        )

    def _stream_page(self) -> Response:
        """The frame that plays streams from any host, and for that is cut off from everything here."""
        file = self._page.with_name("stream.html")
        if not file.exists():
            raise HTTPException(404)
        page = _built(file, file.stat().st_mtime_ns).replace("/assets/", READABLE_ASSETS)
        return HTMLResponse(page, headers={"Content-Security-Policy": stream_policy(), "Cache-Control": "no-cache"})


def _is_opened(path: str, scope: Scope) -> bool:
    accepted = Headers(scope=scope).get("accept", "*/*")
    return not path.startswith(FILES_ONLY) and ("text/html" in accepted or "*/*" in accepted)


@lru_cache(maxsize=4)
def _built(page: Path, _changed: int) -> str:
    return page.read_text(encoding="utf-8")
