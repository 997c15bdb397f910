"""HTTP for segments."""

from fastapi import APIRouter
from sqlmodel import Session

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core.idempotency import create_once
from app.core.web import IdempotencyKey, SessionDep, problems
from app.participants import finding, segments
from app.participants.finding import counted
from app.participants.models import Segment
from app.participants.profile_schemas import ConditionIn, SegmentIn, SegmentOut, SegmentPatch
from app.participants.segment_rules import Person

router = APIRouter(prefix="/api/segments", tags=["participants"])


@router.get("", responses=problems(401, 404, 422))
def list_segments(session: SessionDep, viewer: ViewerDep, project_id: str | None = None) -> list[SegmentOut]:
    """The company's segments, and those of one project or of all you may see, with how many people fit right now."""
    people = finding.visible(session, viewer, project_id)
    found = segments.readable(session, viewer, project_id)
    return [_out(session, viewer, one, counted(_of(one, people), segments.rule_of(one))) for one in found]


@router.post("", status_code=201, responses=problems(401, 403, 404, 409, 422))
def create_segment(body: SegmentIn, session: SessionDep, viewer: ViewerDep, key: IdempotencyKey = None) -> SegmentOut:
    """Saves a rule under a name. `segment:` in search finds by it."""
    values = body.model_dump(exclude={"project_id"})
    segment_id = create_once(
        session,
        user_id=viewer.user_id,
        kind="segment",
        key=key,
        create=lambda: segments.create(session, viewer, project_id=body.project_id, values=values).id,
    )
    return _read(session, viewer, segment_id)


@router.get("/{segment_id}", responses=problems(401, 404))
def read_segment(segment_id: str, session: SessionDep, viewer: ViewerDep) -> SegmentOut:
    """One segment."""
    return _read(session, viewer, segment_id)


@router.patch("/{segment_id}", responses=problems(401, 403, 404, 409, 422))
def change_segment(segment_id: str, body: SegmentPatch, session: SessionDep, viewer: ViewerDep) -> SegmentOut:
    """Changes a segment."""
    values = body.model_dump(exclude_unset=True, exclude_none=True, exclude={"version"})
    segments.change(session, viewer, segment_id=segment_id, version=body.version, values=values)
    return _read(session, viewer, segment_id)


@router.delete("/{segment_id}", status_code=204, responses=problems(401, 403, 404))
def delete_segment(segment_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Removes a segment; the people stay."""
    segments.delete(session, viewer, segment_id=segment_id)


def _read(session: Session, viewer: Viewer, segment_id: str) -> SegmentOut:
    session.flush()
    segment = segments.get(session, viewer, segment_id)
    people = finding.visible(session, viewer, segment.project_id)
    return _out(session, viewer, segment, counted(people, segments.rule_of(segment)))


def _of(segment: Segment, people: list[Person]) -> list[Person]:
    return people if segment.project_id is None else [one for one in people if one.project_id == segment.project_id]


def _out(session: Session, viewer: Viewer, segment: Segment, people: int) -> SegmentOut:
    return SegmentOut(
        **segment.model_dump(exclude={"updated_at", "conditions"}),
        conditions=[ConditionIn.model_validate(one) for one in segment.conditions],
        people=people,
        may_change=segments.may_change(session, viewer, segment.project_id),
    )
