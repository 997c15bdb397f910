"""Any JSON that is a list of sayings: fields are known by their usual names, and the reader is told which were taken.

Podcast transcripts (Descript), Fireflies, Recall, Gong, Happy Scribe, Vosk, aeneas, youtube-transcript-api and exports
made at home are such lists.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.transcripts.importers import json_speakers, languages, spoken
from app.transcripts.importers.json_speakers import Stretches
from app.transcripts.importers.json_tree import Json, Object, millis, number, obj, objects, pick, sequence, string
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, Warnings
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying, Token
from app.transcripts.importers.stamps import srt as stamp

FORMAT = "json"
TITLE = "JSON, a list of sayings"
SUFFIXES = frozenset({"json", "jsonl", "ndjson"})
TEXT = True
_TEXTS = (
    "text", "transcript", "sentence", "body", "content", "utterance", "utt", "message", "caption", "lines", "line",
    "display", "phrase", "transcription", "text_level0", "raw_text", "value", "dialogue", "punctuated_word", "word",
)  # fmt: skip
_SPEAKERS = (
    "speaker", "speaker_name", "speakerName", "speaker_label", "speakerLabel", "participant", "username", "user",
    "author", "name", "voice", "speaker_id", "speakerId", "sid", "role", "channel",
)  # fmt: skip
_STARTS = (
    "start", "start_time", "startTime", "start_ms", "startMs", "startMillis", "begin", "start_timestamp", "begin_time",
    "startTimestamp", "offset", "timestamp", "ts", "time", "from", "start_offset", "data_start", "dur",
)  # fmt: skip
_ENDS = (
    "end", "end_time", "endTime", "end_ms", "endMs", "endMillis", "stop", "end_timestamp", "endTimestamp", "end_ts",
    "to", "end_offset", "data_end",
)  # fmt: skip
_LENGTHS = ("duration", "dur", "length", "duration_ms", "durationMs")
_PARTS = ("words", "result", "sentences", "tokens")  # what a saying may be made of, each with a text and its times
_WORDS = ("punctuated_word", "word", "text", "value")
_SEEN = 200
_FEWEST_WORDS = 3
_LONGEST_WORD = 30
_MARK = re.compile(r"[.,!?;:…]+")
_LOOSE_MARK = re.compile(r"\s+(?=[.,!?;:…])")
_CHARS_A_SECOND = 3  # people say about 15; a time that would mean fewer than this counts milliseconds


def sniff(source: Source) -> float:
    found = _list(source.json)
    if not found or not any(_text(item) for item in found):
        return 0.0
    told = _start(found[0]) is not None or _is_named_word(found[0]), _speaker(found[0]) is not None
    return 0.5 if all(told) else 0.45 if any(told) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Raises ImportRefused when no list in the file holds texts."""
    found = _list(source.json)
    if not found:
        advice = "It must hold a list of objects with “text” and, if known, “speaker”, “start” and “end”."
        raise ImportRefused("no_text", "No transcript was found in this JSON.", line=1, advice=advice)
    warnings = Warnings()
    texts, speakers = (("name",), ("speaker",)) if _is_named_word(found[0]) else (_TEXTS, _SPEAKERS)
    names = {what: _key(found, keys) for what, keys in (("text", texts), ("speaker", speakers), ("start", _STARTS))}
    taken = ", ".join(f"{what} ← {name}" for what, name in names.items() if name)
    message = "This JSON is of no known service; it was read by the names of its fields."
    warnings.add("fields_guessed", message, None, taken)
    reader = _Reader(_unit(found), json_speakers.names(source.json))
    if not any(map(_speaker, found)):
        reader = replace(reader, stretches=json_speakers.stretches(source.json, reader.times, reader.speaker))
    language = languages.tag(string(obj(source.json).get("language")))
    said = spoken.each_saying(map(reader.word, found)) if _are_words(found) else map(reader.saying, found)
    return spoken.transcript(FORMAT, said, warnings, language=language)


