"""The line that says who speaks now, and perhaps when: its layouts, and which of them a file really uses."""

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.transcripts.importers.stamps import CLOCK, clock
from app.transcripts.importers.voices import believed, is_proper, is_role, looks_like_name

_DATE = r"(?:\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+)?"
_RANGE = rf"(?:\s*(?:-->|[-–—→]|to|bis)\s*(?P<end>{CLOCK}))?"
_HALF = r"(?:\s?(?P<half>[AP])\.?M\b\.?)?"
_STAMP = rf"[\[(<{{]?\s*(?P<time>{CLOCK}){_HALF}{_RANGE}\s*[\])>}}]?"
# At the beginning of a line it may be a time of day, as chats write it, behind a date.
_FIRST = rf"{_DATE}[\[(<{{]?\s*(?P<time>{CLOCK}){_HALF}{_RANGE}\s*[\])>}}]?"
_NAME = r"(?P<name>[^\s:：\[\](\t][^:：\[\]\t]{0,59}?)"
_COLON = r"\s*(?::(?=\s|$)|：)\s*"
_REST = r"(?P<rest>.*)$"

# Each layout with how far it is trusted alone: 2 says name and time, 1 a label, 0 only beside others of its kind.
_LAYOUTS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), trust)
    for pattern, trust in (
        (rf"{_FIRST}\s*[-–—|]?\s*From\s+{_NAME}(?:\s+to\s+[^:\t]+?)?\s*:\s*{_REST}", 2),
        (rf"{_FIRST}\s*[-–—|:]?\s*{_NAME}{_COLON}{_REST}", 2),
        (rf"{_FIRST}\t+{_NAME}\t+{_REST}", 2),
        (rf"{_NAME}\t+{_STAMP}\t+{_REST}", 2),
        (rf"{_NAME}\s*[,|–—-]?\s*{_STAMP}{_COLON}{_REST}", 2),
        (rf"{_NAME}{_COLON}{_STAMP}\s+{_REST}", 2),
        (rf"{_NAME}\s*:?\s*[,|–—\t-]?\s*{_STAMP}\s*(?P<rest>)$", 2),
        (rf"{_NAME}\s*\((?P<time>{CLOCK})\)\s+{_REST}", 2),
        (rf"{_FIRST}\s*[-–—|\t]?\s+{_NAME}(?P<rest>)$", 0),
        (rf"{_NAME}\s+\[(?P<time>{CLOCK})\]\s+{_REST}", 0),
        (rf"(?:>>+\s*)?{_NAME}{_COLON}{_REST}", 1),
    )
)
_TIME_ALONE = re.compile(rf"{_STAMP}\s*:?$", re.IGNORECASE)
_TIME_FIRST = re.compile(rf"[\[(](?P<time>{CLOCK})(?:\s*(?:-->|[-–—→])\s*(?P<end>{CLOCK}))?[\])]\s*{_REST}")
_TIME_AND_WORDS = re.compile(rf"(?P<time>{CLOCK})\s*[-–—|]?\s+(?=\S){_REST}")
_FEWEST_TIMES = 3
# Layouts that look like much else: believed only when nearly the whole file keeps to one of them.
_UNIFORM = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME}\t+{_REST}",
        rf"[\[<]{_NAME}[\]>]\s*:?\s+{_REST}",
        rf"(?P<name>[QA])\d{{0,3}}[.)]\s+{_REST}",
    )
)
_MARKED = re.compile(r"(?:#{1,6}\s+|>\s+|[-*]\s+)?(\*\*|__|\*|_)(?P<label>[^*_]{1,80})\1(?P<rest>.*)$")
_YEAR = re.compile(r"\b\d{4}\b")  # “12 March 2026, 1:45 PM” is when, not who
_GAP = re.compile(r"\s{2,}")
_HALF_DAY_MS = 12 * 3_600_000
_HEADING = re.compile(r"#{1,6}\s+(?P<label>.+?)\s*#*$")
_FOOTER = re.compile(
    r"(?i)page \d+ of \d+$|(?:transcribed (?:by|with)|transcript (?:by|provided by|exported from)|"
    r"this (?:editable )?transcript was (?:exported|(?:computer[ -]|automatically )?generated)|"
    r"transcription (?:by|powered by)|"
    r"view original (?:meeting|transcript))\b.{0,120}$"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Who speaks from here on (None: the one before), from when, and the words on the same line.

    `heading` is the level of the Markdown heading that it is, 0 for none.
    """

    name: str | None
    time_ms: int | None
    rest: str = ""
    trust: int = 1
    end_ms: int | None = None
    heading: int = 0


def footer(line: str) -> bool:
    """Whether a line is a service's advertisement for itself."""
    return _FOOTER.match(line) is not None


def heads_of(lines: Sequence[str]) -> list[Head | None]:
    """For each line the head it is, or None; a head is believed when the whole file speaks for its layout."""
    found = [_head(line) for line in lines]
    _mark_names_above_times(lines, found)
    names = _believed(found, sum(1 for line in lines if line.strip()))
    heads = [
        head if head is None or head.name is None or head.name in names else _timed(line)
        for head, line in zip(found, lines, strict=True)
    ]
    return heads if names else _uniform(lines) or _times_first(lines) or heads


def _uniform(lines: Sequence[str]) -> list[Head | None] | None:
    """The heads of a file in which nearly every line begins in the same way; several people, and they come back."""
    enough = 0.6 * sum(1 for line in lines if line.strip())
    for pattern in _UNIFORM:
        found = [_label(pattern.match(line.strip())) for line in lines]
        counts = Counter(head.name for head in found if head)
        if sum(counts.values()) >= enough and 1 < len(counts) < sum(counts.values()):
            return [*found]
    return None


def _times_first(lines: Sequence[str]) -> list[Head | None] | None:
    """The heads of a file in which nearly every line begins with a later time, as copied from a player."""
    found = [_TIME_AND_WORDS.match(line.strip()) for line in lines]
    times = [clock(match["time"]) for match in found if match]
    enough = 0.6 * sum(1 for line in lines if line.strip())
    if len(times) < max(enough, _FEWEST_TIMES) or times != sorted(times) or times[0] == times[-1]:
        return None
    return [Head(None, clock(match["time"]), match["rest"].strip()) if match else None for match in found]


def _label(match: re.Match[str] | None) -> Head | None:
    if match is None or not looks_like_name(match["name"]) or match["name"][0].islower():
        return None
    return Head(match["name"].strip(), None, match["rest"].strip())


def _head(line: str) -> Head | None:
    # The layouts have several gaps in a row, which share a long run of blanks in more ways than time allows to try.
    text = _GAP.sub(_narrowed, _unmarked(line.strip()))
    if not text:
        return None
    alone = _TIME_ALONE.match(text)
    if alone:
        return Head(None, _start(alone), end_ms=_end(alone))
    for pattern, trust in _LAYOUTS:
        match = pattern.match(text)
        if match and looks_like_name(_bare(match["name"])) and not (_half(match) and _YEAR.search(match["name"])):
            level = len(line.strip()) - len(line.strip().lstrip("#"))
            return Head(
                sys.intern(_bare(match["name"])), _start(match), match["rest"].strip(), trust, _end(match), level
            )
    return _timed(text)


def _narrowed(gap: re.Match[str]) -> str:
    return "\t" if "\t" in gap[0] else " "


def _start(match: re.Match[str]) -> int | None:
    """When it begins; “3:05:10 PM” is in the afternoon, and of “3:05 PM” the first number are hours."""
    found = match.groupdict()
    if not found.get("time"):
        return None
    hours = {"p": 12, "a": 0}.get(_half(match))
    if hours is None:
        return clock(match["time"])
    spelled = match["time"] if match["time"].count(":") > 1 else f"{match['time']}:00"
    return clock(spelled) % _HALF_DAY_MS + hours * 3_600_000


def _half(match: re.Match[str]) -> str:
    return (match.groupdict().get("half") or "").lower()


def _end(match: re.Match[str]) -> int | None:
    end = match.groupdict().get("end")
    return clock(end) if end else None


def _timed(line: str) -> Head | None:
    """“[00:12] she said: no” has a time even if “she said” is nobody."""
    match = _TIME_FIRST.match(line.strip())
    return Head(None, clock(match["time"]), match["rest"].strip(), end_ms=_end(match)) if match else None


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
    names = believed(counts, usual=len(heads) * 3 >= lines)
    if trusted and len(timed) * 2 >= len(heads):
        # Where heads have times, a single “Okay: fine” is no person.
        names = frozenset(name for name in names if counts[name] > 1 or is_role(name))
    return names | trusted | _under_headings(heads, names)


def _under_headings(heads: Sequence[Head], names: frozenset[str]) -> frozenset[str]:
    """Who stands in a heading of the level on which others are believed: “### Rosa” beside “### Interviewer”."""
    levels = {head.heading for head in heads if head.heading and head.name in names}
    return frozenset(head.name for head in heads if head.name and head.heading in levels and is_proper(head.name))
