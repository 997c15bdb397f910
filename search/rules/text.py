"""From text to words: where words begin and end, how they are folded, and where a sentence breaks them apart.

A word is a run of letters and digits with their marks. Scripts written without spaces (Han, kana, Thai, Lao,
Khmer, Burmese) give one word a character, so that any copied stretch is found as a phrase. An emoji is a
word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

GAP = "\x01"
GAP_WIDTH = 8
LONGEST_WORD = 64
_CACHE_SIZE = 200_000
_LAST_MARK = 0x1FFFF

_HARD = (
    r"[!?;\u00a1\u00bf\u00a7\u00b6\u2025\u2026\u203c\u203d\u2047-\u2049\u060c\u061b\u061f\u06d4\u0964\u0965\u17d4"
    r"\u3001\u3002\ufe12\uff01\uff0c\uff0e\uff1a\uff1b\uff1f\uff61\uff64]|[.,](?=\s)"
)
_VOICED = r"[\u3099\u309a\uff9e\uff9f]"
_SOLID = (
    r"[\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003fa1f]"
)
_SOUTH_EAST = r"[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e45\u0e81-\u0eb0\u0ebd-\u0ec4\u1000-\u102a\u1780-\u17a2]"
_EMOJI = r"[\u2600-\u27bf\U0001f300-\U0001f6ff\U0001f900-\U0001faff]"


def _ranges(categories: tuple[str, ...]) -> str:
    """A character class body of every code point in these categories."""
    found: list[list[int]] = []
    for point in range(_LAST_MARK + 1):
        if unicodedata.category(chr(point)) in categories:
            if found and found[-1][1] == point - 1:
                found[-1][1] = point
            else:
                found.append([point, point])
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in found)


_MARKS = _ranges(("Mn", "Mc"))
_SOLID_WORD = f"{_SOLID}{_VOICED}*|{_SOUTH_EAST}[{_MARKS}]*"
_WORD = re.compile(f"{_SOLID_WORD}|(?:(?!{_SOLID}|{_SOUTH_EAST})[^\\W_][{_MARKS}]*)+|{_EMOJI}|{_HARD}")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+|[!?;]|[.,](?=\s)")
_SOLID_ONE = re.compile(f"(?:{_SOLID_WORD})\\Z")
_HARD_ONE = re.compile(f"(?:{_HARD.replace('(?=', '(?:')})|[.,]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})


class Token(NamedTuple):
    """A folded word and its place in the text (code points). `apart` says that a sentence break lies before
    it.
    """

    word: str
    start: int
    end: int
    apart: bool
    solid: bool


def fold(word: str) -> str:
    """The form words are compared in: no case, accents or width; never empty for a non-empty word."""
    if word.isascii():
        return word.lower()[:LONGEST_WORD]
    spread = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(letter for letter in spread if not _is_accent(letter))
    folded = unicodedata.normalize("NFKC", kept).casefold().translate(_LETTERS)
    return "".join(folded.split())[:LONGEST_WORD] or word[:LONGEST_WORD]


def _is_accent(letter: str) -> bool:
    """Accents and Hebrew or Arabic points, but not the marks that make another letter (kana voicing, Indic
    signs).
    """
    place = unicodedata.combining(letter)
    return 10 <= place <= 36 or place >= 200


class _Folds(dict[str, str]):
    """Remembers folded words; a sentence break folds to GAP."""

    def __missing__(self, piece: str) -> str:
        if len(self) > _CACHE_SIZE:
            self.clear()
        folded = GAP if _HARD_ONE.match(piece) else fold(piece)
        self[piece] = folded
        return folded


_folds = _Folds()


def words(text: str) -> list[str]:
    """The folded words of a text in order, with GAP where a sentence breaks; fast, without offsets."""
    pattern = _ASCII_WORD if text.isascii() else _WORD
    return list(map(_folds.__getitem__, pattern.findall(text)))


def pieces(text: str) -> Iterator[re.Match[str]]:
    """Where `words` found each of its words and breaks."""
    return (_ASCII_WORD if text.isascii() else _WORD).finditer(text)


def tokens(text: str) -> list[Token]:
    """The words of a text with their offsets."""
    is_ascii = text.isascii()
    found: list[Token] = []
    apart = False
    for match in (_ASCII_WORD if is_ascii else _WORD).finditer(text):
        piece = match[0]
        folded = _folds[piece]
        if folded == GAP:
            apart = True
            continue
        solid = not is_ascii and not piece.isascii() and _SOLID_ONE.match(piece) is not None
        found.append(Token(folded, *match.span(), apart, solid))
        apart = False
    return found


def placed(values: Iterable[Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Words with positions through the values of one field. A break or a new value leaves one gap."""
    position = -1
    for value in values:
        gap = position >= 0
        for word in value:
            if word == GAP:
                gap = position >= 0
                continue
            position += GAP_WIDTH if gap else 1
            gap = False
            yield word, position


def values(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """A text field's values, whether it has one or several."""
    return (text,) if isinstance(text, str) else text


def prefix_end(text: str, token: Token, length: int) -> int:
    """Where the first `length` folded characters of a word end in the text."""
    if text[token.start : token.end].isascii():
        return min(token.end, token.start + length)
    for end in range(token.start + 1, token.end):
        if len(fold(text[token.start : end])) >= length and unicodedata.combining(text[end]) == 0:
            return end
    return token.end
