"""The port: what a search engine promises, in frozen values and one protocol.

Nothing here knows what is searched. A product describes its fields in a `Schema`, hands over `Document`s and
asks `Query`s; it gets ids, spans and counts back, never HTML. Offsets are Unicode code points. Dates are
whole seconds since 1970-01-01 UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from search.meaning import Knowledge, Lesson, Meaning

ID = re.compile(r"[A-Za-z0-9_-]{1,128}\Z")
_HALF = re.compile(r"[\ud800-\udfff]")
DATE = "date"
QUESTION_WORDS = 6
FEWEST_WORDS = 2
Sort = Literal["relevance", "newest", "oldest"]
Strategy = Literal["last", "all", "any"]


class SearchError(Exception):
    """Anything a search engine can refuse or fail at."""


class EngineUnavailable(SearchError):
    """The engine cannot answer now; nothing was changed. Trying again later may work."""


class EngineBusy(SearchError):
    """Another process already writes to this index."""


class BadDocument(SearchError):
    """A document breaks the schema; nothing of its batch was indexed."""


class BadQuery(SearchError):
    """A query that cannot be understood.

    `column` and `length` point into the typed text (code points, from 0), `code` is stable and meant for
    translation, `suggestion` is what to type instead, when there is a good guess.
    """

    def __init__(
        self,
        column: int,
        message: str,
        suggestion: str | None = None,
        *,
        code: str = "bad_query",
        length: int = 1,
    ) -> None:
        super().__init__(message)
        self.column = column
        self.message = message
        self.suggestion = suggestion
        self.code = code
        self.length = length


@dataclass(frozen=True)
class Schema:
    """The fields of an index.

    `searchable` texts are listed by importance; `facets` hold any number of strings a document; `numbers` are
    whole numbers for ranges and sorting, among them `date`. `distinct` names the facets with very many values,
    of which a `Query` mostly asks how many there are. Raise `version` when the meaning of a field changes.
    """

    searchable: tuple[str, ...]
    facets: tuple[str, ...] = ()
    numbers: tuple[str, ...] = (DATE,)
    version: int = 1
    distinct: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [*self.searchable, *self.facets, *self.numbers]
        if not self.searchable:
            raise ValueError("a schema needs at least one searchable field")
        if DATE not in self.numbers:
            raise ValueError("a schema needs the number 'date'")
        if not all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names):
            raise ValueError("field names are lower case letters, digits and underscores")
        if len({*self.searchable}) + len({*self.facets, *self.numbers}) != len(names):
            raise ValueError("a field name is used twice")
        if not {*self.distinct} <= {*self.facets}:
            raise ValueError("only facets have values to count")


@dataclass(frozen=True)
class Document:
    """One thing that can be found. `group` names what it belongs to, for grouping hits."""

    id: str
    texts: Mapping[str, str | tuple[str, ...]]
    facets: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int | None]
    audience: tuple[str, ...]
    group: str = ""


class Audience(frozenset[str]):
    """The tokens a reader holds. A document is visible when it carries one of them; an empty audience sees
    nothing.
    """

    __slots__ = ()


@dataclass(frozen=True)
class Is:
    """A facet or number has this value. Strings are compared without case and outer space."""

    field: str
    value: str | int


@dataclass(frozen=True)
class In:
    """A facet or number has one of these values."""

    field: str
    values: tuple[str | int, ...]


@dataclass(frozen=True)
class Range:
    """A number is at least `at_least` and below `below`; None leaves that side open."""

    field: str
    at_least: int | None = None
    below: int | None = None


@dataclass(frozen=True)
class Has:
    """A facet or number is present."""

    field: str


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Filter


@dataclass(frozen=True)
class And:
    """Every part holds; with no parts, everything does."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True)
class Or:
    """Some part holds; with no parts, nothing does."""

    parts: tuple[Filter, ...]


Filter = Is | In | Range | Has | Not | And | Or


@dataclass(frozen=True)
class Term:
    """One typed word or quoted phrase, as typed, wanted or excluded."""

    text: str
    phrase: bool = False
    excluded: bool = False


