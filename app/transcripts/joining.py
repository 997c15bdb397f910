"""Small captions of one speaker become turns that can be read, by a rule that is stated and can be undone.

The rule: pieces the file itself calls one saying belong together; else the next caption joins when it has the same
speaker, begins at most `max_gap_ms` after the last one ended, and the text is not yet long. Once it is longer than
`enough_chars`, it ends with the next sentence; at `max_chars` it ends anyhow. A voice without a name may be two
people, so its turn ends with each sentence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.transcripts.importers.aligned import in_time
from app.transcripts.importers.parsed import ParsedTurn
from app.transcripts.timing import Word

_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।]+[\"'”’»)\]]*$")
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class JoinRule:
    """Lengths in characters, the gap in milliseconds."""

    max_gap_ms: int = 2000
    enough_chars: int = 240
    max_chars: int = 900


DEFAULT_RULE = JoinRule()


@dataclass(frozen=True, slots=True)
class JoinedTurn:
    """A turn and the captions it was made of, in order."""

    turn: ParsedTurn
    pieces: tuple[ParsedTurn, ...]


def join(turns: Iterable[ParsedTurn], rule: JoinRule = DEFAULT_RULE) -> list[JoinedTurn]:
    """Joins neighbouring captions; `apart` gives the same captions back."""
    joined: list[JoinedTurn] = []
    pieces: list[ParsedTurn] = []
    for turn in turns:
        if pieces and not _belongs(pieces, turn, rule):
            joined.append(_made_of(pieces))
            pieces = []
        pieces.append(turn)
    return [*joined, _made_of(pieces)] if pieces else joined


def apart(joined: Iterable[JoinedTurn]) -> list[ParsedTurn]:
    """The captions as they were before."""
    return [piece for turn in joined for piece in turn.pieces]


def _belongs(pieces: Sequence[ParsedTurn], turn: ParsedTurn, rule: JoinRule) -> bool:
    last = pieces[-1]
    if last.speaker != turn.speaker or last.tags != turn.tags or last.end_ms is None or turn.start_ms is None:
        return False
    if turn.utterance is not None and turn.utterance == last.utterance:
        return True
    if turn.start_ms - last.end_ms > rule.max_gap_ms or turn.start_ms < (last.start_ms or 0):
        return False
    length = sum(len(piece.text) + 1 for piece in pieces)
    if length + len(turn.text) > rule.max_chars:
        return False
    ended = _SENTENCE_END.search(last.text) is not None
    return not ended or (turn.speaker is not None and length < rule.enough_chars)


def _made_of(pieces: Sequence[ParsedTurn]) -> JoinedTurn:
    if len(pieces) == 1:
        return JoinedTurn(pieces[0], tuple(pieces))
    text, words = "", list[Word]()
    for piece in pieces:
        text += _between(text, piece.text)
        words += _words(piece, len(text))
        text += piece.text
    end_ms = max(piece.end_ms or 0 for piece in pieces)
    return JoinedTurn(replace(pieces[0], text=text, end_ms=end_ms, words=tuple(in_time(words))), tuple(pieces))


def _between(before: str, after: str) -> str:
    if not before or (_WIDE.match(before[-1]) and _WIDE.match(after[:1])):
        return ""
    return " "


def _words(piece: ParsedTurn, offset: int) -> Iterator[Word]:
    """The piece's words; without any, the piece is one long word, so that its time is kept."""
    if not piece.words and piece.start_ms is not None and piece.end_ms is not None:
        yield Word(offset, offset + len(piece.text), piece.start_ms, piece.end_ms)
    for word in piece.words:
        yield Word(word.start + offset, word.end + offset, word.start_ms, word.end_ms)
