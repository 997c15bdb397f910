"""HTTP for recordings."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.requests import ClientDisconnect

from app.access.viewer import Viewer
from app.access.web import BriefViewerDep, ViewerDep
from app.core.database import Database
from app.core.errors import FirsthandError, Invalid, TooLarge
from app.core.ids import new_id
from app.core.web import DatabaseDep, SessionDep, SettingsDep, problems
from app.interviews import queries as interviews
from app.interviews.voices import Voices
from app.recordings import queries, service
from app.recordings.links import read_link
from app.recordings.models import Recording
from app.recordings.probe import Probe, probe
from app.recordings.queries import MediaFile
from app.recordings.schemas import LinkIn, RecordingOut
from app.recordings.store import Store, Stored
from app.recordings.web import StoreDep, media_response

router = APIRouter(prefix="/api", tags=["recordings"])
_RAW_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_BYTES = {"content": {"application/octet-stream": {}}, "description": "The bytes asked for"}
FileName = Annotated[str, Query(max_length=1000, description="What the file is called on your disk")]


@router.get("/interviews/{interview_id}/recording", responses=problems(401, 404))
def read_interview_recording(interview_id: str, session: SessionDep, viewer: ViewerDep) -> RecordingOut | None:
    """An interview's recording; null when there is none, or none for you."""
    voices = interviews.get(session, viewer, interview_id)
    recording = queries.of_interview(session, interview_id)
    shown = recording and (voices.may_play(viewer.tokens) or voices.may_research(viewer))
    return recording_out(viewer, recording, voices) if recording and shown else None


@router.put(
    "/interviews/{interview_id}/recording",
    responses=problems(401, 403, 404, 413, 422, 503),
    openapi_extra=_RAW_BODY,
)
async def upload_recording(
    interview_id: str,
    request: Request,
    viewer: BriefViewerDep,
    database: DatabaseDep,
    settings: SettingsDep,
    store: StoreDep,
    file_name: FileName = "",
) -> RecordingOut:
    """Uploads the recording: the bytes of the file are the body. Replaces an earlier one.

    No transaction is open while the bytes stream: an upload takes minutes, and others want to write.
    """
    await to_thread.run_sync(_check, database, viewer, interview_id)
    if int(request.headers.get("Content-Length") or 0) > settings.max_recording_bytes:
        raise TooLarge(f"The file is larger than {settings.max_recording_bytes // 1024**2} MB, the limit here.")
    key = f"{service.folder_of(interview_id)}/{new_id()}"
    try:
        stored = await store.put(key, request.stream(), max_bytes=settings.max_recording_bytes)
    except ClientDisconnect as error:
        raise Invalid("The upload was cut off; nothing was saved.", code="upload_cut_off") from error
    return await to_thread.run_sync(_keep, database, store, viewer, interview_id, stored, file_name)


@router.post("/interviews/{interview_id}/recording/link", status_code=201, responses=problems(401, 403, 404, 422))
def link_recording(interview_id: str, body: LinkIn, session: SessionDep, viewer: ViewerDep) -> RecordingOut:
    """Names a recording that lies elsewhere. Replaces an earlier one."""
    recording = service.attach_link(
        session, viewer, interview_id=interview_id, url=body.url, starts_at_ms=body.starts_at_ms
    )
    return recording_out(viewer, recording, interviews.get(session, viewer, interview_id))


@router.delete("/interviews/{interview_id}/recording", status_code=204, responses=problems(401, 403, 404))
def remove_recording(interview_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Takes the recording away; the transcript stays."""
    service.remove(session, viewer, interview_id=interview_id)


@router.get("/recordings/{recording_id}", responses=problems(401, 404))
def read_recording(recording_id: str, session: SessionDep, viewer: ViewerDep) -> RecordingOut:
    """One recording."""
    recording, voices = queries.get(session, viewer, recording_id)
    return recording_out(viewer, recording, voices)


def _media(recording_id: str, session: SessionDep, viewer: ViewerDep) -> MediaFile:
    return queries.media_file(session, viewer.tokens, recording_id)


@router.head("/recordings/{recording_id}/media", include_in_schema=False)
@router.get("/recordings/{recording_id}/media", responses={**problems(401, 404), 200: _BYTES, 206: _BYTES})
async def stream_recording(request: Request, store: StoreDep, media: Annotated[MediaFile, Depends(_media)]) -> Response:
    """The recording's bytes, whole or in part. Access and consent are asked on every request."""
    return await media_response(request, store, media)


def recording_out(viewer: Viewer, recording: Recording, voices: Voices) -> RecordingOut:
    """A recording as this viewer may have it."""
    may_play = voices.may_play(viewer.tokens)
    link = read_link(recording.url) if recording.url and may_play else None
    is_file = recording.store_key is not None and may_play
    return RecordingOut(
        **recording.model_dump(
            include={
                *("id", "interview_id", "kind", "provider", "media_type", "size_bytes", "duration_ms", "has_video"),
                *("width", "height", "playable", "starts_at_ms"),
            }
        ),
        may_play=may_play,
        media_url=f"/api/recordings/{recording.id}/media" if is_file else None,
        url=link.url if link else None,
        frame_url=link.frame if link else None,
        file_name=recording.file_name if voices.may_research(viewer) else "",
    )


def _check(database: Database, viewer: Viewer, interview_id: str) -> None:
    with database.read() as session:
        service.check_may_attach(session, viewer, interview_id=interview_id)


def _keep(
    database: Database, store: Store, viewer: Viewer, interview_id: str, stored: Stored, file_name: str
) -> RecordingOut:
    try:
        found = _probe(store, stored)
        with database.write() as session:
            recording = service.attach_file(
                session, viewer, interview_id=interview_id, stored=stored, found=found, file_name=file_name
            )
            return recording_out(viewer, recording, interviews.get(session, viewer, interview_id))
    except FirsthandError:
        store.delete(stored.key)
        raise


def _probe(store: Store, stored: Stored) -> Probe:
    if not stored.size_bytes:
        raise Invalid("The file is empty.", code="not_media")
    return probe(store.open(stored.key))
