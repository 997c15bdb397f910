"""XML read as a stream of events by expat: no tree in memory, no recursion, no entities, nothing fetched."""

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from app.transcripts.importers.archive import damaged
from app.transcripts.importers.parsed import ImportRefused

_BLOCK = 64 * 1024
_MARK = "}"

Begin = Callable[[str, Mapping[str, str]], None]
"""Called with an element's local name and its attributes, local names too."""


def walk(stream: IO[bytes], begin: Begin, end: Callable[[str], None], text: Callable[[str], None]) -> None:
    """Reads a whole part. Raises ImportRefused for broken XML and for a document that declares entities."""
    parser = expat.ParserCreate(namespace_separator=_MARK)
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entity
    parser.StartElementHandler = lambda name, attributes: begin(_local(name), _locals(attributes))
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    try:
        while block := stream.read(_BLOCK):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged() from error


def _local(name: str) -> str:
    return name.rpartition(_MARK)[2]


def _locals(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name.rpartition(_MARK)[2]: value for name, value in attributes.items()}


def _refuse_entity(*_declared: object) -> None:
    advice = "Save it again from the program that made it."
    raise ImportRefused("entities", "The file declares XML entities, which are not read.", advice=advice)
