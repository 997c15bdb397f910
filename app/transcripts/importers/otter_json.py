"""Otter's own JSON of a conversation: offsets count samples of a recording with 16,000 of them a second."""

from app.transcripts.importers import spoken
from app.transcripts.importers.json_tree import Object, first, has, millis, number, obj, objects, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying

FORMAT = "otter-json"
TITLE = "Otter (JSON)"
SUFFIXES = frozenset({"json"})
TEXT = True
_SAMPLES = 16_000


def sniff(source: Source) -> float:
    return 0.95 if has(first(_speech(source).get("transcripts")), "transcript", "start_offset") else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    speech = _speech(source)
    names = {str(person.get("id")): string(person.get("speaker_name")) for person in objects(speech.get("speakers"))}
    pieces = objects(speech.get("transcripts"))
    unit = _unit(pieces, number(speech.get("duration")))
    return spoken.transcript(FORMAT, (_saying(piece, names, unit) for piece in pieces))


def _speech(source: Source) -> Object:
    root = obj(source.json)
    return obj(root.get("speech")) or root


def _unit(pieces: list[Object], seconds: float | None) -> float:
    """How many milliseconds an offset counts: copies of other tools have milliseconds, which the length gives away."""
    last = max((number(piece.get("end_offset")) or 0 for piece in pieces), default=0)
    return 1.0 if seconds and last < seconds * 4000 else 1000 / _SAMPLES


def _saying(piece: Object, names: dict[str, str], unit: float) -> Saying:
    who = names.get(str(piece.get("speaker_id"))) or string(piece.get("speaker_name"))
    label = string(piece.get("speaker_model_label")) or string(piece.get("label"))
    times = millis(piece.get("start_offset"), unit), millis(piece.get("end_offset"), unit)
    words = spoken.words_of(piece.get("alignment"), ("word",), "startOffset", "endOffset", unit)
    return Saying(who or spoken.speaker(label), string(piece.get("transcript")), *times, list(words))
