"""A table as rows of text, whatever file it came in: CSV, TSV, a sheet of a workbook, a table in a document."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.transcripts.importers.parsed import ImportRefused

MAX_ROWS = 100_000
MAX_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal width. `lines` says where each row begins in the file, counted from 1."""

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def table(rows: Sequence[Sequence[str]], lines: Sequence[int], **values: object) -> Table:
    """A table of what was read: rows without any cell left out, short rows filled up, empty columns at the end cut.

    Raises ImportRefused for more rows or columns than a transcript or a survey has.
    """
    kept = [
        (tuple(cell.strip() for cell in row), line)
        for row, line in zip(rows, lines, strict=True)
        if any(cell.strip() for cell in row)
    ]
    width = max((_filled(row) for row, _ in kept), default=0)
    if len(kept) > MAX_ROWS or width > MAX_COLUMNS:
        raise too_wide()
    even = tuple((*row[:width], *[""] * (width - len(row))) for row, _ in kept)
    return Table(even, tuple(line for _, line in kept), **values)  # type: ignore[arg-type]


def too_wide() -> ImportRefused:
    """The refusal of a table beyond all bounds."""
    message = f"The table has more than {MAX_ROWS:,} rows or {MAX_COLUMNS} columns."
    return ImportRefused("table_too_large", message, advice="Split it into several files.")


def _filled(row: Sequence[str]) -> int:
    return max((number for number, cell in enumerate(row, 1) if cell), default=0)
