"""Speechmatics: v2 (results of words, marks and entities) and v1 (words and speakers in lists of their own)."""

from collections.abc import Iterator

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.json_tree import Object, first, has, millis, number, obj, objects, pick, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Token

FORMAT = "speechmatics"
TITLE = "Speechmatics"
SUFFIXES = frozenset({"json"})
TEXT = True
_MARKS = frozenset({".", ",", "?", "!", ";", ":", "…", "。", "、", "？", "！"})


def sniff(source: Source) -> float:
    root = obj(source.json)
    result = first(root.get("results"))
    if has(result, "alternatives", "type", "start_time") and "content" in first(result.get("alternatives")):
        return 0.95
    return 0.95 if has(first(root.get("words")), "name", "time", "duration") else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    root = obj(source.take_json())
    tokens = _v2(root) if objects(root.get("results")) else _v1(root)
    config = obj(obj(root.get("metadata")).get("transcription_config"))
    language = string(config.get("language")) or string(obj(root.get("job")).get("lang"))
    return spoken.transcript(FORMAT, spoken.each_saying(tokens), language=languages.tag(language))


def _v2(root: Object) -> Iterator[Token]:
    voice: str | None = None
    for result in objects(root.get("results")):
        best = first(result.get("alternatives"))
        text = string(best.get("content"))
        mark = result.get("type") == "punctuation"
        if not text:
            continue
        if not mark:
            voice = spoken.speaker(best.get("speaker")) or string(result.get("channel")) or None
        glued = mark and string(result.get("attaches_to", "previous")) in {"previous", "both"}
        yield Token(text, millis(result.get("start_time")), millis(result.get("end_time")), voice, glued)


def _v1(root: Object) -> Iterator[Token]:
    """Who speaks is told by the time at which a speaker begins."""
    speakers = [(number(item.get("time")) or 0.0, string(item.get("name"))) for item in objects(root.get("speakers"))]
    speakers.sort()
    position, voice = 0, None
    for word in objects(root.get("words")):
        text, start = string(word.get("name")), number(word.get("time")) or 0.0
        mark = text in _MARKS
        while position < len(speakers) and speakers[position][0] <= start + 0.005 and not mark:
            voice = spoken.speaker(speakers[position][1])
            position += 1
        start_ms = round(start * 1000)
        length = millis(pick(word, ("duration",))) or 0
        yield Token(text, start_ms, start_ms + length, voice, mark)
