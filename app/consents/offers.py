"""What a version of a form offers, what may be chosen of it, and what proves which text was read. Pure."""

import calendar
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from app.access.audiences import Scope
from app.core.errors import Fault, Invalid

CHOICE, ALWAYS, NEVER = "choice", "always", "never"
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which people mistake for each other when they read a receipt aloud."""


def check(*, scope: str, media: bool, scopes: Sequence[str], media_rule: str) -> None:
    """Raises Invalid for a choice that the form does not offer."""
    if scope not in scopes:
        raise Invalid("Choose one of the answers.", code="not_offered", faults=[Fault("scope", "not offered")])
    if (media_rule == ALWAYS and not media) or (media_rule == NEVER and media):
        raise Invalid("The form does not offer this.", code="not_offered", faults=[Fault("media", "not offered")])


def ends_on(day: date, valid_months: int | None) -> date | None:
    """The last day of a consent given on a day. A month that has no such day ends it on its own last day."""
    if valid_months is None:
        return None
    month = day.month - 1 + valid_months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def text_hash(
    *,
    texts: Mapping[str, Mapping[str, str]],
    language: str,
    scopes: Sequence[str],
    media: str,
    valid_months: int | None,
) -> str:
    """SHA-256 of everything that somebody read and could choose from, in hex."""
    text = texts[language]
    read = [language, text["title"], text["body"], list(scopes), media, valid_months]
    return hashlib.sha256(json.dumps(read, ensure_ascii=False).encode()).hexdigest()


def language_for(offered: Sequence[str], *wanted: str) -> str:
    """The first wanted language that is offered, by its first part (`de-AT` finds `de`), else the first offered."""
    shorts = {tag.lower().partition("-")[0]: tag for tag in reversed(offered)}
    for tag in wanted:
        short = tag.strip().lower()
        if short in (one.lower() for one in offered):
            return next(one for one in offered if one.lower() == short)
        if found := shorts.get(short.partition("-")[0]):
            return found
    return offered[0]


def accepted(header: str) -> list[str]:
    """The languages of an Accept-Language header, in the order they stand; weights are rarely out of order."""
    return [part.partition(";")[0].strip() for part in header[:300].split(",") if part.strip()]


def wider(before: tuple[str, bool], after: tuple[str, bool]) -> bool:
    """Whether a change of (scope, media) lets words travel further than before."""
    return Scope(after[0]).rank > Scope(before[0]).rank or (after[1] and not before[1])


def new_number() -> str:
    """The number of a receipt: 60 random bits that can be read aloud, such as FH-7K3M-92QX-WD4P."""
    letters = [secrets.choice(_LETTERS) for _ in range(12)]
    return "FH-" + "-".join("".join(letters[at : at + 4]) for at in (0, 4, 8))
