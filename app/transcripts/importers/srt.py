"""SubRip (SRT): no rules were ever written, so everything players accept is accepted here.

Written here because the parsers on PyPI want the index, or padding, or a blank line between cues, and stop at the
first cue that lacks one; a line with two times and an arrow is enough to know where a cue begins.
"""

import re
from collections.abc import Iterator, Sequence

from app.transcripts.importers import captions
from app.transcripts.importers.captions import Caption
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.rows import Row, plain_row
from app.transcripts.importers.source import Source
from app.transcripts.importers.stamps import srt as stamp
from app.transcripts.importers.webvtt_text import unescape

FORMAT = "srt"
TITLE = "SubRip (SRT)"
SUFFIXES = frozenset({"srt"})
TEXT = True
_ARROW = re.compile(r"\s*-{1,2}\s?>\s*")
_INDEX = re.compile(r"\s*\d{1,9}\s*")
_TAG = re.compile(
    r"</?(?:[biu]|font|span|v|c|em|strong)(?:[\s.][^<>]*)?/?>|\{\\[^{}]*\}|\{[biuyBIUY]:[^{}]*\}", re.IGNORECASE
)
_SETTINGS = re.compile(r"\s*\b(?:[XY][12]|align|line|position|size|vertical|region):\S+", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|\\[Nn]", re.IGNORECASE)

_Start = tuple[int, tuple[int, int, str]]  # where the line of a cue's times stands, and what it says


def sniff(source: Source) -> float:
    head = source.head
    timed = sum(1 for line in head if _timings(line))
    if not timed:
        return 0.3 if source.suffix == "srt" else 0.0
    if source.suffix == "vtt" and not _begins_as_srt(head):
        return 0.4
    return 0.95 if source.suffix == "srt" else 0.8


def _begins_as_srt(head: Sequence[str]) -> bool:
    first = next((line for line in head if line.strip()), "")
    return bool(_INDEX.fullmatch(first) or _timings(first))


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when no line holds two times with an arrow between them."""
    warnings = Warnings()
    cues = _cues(source.lines, warnings)
    if not cues:
        line = 2 if _INDEX.fullmatch(source.head[0]) else 1
        advice = "A line like 00:00:01,000 --> 00:00:04,000 must stand above each caption."
        raise ImportRefused("no_times", "No caption with times was found.", line=line, advice=advice)
    return captions.transcript(FORMAT, cues, warnings)


def _cues(lines: list[str], warnings: Warnings) -> list[Caption]:
    starts = [(number, times) for number, line in enumerate(lines) if "-" in line and (times := _timings(line))]
    ends = [_index_line(lines, number) for number, _ in starts[1:]] + [len(lines)]
    _warn_preamble(lines, starts[0][0] if starts else 0, warnings)
    return list(_captions(lines, starts, ends))


def _captions(lines: list[str], starts: list[_Start], ends: list[int]) -> Iterator[Caption]:
    """Uses up the lines and the starts, so that a long file is not held twice."""
    starts.reverse()
    for end in ends[: len(starts)]:
        number, (start_ms, end_ms, rest) = starts.pop()
        yield Caption(number + 1, start_ms, end_ms, _rows([rest, *lines[number + 1 : end]]))
        lines[number:end] = [""] * (end - number)


def _index_line(lines: Sequence[str], number: int) -> int:
    """Where the cue before ends: at this cue's index if it has one, else at its times."""
    above = number - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    return (
        above if (_INDEX.fullmatch(lines[above]) and not lines[above - 1].strip()) or _glued(lines, above) else number
    )


def _glued(lines: Sequence[str], above: int) -> bool:
    """An index right under the text of the cue before, without the blank line between."""
    if not _INDEX.fullmatch(lines[above]):
        return False
    before = [line for line in lines[max(0, above - 12) : above] if _INDEX.fullmatch(line)]
    return bool(before) and any(int(line) + 1 == int(lines[above]) for line in before)


def _warn_preamble(lines: Sequence[str], first: int, warnings: Warnings) -> None:
    for number, line in enumerate(lines[:first]):
        if line.strip() and not _INDEX.fullmatch(line):
            warnings.add("no_times", "Text above the first caption was left out.", number + 1, line)


def _timings(line: str) -> tuple[int, int, str] | None:
    """Start, end, and words on the same line; position settings are none."""
    start = stamp(line, len(line) - len(line.lstrip()))
    arrow = _ARROW.match(line, start[1]) if start else None
    end = stamp(line, arrow.end()) if arrow else None
    return (start[0], end[0], _SETTINGS.sub("", line[end[1] :])) if start and end else None


def _rows(lines: Sequence[str]) -> tuple[Row, ...]:
    text = _BREAK.sub("\n", "\n".join(lines))
    rows = (plain_row(unescape(_TAG.sub("", line))) for line in text.split("\n"))
    return tuple(row for row in rows if row.text)