@dataclass(frozen=True)
class TextQuery:
    """The free text of a query. `open` says that the last word is still being typed, so that it matches as a
    prefix.
    """

    terms: tuple[Term, ...] = ()
    open: bool = False

    @property
    def is_question(self) -> bool:
        """Whether it reads like a question rather than a few words, so that the strategy `any` answers it
        better.
        """
        said = [term.text for term in self.terms if not term.excluded]
        return len(said) >= QUESTION_WORDS or (len(said) > 2 and said[-1].endswith(("?", "？", "؟")))


@dataclass(frozen=True)
class Query:
    """A question to an engine; the audience is never optional.

    `refine` holds the facet values a reader ticked: one facet's values are alternatives, facets narrow each
    other, and a facet's own choice does not shrink its own counts. `facets` names the facets to count; of those in
    `distinct` only the number of values is asked, and the counts of the values that the hits of the page have.
    Strategy `last` drops words from the end until only the first must match, `all` demands every word, `any`
    suits whole questions: every word is optional and rare ones weigh most. `crop_words` bounds the crops, 0
    for none. `ids` leaves only these documents. `meaning` finds by meaning too, on an engine that was given a
    space for it.
    """

    text: TextQuery
    audience: Audience
    filter: Filter | None = None
    refine: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()
    sort: Sort = "relevance"
    limit: int = 20
    offset: int = 0
    strategy: Strategy = "last"
    highlight: bool = True
    crop_words: int = 0
    ids: frozenset[str] | None = None
    meaning: Meaning | None = None

    @property
    def counted(self) -> tuple[str, ...]:
        """The facets whose values are told or at least counted."""
        return tuple(dict.fromkeys((*self.facets, *self.distinct)))


@dataclass(frozen=True, order=True)
class Span:
    """Half-open stretch of a text in code points. `item` counts the values of a text that has several."""

    start: int
    end: int
    item: int = 0


@dataclass(frozen=True)
class Hit:
    """One found document. `score` lies in 0…1 and never rises down a page. A crop is the stretch around the
    matches. One found `by_meaning` alone holds no matches.
    """

    id: str
    score: float
    group: str = ""
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    crops: Mapping[str, Span] = field(default_factory=dict)
    by_meaning: bool = False


@dataclass(frozen=True)
class Page:
    """Hits in order, how many there are in all, and the counts of the asked facets over all of them.

    `distinct` tells how many values each of those facets has among the matches, also when there are too many
    to list; beyond some ten thousands it may be an estimate. `degraded` says that the answer was cut short to
    stay in time: it is right as far as it goes, but ranking or counts may be incomplete.
    """

    hits: tuple[Hit, ...]
    total: int
    exact_total: bool = True
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    distinct: Mapping[str, int] = field(default_factory=dict)
    degraded: bool = False
    took_ms: float = 0.0


@dataclass(frozen=True)
class FacetValue:
    """A value found by facet search, and how many documents of the query carry it."""

    value: str
    count: int


@dataclass(frozen=True)
class Health:
    """`detail` is for an operator's eye: engine, version, or what is wrong."""

    ok: bool
    documents: int = 0
    detail: str = ""


