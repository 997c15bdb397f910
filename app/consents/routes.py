"""HTTP for what researchers know of consents: the record of one person, evidence, links, and the list of all."""

from datetime import timedelta
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from app.access.viewer import Viewer
from app.access.web import BriefViewerDep, ViewerDep
from app.consents import evidence, links, presenting, queries
from app.consents.models import ConsentForm
from app.consents.schemas import (
    ConsentLinkIn,
    ConsentLinkMadeOut,
    ConsentLinkOut,
    ConsentMomentIn,
    ConsentMomentOut,
    ConsentRecordOut,
    ConsentRowOut,
    ListState,
    SignedFormOut,
)
from app.core import paging
from app.core.clock import today
from app.core.database import Database
from app.core.errors import Invalid
from app.core.idempotency import create_once
from app.core.paging import Page
from app.core.web import Cursor, DatabaseDep, IdempotencyKey, Limit, SessionDep, SettingsDep, problems
from app.participants import queries as participants
from app.recordings.store import Store, Stored
from app.recordings.web import StoreDep

router = APIRouter(prefix="/api", tags=["consents"])
FileName = Annotated[str, Query(max_length=1000, description="What the file is called on your disk")]
Days = Annotated[int, Query(ge=1, le=366, description="For `ending`: how many days ahead")]
_RAW_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_FILE = {"content": {"application/pdf": {}, "image/*": {}}, "description": "The form as it was given"}


@router.get("/consents", responses=problems(401, 422))
def list_consents(
    session: SessionDep,
    viewer: ViewerDep,
    settings: SettingsDep,
    state: ListState = "all",
    within_days: Days = 30,
    project_id: str | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ConsentRowOut]:
    """The consents of your projects by their state: what ends first comes first."""
    day = today()
    found = {"state": state, "day": day, "until": day + timedelta(days=within_days), "project_id": project_id}
    after = paging.decode(cursor, 3) if cursor else None
    rows = queries.listed(session, viewer, **found, limit=limit + 1, after=after)  # type: ignore[arg-type]
    page, next_cursor = paging.cut(rows, limit, lambda row: [queries.end_of(row[1]), row[0].pseudonym, row[0].id])
    known = queries.links_of(session, [participant.id for participant, _, _ in page])
    return Page(
        items=[presenting.row_out(row, known[row[0].id], settings) for row in page],
        next_cursor=next_cursor,
        total=queries.count(session, viewer, **found),  # type: ignore[arg-type]
    )


@router.get("/participants/{participant_id}/consent-record", responses=problems(401, 403, 404))
def read_consent_record(
    participant_id: str, session: SessionDep, viewer: ViewerDep, settings: SettingsDep
) -> ConsentRecordOut:
    """Everything about a participant's consent: its history, receipts, forms, moments and links."""
    return presenting.record(session, viewer, settings, participant_id)


@router.post(
    "/participants/{participant_id}/consent-links", status_code=201, responses=problems(401, 403, 404, 409, 422)
)
def make_consent_link(
    participant_id: str,
    body: ConsentLinkIn,
    session: SessionDep,
    viewer: ViewerDep,
    settings: SettingsDep,
) -> ConsentLinkMadeOut:
    """Makes a page for a participant: its address to copy, told only now, or mailed to their contact."""
    link, url = links.ask(session, viewer, settings, participant_id=participant_id, **body.model_dump())
    shown = presenting.link_out(links.get(session, viewer, link.id))
    return ConsentLinkMadeOut(link=shown, url=url, qr=links.qr_of(url) if url else None)


@router.delete("/consent-links/{link_id}", responses=problems(401, 403, 404))
def end_consent_link(link_id: str, session: SessionDep, viewer: ViewerDep) -> ConsentLinkOut:
    """Ends a link: its page opens no more. What was signed there holds."""
    return presenting.link_out(links.end(session, viewer, link_id=link_id))


