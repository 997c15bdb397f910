"""Praat TextGrid as “binary file”: big-endian numbers, texts with their length, in ASCII or UTF-16.

https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html. Written here because no reader on PyPI knows it.
"""

import struct
from dataclasses import dataclass

from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.source import Source
from app.transcripts.importers.textgrid import transcript
from app.transcripts.importers.tiers import Annotation, Tier

FORMAT = "textgrid-binary"
TITLE = "Praat TextGrid (binary)"
SUFFIXES = frozenset({"textgrid"})
TEXT = False
_MAGIC = b"ooBinaryFile\x08TextGrid"


def sniff(source: Source) -> float:
    return 1.0 if source.data.startswith(_MAGIC) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when the file is cut short or no TextGrid."""
    try:
        found = _Bytes(source.data, len(_MAGIC)).tiers()
    except (struct.error, UnicodeDecodeError, ValueError, OverflowError) as error:
        advice = "Save it again from Praat, as text file."
        raise ImportRefused("damaged", "The binary TextGrid is cut short or damaged.", advice=advice) from error
    return transcript(FORMAT, found, Warnings())


@dataclass
class _Bytes:
    """Takes values from the front."""

    data: bytes
    position: int

    def tiers(self) -> list[Tier]:
        self._take("dd")
        exists = self._take("b")[0]
        return [self._tier() for _ in range(int(self._take("i")[0]) if exists else 0)]

    def _tier(self) -> Tier:
        kind, name = self._short_text(), self._text()
        self._take("dd")
        points = kind == "TextTier"
        return Tier(name, [self._annotation(points) for _ in range(int(self._take("i")[0]))])

    def _annotation(self, point: bool) -> Annotation:
        start = self._take("d")[0]
        end = start if point else self._take("d")[0]
        return Annotation(0, round(start * 1000), round(end * 1000), self._text())

    def _short_text(self) -> str:
        return self._bytes(int(self._take("B")[0])).decode("ascii")

    def _text(self) -> str:
        """A length of -1 announces UTF-16, whose own length follows."""
        length = int(self._take("h")[0])
        if length >= 0:
            return self._bytes(length).decode("ascii", "replace").replace("\ufffd", "?")
        return self._bytes(int(self._take("h")[0]) * 2).decode("utf-16-be")

    def _bytes(self, count: int) -> bytes:
        self.position += count
        if count < 0 or self.position > len(self.data):
            raise ValueError("cut short")
        return self.data[self.position - count : self.position]

    def _take(self, form: str) -> tuple[float, ...]:
        found = struct.unpack_from(f">{form}", self.data, self.position)
        self.position += struct.calcsize(f">{form}")
        return found
