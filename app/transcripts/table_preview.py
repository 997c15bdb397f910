"""What is shown of a table before anything is saved: its columns, what they are thought to hold, and why. Pure."""

from app.transcripts.importers.conversation import Layout, tags_in
from app.transcripts.importers.survey import respondents
from app.transcripts.importers.tables import Table
from app.transcripts.table_schemas import ColumnOut, TableOut

_SAMPLES = 3
_LENGTH = 90
_TAGS = 100


def table_out(table: Table, layout: Layout) -> TableOut:
    """A table as it was understood."""
    rows = table.rows[layout.header :]
    survey = layout.mode == "survey" and layout.at("question") is not None
    return TableOut(
        mode=layout.mode,
        header=layout.header,
        columns=[_column(table, layout, number) for number in range(len(layout.columns))],
        rows=len(rows),
        sheet=table.sheet,
        sheets=list(table.sheets),
        respondents=sum(bool(one.answers) for one in respondents(table, layout)) if survey else 0,
        tags=_tags(table, layout),
    )


def _column(table: Table, layout: Layout, number: int) -> ColumnOut:
    column = layout.columns[number]
    cells = [row[number] for row in table.rows[layout.header :] if row[number]]
    return ColumnOut(
        name=column.name,
        role=column.role,
        reason=column.reason,
        samples=[cell if len(cell) <= _LENGTH else cell[:_LENGTH].rstrip() + "…" for cell in cells[:_SAMPLES]],
        filled=len(cells),
    )


def _tags(table: Table, layout: Layout) -> list[str]:
    at = layout.at("tags")
    if at is None or layout.mode != "turns":
        return []
    spelled: dict[str, str] = {}
    for row in table.rows[layout.header :]:
        for tag in tags_in(row[at]):
            spelled.setdefault(tag.casefold(), tag)
    return list(spelled.values())[:_TAGS]