def _list(found: Json) -> list[Object]:
    """The longest list in the file whose items have a text, counted by those that do; single words only where nothing
    longer is said."""
    lists = list(_lists(found, 4))
    counted = [(sum(1 for item in items[:_SEEN] if _text(item)), len(items), items) for items in lists]
    counted = [entry for entry in counted if entry[0] and entry[0] * 2 >= min(entry[1], _SEEN)]
    return max(counted, key=lambda entry: (not _are_words(entry[2]), *entry[:2]))[2] if counted else []


def _lists(value: Json, depth: int) -> Iterator[list[Object]]:
    """The lists of objects in a value; a list of one thing is looked into, too."""
    if isinstance(value, list):
        yield objects(value)
        value = value[0] if len(value) == 1 else None
    if depth and isinstance(value, dict):
        for inner in value.values():
            yield from _lists(inner, depth - 1)


def _are_words(found: Sequence[Object]) -> bool:
    """Whether each item is a word with its time. Scripts without spaces do not tell a word from a sentence."""
    texts = [text for item in found[:_SEEN] if (text := _text(item).strip())]
    single = sum(len(text) <= _LONGEST_WORD and not text.count(" ") for text in texts)
    spaced = not any(spoken.is_unspaced(text) for text in texts)
    timed = all(pick(item, _STARTS) is not None or "para" in item for item in found[:_SEEN])
    return len(texts) >= _FEWEST_WORDS and single >= 0.9 * len(texts) and spaced and timed


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
    if _is_named_word(item):
        return string(item["name"])
    words = (string(pick(part, _WORDS)).strip() for part in _parts(item))
    return _LOOSE_MARK.sub("", " ".join(filter(None, words)))


def _is_named_word(item: Object) -> bool:
    """Whether its “name” is a word, as Trint calls it: a word lasts, or belongs to a paragraph."""
    lasting = "para" in item or (pick(item, _STARTS) is not None and pick(item, (*_ENDS, *_LENGTHS)) is not None)
    return lasting and "name" in item and pick(item, (*_TEXTS, "speaker")) is None


def _parts(item: Object) -> list[Object]:
    return next((parts for name in _PARTS if (parts := objects(item.get(name)))), [])


def _start(item: Object) -> Json:
    return next((found for one in (item, *_parts(item)[:1]) if (found := pick(one, _STARTS)) is not None), None)


def _speaker(item: Object) -> str | None:
    found = pick(item, _SPEAKERS[:1] if _is_named_word(item) else _SPEAKERS)
    return spoken.speaker(pick(found, ("name", "label", "id", "@id")) if isinstance(found, dict) else found)


def _key(found: Sequence[Object], names: Sequence[str]) -> str | None:
    return next(
        (name for name in names if _inside(found[0]).get(name) is not None or found[0].get(name) is not None), None
    )


def _unit(found: Sequence[Object]) -> float:
    """Milliseconds or seconds, by how fast people would speak. Fractions are always seconds."""
    timed = (one for item in found for one in (item, *_parts(item)))
    times = [time for one in timed for name in _STARTS if (time := number(one.get(name))) is not None]
    if not times or any(time % 1 for time in times):
        return 1000.0
    chars = sum(len(_text(item)) for item in found)
    return 1.0 if max(times) * _CHARS_A_SECOND > 10 * chars else 1000.0


@dataclass(frozen=True)
class _Reader:
    """Reads one saying; `names` are those of ids, `stretches` tell who speaks where no saying does."""

    unit: float
    names: Mapping[str, str] = field(default_factory=dict)
    stretches: Stretches | None = None

    def speaker(self, item: Object, start_ms: int | None = None) -> str | None:
        found = _speaker(item) or (self.stretches.at(start_ms) if self.stretches else None)
        return self.names.get(found, found) if found else None

    def saying(self, item: Object) -> Saying:
        start, end = self.times(item)
        parts = [(string(pick(part, _WORDS)), *self.times(part)) for part in _parts(item)]
        if parts and start is None:
            start, end = parts[0][1], parts[-1][2]
        single = all(" " not in text.strip() for text, _, _ in parts)
        return Saying(self.speaker(item, start), _text(item), start, end, parts if single else ())

    def word(self, item: Object) -> Token:
        start, end = self.times(item)
        text = _text(item).strip()
        return Token(text, start, end, self.speaker(item, start), glued=_MARK.fullmatch(text) is not None)

    def times(self, item: Object) -> tuple[int | None, int | None]:
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
