"""AssemblyAI: utterances with speakers, or bare words; times in milliseconds."""

from collections.abc import Iterator

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.aligned import Timed
from app.transcripts.importers.json_tree import Json, first, has, millis, obj, objects, string
from app.transcripts.importers.parsed import ParsedChapter, ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying, Token

FORMAT = "assemblyai"
TITLE = "AssemblyAI"
SUFFIXES = frozenset({"json"})
TEXT = True
_OWN = (
    "audio_url",
    "acoustic_model",
    "language_model",
    "speech_model",
    "audio_duration",
    "webhook_url",
    "auto_chapters",
)
_LISTS = ("utterances", "sentences", "paragraphs")


def sniff(source: Source) -> float:
    root = obj(source.json)
    unit = next((first(root.get(name)) for name in _LISTS if first(root.get(name))), None) or first(root.get("words"))
    if not has(unit, "text", "start", "end"):
        return 0.0
    own = sum(1 for name in _OWN if name in root)
    return 0.95 if own >= 2 else 0.7 if own or ("id" in root and "confidence" in unit) else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    root = obj(source.take_json())
    units = next((objects(root.get(name)) for name in _LISTS if objects(root.get(name))), [])
    found = [
        Saying(
            _speaker(unit.get("speaker"), unit.get("channel")),
            string(unit.get("text")),
            millis(unit.get("start"), 1),
            millis(unit.get("end"), 1),
            list(_words(unit.get("words"))),
        )
        for unit in units
    ]
    language = languages.tag(string(root.get("language_code")))
    sayings = found or spoken.sayings(_tokens(root.get("words")))
    return spoken.transcript(FORMAT, sayings, language=language, chapters=list(_chapters(root.get("chapters"))))


def _speaker(name: Json, channel: Json) -> str | None:
    return spoken.speaker(name) or (f"Channel {channel}" if string(channel) else None)


def _words(found: Json) -> Iterator[Timed]:
    return spoken.words_of(found, ("text",), "start", "end", 1)


def _tokens(found: Json) -> Iterator[Token]:
    for word in objects(found):
        times = millis(word.get("start"), 1), millis(word.get("end"), 1)
        yield Token(string(word.get("text")), *times, _speaker(word.get("speaker"), word.get("channel")))


def _chapters(found: Json) -> Iterator[ParsedChapter]:
    for chapter in objects(found):
        title = string(chapter.get("gist")) or string(chapter.get("headline"))
        if title:
            yield ParsedChapter(title, millis(chapter.get("start"), 1) or 0, millis(chapter.get("end"), 1))
