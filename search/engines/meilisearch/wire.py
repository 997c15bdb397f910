"""How documents, filters, queries and answers look to Meilisearch.

Values that are only compared travel as digests of their folded form, so that nothing a person typed can ever
become part of a filter's syntax, and equality is the port's, not the server's. What is searched is the text
as our rules read it, words apart by spaces: a server cuts words differently from version to version and from
build to build.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from search.port import (
    DATE,
    ID,
    And,
    Audience,
    Document,
    Filter,
    Has,
    In,
    Is,
    Not,
    Or,
    Query,
    Range,
    Schema,
    Span,
    Term,
    TextQuery,
)
from search.rules.facets import MOST_COUNTED
from search.rules.filters import refined, same
from search.rules.plan import runs
from search.rules.text import GAP, Token, prefix_end, tokens, values

STAMP = "stamp"
"""Where a row says what it was when it was sent: rows of equal stamps are equal, vectors aside."""
MOST_HITS = 10_000_000
NOTHING = "audience IN []"
_ATTRIBUTE_RANK_SINCE = (1, 36)


def digest(value: str | int) -> str:
    """A value's stand-in: equal for equal values, only letters and digits."""
    return "v" + hashlib.sha256(str(same(str(value))).encode()).hexdigest()[:32]


def to_wire(document: Document) -> dict[str, Any]:
    """A document as the server keeps it."""
    row: dict[str, Any] = {"id": document.id, "group": document.group}
    row["audience"] = [digest(token) for token in document.audience]
    row["audience_told"] = list(document.audience)
    row["empty"] = [name for name, number in document.numbers.items() if number is None]
    for name, text in document.texts.items():
        read = [tokens(value) for value in values(text)]
        row[f"t_{name}"] = list(text) if isinstance(text, tuple) else text
        row[f"s_{name}"] = [as_read(value) for value in read]
        row[f"l_{name}"] = sum(map(len, read))
    for name, told in document.facets.items():
        row[f"f_{name}"] = list(told)
        if told:
            row[f"v_{name}"] = [digest(value) for value in told]
    row.update({f"n_{name}": number for name, number in document.numbers.items() if number is not None})
    return row | {STAMP: hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:32]}


def from_wire(row: Mapping[str, Any]) -> Document:
    """The document that `to_wire` made a row of."""
    texts = {name: tuple(text) if isinstance(text, list) else text for name, text in _named(row, "t_")}
    facets = {name: tuple(told) for name, told in _named(row, "f_")}
    numbers = {**dict(_named(row, "n_")), **dict.fromkeys(row["empty"])}
    return Document(row["id"], texts, facets, numbers, tuple(row["audience_told"]), row["group"])


