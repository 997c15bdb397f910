"""Rev AI and Rev: monologues of elements, words with times and marks between them."""

import re
from collections.abc import Iterator

from app.transcripts.importers import spoken
from app.transcripts.importers.aligned import Timed
from app.transcripts.importers.json_tree import Json, Object, first, has, millis, number, obj, objects, pick, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying
from app.transcripts.importers.stamps import srt as stamp

FORMAT = "revai"
TITLE = "Rev, Rev AI"
SUFFIXES = frozenset({"json"})
TEXT = True


def sniff(source: Source) -> float:
    return 0.95 if has(first(obj(source.json).get("monologues")), "elements") else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    root = obj(source.take_json())
    names = {str(person.get("id")): string(person.get("name")) for person in objects(root.get("speakers"))}
    found = (_saying(monologue, names) for monologue in objects(root.get("monologues")))
    return spoken.transcript(FORMAT, found)


def _saying(monologue: Object, names: dict[str, str]) -> Saying:
    who = monologue.get("speaker")
    named = string(obj(monologue.get("speaker_info")).get("display_name")) or names.get(str(who))
    elements = objects(monologue.get("elements"))
    text = "".join(_text(element) for element in elements)
    return Saying(
        named or spoken.speaker(who), re.sub(r"\s+([,.;:?!])", r"\1", text), None, None, list(_words(elements))
    )


def _text(element: Object) -> str:
    value = string(element.get("value"))
    return f" {value} " if element.get("type") == "unknown" and value else value


def _words(elements: list[Object]) -> Iterator[Timed]:
    for element in elements:
        if element.get("type") == "text":
            start = _time(pick(element, ("ts", "timestamp")))
            yield string(element.get("value")), start, _time(pick(element, ("end_ts", "end_timestamp")))


def _time(found: Json) -> int | None:
    if number(found) is not None:
        return millis(found)
    read = stamp(string(found), 0)
    return read[0] if read else None
