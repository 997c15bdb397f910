"""Reading what the server answered: hits with marks and crops, counts, and the words it took for the typed ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from search.engines.meilisearch.wire import from_wire, spans
from search.port import Document, Hit, Query, Span
from search.rules import marks, plan, typos
from search.rules.text import tokens, values

Row = Mapping[str, Any]


def hits(query: Query, rows: Iterable[Row]) -> Iterator[Hit]:
    """Rows as hits, marked where the server says that it matched. Scores never rise down the page."""
    least = 1.0
    for row in rows:
        least = min(least, float(row.get("_rankingScore", 1.0)))
        if not _is_marked(query):
            yield Hit(row["id"], least, row["group"])
            continue
        document = from_wire(row)
        marked = spans(document.texts, row.get("_matchesPosition") or {})
        crops = _crops(document, marked, query.crop_words) if query.crop_words > 0 else {}
        yield Hit(document.id, least, document.group, marked if query.highlight else {}, crops)


def _crops(document: Document, marked: Mapping[str, tuple[Span, ...]], words: int) -> dict[str, Span]:
    cuts = {
        name: marks.crop(marks.read_values(text), marked.get(name, ()), words) for name, text in document.texts.items()
    }
    return {name: cut for name, cut in cuts.items() if cut is not None}


def hit(row: Row, score: float, query: Query, wanted: marks.Wanted) -> Hit:
    """A row as a hit, marked where it says what is wanted."""
    if not _is_marked(query):
        return Hit(row["id"], score, row["group"])
    document = from_wire(row)
    marked, crops = marks.of_document(wanted, document.texts, query.crop_words)
    return Hit(document.id, score, document.group, marked if query.highlight else {}, crops)


def _is_marked(query: Query) -> bool:
    return query.highlight or query.crop_words > 0


def counts(answer: Row, facet: str) -> dict[str, int]:
    """How many documents of an answer have each value of a facet."""
    return dict((answer.get("facetDistribution") or {}).get(f"f_{facet}", {}))


def marked_words(document: Document, found: Hit) -> set[str]:
    """The whole words that a hit's marks lie on."""
    return {
        token.word
        for name, lying in found.spans.items()
        for span in lying
        for token in tokens(values(document.texts[name])[span.item])
        if token.start <= span.start < token.end
    }


def meant(typed: str, said: Collection[str]) -> str:
    """The said word that a typed one is a misspelling of, or the typed one itself."""
    folded = plan.plain_words(typed)
    if len(folded) != 1 or any(word.startswith(folded[0]) for word in said):
        return typed
    near = [
        (cost, word) for word in said if (cost := typos.cost(folded[0], word, typos.allowed(folded[0]))) is not None
    ]
    return min(near)[1] if near else typed
