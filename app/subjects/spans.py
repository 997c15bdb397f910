"""Stretches of time in a recording, in ms: whose voice is where. Pure. A stretch is [start, end)."""

from collections.abc import Iterable

Span = tuple[int, int]
PAD_MS = 150
"""Around what is silenced: times of turns are rarely exact, and ffmpeg switches between frames of sound (21 ms)."""


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time, each moment once, in order.

    >>> merged([(5, 9), (0, 3), (2, 4), (9, 9)])
    [(0, 4), (5, 9)]
    """
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def without(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What of these lies in none of the others.

    >>> without([(0, 10)], [(3, 4), (8, 20)])
    [(0, 3), (4, 8)]
    """
    taken = merged(others)
    found: list[Span] = []
    for start, end in merged(spans):
        at = start
        for begin, stop in taken:
            if stop <= at or begin >= end:
                continue
            found.append((at, begin))
            at = stop
        found.append((at, end))
    return merged(found)


def padded(spans: Iterable[Span], by_ms: int = PAD_MS) -> list[Span]:
    """With air on both sides."""
    return merged((max(0, start - by_ms), end + by_ms) for start, end in spans)


def expression(spans: Iterable[Span]) -> str:
    """The same in the language of ffmpeg's filters: 1 inside, 0 outside."""
    return "+".join(f"between(t,{start / 1000:.3f},{end / 1000:.3f})" for start, end in spans) or "0"
