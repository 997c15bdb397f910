"""The query language: `"phrase" -word -"phrase" field:value -field:value field:"two words" field:a,b`.

Lenient by design: whatever is not clearly a field is text, so a stray colon or quote still searches. Only
three things are errors, each pointing at its column: a field one slip away from a known one, a date nobody
can read, and a flag that does not exist. Which fields there are is told by the product in a `FieldTable`.

A phone writes “quotes” by itself, a German keyboard „these“, a French one « those », an input method ：and ＂: all
of them mean what `"` and `:` mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from rapidfuzz.distance import OSA

from search.port import And, BadQuery, Filter, In, Is, Not, Range, Term, TextQuery


@dataclass(frozen=True)
class Field:
    """A field that can be typed. Kind `text` filters facet `target`; `date` bounds number `target` on the
    side `edge`; `flag` offers ready filters by name. `description` is a message key for the help popover,
    `example` its example.
    """

    name: str
    kind: Literal["text", "date", "flag"]
    target: str = ""
    edge: Literal["after", "before"] = "after"
    flags: Mapping[str, Filter] = field(default_factory=dict)
    description: str = ""
    example: str = ""


@dataclass(frozen=True)
class FieldTable:
    """The fields of a product's query language, in the order its help shows them."""

    fields: tuple[Field, ...] = ()

    def get(self, name: str) -> Field | None:
        """The field of that name, without regard to case."""
        return next((known for known in self.fields if known.name == name.casefold()), None)

    def nearest(self, name: str) -> str | None:
        """The field that was probably meant, when it is one slip away (two from six letters)."""
        return nearest(name, (known.name for known in self.fields))

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)


@dataclass(frozen=True)
class Parsed:
    """What a typed query says: free text, and the filter its fields make. `clauses` are the field parts as
    typed.
    """

    text: TextQuery
    filter: Filter | None = None
    clauses: tuple[str, ...] = ()

    def with_text(self, text: str) -> str:
        """The same query typed with other free text, for "did you mean"."""
        return " ".join([text, *self.clauses]).strip()


