"""What each column of a table holds: guessed from its name and its values, with the reason, and never in secret."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from app.transcripts.importers.cell_times import span_ms
from app.transcripts.importers.column_names import (
    CONTACT,
    DATE,
    LEGAL_NAME,
    MACHINE,
    NAMED,
    PARTICIPANT,
    SAID_TOO,
    bare,
)
from app.transcripts.importers.tables import Role, Table

Reason = Literal["name", "times", "few_names", "long_texts", "machine", "short_answers", "rest", "chosen"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's part, and why it is thought to have it. `name` is what its header says, or empty."""

    role: Role
    reason: Reason
    name: str = ""


_TURN_ROLES: tuple[tuple[Role, frozenset[str]], ...] = (
    ("text", NAMED["text"]), ("speaker", NAMED["speaker"]), ("start", NAMED["start"]), ("end", NAMED["end"]),
    ("duration", NAMED["duration"]), ("tags", NAMED["tags"]),
)  # fmt: skip
_PERSON_ROLES: tuple[tuple[Role, frozenset[str]], ...] = (
    ("contact", CONTACT), ("participant", PARTICIPANT), ("legal_name", LEGAL_NAME), ("date", DATE),
)  # fmt: skip
_MOST_TITLES = 6
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def has_header(table: Table) -> bool:
    """Whether the first row names the columns: short, different names, of which one is known or unlike what follows."""
    if len(table.rows) < 2:
        return False
    first = [cell for cell in table.rows[0] if cell]
    if len(first) < max(min(2, table.width), table.width // 2) or len({cell.casefold() for cell in first}) < len(first):
        return False
    if any(len(cell) > 300 or span_ms(cell) is not None for cell in first):
        return False
    if any(bare(cell) in names for cell in first for names in (*NAMED.values(), PARTICIPANT, CONTACT, DATE)):
        return True
    return _unlike(table)


def untitled(found: Table) -> Table:
    """A table whose header stands below a title, a date or the like; they are kept as `above`."""
    for number in range(1, min(_MOST_TITLES, len(found.rows) - 1)):
        if sum(map(bool, found.rows[number - 1])) > max(1, found.width // 2):
            break
        names = [cell for cell in found.rows[number] if cell]
        if len(names) > 1 and any(_says(cell, NAMED["text"] | NAMED["speaker"]) for cell in names):
            above = "\n".join(" ".join(filter(None, row)) for row in found.rows[:number])
            return replace(found, rows=found.rows[number:], lines=found.lines[number:], above=above)
    return found


def _unlike(table: Table) -> bool:
    """Whether a column's first cell is of another kind than all below: words above times, a name above long texts."""
    for number in range(table.width):
        below = [row[number] for row in table.rows[1:] if row[number]]
        times = sum(span_ms(cell) is not None for cell in below)
        if below and times > 0.8 * len(below):
            return True
    first = table.rows[0]
    questions = sum(cell.rstrip().endswith("?") for cell in first)
    return questions >= 2 and questions * 2 >= len([cell for cell in first if cell])


def guess_turns(table: Table, header: Sequence[str]) -> list[Column]:
    """The columns of a table in which each row is a turn."""
    columns: list[Column | None] = _by_name(header)
    taken = {column.role for column in columns if column}
    values = [[row[number] for row in table.rows if row[number]] for number in range(table.width)]
    free = [number for number in range(table.width) if columns[number] is None]
    if "start" not in taken:
        free = _claim_times(columns, values, free, header)
    if "text" not in taken and (wordy := [n for n in free if _are_words(values[n])]):
        longest = max(wordy, key=lambda n: (_says(header[n], SAID_TOO), sum(map(len, values[n]))))
        columns[longest] = Column("text", "name" if _says(header[longest], SAID_TOO) else "long_texts", header[longest])
        free.remove(longest)
    if "speaker" not in taken:
        names = next((n for n in free if _few_names(values[n], len(table.rows))), None)
        if names is not None:
            columns[names] = Column("speaker", "few_names", header[names])
    return [column or Column("ignore", "rest", header[n]) for n, column in enumerate(columns)]


def _by_name(header: Sequence[str]) -> list[Column | None]:
    found: list[Column | None] = [None] * len(header)
    taken: set[str] = set()
    for role, names in _TURN_ROLES:
        # The exacter name wins: “speaker” before “role”, in the order of the list of names.
        for number, cell in enumerate(header):
            if found[number] is None and role not in taken and _says(cell, names):
                found[number] = Column(role, "name", cell)
                taken.add(role)
    return found


def _says(cell: str, names: frozenset[str]) -> bool:
    return bare(cell) in names or bare(_CAMEL.sub(" ", cell)) in names


def _claim_times(
    columns: list[Column | None], values: list[list[str]], free: list[int], header: Sequence[str]
) -> list[int]:
    timed = [n for n in free if values[n] and _are_times(values[n])]
    roles: tuple[Role, ...] = ("start", "end")
    for role, number in zip(roles, timed, strict=False):
        columns[number] = Column(role, "times", header[number])
    return [n for n in free if columns[n] is None]


def _are_times(cells: Sequence[str]) -> bool:
    """Clock times mostly, or numbers that only grow, as times in seconds do; “4, 2, 5” are answers, no times."""
    clocks = sum(span_ms(cell) is not None and not cell.replace(".", "").isdecimal() for cell in cells)
    if clocks > 0.8 * len(cells):
        return True
    times = [span_ms(cell) for cell in cells]
    starts = [time[0] for time in times if time is not None]
    fractional = sum("." in cell or "," in cell for cell in cells) > 0.5 * len(cells)
    return len(starts) == len(cells) > 1 and fractional and starts == sorted(starts) and starts[0] < starts[-1]


def _few_names(cells: Sequence[str], rows: int) -> bool:
    """Short values, few of them, most said again: people in a conversation."""
    if len(cells) < 0.2 * rows or not cells or any(len(cell) > 60 or "\n" in cell for cell in cells):
        return False
    different = len(set(cells))
    lettered = sum(any(letter.isalpha() for letter in cell) for cell in cells)
    return lettered > 0.9 * len(cells) and different <= max(3, 0.6 * len(cells)) and different <= 60


def _are_words(cells: Sequence[str]) -> bool:
    """Mostly letters, and more than a letter or two."""
    lettered = sum(sum(map(str.isalpha, cell)) > 2 for cell in cells)
    return bool(cells) and lettered > 0.5 * len(cells)


def guess_survey(table: Table, header: Sequence[str]) -> list[Column]:
    """The columns of a table in which each row is one person's answers."""
    values = [[row[number] for row in table.rows if row[number]] for number in range(table.width)]
    columns = [_survey_column(cell, values[number]) for number, cell in enumerate(header)]
    seen: set[str] = set()
    for number, column in enumerate(columns):
        if column.role in {"participant", "date"}:
            if column.role in seen:
                columns[number] = Column("ignore", "machine", column.name)
            seen.add(column.role)
    return columns


def _survey_column(name: str, cells: Sequence[str]) -> Column:
    for role, names in _PERSON_ROLES:
        if _says(name, names):
            return Column(role, "name", name)
    if _says(name, MACHINE):
        return Column("ignore", "machine", name)
    if is_question(name):
        return Column("question", "name", name)
    if cells and median(map(len, cells)) > 40 and len(set(cells)) > 0.5 * len(cells):
        return Column("question", "long_texts", name)
    return Column("attribute", "short_answers", name)


def is_question(name: str) -> bool:
    """Whether a header asks something: it has a question mark, or is as long as a sentence."""
    return "?" in name or "？" in name or len(name.split()) >= 6


def is_survey(table: Table, header: Sequence[str]) -> bool:
    """Whether each row is a person's answers: several questions, and nobody who speaks at a time."""
    if not any(header) or any(_says(cell, NAMED["text"]) and not is_question(cell) for cell in header):
        return False
    columns = guess_survey(table, header)
    questions = [column for column in columns if column.role == "question"]
    asked = sum(is_question(column.name) for column in questions)
    return len(questions) >= 2 or (asked >= 1 and any(column.role == "participant" for column in columns))
