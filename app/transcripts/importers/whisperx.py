"""WhisperX: Whisper's segments, each with its speaker, and all words once more under “word_segments”."""

from app.transcripts.importers import whisper
from app.transcripts.importers.json_tree import has
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source

FORMAT = "whisperx"
TITLE = "WhisperX"
SUFFIXES = frozenset({"json"})
TEXT = True


def sniff(source: Source) -> float:
    return 0.95 if has(source.json, "segments", "word_segments") and whisper.segments(source.json) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when the file holds no segments."""
    return whisper.transcript(FORMAT, source)
