"""HTTP for personas. What they say is found by `persona:` in search."""

from fastapi import APIRouter
from sqlmodel import Session

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core import paging
from app.core.idempotency import create_once
from app.core.paging import Page
from app.core.web import Cursor, IdempotencyKey, Limit, SessionDep, problems
from app.participants.models import Participant
from app.personas import queries, service
from app.personas.models import Persona
from app.personas.schemas import (
    AddedOut,
    AddPeopleIn,
    PersonaIn,
    PersonaList,
    PersonaNameList,
    PersonaNameOut,
    PersonaOut,
    PersonaPatch,
    PersonaPersonOut,
    TakeOutIn,
)
from app.projects.models import Project

router = APIRouter(prefix="/api", tags=["personas"])


@router.get("/personas", responses=problems(401))
def list_personas(session: SessionDep, _viewer: ViewerDep) -> PersonaList:
    """All personas, by name, with how many people each is drawn from."""
    return PersonaList(items=_out(session, queries.listed(session)))


@router.post("/personas", status_code=201, responses=problems(401, 403, 409, 422))
def create_persona(body: PersonaIn, session: SessionDep, viewer: ViewerDep, key: IdempotencyKey = None) -> PersonaOut:
    """Makes a persona of nobody yet. One of the same name is a conflict that carries its `persona_id`."""
    persona_id = create_once(
        session,
        user_id=viewer.user_id,
        kind="persona",
        key=key,
        create=lambda: service.create(session, viewer, **body.model_dump()).id,
    )
    return _one(session, persona_id)


@router.get("/personas/{persona_id}", responses=problems(401, 404))
def read_persona(persona_id: str, session: SessionDep, _viewer: ViewerDep) -> PersonaOut:
    """One persona."""
    return _one(session, persona_id)


@router.patch("/personas/{persona_id}", responses=problems(401, 403, 404, 409, 422))
def change_persona(persona_id: str, body: PersonaPatch, session: SessionDep, viewer: ViewerDep) -> PersonaOut:
    """Renames or describes a persona."""
    values = body.model_dump(exclude_unset=True, exclude_none=True, exclude={"version"})
    service.change(session, viewer, persona_id=persona_id, version=body.version, values=values)
    return _one(session, persona_id)


@router.delete("/personas/{persona_id}", status_code=204, responses=problems(401, 403, 404))
def delete_persona(persona_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Deletes a persona; its people stay, and restoring it undoes that."""
    service.remove(session, viewer, persona_id=persona_id)


@router.post("/personas/{persona_id}/restore", responses=problems(401, 403, 404, 409))
def restore_persona(persona_id: str, session: SessionDep, viewer: ViewerDep) -> PersonaOut:
    """Brings a deleted persona back, with its people."""
    service.restore(session, viewer, persona_id=persona_id)
    return _one(session, persona_id)


@router.get("/personas/{persona_id}/participants", responses=problems(401, 404, 422))
def list_people_of_persona(
    persona_id: str, session: SessionDep, viewer: ViewerDep, limit: Limit = 100, cursor: Cursor = None
) -> Page[PersonaPersonOut]:
    """Those of its people whose projects you may see, by pseudonym; `total` says how many these are."""
    queries.get(session, persona_id)
    after = paging.decode(cursor, 2) if cursor else None
    rows = queries.people(session, viewer, persona_id, limit=limit + 1, after=after)
    page, next_cursor = paging.cut(rows, limit, lambda row: [row[0].pseudonym, row[0].id])
    items = [_person(viewer, *row) for row in page]
    return Page(items=items, next_cursor=next_cursor, total=queries.seen(session, viewer, persona_id))


@router.post("/personas/{persona_id}/participants", responses=problems(401, 403, 404, 422))
def add_people_to_persona(persona_id: str, body: AddPeopleIn, session: SessionDep, viewer: ViewerDep) -> AddedOut:
    """Draws a persona from more people: these, or all of a segment that you research in. Whoever is in it stays."""
    if body.segment_id:
        added = service.add_segment(session, viewer, persona_id=persona_id, segment_id=body.segment_id)
    else:
        added = service.add_people(session, viewer, persona_id=persona_id, participant_ids=body.participant_ids)
    return AddedOut(**added._asdict())


@router.post("/personas/{persona_id}/participants/take-out", responses=problems(401, 403, 404, 422))
def take_people_out_of_persona(persona_id: str, body: TakeOutIn, session: SessionDep, viewer: ViewerDep) -> list[str]:
    """Takes people out of a persona; answers with those who were in it. Adding them again undoes that."""
    return service.take_out(session, viewer, persona_id=persona_id, participant_ids=body.participant_ids)


@router.get("/participants/{participant_id}/personas", responses=problems(401, 404))
def list_personas_of_participant(participant_id: str, session: SessionDep, viewer: ViewerDep) -> PersonaNameList:
    """The personas that a participant is in, by name."""
    found = queries.of_participant(session, viewer, participant_id)
    return PersonaNameList(items=[PersonaNameOut(id=one.id, name=one.name) for one in found])


def _one(session: Session, persona_id: str) -> PersonaOut:
    session.flush()
    return _out(session, [queries.get(session, persona_id)])[0]


def _out(session: Session, rows: list[Persona]) -> list[PersonaOut]:
    sizes = queries.sizes(session, [row.id for row in rows])
    return [PersonaOut(**row.model_dump(exclude={"updated_at", "deleted_at"}), people=sizes[row.id]) for row in rows]


def _person(viewer: Viewer, person: Participant, project: Project) -> PersonaPersonOut:
    return PersonaPersonOut(
        participant_id=person.id,
        pseudonym=person.pseudonym,
        role=person.role,
        segment=person.segment,
        project_id=project.id,
        project_name=project.name,
        may_take_out=viewer.is_researcher and viewer.may_research(project.id, project.access),
    )
