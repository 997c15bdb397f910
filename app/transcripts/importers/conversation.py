"""From a table and what its columns hold to turns. Also finds the header, and says what was left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape

from app.transcripts.importers import voices
from app.transcripts.importers.cell_times import span_ms, time_ms, unit_of
from app.transcripts.importers.columns import Column, guess_survey, guess_turns, has_header, is_survey
from app.transcripts.importers.parsed import ImportRefused, ParsedTranscript, ParsedTurn, Warnings
from app.transcripts.importers.tables import Mode, Role, Table, TablePlan

NO_COLUMN = {"text": "no_text_column", "question": "no_question_column"}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_TAGS = re.compile(r"\s*[;|\n]\s*")
_UNEVEN = re.compile(r"\s{2,}|[^\S ]")  # a cell without any stays the object it is


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is read: each row a turn or each row a person's answers, and the part of every column."""

    mode: Mode
    header: bool
    columns: tuple[Column, ...]

    def at(self, role: Role) -> int | None:
        """The first column with a part."""
        return next((number for number, column in enumerate(self.columns) if column.role == role), None)

    def all(self, role: Role) -> list[int]:
        return [number for number, column in enumerate(self.columns) if column.role == role]


def guess(table: Table, *, mode: Mode | None = None, header: bool | None = None) -> Layout:
    """The likely layout of a table; `mode` and `header` are kept when a person chose them."""
    headed = has_header(table) if header is None else header
    names = table.rows[0] if headed and table.rows else ("",) * table.width
    body = replace(table, rows=table.rows[headed:], lines=table.lines[headed:])
    if mode is None:
        mode = "survey" if headed and is_survey(body, names) else "turns"
    columns = guess_survey(body, names) if mode == "survey" else guess_turns(body, names)
    return Layout(mode, headed, tuple(columns))


def planned(table: Table, plan: TablePlan | None) -> Layout:
    """The layout as a person planned it, guessed where they left it open. Raises ImportRefused for a bad plan."""
    if plan is None:
        return guess(table)
    layout = guess(table, mode=plan.mode, header=plan.header)
    if not plan.roles:
        return layout
    if len(plan.roles) != table.width:
        message = f"The table has {table.width} columns, not {len(plan.roles)}."
        raise ImportRefused("bad_columns", message, advice="Look at the preview again.")
    columns = tuple(
        column if column.role == role else Column(role, "chosen", column.name)
        for column, role in zip(layout.columns, plan.roles, strict=True)
    )
    return replace(layout, columns=columns)


def _lacking(role: str, message: str) -> ImportRefused:
    return ImportRefused(NO_COLUMN[role], message, advice="Say for each column what it holds.")


def is_conversation(table: Table) -> bool:
    """Whether a table plainly holds turns: a text column beside a speaker or a time."""
    layout = guess(table)
    return (
        layout.mode == "turns"
        and layout.at("text") is not None
        and (layout.at("speaker") is not None or layout.at("start") is not None)
    )


def read(table: Table, format_name: str, layout: Layout | None = None) -> ParsedTranscript:
    """The turns of a table. A survey is read as the conversation of many with their questions."""
    layout = layout or guess(table)
    if layout.mode == "survey":
        return _survey_as_turns(table, layout, format_name)
    if layout.at("text") is None:
        raise _lacking("text", "No column holds what was said.")
    warnings = Warnings()
    _warn_left_out(table, layout, warnings)
    turns = _named(_with_ends(list(_turns(table, layout, warnings))), layout)
    return _transcript(table, layout, format_name, turns, warnings)


def _turns(table: Table, layout: Layout, warnings: Warnings) -> Iterator[ParsedTurn]:
    text, speaker, tags = layout.at("text"), layout.at("speaker"), layout.at("tags")
    times = _Times(table, layout)
    for number in range(layout.header, len(table.rows)):
        row, line = table.rows[number], table.lines[number]
        if layout.header and row == table.rows[0]:
            continue  # a header that stands on each page
        said = plain(row[text or 0])
        if not said:
            warnings.add("row_without_text", "A row without words was left out.", line, " · ".join(filter(None, row)))
            continue
        name = plain(row[speaker]).rstrip(":：").rstrip() if speaker is not None else ""
        start, end = times.of(row)
        if start is None and times.given(row):
            warnings.add("bad_time", "A time cannot be read; the words were kept without it.", line, times.given(row))
        yield ParsedTurn(name or None, said, start, end, line=line, tags=tags_in(row[tags]) if tags is not None else ())


def plain(cell: str) -> str:
    """A cell's words: white space in order, and “&#8212;” as the dash it stands for."""
    if "&" in cell:
        cell = _ENTITY.sub(lambda match: unescape(match[0]), cell)
    return _UNEVEN.sub(" ", cell.replace("\x00", "")).strip()


