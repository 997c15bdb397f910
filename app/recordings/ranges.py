"""Byte ranges as RFC 9110 has them, for one range; a request for several gets the whole file. Pure."""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,19})\s*-\s*(\d{0,19})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What to send: bytes `start` to before `end`; `partial` when that was asked for and is not refused."""

    start: int
    end: int
    partial: bool


def asked(size: int, range_header: str | None, if_range: str | None, etag: str) -> Asked | None:
    """Reads the headers; None when the range begins behind the file. A range that makes no sense is ignored."""
    whole = Asked(0, size, False)
    match = _RANGE.fullmatch(range_header or "")
    if not match or not (match[1] or match[2]) or (if_range is not None and if_range.strip() != etag):
        return whole
    if not match[1]:
        last = int(match[2])
        return Asked(max(0, size - last), size, True) if last and size else None
    start = int(match[1])
    if match[2] and int(match[2]) < start:
        return whole
    if start >= size:
        return None
    return Asked(start, min(size, int(match[2]) + 1) if match[2] else size, True)


def matches(if_none_match: str | None, etag: str) -> bool:
    """Whether the caller has this very version already."""
    held = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return etag in held or "*" in held
