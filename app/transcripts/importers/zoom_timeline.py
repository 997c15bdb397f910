"""Zoom's timeline: who spoke when, and the text where Zoom transcribed it."""

from app.transcripts.importers import spoken
from app.transcripts.importers.json_tree import Json, Object, first, has, obj, objects, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying
from app.transcripts.importers.stamps import srt as stamp

FORMAT = "zoom-timeline"
TITLE = "Zoom (timeline)"
SUFFIXES = frozenset({"json"})
TEXT = True


def sniff(source: Source) -> float:
    entry = first(obj(source.json).get("timeline"))
    return 0.95 if has(entry, "ts", "users") and "text" in entry else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    return spoken.transcript(FORMAT, map(_saying, objects(obj(source.json).get("timeline"))))


def _saying(entry: Object) -> Saying:
    names = [string(user.get("username")) for user in objects(entry.get("users"))]
    who = " & ".join(name for name in names if name) or None
    return Saying(who, string(entry.get("text")), _time(entry.get("ts")), _time(entry.get("end_ts")))


def _time(found: Json) -> int | None:
    read = stamp(string(found), 0)
    return read[0] if read else None
