"""Anchors: where a highlight sits in a transcript, said in a way that survives change.

Pure: it knows text and offsets, neither rows nor HTTP. Offsets count Unicode code points (Python's `str`
index); the JavaScript edge converts from UTF-16. Besides the position an anchor carries the exact quote with
the text around it (the W3C TextQuoteSelector), so that a stale position can be found again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from app.transcripts.offsets import shared_start

TURN_BREAK = "\n"
"""Stands between two turns in the quote of a highlight that crosses them."""

CONTEXT = 40
"""How many code points of prefix and suffix an anchor remembers."""

FUZZY_CUTOFF = 78.0
SHORT_FUZZY_CUTOFF = 90.0
SHORT = 16
"""Quotes up to this length must match almost exactly: short texts resemble each other by chance."""


class SpanError(ValueError):
    """A span that cannot be marked: unknown turn, offset out of bounds, wrong order or no text in it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A turn as anchors see it: its id and its text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two code points of a turn's text."""

    turn: str
    offset: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span of one or several turns: position, exact quote and what stands around it."""

    start_turn: str
    start_offset: int
    end_turn: str
    end_offset: int
    quote: str
    prefix: str = ""
    suffix: str = ""

    @property
    def start(self) -> Position:
        return Position(self.start_turn, self.start_offset)

    @property
    def end(self) -> Position:
        return Position(self.end_turn, self.end_offset)


class Match(StrEnum):
    """How an anchor was found, from certain to likely."""

    EXACT = "exact"
    QUOTE = "quote"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Found:
    """An anchor that fits the given turns, and how it was found."""

    anchor: Anchor
    match: Match


class Script:
    """Turns laid end to end, so that a span across turns is one span of one text."""

    def __init__(self, turns: Sequence[Line]) -> None:
        self.turns = turns
        self.text = TURN_BREAK.join(turn.text for turn in turns)
        self._starts: dict[str, int] = {}
        self._texts = {turn.id: turn.text for turn in turns}
        total = 0
        for turn in turns:
            self._starts[turn.id] = total
            total += len(turn.text) + len(TURN_BREAK)

    def index(self, position: Position) -> int:
        """The place in the whole text. Raises SpanError for an unknown turn or an offset outside of it."""
        text = self._texts.get(position.turn)
        if text is None:
            raise SpanError(f"no turn {position.turn}")
        if not 0 <= position.offset <= len(text):
            raise SpanError(f"offset {position.offset} is outside of the turn's {len(text)} characters")
        return self._starts[position.turn] + position.offset

    def span(self, start: int, end: int) -> tuple[Position, Position]:
        """The positions of a non-empty span of the whole text, kept inside the turns it touches."""
        ids = [turn.id for turn in self.turns]
        first, last = self._turn_at(start), self._turn_at(end - 1)
        return (
            Position(ids[first], start - self._starts[ids[first]]),
            Position(ids[last], end - self._starts[ids[last]]),
        )

    def place(self, index: int) -> tuple[str, int]:
        """The turn at a place of the whole text, and the offset in it: where a mark without text is parked."""
        turn = self.turns[self._turn_at(index)]
        return turn.id, min(max(0, index - self._starts[turn.id]), len(turn.text))

    def _turn_at(self, index: int) -> int:
        low, high = 0, len(self.turns) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._starts[self.turns[middle].id] <= index:
                low = middle
            else:
                high = middle - 1
        return low


def describe(turns: Sequence[Line], start: Position, end: Position) -> Anchor:
    """The anchor of a span, without the white space at its edges. Raises SpanError when nothing is left."""
    script = Script(turns)
    return anchor_at(script, script.index(start), script.index(end))


def anchor_at(script: Script, start: int, end: int) -> Anchor:
    """The anchor of a span given as places in the whole text. Raises SpanError when no text is in it."""
    selected = script.text[start:end]
    quote = selected.strip()
    if not quote:
        raise SpanError("the span holds no text" if start <= end else "the span ends before it starts")
    start += len(selected) - len(selected.lstrip())
    end = start + len(quote)
    first, last = script.span(start, end)
    return Anchor(
        start_turn=first.turn,
        start_offset=first.offset,
        end_turn=last.turn,
        end_offset=last.offset,
        quote=quote,
        prefix=script.text[max(0, start - CONTEXT) : start],
        suffix=script.text[end : end + CONTEXT],
    )


def locate(turns: Sequence[Line], anchor: Anchor) -> Found | None:
    """Finds an anchor in turns that may have changed: in its place, by its quote, by a similar quote.

    The anchor that comes back describes the given turns. None means that a person must look.
    """
    if not turns or not anchor.quote:
        return None
    script = Script(turns)
    if (exact := _in_place(script, anchor)) is not None:
        return Found(exact, Match.EXACT)
    if (span := _by_quote(script, anchor)) is not None:
        return Found(anchor_at(script, *span), Match.QUOTE)
    if (span := _by_likeness(script, anchor)) is not None:
        return Found(anchor_at(script, *span), Match.FUZZY)
    return None


def quote_of(script: Script, anchor: Anchor) -> str | None:
    """What stands at the anchor's position now; None when the position no longer exists."""
    try:
        return script.text[script.index(anchor.start) : script.index(anchor.end)]
    except SpanError:
        return None


