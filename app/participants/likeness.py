"""Who may be the same person twice: equal contacts, equal or nearly equal names. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Reason = Literal["contact", "legal_name", "similar_name", "pseudonym", "similar_pseudonym"]
ALIKE = 0.86
"""How much of two names has to be the same: “Maureen Tattersal” and “Maureen Tattersall” have 0.97."""
_CROWD = 300
"""Of names that begin alike only so many are compared with each other."""


class Named(NamedTuple):
    """Somebody, as far as likeness goes."""

    id: str
    pseudonym: str
    legal_name: str
    contact: str


class Pair(NamedTuple):
    """Two who may be one, the one who came first before the other."""

    first: str
    second: str
    reason: Reason


def pairs(people: Sequence[Named], apart: Collection[frozenset[str]] = ()) -> list[Pair]:
    """Each pair once, with its strongest reason, the surest first. `people` stand in the order they came; those kept
    `apart` are no pair, whatever they have in common."""
    found: dict[tuple[str, str], Reason] = {}
    for reason, group in (*_equal(people, apart), *_similar(people)):
        if frozenset(group) not in apart:
            found.setdefault(group, reason)
    return [Pair(*ids, reason) for ids, reason in sorted(found.items(), key=lambda item: _ORDER[item[1]])]


def bare(name: str) -> str:
    """A name without case, accents, signs and the order of its words."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(sorted(re.findall(r"[^\W_]+", "".join(one for one in letters if not unicodedata.combining(one)))))


def alike(one: str, other: str) -> bool:
    """Whether two bare names may be one misspelt. Names that differ in a number never are: “Participant 1” and “2”."""
    if min(len(one), len(other)) < 5 or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _equal(people: Sequence[Named], apart: Collection[frozenset[str]]) -> Iterator[tuple[Reason, tuple[str, str]]]:
    """Each with the first of their group that it may be."""
    for reason, keys in (
        ("contact", {one.id: _contact(one.contact) for one in people}),
        ("legal_name", {one.id: bare(one.legal_name) for one in people}),
        ("pseudonym", {one.id: bare(one.pseudonym) for one in people}),
    ):
        groups: dict[str, list[str]] = defaultdict(list)
        for one, key in keys.items():
            if key:
                groups[key].append(one)
        for group in groups.values():
            for at, other in enumerate(group):
                first = next((one for one in group[:at] if frozenset((one, other)) not in apart), None)
                if first is not None:
                    yield reason, (first, other)  # type: ignore[misc]


def _similar(people: Sequence[Named]) -> Iterator[tuple[Reason, tuple[str, str]]]:
    for reason, names in (
        ("similar_name", {one.id: bare(one.legal_name) for one in people}),
        ("similar_pseudonym", {one.id: bare(one.pseudonym) for one in people}),
    ):
        for group in _beginnings(names).values():
            for at, first in enumerate(group[:_CROWD]):
                for second in group[at + 1 : _CROWD]:
                    if names[first] != names[second] and alike(names[first], names[second]):
                        yield reason, (first, second)  # type: ignore[misc]


def _beginnings(names: Mapping[str, str]) -> Mapping[str, list[str]]:
    """Ids by the first letters of each word of a name; a slip of the pen rarely hits the beginnings of all."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one, name in names.items():
        for beginning in {word[:3] for word in name.split()}:
            groups[beginning].append(one)
    return groups


def _contact(contact: str) -> str:
    """A mail address without case, a telephone number without anything but its digits."""
    text = "".join(contact.split()).casefold()
    digits = re.sub(r"\D", "", text)
    return digits[-9:] if "@" not in text and len(digits) >= 7 else text


_ORDER: Mapping[Reason, int] = {
    "contact": 0,
    "legal_name": 1,
    "similar_name": 2,
    "pseudonym": 3,
    "similar_pseudonym": 4,
}
