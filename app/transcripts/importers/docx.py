"""Word documents (DOCX): Teams, Otter, Trint, Word Transcribe, Amazon's tables, and what people write by hand.

Written here because python-docx leaves out every run inside a tracked insertion, a content control or a field, which
is where corrected words stand, and keeps the whole tree in memory. This reads the main part as a stream: insertions
count, deletions, hidden text and comments do not, and each kind of omission is named.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from app.transcripts.importers import documents
from app.transcripts.importers.archive import Archive, damaged
from app.transcripts.importers.digits import whole_number
from app.transcripts.importers.documents import Document, Grid, Paragraph
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.xml_events import walk

FORMAT = "docx"
TITLE = "Word document (DOCX)"
SUFFIXES = frozenset({"docx", "docm", "dotx"})
TEXT = False
_MAIN = "word/document.xml"
_SPACES = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
# What is not said here: deleted and moved-away text, instructions of fields, readings above characters, the second
# form of a drawing, texts of pictures.
_SILENT = frozenset({"del", "moveFrom", "instrText", "delInstrText", "rt", "Fallback", "pict", "object", "binData"})
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titel|title|subtitle|untertitel)\b.*", re.IGNORECASE)


def sniff(source: Source) -> float:
    if not source.data.startswith(b"PK\x03\x04"):
        return 0.0
    if b"word/document" in source.data or source.suffix in SUFFIXES:
        return 1.0
    return 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused for a damaged, locked or swollen file."""
    archive = Archive(source.data)
    styles = _Styles()
    archive.read("word/styles.xml", lambda part: walk(part, styles.begin, _nothing, _nothing))
    reader = _Reader(styles.headings)
    if not archive.read(_main_part(archive), reader.walk):
        raise damaged()
    reader.finish()
    notes = [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in archive and reader.counts["note"]]
    for name in notes:
        archive.read(name, lambda part: _name_notes(part, reader.document))
    return documents.transcript(FORMAT, reader.document)


def _nothing(_unused: str) -> None:
    return


def _main_part(archive: Archive) -> str:
    """Where the package says its main document is; nearly always at the usual place."""
    found = re.search(rb'officeDocument"[^>]{0,200}?Target="([^"]{1,200})"', archive.bytes_of("_rels/.rels"))
    turned = re.search(rb'Target="([^"]{1,200})"[^>]{0,200}?/officeDocument"', archive.bytes_of("_rels/.rels"))
    target = found or turned
    name = target[1].decode("utf-8", "ignore").lstrip("/") if target else _MAIN
    return name if name in archive else _MAIN


@dataclass
class _Styles:
    """Which paragraph styles are headings, by their id; ids are translated, names are not always."""

    headings: set[str] = field(default_factory=set)
    _id: str = ""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self._id = attributes.get("styleId", "")
        elif (name == "name" and _HEADING.fullmatch(value)) or (name == "outlineLvl" and value in set("012345678")):
            self.headings.add(self._id)


@dataclass
class _Open:
    """A paragraph while it is read; text boxes hold paragraphs inside paragraphs."""

    text: list[str] = field(default_factory=list)
    heading: bool = False
    goes_on: bool = False  # its end was deleted: the next paragraph continues it


@dataclass
class _OpenTable:
    """A table while it is read, its rows, and the cell that is open."""

    rows: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    span: int = 1
    continues: bool = False


