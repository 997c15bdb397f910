"""Advanced SubStation Alpha (.ass) and SubStation Alpha (.ssa): the Name of a line is who says it.

Written here because the readers on PyPI drop malformed lines without a word and know neither line numbers nor the
times of karaoke syllables.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.transcripts.importers import captions
from app.transcripts.importers.captions import Caption
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.rows import Row, RowBuilder
from app.transcripts.importers.source import Source
from app.transcripts.importers.voices import looks_like_name

FORMAT = "ass"
TITLE = "SubStation Alpha (ASS, SSA)"
SUFFIXES = frozenset({"ass", "ssa"})
TEXT = True
_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_TIME = re.compile(r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2})(?:[.:](\d{1,3}))?\s*$")
_ESCAPE = re.compile(r"\\[Nnh]")
_SYLLABLE = re.compile(r"\\(?:k[fot]?|K)(\d{1,6})")
_DRAWING = re.compile(r"\\p(\d+)")
_SHARED_STYLES = re.compile(
    r"(?i)(default|main|normal|standard|dialog(ue)?|text|subtitle|caption|top|italic|alt|sign|note)"
)


@dataclass(frozen=True, slots=True)
class _Event:
    line: int
    start_ms: int
    end_ms: int
    style: str
    name: str
    text: str


def sniff(source: Source) -> float:
    head = "\n".join(source.head)
    if re.search(r"(?im)^\s*\[(script info|events|v4\+? styles)\]\s*$", head):
        return 1.0
    return 0.9 if re.search(r"(?m)^\s*Dialogue:\s*[^,]*,\d+:\d\d:\d\d", head) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when no line is a dialogue with times."""
    warnings = Warnings()
    events = list(_events(source.lines, warnings))
    if not events:
        advice = "Lines like “Dialogue: 0,0:00:01.00,0:00:04.00,…” must stand under [Events]."
        raise ImportRefused("no_times", "No dialogue with times was found.", line=1, advice=advice)
    events.sort(key=lambda event: event.start_ms)
    voices = _voices(events, warnings)
    cues = [
        Caption(event.line, event.start_ms, event.end_ms, _rows(event, name))
        for event, name in zip(events, voices, strict=True)
    ]
    return captions.transcript(FORMAT, cues, warnings)


def _events(lines: Sequence[str], warnings: Warnings) -> Iterator[_Event]:
    fields: Sequence[str] = _FIELDS
    section = ""
    for number, line in enumerate(lines, 1):
        head, _, rest = line.strip().partition(":")
        if head.startswith("["):
            section = head.lower()
        elif head.lower() == "format" and section in {"[events]", ""}:
            fields = [name.strip().lower() for name in rest.split(",")]
        elif head.lower() == "dialogue":
            event = _event(number, dict(zip(fields, rest.split(",", len(fields) - 1), strict=False)))
            if event is None:
                warnings.add("bad_times", "This line cannot be read, so it was left out.", number, rest)
            else:
                yield event


def _event(line: int, values: Mapping[str, str]) -> _Event | None:
    start, end = _ms(values.get("start", "")), _ms(values.get("end", ""))
    if start is None or end is None or "text" not in values:
        return None
    name = values.get("name", values.get("actor", "")).strip()
    return _Event(line, start, end, values.get("style", "").strip().lstrip("*"), name, values["text"])


def _ms(stamp: str) -> int | None:
    match = _TIME.match(stamp)
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int((fraction or "0").ljust(3, "0"))


def _voices(events: Sequence[_Event], warnings: Warnings) -> list[str | None]:
    """Who says each line: its Name; in a file without names its style, when the styles plainly are people."""
    if any(event.name for event in events):
        return [event.name or None for event in events]
    styles = {event.style for event in events if event.style}
    if len(styles) < 2 or not all(looks_like_name(style) and not _SHARED_STYLES.search(style) for style in styles):
        return [None] * len(events)
    warnings.add("styles_as_speakers", "No line names its speaker; the styles of the lines were taken for the names.")
    return [event.style or None for event in events]


def _rows(event: _Event, speaker: str | None) -> tuple[Row, ...]:
    line = _Text(RowBuilder(speaker=speaker), event.start_ms)
    for tags, text in _pieces(event.text):
        line.tags(tags)
        line.say(text)
    return line.builder.done()


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Override tags, each with the text behind them; a brace that nobody closes is text."""
    opened = text.find("{")
    yield "", text if opened < 0 else text[:opened]
    while opened >= 0:
        closed = text.find("}", opened)
        following = text.find("{", max(closed, opened + 1))
        end = following if following >= 0 and closed >= 0 else len(text)
        yield (text[opened + 1 : closed], text[closed + 1 : end]) if closed >= 0 else ("", text[opened:])
        opened = following if closed >= 0 else -1


@dataclass
class _Text:
    """Text between override tags: drawings are no words, karaoke tags say when a syllable begins."""

    builder: RowBuilder
    clock: int
    drawing: bool = field(default=False)

    def say(self, text: str) -> None:
        if not self.drawing:
            self.builder.say(_ESCAPE.sub(lambda escape: " " if escape[0] == "\\h" else "\n", text))

    def tags(self, tags: str) -> None:
        if "\\" not in tags:
            return
        for match in _DRAWING.finditer(tags):
            self.drawing = match[1] != "0"
        for match in _SYLLABLE.finditer(tags):
            self.builder.mark(self.clock)
            self.clock += int(match[1]) * 10
