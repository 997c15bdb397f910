"""The HTML of embeds: the built bundle with its data inside, and the quiet cards for what has ended."""

import json
import secrets
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

from app.sharing.schemas import EmbedOut

STATIC = Path(__file__).parents[1] / "static"
ASSETS = "/embed/assets/"
CARDS = {
    "en": {
        "over": ("This is no longer shown", "Whoever shared it has withdrawn it, or its time is over."),
        "missing": ("There is nothing here", "The address may be incomplete."),
        "unbuilt": ("The player is not built", "Run ./dev run, or build the front end."),
    },
    "de": {
        "over": ("Das wird nicht mehr gezeigt", "Es wurde zurückgezogen, oder seine Zeit ist abgelaufen."),
        "missing": ("Hier ist nichts", "Die Adresse ist vielleicht unvollständig."),
        "unbuilt": ("Der Player ist nicht gebaut", "Starten Sie ./dev run, oder bauen Sie die Oberfläche."),
    },
}
_STYLE = (
    ":root{color-scheme:light dark}body{margin:0;min-block-size:100vh;display:grid;place-content:center;gap:.3em;"
    "padding:1.5em;box-sizing:border-box;text-align:center;font:400 .9375rem/1.45 system-ui,sans-serif;"
    "background:#f8f5ef;color:#534a3f}h1{margin:0;font-size:1.0625rem;font-weight:600;color:#221d17}p{margin:0}"
    "@media(prefers-color-scheme:dark){body{background:#15130f;color:#c3b8a8}h1{color:#f3ece0}}"
)


def new_nonce() -> str:
    """For the one inline style of a card, and as a second proof beside 'self' for the bundle."""
    return secrets.token_urlsafe(18)


def policy(nonce: str, origins: Sequence[str]) -> str:
    """The Content-Security-Policy: framed by these origins only, by nobody without any."""
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; "
        "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {' '.join(origins) or chr(39) + 'none' + chr(39)}"
    )


def embed_page(embed: EmbedOut, nonce: str) -> str | None:
    """The bundle's page with the data inside, so that it shows at once; None when the front end is not built."""
    page = STATIC / "embed.html"
    if not page.exists():
        return None
    # Every `<` is escaped: neither `</script>` nor `<!--` in somebody's words can end the data.
    data = json.dumps(embed.model_dump(mode="json"), ensure_ascii=False).replace("<", "\\u003c")
    tag = f'<script type="application/json" id="embed" nonce="{nonce}">{data}</script>'
    html = _built(page, page.stat().st_mtime_ns).replace("{nonce}", nonce)
    title = escape(embed.title or "Firsthand")
    return html.replace("<title>Firsthand</title>", f"<title>{title}</title>").replace("</head>", f"{tag}</head>")


def card_page(card: str, language: str, nonce: str) -> str:
    """A small page that says calmly why there is nothing to see."""
    title, text = CARDS[language][card]
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f'<style nonce="{nonce}">{_STYLE}</style></head><body><h1>{title}</h1><p>{text}</p></body></html>'
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


def snippet(url: str, title: str) -> str:
    """HTML to paste into a page of a wiki."""
    return (
        f'<iframe src="{escape(url)}" title="{escape(title)}" width="640" height="360" loading="lazy" '
        'allow="fullscreen; picture-in-picture" allowfullscreen '
        'style="border:0;border-radius:8px;max-width:100%"></iframe>'
    )


@lru_cache(maxsize=4)
def _built(page: Path, _changed: int) -> str:
    """The page of the build. Its files are asked for under our own path, where a sandboxed frame may read them."""
    html = page.read_text(encoding="utf-8").replace("/assets/", ASSETS)
    return html.replace("<script ", '<script nonce="{nonce}" ').replace("<link ", '<link nonce="{nonce}" ')
