"""A topic as an Atom feed (RFC 4287), for whoever holds its address: no login, no cookie.

Asked anew at every request, as a reader who holds no more than the feed's reach: what may not leave the team, or the
house, is not in it, and a voice that withdrew is gone with the next request. There is no Last-Modified: an entry that
goes makes nothing newer, and a reader that was told "not modified" would keep it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from html import escape
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from sqlmodel import Session

from app.access.audiences import EMBED, PUBLIC
from app.access.roles import Role
from app.access.viewer import Viewer
from app.accounts.models import User
from app.core.clock import now
from app.core.errors import Gone, Invalid, NotFound
from app.discovery import service as discovery
from app.discovery.queries import Card
from app.discovery.service import Engine
from app.grants import queries as grants
from app.grants.models import Grant
from app.grants.queries import State, state_of
from app.topics.models import Topic
from app.topics.service import FEED, ask_of

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50
FRESH = timedelta(days=30)
TITLE = 90


@dataclass(frozen=True)
class Subscriber(Viewer):
    """Whoever holds a feed's address: nobody in particular, with these audience tokens and no others."""

    held: frozenset[str] = field(default=PUBLIC)

    @cached_property
    def tokens(self) -> frozenset[str]:
        return self.held


def subscriber(grant: Grant) -> Subscriber:
    """Who reads a feed: the company, unless its maker let it go further out and so kept it to public words."""
    held = EMBED if grant.options.get("reach") == "company" else PUBLIC
    return Subscriber(user_id="", name="", role=Role.VIEWER, held=held)


def find(session: Session, token: str) -> tuple[Grant, Topic]:
    """The feed of a token and its topic. Raises NotFound for no such feed, Gone when it or its topic has ended.

    What the company may hear ends with its maker's account: whoever leaves would take the address along.
    """
    grant = grants.by_token(session, token, (FEED,))
    if grant is None:
        raise NotFound
    state = state_of(grant)
    if state is not State.LIVE:
        raise Gone("This was withdrawn." if state is State.REVOKED else "The time of this is over.", code=state.value)
    topic = session.get(Topic, grant.target_id)
    if topic is None or topic.deleted_at is not None:
        raise Gone("This was deleted.", code="deleted")
    if grant.options.get("reach") == "company" and not _is_here(session, grant.created_by):
        raise Gone("Whoever made this is no longer here.", code="maker_left")
    return grant, topic


def cards(session: Session, engine: Engine, grant: Grant, topic: Topic) -> list[Card]:
    """The quotes of a feed: what was added lately, then the newest others. Raises Unavailable while search is down."""
    reader = subscriber(grant)
    found: dict[str, Card] = {}
    for since in (now() - FRESH, None):
        if len(found) < MOST:
            try:
                answer = discovery.search(session, reader, engine, ask_of(topic, added_since=since, limit=MOST))
            except Invalid:
                return []
            found |= {card.id: card for _, card in answer.found if card.id not in found}
    return list(found.values())[:MOST]


def atom(topic: Topic, shown: Iterable[Card], *, origin: str, address: str) -> bytes:
    """The feed. `origin` is this server's, `address` where the feed itself is."""
    quotes = list(shown)
    feed = Element("feed", {"xmlns": ATOM})
    _add(feed, "id", f"urn:uuid:{topic.id}")
    _add(feed, "title", topic.name)
    _add(feed, "updated", _moment(max([topic.updated_at, *(card.created_at for card in quotes)])))
    _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    _add(feed, "link", rel="alternate", type="text/html", href=f"{origin}/topics/{topic.id}")
    _add(feed, "generator", "Firsthand")
    for card in quotes:
        _entry(feed, card, origin)
    text: str = tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode()


def etag(body: bytes) -> str:
    """Names exactly these bytes."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def _is_here(session: Session, user_id: str | None) -> bool:
    user = session.get(User, user_id) if user_id else None
    return user is not None and user.active


def _entry(feed: Element, card: Card, origin: str) -> None:
    entry = SubElement(feed, "entry", {"xml:lang": card.voices.interview.language})
    who = ", ".join(voice.name for voice in card.speakers) or "?"
    page = f"{origin}/quotes/{card.id}"
    _add(entry, "id", f"urn:uuid:{card.id[2:]}")
    _add(entry, "title", _title(card.text))
    _add(entry, "published", _moment(card.created_at))
    _add(entry, "updated", _moment(card.created_at))
    _add(SubElement(entry, "author"), "name", who)
    _add(entry, "link", rel="alternate", type="text/html", href=page)
    for tag in card.tags:
        _add(entry, "category", term=tag.id, label=tag.name)
    interview = card.voices.interview
    held = f", {interview.held_on.isoformat()}" if interview.held_on else ""
    html = (
        f"<blockquote><p>{'<br>'.join(escape(line) for line in card.text.splitlines())}</p></blockquote>"
        f'<p>— {escape(who)}, <a href="{escape(page)}">{escape(interview.title)}</a>{held}</p>'
    )
    _add(entry, "content", html, type="html")


def _title(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= TITLE else words[:TITLE].rsplit(" ", 1)[0] + " …"


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: Element, name: str, text: str | None = None, **attributes: Any) -> None:
    SubElement(parent, name, attributes).text = None if text is None else _speakable(text)


def _speakable(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n\r" or (sign >= " " and not "\ufffe" <= sign <= "\uffff"))
