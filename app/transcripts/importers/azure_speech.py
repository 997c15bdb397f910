"""Azure Speech: batch v3 (recognizedPhrases), batch v2 (AudioFileResults), fast transcription (phrases), real time."""

import re
from collections.abc import Iterator

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.aligned import Timed
from app.transcripts.importers.json_tree import Json, Object, first, has, millis, number, obj, objects, pick, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying

FORMAT = "azure-speech"
TITLE = "Azure Speech"
SUFFIXES = frozenset({"json"})
TEXT = True
_TICK = 1 / 10_000  # a tick is 100 ns
_DURATION = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?$")


def sniff(source: Source) -> float:
    phrases = _phrases(source.json)
    if not phrases:
        return 0.0
    best = _best(phrases[0])
    return 0.95 if pick(best, ("display", "Display", "lexical", "Lexical")) is not None or "text" in phrases[0] else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    phrases = _phrases(source.json)
    channels = {str(pick(phrase, ("channel", "ChannelNumber"))) for phrase in phrases}
    named = any(pick(phrase, ("speaker", "SpeakerId")) is not None for phrase in phrases)
    found = (_saying(phrase, not named and len(channels) > 1) for phrase in phrases)
    language = next((string(phrase.get("locale")) for phrase in phrases if phrase.get("locale")), "")
    return spoken.transcript(FORMAT, found, language=languages.tag(language))


def _phrases(found: Json) -> list[Object]:
    root = obj(found)
    for name in ("recognizedPhrases", "phrases"):
        phrases = objects(root.get(name))
        if phrases and (name != "phrases" or "offsetMilliseconds" in phrases[0]):
            return phrases
        if phrases and "combinedPhrases" in root:
            return [_in_milliseconds(phrase) for phrase in phrases]
    files = objects(root.get("AudioFileResults"))
    if len(files) > 1:  # one for each channel, whose number stands in the name alone
        return [
            {**segment, "ChannelNumber": channel}
            for channel, file in enumerate(files)
            for segment in objects(file.get("SegmentResults"))
        ]
    if files:
        return objects(files[0].get("SegmentResults"))
    answers = objects(found) or [root]
    return answers if all(has(answer, "NBest", "Offset") for answer in answers) else []


def _in_milliseconds(phrase: Object) -> Object:
    """A phrase of the first versions of fast transcription, whose bare numbers are milliseconds."""
    times = {f"{name}Milliseconds": phrase[name] for name in ("offset", "duration") if name in phrase}
    return {**phrase, **times, "words": [_in_milliseconds(word) for word in objects(phrase.get("words"))]}


def _best(phrase: Object) -> Object:
    """The likeliest reading; a fast transcription has only one."""
    return first(pick(phrase, ("nBest", "NBest"))) or phrase


def _saying(phrase: Object, by_channel: bool) -> Saying:
    best = _best(phrase)
    start, length = _time(phrase, "offset"), _time(phrase, "duration")
    text = string(pick(best, ("display", "Display", "text", "itn", "ITN", "lexical", "Lexical", "DisplayText")))
    channel = pick(phrase, ("channel", "ChannelNumber"))
    voice = spoken.speaker(pick(phrase, ("speaker", "SpeakerId")))
    if by_channel:
        voice = f"Channel {channel}"
    end = start + length if start is not None and length is not None else None
    return Saying(voice, text, start, end, list(_words(best)))


def _words(best: Object) -> Iterator[Timed]:
    for word in objects(pick(best, ("displayWords", "DisplayWords", "words", "Words"))):
        start, length = _time(word, "offset"), _time(word, "duration")
        text = string(pick(word, ("displayText", "DisplayText", "word", "Word", "text")))
        yield text, start, start + (length or 0) if start is not None else None


def _time(item: Object, name: str) -> int | None:
    """An offset or a duration, in the unit that its key tells: ticks, milliseconds, seconds, or ISO 8601."""
    for key, unit in ((f"{name}InTicks", _TICK), (f"{name}Milliseconds", 1.0), (f"{name.title()}InSeconds", 1000.0)):
        if number(item.get(key)) is not None:
            return millis(item[key], unit)
    found = pick(item, (name, name.title()))
    match = _DURATION.match(string(found))
    if match and found != "PT":
        hours, minutes, seconds = (float(part or 0) for part in match.groups())
        return round(((hours * 60 + minutes) * 60 + seconds) * 1000)
    return millis(found, _TICK)
