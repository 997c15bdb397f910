"""Reading personas. Their names and sizes are everybody's; who they are drawn from is for those who see the projects.

Somebody whose consent is over is in no persona: neither counted nor named, until consent is given again.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from app.access.audiences import Standing
from app.access.viewer import Viewer
from app.core.clock import today
from app.core.database import Lookup, among, columns
from app.core.errors import NotFound
from app.participants import queries as participants
from app.participants.models import Consent, Participant
from app.personas.models import Persona, PersonaParticipant
from app.projects import queries as projects
from app.projects.models import Project

Drawn = tuple[Participant, Project]
"""Somebody a persona is drawn from."""


def listed(session: Session) -> list[Persona]:
    """All living personas, by name."""
    query = select(Persona).where(_LIVING).order_by(func.lower(Persona.name), col(Persona.id))
    return list(session.exec(query).all())


def get(session: Session, persona_id: str) -> Persona:
    """One living persona, or NotFound."""
    row = session.get(Persona, persona_id)
    if row is None or row.deleted_at is not None:
        raise NotFound
    return row


def sizes(session: Session, persona_ids: Collection[str]) -> Mapping[str, int]:
    """How many people each of these is drawn from, in all projects. One statement."""
    query = (
        select(PersonaParticipant.persona_id, func.count())
        .join(Consent, col(Consent.participant_id) == col(PersonaParticipant.participant_id), isouter=True)
        .where(col(PersonaParticipant.persona_id).in_(persona_ids), ~_is_over())
        .group_by(col(PersonaParticipant.persona_id))
    )
    return Counter(dict(session.exec(query).all()))


def people(
    session: Session, viewer: Viewer, persona_id: str, *, limit: int, after: Sequence[str] | None = None
) -> list[Drawn]:
    """Those of its people whom the viewer may see, by pseudonym."""
    query = (
        select(Participant, Project)
        .join(PersonaParticipant, col(PersonaParticipant.participant_id) == col(Participant.id))
        .join(Project, col(Project.id) == col(Participant.project_id))
        .join(Consent, col(Consent.participant_id) == col(Participant.id), isouter=True)
        .where(PersonaParticipant.persona_id == persona_id, projects.readable(viewer), ~_is_over())
        .order_by(col(Participant.pseudonym), col(Participant.id))
        .limit(limit)
    )
    if after:
        name, key = after
        same = (col(Participant.pseudonym) == name) & (col(Participant.id) > key)
        query = query.where(or_(col(Participant.pseudonym) > name, same))
    return list(session.exec(query).all())


def seen(session: Session, viewer: Viewer, persona_id: str) -> int:
    """How many of its people the viewer may see."""
    query = (
        select(func.count())
        .select_from(PersonaParticipant)
        .join(Participant, col(Participant.id) == col(PersonaParticipant.participant_id))
        .join(Project, col(Project.id) == col(Participant.project_id))
        .join(Consent, col(Consent.participant_id) == col(Participant.id), isouter=True)
        .where(PersonaParticipant.persona_id == persona_id, projects.readable(viewer), ~_is_over())
    )
    return session.exec(query).one()


def of_participant(session: Session, viewer: Viewer, participant_id: str) -> list[Persona]:
    """The personas somebody is in, by name; NotFound also when the viewer may not see their project."""
    participants.get(session, viewer, participant_id)
    query = (
        select(Persona)
        .join(PersonaParticipant, col(PersonaParticipant.persona_id) == col(Persona.id))
        .join(Consent, col(Consent.participant_id) == col(PersonaParticipant.participant_id), isouter=True)
        .where(PersonaParticipant.participant_id == participant_id, _LIVING, ~_is_over())
        .order_by(func.lower(Persona.name), col(Persona.id))
    )
    return list(session.exec(query).all())


def names_of(session: Session, participant_id: str) -> list[str]:
    """What somebody is called there, whatever they allow: for the copy of all that is held about them."""
    query = (
        select(Persona.name)
        .join(PersonaParticipant, col(PersonaParticipant.persona_id) == col(Persona.id))
        .where(PersonaParticipant.participant_id == participant_id)
        .order_by(col(Persona.name), col(Persona.id))
    )
    return list(session.exec(query).all())


def by_participant(session: Session, participant_ids: Collection[str]) -> Mapping[str, list[str]]:
    """The ids of the living personas that these participants are in, for the index. One statement."""
    found: dict[str, list[str]] = defaultdict(list)
    for participant_id, persona_id in _IN.rows(session, participant_ids):
        found[participant_id].append(persona_id)
    return found


def _is_over() -> ColumnElement[bool]:
    """The SQL condition of `Permission.is_over`, today; a participant without a consent row was never asked."""
    status, expires_on = col(Consent.status), col(Consent.expires_on)
    ended = (status == Standing.GRANTED.value) & expires_on.is_not(None) & (expires_on < today())
    return func.coalesce(status.in_([Standing.WITHDRAWN.value, Standing.EXPIRED.value]) | ended, False)


_LIVING = col(Persona.deleted_at).is_(None)
_IN = Lookup(
    columns(PersonaParticipant.participant_id, PersonaParticipant.persona_id)
    .join(Persona, col(Persona.id) == col(PersonaParticipant.persona_id))
    .where(among(col(PersonaParticipant.participant_id)), _LIVING)
    .order_by(col(PersonaParticipant.persona_id))
)
