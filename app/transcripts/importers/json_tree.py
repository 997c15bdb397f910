"""JSON as it comes from strangers: any value may have any type, so nothing is trusted to be there.

The standard parser reads it; the functions below ask for a value and get None instead of an exception.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = Any
Object: TypeAlias = Mapping[str, Json]
_SPACES = re.compile(r"[\s,]*")
_NUMBER = re.compile(r"\s*[-+]?\d{1,15}(?:\.\d*)?(?:[eE][-+]?\d{1,3})?\s*s?\s*")
_SURROGATE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffd\ufffe\uffff]")


def parse(text: str) -> Json | None:
    """The value a text spells, or the list of the values that it spells one behind the other (JSON Lines, the output
    of programs that print each result); None when it spells none."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _values(text)


def _values(text: str) -> list[Json] | None:
    found, at, decoder = list[Json](), _SPACES.match(text).end(), json.JSONDecoder()  # type: ignore[union-attr]
    try:
        while at < len(text):
            value, end = decoder.raw_decode(text, at)
            found.append(value)
            at = _SPACES.match(text, end).end()  # type: ignore[union-attr]
    except (ValueError, RecursionError):
        return None
    return found


def objects(value: Json) -> list[Object]:
    """The objects of a list; nothing for what is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def spent(value: Json) -> Iterator[Object]:
    """The objects of a list, which is emptied on the way: a long list of words is larger than what is made of it."""
    for at, item in enumerate(value if isinstance(value, list) else ()):
        value[at] = None
        if isinstance(item, dict):
            yield item


def obj(value: Json) -> Object:
    return value if isinstance(value, dict) else {}


def first(value: Json) -> Object:
    """The first object of a list, or an empty one."""
    found = objects(value[:1]) if isinstance(value, list) else []
    return found[0] if found else {}


def string(value: Json) -> str:
    """A text without what cannot be saved; empty for anything else."""
    return _SURROGATE.sub("", value) if isinstance(value, str) else ""


def number(value: Json) -> float | None:
    """A number, also one spelled as “12.5” or “12.5s”; None for anything else."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value.strip().rstrip("s "))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) and abs(found) < 1e15 else None


def millis(value: Json, unit: float = 1000) -> int | None:
    """A time in milliseconds; `unit` is how many of them one of the file's units has (1000 for seconds)."""
    found = number(value)
    return round(found * unit) if found is not None else None


def pick(item: Object, names: Iterable[str]) -> Json:
    """The first of these keys that is there and not null."""
    return next((item[name] for name in names if item.get(name) is not None), None)


def walk(value: Json, depth: int = 3) -> Iterator[Json]:
    """A value and what lies inside it, a few levels deep."""
    yield value
    if depth and isinstance(value, dict):
        for inner in value.values():
            yield from walk(inner, depth - 1)


def has(item: Json, *keys: str) -> bool:
    return isinstance(item, dict) and all(key in item for key in keys)


def sequence(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else []
