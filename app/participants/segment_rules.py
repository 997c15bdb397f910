"""The rules of segments: conditions on what is known of a participant. Pure, and the same on every database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from app.participants.attribute_types import AttributeType

Operator = Literal[
    "is", "is_not", "contains", "at_least", "at_most", "before", "after", "any_of", "all_of", "none_of",
    "empty", "filled",
]  # fmt: skip
Match = Literal["all", "any"]
OF = "attribute:"
"""What the field of a condition on a custom attribute begins with; its key follows."""
BUILT_IN: Mapping[str, AttributeType] = {
    "pseudonym": "text",
    "role": "text",
    "segment": "text",
    "region": "text",
    "consent": "one_of",
}
"""What every participant has; `consent` is where it stands today."""
STANDINGS = ("pending", "granted", "withdrawn", "expired")
OPERATORS: Mapping[AttributeType, tuple[Operator, ...]] = {
    "text": ("is", "is_not", "contains", "any_of", "none_of", "empty", "filled"),
    "number": ("is", "is_not", "at_least", "at_most", "empty", "filled"),
    "date": ("is", "before", "after", "empty", "filled"),
    "yes_no": ("is", "empty", "filled"),
    "one_of": ("is", "is_not", "any_of", "none_of", "empty", "filled"),
    "several_of": ("any_of", "all_of", "none_of", "empty", "filled"),
}
"""Which questions may be asked of each type."""


class Person(NamedTuple):
    """What rules may ask about: nothing private."""

    id: str
    project_id: str
    pseudonym: str
    role: str
    segment: str
    region: str
    attributes: Mapping[str, Any]
    consent: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about one field; `value` is a list for any_of, all_of and none_of, and None for empty and filled."""

    field: str
    operator: Operator
    value: Any = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions of which all, or any, have to hold; without any condition everybody fits."""

    conditions: tuple[Condition, ...] = ()
    match: Match = "all"


def asked(rule: Rule) -> Callable[[Person], bool]:
    """A rule as a question, for whoever asks it of many."""
    questions = tuple(map(_question, rule.conditions))
    if rule.match == "all" or not questions:
        return lambda person: all(question(person) for question in questions)
    return lambda person: any(question(person) for question in questions)


def fits(rule: Rule, person: Person) -> bool:
    """Whether a rule holds for a person."""
    return asked(rule)(person)


def holds(condition: Condition, person: Person) -> bool:
    """Whether one condition holds. Of somebody without a value only `empty`, `is_not` and `none_of` do."""
    return _question(condition)(person)


def _question(condition: Condition) -> Callable[[Person], bool]:
    value_of, ask, wanted = _value_of(condition.field), _ASKED[condition.operator], condition.value
    without = condition.operator in ("empty", "is_not", "none_of")

    def question(person: Person) -> bool:
        value = value_of(person)
        return without if value is None or value in ("", []) else ask(value, wanted)

    return question


def _value_of(field: str) -> Callable[[Person], Any]:
    if field.startswith(OF):
        key = field.removeprefix(OF)
        return lambda person: person.attributes.get(key)
    return attrgetter(field) if field in BUILT_IN else lambda _person: None


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        return value.casefold() == wanted.casefold()
    # In Python True is 1, and a yes is no number.
    return isinstance(value, bool) == isinstance(wanted, bool) and bool(value == wanted)


def _ordered(value: Any, wanted: Any) -> bool:
    both = (value, wanted)
    if any(isinstance(one, bool) for one in both):
        return False
    return all(isinstance(one, int | float) for one in both) or all(isinstance(one, str) for one in both)


def _among(value: Any, wanted: Sequence[Any]) -> list[bool]:
    held = value if isinstance(value, list) else [value]
    return [any(_same(one, each) for one in held) for each in wanted]


_ASKED: Mapping[Operator, Callable[[Any, Any], bool]] = {
    "is": _same,
    "is_not": lambda value, wanted: not _same(value, wanted),
    "contains": lambda value, wanted: isinstance(value, str) and str(wanted).casefold() in value.casefold(),
    "at_least": lambda value, wanted: _ordered(value, wanted) and value >= wanted,
    "at_most": lambda value, wanted: _ordered(value, wanted) and value <= wanted,
    "before": lambda value, wanted: _ordered(value, wanted) and value < wanted,
    "after": lambda value, wanted: _ordered(value, wanted) and value > wanted,
    "any_of": lambda value, wanted: any(_among(value, wanted)),
    "all_of": lambda value, wanted: all(_among(value, wanted)),
    "none_of": lambda value, wanted: not any(_among(value, wanted)),
    "empty": lambda _value, _wanted: False,
    "filled": lambda _value, _wanted: True,
}
