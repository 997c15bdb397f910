"""Tracks of labels: two times and a text on each line, as Audacity, aeneas and Praat's tables write them.

“0.000<tab>2.680<tab>words” · “f001 00:00:00.000 00:00:02.680 "words"” · “f001,0.000,2.680,"words"”
"""

import re
from collections.abc import Iterable, Iterator

from app.transcripts.importers import captions
from app.transcripts.importers.captions import Caption
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.rows import plain_row
from app.transcripts.importers.source import Source
from app.transcripts.importers.stamps import clock

FORMAT = "labels"
TITLE = "Label track (Audacity, aeneas)"
SUFFIXES = frozenset({"txt", "aud", "lab", "ssv", "csv", "tsv"})
TEXT = True
_STAMP = r"(\d{1,7}\.\d{1,9}|(?:\d{1,3}:)?\d{1,2}:\d{2}\.\d{1,6})"
_ID = r"[A-Za-z]{1,12}\d{1,9}"
_LINES = tuple(
    re.compile(
        rf'(?:{_ID}{sep})?{_STAMP}{sep}{_STAMP}(?:{sep}(?:{_ID}{sep}(?="))?(?:"(?P<quoted>.*)"|(?P<plain>.*)))?$'
    )
    for sep in (r"[ \t]+", r",[ \t]*", r";[ \t]*")
)
# Audacity puts the lowest and the highest frequency of a label on a line of its own.
_FREQUENCIES = re.compile(r"\\\t")


def sniff(source: Source) -> float:
    lines = [line.strip() for line in source.head if line.strip() and not _FREQUENCIES.match(line)]
    return 0.97 if len(lines) > 1 and all(_match(line) for line in lines) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when no line has two times."""
    warnings = Warnings()
    cues = list(_cues(source.each_line(), warnings))
    if not cues:
        advice = "Each line must hold a start, an end and a text."
        raise ImportRefused("no_times", "No line with two times was found.", line=1, advice=advice)
    return captions.transcript(FORMAT, cues, warnings)


def _match(line: str) -> re.Match[str] | None:
    return next((match for pattern in _LINES if (match := pattern.match(line))), None)


def _cues(lines: Iterable[str], warnings: Warnings) -> Iterator[Caption]:
    for number, line in enumerate(lines, 1):
        match = _match(line.strip())
        if match:
            text = match["quoted"].replace('""', '"') if match["quoted"] is not None else match["plain"] or ""
            row = plain_row(text)
            yield Caption(number, _ms(match[1]), _ms(match[2]), (row,) if row.text else ())
        elif line.strip() and not _FREQUENCIES.match(line):
            warnings.add("no_times", "Text without times was left out.", number, line)


def _ms(stamp: str) -> int:
    return clock(stamp) if ":" in stamp else round(float(stamp) * 1000)
