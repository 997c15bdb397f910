"""Participants out of a table: its columns, what each row would do, and saving them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.audit.models import AuditEntry
from app.core.errors import Fault, Invalid
from app.core.ids import new_id
from app.participants import attributes, importing
from app.participants.attribute_types import Kind
from app.participants.importing import LENGTHS, NEW, Line, Plan, Planned
from app.participants.segment_rules import OF
from app.projects import queries as projects
from app.transcripts.importers import ImportRefused, Source, people_in
from app.transcripts.importers.column_names import bare
from app.transcripts.importers.tables import Table, TablePlan
from app.transcripts.people_columns import kind_in, target_of
from app.transcripts.people_schemas import (
    ChangeOut,
    PeopleColumnIn,
    PeopleColumnOut,
    PeopleCountsOut,
    PeopleImportOut,
    PeoplePreviewOut,
    PeopleRowOut,
    PeopleTableIn,
    RowFaultOut,
)

MOST_PEOPLE = 5_000
_SHOWN, _SAMPLES, _LENGTH = 500, 3, 90
_JOINED = ("legal_name",)
"""Fields that several columns may fill together, such as first and last name."""


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """A table as it was read, without its header."""

    table: Table
    header: bool
    names: tuple[str, ...]

    @property
    def rows(self) -> Sequence[tuple[str, ...]]:
        return self.table.rows[self.header :]

    def cells(self, number: int) -> list[str]:
        """What stands in a column."""
        return [row[number] for row in self.rows if row[number]]


def understand(source: Source, header: bool | None, sheet: str) -> PeopleTable:
    """Reads a table; raises ImportRefused for a file that is none, or one of more people than fit in one go."""
    plan = TablePlan("survey", header, (), sheet)
    table, layout = people_in(Source(source.data, source.name, source.encoding, plan))
    if len(table.rows) - layout.header > MOST_PEOPLE:
        message = f"There are more than {MOST_PEOPLE:,} people in this file."
        raise ImportRefused("table_too_large", message, advice="Split it into several files.")
    return PeopleTable(table, bool(layout.header), tuple(column.name for column in layout.columns))


class Reading:
    """A table together with what each of its columns fills."""

    def __init__(
        self, session: Session, viewer: Viewer, *, project_id: str, found: PeopleTable, wanted: PeopleTableIn
    ) -> None:
        projects.get_for_research(session, viewer, project_id)
        self.found, self._wanted = found, wanted
        self._known = attributes.of_project(session, project_id)
        self.columns = wanted.columns or self._guessed()
        self._check()
        self.new = dict(self._new())
        plan = Plan(session, viewer, project_id=project_id, new=self.new, prefix=wanted.prefix)
        self.rows = plan.rows(self._lines())

    @property
    def counts(self) -> PeopleCountsOut:
        """How many rows would do what."""
        counts = Counter(row.action for row in self.rows)
        return PeopleCountsOut(
            create=counts["create"], change=counts["change"], same=counts["same"], refuse=counts["refuse"]
        )

    def preview(self) -> PeoplePreviewOut:
        """What the table would do."""
        shown = sorted(self.rows, key=lambda row: (row.action != "refuse", row.line))[:_SHOWN]
        return PeoplePreviewOut(
            header=self.found.header,
            sheet=self.found.table.sheet,
            sheets=list(self.found.table.sheets),
            columns=[self._column(number, column) for number, column in enumerate(self.columns)],
            counts=self.counts,
            rows=[_row_out(row) for row in shown],
        )

    def _guessed(self) -> list[PeopleColumnIn]:
        labels = {bare(name): one.key for one in self._known if not one.archived for name in (one.key, one.label)}
        taken, columns = set[str](), []
        for number, name in enumerate(self.found.names):
            target = target_of(name, self.found.cells(number), labels)
            if target == "new" and bare(name) in taken:
                target = "ignore"
            if target in taken and target not in _JOINED:
                target = "ignore"
            taken |= {target, bare(name)} - {"new", "ignore"}
            columns.append(PeopleColumnIn(target=target))
        return columns

    def _check(self) -> None:
        if len(self.columns) != len(self.found.names):
            raise _wrong("columns", f"The table has {len(self.found.names)} columns; say of each what it holds.")
        keys = {one.key for one in self._known}
        once = Counter(one.target for one in self.columns if one.target not in ("ignore", "new", *_JOINED))
        for number, column in enumerate(self.columns):
            if once[column.target] > 1:
                raise _wrong(f"columns.{number}.target", f"Two columns hold the same: {self.found.names[number]}.")
            if column.target.startswith(OF) and column.target.removeprefix(OF) not in keys:
                raise _wrong(f"columns.{number}.target", f"There is no attribute “{column.target.removeprefix(OF)}”.")
        if self._wanted.columns and all(column.target == "ignore" for column in self.columns):
            raise _wrong("columns", "Say of at least one column what it holds.")

    def _new(self) -> Mapping[str, Kind]:
        found: dict[str, Kind] = {}
        taken = {name.casefold() for one in self._known for name in (one.key, one.label)}
        for number, column in enumerate(self.columns):
            if column.target == "new":
                label = self._label(number)
                if label.casefold() in taken:
                    raise _wrong(f"columns.{number}.target", f"There is an attribute “{label}” already.")
                taken.add(label.casefold())
                found[label] = kind_in(self.found.cells(number), column.type)
        return found

    def _label(self, number: int) -> str:
        return (self.found.names[number].strip() or f"Column {number + 1}")[:120]

    def _lines(self) -> list[Line]:
        numbers = self.found.table.lines[self.found.header :]
        return [Line(number, self._cells(row)) for number, row in zip(numbers, self.found.rows, strict=True)]

    def _cells(self, row: Sequence[str]) -> dict[str, str]:
        cells: dict[str, str] = {}
        for number, column in enumerate(self.columns):
            if column.target == "ignore" or not row[number].strip():
                continue
            name = NEW + self._label(number) if column.target == "new" else column.target
            cells[name] = " ".join(filter(None, (cells.get(name, ""), row[number].strip())))
        if "pseudonym" in cells:
            cells["pseudonym"] = cells["pseudonym"][: LENGTHS["pseudonym"] + 1]
        return cells

    def _column(self, number: int, column: PeopleColumnIn) -> PeopleColumnOut:
        cells = self.found.cells(number)
        return PeopleColumnOut(
            name=self.found.names[number],
            target=column.target,
            type=self.new[self._label(number)].type if column.target == "new" else None,
            samples=[cell if len(cell) <= _LENGTH else f"{cell[:_LENGTH].rstrip()}…" for cell in cells[:_SAMPLES]],
            filled=len(cells),
        )


def save(session: Session, viewer: Viewer, *, project_id: str, reading: Reading, wanted: PeopleTableIn) -> str:
    """Saves everybody, all or none; returns the id under which `saved_before` tells what was done."""
    importing.save(
        session,
        viewer,
        project_id=project_id,
        rows=reading.rows,
        new=reading.new,
        consent=wanted.consent.model_dump() if wanted.consent else None,
        skip_refused=wanted.skip_refused,
    )
    counts = reading.counts
    out = PeopleImportOut(
        import_id=new_id(),
        created=counts.create,
        changed=counts.change,
        same=counts.same,
        skipped_lines=[row.line for row in reading.rows if row.action == "refuse"],
        new_attributes=list(reading.new),
    )
    audit.record(
        session,
        actor=viewer,
        action="participants.import",
        target_kind="project",
        target_id=project_id,
        detail=out.model_dump(),
    )
    return out.import_id


def saved_before(session: Session, *, project_id: str, import_id: str) -> PeopleImportOut:
    """What an import did, this time or the first time it was asked for."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.action == "participants.import", AuditEntry.target_id == project_id)
        .order_by(col(AuditEntry.id).desc())
    )
    found = (PeopleImportOut.model_validate(entry.detail) for entry in session.exec(query))
    return next(out for out in found if out.import_id == import_id)


def _row_out(row: Planned) -> PeopleRowOut:
    return PeopleRowOut(
        line=row.line,
        action=row.action,
        pseudonym=row.pseudonym,
        participant_id=row.participant_id,
        changes=[ChangeOut(field=one.field, before=one.before, after=one.after) for one in row.changes],
        faults=[
            RowFaultOut(field=one.where.partition(".")[2], message=one.message, code=one.code) for one in row.faults
        ],
        exposes_name=row.exposes_name,
    )


def _wrong(where: str, message: str) -> Invalid:
    return Invalid(message, code="columns", faults=[Fault(where, message)])
