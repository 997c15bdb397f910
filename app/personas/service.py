"""Rules about personas. Researchers make them, and draw them from people of projects they research in."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now, today
from app.core.database import Lookup, among, columns
from app.core.errors import Conflict, Fault, NotAllowed, NotFound
from app.outbox import service as outbox
from app.participants import finding, segments
from app.participants.consent import standing
from app.participants.models import Consent, Participant
from app.participants.segment_rules import asked
from app.personas import queries
from app.personas.models import Persona, PersonaParticipant
from app.projects.models import Project

PERSONAS_OF = "personas_of"
"""News that a participant is in other personas than before; its id is the participant's, as their rows here may be
gone. Nothing else of them changed, so nobody but the index has to look, and only at what they said themselves."""


class Added(NamedTuple):
    """Who came into a persona, how many of those named were in it already, and how many allow nothing any more."""

    participant_ids: list[str]
    already: int
    over: int


def create(session: Session, viewer: Viewer, *, name: str, description: str) -> Persona:
    """Makes a persona of nobody yet."""
    viewer.need_researcher()
    _need_free_name(session, name)
    row = Persona(name=name, description=description)
    session.add(row)
    session.flush()
    _note(session, viewer, "persona.create", row)
    return row


def change(session: Session, viewer: Viewer, *, persona_id: str, version: int, values: Mapping[str, Any]) -> Persona:
    """Renames or describes a persona. What the index holds of it is its id, so a new name is found by at once."""
    viewer.need_researcher()
    row = queries.get(session, persona_id)
    if row.version != version:
        raise Conflict("This persona was changed in the meantime.", version=row.version)
    if "name" in values:
        _need_free_name(session, values["name"], but=row.id)
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.updated_at = row.version + 1, now()
    session.add(row)
    _note(session, viewer, "persona.change", row, fields=sorted(values))
    return row


def remove(session: Session, viewer: Viewer, *, persona_id: str) -> None:
    """Deletes a persona; it keeps its people unseen for `restore`."""
    viewer.need_researcher()
    row = queries.get(session, persona_id)
    row.deleted_at = now()
    session.add(row)
    _tell(session, _drawn_from(session, row.id))
    _note(session, viewer, "persona.delete", row)


def restore(session: Session, viewer: Viewer, *, persona_id: str) -> Persona:
    """Brings a deleted persona back, with its people."""
    viewer.need_researcher()
    row = session.get(Persona, persona_id)
    if row is None:
        raise NotFound
    if row.deleted_at is not None:
        _need_free_name(session, row.name)
        row.deleted_at = None
        session.add(row)
        _tell(session, _drawn_from(session, row.id))
        _note(session, viewer, "persona.restore", row)
    return row


def add_people(session: Session, viewer: Viewer, *, persona_id: str, participant_ids: Collection[str]) -> Added:
    """Draws a persona from these participants too. Raises NotFound for one the viewer may not see, NotAllowed where
    they do not research. Whose consent is over is left out.
    """
    row = _for_people(session, viewer, persona_id)
    wanted = _researched(session, viewer, participant_ids)
    return _add(session, viewer, row, {one.id: _is_over(one) for one in wanted})


def add_segment(session: Session, viewer: Viewer, *, persona_id: str, segment_id: str) -> Added:
    """Draws a persona from everybody who fits a segment today, as far as the viewer researches in their projects. Who
    comes to fit it later is not in the persona by that.
    """
    row = _for_people(session, viewer, persona_id)
    segment = segments.get(session, viewer, segment_id)
    fits = asked(segments.rule_of(segment))
    people = [one for one in finding.visible(session, viewer, segment.project_id) if fits(one)]
    accesses = dict(session.exec(select(Project.id, Project.access)).all())
    wanted = {
        one.id: one.consent in _OVER for one in people if viewer.may_research(one.project_id, accesses[one.project_id])
    }
    return _add(session, viewer, row, wanted, segment=segment.name)


def take_out(session: Session, viewer: Viewer, *, persona_id: str, participant_ids: Collection[str]) -> list[str]:
    """Takes people out of a persona; says who was in it. Raises as `add_people` does."""
    row = _for_people(session, viewer, persona_id)
    wanted = {one.id for one in _researched(session, viewer, participant_ids)}
    rows = [one for one in _rows(session, row.id) if one.participant_id in wanted]
    for one in rows:
        session.delete(one)
    gone = [one.participant_id for one in rows]
    if gone:
        _tell(session, gone)
        _note(session, viewer, "persona.take_out", row, people=len(gone))
    return gone


_OVER = ("withdrawn", "expired")


def _add(session: Session, viewer: Viewer, row: Persona, wanted: Mapping[str, bool], **detail: Any) -> Added:
    """`wanted` says of each whether their consent is over."""
    before = set(_drawn_from(session, row.id))
    fresh = [one for one, is_over in wanted.items() if one not in before and not is_over]
    session.add_all([PersonaParticipant(persona_id=row.id, participant_id=one) for one in fresh])
    if fresh:
        session.flush()
        _tell(session, fresh)
        _note(session, viewer, "persona.add", row, people=len(fresh), **detail)
    already = sum(one in before for one in wanted)
    return Added(fresh, already, len(wanted) - already - len(fresh))


def _for_people(session: Session, viewer: Viewer, persona_id: str) -> Persona:
    """A living persona whose people may be changed; whoever else wants that waits until this is written."""
    viewer.need_researcher()
    row = session.get(Persona, persona_id, with_for_update=True)
    if row is None or row.deleted_at is not None:
        raise NotFound
    return row


def _researched(session: Session, viewer: Viewer, participant_ids: Collection[str]) -> list[Any]:
    """These participants as rows of `_PEOPLE`, each once, in the order given.

    Raises NotFound for one they may not see, NotAllowed where they may only read.
    """
    wanted = list(dict.fromkeys(participant_ids))
    known = {one.id: one for one in _PEOPLE.rows(session, wanted)}
    rows = [known[one] for one in wanted if one in known]
    if len(rows) < len(wanted) or not all(viewer.may_read_project(one.project_id, one.access) for one in rows):
        raise NotFound("One of these participants is not there any more, or not for you to see.")
    if not all(viewer.may_research(one.project_id, one.access) for one in rows):
        raise NotAllowed("Only researchers of their project may put people into a persona, or take them out.")
    return rows


def _is_over(row: Any) -> bool:
    """Whether the consent of a row of `_PEOPLE` is over; without one, nobody was asked yet."""
    return row.status is not None and standing(row.status, row.expires_on, today()).value in _OVER


def _rows(session: Session, persona_id: str) -> list[PersonaParticipant]:
    return list(session.exec(select(PersonaParticipant).where(PersonaParticipant.persona_id == persona_id)).all())


def _drawn_from(session: Session, persona_id: str) -> list[str]:
    query = select(PersonaParticipant.participant_id).where(PersonaParticipant.persona_id == persona_id)
    return list(session.exec(query).all())


def _need_free_name(session: Session, name: str, *, but: str | None = None) -> None:
    for row in queries.listed(session):
        if row.id != but and row.name.casefold() == name.casefold():
            message = f"There is a persona named “{row.name}” already."
            raise Conflict(message, code="persona_exists", faults=[Fault("name", message)], persona_id=row.id)


def _tell(session: Session, participant_ids: Iterable[str]) -> None:
    outbox.touch_ids(session, ((PERSONAS_OF, one) for one in participant_ids))


def _note(session: Session, viewer: Viewer, action: str, row: Persona, **detail: Any) -> None:
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="persona",
        target_id=row.id,
        detail={"name": row.name, **detail},
    )


_PEOPLE = Lookup(
    columns(
        Participant.id,
        Participant.project_id,
        Project.access,
        Consent.status,
        Consent.expires_on,
    )
    .select_from(Participant)
    .join(Project, col(Project.id) == col(Participant.project_id))
    .join(Consent, col(Consent.participant_id) == col(Participant.id), isouter=True)
    .where(among(col(Participant.id)))
)
