"""YouTube's json3: events with their pieces; lines that only break the row say nothing."""

from app.transcripts.importers import spoken
from app.transcripts.importers.json_tree import Object, has, millis, obj, objects, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying

FORMAT = "youtube-json"
TITLE = "YouTube (json3)"
SUFFIXES = frozenset({"json", "json3"})
TEXT = True


def sniff(source: Source) -> float:
    events = objects(obj(source.json).get("events"))
    return 0.95 if any(has(event, "tStartMs", "segs") for event in events[:20]) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    events = objects(obj(source.json).get("events"))
    events = [event for event in events if event.get("segs") and not event.get("aAppend")]  # others set up windows
    found = (saying for event in events if (saying := _saying(event)).text.strip())
    return spoken.transcript(FORMAT, found)


def _saying(event: Object) -> Saying:
    pieces = objects(event.get("segs"))
    start = millis(event.get("tStartMs"), 1)
    length = millis(event.get("dDurationMs"), 1)
    end = start + length if start is not None and length is not None else None
    begins = [
        start + (millis(piece.get("tOffsetMs"), 1) or 0) if start is not None and len(pieces) > 1 else None
        for piece in pieces
    ]
    ends = [*begins[1:], end][: len(pieces)]
    texts = [string(piece.get("utf8")) for piece in pieces]
    return Saying(None, "".join(texts), start, end, list(zip(texts, begins, ends, strict=True)))
