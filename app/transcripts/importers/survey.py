"""Survey answers: each row of a table is one person, each question a column. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.transcripts.importers.conversation import Layout, plain
from app.transcripts.importers.tables import Table

_MAX_NAME = 120
_NUMERIC = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})\b.*")


@dataclass(frozen=True, slots=True)
class Respondent:
    """One row: who answered what. `line` is where it stands in the file; `name` is None where no column names it."""

    line: int
    number: int
    name: str | None
    legal_name: str
    contact: str
    held_on: date | None
    attributes: dict[str, str]
    answers: tuple[tuple[str, str], ...]


def respondents(table: Table, layout: Layout) -> list[Respondent]:
    """Everyone in a survey, also those who answered nothing (they have no answers)."""
    rows = table.rows[layout.header :]
    dates = _days([row[at] for row in rows] if (at := layout.at("date")) is not None else [])
    return [
        Respondent(
            line=table.lines[number + layout.header],
            number=number + 1,
            name=_cell(row, layout.at("participant"))[:_MAX_NAME] or None,
            legal_name=" ".join(filter(None, (_cell(row, at) for at in layout.all("legal_name"))))[:200],
            contact=", ".join(filter(None, (_cell(row, at) for at in layout.all("contact"))))[:254],
            held_on=dates[number] if dates else None,
            attributes=dict(_named(row, layout, "attribute")),
            answers=tuple(_named(row, layout, "question")),
        )
        for number, row in enumerate(rows)
    ]


def _named(row: Sequence[str], layout: Layout, role: str) -> Iterator[tuple[str, str]]:
    """The filled cells of a part with the names of their columns; equal names are told apart."""
    seen: set[str] = set()
    for number, column in enumerate(layout.columns):
        if column.role != role:
            continue
        name = plain(column.name) or f"#{number + 1}"
        while name in seen:
            name += "′"
        seen.add(name)
        if value := plain(row[number]):
            yield name, value


def _cell(row: Sequence[str], at: int | None) -> str:
    return plain(row[at]) if at is not None else ""


def _days(cells: Sequence[str]) -> list[date | None]:
    """The days of a column. Whether 3/4 is in March or April is told from all cells; None where none tells."""
    parts = [match for cell in cells if (match := _NUMERIC.match(cell.strip()))]
    day_first = any(int(match[1]) > 12 for match in parts if len(match[1]) < 3)
    month_first = any(int(match[2]) > 12 for match in parts)
    return [_day(cell.strip(), None if day_first == month_first else day_first) for cell in cells]


def _day(cell: str, day_first: bool | None) -> date | None:
    try:
        return datetime.fromisoformat(cell).date()
    except ValueError:
        pass
    match = _NUMERIC.match(cell)
    if match is None:
        return None
    first, second, third = (int(part) for part in match.groups())
    if first > 31:
        return _date(first, second, third)
    if day_first is None:
        day_first = "." in cell or first == second or None  # points are a European habit
    if day_first is None:
        return None
    year = third if third > 99 else 2000 + third
    return _date(year, second, first) if day_first else _date(year, first, second)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
