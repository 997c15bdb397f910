"""All words of an index, and which of them a typed word may mean.

It may hold words that no document has any more; those simply find nothing.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from search.rules.stems import stem

MOST_WORDS = 1000


class Vocabulary:
    """Words with stable numbers, in the order they were first met. One thread adds; any number may look."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        self._initials: dict[str, _Initial] = {}
        self._stems: dict[str, list[str]] = {}
        self._stemmed = 0
        self._stemming = threading.Lock()
        self.add(words)

    def add(self, words: Iterable[str]) -> list[str]:
        """Learn words; returns those that were new."""
        fresh = [word for word in dict.fromkeys(words) if word not in self._numbers]
        by_initial: dict[str, list[str]] = {}
        for word in fresh:
            self._words.append(word)
            self._numbers[word] = len(self._words) - 1
            by_initial.setdefault(word[:1], []).append(word)
        for initial, members in by_initial.items():
            self._initials.setdefault(initial, _Initial()).add(members)
        return fresh

    def __contains__(self, word: object) -> bool:
        return word in self._numbers

    def __len__(self) -> int:
        return len(self._words)

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def number(self, word: str) -> int | None:
        """The word's number, or None when it was never met."""
        return self._numbers.get(word)

    def numbers(self, words: Iterable[str]) -> list[int]:
        """The numbers of words that are all known."""
        numbers = self._numbers
        return [numbers[word] for word in words]

    def beginning_with(self, prefix: str) -> list[str]:
        """Words with this beginning, at most `MOST_WORDS`, in alphabetical order."""
        initial = self._initials.get(prefix[:1])
        return initial.beginning_with(prefix) if initial else []

    def same_stem(self, typed: str) -> list[str]:
        """Other words with the English stem of a typed one."""
        with self._stemming:
            for word in self._words[self._stemmed :]:
                self._stems.setdefault(stem(word), []).append(word)
                self._stemmed += 1
            return [word for word in self._stems.get(stem(typed), ()) if word != typed]

    def near(self, typed: str, reach: int) -> dict[str, int]:
        """Words within `reach` typos of a typed one, and how many typos each takes; itself left out."""
        found: dict[str, int] = {}
        initial = self._initials.get(typed[:1])
        if initial and reach:
            for length in range(len(typed) - reach, len(typed) + reach + 1):
                found.update(_within(typed, initial.of_length(length), reach))
        if reach > 1:
            found.update({word: 2 for word in self._first_letter_slips(typed) if word in self._numbers})
        found.pop(typed, None)
        return found

    def near_prefix(self, typed: str, reach: int) -> dict[str, int]:
        """Words with a beginning within `reach` typos of a typed one; those beginning with it left out."""
        found: dict[str, int] = {}
        initial = self._initials.get(typed[:1])
        if initial and reach:
            for length in range(max(1, len(typed) - reach), len(typed) + reach + 1):
                for prefix, cost in _within(typed, initial.prefixes(length), reach).items():
                    self._spread(prefix, cost, found)
        if reach > 1:
            for prefix in self._first_letter_slips(typed):
                self._spread(prefix, 2, found)
        return {word: cost for word, cost in found.items() if not word.startswith(typed)}

    def _spread(self, prefix: str, cost: int, found: dict[str, int]) -> None:
        for word in self.beginning_with(prefix):
            if found.get(word, cost) >= cost:
                found[word] = cost

    def _first_letter_slips(self, typed: str) -> Iterator[str]:
        """What one typo in the first letter may have meant: another letter, one too many, one missing, two
        swapped.
        """
        for letter in list(self._initials):
            if letter != typed[:1]:
                yield letter + typed[1:]
                yield letter + typed
        if typed[1:2] != typed[:1]:
            yield typed[1:]
            yield typed[1:2] + typed[:1] + typed[2:]


class _Initial:
    """The words of one first letter: sorted, by length, and by beginnings, the latter two made when first
    asked.
    """

    def __init__(self) -> None:
        self._sorted: list[str] = []
        self._lengths: dict[int, list[str]] = {}
        self._prefixes: dict[int, list[str]] = {}
        self._lock = threading.Lock()

    def add(self, members: list[str]) -> None:
        with self._lock:
            if len(members) > 8:
                self._sorted = sorted([*self._sorted, *members])
            else:
                fresh = self._sorted.copy()
                for word in members:
                    insort(fresh, word)
                self._sorted = fresh
            for word in members:
                self._lengths.setdefault(len(word), []).append(word)
            self._prefixes = {}

    def of_length(self, length: int) -> Sequence[str]:
        with self._lock:
            return list(self._lengths.get(length, ()))

    def beginning_with(self, prefix: str) -> list[str]:
        ordered = self._sorted
        low = bisect_left(ordered, prefix)
        high = bisect_left(ordered, prefix + "\U0010ffff", low)
        return ordered[low : min(high, low + MOST_WORDS)]

    def prefixes(self, length: int) -> Sequence[str]:
        with self._lock:
            known = self._prefixes.get(length)
            if known is None:
                cut = (word[:length] for word in self._sorted if len(word) >= length)
                known = self._prefixes[length] = list(dict.fromkeys(cut))
            return known


def _within(typed: str, candidates: Sequence[str], reach: int) -> dict[str, int]:
    """The candidates within `reach`, which all share the first letter with the typed word."""
    if not candidates:
        return {}
    distances = cdist([typed], candidates, scorer=OSA.distance, score_cutoff=reach, dtype=np.uint8)[0]
    return {candidates[int(at)]: int(distances[at]) for at in np.nonzero(distances <= reach)[0]}
