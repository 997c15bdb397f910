"""How a file would read in other encodings: what a person needs to choose one."""

from typing import TYPE_CHECKING

from app.core.lazily import lazily
from app.transcripts.importers.alphabets import ranking
from app.transcripts.importers.decoding import ENCODINGS, decode
from app.transcripts.importers.parsed import ImportRefused

if TYPE_CHECKING:
    import charset_normalizer
else:
    charset_normalizer = lazily("charset_normalizer")

_LINES = 3
_LENGTH = 120
_MOST = 6
_SAMPLE = 32 * 1024
_WIDE = ("shift-jis", "euc-jp", "gb18030", "big5", "euc-kr")  # of two bytes a character
_FALLBACKS = ("cp1252", "cp1250", "cp1251", "shift-jis", "gb18030", "big5", "euc-kr", "mac-roman")


def readings(data: bytes, *, first: str = "") -> list[tuple[str, str]]:
    """Encodings with a few telling lines read in each, the likeliest first; what reads alike is named once."""
    lines = data[:_SAMPLE].splitlines()
    lines = lines[:-1] if len(data) > _SAMPLE and len(lines) > 1 else lines  # the last one is cut
    telling = [line.strip() for line in lines if not line.isascii()]
    sample = b"\n".join(telling)
    others = [match.encoding for match in charset_normalizer.from_bytes(sample)][:3]
    guesses = [name for name, _ in ranking(sample)[:4]] + others
    found: dict[str, str] = {}
    wide = first in _WIDE
    for name in (first, *(_WIDE if wide else ()), *guesses, *_FALLBACKS):
        encoding = name.replace("_", "-")
        if encoding in ENCODINGS and len(found) < _MOST:
            text = _shown(data[:_SAMPLE] if encoding.startswith("utf") else b"\n".join(telling[:_LINES]), encoding)
            if text:
                found.setdefault(text, encoding)
    return [(encoding, text) for text, encoding in found.items()]


def _shown(sample: bytes, encoding: str) -> str:
    """The first telling lines in an encoding; empty when they are no text in it."""
    try:
        text = decode(sample[: len(sample) - len(sample) % 4] if encoding.startswith("utf-") else sample, encoding).text
    except ImportRefused:
        return ""
    lines = [line.strip() for line in text.split("\n") if not line.isascii()]
    return "\n".join(line if len(line) <= _LENGTH else line[:_LENGTH].rstrip() + "…" for line in lines[:_LINES])
