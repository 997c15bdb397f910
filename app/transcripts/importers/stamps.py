"""Time stamps as captions and transcripts spell them, in milliseconds."""

import re

_VTT = re.compile(r"(?:(\d{1,6}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?!\d)")
# The time span of an old Teams export: every part is a bare number, and a start before zero is negative.
_BARE = re.compile(r"(-?\d{1,2}):(-?\d{1,2}):(-?\d{1,2})\.(-?\d{1,3})(?!\d)")
_SRT = re.compile(r"(-)?(?:(\d{1,4})\s*:\s*)?(\d{1,3})\s*:\s*(\d{1,2})(?:\s*[,.:]\s*(\d{1,9}))?(?![\d:])")
# A fourth number behind “hh:mm:ss” counts frames, as editing programs write it.
CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3}|(?<=:\d\d:\d\d)[:;]\d{2}(?!\d))?"


def webvtt(text: str, position: int) -> tuple[int, int] | None:
    """Reads a WebVTT stamp at a position: (milliseconds, position behind it), or None. Hours may be left out."""
    match = _VTT.match(text, position)
    if match:
        hours, minutes, seconds, fraction = match.groups()
        return _total(int(hours or 0), int(minutes), int(seconds), int(fraction)), match.end()
    return _bare(text, position)


def webvtt_loosely(text: str, position: int) -> tuple[int, int] | None:
    """As `webvtt`; also with a comma before the fraction, or with none."""
    loose = srt(text, position)
    return webvtt(text, position) or (loose if loose and "." not in text[position : loose[1]] else None)


def _bare(text: str, position: int) -> tuple[int, int] | None:
    match = _BARE.match(text, position)
    if match is None or not _unpadded(match.groups()):
        return None
    hours, minutes, seconds, millis = (int(part) for part in match.groups())
    return _total(hours, minutes, seconds, millis), match.end()


def srt(text: str, position: int) -> tuple[int, int] | None:
    """Reads an SRT stamp in any of its spellings: unpadded, comma or point, hours or fraction left out."""
    match = _SRT.match(text, position)
    if match is None:
        return None
    sign, hours, minutes, seconds, fraction = match.groups()
    bare = hours is not None and len(hours) == len(minutes) == len(seconds) == 1
    total = _total(int(hours or 0), int(minutes), int(seconds), _millis(fraction or "0", bare))
    return (-total if sign else total), match.end()


def clock(text: str) -> int:
    """Reads what the pattern CLOCK matches: 1:02, 01:02:03 or 01:02:03.5. Frames count as 25 to the second: how many
    they are is not told.
    """
    whole, _, fraction = text.replace(",", ".").partition(".")
    parts = [int(part) for part in whole.replace(";", ":").split(":")]
    frames = parts.pop() if len(parts) > 3 else 0
    hours, minutes, seconds = [0] * (3 - len(parts)) + parts
    return _total(hours, minutes, seconds, min(frames * 40, 999) or _millis(fraction or "0", False))


def spell(ms: int) -> str:
    """A stamp for people: 1:02:03.500."""
    seconds, millis = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{millis:03}"


def _unpadded(parts: tuple[str, ...]) -> bool:
    return any(len(part.lstrip("-")) == 1 or part.startswith("-") for part in parts)


def _millis(fraction: str, bare: bool) -> int:
    """“,5” is half a second, but 5 ms in a file that pads no number at all."""
    return int(fraction[:3]) if bare and len(fraction) < 3 else int(fraction[:3].ljust(3, "0"))


def _total(hours: int, minutes: int, seconds: int, millis: int) -> int:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis
