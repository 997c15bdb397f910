"""HTTP for rendered reels: asking for them, following the work, downloading, and what their owner is told."""

from typing import Annotated, Any
from unicodedata import normalize
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse
from sqlmodel import Session

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core.clock import now
from app.core.database import leave_note
from app.core.errors import NotFound
from app.core.web import SessionDep, problems
from app.jobs.models import Job
from app.recordings.queries import MediaFile
from app.recordings.web import StoreDep, media_response
from app.reels import queries as reels
from app.reels.models import Reel
from app.renders import pictures, queries, reading, service
from app.renders.models import DONE, QUEUED, ReelRender
from app.renders.schemas import (
    Captions,
    LeftOut,
    NoticeOut,
    NoticesOut,
    ProfileName,
    RenderIn,
    RenderOut,
    RenderPlan,
    RendersOut,
    RenderState,
)

_VTT: dict[str, object] = {"content": {"text/vtt": {}}, "description": "A WebVTT file"}
_TEXT: dict[str, object] = {
    "content": {kind: {} for kind in ("text/plain", "text/markdown", "text/vtt", "application/xml")},
    "description": "The file",
}
router = APIRouter(prefix="/api", tags=["renders"])
_FILES: dict[str, Any] = {"description": "The file", "content": {"video/mp4": {}, "image/jpeg": {}}}
FileName = Annotated[str, Path(pattern=r"^(reel\.mp4|poster\.jpg|sprite\.jpg)$")]
FILM = "reel.mp4"
Download = Annotated[bool, Query(description="Whether browsers save it instead of showing it")]


@router.get("/reels/{reel_id}/renders/plan", responses=problems(401, 404, 422))
def read_render_plan(
    reel_id: str,
    session: SessionDep,
    viewer: ViewerDep,
    profile: ProfileName = "720p",
    captions: Captions = "burned",
) -> RenderPlan:
    """What rendering the reel as it stands would take, and what would not be in it."""
    reel = reels.get(session, reel_id)
    found = service.wanted(session, reel, viewer.tokens, profile=profile, captions=captions)
    rows = service.visible(session, viewer, reel_id)
    current = (row.id for row in rows if row.state == DONE and row.fingerprint == found.fingerprint)
    return RenderPlan(
        length_ms=found.plan.timeline.length_ms,
        pieces=len(found.plan.timeline.pieces),
        to_encode=found.to_encode,
        left_out=[LeftOut(item_id=item_id, reason=reason) for item_id, reason in found.plan.left_out.items()],
        render_id=next(current, None),
    )


@router.get("/reels/{reel_id}/renders", responses=problems(401, 404))
def list_renders(reel_id: str, session: SessionDep, viewer: ViewerDep) -> RendersOut:
    """The films of a reel that you may have, newest first, and yours under way."""
    rows = service.visible(session, viewer, reel_id)
    return RendersOut(items=[_out(session, viewer, row) for row in rows])


@router.post("/reels/{reel_id}/renders", status_code=201, responses=problems(401, 403, 404, 409, 422))
def create_render(reel_id: str, body: RenderIn, session: SessionDep, viewer: ViewerDep) -> RenderOut:
    """Asks for a film of the reel as it stands; answers with the one that is there when nothing changed."""
    row = service.request(session, viewer, reel_id=reel_id, profile=body.profile, captions=body.captions)
    return _out(session, viewer, row)


@router.get("/renders/{render_id}", responses=problems(401, 404))
def read_render(render_id: str, session: SessionDep, viewer: ViewerDep) -> RenderOut:
    """How far a render is."""
    row = queries.get(session, render_id)
    if row not in service.visible(session, viewer, row.reel_id):
        raise NotFound
    return _out(session, viewer, row)


@router.post("/renders/{render_id}/cancel", responses=problems(401, 404, 409))
def cancel_render(render_id: str, session: SessionDep, viewer: ViewerDep) -> RenderOut:
    """Ends a render that waits or runs."""
    return _out(session, viewer, service.cancel(session, viewer, render_id=render_id))


@router.get("/renders/{render_id}/captions.vtt", responses={**problems(401, 404, 410), 200: _VTT})
def read_render_captions(render_id: str, session: SessionDep, viewer: ViewerDep) -> Response:
    """The captions that belong to a film, with the words of the transcript as it is now."""
    row, _ = service.file(session, viewer, render_id=render_id, name="reel.mp4")
    text = reading.captions(service.timeline_of(session, viewer, row))
    return PlainTextResponse(text, media_type="text/vtt")


@router.get("/renders/{render_id}/thumbnails.vtt", responses={**problems(401, 404, 410), 200: _VTT})
def read_render_thumbnails(render_id: str, session: SessionDep, viewer: ViewerDep) -> Response:
    """Where in `sprite.jpg` the picture of each moment is."""
    row, _ = service.file(session, viewer, render_id=render_id, name=pictures.SPRITE)
    return PlainTextResponse(pictures.index(row.length_ms), media_type="text/vtt")


def _file(
    request: Request,
    render_id: str,
    file: FileName,
    session: SessionDep,
    viewer: ViewerDep,
    download: Download = False,
) -> tuple[MediaFile, str]:
    row, media = service.file(session, viewer, render_id=render_id, name=file)
    reel = reels.get(session, row.reel_id)
    if download and request.method == "GET" and _is_beginning(request):
        leave_note(session, lambda writing: service.note_download(writing, viewer, render_id=row.id, name=file))
    elif file == FILM:
        service.note_play(session, viewer, row=row)
    return media, attachment(reel.title, file) if download else "inline"


