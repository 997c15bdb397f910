"""Any JSON that is a list of sayings: fields are known by their usual names, and the reader is told which were taken.

Podcast transcripts (Descript), Fireflies, Recall, aeneas, youtube-transcript-api and home-made exports are such lists.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.aligned import Timed
from app.transcripts.importers.json_tree import Json, Object, millis, number, obj, objects, pick, sequence, string, walk
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying
from app.transcripts.importers.stamps import srt as stamp

FORMAT = "json"
TITLE = "JSON, a list of sayings"
SUFFIXES = frozenset({"json", "jsonl", "ndjson"})
TEXT = True
_TEXTS = (
    "text", "transcript", "sentence", "body", "content", "utterance", "utt", "message", "caption", "lines", "line",
    "display", "phrase", "transcription", "text_level0", "raw_text", "value", "dialogue",
)  # fmt: skip
_SPEAKERS = (
    "speaker", "speaker_name", "speakerName", "speaker_label", "speakerLabel", "participant", "username", "user",
    "author", "name", "voice", "speaker_id", "speakerId", "sid", "role", "channel",
)  # fmt: skip
_STARTS = (
    "start", "start_time", "startTime", "start_ms", "startMs", "startMillis", "begin", "start_timestamp", "begin_time",
    "startTimestamp", "offset", "timestamp", "ts", "time", "from", "start_offset", "dur",
)  # fmt: skip
_ENDS = (
    "end", "end_time", "endTime", "end_ms", "endMs", "endMillis", "stop", "end_timestamp", "endTimestamp", "end_ts",
    "to", "end_offset",
)  # fmt: skip
_LENGTHS = ("duration", "dur", "length", "duration_ms", "durationMs")
_WORDS = ("word", "text", "value", "punctuated_word")
_CHARS_A_SECOND = 3  # people say about 15; a time that would mean fewer than this counts milliseconds


def sniff(source: Source) -> float:
    found = _list(source.json)
    if not found or not any(_text(item) for item in found):
        return 0.0
    told = pick(found[0], _STARTS) is not None, _speaker(found[0]) is not None
    return 0.5 if all(told) else 0.45 if any(told) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when no list in the file holds texts."""
    found = _list(source.json)
    if not found:
        advice = "It must hold a list of objects with “text” and, if known, “speaker”, “start” and “end”."
        raise ImportRefused("no_text", "No transcript was found in this JSON.", line=1, advice=advice)
    warnings = Warnings()
    names = {what: _key(found, keys) for what, keys in (("text", _TEXTS), ("speaker", _SPEAKERS), ("start", _STARTS))}
    taken = ", ".join(f"{what} ← {name}" for what, name in names.items() if name)
    message = "This JSON is of no known service; it was read by the names of its fields."
    warnings.add("fields_guessed", message, None, taken)
    reader = _Reader(_unit(found))
    language = languages.tag(string(obj(source.json).get("language")))
    return spoken.transcript(FORMAT, map(reader.saying, found), warnings, language=language)


def _list(found: Json) -> list[Object]:
    """The longest list in the file whose items have a text, counted by those that do."""
    lists = [objects(found), *(objects(value) for value in walk(found, 3) if isinstance(value, list))]
    counted = [(sum(1 for item in items[:200] if _text(item)), len(items), items) for items in lists]
    counted = [entry for entry in counted if entry[0] and entry[0] * 2 >= min(entry[1], 200)]
    return max(counted, key=lambda entry: entry[:2])[2] if counted else []


def _inside(item: Object) -> Object:
    """An annotation may keep its text in an object of its own."""
    return item if pick(item, _TEXTS) is not None else obj(item.get("data"))


def _text(item: Object) -> str:
    inside = _inside(item)
    for name in _TEXTS:
        value = inside.get(name)
        if isinstance(value, list) and value and isinstance(value[0], str):
            return " ".join(string(line) for line in value)
        if string(value).strip():
            return string(value)
    words = (string(pick(word, _WORDS)) for word in objects(item.get("words")))
    return " ".join(word.strip() for word in words if word.strip())


def _speaker(item: Object) -> str | None:
    found = pick(item, _SPEAKERS)
    return spoken.speaker(pick(found, ("name", "label", "id")) if isinstance(found, dict) else found)


def _key(found: Sequence[Object], names: Sequence[str]) -> str | None:
    return next(
        (name for name in names if _inside(found[0]).get(name) is not None or found[0].get(name) is not None), None
    )


def _unit(found: Sequence[Object]) -> float:
    """Milliseconds or seconds, by how fast people would speak. Fractions are always seconds."""
    times = [time for item in found for name in _STARTS if (time := number(item.get(name))) is not None]
    if not times or any(time % 1 for time in times):
        return 1000.0
    chars = sum(len(_text(item)) for item in found)
    return 1.0 if max(times) * _CHARS_A_SECOND > 10 * chars else 1000.0


@dataclass(frozen=True)
class _Reader:
    unit: float

    def saying(self, item: Object) -> Saying:
        start, end = self._times(item)
        words = list(self._words(item.get("words")))
        return Saying(_speaker(item), _text(item), start, end, words)

    def _times(self, item: Object) -> tuple[int | None, int | None]:
        for name in _STARTS:
            pair = sequence(item.get(name))
            if len(pair) == 2:
                return self._time(pair[0]), self._time(pair[1])
        start, end = self._first(item, _STARTS), self._first(item, _ENDS)
        length = self._first(item, _LENGTHS) if end is None else None
        return start, start + length if start is not None and length is not None else end

    def _first(self, item: Object, names: Sequence[str]) -> int | None:
        for name in names:
            if item.get(name) is not None:
                return self._time(item[name], 1.0 if name.lower().endswith(("ms", "millis")) else None)
        return None

    def _time(self, found: Json, unit: float | None = None) -> int | None:
        if isinstance(found, dict):
            found = pick(found, ("relative", "seconds", "value"))
        if number(found) is not None:
            return millis(found, unit or self.unit)
        read = stamp(string(found).strip(), 0)
        return read[0] if read else None

    def _words(self, found: Json) -> Iterator[Timed]:
        for word in objects(found):
            yield string(pick(word, _WORDS)), self._first(word, _STARTS), self._first(word, _ENDS)
