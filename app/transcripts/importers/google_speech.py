"""Google Speech-to-Text v1 and v2. A diarised answer says every word again, with its speaker; each counts once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.json_tree import (
    Json,
    Object,
    first,
    has,
    millis,
    number,
    obj,
    objects,
    pick,
    string,
    walk,
)
from app.transcripts.importers.parsed import ParsedTranscript, Warnings
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying, Token

FORMAT = "google-speech"
TITLE = "Google Speech-to-Text"
SUFFIXES = frozenset({"json"})
TEXT = True
_STARTS = ("startTime", "startOffset", "start_time", "start_offset")
_ENDS = ("endTime", "endOffset", "end_time", "end_offset")
_OWN = (
    "resultEndTime",
    "resultEndOffset",
    "languageCode",
    "channelTag",
    "result_end_time",
    "result_end_offset",
    "language_code",
)


def sniff(source: Source) -> float:
    results = _results(source.json)
    best = first(results[0].get("alternatives")) if results else {}
    if not has(best, "transcript") and not objects(best.get("words")):
        return 0.0
    word = first(best.get("words"))
    return 0.95 if pick(word, _STARTS + _ENDS) or any(name in results[0] for name in _OWN) else 0.6


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    warnings = Warnings()
    results = _results(source.json)
    said = _said_once(results)
    if len(said) < len(results):
        warnings.add("words_repeated", "The speakers were given with all words once more; each was read once.")
    channels = {_channel(result) for result in said} - {None}
    found = [saying for result in said for saying in _sayings(result, len(channels) > 1)]
    language = string(pick(results[0], ("languageCode", "language_code"))) if results else ""
    counted = sum(1 for result in results if string(first(result.get("alternatives")).get("transcript")).strip())
    return spoken.transcript(FORMAT, found, warnings, language=languages.tag(language), segments=counted or len(found))


def _results(found: Json) -> list[Object]:
    """The results, also inside an operation, a batch of files, or a list of streamed answers."""
    if isinstance(found, list):
        inner = [result for item in objects(found) for result in _results(item)]
        return inner or [item for item in objects(found) if "alternatives" in item]
    for value in walk(found, 5):
        results = objects(obj(value).get("results"))
        if results and "alternatives" in results[0]:
            return [result for result in results if result.get("isFinal", result.get("is_final", True))]
    return []


def _words(result: Object) -> list[Object]:
    return objects(first(result.get("alternatives")).get("words"))


def _said_once(results: Sequence[Object]) -> list[Object]:
    """Only the results that repeat no other: the one with the speakers stands for all that it says again."""
    kept: list[_Result] = []
    latest: dict[int | None, int] = {}
    for item in results:
        result = _Result(item, _channel(item), _start(item), len(_words(item)))
        if _tagged(item) and (result.start_ms is None or result.start_ms <= latest.get(result.channel, -1)):
            kept = [earlier for earlier in kept if not result.repeats(earlier)]
        kept.append(result)
        latest[result.channel] = max(latest.get(result.channel, -1), result.start_ms or 0)
    return [result.item for result in kept]


@dataclass(frozen=True)
class _Result:
    item: Object
    channel: int | None
    start_ms: int | None
    words: int

    @cached_property
    def letters(self) -> str:
        return _letters("".join(string(word.get("word")) for word in _words(self.item)))

    def repeats(self, earlier: "_Result") -> bool:
        if self.channel != earlier.channel:
            return False
        if self.start_ms is not None and earlier.start_ms is not None:
            return earlier.start_ms >= self.start_ms and earlier.words <= self.words
        return _letters(string(first(earlier.item.get("alternatives")).get("transcript"))) in self.letters


def _tagged(result: Object) -> bool:
    return any(_tag(word) for word in _words(result))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _start(result: Object) -> int | None:
    return next((start for word in _words(result) if (start := _time(pick(word, _STARTS))) is not None), None)


def _channel(result: Object) -> int | None:
    found = number(pick(result, ("channelTag", "channel_tag")))
    return int(found) if found else None


def _tag(word: Object) -> Json:
    return pick(word, ("speakerTag", "speaker_tag", "speakerLabel", "speaker_label")) or None


def _sayings(result: Object, several: bool) -> list[Saying]:
    words, text = _words(result), string(first(result.get("alternatives")).get("transcript"))
    channel = f"Channel {_channel(result)}" if several else None
    if any(_tag(word) for word in words) or (words and not text.strip()):
        return spoken.sayings(_tokens(words, channel))
    timed = [(string(word.get("word")), _time(pick(word, _STARTS)), _time(pick(word, _ENDS))) for word in words]
    end = _time(pick(result, ("resultEndTime", "resultEndOffset", "result_end_time", "result_end_offset")))
    start = next((first for _, first, _ in timed if first is not None), None)
    return [Saying(channel, text, start, timed[-1][2] if timed else end, timed)] if text.strip() else []


def _tokens(words: Sequence[Object], channel: str | None) -> Iterator[Token]:
    for word in words:
        who = spoken.speaker(_tag(word)) or channel
        yield Token(string(word.get("word")), _time(pick(word, _STARTS)) or 0, _time(pick(word, _ENDS)), who)


def _time(found: Json) -> int | None:
    """“1.300s”, a number of seconds, or {seconds, nanos}."""
    if isinstance(found, dict):
        return round((number(found.get("seconds")) or 0) * 1000 + (number(found.get("nanos")) or 0) / 1e6)
    return millis(found)
