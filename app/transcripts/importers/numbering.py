"""Numbers that count paragraphs or lines and are no part of what was said: “12  Anna: …”, “1. …”, 1–25 a page.

Either nearly every line has one, or nearly every paragraph.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

_NUMBERED = re.compile(r"\s*[\[(]?(\d{1,5})(?:[.):\]]\s+|[ \t]+)(?=\S)")
_FEW = 3
_MOST = 0.6


def without_numbers(lines: Sequence[str]) -> list[str]:
    """The lines without their numbers, when most of them are numbered one after the other; else as they are."""
    begins = [
        number for number, line in enumerate(lines) if line.strip() and not (number and lines[number - 1].strip())
    ]
    found = [(number, match) for number, line in enumerate(lines) if (match := _NUMBERED.match(line))]
    if len(found) < 0.6 * sum(1 for line in lines if line.strip()):
        found = [(number, match) for number in begins if (match := _NUMBERED.match(lines[number]))]
    counts = [int(match[1]) for _, match in found]
    steps = sum(1 for before, after in pairwise(counts) if after == before + 1 or (after == 1 and before > 1))
    if len(found) < max(_FEW, _MOST * len(begins)) or counts[0] > 1 or steps < 0.9 * (len(counts) - 1):
        return list(lines)
    bare = list(lines)
    for number, match in found:
        bare[number] = lines[number][match.end() :]
    return bare
