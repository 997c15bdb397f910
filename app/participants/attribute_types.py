"""The six types an attribute may have, and what a value of each looks like. Pure."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

AttributeType = Literal["text", "number", "date", "yes_no", "one_of", "several_of"]
LONGEST_TEXT = 2000
_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "ja", "j", "wahr", "oui", "vrai", "sí", "si", "verdadero"})
_NO = frozenset({"no", "n", "false", "0", "-", "nein", "falsch", "non", "faux", "falso"})
_NUMBER = re.compile(r"[-+]?\d{1,30}(?:[.,]\d{1,30})?", re.ASCII)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:([ .,'\u00a0\u202f’])\d{3})(?:\1\d{3})*(?:[.,]\d+)?", re.ASCII)
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


class Misfit(ValueError):
    """A value that does not fit its attribute; the message says what would."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What values an attribute takes; `options` are those of one_of and several_of."""

    type: AttributeType
    options: tuple[str, ...] = ()


def fitted(kind: Kind, value: Any) -> Any:
    """The value as it is kept; raises Misfit. What is empty has to be left out by the caller."""
    return _FITTED[kind.type](kind, value)


def from_text(kind: Kind, text: str) -> Any:
    """The value that a cell of a table, or an earlier text, holds; raises Misfit."""
    return _READ[kind.type](kind, text.strip())


def text_of(value: Any) -> str:
    """A value as people read it; `from_text` of its own kind reads it back."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(text_of, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def converted(kind: Kind, value: Any) -> Any:
    """A value of another kind as one of this kind, where that makes sense; raises Misfit."""
    try:
        return fitted(kind, value)
    except Misfit:
        if kind.type == "number" and isinstance(value, bool):
            raise
        return from_text(kind, text_of(value))


def kind_of(values: Sequence[Any]) -> Kind:
    """The narrowest kind that values kept without one already have; text when they are of several."""
    if values and all(isinstance(value, bool) for value in values):
        return Kind("yes_no")
    if values and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return Kind("number")
    lists = [value for value in values if isinstance(value, list)]
    if lists and len(lists) == len(values) and all(isinstance(one, str) and one for value in lists for one in value):
        return Kind("several_of", tuple(dict.fromkeys(one for value in lists for one in value)))
    return Kind("text")


def _text(_kind: Kind, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Misfit("This needs a text.")
    if len(value) > LONGEST_TEXT:
        raise Misfit(f"This text is longer than {LONGEST_TEXT:,} letters.")
    return value.strip()


def _number(_kind: Kind, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15 or math.isnan(value):
        raise Misfit("This needs a number, such as 12 or 1.5.")
    return int(value) if float(value).is_integer() else value


def _date(_kind: Kind, value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise Misfit("This needs a day, such as 2026-03-31.") from None


def _yes_no(_kind: Kind, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Misfit("This needs a yes or a no.")
    return value


def _one_of(kind: Kind, value: Any) -> str:
    if not isinstance(value, str) or value not in kind.options:
        raise Misfit(f"“{value}” is none of the choices: {_named(kind)}.")
    return value


def _several_of(kind: Kind, value: Any) -> list[str]:
    if not isinstance(value, list) or not value:
        raise Misfit(f"This needs a list of choices: {_named(kind)}.")
    chosen = {_one_of(kind, one) for one in value}
    return [option for option in kind.options if option in chosen]


def _read_number(kind: Kind, text: str) -> int | float:
    grouped = _GROUPED.fullmatch(text)
    if grouped and (grouped[1] not in ".," or len(re.findall(r"[.,]", text)) > 1):
        text = text.replace(grouped[1], "")
    if not _NUMBER.fullmatch(text):
        raise Misfit(f"“{text}” is no number.")
    if re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", text):
        raise Misfit(f"“{text}” may be two numbers; write it without a comma, or with a point.")
    bare = text.replace(",", ".")
    return _number(kind, float(bare) if "." in bare else int(bare))


def _read_date(_kind: Kind, text: str) -> str:
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Misfit(f"“{text}” is no day that is read without doubt; write it as 2026-03-31.")


def _read_yes_no(_kind: Kind, text: str) -> bool:
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Misfit(f"“{text}” is neither yes nor no.")


def _read_one_of(kind: Kind, text: str) -> str:
    folded: Mapping[str, str] = {option.casefold(): option for option in kind.options}
    return _one_of(kind, folded.get(text.casefold(), text))


def _read_several_of(kind: Kind, text: str) -> list[str]:
    if ";" not in text and text.casefold() in {option.casefold() for option in kind.options}:
        return [_read_one_of(kind, text)]
    parts = [part.strip() for part in re.split(r";|\n" if ";" in text or "\n" in text else r",", text)]
    return _several_of(kind, [_read_one_of(kind, part) for part in parts if part])


def _named(kind: Kind) -> str:
    shown = ", ".join(f"“{option}”" for option in kind.options[:12])
    return f"{shown} …" if len(kind.options) > 12 else shown


_FITTED: Mapping[AttributeType, Callable[[Kind, Any], Any]] = {
    "text": _text, "number": _number, "date": _date, "yes_no": _yes_no, "one_of": _one_of, "several_of": _several_of,
}  # fmt: skip
_READ: Mapping[AttributeType, Callable[[Kind, str], Any]] = {
    "text": _text, "number": _read_number, "date": _read_date, "yes_no": _read_yes_no, "one_of": _read_one_of,
    "several_of": _read_several_of,
}  # fmt: skip
