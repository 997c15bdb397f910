"""From pages of placed lines to paragraphs and tables: what a PDF forgot. Pure text work.

Headers, footers and page numbers repeat; a gap larger than the usual one ends a paragraph; a line that fills the page
goes on in the next; what begins at the same place on most lines is a column.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.transcripts.importers import conversation
from app.transcripts.importers.documents import Grid, Paragraph, is_spoken
from app.transcripts.importers.parsed import Warnings
from app.transcripts.importers.tables import table

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " ", "\x00": ""}
)
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_LEFT_TO_RIGHT = re.compile(r"[A-Za-z0-9\u00c0-\u024f](?:[\w .,:/@&'+-]*[A-Za-z0-9\u00c0-\u024f])?", re.ASCII)
_EDGE = 3  # how many lines at the top and the bottom of a page may be furniture
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\[(]\s*)?(?:(?:page|seite|página|p\.|s\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?(?:\s*[-–—|\])])?",
    re.IGNORECASE,
)
_LINE_NUMBER = re.compile(r"\s*(\d{1,2})(?=\s|$)")
_FEWEST_NUMBERS = 5
_PRINTED = re.compile(
    r"(?:file|https?)://\S+\s*(?:\d+/\d+)?|\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d{2}(?: [AP]M)?(?:\s{3,}.*)?"
)
_FULL = 0.7
_ENDED = re.compile(r"[.!?…:\"”»)]$")
_LABEL = re.compile(r"(?![a-zß-öø-ÿа-я])[\w\[(][^:：]{0,40}[:：](?:\s|$)")
_GAP = re.compile(r"\S+(?:\s\S+)*")
_UNBROKEN = frozenset({"und", "oder", "and", "or", "bis", "to", "y", "et", "ou"})


def blocks(pages: list[str], warnings: Warnings) -> Iterator[Paragraph | Grid]:
    """The paragraphs or the table of a document. Uses up its pages."""
    pages.reverse()
    lined = []
    while pages:
        lined.append([_logical(line.rstrip().translate(_LIGATURES)) for line in pages.pop().split("\n")])
    kept = _without_furniture([_without_line_numbers(page) for page in lined], warnings)
    del lined
    grid = _columns([line for page in kept for line in page])
    if grid is not None:
        yield grid
        return
    for text in _paragraphs(kept):
        yield Paragraph(text)


def _logical(line: str) -> str:
    """A line of a right-to-left script as it is written: on the page its glyphs stand from left to right."""
    if sum(map(_is_rtl, line)) <= 0.3 * sum(map(str.isalpha, line)) or not any(map(_is_rtl, line)):
        return line
    turned = line[::-1].translate(_MIRRORED).rstrip()
    return _LEFT_TO_RIGHT.sub(lambda match: match[0][::-1], turned).lstrip()


def _is_rtl(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in {"R", "AL"}


def _without_line_numbers(page: list[str]) -> list[str]:
    """A page without the numbers of its lines, 1 to 25, as court reporters and editors print them at the margin."""
    found = [(at, match) for at, line in enumerate(page) if (match := _LINE_NUMBER.match(line))]
    counts = [int(match[1]) for _, match in found]
    steps = sum(after == before + 1 for before, after in pairwise(counts))
    filled = sum(1 for line in page if line.strip())
    if len(found) < max(_FEWEST_NUMBERS, 0.8 * filled) or 1 not in counts[:2] or steps < 0.9 * (len(counts) - 1):
        return page
    bare = list(page)
    for at, match in found:
        bare[at] = " " * match.end() + page[at][match.end() :]
    return bare


def _without_furniture(pages: Sequence[list[str]], warnings: Warnings) -> list[list[str]]:
    """Pages without what repeats at their edges, and without page numbers; each is named once."""
    seen = Counter(mask for page in pages for mask in {_mask(page[number]) for number in _edges(page)})
    often = max(3, round(0.6 * len(pages)))
    told: set[str] = set()
    kept: list[list[str]] = []
    for page in pages:
        numbers = _edges(page)
        gone = {*_furniture(page, numbers, seen, often), *_furniture(page, numbers[::-1], seen, often)}
        for number in sorted(gone):
            if _mask(page[number]) not in told:
                told.add(_mask(page[number]))
                message = "Headers, footers and page numbers were left out."
                warnings.add("page_furniture", message, None, " ".join(page[number].split()))
        kept.append([line for number, line in enumerate(page) if number not in gone])
    return kept


def _furniture(page: Sequence[str], inward: Sequence[int], seen: Counter[str], often: int) -> Iterator[int]:
    """The lines at one edge that are furniture, from the edge inward. Behind the first gap only a number is one: what
    is said last on many pages may be the same words."""
    before: int | None = None
    for number in inward[:_EDGE]:
        apart = before is not None and abs(number - before) > 1
        if not (_is_number(page[number]) or (seen[_mask(page[number])] >= often and not apart)):
            return
        yield number
        before = number


def _edges(page: Sequence[str]) -> list[int]:
    filled = [number for number, line in enumerate(page) if line.strip()]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _mask(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split())).casefold()


def _is_number(line: str) -> bool:
    return _PAGE_NUMBER.fullmatch(line.strip()) is not None or _PRINTED.fullmatch(line.strip()) is not None


def _columns(lines: Sequence[str]) -> Grid | None:
    """The lines as a table, when most begin where others do and its columns are speakers, times and words."""
    filled = [line for line in lines if line.strip()]
    starts = _starts(filled)
    if len(starts) < 2:
        return None
    rows: list[list[list[str]]] = []
    for line in filled:
        cells = _cut(line, starts)
        if cells[0] or not rows:
            rows.append([[] for _ in starts])
        for cell, text in zip(rows[-1], cells, strict=True):
            if text:
                cell.append(text)
    found = Grid(tuple(tuple(_joined(cell) for cell in row) for row in rows))
    as_table = table(found.rows, list(range(1, len(found.rows) + 1)))
    fits = as_table.rows and len(rows) > 1 and is_spoken(as_table, conversation.guess(as_table))
    return found if fits else None


def _starts(lines: Sequence[str]) -> list[int]:
    """Where columns begin: places at which a quarter of all lines have a piece begin, the last on most lines."""
    pieces = [[match.start() for match in _GAP.finditer(line)] for line in lines]
    counts = Counter(start for starts in pieces for start in starts)
    merged = {start: sum(counts[near] for near in range(start - 1, start + 2)) for start in counts}
    margin = min(counts, default=0)
    often = [start for start in sorted(merged) if merged[start] >= 0.25 * len(lines) or start == margin]
    kept: list[int] = []
    for start in often:
        if not kept or start - kept[-1] > 2:
            kept.append(start)
        elif merged[start] > merged[kept[-1]] and len(kept) > 1:
            kept[-1] = start
    return kept if len(kept) > 1 and merged[kept[-1]] >= 0.6 * len(lines) else []


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    """A line's pieces, each in the column where it begins or, in between, the one before."""
    cells = [""] * len(starts)
    for match in _GAP.finditer(line):
        column = max((n for n, start in enumerate(starts) if match.start() >= start - 1), default=0)
        cells[column] = f"{cells[column]} {match[0]}".strip()
    return cells


