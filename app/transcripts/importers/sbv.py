"""SBV (YouTube's SubViewer) and its parent SubViewer 2 (.sub): “0:00:01.000,0:00:04.000” above each caption.

Written here because the one reader on PyPI refuses SubViewer's header and loses what stands behind an empty line.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from app.transcripts.importers import captions
from app.transcripts.importers.captions import Caption
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.rows import Row, plain_row
from app.transcripts.importers.source import Source
from app.transcripts.importers.stamps import clock

FORMAT = "sbv"
TITLE = "SubViewer (SBV)"
SUFFIXES = frozenset({"sbv", "sub"})
TEXT = True
_STAMP = r"(\d{1,3}:\d{1,2}:\d{2}(?:[.:]\d{1,3})?)"
_TIMES = re.compile(rf"\s*{_STAMP}\s*,\s*{_STAMP}\s*$")
_HEADER = re.compile(r"\s*(?:\[[A-Z ]+\].*|\*+.*)?$")
_FOOTER = re.compile(r"\s*\[END SUBTITLE\]\s*$", re.IGNORECASE)
_BREAK = re.compile(r"\[br\]|<br\s*/?>", re.IGNORECASE)


def sniff(source: Source) -> float:
    timed = sum(1 for line in source.head if _TIMES.match(line))
    if not timed:
        return 0.3 if source.suffix == "sbv" else 0.0
    return 0.95 if source.suffix in SUFFIXES else 0.85


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when no line holds two times with a comma between them."""
    warnings = Warnings()
    cues = _cues(source.lines, warnings)
    if not cues:
        advice = "A line like 0:00:01.000,0:00:04.000 must stand above each caption."
        raise ImportRefused("no_times", "No caption with times was found.", line=1, advice=advice)
    return captions.transcript(FORMAT, cues, warnings)


def _cues(lines: list[str], warnings: Warnings) -> list[Caption]:
    starts = [number for number, line in enumerate(lines) if _TIMES.match(line)]
    if not starts:
        return []
    for number, line in enumerate(lines[: starts[0]]):
        if not _HEADER.match(line):
            warnings.add("no_times", "Text above the first caption was left out.", number + 1, line)
    return [_caption(lines, number, end) for number, end in pairwise([*starts, len(lines)])]


def _caption(lines: list[str], number: int, end: int) -> Caption:
    """Uses up its lines, so that a long file is not held twice."""
    times = _TIMES.match(lines[number])
    start, until = (_ms(times[1]), _ms(times[2])) if times else (None, None)
    rows = _rows(lines[number + 1 : end])
    lines[number:end] = [""] * (end - number)
    return Caption(number + 1, start, until, rows)


def _ms(stamp: str) -> int:
    """The last of four parts is a fraction, also behind a colon."""
    parts = stamp.split(":")
    return clock(":".join(parts[:3]) + "." + parts[3] if len(parts) == 4 else stamp)


def _rows(lines: Sequence[str]) -> tuple[Row, ...]:
    lines = [line for line in lines if not _FOOTER.match(line)]
    rows = (plain_row(line) for line in _BREAK.sub("\n", "\n".join(lines)).split("\n"))
    return tuple(row for row in rows if row.text)
