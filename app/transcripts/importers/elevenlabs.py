"""ElevenLabs Scribe: words, spaces and sounds in one list; recordings of several channels have one list each."""

from app.transcripts.importers import languages, spoken
from app.transcripts.importers.json_tree import Json, Object, first, has, millis, obj, objects, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying, Token

FORMAT = "elevenlabs"
TITLE = "ElevenLabs"
SUFFIXES = frozenset({"json"})
TEXT = True


def sniff(source: Source) -> float:
    lists = _lists(source.json)
    word = first(lists[0].get("words")) if lists else {}
    own = has(word, "text", "type") and (
        "speaker_id" in word or "language_probability" in lists[0] or "logprob" in word
    )
    return 0.95 if own else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    lists = _lists(source.json)
    found = (saying for number, one in enumerate(lists) for saying in _sayings(one, number, len(lists) > 1))
    return spoken.transcript(FORMAT, found, language=languages.tag(string(lists[0].get("language_code"))))


def _lists(found: Json) -> list[Object]:
    root = obj(found)
    several = [one for one in objects(root.get("transcripts")) if objects(one.get("words"))]
    return several or ([root] if objects(root.get("words")) else [])


def _sayings(one: Object, number: int, several: bool) -> list[Saying]:
    """Where the list has spaces, a word without one before it belongs to the word before."""
    words = objects(one.get("words"))
    spacing = any(word.get("type") == "spacing" for word in words)
    channel = f"Channel {one.get('channel_index', number)}" if several else None
    tokens: list[Token] = []
    spaced = True
    for word in words:
        text = string(word.get("text"))
        if word.get("type") == "spacing":
            spaced = True
            continue
        glued = spacing and not spaced and bool(tokens)
        voice = channel or spoken.speaker(word.get("speaker_id"))
        tokens.append(Token(text, millis(word.get("start")), millis(word.get("end")), voice, glued))
        spaced = False
    return spoken.sayings(tokens)
