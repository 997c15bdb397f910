"""Text tables that tools export, known by their header: NVivo's “Timespan, Speaker, Content”, and those of Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.transcripts.importers.parsed import ParsedTurn
from app.transcripts.importers.stamps import CLOCK, clock

_TIMES = frozenset({"timespan", "time", "timestamp", "start", "start time", "zeit", "zeitspanne", "timecode"})
_SPEAKERS = frozenset({"speaker", "name", "sprecher", "sprecherin", "speaker name"})
_CONTENTS = frozenset({"content", "text", "transcript", "inhalt", "utterance"})

_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?")
_FEWEST_ROWS = 3


def read(lines: Sequence[str]) -> list[ParsedTurn] | None:
    """The turns of a table, or None when the lines are none."""
    lines = _piped(lines) or lines
    cells = [cell.strip().lower().strip("*_") for cell in lines[0].split("\t")]
    text = next((number for number, cell in enumerate(cells) if cell in _CONTENTS), None)
    if text is None or len(cells) < 2:
        return None
    time = next((number for number, cell in enumerate(cells) if cell in _TIMES), None)
    speaker = next((number for number, cell in enumerate(cells) if cell in _SPEAKERS), None)
    return list(_rows(lines, text, time, speaker)) if time is not None or speaker is not None else None


def _piped(lines: Sequence[str]) -> list[str] | None:
    """The rows of a Markdown table that is all there is, tabs between cells; the line below the header is emptied."""
    if len(lines) < _FEWEST_ROWS or not _RULE.fullmatch(lines[1].strip()):
        return None
    if not all("|" in line for line in lines if line.strip()):
        return None
    return ["" if number == 1 else _cells(line) for number, line in enumerate(lines)]


def _cells(line: str) -> str:
    bare = line.strip().removeprefix("|").removesuffix("|").replace("\\|", "\x00")
    return "\t".join(cell.strip().strip("*_`").replace("\x00", "|") for cell in bare.split("|"))


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
