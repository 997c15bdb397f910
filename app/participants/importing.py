"""Many participants at once: what each row would do, and doing it, all of them or none.

Knows rows and fields, not files. Someone is known again by the same contact, else by the same pseudonym.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlmodel import Session, select

from app.access.viewer import Viewer
from app.core.errors import Fault, Invalid
from app.participants import attributes, service
from app.participants.attribute_types import Kind, Misfit, from_text, text_of
from app.participants.models import Participant
from app.participants.segment_rules import OF
from app.projects import queries as projects

Action = Literal["create", "change", "same", "refuse"]
LENGTHS: Mapping[str, int] = {
    "pseudonym": 120, "legal_name": 200, "contact": 254, "incentive": 200, "role": 120, "segment": 120, "region": 120,
}  # fmt: skip
"""The fields that a row may fill beside attributes, and how long each may be."""
NEW = "new:"
"""What the field of a column begins with that becomes a new attribute; its label follows."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: where it stands, and its cells by field; `attribute:<key>` and `new:<label>` are attributes."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a row sets, and what it was before."""

    field: str
    before: str
    after: str


@dataclass(slots=True)
class Planned:
    """What a row would do. `faults` say why it is refused."""

    line: int
    action: Action
    pseudonym: str
    participant_id: str | None = None
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    exposes_name: bool = False
    """Whether everyone would see the legal name, because it is the pseudonym too."""
    values: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)


class Plan:
    """What rows would do in a project, worked out one after the other without saving anything."""

    def __init__(
        self, session: Session, viewer: Viewer, *, project_id: str, new: Mapping[str, Kind], prefix: str = "Participant"
    ) -> None:
        projects.get_for_research(session, viewer, project_id)
        self._prefix = prefix
        self._kinds = {OF + one.key: attributes.kind(one) for one in attributes.of_project(session, project_id)}
        self._kinds |= {NEW + label: kind for label, kind in new.items()}
        people = session.exec(select(Participant).where(Participant.project_id == project_id)).all()
        self._people = {person.id: person for person in people}
        self._by_contact = {same(person.contact): person.id for person in people if person.contact}
        self._by_name = {same(person.pseudonym): person.id for person in people}
        self._taken: dict[str, int] = {}
        self._names = set(self._by_name)

    def rows(self, lines: Sequence[Line]) -> list[Planned]:
        """What each row would do. Rows without a pseudonym get a numbered one that nobody has."""
        given = (same(line.cells.get("pseudonym", "")) for line in lines)
        self._names |= set(given)
        return [self._row(line) for line in lines]

    def _row(self, line: Line) -> Planned:
        row = Planned(line.number, "create", line.cells.get("pseudonym", "").strip())
        self._read(row, line.cells)
        known = self._known(row)
        about = known.id if known else f"{same(row.values.get('contact', ''))}\n{same(row.pseudonym)}"
        if about.strip() and (first := self._taken.setdefault(about, line.number)) != line.number:
            row.faults.append(_fault(line.number, f"Line {first} is about the same person.", "twice"))
        if not row.values and not row.attributes and not row.faults:
            row.faults.append(_fault(line.number, "There is nothing about a person in this row.", "empty_row"))
        if known and not row.faults:
            self._compare(row, known)
        elif not row.faults:
            self._introduce(row)
        row.exposes_name = bool(row.pseudonym) and same(row.pseudonym) == same(self._legal_name(row, known))
        return replace(row, action="refuse") if row.faults else row

    def _read(self, row: Planned, cells: Mapping[str, str]) -> None:
        for name, cell in cells.items():
            text = cell.strip()
            if not text:
                continue
            if name in LENGTHS:
                row.values[name] = text
                if len(text) > LENGTHS[name]:
                    message = f"This is longer than {LENGTHS[name]} letters."
                    row.faults.append(_fault(row.line, message, "too_long", name))
                continue
            try:
                row.attributes[name] = from_text(self._kinds[name], text)
            except Misfit as error:
                row.faults.append(_fault(row.line, str(error), "does_not_fit", name))

    def _known(self, row: Planned) -> Participant | None:
        contact = row.values.get("contact", "")
        by_contact = self._by_contact.get(same(contact)) if contact else None
        by_name = self._by_name.get(same(row.pseudonym)) if row.pseudonym else None
        meant = self._people.get(by_contact or "")
        if meant and by_name and same(meant.pseudonym) != same(row.pseudonym):
            message = f"This contact is {meant.pseudonym}’s, and the pseudonym somebody else’s."
            row.faults.append(_fault(row.line, message, "two_people", "contact"))
        known = self._people.get(by_contact or by_name or "")
        if known and not by_contact and contact and known.contact:
            message = f"{known.pseudonym} has another contact here. Correct one of the two, or use another pseudonym."
            row.faults.append(_fault(row.line, message, "other_contact", "contact"))
        return known

    def _compare(self, row: Planned, known: Participant) -> None:
        row.participant_id, row.pseudonym = known.id, row.pseudonym or known.pseudonym
        for name, text in row.values.items():
            if getattr(known, name) != text:
                row.changes.append(Change(name, getattr(known, name), text))
        for name, value in row.attributes.items():
            before = known.attributes.get(name.removeprefix(OF).removeprefix(NEW))
            if before != value:
                row.changes.append(Change(name, "" if before is None else text_of(before), text_of(value)))
        row.action = "change" if row.changes else "same"

    def _introduce(self, row: Planned) -> None:
        row.pseudonym = row.values["pseudonym"] = row.pseudonym or self._numbered()
        row.changes = [Change(name, "", text) for name, text in row.values.items()]
        row.changes += [Change(name, "", text_of(value)) for name, value in row.attributes.items()]

    def _numbered(self) -> str:
        number = len(self._people) + 1
        while same(f"{self._prefix} {number}") in self._names:
            number += 1
        self._names.add(same(f"{self._prefix} {number}"))
        return f"{self._prefix} {number}"

    @staticmethod
    def _legal_name(row: Planned, known: Participant | None) -> str:
        name: str = row.values.get("legal_name") or (known.legal_name if known else "")
        return name


def save(
    session: Session,
    viewer: Viewer,
    *,
    project_id: str,
    rows: Sequence[Planned],
    new: Mapping[str, Kind],
    consent: Mapping[str, Any] | None,
    skip_refused: bool,
) -> None:
    """Does what the rows would do, in the caller's transaction. Raises Invalid (`rows_refused`) while any is refused,
    unless those are to be left out."""
    refused = [fault for row in rows if row.action == "refuse" for fault in row.faults]
    if refused and not skip_refused:
        raise Invalid("Some rows cannot be brought in. Nothing was saved.", code="rows_refused", faults=refused[:200])
    keys = dict(_defined(session, viewer, project_id, new))
    for row in rows:
        held = {keys.get(name, name.removeprefix(OF)): value for name, value in row.attributes.items()}
        if row.action == "create":
            given = {"consent": dict(consent)} if consent else {}
            values = {**row.values, "attributes": held, **given}
            row.participant_id = service.create(session, viewer, project_id=project_id, values=values).id
        elif row.action == "change":
            person = session.get_one(Participant, str(row.participant_id))
            changed = {change.field for change in row.changes}
            values = {name: value for name, value in row.values.items() if name in changed}
            if len(values) < len(changed):
                values["attributes"] = {**person.attributes, **held}
            service.change(session, viewer, participant_id=person.id, version=person.version, values=values)


def same(text: str) -> str:
    """A contact or a name as it is compared: without capitals and spaces at its ends or in a row."""
    return " ".join(text.split()).casefold()


def _defined(session: Session, viewer: Viewer, project_id: str, new: Mapping[str, Kind]) -> Iterator[tuple[str, str]]:
    for label, kind in new.items():
        values = {"label": label, "type": kind.type, "options": list(kind.options)}
        made = attributes.define(session, viewer, project_id=project_id, values=values)
        yield NEW + label, made.key


def _fault(line: int, message: str, code: str, name: str = "") -> Fault:
    return Fault(f"line {line}.{name}" if name else f"line {line}", message, code)
