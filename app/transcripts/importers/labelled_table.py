"""Text tables that tools export: NVivo's “Timespan, Speaker, Content”, and label tracks with times in seconds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.transcripts.importers.parsed import ParsedTurn
from app.transcripts.importers.stamps import CLOCK, clock

_TIMES = frozenset({"timespan", "time", "timestamp", "start", "start time", "zeit", "zeitspanne", "timecode"})
_SPEAKERS = frozenset({"speaker", "name", "sprecher", "sprecherin", "speaker name"})
_CONTENTS = frozenset({"content", "text", "transcript", "inhalt", "utterance"})
# aeneas: f000001 0.000 2.680 "From fairest…"; Audacity: 0.000<tab>2.680<tab>From fairest…
_LABEL = re.compile(r'(?:[A-Za-z]\w*[ \t]+)?(\d{1,6}[.,]\d+)[ \t]+(\d{1,6}[.,]\d+)[ \t]+(?:"(.*)"|(.+))$')


def read(lines: Sequence[str]) -> list[ParsedTurn] | None:
    """The turns of a table, or None when the lines are none."""
    return _with_header(lines) or _label_track(lines)


def _with_header(lines: Sequence[str]) -> list[ParsedTurn] | None:
    cells = [cell.strip().lower() for cell in lines[0].split("\t")]
    text = next((number for number, cell in enumerate(cells) if cell in _CONTENTS), None)
    if text is None or len(cells) < 2:
        return None
    time = next((number for number, cell in enumerate(cells) if cell in _TIMES), None)
    speaker = next((number for number, cell in enumerate(cells) if cell in _SPEAKERS), None)
    return list(_rows(lines, text, time, speaker)) if time is not None or speaker is not None else None


def _rows(lines: Sequence[str], text: int, time: int | None, speaker: int | None) -> Iterator[ParsedTurn]:
    turn: ParsedTurn | None = None
    for number, line in enumerate(lines[1:], 2):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) <= text:
            turn = turn and replace(turn, text=f"{turn.text} {line.strip()}".strip())
            continue
        if turn and turn.text:
            yield turn
        stamp = re.match(CLOCK, cells[time]) if time is not None else None
        name = cells[speaker] or None if speaker is not None else None
        turn = ParsedTurn(name, " ".join(cells[text:]), clock(stamp[0]) if stamp else None, line=number)
    if turn and turn.text:
        yield turn


def _label_track(lines: Sequence[str]) -> list[ParsedTurn] | None:
    said = [(number, _LABEL.match(line.strip())) for number, line in enumerate(lines, 1) if line.strip()]
    turns = [
        ParsedTurn(None, text, _seconds(match[1]), _seconds(match[2]), line=number)
        for number, match in said
        if match and (text := (match[3] if match[3] is not None else match[4]).strip())
    ]
    return turns if turns and all(match for _, match in said) else None


def _seconds(text: str) -> int:
    return round(float(text.replace(",", ".")) * 1000)