def parse(q: str, fields: FieldTable, *, today: date | None = None) -> Parsed:
    """Read a typed query. Raises BadQuery for a misspelled field, an unreadable date or an unknown flag."""
    today = today or datetime.now(UTC).date()
    terms: list[Term] = []
    filters: list[Filter] = []
    clauses: list[str] = []
    last_end = 0
    for piece in _pieces(q):
        clause = _clause(piece, fields, today)
        if clause is not None:
            filters.append(Not(clause) if piece.excluded else clause)
            clauses.append(q[piece.start : piece.end])
        elif not _unfinished(piece, fields, q):
            terms.extend(_terms(piece))
            last_end = piece.end
    is_open = bool(terms) and last_end == len(q) and not terms[-1].phrase and not terms[-1].excluded
    return Parsed(TextQuery(tuple(terms), is_open), _joined(filters), tuple(clauses))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known word closest to a misspelled one, if close enough to be a slip; names under three letters
    never are.
    """
    name = name.casefold()
    reach = 0 if len(name) < 3 else 1 if len(name) < 6 else 2
    ranked = sorted((OSA.distance(name, other, score_cutoff=reach), other) for other in known)
    return ranked[0][1] if ranked and ranked[0][0] <= reach else None


@dataclass(frozen=True)
class _Piece:
    """A stretch of the typed text without outer space: maybe `-`, maybe `name:`, then a word or a quoted
    phrase.
    """

    start: int
    end: int
    excluded: bool
    name: str
    column: int
    value: str
    value_column: int
    quoted: bool


_STRAIGHT = '"＂'
_CURLY = "“”„‟«»"
_MINUS = r"\-−－"
_PIECE = re.compile(
    rf"""(?P<minus>[{_MINUS}](?=[^\s{_MINUS}]))?
        (?:(?P<name>[^\W\d_][\w]*)[:：])?
        (?:[{_STRAIGHT}](?P<straight>[^{_STRAIGHT}]*)(?:[{_STRAIGHT}]|\Z)
         | [{_CURLY}](?P<curly>[^{_CURLY}]*)(?:[{_CURLY}]|\Z)
         | (?P<word>[^\s{_STRAIGHT}{_CURLY}]+))?""",
    re.VERBOSE,
)


def _pieces(q: str) -> Iterator[_Piece]:
    at = 0
    while at < len(q):
        found = _PIECE.match(q, at)
        if found is None or found.end() == at:
            at += 1
            continue
        at = found.end()
        kind = next((kind for kind in ("straight", "curly", "word") if found[kind] is not None), "word")
        yield _Piece(
            start=found.start(),
            end=at,
            excluded=found["minus"] is not None,
            name=found["name"] or "",
            column=found.start("name") if found["name"] else found.start(),
            value=found[kind] or "",
            value_column=found.start(kind),
            quoted=kind != "word",
        )


def _clause(piece: _Piece, fields: FieldTable, today: date) -> Filter | None:
    """The filter a piece stands for, or None when it is text."""
    if not piece.name or not piece.value.strip() or piece.value.startswith("//"):
        return None
    known = fields.get(piece.name)
    if known is None:
        meant = fields.nearest(piece.name)
        if meant is None:
            return None
        raise BadQuery(
            piece.column,
            f"there is no field {piece.name!r}; {meant!r} is probably meant",
            meant,
            code="unknown_field",
            length=len(piece.name),
        )
    match known.kind:
        case "text":
            return _text_filter(known, piece)
        case "date":
            return _date_filter(known, piece, today)
        case "flag":
            return _flag_filter(known, piece)


def _text_filter(known: Field, piece: _Piece) -> Filter | None:
    values = [piece.value] if piece.quoted else [value for value in piece.value.split(",") if value]
    if not values:
        return None
    return Is(known.target, values[0]) if len(values) == 1 else In(known.target, tuple(values))


def _date_filter(known: Field, piece: _Piece, today: date) -> Filter:
    day = read_date(piece.value, today)
    if day is None:
        raise BadQuery(
            piece.value_column,
            f"{piece.value!r} is no date; write 2026, 2026-01, 2026-01-31, today or 30d",
            code="bad_date",
            length=len(piece.value),
        )
    seconds = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return Range(known.target, at_least=seconds) if known.edge == "after" else Range(known.target, below=seconds)


def _flag_filter(known: Field, piece: _Piece) -> Filter:
    flag = known.flags.get(piece.value.casefold())
    if flag is not None:
        return flag
    offered = ", ".join(known.flags)
    raise BadQuery(
        piece.value_column,
        f"there is no {known.name}:{piece.value}; {known.name}: knows {offered}",
        nearest(piece.value, known.flags),
        code="unknown_flag",
        length=len(piece.value),
    )


_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?\Z")
_DAY_FIRST = re.compile(r"(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.(?P<year>\d{4})\Z")
_AGO = re.compile(r"(\d{1,4})([dwmy])\Z")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_DAYS_AGO = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1}


def read_date(text: str, today: date) -> date | None:
    """A day from `2026`, `2026-01`, `2026-01-31` (first day meant), `today`, `yesterday`, or an age: `30d 6w
    3m 1y`.

    As people write it elsewhere too: `2026/01/31`, `31.1.2026`, `1.2026`, `heute`, `gestern`. What may mean two
    days, as 1/2/2026 does, is none.
    """
    text = text.strip().casefold()
    if text in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[text])
    if ago := _AGO.match(text):
        age = int(ago[1]) * _DAYS[ago[2]]
        return today - timedelta(days=age) if age < today.toordinal() else None
    if exact := _YEAR_FIRST.match(text) or _DAY_FIRST.match(text):
        try:
            return date(int(exact["year"]), int(exact["month"] or 1), int(exact["day"] or 1))
        except ValueError:
            return None
    return None


def _unfinished(piece: _Piece, fields: FieldTable, q: str) -> bool:
    """Whether this is `tag:` at the very end: a filter still being typed, so not yet a word to look for."""
    return bool(piece.name) and not piece.value.strip() and piece.end == len(q) and fields.get(piece.name) is not None


def _terms(piece: _Piece) -> Iterator[Term]:
    if piece.name and not piece.quoted:
        yield Term(f"{piece.name}:{piece.value}" if piece.value else piece.name, excluded=piece.excluded)
        return
    if piece.name:
        yield Term(piece.name, excluded=piece.excluded)
    if piece.value.strip():
        yield Term(piece.value.strip(), phrase=piece.quoted, excluded=piece.excluded)


def _joined(filters: list[Filter]) -> Filter | None:
    if len(filters) < 2:
        return filters[0] if filters else None
    return And(tuple(filters))


__all__ = ["Field", "FieldTable", "Parsed", "nearest", "parse", "read_date"]
