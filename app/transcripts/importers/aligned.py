"""Puts timed words back into the text they were cut from, although the two may differ in case and punctuation."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from app.transcripts.timing import Word

_NEAR = 12  # characters between a word and the next, at most: spaces, quotes, brackets
_SKIPPED = 60  # letters of words that have no time

Timed = tuple[str, int | None, int | None]
"""A word as spoken, and its start and end in milliseconds, where known."""


def word_times(text: str, words: Iterable[Timed]) -> tuple[Word, ...]:
    """The times of the words that are found in the text, in order; words without a time or a place are left out."""
    return tuple(in_time(_Text(text).places(words)))


def in_time(words: Iterable[Word]) -> Iterator[Word]:
    """Words that follow each other: none begins before the one before it, or ends before it began."""
    clock = 0
    for word in words:
        start = max(word.start_ms, clock)
        yield Word(word.start, word.end, start, max(start, word.end_ms))
        clock = start


class _Text:
    """A text walked from left to right; its letters alone are looked at when a word is spelled otherwise."""

    def __init__(self, text: str) -> None:
        self.text, self.position = text, 0

    def places(self, words: Iterable[Timed]) -> Iterator[Word]:
        for spoken, start_ms, end_ms in words:
            word = spoken.strip()
            place = self._exactly(word) or self._by_letters(word)
            if place is None:
                continue
            self.position = place[1]
            if start_ms is not None:
                yield Word(*place, max(start_ms, 0), max(end_ms or 0, start_ms, 0))

    def _exactly(self, word: str) -> tuple[int, int] | None:
        if not word:
            return None
        at = self.text.find(word, self.position, self.position + len(word) + _NEAR)
        alone = at >= 0 and not any(char.isalnum() for char in self.text[self.position : at])
        return (at, at + len(word)) if alone else None

    def _by_letters(self, word: str) -> tuple[int, int] | None:
        letters = _letters(word)
        if not letters:
            return None
        folded, offsets = self._folded
        first = self._first_letter()
        at = folded.find(letters, first, first + len(letters) + _SKIPPED)
        if at < 0:
            return None
        return offsets[at], offsets[at + len(letters) - 1] + 1

    def _first_letter(self) -> int:
        offsets = self._folded[1]
        low, high = 0, len(offsets)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if offsets[middle] < self.position else (low, middle)
        return low

    @cached_property
    def _folded(self) -> tuple[str, Sequence[int]]:
        pairs = [(letter, at) for at, char in enumerate(self.text) for letter in _letters(char)]
        return "".join(letter for letter, _ in pairs), [at for _, at in pairs]


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
