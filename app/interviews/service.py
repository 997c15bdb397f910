"""Rules about interviews and their speakers."""

from typing import Any

from sqlmodel import Session, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid
from app.interviews import queries
from app.interviews.models import Interview, Speaker
from app.interviews.voices import InterviewHead
from app.outbox import service as outbox
from app.participants.models import Participant
from app.projects import queries as projects
from app.projects import service as project_rules


def create(session: Session, viewer: Viewer, *, project_id: str, values: dict[str, Any]) -> Interview:
    """Adds an empty interview to a project."""
    projects.get_for_research(session, viewer, project_id)
    interview = Interview(project_id=project_id, created_by=viewer.user_id or None, **values)
    session.add(interview)
    session.flush()
    _note(session, viewer, "interview.create", interview)
    return interview


def add_speaker(
    session: Session,
    *,
    interview: Interview | InterviewHead,
    label: str,
    role: str,
    participant_id: str | None,
    position: int,
) -> Speaker:
    """Adds a voice to an interview. The caller has checked that the viewer may work there."""
    _check_participant(session, interview, participant_id)
    speaker = Speaker(
        interview_id=interview.id, label=label, role=role, participant_id=participant_id, position=position
    )
    session.add(speaker)
    session.flush()
    return speaker


def change(session: Session, viewer: Viewer, *, interview_id: str, version: int, values: dict[str, Any]) -> Interview:
    """Edits what is said about an interview."""
    interview = queries.row_for_research(session, viewer, interview_id)
    if interview.version != version:
        raise Conflict(version=interview.version)
    for name, value in values.items():
        setattr(interview, name, value)
    interview.updated_at, interview.version = now(), interview.version + 1
    session.add(interview)
    outbox.touch(session, interview)
    return interview


def change_speaker(session: Session, viewer: Viewer, *, speaker_id: str, values: dict[str, Any]) -> Speaker:
    """Renames a voice, or says who it is. From then on that person's consent rules its words."""
    speaker = queries.speaker(session, speaker_id)
    interview = queries.row_for_research(session, viewer, speaker.interview_id)
    if "participant_id" in values:
        _check_participant(session, interview, values["participant_id"])
    for name, value in values.items():
        setattr(speaker, name, value)
    session.add(speaker)
    outbox.touch(session, interview)
    audit.record(
        session,
        actor=viewer,
        action="speaker.change",
        target_kind="speaker",
        target_id=speaker.id,
        project_id=interview.project_id,
        detail={"interview_id": interview.id, "fields": sorted(values), "participant_id": speaker.participant_id},
    )
    return speaker


def delete(session: Session, viewer: Viewer, *, interview_id: str) -> None:
    """Deletes an interview with its transcript, highlights and recording."""
    interview = queries.row_for_research(session, viewer, interview_id)
    outbox.touch(session, interview)
    _note(session, viewer, "interview.delete", interview)
    session.delete(interview)


def delete_project(session: Session, viewer: Viewer, *, project_id: str) -> None:
    """Deletes a project with its interviews. It is done here because each of them has to be told of: whoever keeps
    files or documents of an interview hears of nothing else."""
    projects.get(session, viewer, project_id)
    for row in (Interview, Participant):
        ids = session.exec(select(row.id).where(row.project_id == project_id)).all()
        outbox.touch_ids(session, ((row.__tablename__, row_id) for row_id in ids))
    project_rules.delete(session, viewer, project_id=project_id)


def _check_participant(session: Session, interview: Interview | InterviewHead, participant_id: str | None) -> None:
    if participant_id is None:
        return
    participant = session.get(Participant, participant_id)
    if participant is None or participant.project_id != interview.project_id:
        message = "This participant does not belong to the interview's project."
        raise Invalid(message, code="foreign_participant", faults=[Fault("participant_id", message)])


def _note(session: Session, viewer: Viewer, action: str, interview: Interview) -> None:
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="interview",
        target_id=interview.id,
        project_id=interview.project_id,
    )