def _named(row: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    return ((name.removeprefix(prefix), value) for name, value in row.items() if name.startswith(prefix))


def as_read(read: Iterable[Token]) -> str:
    """A text's words with spaces between them, and a full stop where a sentence breaks."""
    return "".join((". " if token.apart and at else " " if at else "") + token.word for at, token in enumerate(read))


def as_words(texts: Iterable[str]) -> list[list[str]]:
    """The words of each text that `as_read` wrote."""
    return [text.replace(". ", f" {GAP} ").split() for text in texts]


def batches(rows: Iterable[dict[str, Any]], most_bytes: int) -> Iterator[list[dict[str, Any]]]:
    """Rows in payloads of a bounded size."""
    batch: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        length = len(json.dumps(row))
        if batch and size + length > most_bytes:
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += length
    if batch:
        yield batch


def index_settings(schema: Schema, server: str, budget_ms: float) -> dict[str, Any]:
    """Every setting that finding depends on, said in full: defaults change between versions of the server."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", server)[:2])
    attribute = "attributeRank" if not numbers or numbers >= _ATTRIBUTE_RANK_SINCE else "attribute"
    length = f"l_{schema.searchable[0]}"
    compared = [f"v_{facet}" for facet in schema.facets]
    told = [f"f_{facet}" for facet in schema.facets]
    sortable = [f"n_{number}" for number in schema.numbers]
    return {
        "displayedAttributes": ["*"],
        "searchableAttributes": [f"s_{name}" for name in schema.searchable],
        "filterableAttributes": ["id", "audience", length, *compared, *told, *sortable],
        "sortableAttributes": [length, *sortable],
        "rankingRules": ["sort", "words", "typo", "proximity", attribute, "exactness", f"n_{DATE}:desc"],
        "distinctAttribute": None,
        "typoTolerance": {
            "enabled": True,
            "minWordSizeForTypos": {"oneTypo": 5, "twoTypos": 9},
            "disableOnAttributes": [],
        },
        "faceting": {"maxValuesPerFacet": MOST_COUNTED, "sortFacetValuesBy": {"*": "count"}},
        "pagination": {"maxTotalHits": MOST_HITS},
        "proximityPrecision": "byWord",
        "stopWords": [],
        "separatorTokens": [],
        "nonSeparatorTokens": [],
        "dictionary": [],
        "searchCutoffMs": max(1, round(budget_ms)),
        "facetSearch": True,
        "prefixSearch": "indexingTime",
    }


def filter_text(part: Filter, schema: Schema) -> str:
    """A filter in the server's syntax; made of known names, digests and whole numbers only."""
    match part:
        case Is(name, value):
            text = _equals(name, [value], schema)
        case In(name, values):
            text = _equals(name, values, schema)
        case Has(name):
            text = f"{'v' if name in schema.facets else 'n'}_{name} EXISTS"
        case Range(name, at_least, below):
            bounds = [f"n_{name} EXISTS"]
            bounds += [f"n_{name} >= {int(at_least)}"] if at_least is not None else []
            bounds += [f"n_{name} < {int(below)}"] if below is not None else []
            text = " AND ".join(bounds)
        case Not(inner):
            text = f"NOT ({filter_text(inner, schema)})"
        case And(parts):
            text = " AND ".join(f"({filter_text(inner, schema)})" for inner in parts) or f"NOT ({NOTHING})"
        case Or(parts):
            text = " OR ".join(f"({filter_text(inner, schema)})" for inner in parts) or NOTHING
    return text


def _equals(name: str, values: Sequence[str | int], schema: Schema) -> str:
    if name in schema.facets:
        return f"v_{name} IN [{', '.join(digest(value) for value in values)}]"
    numbers = [str(value) for value in values if isinstance(value, int)]
    return f"n_{name} IN [{', '.join(numbers)}]"


def seen_by(audience: Audience) -> str:
    """What an audience may see."""
    return f"audience IN [{', '.join(sorted(digest(token) for token in audience))}]"


def named(ids: Iterable[str]) -> str:
    """The documents with these ids; whatever cannot be an id names none."""
    quoted = sorted(f'"{key}"' for key in ids if ID.match(key))
    return f"id IN [{', '.join(quoted)}]" if quoted else NOTHING


def asked(
    query: Query, schema: Schema, index: str, *, but: str = "", stop_words: Container[str] = ()
) -> dict[str, Any]:
    """A search request, one facet's ticked values left out when its own list is counted."""
    parts = [seen_by(query.audience)]
    if query.filter is not None:
        parts.append(filter_text(query.filter, schema))
    if query.refine:
        parts.append(filter_text(refined(query.refine, but=but), schema))
    if query.ids is not None:
        parts.append(named(query.ids))
    return {
        "indexUid": index,
        "q": typed(query.text, stop_words),
        "filter": parts,
        "matchingStrategy": "all" if query.strategy == "all" else "last",
    }


def page_of(query: Query, request: Mapping[str, Any]) -> dict[str, Any]:
    """The request for a query's page."""
    sort = {"newest": [f"n_{DATE}:desc"], "oldest": [f"n_{DATE}:asc"], "relevance": []}[query.sort]
    free = [f"f_{facet}" for facet in query.counted if not query.refine.get(facet)]
    marked = query.highlight or query.crop_words > 0
    return {
        **request,
        "attributesToRetrieve": ["*"] if marked or query.distinct else ["id", "group"],
        "sort": sort,
        "facets": free,
        "limit": query.limit,
        "offset": query.offset,
        "showMatchesPosition": marked,
        "showRankingScore": True,
    }


def typed(text: TextQuery, stop_words: Container[str] = ()) -> str:
    """A text query as the server reads it: quotes and minus signs mean only what our own language meant by
    them. Stop words are left out, but for phrases and the last word as long as it is being typed.
    """
    said = [piece for term in text.terms for piece in _typed(term)]
    is_open = text.open and bool(said) and not said[-1].endswith('"')
    kept = [piece for at, piece in enumerate(said) if piece not in stop_words or (is_open and at == len(said) - 1)]
    return " ".join(kept) + ("" if is_open else " ")


def _typed(term: Term) -> Iterator[str]:
    pieces = [tokens(term.text)] if term.excluded and not term.phrase else runs(term)
    for piece in pieces:
        words = " ".join(token.word for token in piece)
        if words:
            quoted = f'"{words}"' if term.phrase or len(piece) > 1 else words
            yield f"-{quoted}" if term.excluded else quoted


def spans(texts: Mapping[str, str | tuple[str, ...]], positions: Mapping[str, Any]) -> dict[str, tuple[Span, ...]]:
    """Matches by text field: from bytes of what the server searched to code points of the text."""
    found: dict[str, tuple[Span, ...]] = {}
    for field, matches in positions.items():
        name = field.removeprefix("s_")
        if field.startswith("s_") and name in texts:
            told = {span for match in matches for span in _spans(values(texts[name]), match)}
            found[name] = tuple(sorted(told, key=lambda span: (span.item, span.start)))
    return found


def _spans(texts: Sequence[str], match: Mapping[str, Any]) -> Iterator[Span]:
    """The words of a text that a match covers, the last one perhaps in part."""
    item = (match.get("indices") or [0])[0]
    begin, end = match["start"], match["start"] + match["length"]
    at = 0
    for number, token in enumerate(tokens(texts[item])):
        at += (2 if token.apart else 1) if number else 0
        length = len(token.word.encode())
        if begin < at + length and at < end:
            inside = token.word.encode()[: end - at].decode("utf-8", "ignore")
            yield Span(token.start, prefix_end(texts[item], token, len(inside)), item)
        at += length
