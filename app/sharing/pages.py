"""The HTML that strangers see: the frame of an embed with its data inside, and the quiet cards for what has ended."""

import json
import re
import secrets
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

from app.core.front import READABLE_ASSETS
from app.sharing.schemas import EmbedOut

STATIC = Path(__file__).parents[1] / "static"
CARDS = {
    "en": {
        "over": ("This is no longer shown", "Whoever shared it has withdrawn it, or its time is over."),
        "missing": ("There is nothing here", "The address may be incomplete."),
        "locked": ("This is open to whoever knows its password", "Open its address in a window of its own."),
        "busy": ("Many people are looking at this right now", "Try again in a minute."),
        "unbuilt": ("The player is not built", "Run ./dev run, or build the front end."),
    },
    "de": {
        "over": ("Das wird nicht mehr gezeigt", "Es wurde zurückgezogen, oder seine Zeit ist abgelaufen."),
        "missing": ("Hier ist nichts", "Die Adresse ist vielleicht unvollständig."),
        "locked": (
            "Das ist offen für alle, die das Passwort kennen",
            "Öffnen Sie die Adresse in einem eigenen Fenster.",
        ),
        "busy": ("Das sehen gerade sehr viele an", "Versuchen Sie es in einer Minute noch einmal."),
        "unbuilt": ("Der Player ist nicht gebaut", "Starten Sie ./dev run, oder bauen Sie die Oberfläche."),
    },
}
CARD_STYLE = (
    ":root{color-scheme:light dark}body{margin:0;min-block-size:100vh;display:grid;place-content:center;gap:.3em;"
    "padding:1.5em;box-sizing:border-box;text-align:center;font:400 .9375rem/1.45 system-ui,sans-serif;"
    "background:#f8f5ef;color:#534a3f}h1{margin:0;font-size:1.0625rem;font-weight:600;color:#221d17}p{margin:0}"
    "@media(prefers-color-scheme:dark){body{background:#15130f;color:#c3b8a8}h1{color:#f3ece0}}"
)


def new_nonce() -> str:
    """For the one inline style of a card, and as a second proof beside 'self' for the bundle."""
    return secrets.token_urlsafe(18)


def policy(nonce: str, ancestors: Sequence[str], *, forms: str = "'none'") -> str:
    """The Content-Security-Policy: framed by these origins only, by nobody without any."""
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; "
        f"media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action {forms}; "
        f"frame-ancestors {' '.join(ancestors) or chr(39) + 'none' + chr(39)}"
    )


def embed_page(embed: EmbedOut, nonce: str) -> str | None:
    """The bundle's page with the data inside, so that it shows at once; None when the front end is not built."""
    built = _built_page()
    if built is None:
        return None
    html = built.replace("{nonce}", nonce)
    title = escape(embed.title or "Firsthand")
    tag = data_tag(embed, nonce)
    return html.replace("<title>Firsthand</title>", f"<title>{title}</title>").replace("</head>", f"{tag}</head>")


def data_tag(embed: EmbedOut, nonce: str, *, address: str = "", unlock: str = "") -> str:
    """What is shown, for the bundle to read. `address` is where it asks anew when that is not its own page."""
    # Every `<` is escaped: neither `</script>` nor `<!--` in somebody's words can end the data.
    data = json.dumps(embed.model_dump(mode="json"), ensure_ascii=False).replace("<", "\\u003c")
    more = "".join(
        f' data-{name}="{escape(value)}"' for name, value in (("address", address), ("unlock", unlock)) if value
    )
    return f'<script type="application/json" id="embed" nonce="{nonce}"{more}>{data}</script>'


def bundle_tags(nonce: str) -> str | None:
    """The script and the styles of the bundle, for a page of another shape; None when it is not built."""
    built = _built_page()
    return None if built is None else "".join(_TAGS.findall(built)).replace("{nonce}", nonce)


def card_page(card: str, language: str, nonce: str) -> str:
    """A small page that says calmly why there is nothing to see."""
    title, text = CARDS[language][card]
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f'<style nonce="{nonce}">{CARD_STYLE}</style></head><body><h1>{title}</h1><p>{text}</p></body></html>'
    )


def language_of(accept_language: str) -> str:
    """The first language of the header that we have."""
    for part in accept_language.split(","):
        tag = part.partition(";")[0].strip().lower().partition("-")[0]
        if tag in CARDS:
            return tag
    return "en"


def asset(name: str) -> Path | None:
    """A file of the bundle; None for anything that is not one."""
    path = STATIC / "assets" / name
    is_ours = Path(name).name == name and path.is_file()
    return path if is_ours else None


_TAGS = re.compile(r"<script [^>]*></script>|<link [^>]*>")


def _built_page() -> str | None:
    page = STATIC / "embed.html"
    return _built(page, page.stat().st_mtime_ns) if page.exists() else None


@lru_cache(maxsize=4)
def _built(page: Path, _changed: int) -> str:
    """The page of the build. Its files are asked for under our own path, where a sandboxed frame may read them."""
    html = page.read_text(encoding="utf-8").replace("/assets/", READABLE_ASSETS)
    return html.replace("<script ", '<script nonce="{nonce}" ').replace("<link ", '<link nonce="{nonce}" ')