@router.post("/consent-links/{link_id}/restore", responses=problems(401, 403, 404))
def restore_consent_link(link_id: str, session: SessionDep, viewer: ViewerDep) -> ConsentLinkOut:
    """Lets an ended link open its page again."""
    return presenting.link_out(links.take_up(session, viewer, link_id=link_id))


@router.post(
    "/participants/{participant_id}/consent-forms",
    status_code=201,
    responses=problems(401, 403, 404, 413, 422, 503, 507),
    openapi_extra=_RAW_BODY,
)
async def add_consent_form(
    participant_id: str,
    request: Request,
    viewer: BriefViewerDep,
    database: DatabaseDep,
    store: StoreDep,
    file_name: FileName = "",
) -> SignedFormOut:
    """Keeps a signed form, a PDF or a picture: the bytes of the file are the body."""
    await to_thread.run_sync(_check, database, viewer, participant_id)
    key = evidence.new_key(participant_id)
    try:
        stored = await store.put(key, request.stream(), max_bytes=evidence.MOST_BYTES)
    except ClientDisconnect as error:
        raise Invalid("The upload was cut off; nothing was saved.", code="upload_cut_off") from error
    return await to_thread.run_sync(_keep, database, store, viewer, participant_id, stored, file_name)


def _form(form_id: str, session: SessionDep, viewer: ViewerDep) -> ConsentForm:
    return evidence.form_to_read(session, viewer, form_id)


@router.get("/consent-forms/{form_id}/file", responses={**problems(401, 403, 404), 200: _FILE})
async def read_consent_form(form: Annotated[ConsentForm, Depends(_form)], store: StoreDep) -> Response:
    """The form itself. A PDF is handed over to be saved: what may be in one is not to run here."""
    body = await store.read(form.store_key, 0, form.size_bytes)
    name = "form." + form.media_type.rpartition("/")[2]
    kind = "attachment" if form.media_type == "application/pdf" else "inline"
    headers = {"Content-Disposition": f'{kind}; filename="{name}"', "Content-Length": str(form.size_bytes)}
    return StreamingResponse(body, 200, headers, media_type=form.media_type)


@router.delete("/consent-forms/{form_id}", status_code=204, responses=problems(401, 403, 404))
def remove_consent_form(form_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Throws a form away for good."""
    evidence.remove_form(session, viewer, form_id=form_id)


@router.post("/participants/{participant_id}/consent-moments", status_code=201, responses=problems(401, 403, 404, 422))
def add_consent_moment(
    participant_id: str, body: ConsentMomentIn, session: SessionDep, viewer: ViewerDep, key: IdempotencyKey = None
) -> ConsentMomentOut:
    """Notes where in an interview they consented aloud: a highlight, or a span of time."""
    made = create_once(
        session,
        user_id=viewer.user_id,
        kind="consent_moment",
        key=key,
        create=lambda: evidence.add_moment(session, viewer, participant_id=participant_id, **body.model_dump()).id,
    )
    rows = [row for row in queries.moments_of(session, participant_id) if row.id == made]
    return evidence.moments_out(session, viewer, rows)[0]


@router.delete("/consent-moments/{moment_id}", status_code=204, responses=problems(401, 403, 404))
def remove_consent_moment(moment_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Forgets a moment; the recording stays as it is."""
    evidence.remove_moment(session, viewer, moment_id=moment_id)


def _check(database: Database, viewer: Viewer, participant_id: str) -> None:
    with database.read() as session:
        participants.get_for_research(session, viewer, participant_id)


def _keep(
    database: Database, store: Store, viewer: Viewer, participant_id: str, stored: Stored, file_name: str
) -> SignedFormOut:
    try:
        with store.open(stored.key) as file:
            media_type = evidence.media_type_of(file.read(evidence.HEAD_BYTES))
        with database.write() as session:
            form = evidence.keep_form(
                session,
                viewer,
                participant_id=participant_id,
                stored=stored,
                media_type=media_type,
                file_name=file_name,
            )
            return presenting.form_out(form)
    except Exception:
        store.delete(stored.key)
        raise
