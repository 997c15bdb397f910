"""Captions on their way to turns: shared by every format that is a list of timed cues."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from app.transcripts.importers import rolling, voices
from app.transcripts.importers.parsed import ParsedChapter, ParsedTranscript, ParsedTurn, Warnings
from app.transcripts.importers.rows import Row
from app.transcripts.importers.stamps import spell
from app.transcripts.timing import Word

_WIDE = r"\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef"
_TOUCHING = re.compile(f"[{_WIDE}]{{2}}")


@dataclass(frozen=True, slots=True)
class Caption:
    """A cue: `line` is that of its stamps, `utterance` the saying it is a piece of, when the file tells.

    Times are None where a file leaves them out.
    """

    line: int
    start_ms: int | None
    end_ms: int | None
    rows: tuple[Row, ...]
    utterance: str | None = None


def turns(captions: list[Caption], warnings: Warnings, *, may_roll: bool = True) -> list[ParsedTurn]:
    """Captions as turns, in the order of time: repeats said once, names taken out of the text.

    `may_roll` is False for formats that never show a line twice. The list is used up: each caption is given back as
    soon as it is understood, so that a long file is not held twice.
    """
    for at, caption in enumerate(captions):
        captions[at] = _sound(caption, warnings)
    captions = _in_order(captions, warnings)
    if may_roll:
        captions = _said_once(captions, warnings)
    if not any(row.speaker for caption in captions for row in caption.rows):
        captions = _named(captions, warnings)
    return [turn for caption in _used_up(captions) for turn in _pieces(caption)]


def transcript(
    format_: str,
    captions: list[Caption],
    warnings: Warnings,
    *,
    language: str | None = None,
    chapters: Sequence[ParsedChapter] = (),
    segments: int | None = None,
    may_roll: bool = True,
) -> ParsedTranscript:
    """A whole file of captions, understood, its list used up; `segments` is their number unless the file tells."""
    segments = len(captions) if segments is None else segments
    said = turns(captions, warnings, may_roll=may_roll)
    return ParsedTranscript(
        format_,
        tuple(said),
        voices.speakers(said),
        tuple(chapters),
        warnings.result(),
        language,
        segments=segments,
    )


def _used_up(captions: list[Caption]) -> Iterator[Caption]:
    captions.reverse()
    while captions:
        yield captions.pop()


def _sound(caption: Caption, warnings: Warnings) -> Caption:
    start, end = _after_zero(caption.start_ms), _after_zero(caption.end_ms)
    changed = start != caption.start_ms or end != caption.end_ms
    if changed:
        warnings.add("time_before_start", "A time before the beginning was set to 0:00.", caption.line)
    if start is not None and end is not None and end < start:
        warnings.add("ends_before_start", "This caption ends before it starts.", caption.line, spell(start))
        end, changed = start, True
    return replace(caption, start_ms=start, end_ms=end) if changed else caption


def _after_zero(ms: int | None) -> int | None:
    return None if ms is None else max(ms, 0)


def _in_order(captions: list[Caption], warnings: Warnings) -> list[Caption]:
    clocks = _clocks(captions)
    late = next((after for (_, after), (a, b) in zip(pairwise(captions), pairwise(clocks), strict=True) if b < a), None)
    if late is None:
        return captions
    warnings.add("out_of_order", "The captions are not in the order of time; they were sorted.", late.line)
    return [caption for _, caption in sorted(zip(clocks, captions, strict=True), key=lambda pair: pair[0])]


def _clocks(captions: Iterable[Caption]) -> list[int]:
    """When each begins; one without a time stays behind the one before it."""
    clock, found = 0, []
    for caption in captions:
        clock = clock if caption.start_ms is None else caption.start_ms
        found.append(clock)
    return found


def _said_once(captions: list[Caption], warnings: Warnings) -> list[Caption]:
    rows = [caption.rows for caption in captions]
    if not rolling.is_rolling(rows):
        return captions
    warnings.add("rolling_captions", "Lines that roll up the screen are repeated in this file; each was read once.")
    for at, said in enumerate(rolling.said_once(rows)):
        captions[at] = replace(captions[at], rows=said)
    return captions


def _named(captions: list[Caption], warnings: Warnings) -> list[Caption]:
    """Takes “Name: text” apart when the names of the whole file look like names."""
    names = voices.names_in(row.text for caption in captions for row in caption.rows)
    if names:
        for at, caption in enumerate(captions):
            captions[at] = replace(caption, rows=tuple(_name_rows(caption.rows, names)))
        return captions
    heads = voices.heads_in([[row.text for row in caption.rows] for caption in captions])
    if not heads:
        return captions
    warnings.add("names_on_own_line", "The first line of every caption was read as the speaker’s name.")
    return [_beheaded(caption) for caption in captions]


def _name_rows(rows: Iterable[Row], names: frozenset[str]) -> Iterator[Row]:
    speaker: str | None = None
    for row in rows:
        label = voices.split(row.text, names)
        if label is None:
            yield replace(row, speaker=speaker)
            continue
        speaker, cut = label
        yield row.without(cut, speaker)


def _beheaded(caption: Caption) -> Caption:
    if len(caption.rows) < 2:
        return caption
    name = caption.rows[0].text.rstrip(":")
    return replace(caption, rows=tuple(replace(row, speaker=name) for row in caption.rows[1:]))


def _pieces(caption: Caption) -> Iterator[ParsedTurn]:
    for speaker, rows in groupby((row for row in caption.rows if row.text), key=lambda row: row.speaker):
        line = _Line(caption.end_ms)
        for row in rows:
            line.add(row, caption.start_ms or 0)
        yield ParsedTurn(
            speaker, line.text, caption.start_ms, caption.end_ms, line.words(), caption.line, caption.utterance
        )


@dataclass
class _Line:
    """Rows of one voice becoming one text."""

    end_ms: int | None
    text: str = ""
    spans: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, row: Row, start_ms: int) -> None:
        if self.text:
            self.text += "" if _TOUCHING.fullmatch(self.text[-1] + row.text[0]) else " "
        offset = len(self.text)
        self.text += row.text
        if row.marks:
            begins = [(0, start_ms), *row.marks, (len(row.text), start_ms)]
            # A stamp before its caption is a slip: nothing of it is heard before it begins.
            self.spans += [(offset + a, offset + b, max(ms, start_ms)) for (a, ms), (b, _) in pairwise(begins)]

    def words(self) -> tuple[Word, ...]:
        """Timed words; one without letters of its own lends its time to nobody."""
        spans = [(*_trimmed(self.text, start, end), ms) for start, end, ms in self.spans]
        spans = [span for span in spans if span[0] < span[1]]
        ends = [*(ms for _, _, ms in spans[1:]), self.end_ms or 0]
        return tuple(Word(start, end, ms, max(ms, until)) for (start, end, ms), until in zip(spans, ends, strict=False))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    word = text[start:end]
    return start + len(word) - len(word.lstrip()), start + len(word.rstrip())
