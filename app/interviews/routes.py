"""HTTP for interviews."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core import paging
from app.core.idempotency import create_once
from app.core.paging import Page
from app.core.web import Cursor, IdempotencyKey, Limit, SessionDep, problems
from app.interviews import queries, service, sightings
from app.interviews.schemas import (
    InterviewIn,
    InterviewKind,
    InterviewOut,
    InterviewPatch,
    SpeakerOut,
    SpeakerPatch,
)
from app.interviews.voices import Voice, Voices

router = APIRouter(prefix="/api", tags=["interviews"])


@router.get("/interviews", responses=problems(401, 422))
def list_interviews(
    session: SessionDep,
    viewer: ViewerDep,
    project_id: str | None = None,
    participant_id: Annotated[str | None, Query(description="Only those in which this participant speaks")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[InterviewOut]:
    """Interviews you may see, newest import first."""
    before = paging.decode(cursor, 1)[0] if cursor else None
    rows = queries.list_interviews(
        session, viewer, limit=limit + 1, project_id=project_id, participant_id=participant_id, before=before
    )
    page, next_cursor = paging.cut(rows, limit, lambda row: [row.interview.id])
    return Page(items=[interview_out(viewer, row) for row in page], next_cursor=next_cursor)


@router.post("/projects/{project_id}/interviews", status_code=201, responses=problems(401, 403, 404, 422))
def create_interview(
    project_id: str, body: InterviewIn, session: SessionDep, viewer: ViewerDep, key: IdempotencyKey = None
) -> InterviewOut:
    """Adds an empty interview, to be filled by hand or by a later import."""
    values = body.model_dump(mode="json", exclude={"held_on"}) | {"held_on": body.held_on}
    interview_id = create_once(
        session,
        user_id=viewer.user_id,
        kind="interview",
        key=key,
        create=lambda: service.create(session, viewer, project_id=project_id, values=values).id,
    )
    return interview_out(viewer, queries.get(session, viewer, interview_id))


@router.get("/interviews/{interview_id}", responses=problems(401, 404))
def read_interview(interview_id: str, session: SessionDep, viewer: ViewerDep) -> InterviewOut:
    """One interview and who speaks in it."""
    voices = queries.get(session, viewer, interview_id)
    sightings.opened(session, viewer, voices)
    return interview_out(viewer, voices)


@router.patch("/interviews/{interview_id}", responses=problems(401, 403, 404, 409, 422))
def change_interview(interview_id: str, body: InterviewPatch, session: SessionDep, viewer: ViewerDep) -> InterviewOut:
    """Edits what is said about an interview."""
    values = body.model_dump(exclude_unset=True, exclude={"version"})
    if body.kind:
        values["kind"] = body.kind.value
    service.change(session, viewer, interview_id=interview_id, version=body.version, values=values)
    return interview_out(viewer, queries.get(session, viewer, interview_id))


@router.delete("/interviews/{interview_id}", status_code=204, responses=problems(401, 403, 404))
def delete_interview(interview_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Deletes an interview with everything in it."""
    service.delete(session, viewer, interview_id=interview_id)


@router.delete("/projects/{project_id}", status_code=204, responses=problems(401, 403, 404))
def delete_project(project_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Deletes a project with everything in it."""
    service.delete_project(session, viewer, project_id=project_id)


@router.patch("/speakers/{speaker_id}", responses=problems(401, 403, 404, 422))
def change_speaker(speaker_id: str, body: SpeakerPatch, session: SessionDep, viewer: ViewerDep) -> InterviewOut:
    """Renames a voice, or says which participant it is; answers with the whole interview."""
    speaker = service.change_speaker(session, viewer, speaker_id=speaker_id, values=body.model_dump(exclude_unset=True))
    session.flush()
    return interview_out(viewer, queries.get(session, viewer, speaker.interview_id))


def interview_out(viewer: Viewer, voices: Voices) -> InterviewOut:
    """An interview as this viewer may see it."""
    row = voices.interview
    return InterviewOut(
        **row._asdict() | {"kind": InterviewKind(row.kind)},
        project_name=voices.project.name,
        speakers=[_speaker_out(viewer, voices, voice) for voice in voices.speakers.values()],
        may_research=voices.may_research(viewer),
        media_allowed=voices.may_play(viewer.tokens),
    )


def _speaker_out(viewer: Viewer, voices: Voices, voice: Voice) -> SpeakerOut:
    return SpeakerOut(
        id=voice.speaker_id,
        label=voice.label if voices.may_research(viewer) or not voice.pseudonym else voice.pseudonym,
        name=voice.name,
        role=voice.role,
        participant_id=voice.participant_id,
        segment=voice.segment,
        participant_role=voice.participant_role,
        readable=voices.may_read(viewer.tokens, [voice.speaker_id]),
    )
