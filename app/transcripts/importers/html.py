"""HTML: pages that editors and services export, captions set as paragraphs, tables of who said what.

lxml's parser reads it as a stream; nothing a page names is fetched, and no script is run. Spans that carry their time
in `data-m` (Hyperaudio, and editors built on it) give their paragraph its time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from app.core.lazily import lazily
from app.transcripts.importers import documents
from app.transcripts.importers.documents import Document, Grid, Paragraph
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.stamps import spell

if TYPE_CHECKING:
    from lxml import etree
else:
    etree = lazily("lxml.etree")

FORMAT = "html"
TITLE = "HTML page"
SUFFIXES = frozenset({"html", "htm", "xhtml"})
TEXT = True
_SIGNS = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}\?>\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_PIECE = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)*<"
    r"(?:p|div|table|span|ul|ol|dl|h[1-6]|section|article|main|cite|time|b|strong|em|i|font|blockquote|pre|br|a)\b",
    re.IGNORECASE | re.DOTALL,
)
_SILENT = frozenset(
    {
        "script",
        "style",
        "head",
        "noscript",
        "template",
        "svg",
        "math",
        "select",
        "button",
        "nav",
        "footer",
        "rt",
        "rp",
        "del",
        "iframe",
        "object",
        "textarea",
    }
)
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "header", "aside", "blockquote", "pre", "li", "ul", "ol", "dl",
    "figure", "figcaption", "form", "fieldset", "address", "details", "summary", "body", "hr", "h1", "h2", "h3",
    "h4", "h5", "h6", "table", "caption",
})  # fmt: skip
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
)
_MAX_DEPTH = 5_000


def sniff(source: Source) -> float:
    head = source.beginning[:4096]
    if _SIGNS.match(head):
        return 0.95
    return 0.9 if source.suffix in SUFFIXES and _PIECE.match(head) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when there are no words in the page."""
    page = _Page()
    # The stubs ask for a target that takes bytes too; for text it gets text.
    parser = etree.HTMLParser(target=cast("Any", page), huge_tree=False, no_network=True)
    try:
        for block in source.decoded.blocks():
            parser.feed(block)
        parser.close()
    except (etree.LxmlError, AssertionError, ValueError):
        page.close()  # broken beyond repair from here on: what came before it was read
        page.document.warnings.add("broken_off", "The page breaks off; what stands behind could not be read.")
    return documents.transcript(FORMAT, page.document)


@dataclass
class _OpenTable:
    rows: list[list[str]] = field(default_factory=list)
    outer: list[str] = field(default_factory=list)


@dataclass
class _Page:
    """Follows the events of the parser and fills a document."""

    document: Document = field(default_factory=Document)
    text: list[str] = field(default_factory=list)
    tables: list[_OpenTable] = field(default_factory=list)
    silent: int = 0
    pre: int = 0
    depth: int = 0
    heading: bool = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _SILENT or "hidden" in attributes or self.silent:
            self.silent += tag not in _VOID
            return
        self.depth += 1
        if tag == "br":
            self.text.append("\n")
        elif tag in {"table", "dl"}:
            self._end_block()
            self.tables.append(_OpenTable(outer=self.text))
            self.text = []
        elif tag in {"tr", "dt"} and self.tables:
            self.text = []
            self.tables[-1].rows.append([])
        elif tag in {"td", "th", "dd"} and self.tables:
            self.text = []
        elif tag in _BLOCKS:
            self._end_block()
            self.pre += tag == "pre"
            self.heading = len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal()
        moment = attributes.get("data-m", "")
        if moment.isdecimal() and len(moment) < 10 and not "".join(self.text).strip():
            self.text.append(f"[{spell(int(moment))}] ")

    def end(self, tag: str) -> None:
        if self.silent:
            self.silent -= tag not in _VOID
            return
        if tag in {"table", "dl"} and self.tables:
            self._end_table(self.tables.pop())
        elif tag in {"td", "th", "dd", "dt"} and self.tables:
            self._end_cell(tag)
        elif tag in _BLOCKS:
            self._end_block()
            self.pre -= tag == "pre"
            self.heading = False

    def data(self, text: str) -> None:
        if not self.silent:
            self.text.append(text if self.pre > 0 else _even(text))

    def comment(self, _text: str) -> None:
        return

    def close(self) -> None:
        while self.tables:
            self._end_table(self.tables.pop())
        self._end_block()

    def _end_block(self) -> None:
        if self.tables:
            if self.text and not self.text[-1].endswith("\n"):
                self.text.append("\n")
            return
        text, self.text = "".join(self.text), []
        if text.strip():
            self.document.add(Paragraph(text, self.heading))

    def _end_cell(self, tag: str) -> None:
        rows = self.tables[-1].rows
        if not rows:
            rows.append([])
        text = "".join(self.text).strip()
        rows[-1].append(f"{text}:" if tag == "dt" and text and not text.endswith(":") else text)
        self.text = []

    def _end_table(self, table: _OpenTable) -> None:
        rows = tuple(tuple(row) for row in table.rows if any(row))
        self.text = table.outer
        if self.tables:
            self.text.append("\n".join("\t".join(filter(None, row)) for row in rows))
        elif rows:
            self.document.add(Grid(rows))


def _even(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")
