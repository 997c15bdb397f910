"""The page behind a share link, for people and for the programs that make cards of links. Pure.

What a card shows is kept by whoever shows it: the title, how many speak, a picture, and never anybody's words.
"""

from dataclasses import dataclass
from html import escape

from app.sharing import oembed, pages, posters
from app.sharing.pages import CARD_STYLE
from app.sharing.schemas import EmbedItem, EmbedOut
from app.sharing.snippets import Addresses

UNTITLED = "A customer’s voice"
FILM_WIDTH, FILM_HEIGHT = 1280, 720
_WORDS = {
    "en": {
        "person": "{n} person in their own words",
        "people": "{n} people in their own words",
        "words": "In their own words",
        "empty": "Nothing can be shown right now.",
        "consent": "Shown with the consent of everyone heard. It falls silent when a consent ends.",
        "alt": "Preview of “{title}”",
        "ask": "This asks for a password",
        "lead": "Whoever sent you this link knows it.",
        "password": "Password",
        "wrong": "That is not the password.",
        "open": "Open",
    },
    "de": {
        "person": "{n} Person in eigenen Worten",
        "people": "{n} Personen in eigenen Worten",
        "words": "In eigenen Worten",
        "empty": "Gerade lässt sich nichts zeigen.",
        "consent": "Gezeigt mit Einwilligung aller, die zu hören sind. Endet eine, verstummt es.",
        "alt": "Vorschau von „{title}“",
        "ask": "Hier wird nach einem Passwort gefragt",
        "lead": "Wer Ihnen diesen Link geschickt hat, kennt es.",
        "password": "Passwort",
        "wrong": "Das ist nicht das Passwort.",
        "open": "Öffnen",
    },
}
_STYLE = """
html,body{block-size:auto;overflow:auto}
body{margin:0;background:#f8f5ef;color:#221d17;font:400 1rem/1.5 system-ui,sans-serif}
main{box-sizing:border-box;max-inline-size:50rem;margin-inline:auto;padding:clamp(1rem,4vw,3rem) clamp(1rem,4vw,2rem)}
.mark{margin:0 0 1.5rem;font-size:.8125rem;font-weight:600;letter-spacing:.04em;color:#75695a}
h1{margin:0 0 .35rem;font:500 clamp(1.5rem,5vw,2.25rem)/1.15 Georgia,"Times New Roman",serif;text-wrap:balance;
overflow-wrap:anywhere}
.lead{margin:0 0 1.5rem;color:#534a3f}
#player{block-size:auto;aspect-ratio:16/9;min-block-size:12rem;border-radius:12px;background:#14110e}
h2{margin:2.5rem 0 1rem;font-size:.8125rem;font-weight:600;letter-spacing:.04em;color:#75695a}
h3{margin:2rem 0 .5rem;font:500 1.25rem/1.3 Georgia,"Times New Roman",serif}
figure{margin:0 0 1.75rem}
blockquote{margin:0;font:400 1.25rem/1.5 Georgia,"Times New Roman",serif;white-space:pre-line;overflow-wrap:anywhere}
figcaption{margin-block-start:.35rem;font-size:.875rem;color:#534a3f}
footer{margin-block-start:3rem;padding-block-start:1rem;border-block-start:1px solid #e2d9ca;font-size:.8125rem;
color:#75695a}
@media(prefers-color-scheme:dark){body{background:#15130f;color:#f3ece0}.lead,figcaption{color:#c3b8a8}
.mark,h2,footer{color:#a39786}footer{border-color:#352e26}}
"""
_FORM_STYLE = """
form{display:grid;gap:.6rem;inline-size:min(20rem,80vw);margin-block-start:1rem;text-align:start}
label{font-weight:600;color:#221d17}
input,button{font:inherit;padding:.6em .75em;border-radius:8px;border:1px solid #8d8172;background:#fff;color:#221d17}
button{border-color:#1d6b50;background:#1d6b50;color:#fff;font-weight:600;cursor:pointer}
:focus-visible{outline:3px solid #1d6b50;outline-offset:2px}
.wrong{color:#a32a18;font-weight:600}
@media(prefers-color-scheme:dark){label{color:#f3ece0}input{background:#1f1b17;color:#f3ece0}.wrong{color:#ff9d8a}
:focus-visible{outline-color:#8fd0b5}}
"""


@dataclass(frozen=True, slots=True)
class Shared:
    """What a share page shows, and how far it may go: `is_open` to any site, `is_listed` by search engines."""

    at: Addresses
    embed: EmbedOut
    is_open: bool = False
    is_listed: bool = False
    is_film: bool = False
    unlock: str = ""

    @property
    def is_locked(self) -> bool:
        """Whether it was opened with a password, so that no program without it may learn anything."""
        return bool(self.unlock)

    @property
    def title(self) -> str:
        """Its name; a single quote has none that may be kept by others."""
        return self.embed.title or UNTITLED


