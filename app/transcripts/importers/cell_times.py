"""Times as cells of tables hold them: clocks, spans, seconds, milliseconds, “3m 2.89s”, frames."""

import re
from collections.abc import Sequence

_CLOCK = re.compile(r"(?:(\d{1,3})[:h]\s*)?(\d{1,3})[:m]\s*(\d{1,2})(?:[.,](\d{1,9})|[:;](\d{2}))?s?")
_WORDS = re.compile(
    r"(?:(\d{1,3})\s*h(?:r|rs|ours?)?\s*)?(?:(\d{1,4})\s*m(?:in|ins|inutes?)?\s*)?(?:(\d{1,6}(?:[.,]\d+)?)\s*s(?:ec|ecs|econds?)?)?"
)
_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,9})?")
_SPAN = re.compile(r"\s*(?:-->|->|→|–|—|\s-\s|\bto\b|\bbis\b|-)\s*")
_BRACKETS = "[](){}<> \t"
_FRAMES = 25  # of a stamp's last part, where a file says no rate


def time_ms(cell: str, unit: float = 1000.0) -> int | None:
    """Milliseconds of one time, or None; a bare number counts in `unit` milliseconds."""
    bare = cell.strip(_BRACKETS)
    if not bare or len(bare) > 40:
        return None
    if _NUMBER.fullmatch(bare):
        return round(float(bare.replace(",", ".")) * unit)
    clock = _CLOCK.fullmatch(bare)
    if clock:
        hours, minutes, seconds, fraction, frames = clock.groups()
        millis = int((fraction or "0")[:3].ljust(3, "0")) if fraction else int(frames or 0) * 1000 // _FRAMES
        return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + millis
    worded = _WORDS.fullmatch(bare)
    if worded and any(worded.groups()):
        hours, minutes, told = worded.groups()
        return (int(hours or 0) * 60 + int(minutes or 0)) * 60_000 + round(
            float((told or "0").replace(",", ".")) * 1000
        )
    return None


def span_ms(cell: str, unit: float = 1000.0) -> tuple[int, int | None] | None:
    """Start and end of “0:03 - 0:09”, or a start alone; None for what is no time."""
    parts = _SPAN.split(cell.strip(_BRACKETS), maxsplit=1)
    start = time_ms(parts[0], unit)
    if start is None:
        return None
    if len(parts) == 1:
        return start, None
    end = time_ms(parts[1], unit)
    return (start, end) if end is not None else None


def unit_of(times: Sequence[str], said: int) -> float:
    """How many milliseconds one is worth in a column of bare numbers: 1000, or 1 where seconds would make people
    speak slower than a letter in three seconds. `said` is how many letters the column's texts have."""
    bare = [cell.strip(_BRACKETS) for cell in times if cell.strip()]
    if not bare or not all(cell.isdecimal() for cell in bare):
        return 1000.0
    longest = max(int(cell) for cell in bare if len(cell) < 13) if any(len(cell) < 13 for cell in bare) else 0
    return 1.0 if longest > 3 * max(said, 100) else 1000.0
