"""WebVTT by the W3C parsing rules, and the dialects of Zoom, Teams and YouTube.

Written here because the parsers on PyPI stop at the first malformed cue or drop voices and inline times; the rules
say which malformed cue is skipped, and then the reader is told which line it was.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.transcripts.importers import captions, stamps, voices
from app.transcripts.importers.captions import Caption
from app.transcripts.importers.parsed import (
    ImportRefused,
    ParsedChapter,
    ParsedTranscript,
    ParsedTurn,
    Warnings,
)
from app.transcripts.importers.source import Source
from app.transcripts.importers.webvtt_text import rows

FORMAT = "webvtt"
TITLE = "WebVTT"
SUFFIXES = frozenset({"vtt"})
TEXT = True
_SIGNATURE = re.compile(r"WEBVTT(?=[ \t\n]|$)")
_ARROW = re.compile(r"[ \t\f]*-->[ \t\f]*")
_HEADER = re.compile(r"(?i)(kind|language)[ \t]*:[ \t]*(\S+)")
# Teams names each piece of a saying: a UUID for the call, then "/saying-piece".
_PIECE = re.compile(r"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/\d+)-\d+")


Stamp: TypeAlias = Callable[[str, int], tuple[int, int] | None]
"""Reads a time at a position: (milliseconds, position behind it), or None."""


def sniff(source: Source) -> float:
    if _SIGNATURE.match(source.beginning):
        return 1.0
    return 0.5 if source.suffix == "vtt" else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when the file does not begin with the signature."""
    if not _SIGNATURE.match(source.beginning):
        advice = "The first line of a WebVTT file must be WEBVTT. If the file has another format, rename it."
        raise ImportRefused("no_webvtt_signature", "This is not a WebVTT file.", line=1, advice=advice)
    warnings = Warnings()
    cues, header = _Blocks(source.lines, warnings).read()
    if not cues:
        cues, header, warnings = _loosely(source.lines) or (cues, header, warnings)
    segments = len(cues) - sum(cue.in_header for cue in cues)
    cues.reverse()
    turns = captions.turns([_caption(cues.pop()) for _ in range(len(cues))], warnings)  # a long file is not held twice
    chapters = _chapters(turns) if header.get("kind") == "chapters" else ()
    return ParsedTranscript(
        format=FORMAT,
        turns=() if chapters else tuple(turns),
        speakers=() if chapters else voices.speakers(turns),
        chapters=chapters,
        warnings=warnings.result(),
        language=header.get("language"),
        segments=segments,
    )


def _chapters(turns: Sequence[ParsedTurn]) -> tuple[ParsedChapter, ...]:
    return tuple(ParsedChapter(turn.text, turn.start_ms or 0, turn.end_ms) for turn in turns)


@dataclass(slots=True)
class _Cue:
    line: int
    start_ms: int
    end_ms: int
    id: str
    text: str = ""
    in_header: bool = False


def _caption(cue: _Cue) -> Caption:
    piece = _PIECE.fullmatch(cue.id.strip())
    return Caption(cue.line, cue.start_ms, cue.end_ms, rows(cue.text), piece[1] if piece else None)


def _loosely(lines: Sequence[str]) -> tuple[list[_Cue], dict[str, str], Warnings] | None:
    """What a file says whose times all have commas, as in SRT, or no fraction: by the rules it has no caption at all.

    Programs that make WebVTT of SRT by its first line alone leave the commas.
    """
    warnings = Warnings()
    cues, header = _Blocks(lines, warnings, stamps.webvtt_loosely).read()
    if not cues:
        return None
    message = "No time is written as WebVTT asks (00:00:01.000). They were read as they are meant; players show none."
    warnings.add("loose_times", message, cues[0].line, lines[cues[0].line - 1])
    return cues, header, warnings


class _Blocks:
    """The block loop of the rules; names follow them."""

    def __init__(self, lines: Sequence[str], warnings: Warnings, stamp: Stamp = stamps.webvtt) -> None:
        self.lines, self.position, self.warnings, self.stamp = lines, 1, warnings, stamp

    def read(self) -> tuple[list[_Cue], dict[str, str]]:
        header: dict[str, str] = {}
        cues = [self._in_header(header)] if self.position < len(self.lines) and self.lines[1] else []
        while self.position < len(self.lines):
            if not self.lines[self.position]:
                self.position += 1
                continue
            cues.append(self._block(None))
        return [cue for cue in cues if cue is not None], header

    def _in_header(self, header: dict[str, str]) -> _Cue | None:
        """A caption right under the signature: Chromium reads it, Firefox takes it for a part of the header."""
        cue = self._block(header)
        if cue is not None:
            cue.in_header = True
            message = "An empty line is missing above this caption; it was read, but some players do not show it."
            self.warnings.add("cue_in_header", message, cue.line, cue.text)
        return cue

    def _block(self, header: dict[str, str] | None) -> _Cue | None:
        """Collects lines up to an empty one or the next cue's stamps; returns the cue, if it was one."""
        first, seen_arrow, cue = self.position, False, None
        text: list[str] = []
        while self.position < len(self.lines) and self.lines[self.position]:
            line = self.lines[self.position]
            if "-->" in line:
                if seen_arrow or (header is None and self.position - first > 1):
                    break
                if header is not None and self.position > first:
                    break
                seen_arrow = True
                cue, text = self._cue(line, "\n".join(text)), []
            else:
                text.append(line)
                _note_header(header, line)
            self.position += 1
        return self._finish(cue, text, first)

    def _cue(self, line: str, id_: str) -> _Cue | None:
        times = _timings(line, self.stamp)
        if times is not None:
            return _Cue(self.position + 1, *times, id_)
        if not id_.startswith("NOTE") and not line.startswith("NOTE"):
            message = "These times cannot be read, so the caption was left out."
            self.warnings.add("bad_times", message, self.position + 1, line)
        return None

    def _finish(self, cue: _Cue | None, text: list[str], first: int) -> _Cue | None:
        if self.position == first:
            self.position += 1
        if cue is not None:
            cue.text = "\n".join(text)
        elif text and first > 1 and not re.match(r"(NOTE|STYLE|REGION)\b", text[0]) and text[0][0] != "#":
            self.warnings.add("no_times", "Text without times was left out.", first + 1, " ".join(text))
        return cue


def _note_header(header: dict[str, str] | None, line: str) -> None:
    match = _HEADER.fullmatch(line.strip()) if header is not None else None
    if match and header is not None:
        header[match[1].lower()] = match[2].lower() if match[1].lower() == "kind" else match[2]


def _timings(line: str, stamp: Stamp) -> tuple[int, int] | None:
    start = stamp(line, len(line) - len(line.lstrip(" \t\f")))
    arrow = _ARROW.match(line, start[1]) if start else None
    end = stamp(line, arrow.end()) if arrow else None
    return (start[0], end[0]) if start and end else None
