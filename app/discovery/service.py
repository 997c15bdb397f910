"""Searching: what was typed and ticked becomes a query, the engine says which quotes, the database shows them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.clock import today
from app.core.errors import Fault, Invalid, NotFound, Unavailable
from app.discovery import queries
from app.discovery.documents import seconds
from app.discovery.fields import FIELDS, SHOWN
from app.discovery.naming import Label, Names, Unknown, fold, labels
from app.discovery.queries import Card
from search import (
    DATE,
    And,
    Audience,
    BadQuery,
    Embedder,
    EngineUnavailable,
    Filter,
    Hit,
    Meaning,
    Not,
    Page,
    Parsed,
    Query,
    Range,
    SearchEngine,
    Sort,
    parse,
)
from search.rules import typos

T = TypeVar("T")
Engine = SearchEngine
"""What whoever stands above this package calls the engine."""
THIN = 3
"""With fewer answers than this, a better spelling is looked for."""
VALUES_SHOWN = 60
CROP_WORDS = 60
DEEPEST = 10_000
"""How far down one can page; whoever wants more should narrow the search."""


@dataclass(frozen=True)
class Ask:
    """What someone looks for: typed text, ticked facet values, days."""

    q: str = ""
    ticked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    added_since: datetime | None = None
    sort: Sort = "relevance"
    facets: Sequence[str] = SHOWN
    limit: int = 20
    offset: int = 0
    meaning: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A facet's value, how many quotes have it, and how it is shown."""

    value: str
    count: int
    label: Label | None


@dataclass(frozen=True)
class Answer:
    """Answers of a search: the quotes of the page with what matched in each, and counts over all of them."""

    found: Sequence[tuple[Hit, Card]]
    page: Page
    facets: Mapping[str, tuple[list[Counted], int]]
    people: int
    interviews: int
    did_you_mean: str | None
    unknown: Sequence[Unknown]
    has_more: bool


def search(session: Session, viewer: Viewer, engine: SearchEngine, ask: Ask) -> Answer:
    """Answers a search with what this viewer may read, today. Raises Invalid for a query that cannot be understood
    (with its `column`), Unavailable (`search_unavailable`) while the engine cannot answer.
    """
    names = Names(session, viewer)
    parsed = _read(ask.q)
    query = _query(viewer, ask, names, parsed)
    page = answered(lambda: engine.find(query))
    loaded = queries.cards(session, viewer.tokens, [hit.id for hit in page.hits])
    found = [(hit, loaded[hit.id]) for hit in page.hits if hit.id in loaded]
    better = answered(lambda: engine.suggest(query)) if page.total < THIN and parsed.text.terms else None
    return Answer(
        found=found,
        page=replace(page, total=page.total - len(page.hits) + len(found)),
        facets={
            name: _facet(session, viewer, name, page.facets.get(name, {}), ask.ticked.get(name, ()))
            for name in ask.facets
        },
        people=page.distinct["person"],
        interviews=page.distinct["interview"],
        did_you_mean=parsed.with_text(better) if better else None,
        unknown=names.unknown,
        has_more=ask.offset + len(page.hits) < min(page.total, DEEPEST) and bool(page.hits),
    )


def facet_values(
    session: Session, viewer: Viewer, engine: SearchEngine, ask: Ask, *, name: str, text: str
) -> list[Counted]:
    """Values of one facet whose names have words that begin so, among the answers of a search. Typing mistakes are
    forgiven, as far as a search forgives them, when nothing is called so.
    """
    query = query_of(viewer, replace(ask, facets=(name,), limit=0, offset=0), Names(session, viewer))
    counts = answered(lambda: engine.find(replace(query, distinct=()))).facets.get(name, {})
    shown = labels(session, viewer, name, list(counts))
    values = [Counted(value, count, shown.get(value)) for value, count in counts.items()]
    begun = [one for one in values if one.label and begins(one.label.text, text)]
    near = [] if begun else [one for one in values if one.label and begins(one.label.text, text, forgiving=True)]
    return (begun or near)[: ask.limit]


def count(session: Session, viewer: Viewer, engine: SearchEngine, ask: Ask) -> int:
    """How many quotes a search finds, for this viewer, today. Raises as `search` does."""
    query = query_of(viewer, replace(ask, facets=(), limit=0, offset=0), Names(session, viewer))
    return answered(lambda: engine.find(replace(query, distinct=()))).total


