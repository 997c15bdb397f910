"""Whisper's JSON in its dialects: OpenAI's program and API, faster-whisper, MLX, WhisperKit, whisper-timestamped,
stable-ts, Groq; segments with or without words, words alone, or the text alone.

There is no library for it: each program writes the fields it likes, and every field may be missing.
"""

from collections.abc import Iterator, Sequence

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.aligned import Timed
from app.transcripts.importers.json_tree import Json, Object, has, millis, obj, objects, spent, string
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying

FORMAT = "whisper"
TITLE = "Whisper"
SUFFIXES = frozenset({"json"})
TEXT = True
_OWN = ("seek", "avg_logprob", "no_speech_prob", "compression_ratio", "tokens", "temperature")


def sniff(source: Source) -> float:
    root, first = obj(source.json), next(iter(segments(source.json)), None)
    if first is not None and has(first, "start", "end", "text"):
        worded = any(has(word, "start") for word in objects(first.get("words"))[:1])
        own = worded or any(name in first for name in _OWN) or "language" in root or "text" in root
        return 0.9 if own else 0.0
    if not isinstance(root.get("text"), str):
        return 0.0
    timed = objects(root.get("words"))
    if timed and has(timed[0], "word", "start"):
        return 0.85
    return 0.55 if set(root) <= _ALONE else 0.0


_ALONE = frozenset({"text", "language", "task", "duration", "usage", "logprobs", "segments", "words", "x_groq"})


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when the file holds neither segments nor text."""
    return transcript(FORMAT, source)


def transcript(format_: str, source: Source) -> ParsedTranscript:
    """Also read by others who write Whisper's segments with more in them."""
    tree = source.take_json()
    root, found = obj(tree), segments(tree)
    language = languages.tag(string(root.get("language")))
    words = words_in(spent(root.get("words") or root.get("word_segments")))
    if found:
        return spoken.transcript(format_, _sayings(found, words), language=language, segments=len(found))
    if not string(root.get("text")).strip():
        advice = "It must hold “segments” or “text”."
        raise ImportRefused("no_text", "This JSON holds no transcript.", line=1, advice=advice)
    return spoken.transcript(format_, spoken.sentences(string(root["text"]), list(words)), language=language)


def segments(found: Json) -> list[Object]:
    return objects(found if isinstance(found, list) else obj(found).get("segments"))


def words_in(found: Json) -> Iterator[Timed]:
    """The word is called “word”, in some dialects “text”."""
    return spoken.words_of(found, ("word", "text"), "start", "end")


def _sayings(found: Sequence[Object], apart: Iterator[Timed]) -> Iterator[Saying]:
    """Words that stand beside the segments belong to the one in whose time they begin."""
    waiting = next(apart, None)
    for place, segment in enumerate(found):
        start, end = millis(segment.get("start")), millis(segment.get("end"))
        words = list(words_in(segment.get("words")))
        words_inside = bool(words)
        until = millis(found[place + 1].get("start")) if place + 1 < len(found) else None
        while not words_inside and waiting is not None and (until is None or (waiting[1] or 0) < until):
            words.append(waiting)
            waiting = next(apart, None)
        yield Saying(_speaker(segment), string(segment.get("text")), start, end, words)


def _speaker(segment: Object) -> str | None:
    named = segment.get("speaker", segment.get("speaker_id"))
    if named is None:
        named = next((word["speaker"] for word in objects(segment.get("words")) if word.get("speaker")), None)
    return spoken.speaker(named)
