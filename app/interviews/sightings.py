"""Who opened which interview of a restricted project, and who played it; see `audit.sightings`.

Lists, cards and search are not noted one by one: they show single quotes of many interviews, and a line for each would
bury the few that matter. Whoever goes on from there to a page, a transcript or a recording is noted.
"""

from sqlmodel import Session

from app.access.audiences import OPEN
from app.access.viewer import Viewer
from app.audit.sightings import saw
from app.interviews.voices import Voices


def opened(session: Session, viewer: Viewer, voices: Voices) -> None:
    """Notes who opened an interview of a restricted project: its page, its transcript, one of its quotes."""
    _note(session, viewer, voices, "interview.read")


def played(session: Session, viewer: Viewer, voices: Voices) -> None:
    """Notes who played or saved a recording of a restricted project."""
    _note(session, viewer, voices, "recording.play")


def _note(session: Session, viewer: Viewer, voices: Voices, action: str) -> None:
    if voices.project.access != OPEN:
        saw(
            session,
            actor=viewer,
            action=action,
            target_kind="interview",
            target_id=voices.interview.id,
            project_id=voices.project.id,
        )
