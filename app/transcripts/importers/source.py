"""A file on its way in: bytes, name, and the text inside, decoded once for all importers that ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from app.transcripts.importers import json_tree, xml_tree
from app.transcripts.importers.decoding import Decoded, decode
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript
from app.transcripts.importers.tables import TablePlan

_HEAD_LINES = 400


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

    @cached_property
    def decoding(self) -> Decoded:
        """How the bytes were decoded, with no text. Raises ImportRefused when they are none."""
        return replace(self.decoded, text="")

    def take_json(self) -> json_tree.Json | None:
        """The value of a JSON file for whoever takes it apart: neither it nor the text is kept here any more, since
        both together are as large as the transcript that is being made. Whoever asks again has them made anew.
        """
        found = self.json
        if found is not None:
            self.decoding  # noqa: B018 - from here on it is known
            for kept in ("_decoded", "json"):
                self.__dict__.pop(kept, None)
        return found

    @property
    def lines(self) -> list[str]:
        """Cut anew for whoever asks: kept, they would double the memory a long file takes."""
        return self.decoded.text.split("\n")

    def each_line(self) -> Iterator[str]:
        """The lines one after the other, for whoever goes over them once: none is kept."""
        text, start = self.text, 0
        while (end := text.find("\n", start)) >= 0:
            yield text[start:end]
            start = end + 1
        yield text[start:]

    @cached_property
    def head(self) -> Sequence[str]:
        """The first lines, enough to know a format by, without cutting the whole file into lines."""
        return self.decoded.text.split("\n", _HEAD_LINES)[:_HEAD_LINES]

    @cached_property
    def json(self) -> json_tree.Json | None:
        """The value of a JSON file, parsed once for all readers of JSON; None when it is none."""
        return json_tree.parse(self.text)

    @cached_property
    def xml(self) -> xml_tree.Document | None:
        """The tree of an XML file, parsed once; None when it is none."""
        return xml_tree.parse(self.text)

    @property
    def text(self) -> str:
        return self.decoded.text

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
