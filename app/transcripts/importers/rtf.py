"""Rich Text Format (RTF), by Microsoft's specification 1.9.1: groups, control words, code pages, Unicode escapes.

Written here because striprtf knows no code page but the document's (fonts bring their own), joins the cells of tables
and keeps deleted text; the other parsers on PyPI are GPL or abandoned.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from app.transcripts.importers import documents
from app.transcripts.importers.archive import damaged
from app.transcripts.importers.documents import Document, Grid, Paragraph
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source

FORMAT = "rtf"
TITLE = "Rich Text (RTF)"
SUFFIXES = frozenset({"rtf"})
TEXT = False
_TOKEN = re.compile(
    rb"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_MAX_DEPTH = 1_000
_BREAKS = {"line": "\n", "lbr": "\n", "tab": "\t", "softline": "\n"}
_CHARACTERS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c",
    "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
# Groups that hold no text of the document. Every group that begins with \* is one too, unless it is known here.
_SILENT = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf",
    "footer", "footerl", "footerr", "footerf", "footnote", "annotation", "atnid", "atnauthor", "atndate",
    "listtable", "listoverridetable", "listtext", "pntext", "pntxta", "pntxtb", "rsidtbl", "generator",
    "themedata", "colorschememapping", "datastore", "latentstyles", "xmlnstbl", "filetbl", "revtbl", "fldinst",
    "bkmkstart", "bkmkend", "xe", "tc", "comment", "nonshppict", "shppict", "sp", "private1", "template", "upr",
})  # fmt: skip
_SPOKEN = frozenset({"shptxt", "ud"})
_CHARSETS = {
    0: "cp1252", 1: "", 2: "cp1252", 77: "mac_roman", 78: "shift_jis", 128: "cp932", 129: "cp949", 130: "johab",
    134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_WHOLE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_PAGES = {10000: "mac_roman", 10001: "shift_jis", 10006: "mac_greek", 10007: "mac_cyrillic", 10029: "mac_latin2",
          10081: "mac_turkish", 936: "gbk", 950: "big5", 932: "cp932", 949: "cp949", 65001: "utf-8"}  # fmt: skip


def sniff(source: Source) -> float:
    return 1.0 if source.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf") else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when nothing in it can be followed."""
    reader = _Reader(Document())
    reader.read(source.data)
    return documents.transcript(FORMAT, reader.document)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    silent: bool = False
    fonts: bool = False
    hidden: bool = False
    deleted: bool = False
    font: int = -1
    skip: int = 1  # how many characters stand in for one of Unicode
    table: bool = False
    heading: bool = False