def share_page(shared: Shared, language: str, nonce: str) -> str | None:
    """The page; None when the front end is not built."""
    bundle = pages.bundle_tags(nonce)
    if bundle is None:
        return None
    words = _WORDS[language]
    title = escape(shared.title)
    tag = pages.data_tag(shared.embed, nonce, address=f"/embed/{shared.at.token}", unlock=shared.unlock)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"{_metadata(shared, words)}"
        '<link rel="icon" href="/favicon.svg">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark">{bundle}<style nonce="{nonce}">{_STYLE}</style></head><body><main>'
        f'<p class="mark">Firsthand</p><h1 dir="auto">{title}</h1>'
        f'<p class="lead">{escape(_lead(shared.embed, words))}</p>'
        f'<div id="player"></div>{_spoken(shared.embed, words)}<footer>{words["consent"]}</footer></main>{tag}'
        "</body></html>"
    )


def password_page(language: str, nonce: str, action: str, *, wrong: bool = False) -> str:
    """Asks for the password, and tells nothing about what is behind it."""
    words = _WORDS[language]
    said = f'<p class="wrong" id="wrong" role="alert">{words["wrong"]}</p>' if wrong else ""
    described = ' aria-invalid="true" aria-describedby="wrong"' if wrong else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{words["ask"]}</title>'
        f'<style nonce="{nonce}">{CARD_STYLE}{_FORM_STYLE}</style></head><body><h1>{words["ask"]}</h1>'
        f'<p>{words["lead"]}</p><form method="post" action="{escape(action)}"><label for="password">{words["password"]}'
        f'</label><input id="password" name="password" type="password" maxlength="200" required autofocus '
        f'autocomplete="off"{described}>{said}<button>{words["open"]}</button></form></body></html>'
    )


def _metadata(shared: Shared, words: dict[str, str]) -> str:
    """Robots, Open Graph and discovery, before anything else and well below 5 KB: some read no further."""
    robots = "" if shared.is_listed else '<meta name="robots" content="noindex,nofollow">'
    if shared.is_locked:
        return robots
    title = shared.title[:150]
    lead, alt = _lead(shared.embed, words), words["alt"].format(title=title)
    has_film = shared.is_open and shared.is_film
    graph = {
        "og:site_name": "Firsthand",
        "og:title": title,
        "og:description": lead,
        "og:url": shared.at.page,
        "og:type": "video.other" if has_film else "website",
        "og:image": shared.at.poster,
        "og:image:type": "image/jpeg",
        "og:image:width": str(posters.WIDTH),
        "og:image:height": str(posters.HEIGHT),
        "og:image:alt": alt,
    }
    if has_film:
        graph |= {
            "og:video": shared.at.video,
            "og:video:type": "video/mp4",
            "og:video:width": str(FILM_WIDTH),
            "og:video:height": str(FILM_HEIGHT),
        }
        if shared.at.origin.startswith("https://"):
            graph["og:video:secure_url"] = shared.at.video
    metas = "".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in graph.items())
    links = "".join(
        f'<link rel="alternate" type="{media_type}" href="{escape(oembed.endpoint(shared.at, name))}" '
        f'title="{escape(title)}">'
        for name, media_type in oembed.FORMATS.items()
    )
    card = '<meta name="twitter:card" content="summary_large_image">'
    return f'{robots}{metas}{links}<meta name="description" content="{escape(lead)}">{card}' + (
        f'<link rel="canonical" href="{escape(shared.at.page)}">'
    )


def _lead(embed: EmbedOut, words: dict[str, str]) -> str:
    people = len({item.name or item.id for item in embed.items if item.kind != "card"})
    if not people:
        return words["empty"]
    said = words["person" if people == 1 else "people"].format(n=people)
    seconds = sum(item.length_ms for item in embed.items) // 1000
    return f"{said} · {seconds // 60}:{seconds % 60:02}"


def _spoken(embed: EmbedOut, words: dict[str, str]) -> str:
    if not embed.items:
        return ""
    said = "".join(map(_said, embed.items))
    return f'<section aria-labelledby="words"><h2 id="words">{words["words"]}</h2>{said}</section>'


def _said(item: EmbedItem) -> str:
    if item.kind == "card":
        text = f'<p dir="auto">{escape(item.text)}</p>' if item.text else ""
        return f'<h3 dir="auto">{escape(item.title)}</h3>{text}'
    who = " · ".join(filter(None, (item.name, item.role)))
    by = f'<figcaption dir="auto">{escape(who)}</figcaption>' if who else ""
    lang = f' lang="{escape(item.language)}"' if item.language else ""
    return f'<figure><blockquote{lang} dir="auto">{escape(item.text)}</blockquote>{by}</figure>'