@router.head("/renders/{render_id}/{file}", include_in_schema=False)
@router.get("/renders/{render_id}/{file}", responses={**problems(401, 404, 410, 422), 200: _FILES, 206: _FILES})
async def read_render_file(
    request: Request, store: StoreDep, found: Annotated[tuple[MediaFile, str], Depends(_file)]
) -> Response:
    """The film, its poster or its small pictures, whole or in part. Consent is asked on every request."""
    media, disposition = found
    response = await media_response(request, store, media)
    response.headers["Content-Disposition"] = disposition
    return response


@router.get("/reels/{reel_id}/exports/{form}", responses={**problems(401, 404, 422), 200: _TEXT})
def export_reel(
    reel_id: str,
    form: Annotated[str, Path(pattern=r"^(captions\.vtt|transcript\.(txt|md)|reel\.(edl|fcpxml))$")],
    session: SessionDep,
    viewer: ViewerDep,
) -> Response:
    """The reel as it stands, to read or to edit elsewhere: captions, transcript, EDL or FCPXML."""
    reel, text = service.export(session, viewer, reel_id=reel_id, name=form)
    leave_note(session, lambda writing: service.note_export(writing, viewer, reel_id=reel_id, name=form))
    headers = {"Content-Disposition": attachment(reel.title, form)}
    return PlainTextResponse(text, headers=headers, media_type=service.EXPORTS[form])


@router.get("/reels/{reel_id}/notices", responses=problems(401, 404))
def list_reel_notices(reel_id: str, session: SessionDep, viewer: ViewerDep) -> NoticesOut:
    """Clips of a reel that fell silent and that nobody who edits it has acknowledged yet."""
    title = reels.get(session, reel_id).title
    rows = service.notices(session, viewer, reel_id=reel_id)
    return NoticesOut(items=[_notice(row, title) for row in rows])


@router.post("/reels/{reel_id}/notices/seen", status_code=204, responses=problems(401, 404))
def see_reel_notices(reel_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Acknowledges them."""
    service.see_notices(session, viewer, reel_id=reel_id)


@router.get("/notices", responses=problems(401))
def list_my_notices(session: SessionDep, viewer: ViewerDep) -> NoticesOut:
    """Clips that fell silent in reels of yours."""
    rows = queries.notices_of_owner(session, viewer.user_id) if viewer.user_id else ()
    return NoticesOut(items=[_notice(row, reel.title) for row, reel in rows])


def attachment(title: str, name: str) -> str:
    """A header that names a saved file after the reel."""
    suffix = name.rpartition(".")[2] if name.startswith("reel.") else name
    full = f"{title.strip()[:120] or 'reel'}.{suffix}" if name.startswith("reel.") else f"{title.strip()[:120]} {name}"
    full = "".join(sign if sign.isprintable() and sign not in '/\\:*?"<>|' else "_" for sign in full)
    plain = normalize("NFKD", full).encode("ascii", "ignore").decode() or name
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"


def _is_beginning(request: Request) -> bool:
    asked = request.headers.get("Range", "").replace(" ", "")
    return not asked or asked.startswith("bytes=0-")


def _out(session: Session, viewer: Viewer, row: ReelRender) -> RenderOut:
    job = session.get(Job, row.job_id or "")
    state = _state(row, job)
    running = job is not None and state == "running"
    return RenderOut(
        **row.model_dump(
            include={
                *("id", "reel_id", "profile", "captions", "created_at", "finished_at", "length_ms", "size_bytes"),
                *("encoded", "job_id", "purged_for"),
            }
        ),
        state=state,
        is_current=state == "done" and _is_current(session, viewer, row),
        pieces=len(row.parts),
        progress=1.0 if state == "done" else job.progress if job else 0.0,
        seconds_left=_seconds_left(job) if job and running else None,
        message=job.message if job and state == "failed" else "",
        may_cancel=row.state == QUEUED and state != "failed" and service.may_cancel(session, viewer, row),
    )


def _state(row: ReelRender, job: Job | None) -> RenderState:
    if row.state != QUEUED:
        found: RenderState = row.state  # type: ignore[assignment]  # the column holds nothing else
        return found
    if job is None or job.state in ("failed", "done"):
        return "failed"
    return "cancelled" if job.state == "cancelled" else "running" if job.state == "running" else "queued"


def _is_current(session: Session, viewer: Viewer, row: ReelRender) -> bool:
    reel = session.get(Reel, row.reel_id)
    if reel is None:
        return False
    found = service.wanted(session, reel, viewer.tokens, profile=row.profile, captions=row.captions)
    return found.fingerprint == row.fingerprint


def _seconds_left(job: Job) -> int | None:
    if job.started_at is None or job.progress < 0.03:
        return None
    spent = (now() - job.started_at).total_seconds()
    return round(spent * (1 - job.progress) / job.progress)


def _notice(row: Any, title: str) -> NoticeOut:
    values = row.model_dump(include={"id", "reel_id", "item_id", "reason"})
    return NoticeOut(**values, reel_title=title, at=row.created_at)