def tags_in(cell: str) -> tuple[str, ...]:
    """The tags of a cell: between semicolons, bars or lines, else between commas."""
    parts = _TAGS.split(cell) if _TAGS.search(cell.strip()) else cell.split(",")
    return tuple(dict.fromkeys(tag for part in parts if (tag := plain(part)[:120])))


class _Times:
    """The time columns of a table, read in one unit."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self.start, self.end, self.duration = layout.at("start"), layout.at("end"), layout.at("duration")
        rows = table.rows[layout.header :]
        text = layout.at("text")
        said = sum(len(row[text]) for row in rows) if text is not None else 0
        name = layout.columns[self.start].name.casefold() if self.start is not None else ""
        column = [row[self.start] for row in rows] if self.start is not None else []
        self.unit = 1.0 if re.search(r"\bms\b|millis|_ms$", name) else unit_of(column, said)
        self.first = next((moment for cell in column if (moment := _moment(cell))), None)

    def given(self, row: Sequence[str]) -> str:
        return row[self.start] if self.start is not None else ""

    def of(self, row: Sequence[str]) -> tuple[int | None, int | None]:
        """Start and end of a row; an end before its start is none."""
        span = self._span(row[self.start]) if self.start is not None and row[self.start] else None
        if span is None:
            return None, None
        start, end = span
        if self.end is not None:
            told = self._span(row[self.end])
            end = told[0] if told else end
        if end is None and self.duration is not None:
            lasted = time_ms(row[self.duration], self.unit)
            end = start + lasted if lasted is not None else None
        return start, end if end is not None and end >= start else None

    def _span(self, cell: str) -> tuple[int, int | None] | None:
        moment = _moment(cell) if self.first else None
        if moment and self.first:
            passed = (moment - self.first).total_seconds()
            return (round(passed * 1000), None) if passed >= 0 else None
        return span_ms(cell, self.unit)


def _moment(cell: str) -> datetime | None:
    """A date with a time of day, as a support chat has it; its turns count from the first."""
    if len(cell) < 14 or not cell[:4].isdecimal():
        return None
    try:
        return datetime.fromisoformat(cell).replace(tzinfo=None)
    except ValueError:
        return None


def _with_ends(turns: list[ParsedTurn]) -> list[ParsedTurn]:
    """Lets a turn whose start is known last until the next one starts; in the list itself, which may be long."""
    for number in range(len(turns) - 1):
        turn, after = turns[number], turns[number + 1]
        if turn.end_ms is None and turn.start_ms is not None and (after.start_ms or -1) >= turn.start_ms:
            turns[number] = replace(turn, end_ms=after.start_ms)
    return turns


def _named(turns: list[ParsedTurn], layout: Layout) -> list[ParsedTurn]:
    """Takes “Name: text” apart where no column names who speaks; in the list itself, too."""
    if layout.at("speaker") is not None:
        return turns
    names = voices.names_in(turn.text for turn in turns)
    for number, turn in enumerate(turns):
        turns[number] = _unlabelled(turn, names)
    return turns


def _unlabelled(turn: ParsedTurn, names: frozenset[str]) -> ParsedTurn:
    label = voices.split(turn.text, names)
    text = turn.text[label[1] :].strip() if label else ""
    return replace(turn, speaker=label[0], text=text) if label and text else turn


def _warn_left_out(table: Table, layout: Layout, warnings: Warnings) -> None:
    if table.above:
        warnings.add("preamble", "Text above the table was left out.", 1, table.above)
    used = [number for number, column in enumerate(layout.columns) if column.role == "ignore"]
    names = [
        layout.columns[number].name or f"#{number + 1}"
        for number in used
        if any(row[number] for row in table.rows[layout.header :])
    ]
    if names:
        warnings.add(
            "columns_left_out",
            "These columns are not part of what was said; they were left out.",
            None,
            ", ".join(names),
        )


def _transcript(
    table: Table, layout: Layout, format_name: str, turns: Sequence[ParsedTurn], warnings: Warnings
) -> ParsedTranscript:
    return ParsedTranscript(
        format_name,
        tuple(turns),
        voices.speakers(turns),
        warnings=warnings.result(),
        preamble=table.above,
        segments=len(table.rows) - layout.header,
    )


def _survey_as_turns(table: Table, layout: Layout, format_name: str) -> ParsedTranscript:
    """What the preview shows of a survey before it becomes one interview a row."""
    if layout.at("question") is None:
        raise _lacking("question", "No column holds answers to a question.")
    who = layout.at("participant")
    turns = [
        ParsedTurn(
            plain(table.rows[number][who]) or None if who is not None else f"#{number + 1 - layout.header}",
            said,
            line=table.lines[number],
        )
        for number in range(layout.header, len(table.rows))
        for column in layout.all("question")
        if (said := plain(table.rows[number][column]))
    ]
    warnings = Warnings()
    _warn_left_out(table, layout, warnings)
    return _transcript(table, layout, format_name, turns, warnings)
