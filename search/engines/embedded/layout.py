"""How a document lies in tantivy, and how plans and filters become tantivy queries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import tantivy
from tantivy import Occur
from tantivy import Query as Raw

from search.meaning.nearest import key_of
from search.port import DATE, And, Audience, Document, Filter, Has, In, Is, Not, Or, Range, Schema
from search.rules.filters import same
from search.rules.plan import Edge, Plan, Words
from search.rules.text import GAP, values, words

BEGIN = "\x02"
END = "\x03"
ORDINAL_BITS = 30
ORDINAL = (1 << ORDINAL_BITS) - 1
_EPOCH = 1 << 32
_LAST_DATE = (1 << 33) - 1
_MANY_WORDS = 200
TOTAL = "#total"
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_WORDS = "w"
_FIRST = "first"


def tokenizer() -> tantivy.TextAnalyzer:
    """Words come folded and separated by spaces; a break only keeps its position."""
    split = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return split.filter(tantivy.Filter.custom_stopword([GAP])).build()


def tantivy_schema(schema: Schema) -> tantivy.Schema:
    """All words in one field; the first field's words once more; facets twice, as told and as compared."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    build.add_bytes_field("source", stored=True)
    build.add_text_field(_WORDS, tokenizer_name="words", index_option="position")
    build.add_text_field(_FIRST, tokenizer_name="words", index_option="basic")
    build.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    build.add_unsigned_field("key", fast=True)
    build.add_unsigned_field("newest", fast=True)
    build.add_unsigned_field("oldest", fast=True)
    for facet in schema.facets:
        build.add_text_field(f"f_{facet}", fast=True, tokenizer_name="raw", index_option="basic")
        build.add_text_field(f"v_{facet}", tokenizer_name="raw", index_option="basic")
    for facet in schema.distinct:
        build.add_unsigned_field(f"d_{facet}", fast=True)
    for number in schema.numbers:
        build.add_integer_field(f"n_{number}", indexed=True, fast=True)
    return build.build()


def read_fields(document: Document, schema: Schema) -> list[list[list[str]]]:
    """The folded words of each value of each searchable field."""
    return [[words(value) for value in values(document.texts.get(name, ""))] for name in schema.searchable]


def to_tantivy(
    document: Document, fields: Sequence[Sequence[Sequence[str]]], ordinal: int, schema: Schema, into: tantivy.Schema
) -> tantivy.Document:
    """A document as tantivy keeps it."""
    newest, oldest = date_keys(document.numbers.get(DATE), ordinal)
    row: dict[str, object] = {
        "id": document.id,
        "source": pack(document),
        _WORDS: " ".join(word for field in fields for word in _marked(field)),
        _FIRST: " ".join(word for value in fields[0] for word in value),
        "audience": list(document.audience),
        "key": key_of(document.id),
        "newest": newest,
        "oldest": oldest,
    }
    for name, told in document.facets.items():
        row[f"f_{name}"] = list(dict.fromkeys(told))
        row[f"v_{name}"] = [str(same(value)) for value in told]
    for name in schema.distinct:
        row[f"d_{name}"] = list({mark_of(value) for value in document.facets.get(name, ())})
    for name, number in document.numbers.items():
        if number is not None:
            row[f"n_{name}"] = number
    return tantivy.Document.from_dict(row, into)


def mark_of(value: str) -> int:
    """A number that stands for a facet's value where values are only told apart: tantivy counts numbers without
    looking each up in a dictionary. Among a million values two are alike once in a hundred thousand indexes.
    """
    return int.from_bytes(blake2b(value.encode("utf-8", "replace"), digest_size=7).digest())


def _marked(field: Sequence[Sequence[str]]) -> list[str]:
    """A field's words with marks where it begins and ends, and breaks so that no phrase reaches across values."""
    row: list[str] = []
    for value in field:
        row.append(GAP)
        row += value
    first, last = 0, len(row)
    while first < last and row[first] == GAP:
        first += 1
    while last > first and row[last - 1] == GAP:
        last -= 1
    return [GAP, BEGIN, *row[first:last], END] if last > first else []


def date_keys(date: int | None, ordinal: int) -> tuple[int, int]:
    """Numbers that sort documents by date, newest and oldest first, missing dates last, and carry the
    ordinal.
    """
    if date is None:
        return ordinal, _LAST_DATE << ORDINAL_BITS | ordinal
    shifted = min(max(date + _EPOCH, 1), _LAST_DATE - 1)
    return shifted << ORDINAL_BITS | ordinal, shifted << ORDINAL_BITS | ordinal


def pack(document: Document) -> bytes:
    """A document as bytes."""
    parts = [document.id, dict(document.texts), dict(document.facets), dict(document.numbers)]
    return _JSON.encode([*parts, document.audience, document.group]).encode()


