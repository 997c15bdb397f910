"""Layouts that look like much else: believed only when nearly the whole file keeps to one of them.

“Anna<tab>text” · “[Anna] text” · “Anna – text” · “Q. text” · “Anna” on a line of its own above the words · “0:12 text”
"""

import re
from collections import Counter
from collections.abc import Sequence

from app.transcripts.importers.head import NAME, REST, Head
from app.transcripts.importers.stamps import CLOCK, clock
from app.transcripts.importers.voices import is_proper, looks_like_name

_TIME_AND_WORDS = re.compile(rf"(?P<time>{CLOCK})\s*[-–—|]?\s+(?=\S){REST}")
_FEWEST_TIMES = 3
_UNIFORM = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{NAME}\t+{REST}",
        rf"[\[<]{NAME}[\]>]\s*:?\s+{REST}",
        rf"(?P<name>[QA])\d{{0,3}}[.)]\s+{REST}",
    )
)
_DASH = re.compile(rf"{NAME} [-–—] {REST}")  # also how lists explain their points, each once
_LONE = re.compile(r"(?:#{1,6}\s+)?(?:\*\*|__|\*|_)?(?P<name>[^\s*_#>|`\d-][^*_:|`]{0,47}?)(?:\*\*|__|\*|_)?$")
_ENDED = re.compile(r"[.!?…:;。！？”\"»)\]*_]$")
_WORDS = 4


def found(lines: Sequence[str], labelled: int) -> list[Head | None] | None:
    """The heads of a file that keeps to one of these layouts; `labelled` is how many heads were found without them."""
    heads = _uniform(lines)
    if heads is not None and sum(1 for head in heads if head) > 2 * labelled:
        return heads
    return None if labelled else _lone(lines) or _times_first(lines)


def _uniform(lines: Sequence[str]) -> list[Head | None] | None:
    """The heads of a file in which nearly every line begins in the same way; several people, and they come back."""
    enough = 0.6 * sum(1 for line in lines if line.strip())
    for pattern in (*_UNIFORM, _DASH):
        heads = [_label(pattern.match(line.strip())) for line in lines]
        counts = Counter(head.name for head in heads if head)
        most = sum(counts.values()) // 2 if pattern is _DASH else sum(counts.values()) - 1
        if sum(counts.values()) >= enough and 1 < len(counts) <= most:
            return [*heads]
    return None


def _label(match: re.Match[str] | None) -> Head | None:
    if match is None or not looks_like_name(match["name"]):
        return None
    if match["name"][0].islower() and not any(map(str.isdecimal, match["name"])):
        return None  # “[laughs]” is nobody, “[id1]” is
    return Head(match["name"].strip(), None, match["rest"].strip())


def _times_first(lines: Sequence[str]) -> list[Head | None] | None:
    """The heads of a file in which nearly every line begins with a later time, as copied from a player."""
    matches = [_TIME_AND_WORDS.match(line.strip()) for line in lines]
    times = [clock(match["time"]) for match in matches if match]
    enough = 0.6 * sum(1 for line in lines if line.strip())
    if len(times) < max(enough, _FEWEST_TIMES) or times != sorted(times) or times[0] == times[-1]:
        return None
    return [Head(None, clock(match["time"]), match["rest"].strip()) if match else None for match in matches]


def _lone(lines: Sequence[str]) -> list[Head | None] | None:
    """The heads of a file in which names stand alone above what is said, as services write without times.

    Two names at least must come back, and head a good part of the paragraphs: a heading is there once.
    """
    names = [_lone_name(lines, number) for number in range(len(lines))]
    counts = Counter(name for name in names if name)
    recurring = {name for name, count in counts.items() if count > 1}
    heads = sum(counts[name] for name in recurring)
    others = sum(1 for line in lines if line.strip()) - heads
    if len(recurring) < 2 or heads < 0.8 * sum(counts.values()) or heads * 8 < others:
        return None
    return [Head(name, None, trust=0) if name in recurring else None for name in names]


def _lone_name(lines: Sequence[str], number: int) -> str | None:
    """The name that is all of a line, where a paragraph may begin and words follow."""
    match = _LONE.match(lines[number].strip())
    before = lines[number - 1].strip() if number else ""
    if match is None or (before and not _ENDED.search(before)):
        return None
    name = match["name"].strip()
    if not looks_like_name(name) or len(name.split()) > _WORDS or name[0].islower() or not is_proper(name):
        return None
    said = next((line.strip() for line in lines[number + 1 : number + 4] if line.strip()), "")
    return name if len(said) > 0 and said != lines[number].strip() else None
