"""Documents on their way to turns: what DOCX, ODT, RTF, HTML and PDF have in common once their own markup is gone.

A document is paragraphs and tables. A table whose columns are speakers, times and words is read as such; everything
else becomes lines and goes to the reader of plain text, which knows the layouts of the services.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby

from app.transcripts.importers import conversation, srt, text, voices, voices_across
from app.transcripts.importers.columns import has_header, untitled
from app.transcripts.importers.decoding import without_controls
from app.transcripts.importers.heads import heads_of
from app.transcripts.importers.numbering import without_numbers
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.source import Source
from app.transcripts.importers.stamps import CLOCK
from app.transcripts.importers.tables import Table, table

MAX_CHARS = 20_000_000
_ALONE = re.compile(rf"\s*[\[(]?{CLOCK}(?:\s*(?:-->|[-–—→])\s*{CLOCK})?[\])]?\s*")
_ARROW = re.compile(r"\s*\d[\d:.,\s-]*-->\s*-?\d")
_LONG = 60
_BULLET = re.compile(r"[•◦▪‣●○■□\uf0b7\uf0a7]\s+")
_NOTICE = re.compile(
    r".{1,80} (?:started|stopped) transcription\.?|.{1,80} hat die Transkription (?:gestartet|beendet)\.?"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its text may hold line breaks and tabs. A heading names a part, nobody says it."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, cell by cell."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Document:
    """What was found in a file, in its order. `chars` bounds how much a file may hold."""

    blocks: list[Paragraph | Grid] = field(default_factory=list)
    warnings: Warnings = field(default_factory=Warnings)
    language: str | None = None
    chars: int = 0

    def add(self, block: Paragraph | Grid) -> None:
        """Raises ImportRefused when the file holds more text than this server reads."""
        self.chars += sum(map(len, _texts(block)))
        if self.chars > MAX_CHARS:
            raise ImportRefused("too_much_text", "The file holds more text than a conversation has.", advice=_SPLIT)
        self.blocks.append(block)


def transcript(format_name: str, document: Document) -> ParsedTranscript:
    """The turns of a document. Raises ImportRefused when there are no words in it."""
    if not any(text.strip() for block in document.blocks for text in _texts(block)):
        advice = "A scan holds pictures of words. Run text recognition first, or export the text itself."
        raise ImportRefused("no_words", "There are no words in this file.", advice=advice)
    parsed = _from_tables(format_name, document) or _from_lines(format_name, document)
    warnings = (*document.warnings.result(), *parsed.warnings)
    return replace(parsed, warnings=warnings, language=parsed.language or document.language)


def _texts(block: Paragraph | Grid) -> Iterator[str]:
    """The texts of a block one after the other: as one, a long table would be there twice."""
    return iter((block.text,)) if isinstance(block, Paragraph) else chain.from_iterable(block.rows)


def _from_tables(format_name: str, document: Document) -> ParsedTranscript | None:
    """The conversation in the document's tables, when most of its words stand there."""
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    tables = _alike(grids)
    spoken = _largest([(table_, conversation.guess(table_)) for table_ in tables])
    parsed = voices_across.read(tables, format_name)
    if parsed is None and spoken is not None:
        parsed = conversation.read(spoken[0], format_name, spoken[1])
    if parsed is None:
        return None
    said = sum(len(turn.text) for turn in parsed.turns)
    beside = sum(len(block.text) for block in document.blocks if isinstance(block, Paragraph))
    if said < beside or len(parsed.turns) < 2:
        return None
    around = "\n".join(block.text.strip() for block in document.blocks if isinstance(block, Paragraph)).strip()
    if around:
        warnings = Warnings()
        warnings.add("preamble", "Text beside the table was left out.", None, around)
        parsed = replace(parsed.with_warnings(*warnings.result()), preamble=around[:5000])
    return parsed


