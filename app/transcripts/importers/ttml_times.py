"""Times of TTML: clock, frame, tick and offset expressions, and how they nest.

https://www.w3.org/TR/ttml2/#timing-time-value-expressions
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from app.transcripts.importers.xml_tree import Element

_CLOCK = re.compile(r"\s*(\d{1,6}):(\d{1,2}):(\d{1,2})(?:([.,]\d{1,9})|[:;](\d{1,6})(?:\.(\d{1,6}))?)?\s*$")
_OFFSET = re.compile(r"\s*(\d{1,15}(?:[.,]\d{1,12})?)\s*(h|ms|m|s|f|t|)\s*$")
_SHORT_CLOCK = re.compile(r"\s*(\d{1,3}):(\d{1,2})([.,]\d{1,9})?\s*$")
_UNITS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "": Fraction(1), "ms": Fraction(1, 1000)}


@dataclass(frozen=True, slots=True)
class Clock:
    """What a document says of its frames and ticks; a rate it leaves out is the one the specification names."""

    frame_rate: Fraction = Fraction(30)
    sub_frames: int = 1
    tick_rate: Fraction = Fraction(1)

    def ms(self, value: str) -> int | None:
        """A time expression in milliseconds; None for what is none."""
        seconds = self._clock(value) or self._offset(value) or self._short(value)
        return None if seconds is None else round(seconds[0] * 1000)

    def _clock(self, value: str) -> tuple[Fraction] | None:
        match = _CLOCK.match(value)
        if match is None:
            return None
        hours, minutes, seconds, fraction, frames, parts = match.groups()
        whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds) + Fraction("0" + _point(fraction or ""))
        frame = int(frames or 0) + Fraction(int(parts or 0), self.sub_frames)
        return (whole + frame / self.frame_rate,)

    def _offset(self, value: str) -> tuple[Fraction] | None:
        match = _OFFSET.match(value)
        if match is None:
            return None
        frames, ticks = 1 / self.frame_rate, 1 / self.tick_rate
        units = {**_UNITS, "f": frames, "t": ticks}
        return (Fraction(_point(match[1])) * units[match[2]],)

    def _short(self, value: str) -> tuple[Fraction] | None:
        """“01:02.5”, which is no TTML, but what some tools write."""
        match = _SHORT_CLOCK.match(value)
        return (int(match[1]) * 60 + int(match[2]) + Fraction("0" + _point(match[3] or "")),) if match else None


def clock_of(root: Element) -> Clock:
    rate = _positive(root.get("frameRate"))
    multiplier = re.fullmatch(r"\s*(\d{1,9})[\s:](\d{1,9})\s*", root.get("frameRateMultiplier"))
    factor = Fraction(int(multiplier[1]), int(multiplier[2])) if multiplier and int(multiplier[2]) else Fraction(1)
    frames = (rate or Fraction(30)) * (factor or 1)
    sub_frames = int(_positive(root.get("subFrameRate")) or 1)
    ticks = _positive(root.get("tickRate")) or (frames * sub_frames if rate else Fraction(1))
    return Clock(frames, sub_frames, ticks)


@dataclass(frozen=True, slots=True)
class Span:
    """When something is shown; None where nothing says it."""

    begin: int | None = None
    end: int | None = None

    def inside(self, element: Element, clock: Clock, origin: int | None) -> "Span":
        """The span of a child: its times count from `origin`, in a sequence the end of the one before it."""
        begin, end, lasting = (clock.ms(element.get(name)) for name in ("begin", "end", "dur"))
        if begin is None and end is None and lasting is None:
            return self
        start = origin if origin is not None else self.begin or 0
        if self._absolute(begin, start):
            start = 0
        first = start + (begin or 0)
        last = first + lasting if lasting is not None else None
        if end is not None:
            last = start + end if last is None else min(last, start + end)
        return Span(first, self.end if last is None else last)

    def _absolute(self, begin: int | None, start: int) -> bool:
        """Some tools count a word's time from the beginning of all: then it would lie behind its own paragraph."""
        if begin is None or self.end is None or not start:
            return False
        return start + begin >= self.end and start <= begin < self.end


def _positive(value: str) -> Fraction | None:
    return Fraction(int(value)) if re.fullmatch(r"\s*0*[1-9]\d{0,9}\s*", value) else None


def _point(number: str) -> str:
    return number.replace(",", ".")
