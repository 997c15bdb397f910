"""Captions that roll up the screen show every line two or three times; it was said once.

A cue repeats, from its top, the lines that still stand on the screen and then adds new ones. So the longest
beginning of a cue that equals the end of what was shown is dropped. A word truly said twice survives: its second
line stands below the first, and only the first is a repeat. Nor is a line a repeat whose words have times of their own,
and where no cue shows a line above another, as in a refrain or a count, nothing rolls.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile

from app.transcripts.importers.rows import Row

_SHOWN = 4


def is_rolling(cues: Sequence[Sequence[Row]]) -> bool:
    """Whether the file repeats lines so often, or times its words and repeats, that it must be rolling."""
    spoken = [rows for rows in cues if rows]
    again = [after for before, after in pairwise(spoken) if before[-1].text == after[0].text and not after[0].marks]
    repeats = len(again)
    if not any(len(after) > 1 for after in again):
        return False
    timed = any(row.marks for rows in spoken for row in rows)
    return repeats >= 1 if timed else repeats >= 4 and repeats * 2 >= len(spoken)


def said_once(cues: Iterable[Sequence[Row]]) -> list[tuple[Row, ...]]:
    """The same cues without the lines that were already on the screen."""
    shown: list[str] = []
    fresh: list[tuple[Row, ...]] = []
    for rows in cues:
        known = _known(shown, [row.text for row in takewhile(lambda row: not row.marks, rows)])
        fresh.append(tuple(rows[known:]))
        shown = [*shown, *(row.text for row in rows[known:])][-_SHOWN:]
    return fresh


def _known(shown: list[str], lines: list[str]) -> int:
    for count in range(min(len(shown), len(lines)), 0, -1):
        if shown[-count:] == lines[:count]:
            return count
    return 0