@dataclass
class _Reader:
    """Follows the tokens and fills a document."""

    document: Document
    state: _State = field(default_factory=_State)
    outer: list[_State] = field(default_factory=list)
    page: str = "cp1252"
    default_font: int = -1
    fonts: dict[int, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    row: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    to_skip: int = 0
    starred: bool = False
    high: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def read(self, data: bytes) -> None:
        for token in _TOKEN.finditer(data):
            word, number, code, symbol, brace, plain = token.groups()
            if word is not None:
                self._word(word.decode(), int(number) if number is not None else None)
            elif code is not None:
                self._byte(int(code, 16))
            elif brace is not None:
                self._brace(brace)
            elif symbol is not None:
                self._symbol(symbol)
            elif plain is not None:
                self._plain(plain)
        self._end_paragraph()
        self._end_table()
        self._finish()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.to_skip = 0
        if brace == b"{":
            if len(self.outer) > _MAX_DEPTH:
                raise damaged()
            self.outer.append(self.state)
        elif self.outer:
            self.state = self.outer.pop()
        self.starred = False

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.starred = True
        elif symbol in b"\\{}":
            self._plain(symbol)
        elif symbol == b"~":
            self._say("\u00a0")
        elif symbol == b"_":
            self._say("\u2011")
        elif symbol in b"\r\n":
            self._end_paragraph()
        elif symbol == b"\t":
            self._say("\t")

    def _word(self, word: str, number: int | None) -> None:
        starred, self.starred = self.starred, False
        if word in _SILENT or (starred and word not in _SPOKEN):
            self._enter_silence(word)
            return
        if word == "u" and number is not None:
            self._unicode(number)
            return
        if self.to_skip and word not in {"par", "cell", "row"}:
            self.to_skip -= 1
            return
        self._flush()
        if word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        elif word in _BREAKS:
            self._say(_BREAKS[word])
        elif word in {"par", "sect", "page", "pagebb"}:
            self._end_paragraph()
        elif word in {"cell", "nestcell"}:
            self._end_cell()
        elif word in {"row", "nestrow"}:
            self._end_row()
        else:
            self._format(word, number)

    def _format(self, word: str, number: int | None) -> None:
        on = number != 0
        match word:
            case "f":
                self.state = replace(self.state, font=number or 0)
            case "uc":
                self.state = replace(self.state, skip=max(0, min(number if number is not None else 1, 16)))
            case "v":
                self.state = replace(self.state, hidden=on)
            case "deleted":
                self.state = replace(self.state, deleted=on)
            case "plain":
                self.state = replace(self.state, hidden=False, deleted=False, font=self.default_font)
            case "pard":
                self.state = replace(self.state, table=False, heading=False)
            case "intbl":
                self.state = replace(self.state, table=True)
            case "outlinelevel":
                self.state = replace(self.state, heading=True)
            case _:
                self._code_page(word, number)

    def _code_page(self, word: str, number: int | None) -> None:
        if word in _WHOLE_PAGES:
            self.page = _WHOLE_PAGES[word]
        elif word == "ansicpg" and number:
            self.page = _codec(number)
        elif word == "deff":
            self.default_font = number or 0
        elif word == "fcharset" and self.state.fonts:
            self.fonts[self.state.font] = _CHARSETS.get(number or 0, "")
        elif word == "cpg" and self.state.fonts and number:
            self.fonts[self.state.font] = _codec(number)

    def _enter_silence(self, word: str) -> None:
        self._flush()
        self.counts[word] += 1
        self.state = replace(self.state, silent=True, fonts=word == "fonttbl" or self.state.fonts)

    def _unicode(self, number: int) -> None:
        """\\uN: a signed 16-bit unit; two make a character beyond the basic plane. Stand-ins follow and are skipped."""
        self._flush()
        unit = number & 0xFFFF
        self.to_skip = self.state.skip
        if 0xD800 <= unit < 0xDC00:
            self.high = unit
        elif 0xDC00 <= unit < 0xE000:
            if self.high:
                self._say(chr(0x10000 + ((self.high - 0xD800) << 10) + (unit - 0xDC00)))
            self.high = 0
        else:
            self._say(chr(unit))

    def _byte(self, value: int) -> None:
        if self.to_skip:
            self.to_skip -= 1
        elif not self.state.silent:
            self.raw.append(value)

    def _plain(self, data: bytes) -> None:
        if self.to_skip:
            data, self.to_skip = data[self.to_skip :], max(0, self.to_skip - len(data))
        if data and not self.state.silent:
            self.raw += data

    def _flush(self) -> None:
        """Decodes the bytes gathered so far: a character of an Asian code page is two of them."""
        if self.raw:
            data, self.raw = bytes(self.raw), bytearray()
            codec = self.fonts.get(self.state.font if self.state.font >= 0 else self.default_font) or self.page
            self._say(_decoded(data, codec, self.page))

    def _say(self, text: str) -> None:
        if self.raw:
            self._flush()
        if self.state.deleted or self.state.hidden:
            self.counts["deleted" if self.state.deleted else "hidden"] += bool(text.strip())
        elif not self.state.silent:
            self.text.append(text)

    def _end_paragraph(self) -> None:
        self._flush()
        if self.state.silent:
            return
        if self.state.table:
            self.text.append("\n")
            return
        self._end_table()
        text, self.text = "".join(self.text), []
        if text.strip():
            self.document.add(Paragraph(text, self.state.heading))

    def _end_cell(self) -> None:
        self._flush()
        if not self.state.silent and len(self.row) < 500:
            self.row.append("".join(self.text).strip())
            self.text = []

    def _end_row(self) -> None:
        if self.row:
            self.rows.append(self.row)
        self.row = []

    def _end_table(self) -> None:
        self._end_row()
        rows, self.rows = self.rows, []
        if rows:
            self.document.add(Grid(tuple(tuple(row) for row in rows)))

    def _finish(self) -> None:
        warnings = self.document.warnings
        if self.counts["deleted"]:
            warnings.add("tracked_changes", "Tracked deletions were left out, insertions were kept.")
        if self.counts["annotation"]:
            warnings.add("comments", "Comments were left out.", None, str(self.counts["annotation"]))
        if self.counts["footnote"]:
            warnings.add("footnote", "Footnotes were left out.", None, str(self.counts["footnote"]))
        if self.counts["hidden"]:
            warnings.add("hidden_text", "Hidden text was left out.")


def _codec(page: int) -> str:
    name = _PAGES.get(page, f"cp{page}")
    try:
        b"a".decode(name)
    except (LookupError, UnicodeDecodeError):
        return "cp1252"
    return name


def _decoded(data: bytes, codec: str, page: str) -> str:
    """The bytes in the font's code page, else the document's; a byte that is in neither is named by “?”."""
    for name in (codec, page, "cp1252"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace").replace("\ufffd", "?")
