"""Times in the middle of what is said: “[00:01:12]” as Descript and Sonix set them, “#00:01:12-3#” as f4 and MAXQDA do.

They leave the text and become the times of its pieces. One at the very end says when the paragraph ended.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from app.transcripts.importers.stamps import CLOCK, clock
from app.transcripts.timing import Word

_STAMP = re.compile(
    rf"\s*(?:\[(?P<square>{CLOCK})\]|\((?P<round>\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?)\)"
    r"|#(?P<hash>\d{1,2}:\d{2}:\d{2})(?:[-.,](?P<part>\d{1,3}))?#)\s*"
)


@dataclass(frozen=True, slots=True)
class Stamped:
    """A text without its stamps, and what they said."""

    text: str
    start_ms: int | None
    end_ms: int | None
    words: tuple[Word, ...] = ()


def take_out(text: str, start_ms: int | None, end_ms: int | None) -> Stamped:
    """Takes the stamps out of a text; one that goes back in time is no stamp of it and stays."""
    said, marks, at = "", list[tuple[int, int]](), 0
    last = start_ms or 0
    for match in _STAMP.finditer(text):
        ms = _ms(match)
        if ms < last:
            continue
        said = _joined(said, text[at : match.start()])
        marks.append((len(said), ms))
        at, last = match.end(), ms
    said = _joined(said, text[at:])
    start = marks[0][1] if start_ms is None and marks and marks[0][0] == 0 else start_ms
    end = marks[-1][1] if end_ms is None and marks and marks[-1][0] == len(said) and said else end_ms
    return Stamped(said, start, end, _pieces(said, start, end, marks))


def _ms(match: re.Match[str]) -> int:
    spelled = match["square"] or match["round"] or match["hash"]
    fraction = int((match["part"] or "0").ljust(3, "0"))
    return clock(spelled) + fraction


def _joined(said: str, piece: str) -> str:
    piece = piece.strip()
    return f"{said} {piece}" if said and piece else said or piece


def _pieces(text: str, start: int | None, end: int | None, marks: list[tuple[int, int]]) -> tuple[Word, ...]:
    inside = [(offset, ms) for offset, ms in marks if 0 < offset < len(text)]
    if not inside:
        return ()
    begins = [*([(0, start)] if start is not None else []), *inside, (len(text), end or inside[-1][1])]
    pieces = []
    for (offset, ms), (until, next_ms) in pairwise(begins):
        first = offset + (text[offset] == " ")
        if first < until:  # nothing stands between two stamps side by side
            pieces.append(Word(first, until, ms, max(ms, next_ms)))
    return tuple(pieces)
