"""The line that says who speaks now, and perhaps when: its layouts, and which of them a file really uses."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.transcripts.importers.stamps import CLOCK, clock
from app.transcripts.importers.voices import believed, looks_like_name

_STAMP = rf"[\[(<{{]?\s*(?P<time>{CLOCK})(?:\s*(?:-->|[-–—→]|to|bis)\s*{CLOCK})?\s*[\])>}}]?"
_NAME = r"(?P<name>[^\s:：\[\](\t][^:：\[\]\t]{0,59}?)"
_COLON = r"\s*(?::(?=\s|$)|：)\s*"
_REST = r"(?P<rest>.*)$"

# Each layout with how far it is trusted alone: 2 says name and time, 1 a label, 0 only beside others of its kind.
_LAYOUTS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), trust)
    for pattern, trust in (
        (rf"{_STAMP}\s*[-–—|]?\s*From\s+{_NAME}(?:\s+to\s+[^:\t]+?)?\s*:\s*{_REST}", 2),
        (rf"{_STAMP}\s*[-–—|:]?\s*{_NAME}{_COLON}{_REST}", 2),
        (rf"{_NAME}\s*[,|–—-]?\s*{_STAMP}{_COLON}{_REST}", 2),
        (rf"{_NAME}{_COLON}{_STAMP}\s+{_REST}", 2),
        (rf"{_NAME}\s*:?\s*[,|–—\t-]?\s*{_STAMP}\s*(?P<rest>)$", 2),
        (rf"{_NAME}\s*\((?P<time>{CLOCK})\)\s+{_REST}", 2),
        (rf"{_STAMP}\s*[-–—|\t]?\s+{_NAME}(?P<rest>)$", 0),
        (rf"(?:>>+\s*)?{_NAME}{_COLON}{_REST}", 1),
    )
)
_TIME_ALONE = re.compile(rf"{_STAMP}$")
_TIME_FIRST = re.compile(rf"[\[(](?P<time>{CLOCK})[\])]\s*{_REST}")
_MARKED = re.compile(r"(?:#{1,6}\s+|>\s+|[-*]\s+)?(\*\*|__|\*|_)(?P<label>[^*_]{1,80})\1(?P<rest>.*)$")
_HEADING = re.compile(r"#{1,6}\s+(?P<label>.+?)\s*#*$")
_FOOTER = re.compile(
    r"(?i)(?:transcribed (?:by|with)|transcript (?:by|provided by|exported from)|this transcript was (?:exported|"
    r"generated)|transcription (?:by|powered by)|view original (?:meeting|transcript))\b.{0,120}$"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Who speaks from here on (None: the one before), from when, and the words on the same line."""

    name: str | None
    time_ms: int | None
    rest: str = ""
    trust: int = 1


def footer(line: str) -> bool:
    """Whether a line is a service's advertisement for itself."""
    return _FOOTER.match(line) is not None


def heads_of(lines: Sequence[str]) -> list[Head | None]:
    """For each line the head it is, or None; a head is believed when the whole file speaks for its layout."""
    found = [_head(line) for line in lines]
    _mark_names_above_times(lines, found)
    names = _believed(found, sum(1 for line in lines if line.strip()))
    return [
        head if head is None or head.name is None or head.name in names else _timed(line)
        for head, line in zip(found, lines, strict=True)
    ]


def _head(line: str) -> Head | None:
    text = _unmarked(line.strip())
    if not text:
        return None
    alone = _TIME_ALONE.match(text)
    if alone:
        return Head(None, clock(alone["time"]))
    for pattern, trust in _LAYOUTS:
        match = pattern.match(text)
        if match and looks_like_name(_bare(match["name"])):
            time = match.groupdict().get("time")
            return Head(_bare(match["name"]), clock(time) if time else None, match["rest"].strip(), trust)
    return _timed(text)


def _timed(line: str) -> Head | None:
    """“[00:12] she said: no” has a time even if “she said” is nobody."""
    match = _TIME_FIRST.match(line.strip())
    return Head(None, clock(match["time"]), match["rest"].strip()) if match else None


def _unmarked(line: str) -> str:
    """A line without the Markdown around its label."""
    match = _MARKED.match(line)
    if match:
        label, rest = match["label"].strip(), match["rest"]
        return f"{label}{rest}" if ":" in label + rest[:3] or re.search(CLOCK, label + rest) else line
    heading = _HEADING.match(line)
    return f"{heading['label'].rstrip(':')}:" if heading else line


def _bare(name: str) -> str:
    return name.strip().strip("*_").rstrip(" ,|–—-").strip()


def _mark_names_above_times(lines: Sequence[str], found: list[Head | None]) -> None:
    """Teams, when copied: a line with the name, a line with the time, then the words."""
    for number in range(len(lines) - 1):
        time, name = found[number + 1], lines[number].strip()
        if time is None or time.name is not None or time.rest or found[number] is not None:
            continue
        if name and looks_like_name(name) and not name[0].islower():
            found[number] = Head(name, time.time_ms, "", 0)


def _believed(found: Sequence[Head | None], lines: int) -> frozenset[str]:
    heads = [head for head in found if head and head.name is not None]
    counts = Counter(head.name for head in heads if head.name is not None)
    timed = [head.name for head in heads if head.name and head.trust == 2]
    trusted = frozenset(timed) if len(timed) > 1 else frozenset[str]()
    return believed(counts, usual=len(heads) * 3 >= lines) | trusted
