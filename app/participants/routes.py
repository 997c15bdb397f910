"""HTTP for participants and consent."""

from fastapi import APIRouter

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core import paging
from app.core.clock import now, today
from app.core.idempotency import create_once
from app.core.paging import Page
from app.core.web import Cursor, IdempotencyKey, Limit, SessionDep, problems
from app.participants import queries, service, sightings
from app.participants.consent import standing
from app.participants.models import Consent, Participant
from app.participants.private import PRIVATE
from app.participants.schemas import (
    ConsentIn,
    ConsentOut,
    ParticipantIn,
    ParticipantOut,
    ParticipantPatch,
    PrivateOut,
)
from app.projects import queries as projects
from app.projects.models import Project

router = APIRouter(prefix="/api", tags=["participants"])


@router.get("/projects/{project_id}/participants", responses=problems(401, 404, 422))
def list_participants(
    project_id: str, session: SessionDep, viewer: ViewerDep, limit: Limit = 100, cursor: Cursor = None
) -> Page[ParticipantOut]:
    """The participants of a project, by pseudonym."""
    project = projects.get(session, viewer, project_id)
    after = paging.decode(cursor, 2) if cursor else None
    rows = queries.list_participants(session, viewer, project_id=project_id, limit=limit + 1, after=after)
    page, next_cursor = paging.cut(rows, limit, lambda row: [row[0].pseudonym, row[0].id])
    sightings.seen_in_list(session, viewer, project, [participant for participant, _ in page])
    return Page(items=[participant_out(viewer, project, *row) for row in page], next_cursor=next_cursor)


@router.post("/projects/{project_id}/participants", status_code=201, responses=problems(401, 403, 404, 422))
def create_participant(
    project_id: str, body: ParticipantIn, session: SessionDep, viewer: ViewerDep, key: IdempotencyKey = None
) -> ParticipantOut:
    """Adds a participant; without a consent, theirs is pending."""
    values = body.model_dump()
    participant_id = create_once(
        session,
        user_id=viewer.user_id,
        kind="participant",
        key=key,
        create=lambda: service.create(session, viewer, project_id=project_id, values=values).id,
    )
    return _read(session, viewer, participant_id)


@router.get("/participants/{participant_id}", responses=problems(401, 404))
def read_participant(participant_id: str, session: SessionDep, viewer: ViewerDep) -> ParticipantOut:
    """One participant."""
    participant, consent, project = queries.get(session, viewer, participant_id)
    sightings.seen(session, viewer, project, participant)
    return participant_out(viewer, project, participant, consent)


@router.patch("/participants/{participant_id}", responses=problems(401, 403, 404, 409, 422))
def change_participant(
    participant_id: str, body: ParticipantPatch, session: SessionDep, viewer: ViewerDep
) -> ParticipantOut:
    """Edits a participant."""
    values = body.model_dump(exclude_unset=True, exclude={"version"})
    service.change(session, viewer, participant_id=participant_id, version=body.version, values=values)
    return _read(session, viewer, participant_id)


@router.put("/participants/{participant_id}/consent", responses=problems(401, 403, 404, 422))
def set_consent(participant_id: str, body: ConsentIn, session: SessionDep, viewer: ViewerDep) -> ParticipantOut:
    """Notes what a participant allows; holds everywhere from the next request on."""
    service.set_consent(session, viewer, participant_id=participant_id, **body.model_dump())
    return _read(session, viewer, participant_id)


@router.delete("/participants/{participant_id}", status_code=204, responses=problems(401, 403, 404, 409))
def delete_participant(participant_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Removes a participant who speaks in no interview."""
    service.delete(session, viewer, participant_id=participant_id)


def _read(session: SessionDep, viewer: Viewer, participant_id: str) -> ParticipantOut:
    session.flush()
    participant, consent, project = queries.get(session, viewer, participant_id)
    return participant_out(viewer, project, participant, consent)


def participant_out(
    viewer: Viewer, project: Project, participant: Participant, consent: Consent | None
) -> ParticipantOut:
    """A participant as this viewer may see one: what is private is for the project's researchers."""
    private = None
    if viewer.may_research(project.id, project.access):
        private = PrivateOut(**participant.model_dump(include=set(PRIVATE)))
    shown = participant.model_dump(exclude={*PRIVATE, "updated_at"})
    return ParticipantOut(**shown, consent=_consent_out(consent, private is not None), private=private)


def _consent_out(consent: Consent | None, with_evidence: bool) -> ConsentOut:
    row = consent or Consent(participant_id="", updated_at=now())
    return ConsentOut(
        status=standing(row.status, row.expires_on, today()).value,
        scope=row.scope,
        media_allowed=row.media_allowed,
        expires_on=row.expires_on,
        evidence=row.evidence if with_evidence else "",
        updated_at=row.updated_at,
    )