class SearchEngine(Protocol):
    """What every engine does. Safe to share between threads. Every method may raise `EngineUnavailable`."""

    @property
    def schema(self) -> Schema:
        """The fields this engine was made for."""
        ...

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, replacing those with the same ids; they are found when this returns.

        Raises BadDocument (nothing changed) or EngineBusy.
        """
        ...

    def drop(self, ids: Iterable[str]) -> None:
        """Remove documents; unknown ids are ignored. They are gone when this returns."""
        ...

    def replace_all(self, documents: Iterable[Document], *, resume: bool = False) -> int:
        """Make these the whole index, in one step no reader sees halfway. Returns how many there are.

        Where a process was killed over it, `resume` goes on with what it had built, as far as that still holds;
        without it nothing of that is left.
        """
        ...

    def find(self, query: Query) -> Page:
        """Answer a query. Raises BadQuery for a filter or facet that the schema does not have."""
        ...

    def facet_search(self, facet: str, text: str, query: Query, limit: int = 20) -> tuple[FacetValue, ...]:
        """Values of a facet beginning like `text` (typos allowed) among the documents of a query."""
        ...

    def suggest(self, query: Query) -> str | None:
        """Free text that finds more than the given one, spelled with words this audience can find; None if
        there is none.
        """
        ...

    def set_synonyms(self, synonyms: Mapping[str, Iterable[str]]) -> None:
        """Replace all synonyms. Each is one way, from key to values; say both directions to have both. Words
        or phrases.
        """
        ...

    def set_stop_words(self, words: Iterable[str]) -> None:
        """Replace all stop words; outside phrases they do not count in a query."""
        ...

    def learn(self, lessons: Iterable[Lesson]) -> None:
        """Keep the vectors of documents, as long as these say what the lessons say; others are ignored.

        A vector goes when its document goes, and when the document's text changes. Raises BadQuery
        (`no_meaning`) on an engine without a space.
        """
        ...

    def unlearned(self, limit: int) -> tuple[tuple[str, str], ...]:
        """Some documents that should have a vector and have none: ids and the texts to learn."""
        ...

    def knowledge(self) -> Knowledge:
        """How far learning is; nothing of nothing on an engine without a space."""
        ...

    def read(self, ids: Iterable[str]) -> tuple[Document, ...]:
        """Documents as they were put, to compare an index with its source; unknown ids are left out."""
        ...

    def ids(self) -> Iterator[str]:
        """Every id in the index, in no order."""
        ...

    def count(self) -> int:
        """How many documents the index holds."""
        ...

    def health(self) -> Health:
        """Whether the engine can answer; never raises."""
        ...

    def close(self) -> None:
        """Give the index back. The engine is not used afterwards."""
        ...


def check(document: Document, schema: Schema) -> None:
    """Raise BadDocument unless the document fits the schema."""
    if not ID.match(document.id):
        raise BadDocument(f"document id {document.id!r} is not made of letters, digits, '_' and '-'")
    for kind, given, known in (
        ("text", document.texts, schema.searchable),
        ("facet", document.facets, schema.facets),
        ("number", document.numbers, schema.numbers),
    ):
        for name in given:
            if name not in known:
                raise BadDocument(f"document {document.id}: no {kind} is called {name!r}")
    if _HALF.search("\n".join(_strings(document))):
        raise BadDocument(f"document {document.id} holds half a character (a lone surrogate)")
    for name, number in document.numbers.items():
        if number is not None and not -(2**53) < number < 2**53:
            raise BadDocument(f"document {document.id}: number {name!r} is out of range")


def _strings(document: Document) -> Iterator[str]:
    """Every text of a document."""
    for text in document.texts.values():
        yield from (text,) if isinstance(text, str) else text
    for told in document.facets.values():
        yield from told
    yield from (*document.audience, document.group)


def to_learn(document: Document, schema: Schema) -> str:
    """What a document means: its most important text. Empty when that is too short to mean anything."""
    text = document.texts.get(schema.searchable[0], "")
    said = text if isinstance(text, str) else "\n".join(text)
    return said if len(said.split()) >= FEWEST_WORDS else ""


def check_query(query: Query, schema: Schema) -> None:
    """Raise BadQuery unless every named facet and filter field is in the schema."""
    for facet in (*query.counted, *query.refine):
        if facet not in schema.facets:
            raise BadQuery(0, f"no facet is called {facet!r}", code="unknown_facet")
    if query.limit < 0 or query.offset < 0:
        raise BadQuery(0, "limit and offset cannot be negative", code="bad_page")
    if query.filter is not None:
        _check_filter(query.filter, schema)


def _check_filter(part: Filter, schema: Schema) -> None:
    match part:
        case And(parts) | Or(parts):
            for inner in parts:
                _check_filter(inner, schema)
        case Not(inner):
            _check_filter(inner, schema)
        case Range(name):
            if name not in schema.numbers:
                raise BadQuery(0, f"no number is called {name!r}", code="unknown_filter")
        case Is(name) | In(name) | Has(name):
            if name not in schema.facets and name not in schema.numbers:
                raise BadQuery(0, f"nothing to filter is called {name!r}", code="unknown_filter")
