"""Workbooks (XLSX), read as a stream of cells: what each cell shows, dates and times of day as such.

Written here because openpyxl refuses whole files for a style it does not like, fills a sheet with empty cells up to
the last row and column it names (one cell at XFD1048576 is seventeen thousand million), and holds every shared string
as an object.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.transcripts.importers import conversation
from app.transcripts.importers.archive import Archive, damaged
from app.transcripts.importers.columns import untitled
from app.transcripts.importers.digits import whole_number
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.tables import MAX_COLUMNS, MAX_ROWS, Table, straightened, table, too_wide
from app.transcripts.importers.xml_events import walk

FORMAT = "xlsx"
TITLE = "Workbook (XLSX)"
SUFFIXES = frozenset({"xlsx", "xlsm", "xltx"})
TEXT = False
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DAY_ZERO = datetime.fromisoformat("1899-12-30")
_DAY_ZERO_1904 = datetime.fromisoformat("1904-01-01")
_MAX_CHARS = 50_000_000


def sniff(source: Source) -> float:
    return 1.0 if source.data.startswith(b"PK\x03\x04") and b"xl/workbook" in source.data else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads the first sheet that holds a table as its columns were guessed."""
    found = read_table(source)
    return conversation.read(found, FORMAT, conversation.planned(found, source.plan))


def read_table(source: Source) -> Table:
    """One sheet as a table: the one named, else the first that holds something. Raises ImportRefused."""
    archive, sheet = Archive(source.data), source.plan.sheet if source.plan else ""
    book = _Book()
    if not archive.read("xl/workbook.xml", lambda part: walk(part, book.begin, _nothing, _nothing)):
        raise damaged()
    places = _Places()
    archive.read("xl/_rels/workbook.xml.rels", lambda part: walk(part, places.begin, _nothing, _nothing))
    strings, styles = _Strings(), _Styles()
    archive.read("xl/sharedStrings.xml", lambda part: walk(part, strings.begin, strings.end, strings.said))
    archive.read("xl/styles.xml", lambda part: walk(part, styles.begin, styles.end, _nothing))
    names = tuple(name for name, _ in book.sheets)
    if sheet and sheet not in names:
        raise ImportRefused("no_sheet", f"There is no sheet “{sheet}” in this workbook.", advice="Choose another one.")
    for name, relation in book.sheets:
        if sheet and name != sheet:
            continue
        cells = _Cells(strings.found, styles.kinds, _DAY_ZERO_1904 if book.is_1904 else _DAY_ZERO)
        target = places.targets.get(relation, "")
        archive.read(target, lambda part, cells=cells: walk(part, cells.begin, cells.end, cells.said))  # type: ignore[misc]
        found = table(cells.rows, cells.lines, sheet=name, sheets=names)
        if found.rows or sheet:
            return untitled(straightened(found))
    raise ImportRefused("empty", "The workbook is empty.", advice="Check the export and try again.")


def _nothing(_unused: str) -> None:
    return


