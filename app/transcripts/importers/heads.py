"""The line that says who speaks now, and perhaps when: its layouts, and which of them a file really uses."""

import re
import sys
from collections import Counter
from collections.abc import Sequence

from app.transcripts.importers import whole_layouts
from app.transcripts.importers.head import COLON, NAME, REST, Head
from app.transcripts.importers.stamps import CLOCK, clock, spell
from app.transcripts.importers.voices import believed, is_proper, is_role, looks_like_name

_DATE = r"(?:\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+)?"
_RANGE = rf"(?:\s*(?:-->|[-–—→]|to|bis)\s*(?P<end>{CLOCK}))?"
_HALF = r"(?:\s?(?P<half>[AP])\.?M\b\.?)?"
_STAMP = rf"[\[(<{{`]?\s*(?P<time>{CLOCK}){_HALF}{_RANGE}\s*[\])>}}`]?"
# At the beginning of a line it may be a time of day, as chats write it, behind a date.
_FIRST = rf"{_DATE}[\[(<{{`]?\s*(?P<time>{CLOCK}){_HALF}{_RANGE}\s*[\])>}}`]?"

# Each layout with how far it is trusted alone: 2 says name and time, 1 a label, 0 only beside others of its kind.
_LAYOUTS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), trust)
    for pattern, trust in (
        (rf"{_FIRST}\s*[-–—|]?\s*From\s+{NAME}(?:\s+to\s+[^:\t]+?)?\s*:\s*{REST}", 2),
        (rf"{_FIRST}\s*[-–—|:]?\s*{NAME}{COLON}{REST}", 2),
        (rf"{_FIRST}\s*\[(?P<name>(?:speaker|spk|sprecher)[ _]?\w{{1,3}})\]\s*:?\s*{REST}", 2),
        (rf"{_FIRST}\t+{NAME}\t+{REST}", 2),
        (rf"{NAME}\t+{_STAMP}\t+{REST}", 2),
        (rf"{NAME}\s+{_STAMP}\t+{REST}", 2),
        (rf"{_FIRST} +{NAME}\t+{REST}", 2),
        (rf"{NAME}\s*[,|–—-]?\s*{_STAMP}{COLON}{REST}", 2),
        (rf"{NAME}{COLON}{_STAMP}\s+{REST}", 2),
        (rf"{NAME}\s*:?\s*[,|–—\t-]?\s*{_STAMP}\s*(?P<rest>)$", 2),
        (rf"{NAME}\s*\((?P<time>{CLOCK})\)\s+{REST}", 2),
        (rf"{_FIRST}\s*[-–—|\t]?\s+{NAME}(?P<rest>)$", 0),
        (rf"{NAME}\s+\[(?P<time>{CLOCK})\]\s+{REST}", 0),
        (rf"(?:>>+\s*|//\s*)?{NAME}{COLON}{REST}", 1),
    )
)
_TIME_ALONE = re.compile(rf"{_STAMP}\s*:?$", re.IGNORECASE)
_TIME_FIRST = re.compile(
    rf"[\[(](?P<time>{CLOCK})(?:\s*(?:-->|[-–—→])\s*(?P<end>{CLOCK}))?[\])]\s*(?:[:–—-]\s+)?{REST}"
)
_MARKED = re.compile(
    rf"(?:#{{1,6}}\s+|>\s+|[-*]\s+)?(?P<time>[\[(]?{CLOCK}[\])]?\s*(?:[-–—|]\s*)?)?"
    r"(?P<mark>\*\*|__|\*|_)(?P<label>[^*_]{1,80})(?P=mark)(?P<rest>.*)$"
)
_SECONDS = re.compile(r"([\[(])(\d{1,6}\.\d{1,3})\s?s?\s*(?:-+>?|[–—→]|to)\s*(\d{1,6}\.\d{1,3})\s?s?([\])])")
_FEWEST_CHARS_A_SECOND = 0.3
_QUESTION = re.compile(rf"(?P<name>[QA])\.\s+{REST}")
_FEWEST_QUESTIONS = 3
_YEAR = re.compile(r"\b\d{4}\b")  # “12 March 2026, 1:45 PM” is when, not who
_GAP = re.compile(r"\s{2,}")
_HALF_DAY_MS = 12 * 3_600_000
_HEADING = re.compile(r"#{1,6}\s+(?P<label>.+?)\s*#*$")
_FOOTER = re.compile(
    r"(?i)page \d+ of \d+$|(?:transcribed (?:by|with)|transcript (?:by|provided by|exported from)|"
    r"this (?:editable )?transcript was (?:exported|(?:computer[ -]|automatically )?generated)|"
    r"transcription (?:by|powered by)|"
    r"view original (?:meeting|transcript)|"
    r"retrieved from [\s\"“]*https?:|(?:meeting|transcription) ended after [\d:]+)(?![\w:]).{0,120}$|"
    r"[\[(]?end of (?:audio|transcript|transcription|recording|interview)[\])]?\.?$"
)