def _alike(grids: Sequence[Grid]) -> list[Table]:
    """The tables, those with the same header (or width, where none has one) as one: a page break cuts them."""
    tables = [untitled(table(grid.rows, range(1, len(grid.rows) + 1))) for grid in grids if grid.rows]
    found: list[Table] = []
    for _, group in groupby(tables, key=lambda one: (one.width, one.rows[:1])):
        same = list(group)
        rows = [*same[0].rows, *(row for one in same[1:] for row in one.rows[1:])]
        found.append(Table(tuple(rows), tuple(range(1, len(rows) + 1)), above=same[0].above))
    if len(found) > 1 and len({one.width for one in found}) == 1 and not any(map(has_header, found)):
        rows = [row for one in found for row in one.rows]
        return [Table(tuple(rows), tuple(range(1, len(rows) + 1)))]
    return found


def _largest(tables: Iterable[tuple[Table, conversation.Layout]]) -> tuple[Table, conversation.Layout] | None:
    """The table with the most words of those that plainly hold turns."""
    spoken = [(one, layout) for one, layout in tables if is_spoken(one, layout)]
    return max(spoken, key=lambda found: sum(len(cell) for row in found[0].rows for cell in row), default=None)


def is_spoken(one: Table, layout: conversation.Layout) -> bool:
    """Whether a table without captions above it plainly holds who said what, or when."""
    words, speaker = layout.at("text"), layout.at("speaker")
    if layout.mode != "turns" or words is None or (speaker is None and layout.at("start") is None):
        return False
    if layout.columns[words].reason == "name":
        return True
    if layout.at("start") is not None:
        return True
    names = [row[speaker] for row in one.rows if row[speaker]] if speaker is not None else []
    labelled = sum(name.rstrip().endswith((":", "：")) or _may_be_name(name) for name in names)
    return labelled >= 0.8 * max(len(names), 1)


def _may_be_name(name: str) -> bool:
    """Whether a cell may name who speaks."""
    return voices.looks_like_name(name.rstrip(":： "))


def _from_lines(format_name: str, document: Document) -> ParsedTranscript:
    lines, headings = _lines(document)
    bare = without_numbers(lines)
    del lines
    if sum(1 for line in bare if _ARROW.match(line)) > 1:
        as_captions = srt.read(Source("\n".join(bare).encode(), "document.srt"))
        return replace(as_captions, format=format_name)
    bare = _without_headings(bare, headings, document.warnings)
    return replace(text.read_lines(bare), format=format_name)


def _lines(document: Document) -> tuple[list[str], frozenset[int]]:
    """The document line by line, an empty one between paragraphs; also which lines are headings. Uses up its blocks.

    A time alone on its line stays beside the name above or below it: together they say who speaks.
    """
    lines: list[str] = []
    headings: set[int] = set()
    document.blocks.reverse()
    while document.blocks:
        block = document.blocks.pop()
        rows = block.text.split("\n") if isinstance(block, Paragraph) else [*chain.from_iterable(map(_row, block.rows))]
        rows = [_BULLET.sub("", without_controls(row).strip()) for row in rows]
        alone = any(_ALONE.fullmatch(row) for row in rows[:1] if row)
        if lines and lines[-1] and not alone and not _ALONE.fullmatch(lines[-1]):
            lines.append("")
        if isinstance(block, Paragraph) and block.heading:
            headings |= set(range(len(lines), len(lines) + len(rows)))
        lines += rows
    return lines, frozenset(headings)


def _row(cells: Sequence[str]) -> list[str]:
    """A row of a table that only arranges: “Anna:” beside what she says. Long cells side by side are paragraphs."""
    filled = [" ".join(cell.split()) for cell in cells if cell.strip()]
    if len(filled) > 1 and all(len(cell) >= _LONG for cell in filled):
        return [line for cell in filled for line in (cell, "")]
    return ["\t".join(filled) if len(filled) != 2 or not filled[0].endswith((":", "：")) else " ".join(filled)]


def _without_headings(lines: list[str], headings: frozenset[int], warnings: Warnings) -> list[str]:
    """Takes out headings in the middle of a conversation, which nobody said, and names each."""
    heads = heads_of(lines)
    if not any(head and head.name for head in heads):
        return lines
    first = next(number for number, head in enumerate(heads) if head)
    kept = list(lines)
    for number in range(first, len(lines)):
        said = lines[number]
        if said and heads[number] is None and (number in headings or _NOTICE.fullmatch(said)):
            warnings.add("heading", "A heading was left out of what was said.", number + 1, said)
            kept[number] = ""
    return kept


_SPLIT = "Split it into several files."