@dataclass
class _Book:
    """The sheets in their order, hidden ones left out."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    is_1904: bool = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904", "") in {"1", "true"}


@dataclass
class _Places:
    """Where the parts of the workbook lie."""

    targets: dict[str, str] = field(default_factory=dict)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            self.targets[attributes.get("Id", "")] = target if target.startswith("/") else f"xl/{target}"


@dataclass
class _Strings:
    """The shared strings, without the readings that stand above Asian characters."""

    found: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    open: bool = False
    reading: int = 0
    chars: int = 0

    def begin(self, name: str, _attributes: Mapping[str, str]) -> None:
        if name == "si":
            self.pieces = []
        self.reading += name == "rPh"
        self.open = name == "t" and not self.reading

    def end(self, name: str) -> None:
        self.reading -= name == "rPh"
        if name == "si":
            self.found.append("".join(self.pieces))
        self.open = False

    def said(self, text: str) -> None:
        if self.open:
            self.chars += len(text)
            if self.chars > _MAX_CHARS:
                raise too_wide()
            self.pieces.append(text)


@dataclass
class _Styles:
    """For each cell format whether it shows a date, a time of day, a span of time, or a number."""

    codes: dict[int, str] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    in_cells: bool = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        number = whole_number(attributes.get("numFmtId", ""))
        if name == "numFmt" and number is not None:
            self.codes[number] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.in_cells = True
        elif name == "xf" and self.in_cells:
            self.kinds.append(self._kind(number or 0))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.in_cells = False

    def _kind(self, number: int) -> str:
        if number in {14, 15, 16, 17}:
            return "date"
        if number in {18, 19, 20, 21, 45, 46, 47}:
            return "time"
        if number == 22:
            return "moment"
        code = self.codes.get(number, "").lower()
        spans = re.search(r"\[(?:h+|m+|s+)\]", code) is not None
        bare = _QUOTED.sub("", code)
        days, hours = "d" in bare or "y" in bare, "h" in bare or "s" in bare or spans
        if "general" in bare or not (days or hours):
            return ""
        return "moment" if days and hours else "date" if days else "time"


class _Cells:
    """The cells of a sheet, row by row; gaps in the numbering of rows and columns take no room."""

    def __init__(self, strings: list[str], kinds: list[str], zero: datetime) -> None:
        self.rows: list[list[str]] = []
        self.lines: list[int] = []
        self._strings, self._kinds, self._zero = strings, kinds, zero
        self._row: list[str] = []
        self._line = 0
        self._column = 0
        self._type = "n"
        self._kind = ""
        self._value: list[str] = []
        self._open = False
        self._reading = 0
        self._chars = 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            self._line = whole_number(attributes.get("r", "")) or self._line + 1
            self._row, self._column = [], 0
        elif name == "c":
            place = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._type = attributes.get("t", "n")
            style = whole_number(attributes.get("s", "0"))
            self._kind = self._kinds[style] if style is not None and style < len(self._kinds) else ""
            self._value = []
        elif name == "rPh":
            self._reading += 1
        elif name == "v" or (name == "t" and not self._reading):
            self._open = True

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._open = False
        elif name == "rPh":
            self._reading -= 1
        elif name == "c":
            self._end_cell("".join(self._value))
        elif name == "row" and self._row:
            self.rows.append(self._row)
            self.lines.append(self._line)
            if len(self.rows) > MAX_ROWS:
                raise too_wide()
            self._row = []

    def said(self, text: str) -> None:
        if self._open:
            self._value.append(text)

    def _end_cell(self, value: str) -> None:
        text = self._shown(value)
        if not text or self._column > MAX_COLUMNS:
            return  # a cell far out to the right is a slip; nobody sees a table there
        self._chars += len(text)
        if self._chars > _MAX_CHARS:
            raise too_wide()
        self._row += [""] * (self._column - 1 - len(self._row))
        self._row[self._column - 1 :] = [text]

    def _shown(self, value: str) -> str:
        if self._type == "s":
            number = whole_number(value)
            return self._strings[number] if number is not None and number < len(self._strings) else ""
        if self._type == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if self._type == "e":
            return ""
        return self._number(value) if self._type == "n" and value else value

    def _number(self, value: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        if self._kind and 0 <= number < 2_958_466:
            return _as_time(number, self._kind, self._zero)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _as_time(days: float, kind: str, zero: datetime) -> str:
    """A serial number as ISO date, moment or clock; a span of more than a day counts its hours on."""
    millis = round(days * 86_400_000)
    if kind == "time" or (kind == "moment" and days < 1):
        seconds, rest = divmod(millis, 1000)
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        return f"{clock}.{rest:03}" if rest else clock
    moment = zero + timedelta(milliseconds=millis)
    return moment.date().isoformat() if kind == "date" else moment.isoformat(sep=" ", timespec="seconds")
