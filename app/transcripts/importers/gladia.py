"""Gladia: v2 (result.transcription.utterances) and v1 (prediction)."""

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.json_tree import (
    Json,
    Object,
    first,
    has,
    millis,
    obj,
    objects,
    pick,
    sequence,
    string,
    walk,
)
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying

FORMAT = "gladia"
TITLE = "Gladia"
SUFFIXES = frozenset({"json"})
TEXT = True


def sniff(source: Source) -> float:
    if has(first(_transcription(source.json).get("utterances")), "text", "start"):
        return 0.95
    return 0.95 if has(first(obj(source.json).get("prediction")), "transcription", "time_begin") else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    transcription = _transcription(source.json)
    units = objects(transcription.get("utterances")) or objects(obj(source.json).get("prediction"))
    channels = {str(unit.get("channel")) for unit in units}
    language = next(iter(sequence(transcription.get("languages"))), None) or (units[0].get("language") if units else "")
    found = (_saying(unit, len(channels) > 1) for unit in units)
    return spoken.transcript(FORMAT, found, language=languages.tag(string(language)))


def _transcription(found: Json) -> Object:
    for value in walk(found, 3):
        if has(value, "utterances", "full_transcript"):
            return obj(value)
    return {}


def _saying(unit: Object, several: bool) -> Saying:
    who = unit.get("speaker")
    voice = None if string(who) in {"not_activated", "unknown"} else spoken.speaker(who)
    if voice is None and several:
        voice = f"Channel {unit.get('channel')}"
    times = millis(pick(unit, ("start", "time_begin"))), millis(pick(unit, ("end", "time_end")))
    words = [*spoken.words_of(unit.get("words"), ("word",), "start", "end")]
    if not any(start is not None for _, start, _ in words):
        words = [*spoken.words_of(unit.get("words"), ("word",), "time_begin", "time_end")]
    return Saying(voice, string(pick(unit, ("text", "transcription"))), *times, words)
