"""HTTP for searching and for quotes."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import QueryParams

from app.access.web import ViewerDep, current_viewer
from app.core import paging
from app.core.web import SessionDep, database_of, problems
from app.discovery import queries, service
from app.discovery.fields import FIELDS, PARAMETERS
from app.discovery.presenting import answer_out, field_out, quote_out, quote_page_out, value_out
from app.discovery.schemas import (
    AskIn,
    FacetIn,
    FacetName,
    FacetValueList,
    FieldList,
    MeaningOut,
    QuoteList,
    QuotePageOut,
    SearchIn,
    SearchOut,
)
from app.discovery.service import Ask
from app.interviews import sightings
from search import Meaning, SearchEngine

router = APIRouter(prefix="/api", tags=["search"])


async def engine_of(request: Request) -> SearchEngine:
    """The search engine this application was made with; raises Unavailable while it cannot be opened."""
    parts = request.app.state.parts
    engine: SearchEngine = parts.opened or await run_in_threadpool(service.answered, lambda: parts.engine)
    return engine


EngineDep = Annotated[SearchEngine, Depends(engine_of)]


def meaning_of(request: Request, asked: AskIn) -> Meaning | None:
    """What a search means; most have no need of the model."""
    return service.meant(request.app.state.parts.embedder, asked.q, asked.ratio) if asked.ratio else None


@router.get("/search", response_model=SearchOut, responses=problems(401, 422, 503))
def search_quotes(request: Request, engine: EngineDep, asked: Annotated[SearchIn, Query()]) -> Response:
    """Finds quotes you may read. A query that cannot be understood is a 422 that points at its `column`."""
    return _found(request, engine, asked)


def search_at_once(request: Request) -> Response:
    """The same, asked at every keystroke, without FastAPI's way of reading parameters, which takes longer than all of
    the database's part in it. A test holds the two together.
    """
    parts = request.app.state.parts
    engine: SearchEngine = parts.opened or service.answered(lambda: parts.engine)
    return _found(request, engine, asked_in(request.query_params))


def asked_in(parameters: QueryParams) -> SearchIn:
    """The search in an address; raises RequestValidationError for what it may not hold."""
    given = {
        name: parameters.getlist(name) if name in _LISTS else parameters[name] for name in _PARTS if name in parameters
    }
    try:
        return SearchIn.model_validate(given)
    except ValidationError as error:
        raise RequestValidationError([fault | {"loc": ("query", *fault["loc"])} for fault in error.errors()]) from error


_PARTS = tuple(SearchIn.model_fields)
_LISTS = frozenset(PARAMETERS) | {"facets"}


def _found(request: Request, engine: SearchEngine, asked: SearchIn) -> Response:
    # Everything on one thread, the session too: each way there and back would cost as much as two of its statements.
    with database_of(request).read() as session:
        viewer = current_viewer(request, session)
        offset = paging.decode_number(asked.cursor) if asked.cursor else 0
        ask = replace(_ask(asked), sort=asked.sort, facets=asked.facets, limit=asked.limit, offset=offset)
        ask = replace(ask, meaning=meaning_of(request, asked))
        told = answer_out(viewer, ask, service.search(session, viewer, engine, ask))
    return Response(told, media_type="application/json")


@router.get("/search/facets/{name}", responses=problems(401, 422, 503))
def search_facet(
    name: FacetName,
    request: Request,
    session: SessionDep,
    viewer: ViewerDep,
    engine: EngineDep,
    asked: Annotated[FacetIn, Query()],
) -> FacetValueList:
    """Values of one facet by the beginning of their names, among the answers of a search."""
    ask = replace(_ask(asked), limit=asked.limit, meaning=meaning_of(request, asked))
    values = service.facet_values(session, viewer, engine, ask, name=name, text=asked.text)
    return FacetValueList(items=[value_out(value) for value in values])


@router.get("/search/fields", responses=problems(401))
def search_fields(_viewer: ViewerDep) -> FieldList:
    """The fields that can be typed in a search, for its help."""
    return FieldList(items=[field_out(field) for field in FIELDS if field.description])


@router.get("/search/meaning", responses=problems(401, 503))
def search_meaning(_viewer: ViewerDep, request: Request, engine: EngineDep) -> MeaningOut:
    """Whether searches can go by meaning too, and how far that is learned."""
    learned = service.answered(engine.knowledge)
    available = request.app.state.parts.embedder is not None
    return MeaningOut(available=available, known=learned.known, wanted=learned.wanted)


@router.get("/quotes/recent", responses=problems(401, 422))
def recent_quotes(session: SessionDep, viewer: ViewerDep, limit: Annotated[int, Query(ge=1, le=50)] = 12) -> QuoteList:
    """Moments to begin with: new highlights with an emotion that you can play, from as many interviews as possible."""
    return QuoteList(items=[quote_out(viewer, card) for card in queries.recent(session, viewer.tokens, limit)])


@router.get("/quotes/{quote_id}", responses=problems(401, 404, 422))
def read_quote(
    quote_id: str, session: SessionDep, viewer: ViewerDep, context: Annotated[int, Query(ge=0, le=50)] = 3
) -> QuotePageOut:
    """One quote with so many turns before and after it, and the times of its words."""
    card = service.quote(session, viewer, quote_id)
    sightings.opened(session, viewer, card.voices)
    around = queries.around(session, viewer.tokens, card, context)
    return quote_page_out(viewer, card, around, queries.words(session, card))


def _ask(asked: AskIn) -> Ask:
    ticked = {name: values for name in PARAMETERS if (values := getattr(asked, name))}
    return Ask(q=asked.q, ticked=ticked, after=asked.after, before=asked.before, added_since=asked.added_since)
