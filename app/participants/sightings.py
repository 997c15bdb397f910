"""Who saw legal names, contacts and incentives; see `audit.sightings`."""

from collections.abc import Iterable

from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.sightings import saw
from app.participants.models import Participant
from app.participants.private import PRIVATE
from app.projects.models import Project

PRIVATE_READ = "private.read"


def seen(session: Session, viewer: Viewer, project: Project, person: Participant) -> None:
    """Notes who saw what is private of one person, if there is anything and they may."""
    if _shows(viewer, project, person):
        saw(
            session,
            actor=viewer,
            action=PRIVATE_READ,
            target_kind="participant",
            target_id=person.id,
            project_id=project.id,
        )


def seen_in_list(session: Session, viewer: Viewer, project: Project, people: Iterable[Participant]) -> None:
    """Notes once for the whole project who saw a list of its people: a line for each would bury the others."""
    if any(_shows(viewer, project, person) for person in people):
        saw(
            session,
            actor=viewer,
            action=PRIVATE_READ,
            target_kind="project",
            target_id=project.id,
            project_id=project.id,
        )


def _shows(viewer: Viewer, project: Project, person: Participant) -> bool:
    may = viewer.may_research(project.id, project.access)
    return may and any(getattr(person, name) for name in PRIVATE)
