"""HTTP for people who are there twice."""

from typing import Annotated, cast

from fastapi import APIRouter, Query
from sqlmodel import Session

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core.clock import today
from app.core.web import SessionDep, problems
from app.participants import duplicates, merging, queries
from app.participants.attribute_types import text_of
from app.participants.consent import standing
from app.participants.merge_schemas import (
    DuplicateOut,
    MergeConflictOut,
    MergeIn,
    MergeOut,
    MergePreviewOut,
    MergeTermsOut,
)
from app.participants.models import Participant, ParticipantMerge
from app.participants.routes import participant_out
from app.participants.schemas import ConsentScope, ParticipantOut

router = APIRouter(prefix="/api", tags=["participants"])
_MOST = 50


@router.get("/projects/{project_id}/participants/duplicates", responses=problems(401, 403, 404))
def list_duplicates(
    project_id: str,
    session: SessionDep,
    viewer: ViewerDep,
    dismissed: Annotated[bool, Query(description="Instead those of whom somebody said that they are two")] = False,
) -> list[DuplicateOut]:
    """Who may be there twice, the surest first: equal contacts, equal or similar names. At most fifty."""
    find = duplicates.dismissed if dismissed else duplicates.suggested
    found = find(session, viewer, project_id=project_id)[:_MOST]
    return [
        DuplicateOut(first=_person(session, viewer, one), second=_person(session, viewer, other), reason=pair.reason)
        for one, other, pair in found
    ]


@router.put(
    "/participants/{participant_id}/apart/{other_participant_id}",
    status_code=204,
    responses=problems(401, 403, 404, 422),
)
def keep_apart(participant_id: str, other_participant_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Says that two who look like one are two: they are suggested as duplicates no more."""
    duplicates.keep_apart(session, viewer, participant_id=participant_id, other_id=other_participant_id)


@router.delete(
    "/participants/{participant_id}/apart/{other_participant_id}",
    status_code=204,
    responses=problems(401, 403, 404, 422),
)
def suggest_again(participant_id: str, other_participant_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Takes back that two are two: they are suggested again while they look like one."""
    duplicates.suggest_again(session, viewer, participant_id=participant_id, other_id=other_participant_id)


@router.post("/participants/{participant_id}/merge/preview", responses=problems(401, 403, 404, 422))
def preview_merge(participant_id: str, body: MergeIn, session: SessionDep, viewer: ViewerDep) -> MergePreviewOut:
    """What merging another participant into this one would do. Nothing is done."""
    found = merging.outlook(session, viewer, kept_id=participant_id, other_id=body.other_id)
    terms = found.terms
    return MergePreviewOut(
        kept=_person(session, viewer, found.kept),
        other=_person(session, viewer, found.other),
        conflicts=[
            MergeConflictOut(field=name, kept=text_of(kept), other=text_of(other))
            for name, kept, other in found.conflicts
        ],
        consent=MergeTermsOut(
            status=standing(terms.status, terms.expires_on, today()).value,
            scope=cast("ConsentScope", terms.scope),
            media_allowed=terms.media_allowed,
            expires_on=terms.expires_on,
        ),
        voices=found.moved.get("speaker", 0),
    )


@router.post("/participants/{participant_id}/merge", status_code=201, responses=problems(401, 403, 404, 422))
def merge_participants(participant_id: str, body: MergeIn, session: SessionDep, viewer: ViewerDep) -> MergeOut:
    """Makes another participant one with this one: voices, history and what is known of them. The stricter consent
    holds."""
    return _out(merging.merge(session, viewer, kept_id=participant_id, other_id=body.other_id))


@router.get("/participants/{participant_id}/merges", responses=problems(401, 403, 404))
def list_merges(participant_id: str, session: SessionDep, viewer: ViewerDep) -> list[MergeOut]:
    """The merges of a participant that can be taken back, newest first."""
    return [_out(one) for one in merging.merges_of(session, viewer, participant_id=participant_id)]


@router.post("/participant-merges/{merge_id}/undo", responses=problems(401, 403, 404, 409))
def undo_merge(merge_id: str, session: SessionDep, viewer: ViewerDep) -> ParticipantOut:
    """Makes them two again; answers with the one who comes back."""
    merged = merging.undo(session, viewer, merge_id=merge_id)
    session.flush()
    return _person(session, viewer, merged)


def _person(session: Session, viewer: Viewer, participant: Participant) -> ParticipantOut:
    person, consent, project = queries.get(session, viewer, participant.id)
    return participant_out(viewer, project, person, consent)


def _out(row: ParticipantMerge) -> MergeOut:
    return MergeOut(**row.model_dump(exclude={"before", "undone_at"}))
