"""Reading interviews."""

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.interviews.models import Interview, Speaker
from app.interviews.voices import Voices, voices_of
from app.projects import queries as projects
from app.projects.models import Project


def list_interviews(
    session: Session,
    viewer: Viewer,
    *,
    limit: int,
    project_id: str | None = None,
    participant_id: str | None = None,
    before: str | None = None,
) -> list[Voices]:
    """Interviews of projects the viewer may see, newest import first (ids rise with time)."""
    query = (
        select(Interview.id)
        .join(Project, col(Project.id) == col(Interview.project_id))
        .where(projects.readable(viewer))
        .order_by(col(Interview.id).desc())
        .limit(limit)
    )
    if project_id:
        query = query.where(Interview.project_id == project_id)
    if participant_id:
        theirs = select(Speaker.interview_id).where(Speaker.participant_id == participant_id)
        query = query.where(col(Interview.id).in_(theirs))
    if before:
        query = query.where(col(Interview.id) < before)
    ids = session.exec(query).all()
    found = voices_of(session, ids)
    return [found[interview_id] for interview_id in ids]


def get(session: Session, viewer: Viewer, interview_id: str) -> Voices:
    """One interview with its voices; NotFound also when the viewer may not see the project."""
    voices = voices_of(session, [interview_id]).get(interview_id)
    if not voices or not viewer.may_read_project(voices.project.id, voices.project.access):
        raise NotFound
    return voices


def get_for_research(session: Session, viewer: Viewer, interview_id: str) -> Voices:
    """One interview the viewer may work in."""
    voices = get(session, viewer, interview_id)
    viewer.need_research(voices.project.id, voices.project.access)
    return voices


def row_for_research(session: Session, viewer: Viewer, interview_id: str) -> Interview:
    """The row of an interview the viewer may work in, for whoever changes it or what belongs to it."""
    get_for_research(session, viewer, interview_id)
    return session.get_one(Interview, interview_id)


def project_of(session: Session, interview_id: str) -> str | None:
    """The project of an interview, for the audit log."""
    row = session.get(Interview, interview_id)
    return row.project_id if row else None


def speaker(session: Session, speaker_id: str) -> Speaker:
    """One speaker row, or NotFound."""
    if row := session.get(Speaker, speaker_id):
        return row
    raise NotFound
