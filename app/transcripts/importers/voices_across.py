"""Tables with a column for each voice: “Interviewer | Participant”, “Question | Answer”, said from left to right."""

from collections.abc import Sequence

from app.transcripts.importers import voices
from app.transcripts.importers.parsed import ParsedTranscript, ParsedTurn
from app.transcripts.importers.tables import Table

_VOICES = frozenset(
    {"question", "questions", "answer", "answers", "response", "frage", "fragen", "antwort", "antworten"}
)


def read(tables: Sequence[Table], format_name: str) -> ParsedTranscript | None:
    """The turns of the tables whose header names a voice above every column; None when there is none."""
    turns = [turn for one in tables if _is_across(one) for turn in _turns(one)]
    if len(turns) < 2:
        return None
    return ParsedTranscript(format_name, tuple(turns), voices.speakers(turns), segments=len(turns))


def _is_across(one: Table) -> bool:
    header = one.rows[0] if len(one.rows) > 1 else ()
    named = all(voices.is_role(cell.rstrip(":")) or cell.rstrip(":").casefold() in _VOICES for cell in header)
    return len(header) > 1 and named and len(set(header)) == len(header)


def _turns(one: Table) -> list[ParsedTurn]:
    names = [cell.rstrip(":") for cell in one.rows[0]]
    return [
        ParsedTurn(name, " ".join(cell.split()), line=line)
        for row, line in zip(one.rows[1:], one.lines[1:], strict=True)
        for name, cell in zip(names, row, strict=True)
        if cell.strip()
    ]
