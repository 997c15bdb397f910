"""Labels in the midst of a paragraph: “Interviewer: Why? Participant: Because …”, all on one line.

Pasted out of tables and web pages, a whole interview may be one paragraph. It is cut where a sentence ends and a label
follows, when the file plainly works so: the same few labels come back, or are parts such as Interviewer, and more stand
inside paragraphs than at their beginning. The reader is told.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.transcripts.importers.voices import is_proper, is_role, looks_like_name

_LABEL = r"(?P<name>[^\W\d_][\w.'’-]{0,30}(?: [\w.'’()-]{1,30}){0,3}) ?(?::(?=\s)|：)"
_INNER = re.compile(rf"(?:(?<=[.!?…\"”’»)\]])\s+|(?<=[。！？」])\s*)(?={_LABEL})")
_SAID = re.compile(r"[.!?…:]\s")
_TITLE = re.compile(r"\b(?:mr|mrs|ms|dr|prof|st|sr|jr|hr|fr|mme|rev|sen|gen|col|capt|hon)\.$", re.IGNORECASE)
_LONGEST_TITLE = 6
_FIRST = re.compile(rf"\s*{_LABEL}")
_FEWEST = 3
_MOST_CHARS = 2_000_000


@dataclass(frozen=True, slots=True)
class Cut:
    """Lines of which each begins with its label; `places` are the lines of the file they stood on, from 1."""

    lines: list[str]
    places: list[int]
    labels: tuple[str, ...]

    @property
    def first(self) -> int:
        """Where the first label stood that was not at the beginning of its line."""
        return next(place for place, after in pairwise(self.places) if place == after)


def cut(lines: Sequence[str]) -> Cut | None:
    """The lines cut at the labels inside them, or None when the file does not plainly work so."""
    if sum(map(len, lines)) > _MOST_CHARS:
        return None  # no conversation fills a book; its pieces would be held beside it
    inner = Counter(match["name"] for line in lines for match in _inside(line))
    if not inner:
        return None
    first = Counter(match["name"] for line in lines if (match := _FIRST.match(line)))
    both = inner + first
    names = {name for name in inner if _is_label(name) and (both[name] > 1 or is_role(name))}
    names |= {name for name in first if _is_label(name) and (first[name] > 1 or is_role(name)) and names}
    total, inside = sum(both[name] for name in names), sum(inner[name] for name in names)
    few = len(names) * 2 <= total or all(map(is_role, names))
    if len(names) < 2 or not few or 2 * inside < total or total < _FEWEST:
        return None
    return _cut(lines, names)


def _cut(lines: Sequence[str], names: set[str]) -> Cut:
    pieces: list[str] = []
    places: list[int] = []
    for number, line in enumerate(lines, 1):
        at = [0, *(match.end() for match in _inside(line) if match["name"] in names), len(line)]
        for start, end in pairwise(at):
            pieces.append(line[start:end].rstrip() if end < len(line) else line[start:])
            places.append(number)
    return Cut(pieces, places, tuple(sorted(names)))


def _inside(line: str) -> Iterator[re.Match[str]]:
    """Where labels may stand inside a line: behind a sentence, or behind brackets that follow one."""
    if ":" not in line and "：" not in line:
        return
    for match in _INNER.finditer(line):
        bracketed = line[match.start() - 1] in ")]" and not _SAID.search(line, 0, match.start())
        if not bracketed and not _TITLE.search(line, max(match.start() - _LONGEST_TITLE, 0), match.start()):
            yield match


def _is_label(name: str) -> bool:
    return looks_like_name(name) and is_proper(name) and (is_role(name) or not name[0].islower())
