"""Answers of oEmbed 1.0 (https://oembed.com), as those who ask in real life want them. Pure.

The title of a single quote is not its words: whoever asks keeps the answer, and would not hear of a withdrawal.
"""

from dataclasses import asdict, dataclass
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape as xml_escape

from app.sharing import posters, snippets
from app.sharing.snippets import Addresses

CACHE_SECONDS = 600
SHOWN_BY = ("/s/", "/embed/")
FORMATS = {"json": "application/json+oembed", "xml": "text/xml+oembed"}
"""The formats, and the types of their discovery links."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Every value is a string or a whole number, in both formats."""

    type: str
    version: str
    title: str
    provider_name: str
    provider_url: str
    html: str
    width: int
    height: int
    thumbnail_url: str
    thumbnail_width: int
    thumbnail_height: int
    cache_age: int


def answer(
    at: Addresses, title: str, *, is_heard: bool, max_width: int | None = None, max_height: int | None = None
) -> Answer:
    """The answer for one address; frame and picture both stay within the size asked for."""
    width, height = posters.fit(max_width, max_height, width=snippets.WIDTH, height=snippets.HEIGHT)
    across, down = posters.fit(max_width, max_height, width=posters.WIDTH, height=posters.HEIGHT)
    return Answer(
        type="video" if is_heard else "rich",
        version="1.0",
        title=title,
        provider_name="Firsthand",
        provider_url=at.origin,
        html=snippets.bare_iframe(at.embed, title, width=width, height=height),
        width=width,
        height=height,
        thumbnail_url=f"{at.poster}?width={across}&height={down}",
        thumbnail_width=across,
        thumbnail_height=down,
        cache_age=CACHE_SECONDS,
    )


def as_json(found: Answer) -> dict[str, str | int]:
    """The answer as an object."""
    return asdict(found)


def as_xml(found: Answer) -> str:
    """The answer as a document."""
    fields = "".join(f"<{name}>{xml_escape(str(value))}</{name}>" for name, value in asdict(found).items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{fields}</oembed>'


def endpoint(at: Addresses, format: str) -> str:
    """Where the answer for a page is asked for: the address in its discovery links."""
    return f"{at.origin}/oembed?url={quote(at.page, safe='')}&format={format}"


def token_of(url: str, origin: str) -> str | None:
    """The token in an address of ours; empty for a page of ours that shows nothing to strangers, None for a foreign
    address. Those who ask like to write https for http; query, fragment and a slash at the end do not count."""
    try:
        asked, ours = urlsplit(url.strip()), urlsplit(origin)
        if asked.scheme not in ("http", "https") or asked.netloc.lower() != ours.netloc.lower():
            return None
    except ValueError:
        return None
    for prefix in SHOWN_BY:
        token = asked.path.removeprefix(prefix).rstrip("/")
        if asked.path.startswith(prefix) and "/" not in token:
            return token
    return ""