def _paragraphs(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """Paragraphs; inside one a line that did not end by itself goes on in the next, any other keeps its end."""
    lines = [(line, gap) for page in pages for line, gap in _gapped(page)]
    usual, spaced = _usual_gap([gap for _, gap in lines if gap is not None])
    width = max((len(line.strip()) for line, _ in lines), default=0)
    held: list[list[str]] = []
    for number, (text, gap) in enumerate(lines):
        above = lines[number - 1][0].strip() if number else ""
        if held and not _goes_on(above, text.strip(), gap, usual, width):
            yield "\n".join(map(_joined, held))
            held = []
        if held and _wraps(above, text.strip(), width, spaced):
            held[-1].append(text.strip())
        else:
            held.append([text.strip()])
    if held:
        yield "\n".join(map(_joined, held))


def _gapped(page: Sequence[str]) -> Iterator[tuple[str, int | None]]:
    """The lines of a page with the number of empty ones above each; None for the first."""
    empty: int | None = None
    for line in page:
        if line.strip():
            yield line, empty
            empty = 0
        elif empty is not None:
            empty += 1


def _usual_gap(gaps: Sequence[int]) -> tuple[int, bool]:
    """The gap between two lines of one paragraph (the smallest that is not rare), and whether paragraphs have more."""
    counts = Counter(gaps)
    usual = min((gap for gap, count in counts.items() if count >= 0.1 * len(gaps)), default=0)
    return usual, sum(count for gap, count in counts.items() if gap > usual) >= 0.1 * len(gaps)


def _goes_on(above: str, line: str, gap: int | None, usual: int, width: int) -> bool:
    full = len(above) >= _FULL * width
    if gap is None:  # a new page
        return full and not _ENDED.search(above) and not _LABEL.match(line)
    return gap <= usual and (usual == 0 or full)


def _wraps(above: str, line: str, width: int, spaced: bool) -> bool:
    """Whether a line was ended by the margin. Where no space parts paragraphs, its next word must not have fitted."""
    if spaced:
        return len(above) >= _FULL * width
    return not _LABEL.match(line) and len(above) + 1 + len(line.split(" ", 1)[0]) >= 0.9 * width


def _unhyphened(lines: Sequence[str]) -> list[str]:
    """Words that were cut at a line's end, whole again."""
    whole = list(lines[:1])
    for above, line in pairwise(lines):
        word = line.split(" ", 1)[0]
        soft = above.endswith("\u00ad")
        if soft or (re.search(r"\w{2}[-‐]$", above) and line[:1].islower() and word not in _UNBROKEN):
            whole[-1] = whole[-1][:-1] + word
            rest = line[len(word) :].strip()
            whole += [rest] if rest else []
        else:
            whole.append(line)
    return whole


def _joined(lines: Sequence[str]) -> str:
    return " ".join(_unhyphened(lines))
