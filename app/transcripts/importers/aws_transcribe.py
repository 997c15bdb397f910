"""Amazon Transcribe: items (words and marks), their speakers in a list of their own or on each item, or channels."""

from collections.abc import Iterator

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.json_tree import Json, Object, first, has, millis, obj, objects, pick, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying, Token

FORMAT = "aws-transcribe"
TITLE = "Amazon Transcribe"
SUFFIXES = frozenset({"json"})
TEXT = True


def sniff(source: Source) -> float:
    results = _results(source)
    if has(first(results.get("items")), "alternatives", "type"):
        return 0.95
    return 0.8 if has(first(results.get("transcripts")), "transcript") else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    results = _results(source)
    labels = obj(results.get("speaker_labels"))
    channels = objects(obj(results.get("channel_labels")).get("channels"))
    units = objects(labels.get("segments")) or objects(results.get("audio_segments"))
    if channels and not labels:
        found = [saying for channel in channels for saying in spoken.sayings(_channel(channel))]
    else:
        found = spoken.sayings(_tokens(results.get("items"), _speakers(labels)))
    if not found:
        found = spoken.sentences(string(first(results.get("transcripts")).get("transcript")), ())
    found = _whole(found, objects(results.get("audio_segments")), bool(labels))
    language = languages.tag(string(pick(results, ("language_code",)) or obj(source.json).get("language_code")))
    return spoken.transcript(FORMAT, found, language=language, segments=len(units) or len(found))


def _results(source: Source) -> Object:
    return obj(obj(source.json).get("results"))


def _speakers(labels: Object) -> dict[str, str]:
    """Who says the item that begins at a time; times are compared as they are spelled."""
    return {
        str(item.get("start_time")): string(item.get("speaker_label"))
        for segment in objects(labels.get("segments"))
        for item in (*objects(segment.get("items")), segment)
        if item.get("speaker_label")
    }


def _tokens(items: Json, speakers: dict[str, str]) -> Iterator[Token]:
    voice: str | None = None
    for item in objects(items):
        mark = item.get("type") == "punctuation"
        if not mark:
            label = string(item.get("speaker_label")) or speakers.get(str(item.get("start_time")), "")
            voice = spoken.speaker(label) or (voice if speakers else None)
        text = string(first(item.get("alternatives")).get("content"))
        yield Token(text, millis(item.get("start_time")), millis(item.get("end_time")), voice, mark)


def _channel(channel: Object) -> Iterator[Token]:
    name = string(channel.get("channel_label")) or None
    for token in _tokens(channel.get("items"), {}):
        yield Token(token.text, token.start_ms, token.end_ms, name, token.glued)


def _whole(found: list[Saying], segments: list[Object], named: bool) -> list[Saying]:
    """Without speakers, the pieces that newer files themselves name are taken instead of our own cuts."""
    if named or not segments or not all(string(segment.get("transcript")) for segment in segments):
        return found
    words = [word for saying in found for word in saying.words]
    return [_segment(segment, words) for segment in segments]


def _segment(segment: Object, words: list[tuple[str, int | None, int | None]]) -> Saying:
    start, end = millis(segment.get("start_time")), millis(segment.get("end_time"))
    inside = []
    while words and (end is None or (words[0][1] or 0) < end):
        inside.append(words.pop(0))
    return Saying(spoken.speaker(segment.get("speaker_label")), string(segment.get("transcript")), start, end, inside)
