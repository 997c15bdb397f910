"""whisper.cpp: “transcription” with offsets in milliseconds; with full output, tokens that are pieces of words."""

from collections.abc import Iterator

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.aligned import Timed
from app.transcripts.importers.json_tree import Json, Object, first, has, millis, obj, objects, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying
from app.transcripts.importers.stamps import srt as stamp

FORMAT = "whisper.cpp"
TITLE = "whisper.cpp"
SUFFIXES = frozenset({"json"})
TEXT = True


def sniff(source: Source) -> float:
    segment = first(obj(source.json).get("transcription"))
    return 0.95 if has(segment, "text") and ("offsets" in segment or "timestamps" in segment) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    root = obj(source.take_json())
    found = objects(root.get("transcription"))
    language = string(obj(root.get("result")).get("language") or obj(root.get("params")).get("language"))
    sayings = (
        Saying(_speaker(segment), string(segment.get("text")), *_times(segment), list(_words(segment.get("tokens"))))
        for segment in found
    )
    return spoken.transcript(FORMAT, sayings, language=languages.tag(language))


def _speaker(segment: Object) -> str | None:
    name = segment.get("speaker")
    return None if name == "?" else spoken.speaker(name)


def _times(item: Object) -> tuple[int | None, int | None]:
    offsets, stamps = obj(item.get("offsets")), obj(item.get("timestamps"))
    return _time(offsets.get("from"), stamps.get("from")), _time(offsets.get("to"), stamps.get("to"))


def _time(offset: Json, spelled: Json) -> int | None:
    found = millis(offset, 1)
    read = stamp(string(spelled), 0) if found is None else None
    return read[0] if read else found


def _words(tokens: Json) -> Iterator[Timed]:
    """A token that does not begin with a space continues the word before it."""
    word: tuple[str, int | None, int | None] | None = None
    for token in objects(tokens):
        text = string(token.get("text"))
        if text.startswith("[_") or not text:
            continue
        start, end = _times(token)
        if word and not text.startswith(" "):
            word = (word[0] + text, word[1], end)
            continue
        if word:
            yield word
        word = (text, start, end)
    if word:
        yield word
