"""A table as rows of text, whatever file it came in: CSV, TSV, a sheet of a workbook, a table in a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.transcripts.importers.parsed import ImportRefused

Mode = Literal["turns", "survey"]
Role = Literal[
    "speaker", "text", "start", "end", "duration", "tags", "ignore",
    "question", "participant", "legal_name", "contact", "date", "attribute",
]  # fmt: skip
_OPEN = frozenset({"Open-Ended Response", "Response"})
MAX_ROWS = 100_000
MAX_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What a person chose about a table; what is None or empty is guessed. `roles` has one for each column."""

    mode: Mode | None = None
    header: bool | None = None
    roles: tuple[Role, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal width. `lines` says where each row begins in the file, counted from 1; `above` is what stood above
    the header.
    """

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    above: str = ""

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def table(rows: Sequence[Sequence[str]], lines: Sequence[int], **values: object) -> Table:
    """A table of what was read: rows without any cell left out, short rows filled up, empty columns at the end cut.

    Raises ImportRefused for more rows or columns than a transcript or a survey has.
    """
    kept = [_stripped(row) for row in rows]
    width = max(map(_filled, kept), default=0)
    places = tuple(line for row, line in zip(kept, lines, strict=True) if any(row))
    if len(places) > MAX_ROWS or width > MAX_COLUMNS:
        raise too_wide()
    even = tuple(_as_wide(row, width) for row in kept if any(row))
    return Table(even, places, **values)  # type: ignore[arg-type]


def straightened(found: Table) -> Table:
    """One row of names where a survey tool writes several: Qualtrics repeats them as questions and as identifiers,
    SurveyMonkey puts a question's parts below it."""
    rows = found.rows
    if len(rows) > 3 and any(cell.startswith('{"ImportId"') for cell in rows[2]):
        names = tuple(
            question if identifier[:1] == "Q" else identifier for identifier, question in zip(*rows[:2], strict=True)
        )
        return replace(found, rows=(names, *rows[3:]), lines=(found.lines[0], *found.lines[3:]))
    if len(rows) > 2 and any(cell in _OPEN for cell in rows[1]):
        names = tuple(_below(rows[0], rows[1]))
        return replace(found, rows=(names, *rows[2:]), lines=(found.lines[0], *found.lines[2:]))
    return found


def _below(names: Sequence[str], parts: Sequence[str]) -> Iterator[str]:
    question = ""
    for name, part in zip(names, parts, strict=True):
        question = name or question
        yield question if not part or part in _OPEN else f"{question} – {part}"


def too_wide() -> ImportRefused:
    """The refusal of a table beyond all bounds."""
    message = f"The table has more than {MAX_ROWS:,} rows or {MAX_COLUMNS} columns."
    return ImportRefused("table_too_large", message, advice="Split it into several files.")


def _stripped(row: Sequence[str]) -> tuple[str, ...]:
    """The row without white space around its cells; the same object when there is none, for tables are long."""
    stripped = tuple(cell.strip() for cell in row)
    return row if isinstance(row, tuple) and row == stripped else stripped


def _as_wide(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return row if len(row) == width else (*row[:width], *[""] * (width - len(row)))


def _filled(row: Sequence[str]) -> int:
    return max((number for number, cell in enumerate(row, 1) if cell), default=0)
