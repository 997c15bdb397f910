"""Two participants who are one person: one of them is kept, hears all that both said, and it can be taken back.

Whatever refers to a participant is found by its foreign key, in any slice, and moves along: this module need not know
who speaks where. The stricter of both consents holds.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, DateTime, Table, TypeDecorator, UniqueConstraint, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from app.access.audiences import Standing, narrowest
from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now, today
from app.core.database import columns
from app.core.errors import Conflict, Invalid, NotFound
from app.outbox import service as outbox
from app.participants import queries, service
from app.participants.consent import permission
from app.participants.models import Consent, Participant, ParticipantMerge

FIELDS = ("legal_name", "contact", "incentive", "segment", "role", "region")
_TERMS = ("status", "scope", "media_allowed", "expires_on", "evidence")
_STAYS = {"consent"}
"""Tables whose rows do not move: a consent is weighed instead."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a consent says."""

    status: str
    scope: str
    media_allowed: bool
    expires_on: date | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a merge would do: the fields in which both say something else, and the consent that would hold."""

    kept: Participant
    other: Participant
    conflicts: Sequence[tuple[str, Any, Any]]
    terms: Terms
    moved: Mapping[str, int]


def outlook(session: Session, viewer: Viewer, *, kept_id: str, other_id: str) -> Outlook:
    """What a merge would do, without doing it; raises Invalid for two of different projects or one and the same."""
    kept, other = (queries.get_for_research(session, viewer, one)[0] for one in (kept_id, other_id))
    if kept.id == other.id:
        raise Invalid("This is one and the same participant already.", code="same_participant")
    if kept.project_id != other.project_id:
        message = "They belong to different projects, and consent is given to a project. Both stay as they are."
        raise Invalid(message, code="other_project")
    moved = {table.name: len(_pointing(session, table, column, other.id)) for table, column in _references()}
    conflicts = [
        (name, getattr(kept, name), getattr(other, name))
        for name in FIELDS
        if getattr(kept, name) and getattr(other, name) and getattr(kept, name) != getattr(other, name)
    ]
    conflicts += [
        (f"attribute:{key}", value, other.attributes[key])
        for key, value in kept.attributes.items()
        if key in other.attributes and other.attributes[key] != value
    ]
    return Outlook(kept, other, conflicts, _stricter(session, [kept.id, other.id]), moved)


def merge(session: Session, viewer: Viewer, *, kept_id: str, other_id: str) -> ParticipantMerge:
    """Makes two participants one. What the kept one has stays; what it lacks comes from the other."""
    found = outlook(session, viewer, kept_id=kept_id, other_id=other_id)
    kept, other = found.kept, found.other
    before = {
        "kept": _row(kept),
        "merged": _row(other),
        "kept_terms": _terms(queries.consent_of(session, kept.id)),
        "merged_terms": _terms(queries.consent_of(session, other.id)),
        "merged_terms_then": _written(found.terms),
        "moved": _move(session, other.id, kept.id),
        "left": _left(session, other.id),
    }
    for name in FIELDS:
        setattr(kept, name, getattr(kept, name) or getattr(other, name))
    kept.attributes = {**other.attributes, **kept.attributes}
    kept.version, kept.updated_at = kept.version + 1, now()
    session.add(kept)
    row = ParticipantMerge(
        kept_id=kept.id, merged_id=other.id, merged_name=other.pseudonym, by=viewer.name, before=json.dumps(before)
    )
    session.add(row)
    outbox.touch(session, kept, other)
    _note(session, viewer, "participant.merge", kept.id, {"merged_id": other.id, "merged": other.pseudonym})
    session.flush()
    session.delete(other)
    session.flush()
    _set(session, viewer, kept.id, found.terms)
    return row


def undo(session: Session, viewer: Viewer, *, merge_id: str) -> Participant:
    """Makes them two again, as they were. Where consent changed since, neither allows more than it does now."""
    row = session.get(ParticipantMerge, merge_id)
    if row is None:
        raise NotFound
    kept, _, _ = queries.get_for_research(session, viewer, row.kept_id)
    later = select(ParticipantMerge.id).where(
        ParticipantMerge.kept_id == kept.id, ParticipantMerge.id > row.id, col(ParticipantMerge.undone_at).is_(None)
    )
    if row.undone_at is not None or session.exec(later).first():
        message = "This was taken back already." if row.undone_at else "Take the later merge back first."
        raise Conflict(message, code="cannot_undo_merge")
    before = json.loads(row.before)
    merged = Participant(**_read_row(before["merged"]))
    session.add(merged)
    session.flush()
    _give_back(session, before["moved"], kept.id, merged.id)
    _put_back(session, before.get("left", {}))
    changed = before["merged_terms_then"] != _terms(queries.consent_of(session, kept.id))
    current = [_stricter(session, [kept.id])] if changed else []
    session.add(Consent(participant_id=merged.id))
    session.flush()
    for person_id, name in ((kept.id, "kept_terms"), (merged.id, "merged_terms")):
        _set(session, viewer, person_id, _narrower([*current, _read_terms(before[name])]))
    _restore(session, kept, before)
    row.undone_at = now()
    session.add(row)
    outbox.touch(session, kept, merged)
    _note(session, viewer, "participant.unmerge", kept.id, {"merged_id": merged.id, "merged": merged.pseudonym})
    return merged


def merges_of(session: Session, viewer: Viewer, *, participant_id: str) -> list[ParticipantMerge]:
    """The merges of somebody that can be taken back, newest first."""
    queries.get_for_research(session, viewer, participant_id)
    query = (
        select(ParticipantMerge)
        .where(ParticipantMerge.kept_id == participant_id, col(ParticipantMerge.undone_at).is_(None))
        .order_by(col(ParticipantMerge.id).desc())
    )
    return list(session.exec(query).all())


def _references() -> list[tuple[Table, Column[Any]]]:
    """Every column that refers to a participant, in whatever slice."""
    return [
        (table, column)
        for table in SQLModel.metadata.sorted_tables
        if table.name not in _STAYS
        for column in table.columns
        if any(key.target_fullname == "participant.id" for key in column.foreign_keys)
    ]


def _pointing(session: Session, table: Table, column: Column[Any], participant_id: str) -> list[str]:
    return list(session.connection().execute(select(table.c.id).where(column == participant_id)).scalars())


def _move(session: Session, from_id: str, to_id: str) -> dict[str, list[str]]:
    session.flush()
    moved = {}
    for table, column in _references():
        if ids := _pointing(session, table, column, from_id):
            if _is_once(table, column):
                ids = [row_id for row_id in ids if _moves(session, table, column, row_id, to_id)]
            else:
                session.connection().execute(update(table).where(column == from_id).values({column.name: to_id}))
            moved[f"{table.name}.{column.name}"] = ids
    session.expire_all()
    return moved


def _is_once(table: Table, column: Column[Any]) -> bool:
    """Whether a participant may have only one row of some kind there."""
    return any(isinstance(one, UniqueConstraint) and column in list(one.columns) for one in table.constraints)


def _moves(session: Session, table: Table, column: Column[Any], row_id: str, to_id: str) -> bool:
    """Moves one row, unless the one kept has its like already: then it goes away with the other participant."""
    try:
        with session.begin_nested():
            session.connection().execute(update(table).where(table.c.id == row_id).values({column.name: to_id}))
    except IntegrityError:
        return False
    return True


def _give_back(session: Session, moved: Mapping[str, Sequence[str]], from_id: str, to_id: str) -> None:
    """Rows that belong to somebody else by now stay there."""
    for table, column in _references():
        for row_id in moved.get(f"{table.name}.{column.name}", ()):
            one = update(table).where(table.c.id == row_id, column == from_id)
            session.connection().execute(one.values({column.name: to_id}))
    session.expire_all()


def _left(session: Session, participant_id: str) -> dict[str, list[dict[str, Any]]]:
    """Rows that did not move, as the one kept has their like: they are about to go, and are kept to be put back."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for table, column in _references():
        rows = session.connection().execute(columns(table).where(column == participant_id)).mappings()
        found.setdefault(table.name, {}).update((row["id"], dict(row)) for row in rows)
    return {
        name: [
            {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
            for row in rows.values()
        ]
        for name, rows in found.items()
        if rows
    }


def _put_back(session: Session, left: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Rows that refer to something that is gone by now stay away."""
    for name, rows in left.items():
        table = SQLModel.metadata.tables[name]
        for row in rows:
            values = {key: _read(table.c[key], value) for key, value in row.items() if key in table.c}
            with suppress(IntegrityError), session.begin_nested():
                session.connection().execute(insert(table).values(values))


def _read(column: Column[Any], kept: Any) -> Any:
    """A value that JSON kept, as its column takes it."""
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if kept is None or not isinstance(kind, (DateTime, Date)):
        return kept
    return datetime.fromisoformat(kept) if isinstance(kind, DateTime) else date.fromisoformat(kept)


def _restore(session: Session, kept: Participant, before: Mapping[str, Any]) -> None:
    """Takes from the kept one what came from the other, unless somebody wrote there since."""
    was, other = before["kept"], before["merged"]
    for name in FIELDS:
        if not was[name] and getattr(kept, name) == other[name]:
            setattr(kept, name, "")
    taken = {key for key, value in other["attributes"].items() if key not in was["attributes"]}
    kept.attributes = {
        key: value for key, value in kept.attributes.items() if key not in taken or value != other["attributes"][key]
    }
    kept.version, kept.updated_at = kept.version + 1, now()
    session.add(kept)


def _stricter(session: Session, ids: Sequence[str]) -> Terms:
    found = (queries.consent_of(session, one) for one in ids)
    return _narrower([_read_terms(_terms(consent)) for consent in found])


def _narrower(terms: Sequence[Terms]) -> Terms:
    """The narrowest of several consents. One that is over by its day is written as granted until then."""
    allowed = narrowest(permission(Consent(participant_id="", **_fields(one)), today()) for one in terms)
    days = [one.expires_on for one in terms if one.expires_on]
    by_its_day = allowed.standing is Standing.EXPIRED and bool(days) and min(days) < today()
    return Terms(
        Standing.GRANTED.value if by_its_day else allowed.standing.value,
        allowed.scope.value,
        allowed.media,
        min(days) if days else None,
        "\n".join(dict.fromkeys(one.evidence for one in terms if one.evidence)),
    )


def _set(session: Session, viewer: Viewer, participant_id: str, terms: Terms) -> None:
    if _terms(queries.consent_of(session, participant_id)) != _written(terms):
        service.set_consent(session, viewer, participant_id=participant_id, **_fields(terms))
        session.flush()


def _fields(terms: Terms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in _TERMS}


def _terms(consent: Consent | None) -> dict[str, Any]:
    """What a consent says, as JSON keeps it; without one, what nobody was asked for."""
    row = consent or Consent(participant_id="")
    return _written(Terms(row.status, row.scope, row.media_allowed, row.expires_on, row.evidence))


def _written(terms: Terms) -> dict[str, Any]:
    return {**_fields(terms), "expires_on": terms.expires_on.isoformat() if terms.expires_on else None}


def _read_terms(kept: Mapping[str, Any]) -> Terms:
    until = kept["expires_on"]
    return Terms(**{**kept, "expires_on": date.fromisoformat(until) if until else None})


def _row(person: Participant) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in person.model_dump().items()
    }


def _read_row(kept: Mapping[str, Any]) -> dict[str, Any]:
    moments = ("created_at", "updated_at")
    return {name: datetime.fromisoformat(value) if name in moments else value for name, value in kept.items()}


def _note(session: Session, viewer: Viewer, action: str, participant_id: str, detail: dict[str, Any]) -> None:
    audit.record(
        session, actor=viewer, action=action, target_kind="participant", target_id=participant_id, detail=detail
    )
