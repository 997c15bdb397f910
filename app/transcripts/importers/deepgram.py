"""Deepgram: utterances, else paragraphs, else the words of each channel; times in seconds."""

from collections.abc import Iterator

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.aligned import Timed
from app.transcripts.importers.json_tree import Json, Object, first, has, millis, obj, objects, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying, Token

FORMAT = "deepgram"
TITLE = "Deepgram"
SUFFIXES = frozenset({"json"})
TEXT = True


def sniff(source: Source) -> float:
    results = _results(source)
    return 0.95 if has(first(results.get("channels")), "alternatives") or _utterances(results) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    results = _results(source)
    channels = objects(results.get("channels"))
    utterances = _utterances(results)
    language = next((string(channel.get("detected_language")) for channel in channels), "")
    several = len(channels) > 1
    if utterances:
        found = [_utterance(utterance, several) for utterance in utterances]
    else:
        found = [saying for number, channel in enumerate(channels) for saying in _channel(channel, number, several)]
    return spoken.transcript(FORMAT, found, language=languages.tag(language))


def _results(source: Source) -> Object:
    root = obj(source.json)
    return obj(root.get("results") or obj(root.get("response")).get("results"))


def _utterances(results: Object) -> list[Object]:
    found = objects(results.get("utterances"))
    return found if found and has(found[0], "transcript") else []


def _voice(speaker: Json, channel: Json, several: bool) -> str | None:
    """A voice is told by its channel where each was recorded on its own."""
    name = spoken.speaker(speaker)
    if not several or not isinstance(channel, int):
        return name
    return f"Channel {channel} {name}" if name and name != "Speaker 0" else f"Channel {channel}"


def _utterance(item: Object, several: bool) -> Saying:
    times = millis(item.get("start")), millis(item.get("end"))
    voice = _voice(item.get("speaker"), item.get("channel"), several)
    return Saying(voice, string(item.get("transcript")), *times, list(_words(item.get("words"))))


def _words(found: Json) -> Iterator[Timed]:
    return spoken.words_of(found, ("punctuated_word", "word"), "start", "end")


def _channel(channel: Object, number: int, several: bool) -> list[Saying]:
    best = first(channel.get("alternatives"))
    words = objects(best.get("words"))
    if words:
        return spoken.sayings(_token(word, number, several) for word in words)
    sentences = [*_sentences(best, number, several)]
    return sentences or spoken.sentences(string(best.get("transcript")), ())


def _token(word: Object, channel: int, several: bool) -> Token:
    text = string(word.get("punctuated_word")) or string(word.get("word"))
    times = millis(word.get("start")), millis(word.get("end"))
    return Token(text, *times, _voice(word.get("speaker"), channel, several))


def _sentences(best: Object, channel: int, several: bool) -> Iterator[Saying]:
    for paragraph in objects(obj(best.get("paragraphs")).get("paragraphs")):
        voice = _voice(paragraph.get("speaker"), channel, several)
        for item in objects(paragraph.get("sentences")):
            yield Saying(voice, string(item.get("text")), millis(item.get("start")), millis(item.get("end")))
