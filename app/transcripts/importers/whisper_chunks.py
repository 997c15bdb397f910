"""Transformers pipelines and insanely-fast-whisper: “chunks” with a pair of times, and with speakers a second list."""

from collections.abc import Sequence

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.json_tree import Object, first, has, millis, obj, objects, sequence, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying, Token

FORMAT = "whisper-chunks"
TITLE = "insanely-fast-whisper, Transformers"
SUFFIXES = frozenset({"json"})
TEXT = True


def sniff(source: Source) -> float:
    root = obj(source.json)
    chunk = first(root.get("chunks")) or first(root.get("speakers"))
    return 0.95 if has(chunk, "text", "timestamp") else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows; chunks of single words become sayings again."""
    root = obj(source.take_json())
    spoken_by = objects(root.get("speakers"))
    chunks = spoken_by if spoken_by and has(spoken_by[0], "text", "timestamp") else objects(root.get("chunks"))
    language = string(root.get("language")) or string(next(iter(sequence(root.get("inferred_languages"))), ""))
    if _are_words(chunks):
        found = spoken.sayings(
            Token(string(chunk.get("text")), *_times(chunk), spoken.speaker(chunk.get("speaker"))) for chunk in chunks
        )
    else:
        found = [
            Saying(spoken.speaker(chunk.get("speaker")), string(chunk.get("text")), *_times(chunk)) for chunk in chunks
        ]
    return spoken.transcript(FORMAT, found, language=languages.tag(language))


def _are_words(chunks: Sequence[Object]) -> bool:
    single = sum(1 for chunk in chunks if len(string(chunk.get("text")).split()) <= 1)
    return len(chunks) > 3 and single >= 0.9 * len(chunks)


def _times(chunk: Object) -> tuple[int | None, int | None]:
    start, end = (*sequence(chunk.get("timestamp")), None, None)[:2]
    return millis(start), millis(end)
