"""A file on its way in: bytes, name, and the text inside, decoded once for all importers that ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from app.transcripts.importers.decoding import Decoded, decode
from app.transcripts.importers.parsed import ParsedTranscript


@dataclass(frozen=True)
class Source:
    """`encoding` is set when a person chose one; otherwise it is detected."""

    data: bytes
    name: str = ""
    encoding: str | None = None

    @cached_property
    def decoded(self) -> Decoded:
        """Raises ImportRefused when the bytes are no text."""
        return decode(self.data, self.encoding)

    @cached_property
    def lines(self) -> Sequence[str]:
        return self.decoded.text.split("\n")

    @property
    def text(self) -> str:
        return self.decoded.text

    @property
    def suffix(self) -> str:
        """The end of the name, in small letters and without the dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""


class Importer(Protocol):
    """One file format. A module with these three names is one."""

    FORMAT: str

    def sniff(self, source: Source) -> float:
        """How sure it is, from 0 (not mine) to 1 (certainly mine)."""

    def read(self, source: Source) -> ParsedTranscript:
        """Reads the file; the only error is ImportRefused."""
