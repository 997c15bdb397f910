"""Where places of a text stand after the text was rewritten. Pure.

The difference is taken word by word first and letter by letter only inside a changed word: a difference of
letters alone finds accidental matches across a rewritten sentence and would tear marks apart.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of the old text and the stretch of the new text that took its place."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    same: bool


class Shift:
    """Maps offsets of the old text to the new. Text inserted at a mark's edge stays outside of the mark."""

    def __init__(self, old: str, new: str) -> None:
        self._blocks = list(_blocks(old, new))
        self._starts = [block.old_start for block in self._blocks]
        self._old_length, self._new_length = len(old), len(new)

    def opening(self, offset: int) -> int:
        """The new place of a span's start."""
        if offset >= self._old_length:
            return self._new_length
        block = self._blocks[bisect_right(self._starts, offset) - 1]
        if block.same:
            return block.new_start + offset - block.old_start
        return block.new_start if offset == block.old_start else block.new_end

    def closing(self, offset: int) -> int:
        """The new place of a span's end."""
        if offset <= 0:
            return 0
        block = self._blocks[bisect_right(self._starts, offset - 1) - 1]
        if block.same:
            return block.new_start + offset - block.old_start
        return block.new_end if offset == block.old_end else block.new_start


def _blocks(old: str, new: str) -> Iterator[_Block]:
    """The old text in order, without gaps; insertions belong to no block."""
    head = shared_start(old, new)
    limit = min(len(old), len(new)) - head
    tail = min(shared_start(old[::-1], new[::-1]), limit)
    if head:
        yield _Block(0, head, 0, head, same=True)
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    for block in _word_blocks(*middle):
        yield _moved(block, head, head)
    if tail:
        yield _Block(len(old) - tail, len(old), len(new) - tail, len(new), same=True)


def _word_blocks(old: str, new: str) -> Iterator[_Block]:
    old_words, new_words = _TOKENS.findall(old), _TOKENS.findall(new)
    old_at, new_at = _edges(old_words), _edges(new_words)
    for step in Levenshtein.opcodes(_folded(old_words), _folded(new_words)):
        block = _Block(
            old_at[step.src_start],
            old_at[step.src_end],
            new_at[step.dest_start],
            new_at[step.dest_end],
            same=step.tag == "equal",
        )
        if step.tag == "replace" and step.src_end - step.src_start == 1:
            yield from _letter_blocks(old, new, block)
        elif block.old_end > block.old_start:
            yield block


def _folded(words: list[str]) -> list[str]:
    """Words without their case, where that changes no length: "It" and "it" are the same word."""
    return [folded if len(folded := word.casefold()) == len(word) else word for word in words]


def _letter_blocks(old: str, new: str, word: _Block) -> Iterator[_Block]:
    before, after = old[word.old_start : word.old_end], new[word.new_start : word.new_end]
    for step in Levenshtein.opcodes(before, after):
        if step.src_end > step.src_start:
            letters = _Block(step.src_start, step.src_end, step.dest_start, step.dest_end, same=step.tag == "equal")
            yield _moved(letters, word.old_start, word.new_start)


def _moved(block: _Block, old: int, new: int) -> _Block:
    return _Block(block.old_start + old, block.old_end + old, block.new_start + new, block.new_end + new, block.same)


def _edges(words: list[str]) -> list[int]:
    edges = [0]
    for word in words:
        edges.append(edges[-1] + len(word))
    return edges


def shared_start(left: str, right: str) -> int:
    """How many code points two texts have in common from their start."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
