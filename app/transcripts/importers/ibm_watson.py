"""IBM Watson: results with their words as [word, start, end], and who spoke from when to when in a list of its own."""

from collections.abc import Iterator, Sequence

from app.transcripts.importers import spoken
from app.transcripts.importers.aligned import Timed
from app.transcripts.importers.json_tree import Json, Object, first, has, millis, obj, objects, sequence, string
from app.transcripts.importers.parsed import ParsedTranscript
from app.transcripts.importers.source import Source
from app.transcripts.importers.spoken import Saying, Token

FORMAT = "ibm-watson"
TITLE = "IBM Watson"
SUFFIXES = frozenset({"json"})
TEXT = True
_HESITATION = "%HESITATION"


def sniff(source: Source) -> float:
    parts = _parts(source.json)
    result = next((result for part in parts for result in objects(part.get("results"))), {})
    best = first(result.get("alternatives"))
    if not has(best, "transcript"):
        return 0.0
    own = "timestamps" in best or "result_index" in parts[0] or "speaker_labels" in parts[0]
    return 0.95 if own else 0.7 if "final" in result else 0.0


def read(source: Source) -> ParsedTranscript:
    """Reads what `sniff` knows."""
    parts = _parts(source.json)
    results = [result for part in parts for result in objects(part.get("results")) if result.get("final", True)]
    voices = {
        millis(label.get("from")): spoken.speaker(label.get("speaker"))
        for part in parts
        for label in objects(part.get("speaker_labels"))
    }
    found = (saying for result in results for saying in _sayings(first(result.get("alternatives")), voices))
    return spoken.transcript(FORMAT, found, segments=len(results))


def _parts(found: Json) -> list[Object]:
    """An asynchronous job holds several answers; a stream is a list of them."""
    root = obj(found)
    inner = [part for part in objects(root.get("results")) if objects(part.get("results"))]
    return inner or objects(found) or ([root] if root else [])


Voices = dict[int | None, str | None]


def _sayings(best: Object, voices: Voices) -> list[Saying]:
    words = list(_words(best.get("timestamps")))
    if voices and words:
        return spoken.sayings(_tokens(words, voices))
    text = string(best.get("transcript")).replace(_HESITATION, "…")
    return [Saying(None, text, words[0][1] if words else None, words[-1][2] if words else None, words)]


def _words(found: Json) -> Iterator[Timed]:
    for item in sequence(found):
        word, start, end = (*sequence(item), None, None, None)[:3]
        if string(word):
            yield string(word).replace(_HESITATION, "…"), millis(start), millis(end)


def _tokens(words: Sequence[Timed], voices: Voices) -> Iterator[Token]:
    """A label begins with its word; where it begins a little later, the speaker before goes on."""
    voice: str | None = None
    for word, start, end in words:
        voice = voices.get(start, voice)
        yield Token(word, start, end, voice)
