"""HTTP for finding participants in all projects."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import TypeAdapter, ValidationError

from app.access.web import ViewerDep
from app.core import paging
from app.core.errors import Fault, Invalid
from app.core.paging import Page
from app.core.web import Cursor, Limit, SessionDep, problems
from app.participants import finding, segments, sightings
from app.participants.profile_schemas import ConditionIn, Conditions
from app.participants.routes import participant_out
from app.participants.schemas import ParticipantOut
from app.participants.segment_rules import Match
from app.projects.models import Project

router = APIRouter(prefix="/api/participants", tags=["participants"])
Where = Annotated[str, Query(max_length=10_000, description="Conditions as in a segment, as a list in JSON")]
_CONDITIONS: TypeAdapter[list[ConditionIn]] = TypeAdapter(Conditions)


@router.get("", responses=problems(401, 404, 422))
def find_participants(
    session: SessionDep,
    viewer: ViewerDep,
    project_id: str | None = None,
    segment_id: str | None = None,
    text: Annotated[str, Query(max_length=200, description="In pseudonym, role, segment or region")] = "",
    where: Where = "",
    match: Match = "all",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[ParticipantOut]:
    """Participants of all projects you may see, by pseudonym; `total` says how many fit."""
    after = paging.decode(cursor, 2) if cursor else None
    rules = [segments.rule_of(segments.get(session, viewer, segment_id))] if segment_id else []
    if segment_id and (of := segments.get(session, viewer, segment_id).project_id) and not project_id:
        project_id = of
    if where:
        rules.append(segments.rule(session, viewer, project_id=project_id, conditions=_conditions(where), match=match))
    found = finding.find(
        session,
        viewer,
        project_id=project_id,
        text=text,
        rules=rules,
        limit=limit + 1,
        after=after,
    )
    page, next_cursor = paging.cut(found.page, limit, lambda row: [row[0].pseudonym, row[0].id])
    of_ids = {person.project_id: session.get_one(Project, person.project_id) for person, _ in page}
    for project in of_ids.values():
        sightings.seen_in_list(session, viewer, project, [one for one, _ in page if one.project_id == project.id])
    items = [participant_out(viewer, of_ids[person.project_id], person, consent) for person, consent in page]
    return Page(items=items, next_cursor=next_cursor, total=found.total)


def _conditions(where: str) -> list[dict[str, Any]]:
    try:
        return [one.model_dump() for one in _CONDITIONS.validate_json(where)]
    except ValidationError as error:
        faults = [
            Fault(".".join(("where", *map(str, fault["loc"]))), fault["msg"], fault["type"]) for fault in error.errors()
        ]
        raise Invalid(f"{faults[0].where}: {faults[0].message}", faults=faults) from error
