"""OpenDocument text (ODT, and FODT in one plain file), as LibreOffice and Google write it.

Written here because odfpy, the one library, is hardly kept any more and builds a tree of Python objects forty times
the size of the file.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO

from app.transcripts.importers import documents
from app.transcripts.importers.archive import Archive, damaged, locked
from app.transcripts.importers.digits import whole_number
from app.transcripts.importers.documents import Document, Grid, Paragraph
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.xml_events import walk

FORMAT = "odt"
TITLE = "OpenDocument text (ODT)"
SUFFIXES = frozenset({"odt", "fodt", "ott"})
TEXT = False
_KIND = b"application/vnd.oasis.opendocument.text"
# The content of tracked deletions lies in a section of its own; notes, comments and readings are not said.
_SILENT = frozenset(
    {"tracked-changes", "note", "annotation", "ruby-text", "binary-data", "object", "forms", "scripts", "styles"}
    | {"automatic-styles", "master-styles", "font-face-decls", "settings", "meta", "sequence-decls", "title", "desc"}
)
_MAX_REPEATED = 200


def sniff(source: Source) -> float:
    head = source.data[:512]
    if head.startswith(b"PK\x03\x04"):
        return 1.0 if _KIND in source.data[:200] or source.suffix in {"odt", "ott"} else 0.0
    return 1.0 if b"office:document" in source.data[:4096] and _KIND in source.data[:8192] else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused for a damaged, locked or swollen file."""
    reader = _Reader()
    if not source.data.startswith(b"PK\x03\x04"):
        reader.walk(BytesIO(source.data))
    else:
        archive = Archive(source.data)
        if b"encryption-data" in archive.bytes_of("META-INF/manifest.xml", 1024**2):
            raise locked()
        if not archive.read("content.xml", reader.walk):
            raise damaged()
    reader.finish()
    return documents.transcript(FORMAT, reader.document)


@dataclass
class _OpenTable:
    rows: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    repeated: int = 1


class _Reader:
    """Follows the events of content.xml and fills a document."""

    def __init__(self) -> None:
        self.document = Document()
        self.counts: Counter[str] = Counter()
        self._texts: list[list[str]] = []
        self._tables: list[_OpenTable] = []
        self._silent = 0
        self._body = False

    def walk(self, part: IO[bytes]) -> None:
        walk(part, self.begin, self.end, self.said)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _SILENT:
            self._silent += 1
            self.counts[name] += 1
        elif self._silent:
            return
        elif name == "body":
            self._body = True
        elif name in {"p", "h"}:
            self._texts.append([])
        elif name in {"s", "tab", "line-break"}:
            count = attributes.get("c", "1")
            self._write({"tab": "\t", "line-break": "\n"}.get(name) or " " * min(whole_number(count) or 1, 80))
        elif name == "table":
            self._tables.append(_OpenTable())
        elif name == "table-row" and self._tables:
            self._tables[-1].rows.append([])
        elif name in {"table-cell", "covered-table-cell"} and self._tables:
            count = attributes.get("number-columns-repeated", "1")
            self._tables[-1].cell = []
            self._tables[-1].repeated = min(whole_number(count) or 1, _MAX_REPEATED)

    def end(self, name: str) -> None:
        if name in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif self._silent:
            return
        elif name in {"p", "h"} and self._texts:
            self._end_paragraph("".join(self._texts.pop()), name == "h")
        elif name in {"table-cell", "covered-table-cell"} and self._tables and self._tables[-1].rows:
            table = self._tables[-1]
            table.rows[-1] += ["\n".join(table.cell).strip()] * table.repeated
        elif name == "table" and self._tables:
            self._end_table(self._tables.pop())

    def said(self, text: str) -> None:
        if self._body and not self._silent:
            # Line ends and runs of spaces in the file are mere layout; <s>, <tab> and <line-break> are meant.
            self._write(_even(text))

    def _write(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def _end_paragraph(self, text: str, heading: bool) -> None:
        if self._tables:
            self._tables[-1].cell.append(text)
        elif text.strip():
            self.document.add(Paragraph(text, heading))

    def _end_table(self, table: _OpenTable) -> None:
        rows = tuple(tuple(row) for row in table.rows if any(row))
        if self._tables:
            self._tables[-1].cell += ["\t".join(filter(None, row)) for row in rows]
        elif rows:
            self.document.add(Grid(rows))

    def finish(self) -> None:
        """Names what was left out."""
        warnings = self.document.warnings
        for name, code, message in (
            ("tracked-changes", "tracked_changes", "Tracked deletions were left out, insertions were kept."),
            ("annotation", "comments", "Comments were left out."),
            ("note", "footnote", "Footnotes were left out."),
        ):
            if self.counts[name]:
                warnings.add(code, message, None, str(self.counts[name]))


def _even(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")
