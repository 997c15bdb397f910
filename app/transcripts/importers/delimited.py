"""CSV and its kin: the delimiter found by counting, quotes and line breaks inside cells by the rules of RFC 4180.

The standard library's reader does the parsing. Its `Sniffer` is not used: on prose it takes letters for delimiters.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from app.transcripts.importers import conversation
from app.transcripts.importers.columns import has_header, untitled
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.tables import MAX_COLUMNS, Table, straightened, table, too_wide

FORMAT = "csv"
TITLE = "Table (CSV, TSV)"
SUFFIXES = frozenset({"csv", "tsv"})
TEXT = True
_ALSO = SUFFIXES | {"tab", "psv", "ssv", "csvh", "tsvh"}
_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
_MAX_CELL = 1_000_000
csv.field_size_limit(_MAX_CELL)


def sniff(source: Source) -> float:
    named = source.suffix in _ALSO
    if not named and source.suffix not in {"txt", ""}:
        return 0.0
    try:
        found = _rows(iter(source.head[:200]), source.beginning)
    except (csv.Error, ImportRefused):
        return 0.0
    if found is None or len(found.rows) < 2 or found.width < 2:
        return 0.5 if named and not source.is_blank else 0.0
    if named:
        return 0.9
    return 0.85 if has_header(found) and conversation.is_conversation(found) else 0.0


def read_table(source: Source) -> Table:
    """The whole file as a table. Raises ImportRefused with the line that breaks the rules."""
    found = _rows(source.each_line(), source.beginning)
    if found is None:
        raise ImportRefused("no_table", "No table was found in this file.", line=1, advice=_ADVICE)
    return untitled(straightened(found))


def read(source: Source) -> ParsedTranscript:
    """Reads the table as its columns were guessed; the preview shows the guesses, and others may be chosen."""
    found = read_table(source)
    return conversation.read(found, FORMAT, conversation.planned(found, source.plan))


def _rows(lines: Iterator[str], beginning: str) -> Table | None:
    """The table in these lines; `beginning` is as much of the text as its delimiter is found by."""
    declared = _SEPARATOR_LINE.fullmatch(beginning.partition("\n")[0].strip(" "))
    offset = 1 if declared else 0
    delimiter = declared[1] if declared else _delimiter(beginning)
    reader = csv.reader(
        (f"{line}\n" for line in islice(lines, offset, None)), delimiter=delimiter, skipinitialspace=True
    )
    rows: list[tuple[str, ...]] = []
    places: list[int] = []
    line = 1 + offset
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS * 4:
                raise too_wide()
            if len(row) == 1 and rows and len(rows[-1]) > 1 and row[0].strip():
                rows[-1] = (
                    *rows[-1][:-1],
                    f"{rows[-1][-1]} {row[0]}",
                )  # a line break in a last cell that nobody quoted
            else:
                rows.append(tuple(row))
                places.append(line)
            line = reader.line_num + 1 + offset
    except csv.Error as error:
        message = "A cell is longer than this server reads, or a quotation mark is never closed."
        raise ImportRefused("bad_table", message, line=reader.line_num + offset, advice=_ADVICE) from error
    return table(rows, places) if rows else None


def _delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells, more than one."""
    sample = [line for line in text.split("\n") if line.strip()][:200]
    if not sample:
        return ","
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: Sequence[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader((f"{line}\n" for line in sample), delimiter=delimiter) if row)
    except csv.Error:
        return 0.0, 0
    width, lines = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
    return (lines / sum(widths.values()) if width > 1 else 0.0), width


_ADVICE = "Save the table as CSV in UTF-8 from the program that made it, and try again."
