"""LRC: “[00:12.00] words”, with word times in the enhanced form “<00:12.30>”; several stamps say a line again.

Written here because the packages for it know neither enhanced lines nor hours, and drop what has no stamp.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.transcripts.importers import captions, languages
from app.transcripts.importers.captions import Caption
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.rows import Row, RowBuilder
from app.transcripts.importers.source import Source

FORMAT = "lrc"
TITLE = "LRC"
SUFFIXES = frozenset({"lrc", "elrc"})
TEXT = True
_CLOCK = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.:,](\d{1,3}))?"
_STAMP = re.compile(rf"\s*\[{_CLOCK}\]")
_WORD = re.compile(rf"<{_CLOCK}>")
_TAG = re.compile(r"\s*\[([A-Za-z#]\w*)\s*:(.*)\]\s*$")
_VOICE = re.compile(r"([FMD]):\s*")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    start_ms: int
    text: str
    voice: str | None


def sniff(source: Source) -> float:
    lines = [line for line in source.head[:200] if line.strip()]
    stamped = sum(1 for line in lines if _STAMP.match(line))
    if source.suffix in SUFFIXES:
        return 0.95 if stamped else 0.2
    tags = sum(1 for line in lines if _TAG.match(line))
    return 0.8 if stamped and tags and stamped + tags >= 0.9 * len(lines) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when no line begins with a stamp."""
    warnings = Warnings()
    tags = {match[1].lower(): match[2].strip() for line in source.lines if (match := _TAG.match(line))}
    lines = list(_lines(source.lines, warnings))
    if not lines:
        advice = "Each line must begin with a time like [00:12.00]."
        raise ImportRefused("no_times", "No line with a time was found.", line=1, advice=advice)
    offset = int(tags["offset"]) if re.fullmatch(r"[-+]?\d{1,7}", tags.get("offset", "")) else 0
    cues = [cue for cue in _cues(sorted(lines, key=lambda line: line.start_ms), offset) if cue.rows]
    return captions.transcript(FORMAT, cues, warnings, language=languages.tag(tags.get("la", "")), may_roll=False)


def _lines(lines: Sequence[str], warnings: Warnings) -> Iterator[_Line]:
    voice: str | None = None
    for number, line in enumerate(lines, 1):
        starts, text = _stamps(line)
        if not starts:
            if line.strip() and not _TAG.match(line):
                warnings.add("no_times", "Text without a time was left out.", number, line)
            continue
        marker = _VOICE.match(text)
        if marker:
            voice, text = marker[1], text[marker.end() :]
        yield from (_Line(number, start, text, voice) for start in starts)


def _stamps(line: str) -> tuple[list[int], str]:
    """All stamps at the beginning of a line, and the rest."""
    found, position = [], 0
    while match := _STAMP.match(line, position):
        found.append(_ms(match))
        position = match.end()
    return found, line[position:].strip()


def _cues(lines: Sequence[_Line], offset: int) -> Iterator[Caption]:
    """A line lasts until the next one; `offset` moves all times to the front, as the format says."""
    for line, after in pairwise([*lines, None]):
        if line is not None:
            end = after.start_ms - offset if after is not None else None
            yield Caption(line.number, line.start_ms - offset, end, _rows(line, offset))


def _rows(line: _Line, offset: int) -> tuple[Row, ...]:
    builder, position = RowBuilder(speaker=line.voice), 0
    for match in _WORD.finditer(line.text):
        builder.say(line.text[position : match.start()])
        builder.mark(_ms(match) - offset)
        position = match.end()
    builder.say(line.text[position:])
    return tuple(replace(row, marks=_increasing(row.marks, line.start_ms - offset)) for row in builder.done())


def _increasing(marks: Sequence[tuple[int, int]], clock: int) -> tuple[tuple[int, int], ...]:
    return tuple((offset, ms) for offset, ms in marks if ms >= max(clock, 0))


def _ms(match: re.Match[str]) -> int:
    hours, minutes, seconds, fraction = match.groups()
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int((fraction or "0").ljust(3, "0"))
