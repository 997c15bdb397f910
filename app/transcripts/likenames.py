"""Names that are probably one person's, misspelt or shortened: suggested to a person, never applied unseen. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein

SHORTEST = 5
"""Shorter names resemble each other by chance: Jan and Jana are two people."""
LONG = 9
"""From this length on two letters may differ."""


def near_names(one: str, other: str) -> bool:
    """Whether two names may be the same person's: alike but for accents, case, a letter or two, or a missing surname.

    Numbers tell people apart, so Speaker 1 is never Speaker 2.
    """
    plain, also = _plain(one), _plain(other)
    if not plain or not also or _digits(plain) != _digits(also):
        return False
    if plain == also or _is_part(plain, also) or _is_part(also, plain):
        return True
    shorter = min(len(plain), len(also))
    allowed = 0 if shorter < SHORTEST else 1 if shorter < LONG else 2
    return DamerauLevenshtein.distance(plain, also, score_cutoff=allowed) <= allowed


def twins(names: Iterable[str]) -> dict[str, str]:
    """For every name that may be an earlier one's misspelling, that earlier name."""
    seen: list[str] = []
    found: dict[str, str] = {}
    for name in names:
        twin = next((earlier for earlier in seen if near_names(name, earlier)), None)
        if twin is not None:
            found[name] = twin
        seen.append(name)
    return found


def _is_part(short: str, long: str) -> bool:
    """Rosa and Rosa Weber; a part such as “Speaker” is no first name."""
    words, rest = short.split(), long.split()
    return len(words) < len(rest) and rest[: len(words)] == words and len(short) >= 3 and not _digits(long)


def _plain(name: str) -> str:
    bare = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", bare.casefold()))


def _digits(name: str) -> str:
    return "".join(letter for letter in name if letter.isdecimal())
