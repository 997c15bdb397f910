"""Text tables that tools export, known by their header: NVivo's “Timespan, Speaker, Content”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.transcripts.importers.parsed import ParsedTurn
from app.transcripts.importers.stamps import CLOCK, clock

_TIMES = frozenset({"timespan", "time", "timestamp", "start", "start time", "zeit", "zeitspanne", "timecode"})
_SPEAKERS = frozenset({"speaker", "name", "sprecher", "sprecherin", "speaker name"})
_CONTENTS = frozenset({"content", "text", "transcript", "inhalt", "utterance"})


def read(lines: Sequence[str]) -> list[ParsedTurn] | None:
    """The turns of a table, or None when the lines are none."""
    cells = [cell.strip().lower() for cell in lines[0].split("\t")]
    text = next((number for number, cell in enumerate(cells) if cell in _CONTENTS), None)
    if text is None or len(cells) < 2:
        return None
    time = next((number for number, cell in enumerate(cells) if cell in _TIMES), None)
    speaker = next((number for number, cell in enumerate(cells) if cell in _SPEAKERS), None)
    return list(_rows(lines, text, time, speaker)) if time is not None or speaker is not None else None


def _rows(lines: Sequence[str], text: int, time: int | None, speaker: int | None) -> Iterator[ParsedTurn]:
    turn, said = ParsedTurn(None, "", line=2), list[str]()
    for number, line in enumerate(lines[1:], 2):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) <= text:
            said += filter(None, cells)
            continue
        yield from _said(turn, said)
        stamp = re.match(CLOCK, cells[time]) if time is not None else None
        name = cells[speaker] or None if speaker is not None else None
        turn = ParsedTurn(name, "", clock(stamp[0]) if stamp else None, line=number)
        said = [cell for cell in cells[text:] if cell]
    yield from _said(turn, said)


def _said(turn: ParsedTurn, said: Sequence[str]) -> Iterator[ParsedTurn]:
    if said:
        yield replace(turn, text=" ".join(said))