def occurrences(text: str, quote: str) -> Iterator[int]:
    """Every place where the quote stands, overlapping ones too."""
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def likeness(left: str, right: str) -> float:
    """How similar two texts are, 0 to 100, runs of white space counting as one space. Two empty texts are alike."""
    return fuzz.ratio(" ".join(left.split()), " ".join(right.split()))


def context_score(text: str, start: int, end: int, *, prefix: str, suffix: str) -> int:
    """How many code points of the remembered surroundings stand around a span, counted outwards."""
    before = text[max(0, start - len(prefix)) : start]
    after = text[end : end + len(suffix)]
    return shared_start(before[::-1], prefix[::-1]) + shared_start(after, suffix)


def _in_place(script: Script, anchor: Anchor) -> Anchor | None:
    if quote_of(script, anchor) != anchor.quote:
        return None
    try:
        return anchor_at(script, script.index(anchor.start), script.index(anchor.end))
    except SpanError:
        return None


def _by_quote(script: Script, anchor: Anchor) -> tuple[int, int] | None:
    """The occurrence of the quote whose surroundings fit best; of equals, the nearest."""
    text, quote = _flat(script.text), _flat(anchor.quote)
    prefix, suffix = _flat(anchor.prefix), _flat(anchor.suffix)
    near = _old_index(script, anchor)

    def fit(at: int) -> tuple[int, int]:
        score = context_score(text, at, at + len(quote), prefix=prefix, suffix=suffix)
        return score, 0 if near is None else -abs(at - near)

    best = max(occurrences(text, quote), key=fit, default=None)
    return None if best is None or not quote.strip() else (best, best + len(quote))


def _by_likeness(script: Script, anchor: Anchor) -> tuple[int, int] | None:
    text, quote = _flat(script.text).casefold(), _flat(anchor.quote).casefold()
    if len(text) != len(script.text):
        text, quote = _flat(script.text), _flat(anchor.quote)  # folding changed the offsets (ß, İ)
    if len(quote) > len(text):
        return None
    cutoff = SHORT_FUZZY_CUTOFF if len(quote) <= SHORT else FUZZY_CUTOFF
    found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=cutoff)
    if found is None or not text[found.dest_start : found.dest_end].strip():
        return None
    return to_words(text, found.dest_start, found.dest_end)


def to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Grows a span to whole words, where words are written apart."""
    while start > 0 and _inside_word(text, start):
        start -= 1
    while end < len(text) and _inside_word(text, end):
        end += 1
    return start, end


def _inside_word(text: str, at: int) -> bool:
    return all(ord(character) < 0x2E80 and character.isalnum() for character in text[at - 1 : at + 1])


def _old_index(script: Script, anchor: Anchor) -> int | None:
    try:
        return script.index(anchor.start)
    except SpanError:
        return None


def _flat(text: str) -> str:
    """Line breaks as spaces: a quote across turns is also found where the turns were merged."""
    return text.replace(TURN_BREAK, " ")