class _Reader:
    """Follows the events of the main part and fills a document."""

    def __init__(self, headings: set[str]) -> None:
        self.document = Document()
        self.counts: Counter[str] = Counter()
        self._headings = headings
        self._paragraphs: list[_Open] = []
        self._tables: list[_OpenTable] = []
        self._silent = 0
        self._in_text = False
        self._hidden = False
        self._mark = False  # inside the properties of a paragraph's end
        self._held: list[str] = []

    def walk(self, part: IO[bytes]) -> None:
        walk(part, self.begin, self.end, self.said)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _SILENT and not (name == "del" and self._mark):
            self._silent += 1
            self.counts[name] += 1
            return
        if self._silent:
            return
        value = attributes.get("val", "")
        match name:
            case "p":
                self._paragraphs.append(_Open())
            case "t":
                self._in_text = True
            case "r":
                self._hidden = False
            case "vanish" if not self._mark:
                self._hidden = value not in {"0", "false", "off"}
            case "pPr":
                self._mark = True
            case "pStyle" | "outlineLvl" if self._paragraphs:
                heading = value in self._headings or (name == "outlineLvl" and value in set("012345678"))
                self._paragraphs[-1].heading |= heading
            case "del" if self._paragraphs:
                self._paragraphs[-1].goes_on = True
            case _:
                self._begin_rare(name, attributes)

    def _begin_rare(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("val", "")
        match name:
            case "tbl":
                self._tables.append(_OpenTable())
            case "tr" if self._tables:
                self._tables[-1].rows.append([])
            case "tc" if self._tables:
                self._tables[-1].cell, self._tables[-1].span, self._tables[-1].continues = [], 1, False
            case "gridSpan" if self._tables:
                self._tables[-1].span = min(whole_number(value) or 1, 50)
            case "vMerge" if self._tables:
                self._tables[-1].continues = value != "restart"
            case "br" if attributes.get("type") in {"page", "column"}:
                self._write(" ")
            case "commentReference":
                self.counts["comment"] += 1
            case "footnoteReference" | "endnoteReference":
                self.counts["note"] += 1
            case "sym":
                self._write(_symbol(attributes.get("char", "")))
            case _ if name in _SPACES and not self._mark:
                self._write(_SPACES[name])

    def end(self, name: str) -> None:
        if name in _SILENT and not (name == "del" and self._mark):
            self._silent = max(self._silent - 1, 0)
        elif self._silent:
            return
        elif name == "t":
            self._in_text = False
        elif name == "pPr":
            self._mark = False
        elif name == "p" and self._paragraphs:
            self._end_paragraph(self._paragraphs.pop())
        elif name == "tc" and self._tables:
            self._end_cell(self._tables[-1])
        elif name == "tbl" and self._tables:
            self._end_table(self._tables.pop())

    def said(self, text: str) -> None:
        if self._in_text and not self._silent:
            self._write(text)

    def _write(self, text: str) -> None:
        if self._hidden:
            self.counts["hidden"] += bool(text.strip())
        elif self._paragraphs:
            self._paragraphs[-1].text.append(text)

    def _end_paragraph(self, paragraph: _Open) -> None:
        self._held.append("".join(paragraph.text))
        if paragraph.goes_on:
            return
        text, self._held = "".join(self._held), []
        if self._tables:
            self._tables[-1].cell.append(text)
        elif text.strip():
            self.document.add(Paragraph(text, paragraph.heading))

    def _end_cell(self, table: _OpenTable) -> None:
        text = "\n".join(table.cell).strip()
        row = table.rows[-1] if table.rows else []
        if table.continues and not text and len(table.rows) > 1 and len(row) < len(table.rows[-2]):
            text = table.rows[-2][len(row)]  # a cell that stretches over several rows says the same in each
        row += [text, *[""] * (table.span - 1)]
        table.cell, table.span, table.continues = [], 1, False

    def _end_table(self, table: _OpenTable) -> None:
        rows = tuple(tuple(row) for row in table.rows if row)
        if self._tables:
            self._tables[-1].cell += ["\t".join(filter(None, row)) for row in rows]
        elif rows:
            self.document.add(Grid(rows))

    def finish(self) -> None:
        """Names what was left out."""
        warnings = self.document.warnings
        if self.counts["del"] or self.counts["moveFrom"]:
            warnings.add("tracked_changes", "Tracked deletions were left out, insertions were kept.")
        if self.counts["comment"]:
            warnings.add("comments", "Comments were left out.", None, str(self.counts["comment"]))
        if self.counts["hidden"]:
            warnings.add("hidden_text", "Hidden text was left out.")


def _symbol(code: str) -> str:
    """A character of a symbol font; those of the private area show nothing sensible outside it."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xE000 and not 0xD800 <= number < 0xE000 else ""


def _name_notes(part: IO[bytes], document: Document) -> None:
    """Footnotes are the transcriber's words, nobody's in the conversation: each is named, none becomes a turn."""
    texts: list[str] = []

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        if name in {"footnote", "endnote"} and attributes.get("type", "normal") == "normal":
            texts.append("")

    def said(text: str) -> None:
        if texts:
            texts[-1] = (texts[-1] + text)[:200]

    walk(part, begin, _nothing, said)
    for text in filter(str.strip, texts):
        document.warnings.add("footnote", "A footnote was left out.", None, " ".join(text.split()))
