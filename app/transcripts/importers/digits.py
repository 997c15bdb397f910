"""Whole numbers as strangers write them: Python refuses to read more than some thousand digits with a ValueError."""

import html
import re

_MOST_DIGITS = 9
_NO_LETTER = re.compile(r"&#(?:[0-9]{20,}|[xX][0-9a-fA-F]{20,});?")


def whole_number(text: str) -> int | None:
    """The number that a few digits spell; None for anything else, and for more of them than anything is counted by."""
    return int(text) if len(text) <= _MOST_DIGITS and text.isdecimal() else None


def unescape(text: str) -> str:
    """Resolves the character references of HTML. U+FFFD stands for those of no letter, also where the standard
    library would raise for the length of their number."""
    return html.unescape(_NO_LETTER.sub("\ufffd", text))
