"""Cursor paging: `?limit=&cursor=` in, `{items, next_cursor, total?}` out (DESIGN §7)."""

import base64
import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from app.core.errors import Fault, Invalid

T = TypeVar("T")
_UNSAVABLE = re.compile("[\x00\ud800-\udfff]")


class Page(BaseModel, Generic[T]):
    """A page of a list; `next_cursor` is null on the last one."""

    items: list[T]
    next_cursor: str | None = None
    total: int | None = None


def encode(key: Sequence[Any]) -> str:
    """Packs the sort key of a page's last row."""
    return base64.urlsafe_b64encode(json.dumps(list(key)).encode()).decode().rstrip("=")


def decode(cursor: str, length: int) -> tuple[str, ...]:
    """Unpacks a sort key of texts; raises Invalid when the cursor is not one of ours."""
    key = _unpacked(cursor)
    if len(key) != length or not all(isinstance(part, str) and not _UNSAVABLE.search(part) for part in key):
        raise _bad_cursor()
    return tuple(key)


def decode_number(cursor: str) -> int:
    """Unpacks a cursor that is one number; raises Invalid when it is not one of ours."""
    match _unpacked(cursor):
        case [int() as number] if not isinstance(number, bool) and 0 <= number < 2**31:
            return number
    raise _bad_cursor()


def _unpacked(cursor: str) -> list[Any]:
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError) as error:
        raise _bad_cursor() from error
    return key if isinstance(key, list) else []


def cut(rows: Sequence[T], limit: int, key: Callable[[T], Sequence[Any]]) -> tuple[list[T], str | None]:
    """Splits rows that were read with `limit + 1` into the page and the cursor of the next one."""
    page = list(rows[:limit])
    return page, encode(key(page[-1])) if len(rows) > limit else None


def _bad_cursor() -> Invalid:
    return Invalid("The cursor is not one of ours; start again without it.", faults=[Fault("cursor", "unknown cursor")])
