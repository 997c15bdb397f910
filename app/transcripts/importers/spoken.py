"""From the output of speech recognition to turns: shared by every JSON format.

Some services give sayings with their words, others a bare stream of words. A stream is cut where the voice changes,
where nobody speaks for two seconds, and behind a sentence; `joining` may put the pieces together again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.transcripts.importers import aligned, voices
from app.transcripts.importers.aligned import Timed
from app.transcripts.importers.json_tree import Json, millis, number, objects, pick, string
from app.transcripts.importers.parsed import ParsedChapter, ParsedTranscript, ParsedTurn, Warnings

_PAUSE_MS = 2000
_ENOUGH_CHARS = 240
_WIDE = r"\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef"
_TOUCHING = re.compile(f"[{_WIDE}]{{2}}")
_ENDED = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]*$")
_SENTENCE = re.compile(
    r"[^.!?…。！？؟۔।\n]*(?:[.!?…。！？؟۔।]+[\"'”’»)\]]*(?=\s|$|[" + _WIDE + r"])|\n|$|.)", re.DOTALL
)
_SPECIAL = re.compile(r"<\|[^|>]{0,40}\|>|\[_[A-Z]+_\d*\]")
_PUNCTUATION = re.compile(r"[^\w\s]+")


@dataclass(frozen=True, slots=True)
class Saying:
    """A unit of the file: what one voice says, with its words where they are timed."""

    speaker: str | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    words: Sequence[Timed] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of a stream; `glued` is one that stands right behind the word before it."""

    text: str
    start_ms: int | None
    end_ms: int | None
    speaker: str | None = None
    glued: bool = False


def transcript(
    format_: str,
    sayings: Iterable[Saying],
    warnings: Warnings | None = None,
    *,
    language: str | None = None,
    chapters: Sequence[ParsedChapter] = (),
    segments: int | None = None,
) -> ParsedTranscript:
    """Sayings as a transcript, in the order of time; `segments` is their number unless the file counts otherwise.

    Each saying becomes a turn before the next is asked for: with their words they are many times as large as turns.
    """
    made = [_turn(saying) for saying in sayings]
    turns = [turn for turn in _in_order(made) if turn.text]
    return ParsedTranscript(
        format_,
        tuple(turns),
        voices.speakers(turns),
        tuple(chapters),
        warnings.result() if warnings else (),
        language,
        segments=len(made) if segments is None else segments,
    )


def speaker(value: Json) -> str | None:
    """A voice as people call it: “0” and “A” are Speaker 0 and Speaker A; names stay as the file spells them."""
    if number(value) is not None and not isinstance(value, str):
        return f"Speaker {number(value):g}"
    name = " ".join(string(value).split())
    if not name or name.lower() in {"uu", "unknown", "none", "null", "unk", "undefined"}:
        return None
    return f"Speaker {name}" if name.isdecimal() or (len(name) == 1 and name.isascii()) else name


def clean(text: str) -> str:
    """A text with single spaces and without the control tokens of a recogniser."""
    return " ".join(_SPECIAL.sub("", text).split())


def sayings(tokens: Iterable[Token]) -> list[Saying]:
    """A stream of words cut into sayings."""
    return list(each_saying(tokens))


def each_saying(tokens: Iterable[Token]) -> Iterator[Saying]:
    """The same, one after the other."""
    saying: _Saying | None = None
    for token in tokens:
        if not token.text.strip():
            continue
        if saying is None or saying.ends_before(token):
            if saying:
                yield saying.done()
            saying = _Saying(token.speaker)
        saying.add(token)
    if saying:
        yield saying.done()


def sentences(text: str, words: Sequence[Timed]) -> list[Saying]:
    """A whole text with its words, cut behind each sentence."""
    text = clean_lines(text)
    times = aligned.word_times(text, words)
    found, first = [], 0
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        inside = []
        while first < len(times) and times[first].start < end:
            inside.append(times[first])
            first += 1
        said = text[start:end].strip()
        if said:
            spoken: list[Timed] = [(text[w.start : w.end], w.start_ms, w.end_ms) for w in inside]
            begin, until = (inside[0].start_ms, inside[-1].end_ms) if inside else (None, None)
            found.append(Saying(None, said, begin, until, spoken))
    return found


def clean_lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.split("\n")).strip()


def is_unspaced(text: str) -> bool:
    """Whether it has letters of scripts that are written without spaces."""
    return _TOUCHING.search(text) is not None


def spaced(left: str, right: str) -> str:
    """What stands between two words: nothing in scripts that are written without spaces."""
    if not left:
        return ""
    return "" if _TOUCHING.fullmatch(left[-1] + right[0]) else " "


@dataclass
class _Saying:
    speaker: str | None
    text: str = ""
    words: list[Timed] = field(default_factory=list)
    end_ms: int | None = None

    def ends_before(self, token: Token) -> bool:
        if token.glued:
            return False
        if token.speaker != self.speaker:
            return True
        if self.end_ms is not None and token.start_ms is not None and token.start_ms - self.end_ms >= _PAUSE_MS:
            return True
        ended = _ENDED.search(self.text[-4:]) is not None
        return ended and (self.speaker is None or len(self.text) >= _ENOUGH_CHARS)

    def add(self, token: Token) -> None:
        word = clean(token.text)
        if not word:
            return
        self.text += ("" if token.glued else spaced(self.text, word)) + word
        if token.glued and _PUNCTUATION.fullmatch(word):
            return
        self.words.append((word, token.start_ms, token.end_ms))
        self.end_ms = token.end_ms if token.end_ms is not None else self.end_ms

    def done(self) -> Saying:
        start = next((start for _, start, _ in self.words if start is not None), None)
        return Saying(self.speaker, self.text, start, self.end_ms, self.words)


def _turn(saying: Saying) -> ParsedTurn:
    text = clean(saying.text)
    start, end = _after_zero(saying.start_ms), _after_zero(saying.end_ms)
    words = aligned.word_times(text, ((clean(word), first, last) for word, first, last in saying.words))
    start = words[0].start_ms if start is None and words else start
    end = words[-1].end_ms if end is None and words else end
    if start is not None and end is not None:
        end = max(start, end)
    return ParsedTurn(saying.speaker, text, start, end, words)


def _after_zero(ms: int | None) -> int | None:
    return None if ms is None else max(ms, 0)


def _in_order(turns: list[ParsedTurn]) -> list[ParsedTurn]:
    clock, keyed = 0, []
    for turn in turns:
        clock = clock if turn.start_ms is None else turn.start_ms
        keyed.append((clock, turn))
    return [turn for _, turn in sorted(keyed, key=lambda pair: pair[0])]


def words_of(items: Json, text: Sequence[str], start: str, end: str, unit: float = 1000) -> Iterator[Timed]:
    """The words of a list, or a stream, of objects; `text`, `start` and `end` are the keys, times counted in `unit`
    milliseconds.
    """
    for item in items if isinstance(items, Iterator) else objects(items):
        yield string(pick(item, text)), millis(item.get(start), unit), millis(item.get(end), unit)
