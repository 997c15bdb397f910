"""Where marks stand once all turns of a transcript were replaced by a corrected text. Pure.

A mark goes along only when the very words it held are heard at its place in the new text, or when they stand in one
place alone, elsewhere. Everything else waits for a person, with the likeliest place suggested: a mark is evidence, and
evidence that moved to other words without anyone having looked is worse than none.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from app.transcripts.anchors import (
    FUZZY_CUTOFF,
    SHORT,
    TURN_BREAK,
    Anchor,
    Line,
    Script,
    SpanError,
    anchor_at,
    likeness,
    occurrences,
    to_words,
)
from app.transcripts.offsets import Shift

WORTH_SUGGESTING = 40.0
"""Below this likeness to the old words a place is not even suggested."""
NEIGHBOURHOOD = 1_500
"""How many code points around the expected place are searched for a likely one."""


class Outcome(StrEnum):
    """What became of an anchor: it went with its text, was found again by its quote, now holds another text,
    or its text is gone. The last two are for a person to look at."""

    KEPT = "kept"
    FOUND = "found"
    CHANGED = "changed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Moved:
    """An anchor after an edit. A lost one keeps its quote and points at the nearest place that is left."""

    anchor: Anchor
    outcome: Outcome

    @property
    def needs_review(self) -> bool:
        return self.outcome in (Outcome.CHANGED, Outcome.LOST)


def relocate(before: Sequence[Line], after: Sequence[Line], anchors: Sequence[Anchor]) -> list[Moved]:
    """Every anchor in the new turns, in the given order."""
    if not after:
        return [Moved(anchor, Outcome.LOST) for anchor in anchors]
    if not anchors:
        return []
    journey = _Replacement(before, after)
    return [journey.carry(anchor) for anchor in anchors]


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same: letter case, white space, the form of accents and punctuation aside.

    Punctuation before a digit counts, as in 1.5 and -5; symbols and emoji count as words.
    """
    said, also = _said(one), _said(other)
    return said == also if said or also else "".join(one.split()) == "".join(other.split())


def lasting_ids(before: Sequence[Line], texts: Sequence[str]) -> list[str | None]:
    """Which old turn each new text continues, so that links to turns hold; None for a text without one.

    Equal runs of turns keep their ids, and so does a corrected turn in between that is still alike.
    """
    ids: list[str | None] = [None] * len(texts)
    for old, new in _aligned([turn.text for turn in before], texts):
        if before[old].text == texts[new] or likeness(before[old].text, texts[new]) >= WORTH_SUGGESTING:
            ids[new] = before[old].id
    return ids


class _Replacement:
    """The old text and the new one, and how the one became the other."""

    def __init__(self, before: Sequence[Line], after: Sequence[Line]) -> None:
        self.before, self.after = Script(before), Script(after)
        self.text = _flat(self.after.text)
        self.old = _flat(self.before.text)
        self.shift = Shift(self.old, self.text)

    def carry(self, anchor: Anchor) -> Moved:
        span = self._span(anchor)
        if span is not None and span[0] < span[1] and same_words(self.text[span[0] : span[1]], anchor.quote):
            return self._moved(anchor, span, Outcome.FOUND)
        if (alone := self._alone(anchor.quote)) is not None:
            return self._moved(anchor, alone, Outcome.FOUND)
        at = self._place(anchor) if span is None else span[0]
        if (likely := self._likely(anchor.quote, span, at)) is not None:
            return self._moved(anchor, likely, Outcome.CHANGED)
        return self._lost(anchor, at)

    def _span(self, anchor: Anchor) -> tuple[int, int] | None:
        """Where the anchor's text went; None for one that did not hold its quote before."""
        try:
            start, end = self.before.index(anchor.start), self.before.index(anchor.end)
        except SpanError:
            return None
        if not anchor.quote or self.before.text[start:end] != anchor.quote:
            return None
        begins = self.shift.opening(start)
        return begins, max(begins, self.shift.closing(end))

    def _place(self, anchor: Anchor) -> int:
        try:
            return self.shift.opening(self.before.index(anchor.start))
        except SpanError:
            return 0

    def _alone(self, quote: str) -> tuple[int, int] | None:
        """The one other place where the quote stands; short quotes recur by chance and are not looked for."""
        quote = _flat(quote)
        if len(quote) <= SHORT or sum(1 for _ in occurrences(self.old, quote)) > 1:
            return None
        places = list(occurrences(self.text, quote))
        return (places[0], places[0] + len(quote)) if len(places) == 1 else None

    def _likely(self, quote: str, span: tuple[int, int] | None, at: int) -> tuple[int, int] | None:
        if span is not None and span[0] < span[1]:
            start, end = to_words(self.text, *span)
            if likeness(self.text[start:end], _flat(quote)) >= WORTH_SUGGESTING:
                return start, end
        if len(quote) <= SHORT:
            return None
        begins = max(0, at - NEIGHBOURHOOD)
        near = self.text[begins : at + NEIGHBOURHOOD + len(quote)]
        found = fuzz.partial_ratio_alignment(_flat(quote), near, score_cutoff=FUZZY_CUTOFF)
        if found is None or len(quote) > len(near) or not near[found.dest_start : found.dest_end].strip():
            return None
        return to_words(self.text, begins + found.dest_start, begins + found.dest_end)

    def _moved(self, anchor: Anchor, span: tuple[int, int], outcome: Outcome) -> Moved:
        try:
            return Moved(anchor_at(self.after, *span), outcome)
        except SpanError:
            return self._lost(anchor, span[0])

    def _lost(self, anchor: Anchor, at: int) -> Moved:
        turn, offset = self.after.place(min(at, len(self.text)))
        return Moved(
            replace(anchor, start_turn=turn, start_offset=offset, end_turn=turn, end_offset=offset), Outcome.LOST
        )


def _aligned(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places, rising on both sides: turns that are equal, and those that took each other's place."""
    pairs = []
    for step in Levenshtein.opcodes(before, after):
        if step.tag in ("equal", "replace"):
            length = min(step.src_end - step.src_start, step.dest_end - step.dest_start)
            pairs += [(step.src_start + one, step.dest_start + one) for one in range(length)]
    return pairs


def _said(text: str) -> list[str]:
    """The words of a text as they would be said."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = [" " if _is_mute(folded, at) else letter for at, letter in enumerate(folded)]
    return "".join(kept).split()


def _is_mute(text: str, at: int) -> bool:
    if not unicodedata.category(text[at]).startswith("P"):
        return text[at] in _UNSEEN
    return not re.match(r"\d", text[at + 1 : at + 2])


_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"
"""Marks of direction and of no width: they are neither seen nor heard."""


def _flat(text: str) -> str:
    """Line breaks as spaces: turns that were joined or parted differently say the same."""
    return text.replace(TURN_BREAK, " ")
