"""Amazon Transcribe Call Analytics: turns of agent and customer, times in milliseconds."""

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.json_tree import Object, first, has, millis, obj, objects, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying

FORMAT = "aws-call-analytics"
TITLE = "Amazon Call Analytics"
SUFFIXES = frozenset({"json"})
TEXT = True


def sniff(source: Source) -> float:
    return 0.95 if has(first(obj(source.json).get("Transcript")), "Content", "BeginOffsetMillis") else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    root = obj(source.take_json())
    found = (_saying(turn) for turn in objects(root.get("Transcript")))
    return spoken.transcript(FORMAT, found, language=languages.tag(string(root.get("LanguageCode"))))


def _saying(turn: Object) -> Saying:
    words = spoken.words_of(
        [item for item in objects(turn.get("Items")) if item.get("Type") != "punctuation"],
        ("Content",), "BeginOffsetMillis", "EndOffsetMillis", 1,
    )  # fmt: skip
    who = string(turn.get("ParticipantRole")) or string(turn.get("ParticipantId"))
    times = millis(turn.get("BeginOffsetMillis"), 1), millis(turn.get("EndOffsetMillis"), 1)
    return Saying(
        spoken.speaker(who.capitalize() if who.isupper() else who), string(turn.get("Content")), *times, list(words)
    )