def check(q: str) -> None:
    """Raises Invalid (with its `column`) for a query that cannot be understood."""
    _read(q)


def quote(session: Session, viewer: Viewer, quote_id: str) -> Card:
    """One quote; NotFound also when its words may not be read."""
    if card := queries.cards(session, viewer.tokens, [quote_id]).get(quote_id):
        return card
    raise NotFound


def _read(q: str) -> Parsed:
    try:
        return parse(q, FIELDS, today=today())
    except BadQuery as error:
        raise _bad(error) from error


def query_of(viewer: Viewer, ask: Ask, names: Names) -> Query:
    """What the engine is asked: never more than this viewer may read. `names` learns of names of nothing."""
    return _query(viewer, ask, names, _read(ask.q))


def _query(viewer: Viewer, ask: Ask, names: Names, parsed: Parsed) -> Query:
    return Query(
        text=parsed.text,
        audience=Audience(viewer.tokens),
        filter=And(tuple(_filters(ask, names.resolve(parsed.filter)))),
        refine={name: tuple(values) for name, values in ask.ticked.items() if values},
        facets=tuple(ask.facets),
        distinct=("person", "interview"),
        sort=ask.sort,
        limit=ask.limit,
        offset=ask.offset,
        strategy="any" if parsed.text.is_question else "last",
        crop_words=CROP_WORDS,
        meaning=ask.meaning,
    )


def meant(model: Embedder | None, q: str, ratio: float) -> Meaning | None:
    """What a search means and how much that counts, None when it counts nothing. Raises Invalid (`meaning_off`) when
    nobody has switched a model on.
    """
    if ratio <= 0:
        return None
    if model is None:
        raise Invalid(
            "Searching by meaning is not switched on here. Leave `ratio` out, or ask an administrator to switch it on.",
            code="meaning_off",
            faults=[Fault("ratio", "Meaning has no part in searches here", "meaning_off")],
        )
    words = " ".join(term.text for term in _read(q).text.terms if not term.excluded)
    return Meaning(tuple(model.question(words).tolist()), ratio, model.floor) if words else None


def _filters(ask: Ask, typed: Filter | None) -> list[Filter]:
    # The index learns of a consent that ends by its date only when it is built anew; the question knows the day.
    filters: list[Filter] = [Not(Range("until", below=seconds(today()) + 1))]
    if typed is not None:
        filters.append(typed)
    if ask.after:
        filters.append(Range(DATE, at_least=seconds(ask.after)))
    if ask.before:
        filters.append(Range(DATE, below=seconds(ask.before + timedelta(days=1))))
    if ask.added_since:
        filters.append(Range("added_ms", at_least=int(ask.added_since.timestamp() * 1000)))
    return filters


def _facet(
    session: Session, viewer: Viewer, name: str, counts: Mapping[str, int], ticked: Sequence[str]
) -> tuple[list[Counted], int]:
    """The most frequent values, and whatever is ticked: a choice that finds nothing must still be seen to be undone."""
    top = dict(list(counts.items())[:VALUES_SHOWN])
    shown = top | {value: counts.get(value, 0) for value in ticked}
    known = labels(session, viewer, name, list(shown)) if shown else {}
    return [Counted(value, count, known.get(value)) for value, count in shown.items()], len(counts) - len(top)


def begins(name: str, text: str, *, forgiving: bool = False) -> bool:
    """Whether each typed word begins a word of the name."""
    words = fold(name).split()
    return all(
        any(typos.prefix_cost(typed, word, typos.allowed(typed) if forgiving else 0) for word in words)
        for typed in fold(text).split()
    )


def answered(question: Callable[[], T]) -> T:
    """What the engine answers; raises Unavailable (`search_unavailable`) when it cannot, Invalid when it may not."""
    try:
        return question()
    except BadQuery as error:
        raise _bad(error) from error
    except EngineUnavailable as error:
        message = "Search is not available right now. Everything else keeps working; please try again in a moment."
        raise Unavailable(message, code="search_unavailable") from error


def _bad(error: BadQuery) -> Invalid:
    return Invalid(
        f"{error.message[:1].upper()}{error.message[1:]}.",
        code=error.code,
        faults=[Fault("q", error.message, error.code)],
        column=error.column,
        length=error.length,
        suggestion=error.suggestion,
    )
