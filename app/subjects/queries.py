"""Reading the people heard."""

from sqlmodel import Session

from app.access.viewer import Viewer
from app.participants import queries as participants
from app.participants.models import Participant
from app.projects.models import Project


def person_for_research(session: Session, viewer: Viewer, participant_id: str) -> tuple[Participant, Project]:
    """A participant whom the viewer researches; NotFound, NotAllowed as for their project."""
    participant, _, project = participants.get(session, viewer, participant_id)
    viewer.need_research(project.id, project.access)
    return participant, project
