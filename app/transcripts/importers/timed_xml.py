"""Small XML of timed lines: YouTube's timedtext in both its forms, aeneas' map, and the like.

Times in attributes: start and dur in seconds, t and d in milliseconds, begin and end in seconds.
"""

from collections.abc import Iterator

from app.transcripts.importers import captions, languages
from app.transcripts.importers.captions import Caption
from app.transcripts.importers.digits import unescape
from app.transcripts.importers.json_tree import millis
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.rows import RowBuilder
from app.transcripts.importers.source import Source
from app.transcripts.importers.ttml import warn_mistake
from app.transcripts.importers.xml_tree import Document, Element

FORMAT = "timed-xml"
TITLE = "Timed XML (YouTube, aeneas)"
SUFFIXES = frozenset({"xml", "srv1", "srv2", "srv3"})
TEXT = True
_LINES = {"timedtext": ("p", "text"), "transcript": ("text",), "map": ("fragment",)}


def sniff(source: Source) -> float:
    return 0.95 if source.xml and _lines(source.xml) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when the file has no timed lines."""
    document = source.xml
    lines = _lines(document) if document else []
    if document is None or not lines:
        raise ImportRefused("no_times", "This XML holds no timed lines.", line=1, advice="Export it as WebVTT or TTML.")
    warnings = Warnings()
    warn_mistake(document, warnings)
    cues = [_caption(line) for line in lines if line.get("a") != "1"]
    language = languages.tag(document.root.get("lang"))
    return captions.transcript(FORMAT, [cue for cue in cues if cue.rows], warnings, language=language)


def _lines(document: Document) -> list[Element]:
    names = _LINES.get(document.name, ())
    return [line for line in document.root.all(*names) if _times(line)[0] is not None] if names else []


def _times(line: Element) -> tuple[int | None, int | None]:
    for begin, length, unit in (("t", "d", 1.0), ("start", "dur", 1000.0)):
        start = millis(line.get(begin), unit)
        if start is not None:
            lasting = millis(line.get(length), unit)
            return start, start + lasting if lasting is not None else millis(line.get("end"))
    return millis(line.get("begin")), millis(line.get("end"))


def _caption(line: Element) -> Caption:
    start, end = _times(line)
    builder = RowBuilder()
    for text, offset in _pieces(line):
        if offset is not None and start is not None:
            builder.mark(start + offset)
        builder.say(text)
    rows = tuple(row for row in builder.done() if row.text.strip())
    return Caption(line.line, start, end, rows)


def _pieces(line: Element) -> Iterator[tuple[str, int | None]]:
    """Text with the time that its piece of YouTube's third form counts from the beginning of the line."""
    for piece in line.pieces():
        if isinstance(piece, str):
            yield unescape(piece), None  # the first form is escaped twice
        elif piece.name == "s":
            yield piece.said(), millis(piece.get("t") or "0", 1)
        elif piece.name == "line":
            yield f"{piece.said()}\n", None
        else:
            yield piece.said() if piece.name not in {"children", "br"} else "\n", None
