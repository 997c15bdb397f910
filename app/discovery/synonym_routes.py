"""HTTP for the company's list of synonyms."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.access.web import ViewerDep
from app.core.web import SessionDep, problems
from app.discovery import synonyms

router = APIRouter(prefix="/api/synonyms", tags=["search"])
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Words = Annotated[list[Word], Field(min_length=1, max_length=40)]


class SynonymIn(BaseModel):
    """One way: who types `term` also finds the others. Two-way: each finds each."""

    term: Word
    others: Words
    two_way: bool = True


class SynonymPatch(BaseModel):
    version: int
    term: Word = ""
    others: Words = []
    two_way: bool = True


class SynonymOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    term: str
    others: list[str]
    two_way: bool
    updated_at: datetime
    version: int


class SynonymList(BaseModel):
    items: list[SynonymOut]


@router.get("", responses=problems(401, 403))
def list_synonyms(session: SessionDep, viewer: ViewerDep) -> SynonymList:
    """The company's own list. The synonyms of tags are with the tags."""
    viewer.need_researcher()
    return SynonymList(items=[SynonymOut.model_validate(row) for row in synonyms.listed(session)])


@router.post("", status_code=201, responses=problems(401, 403, 409, 422))
def create_synonym(body: SynonymIn, session: SessionDep, viewer: ViewerDep) -> SynonymOut:
    """Adds an entry. Search goes by it a moment later."""
    return SynonymOut.model_validate(synonyms.create(session, viewer, values=body.model_dump()))


@router.patch("/{synonym_id}", responses=problems(401, 403, 404, 409, 422))
def change_synonym(synonym_id: str, body: SynonymPatch, session: SessionDep, viewer: ViewerDep) -> SynonymOut:
    """Changes an entry."""
    values = body.model_dump(exclude_unset=True, exclude={"version"})
    row = synonyms.change(session, viewer, synonym_id=synonym_id, version=body.version, values=values)
    return SynonymOut.model_validate(row)


@router.delete("/{synonym_id}", status_code=204, responses=problems(401, 403, 404))
def delete_synonym(synonym_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Takes an entry off the list."""
    synonyms.remove(session, viewer, synonym_id=synonym_id)
