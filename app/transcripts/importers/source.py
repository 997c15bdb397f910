"""A file on its way in: bytes, name, and the text inside, its encoding found once for all importers that ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Protocol

from app.transcripts.importers import json_tree, xml_tree
from app.transcripts.importers.decoding import Decoded, decode
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript
from app.transcripts.importers.tables import TablePlan

_HEAD_LINES = 400
_HEAD_BLOCKS = 4
_HEAD_LETTERS = _HEAD_BLOCKS * 64 * 1024


@dataclass(frozen=True)
class Source:
    """`encoding` and `plan` (of a table) are set when a person chose them; otherwise both are found out."""

    data: bytes
    name: str = ""
    encoding: str | None = None
    plan: TablePlan | None = None

    @property
    def decoded(self) -> Decoded:
        """Raises ImportRefused when the bytes are no text: that takes longest to find out, so it is kept as well."""
        if isinstance(self._decoded, ImportRefused):
            raise self._decoded.with_traceback(None)
        return self._decoded

    @cached_property
    def _decoded(self) -> Decoded | ImportRefused:
        try:
            return decode(self.data, self.encoding)
        except ImportRefused as refusal:
            return refusal

    def take_json(self) -> json_tree.Json | None:
        """The value of a JSON file for whoever takes it apart: it is not kept here any more, since it is as large as
        the transcript that is being made. Whoever asks again has it made anew.
        """
        found = self.json
        if found is not None:
            self.__dict__.pop("json", None)
        return found

    @property
    def text(self) -> str:
        """The whole text, made anew: kept, it would take up to four times the memory of the file."""
        return self.decoded.text

    @property
    def lines(self) -> list[str]:
        """Cut anew for whoever asks, as `text` is."""
        return list(self.decoded.lines())

    def each_line(self) -> Iterator[str]:
        """The lines one after the other, for whoever goes over them once: none is kept."""
        return self.decoded.lines()

    @cached_property
    def beginning(self) -> str:
        """The first letters: tens of thousands, enough to know a format by."""
        return next(self.decoded.blocks(), "")

    @cached_property
    def head(self) -> Sequence[str]:
        """The first lines; fewer than `_HEAD_LINES` where they are long, and of a single line only its beginning."""
        start = "".join(islice(self.decoded.blocks(), _HEAD_BLOCKS + 1))
        found = start[:_HEAD_LETTERS].split("\n", _HEAD_LINES)
        cut = len(found) > _HEAD_LINES or len(start) > _HEAD_LETTERS
        return found[:-1] if cut and len(found) > 1 else found

    @cached_property
    def is_blank(self) -> bool:
        """Whether there is nothing in it but white space."""
        return all(not block or block.isspace() for block in self.decoded.blocks())

    @cached_property
    def json(self) -> json_tree.Json | None:
        """The value of a JSON file, parsed once for all readers of JSON; None when it is none."""
        return json_tree.parse(self.text) if self.beginning.lstrip()[:1] in ("{", "[", "") else None

    @cached_property
    def xml(self) -> xml_tree.Document | None:
        """The tree of an XML file, parsed once; None when it is none."""
        return xml_tree.parse(self.decoded.blocks)

    @property
    def suffix(self) -> str:
        """The end of the name, in small letters and without the dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""


class Importer(Protocol):
    """One file format. A module with these names is one.

    `TITLE` is what people call it, `SUFFIXES` the ends of names it usually has. `TEXT` says that it reads decoded text:
    only then can an encoding be guessed wrongly, and be chosen.
    """

    FORMAT: str
    TITLE: str
    SUFFIXES: frozenset[str]
    TEXT: bool

    def sniff(self, source: Source) -> float:
        """How sure it is, from 0 (not mine) to 1 (certainly mine). ImportRefused counts as 0."""

    def read(self, source: Source) -> ParsedTranscript:
        """Reads the file; the only error is ImportRefused."""
