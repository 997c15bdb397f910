"""What an edit of a transcript does to the anchors in it. Pure.

Each edit makes new turns, and every anchor of the old turns comes back as `Moved`: either described anew
where its text now stands, or marked for review. An anchor is never dropped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.transcripts.anchors import (
    Anchor,
    Line,
    Match,
    Position,
    Script,
    SpanError,
    anchor_at,
    context_score,
    likeness,
    locate,
    occurrences,
)
from app.transcripts.offsets import Shift
from app.transcripts.relocating import Moved, Outcome, relocate

STILL_THE_SAME = 50.0
"""Below this likeness of old and new quote a person should look whether the mark is still meant."""

JOINER = " "


@dataclass(frozen=True, slots=True)
class Rewrite:
    """New text for a turn."""

    turn: str
    text: str


@dataclass(frozen=True, slots=True)
class Split:
    """Cuts a turn in two; the text from `at` on becomes the turn `into`, white space at the cut goes."""

    turn: str
    at: int
    into: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Appends the text of a turn to the one before it."""

    turn: str
    absorbed: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Takes a turn away."""

    turn: str


@dataclass(frozen=True, slots=True)
class Reimport:
    """All turns anew. A turn that kept its id may have another text."""

    turns: tuple[Line, ...]


Edit = Rewrite | Split | Merge | Delete | Reimport


def apply(turns: Sequence[Line], edit: Edit) -> list[Line]:
    """The turns after the edit. Raises SpanError for an unknown turn or a place outside of it."""
    if isinstance(edit, Reimport):
        return list(edit.turns)
    at = _index(turns, edit.turn)
    old = turns[at]
    if isinstance(edit, Rewrite):
        return [*turns[:at], replace(old, text=edit.text), *turns[at + 1 :]]
    if isinstance(edit, Delete):
        return [*turns[:at], *turns[at + 1 :]]
    if isinstance(edit, Split):
        head, tail = halves(old.text, edit.at)
        return [*turns[:at], replace(old, text=head), Line(edit.into, tail), *turns[at + 1 :]]
    if at + 1 == len(turns) or turns[at + 1].id != edit.absorbed:
        raise SpanError("only a turn and the next one can be merged")
    joined = replace(old, text=old.text + JOINER + turns[at + 1].text)
    return [*turns[:at], joined, *turns[at + 2 :]]


def halves(text: str, at: int) -> tuple[str, str]:
    """The two texts of a split. Raises SpanError when one of them would be empty."""
    head, tail = text[:at].rstrip(), text[at:].lstrip()
    if not 0 < at < len(text) or not head or not tail:
        raise SpanError("a split leaves text on both sides")
    return head, tail


def move(turns: Sequence[Line], edit: Edit, anchors: Iterable[Anchor]) -> list[Moved]:
    """Every anchor after the edit, in the given order. Raises SpanError for an edit that does not fit."""
    after = apply(turns, edit)
    if isinstance(edit, Reimport):
        return relocate(turns, after, list(anchors))
    journey = _Journey(turns, after, edit)
    return [journey.carry(anchor) for anchor in anchors]


class _Journey:
    """One edit's before and after, with the tables that moving many anchors shares."""

    def __init__(self, before: Sequence[Line], after: Sequence[Line], edit: Rewrite | Split | Merge | Delete) -> None:
        self.before, self.after = Script(before), Script(after)
        self.edit = edit
        self.at = _index(before, edit.turn)
        self.old = before[self.at].text
        self.order = {turn.id: place for place, turn in enumerate(before)}
        self.shift = Shift(self.old, edit.text) if isinstance(edit, Rewrite) else None

    def carry(self, anchor: Anchor) -> Moved:
        if not self._stood(anchor):
            found = locate(self.after.turns, anchor)
            sure = found is not None and found.match is not Match.FUZZY
            return Moved(found.anchor, Outcome.FOUND) if found and sure else self._lost(anchor)
        start, end = self._span(anchor)
        try:
            moved = anchor_at(self.after, self.after.index(start), self.after.index(end))
        except SpanError:
            return self._lost(anchor)
        alike = likeness(anchor.quote, moved.quote) >= STILL_THE_SAME
        return Moved(moved, Outcome.KEPT if alike else Outcome.CHANGED)

    def _stood(self, anchor: Anchor) -> bool:
        """Whether the anchor's place held its quote before the edit: others are looked for, not moved."""
        try:
            start, end = self.before.index(anchor.start), self.before.index(anchor.end)
        except SpanError:
            return False
        return bool(anchor.quote) and self.before.text[start:end] == anchor.quote

    def _span(self, anchor: Anchor) -> tuple[Position, Position]:
        if isinstance(self.edit, Rewrite):
            return self._rewritten(anchor, self.edit)
        return self._place(anchor.start, opening=True), self._place(anchor.end, opening=False)

    def _place(self, position: Position, *, opening: bool) -> Position:
        edit = self.edit
        if isinstance(edit, Merge) and position.turn == edit.absorbed:
            return Position(edit.turn, len(self.old) + len(JOINER) + position.offset)
        if position.turn != edit.turn:
            return position
        if isinstance(edit, Split):
            return _after_split(self.old, edit, position, opening=opening)
        if isinstance(edit, Delete):
            return self._beside_gap(opening=opening)
        return position

    def _beside_gap(self, *, opening: bool) -> Position:
        """Where an anchor continues when the turn it started or ended in is gone."""
        turns = self.after.turns
        if opening:
            return Position(turns[self.at].id, 0) if self.at < len(turns) else Position("", 0)
        return Position(turns[self.at - 1].id, len(turns[self.at - 1].text)) if self.at else Position("", 0)

    def _rewritten(self, anchor: Anchor, edit: Rewrite) -> tuple[Position, Position]:
        """The rewritten turn may hold the anchor's whole span, its beginning, its end, or its middle."""
        begins, ends = anchor.start_turn == edit.turn, anchor.end_turn == edit.turn
        if not begins and not ends:
            return anchor.start, anchor.end
        start = anchor.start_offset if begins else 0
        end = anchor.end_offset if ends else len(self.old)
        new_start, new_end = self._piece(start, end, edit.text)
        return (
            Position(edit.turn, new_start) if begins else anchor.start,
            Position(edit.turn, new_end) if ends else anchor.end,
        )

    def _piece(self, start: int, end: int, new: str) -> tuple[int, int]:
        """Where a piece of the old text stands in the new.

        Unchanged and unmistakable, else by the difference, unless an unchanged copy with better fitting
        surroundings is there: the difference of repetitive text is ambiguous.
        """
        piece = self.old[start:end]
        places = list(occurrences(new, piece)) if piece else []
        if len(places) == 1 and self.old.count(piece) == 1:
            return places[0], places[0] + len(piece)
        assert self.shift is not None  # noqa: S101 - only a rewrite comes here
        shifted = self.shift.opening(start), self.shift.closing(end)
        if not places or new[shifted[0] : shifted[1]] == piece:
            return shifted
        copies = [(place, place + len(piece)) for place in places]
        return max([shifted, *copies], key=lambda span: self._fit((start, end), span, new))

    def _fit(self, old_span: tuple[int, int], new_span: tuple[int, int], new: str) -> float:
        start, end = old_span
        around = self.old[max(0, start - 20) : start], self.old[end : end + 20]
        kept = likeness(self.old[start:end], new[new_span[0] : new_span[1]])
        return kept + 2 * context_score(new, *new_span, prefix=around[0], suffix=around[1])

    def _lost(self, anchor: Anchor) -> Moved:
        """The marked text is gone: keep the quote, point at the nearest place that is left."""
        turns = self.after.turns
        if not turns:
            return Moved(anchor, Outcome.LOST)
        place = min(self.order.get(anchor.start_turn, 0), len(turns) - 1)
        kept = {turn.id: turn for turn in turns}
        turn = kept.get(anchor.start_turn, turns[place])
        offset = min(anchor.start_offset, len(turn.text)) if turn.id == anchor.start_turn else 0
        at = {"start_turn": turn.id, "start_offset": offset, "end_turn": turn.id, "end_offset": offset}
        return Moved(replace(anchor, **at), Outcome.LOST)  # type: ignore[arg-type]


def _after_split(old: str, edit: Split, position: Position, *, opening: bool) -> Position:
    head, tail = halves(old, edit.at)
    tail_starts = len(old) - len(tail)
    if position.offset > edit.at or (opening and position.offset >= len(head)):
        return Position(edit.into, max(0, position.offset - tail_starts))
    return Position(edit.turn, min(position.offset, len(head)))


def _index(turns: Sequence[Line], turn: str) -> int:
    for place, line in enumerate(turns):
        if line.id == turn:
            return place
    raise SpanError(f"no turn {turn}")
