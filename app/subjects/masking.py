"""Names taken out of what stays. Pure.

What others said stays where it stood: a name gives way to as many blocks, so that no highlight, no time of a word and
no offset has to move.
"""

import re
from collections.abc import Iterable
from typing import Any

BLOCK = "█"
SHORTEST = 3
"""Shorter parts of names are words of every language."""
_GENERIC = re.compile(
    r"(unknown |unnamed )?(speaker|sprecher(in)?|participant|interviewee|interviewer|person|voice|guest|customer|"
    r"user|caller|teilnehmer(in)?|unknown|p|s|r|q|a)[ _#-]*\d*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


class Names:
    """What somebody is called: whole names in any case, parts of them as names are written."""

    def __init__(self, whole: Iterable[str], *, parts_of: Iterable[str] = ()) -> None:
        self._whole = _longest_first(name.strip() for name in whole if len(name.strip()) >= SHORTEST)
        parts = {word for name in parts_of for word in _WORD.findall(name) if len(word) >= SHORTEST}
        self._parts = _longest_first(word for word in parts if word[:1].isupper())

    @property
    def whole(self) -> list[str]:
        """The names to look for, longest first."""
        return self._whole

    def mask(self, text: str) -> str:
        """The text without the names, of the same length."""
        for pattern, flags in ((self._whole, re.IGNORECASE), (self._parts, 0)):
            if pattern:
                found = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, pattern))})(?!\w)", flags)
                text = found.sub(_blocks, text)
        return text

    def mask_all(self, value: Any) -> Any:
        """The same in every text of a JSON value; its keys stay."""
        if isinstance(value, str):
            return self.mask(value)
        if isinstance(value, list):
            return [self.mask_all(one) for one in value]
        if isinstance(value, dict):
            return {key: self.mask_all(one) for key, one in value.items()}
        return value


def is_generic(label: str) -> bool:
    """Whether a label names nobody: Speaker 2."""
    return _GENERIC.fullmatch(label.strip()) is not None


def _blocks(found: re.Match[str]) -> str:
    return "".join(character if character.isspace() else BLOCK for character in found[0])


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(set(names), key=lambda name: (-len(name), name))