def footer(line: str) -> bool:
    """Whether a line is a service's advertisement for itself."""
    return _FOOTER.match(line) is not None


def is_title(line: str) -> bool:
    """Whether a line is a heading of Markdown; where it is no head it names a part of the conversation."""
    return _HEADING.match(line) is not None


def heads_of(lines: Sequence[str]) -> list[Head | None]:
    """For each line the head it is, or None; a head is believed when the whole file speaks for its layout."""
    lines = _clocked(lines)
    found = [_head(line) for line in lines]
    _mark_names_above_times(lines, found)
    _mark_names_below_times(lines, found)
    _mark_questions(lines, found)
    names = _believed(found, sum(1 for line in lines if line.strip()))
    heads = [
        head if head is None or head.name is None or head.name in names else _timed(line)
        for head, line in zip(found, lines, strict=True)
    ]
    labelled = sum(1 for head in heads if head and head.name is not None)
    return whole_layouts.found(lines, labelled) or heads


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


def _clocked(lines: Sequence[str]) -> Sequence[str]:
    """“[5.20s - 9.25s]” as other files spell it. The numbers are milliseconds where people would hardly have spoken."""
    ends = [float(match[3]) for line in lines if (match := _SECONDS.search(line))]
    if not ends:
        return lines
    unit = 1 if max(ends) * _FEWEST_CHARS_A_SECOND > sum(map(len, lines)) else 1000

    def spelled(match: re.Match[str]) -> str:
        start, end = (spell(round(float(match[group]) * unit)) for group in (2, 3))
        return f"{match[1]}{start} - {end}{match[4]}"

    return [_SECONDS.sub(spelled, line, count=1) for line in lines]


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
        time, label, rest = match["time"] or "", match["label"].strip(), match["rest"]
        return f"{time}{label}{rest}" if ":" in label + rest[:3] or re.search(CLOCK, label + rest) else line
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


def _mark_names_below_times(lines: Sequence[str], found: list[Head | None]) -> None:
    """Editing programs: a line with the times, a line with the name, then the words."""
    times = {number: head for number, head in enumerate(found) if head and head.name is None and not head.rest}
    below = [number + 1 for number in times if number + 2 < len(lines) and found[number + 1] is None]
    below = [at for at in below if _is_name(lines[at]) and lines[at + 1].strip() and at + 1 not in times]
    counts = Counter(lines[at].strip() for at in below)
    if not below or len(below) < 0.8 * len(times) or (2 * len(counts) > len(below) and not all(map(is_role, counts))):
        return
    for at in below:
        found[at] = Head(lines[at].strip(), times[at - 1].time_ms, "", 0, times[at - 1].end_ms)


def _mark_questions(lines: Sequence[str], found: list[Head | None]) -> None:
    """Court reporters set “Q.” and “A.” before what is asked and answered, beside the names of those who cut in."""
    marks = {number: match for number, line in enumerate(lines) if (match := _QUESTION.match(line.strip()))}
    counts = Counter(match["name"] for match in marks.values())
    if len(counts) == len("QA") and min(counts.values()) >= _FEWEST_QUESTIONS:
        for number, match in marks.items():
            found[number] = Head(match["name"], None, match["rest"].strip())


def _is_name(line: str) -> bool:
    name = line.strip()
    return bool(name) and looks_like_name(name) and is_proper(name) and not name[0].islower()


def _believed(found: Sequence[Head | None], lines: int) -> frozenset[str]:
    heads = _without_titles([head for head in found if head and head.name is not None])
    counts = Counter(head.name for head in heads if head.name is not None)
    timed = [head.name for head in heads if head.name and head.trust == 2]
    sayable = (name for name in timed if counts[name] > 1 or is_role(name) or is_proper(name))
    trusted = frozenset(sayable) if len(timed) > 1 else frozenset[str]()
    names = believed(counts, usual=len(heads) * 3 >= lines)
    if trusted and len(timed) * 2 >= len(heads):
        # Where heads have times, a single “Okay: fine” is no person.
        names = frozenset(name for name in names if counts[name] > 1 or is_role(name))
    return names | trusted | _under_headings(heads, names)


def _without_titles(heads: Sequence[Head]) -> list[Head]:
    """The heads without those of headings on a level where nobody speaks: there no name comes back, nor says a part."""
    seen = Counter((head.heading, head.name) for head in heads if head.heading)
    spoken = {level for (level, name), count in seen.items() if count > 1 or is_role(name or "")}
    return [head for head in heads if not head.heading or head.heading in spoken]


def _under_headings(heads: Sequence[Head], names: frozenset[str]) -> frozenset[str]:
    """Who stands in a heading of the level on which others are believed: “### Rosa” beside “### Interviewer”."""
    levels = {head.heading for head in heads if head.heading and head.name in names}
    return frozenset(head.name for head in heads if head.name and head.heading in levels and is_proper(head.name))
