"""Reading participants."""

from sqlmodel import Session, col, or_, select

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.participants.models import Consent, Participant
from app.projects import queries as projects
from app.projects.models import Project

Known = tuple[Participant, Consent | None]


def list_participants(
    session: Session, viewer: Viewer, *, project_id: str, limit: int, after: tuple[str, ...] | None = None
) -> list[Known]:
    """The participants of a project with their consents, by pseudonym."""
    projects.get(session, viewer, project_id)
    query = (
        select(Participant, Consent)
        .join(Consent, col(Consent.participant_id) == col(Participant.id), isouter=True)
        .where(Participant.project_id == project_id)
        .order_by(col(Participant.pseudonym), col(Participant.id))
        .limit(limit)
    )
    if after:
        name, key = after
        same = (col(Participant.pseudonym) == name) & (col(Participant.id) > key)
        query = query.where(or_(col(Participant.pseudonym) > name, same))
    return [(participant, consent) for participant, consent in session.exec(query).all()]


def get(session: Session, viewer: Viewer, participant_id: str) -> tuple[Participant, Consent | None, Project]:
    """One participant with consent and project; NotFound also when the viewer may not see the project."""
    participant = session.get(Participant, participant_id)
    if not participant:
        raise NotFound
    project = projects.get(session, viewer, participant.project_id)
    return participant, consent_of(session, participant_id), project


def get_for_research(
    session: Session, viewer: Viewer, participant_id: str
) -> tuple[Participant, Consent | None, Project]:
    """The same for whoever researches in the project; NotAllowed for everybody else who sees it."""
    participant, consent, project = get(session, viewer, participant_id)
    viewer.need_research(project.id, project.access)
    return participant, consent, project


def consent_of(session: Session, participant_id: str) -> Consent | None:
    """A participant's consent row."""
    return session.exec(select(Consent).where(Consent.participant_id == participant_id)).first()
