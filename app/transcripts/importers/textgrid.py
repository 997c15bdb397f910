"""Praat TextGrid, long and short: a file is a row of free-standing numbers, texts and flags, whatever stands between.

https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html. Written here because the readers on PyPI accept only
the spelling Praat itself writes, and give no line numbers.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from app.transcripts.importers import tiers
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.source import Source
from app.transcripts.importers.tiers import Annotation, Tier

FORMAT = "textgrid"
TITLE = "Praat TextGrid"
SUFFIXES = frozenset({"textgrid"})
TEXT = True
_HEADER = re.compile(r"\s*(?:File type\s*=\s*)?\"ooTextFile(?: short)?\"\s+(?:Object class\s*=\s*)?\"TextGrid\"")
_NUMBER = r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d{1,3})?"
# Praat reads a number up to the first sign that is none of it: “2.3s”, “50%”, “1/2”.
_TOKEN = re.compile(
    rf'"([^"]*(?:""[^"]*)*)"|(?<!\S)({_NUMBER})(?:(%)|/({_NUMBER}))?[^\s"!]*|(?<!\S)<(exists|absent)>(?!\S)|![^\n]*'
)
_SIGN = re.compile('["!]')
_HEADER_TEXTS = 2  # of the file and of what it holds
_ENDLESS = 1e9  # seconds; 1e999 is infinity, which no time is


def sniff(source: Source) -> float:
    return 1.0 if _HEADER.match(source.beginning) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when the file is no TextGrid."""
    if not _HEADER.match(source.beginning):
        raise ImportRefused("no_textgrid", "This is not a TextGrid.", line=1, advice="Save it from Praat as TextGrid.")
    warnings = Warnings()
    found = _Tokens(_tokens(source.each_line()), warnings).tiers()
    return transcript(FORMAT, found, warnings)


def transcript(format_: str, found: list[Tier], warnings: Warnings) -> ParsedTranscript:
    """Silent intervals are no segments: they fill the time between two sayings."""
    said = [Tier(tier.name, [a for a in tier.annotations if a.text.strip()], tier.speaker) for tier in found]
    return tiers.transcript(format_, said, warnings, segments=sum(len(tier.annotations) for tier in said))


@dataclass(frozen=True, slots=True)
class _Token:
    line: int
    text: str | None
    number: float | None


class _Cut(Exception):
    """The file ends where more should follow."""


class _Tokens:
    """Takes the free-standing values one after the other; what was read before the file breaks off stays."""

    def __init__(self, tokens: Iterator[_Token], warnings: Warnings) -> None:
        self.tokens, self.warnings, self.line = islice(tokens, _HEADER_TEXTS, None), warnings, 1
        self.found: list[Tier] = []

    def tiers(self) -> list[Tier]:
        try:
            self._number(), self._number()
            next(self.tokens, None)  # the flag that tiers exist
            for _ in range(int(self._number())):
                self._tier()
        except _Cut:
            message = "The file breaks off here, or does not keep to its form; what stands before was read."
            self.warnings.add("cut_short", message, self.line)
        return self.found

    def _tier(self) -> None:
        annotations: list[Annotation] = []
        kind = self._text()
        self.found.append(Tier(self._text(), annotations))
        self._number(), self._number()
        read = self._point if kind == "TextTier" else self._interval
        for _ in range(int(self._number())):
            annotations.append(read())  # noqa: PERF401 # what was read stays when the file breaks off

    def _interval(self) -> Annotation:
        start, end, text = self._number(), self._number(), self._text()
        return Annotation(self.line, round(start * 1000), round(end * 1000), text)

    def _point(self) -> Annotation:
        time, text = self._number(), self._text()
        return Annotation(self.line, round(time * 1000), round(time * 1000), text)

    def _number(self) -> float:
        token = self._next()
        if token.number is None or not math.isfinite(token.number):
            raise _Cut
        return token.number

    def _text(self) -> str:
        token = self._next()
        if token.text is None:
            raise _Cut
        return token.text

    def _next(self) -> _Token:
        token = next(self.tokens, None)
        if token is None:
            raise _Cut
        self.line = token.line
        return token


def _tokens(lines: Iterable[str]) -> Iterator[_Token]:
    for begun, text in _whole(lines):
        line, counted = begun, 0
        for match in _TOKEN.finditer(text):
            if match[0].startswith("!"):
                continue
            line, counted = line + text.count("\n", counted, match.start()), match.start()
            if match[1] is not None:
                yield _Token(line, match[1].replace('""', '"'), None)
            elif match[2] is not None:
                yield _Token(line, None, _value(match))
            else:
                yield _Token(line, None, None)


def _value(match: re.Match[str]) -> float:
    parts = 100.0 if match[3] else float(match[4] or 1)
    return max(-_ENDLESS, min(float(match[2]) / (parts or 1.0), _ENDLESS))


def _whole(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, as one where a text goes on behind the end of a line."""
    held: list[str] = []
    inside = False
    number = 0
    for number, line in enumerate(lines, 1):
        held.append(line)
        inside = _goes_on(line, inside)
        if not inside:
            yield number + 1 - len(held), "\n".join(held)
            held = []
    yield number + 1 - len(held), "\n".join(held)


def _goes_on(line: str, inside: bool) -> bool:
    """Whether a text is open at the end of a line; a doubled quotation mark closes and opens it."""
    for sign in _SIGN.finditer(line):
        if sign[0] == '"':
            inside = not inside
        elif not inside:
            break  # a remark
    return inside
