"""Word times, and the time of a span of text. Pure; offsets are code points, times are milliseconds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.transcripts.offsets import Shift


@dataclass(frozen=True, slots=True)
class Word:
    """A timed piece of a turn's text."""

    start: int
    end: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class TimedText:
    """A turn's text with what is known of its time: its own start and end, its words', or neither."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    words: Sequence[Word] = ()


def start_of(turn: TimedText, offset: int) -> int | None:
    """When the text from `offset` on begins to be heard; None when the turn has no time at all."""
    for word in turn.words:
        if offset < word.end:
            return _inside(word, max(offset, word.start))
    return _by_characters(turn, offset) if not turn.words else turn.words[-1].end_ms


def end_of(turn: TimedText, offset: int) -> int | None:
    """When the text up to `offset` has been heard; None when the turn has no time at all."""
    for word in reversed(turn.words):
        if offset > word.start:
            return _inside(word, min(offset, word.end))
    return _by_characters(turn, offset) if not turn.words else turn.words[0].start_ms


def span_times(turns: Sequence[TimedText], start: int, end: int) -> tuple[int | None, int | None]:
    """Start and end of a span from `start` in the first turn to `end` in the last; never negative."""
    begins, ends = start_of(turns[0], start), end_of(turns[-1], end)
    if begins is not None and ends is not None:
        ends = max(begins, ends)
    return begins, ends


def reword(words: Iterable[Word], old: str, new: str) -> list[Word]:
    """Word times after a rewrite: each stays with its word; those whose word is gone go too."""
    shift = Shift(old, new)
    moved = (Word(shift.opening(word.start), shift.closing(word.end), word.start_ms, word.end_ms) for word in words)
    return [word for word in moved if word.start < word.end]


def cut_words(words: Iterable[Word], start: int, end: int) -> list[Word]:
    """The words that begin in `start:end`, counted from there."""
    return [
        Word(word.start - start, min(word.end, end) - start, word.start_ms, word.end_ms)
        for word in words
        if start <= word.start < end
    ]


def push_words(words: Iterable[Word], by: int) -> list[Word]:
    """The words further right, as after text put before them."""
    return [Word(word.start + by, word.end + by, word.start_ms, word.end_ms) for word in words]


def _inside(word: Word, offset: int) -> int:
    share = (offset - word.start) / (word.end - word.start)
    return word.start_ms + round(share * (word.end_ms - word.start_ms))


def _by_characters(turn: TimedText, offset: int) -> int | None:
    """Speech runs about evenly through a turn; without an end the whole turn counts as its start."""
    if turn.start_ms is None:
        return None
    if turn.end_ms is None or not turn.text:
        return turn.start_ms
    return turn.start_ms + round(offset / len(turn.text) * (turn.end_ms - turn.start_ms))