def unpack(source: bytes) -> Document:
    """The document that `pack` made bytes of."""
    key, texts, facets, numbers, audience, group = json.loads(bytes(source))
    return Document(
        key,
        {name: tuple(text) if isinstance(text, list) else text for name, text in texts.items()},
        {name: tuple(told) for name, told in facets.items()},
        numbers,
        tuple(audience),
        group,
    )


def every(parts: Iterable[Raw]) -> Raw:
    """All of these."""
    listed = [(Occur.Must, part) for part in parts]
    return Raw.boolean_query(listed) if listed else Raw.all_query()


def some(parts: Iterable[Raw]) -> Raw:
    """At least one of these."""
    listed = list(parts)
    if len(listed) == 1:
        return listed[0]
    return Raw.boolean_query([(Occur.Should, part) for part in listed]) if listed else Raw.empty_query()


def without(part: Raw) -> Raw:
    """Everything but this."""
    return Raw.boolean_query([(Occur.Must, Raw.all_query()), (Occur.MustNot, part)])


class Asking:
    """Makes tantivy queries for one index."""

    def __init__(self, schema: Schema, inside: tantivy.Schema) -> None:
        self.schema = schema
        self._inside = inside

    def seen_by(self, audience: Audience) -> Raw:
        """What an audience may see."""
        return some(self.term("audience", token) for token in sorted(audience))

    def term(self, field: str, value: str) -> Raw:
        """Documents with this exact term."""
        return Raw.term_query(self._inside, field, value, "basic")

    def these(self, ids: Iterable[str]) -> Raw:
        """Documents with these ids."""
        return Raw.term_set_query(self._inside, "id", list(ids))

    def phrase(self, words: Words) -> Raw:
        """Documents with these words in a row."""
        if len(words) == 1:
            return self.term(_WORDS, words[0])
        return Raw.phrase_query(self._inside, _WORDS, list(words))

    def whole(self, words: Words) -> Raw:
        """Documents with a field that is these words."""
        return self.phrase((BEGIN, *words, END))

    def beginning(self, words: Words) -> Raw:
        """Documents with a field that begins with these words."""
        return self.phrase((BEGIN, *words))

    def edge(self, edge: Edge, plan: Plan, field: str = _WORDS, most_typos: int = 99) -> Raw:
        """Documents that match an edge, within a number of typos; in the first field phrases are only
        approached.
        """
        wanted = [word for word, cost in edge.words.items() if cost <= most_typos]
        last = plan.slots[-1]
        parts: list[Raw] = []
        if len(wanted) > _MANY_WORDS and last.open and not edge.wide and edge.end == len(plan.slots):
            parts.append(Raw.regex_query(self._inside, field, re.escape(last.words[0]) + ".*"))
            wanted = [word for word in wanted if not word.startswith(last.words[0])]
        parts += [self._words(field, wanted)] if wanted else []
        for phrase, cost in edge.phrases.items():
            if cost <= most_typos:
                parts.append(self.phrase(phrase) if field == _WORDS else every(self.term(field, w) for w in phrase))
        return some(parts)

    def in_first(self, edge: Edge, plan: Plan) -> Raw:
        """Documents that match an edge without typos in the most important field."""
        return self.edge(edge, plan, _FIRST, 0)

    def _words(self, field: str, wanted: list[str]) -> Raw:
        if len(wanted) > _MANY_WORDS:
            return Raw.term_set_query(self._inside, field, wanted)
        return some(self.term(field, word) for word in wanted)

    def filter(self, part: Filter) -> Raw:
        """Documents that pass a filter."""
        match part:
            case Is(name, value):
                made = self._equals(name, value)
            case In(name, wanted):
                made = some(self._equals(name, value) for value in wanted)
            case Has(name):
                made = Raw.exists_query(f"f_{name}" if name in self.schema.facets else f"n_{name}")
            case Range(name, at_least, below):
                made = self._between(name, at_least, None if below is None else below - 1)
            case Not(inner):
                made = without(self.filter(inner))
            case And(parts):
                made = every(self.filter(inner) for inner in parts)
            case Or(parts):
                made = some(self.filter(inner) for inner in parts)
        return made

    def _equals(self, name: str, value: str | int) -> Raw:
        if name in self.schema.facets:
            return self.term(f"v_{name}", str(same(str(value))))
        return self._between(name, value, value) if isinstance(value, int) else Raw.empty_query()

    def _between(self, name: str, least: int | None, most: int | None) -> Raw:
        if least is None and most is None:
            return Raw.exists_query(f"n_{name}")
        return Raw.range_query(self._inside, f"n_{name}", tantivy.FieldType.Integer, least, most)


def counting(fields: Iterable[str], most: int) -> dict[str, object]:
    """The aggregation that counts the values of these fields, and all documents."""
    counts = {field: {"terms": {"field": field, "size": most, "segment_size": most}} for field in fields}
    return {TOTAL: {"value_count": {"field": "newest"}}, **counts}
