"""HTTP for recordings."""

from collections.abc import Callable
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from sqlmodel import Session
from starlette.requests import ClientDisconnect

from app.access.viewer import Viewer
from app.access.web import BriefViewerDep, ViewerDep
from app.core.database import Database
from app.core.errors import FirsthandError, Invalid, TooLarge
from app.core.ids import new_id
from app.core.web import DatabaseDep, SessionDep, SettingsDep, problems
from app.interviews import queries as interviews
from app.interviews import sightings
from app.interviews.voices import Voices
from app.jobs.queries import unfinished
from app.jobs.schemas import JobOut, job_out
from app.recordings import looking_up, queries, service
from app.recordings.links import read_link
from app.recordings.models import Recording
from app.recordings.preparing import KINDS
from app.recordings.probe import Probe, probe
from app.recordings.queries import MediaFile
from app.recordings.schemas import CopyIn, LinkIn, RecordingOut
from app.recordings.store import Store, Stored
from app.recordings.web import StoreDep, media_response

router = APIRouter(prefix="/api", tags=["recordings"])
_RAW_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_JPEG = {"content": {"image/jpeg": {}}, "description": "A picture"}
_VTT = {"content": {"text/vtt": {}}, "description": "A WebVTT file"}
_MEDIA = {"content": {"audio/*": {}, "video/*": {}}, "description": "The bytes asked for"}
_BYTES = {"content": {"application/octet-stream": {}}, "description": "The bytes asked for"}
FileName = Annotated[str, Query(max_length=1000, description="What the file is called on your disk")]


@router.get("/interviews/{interview_id}/recording", responses=problems(401, 404))
def read_interview_recording(interview_id: str, session: SessionDep, viewer: ViewerDep) -> RecordingOut | None:
    """An interview's recording; null when there is none, or none for you."""
    voices = interviews.get(session, viewer, interview_id)
    recording = queries.of_interview(session, interview_id)
    shown = recording and (voices.may_play(viewer.tokens) or voices.may_research(viewer))
    return recording_out(session, viewer, recording, voices) if recording and shown else None


@router.put(
    "/interviews/{interview_id}/recording",
    responses=problems(401, 403, 404, 413, 422, 503, 507),
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
    looking_up.enqueue_look_up(session, recording)
    return recording_out(session, viewer, recording, interviews.get(session, viewer, interview_id))


@router.post("/interviews/{interview_id}/recording/fetch", status_code=202, responses=problems(401, 403, 404, 422))
def fetch_recording(interview_id: str, session: SessionDep, viewer: ViewerDep) -> JobOut:
    """Asks for a copy of the linked recording, where the source allows that; the job says how far it is."""
    return job_out(looking_up.ask_for_copy(session, viewer, interview_id=interview_id))


@router.delete("/interviews/{interview_id}/recording", status_code=204, responses=problems(401, 403, 404))
def remove_recording(interview_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Takes the recording away; the transcript stays."""
    service.remove(session, viewer, interview_id=interview_id)


@router.get("/recordings/{recording_id}", responses=problems(401, 404))
def read_recording(recording_id: str, session: SessionDep, viewer: ViewerDep) -> RecordingOut:
    """One recording."""
    recording, voices = queries.get(session, viewer, recording_id)
    return recording_out(session, viewer, recording, voices)


def _media(recording_id: str, session: SessionDep, viewer: ViewerDep) -> MediaFile:
    row, voices = queries.heard(session, viewer.tokens, recording_id)
    sightings.played(session, viewer, voices)
    return queries.bytes_of(session, row)


@router.head("/recordings/{recording_id}/media", include_in_schema=False)
@router.get("/recordings/{recording_id}/media", responses={**problems(401, 404, 416), 200: _MEDIA, 206: _MEDIA})
async def stream_recording(request: Request, store: StoreDep, media: Annotated[MediaFile, Depends(_media)]) -> Response:
    """The recording's bytes, whole or in part. Access and consent are asked on every request."""
    return await media_response(request, store, media)


@router.post("/interviews/{interview_id}/recording/copy", status_code=201, responses=problems(401, 403, 404, 422, 507))
def copy_recording(
    interview_id: str, body: CopyIn, session: SessionDep, viewer: ViewerDep, store: StoreDep
) -> RecordingOut:
    """Gives an interview the same recording as another one has, without uploading it again."""
    recording = service.copy(session, viewer, store, interview_id=interview_id, recording_id=body.recording_id)
    return recording_out(session, viewer, recording, interviews.get(session, viewer, interview_id))


def _derived(name: str) -> Callable[..., MediaFile]:
    def find(recording_id: str, session: SessionDep, viewer: ViewerDep) -> MediaFile:
        return queries.derived_file(session, viewer.tokens, recording_id, name)

    return find


@router.head("/recordings/{recording_id}/poster", include_in_schema=False)
@router.get("/recordings/{recording_id}/poster", responses={**problems(401, 404), 200: _JPEG})
async def read_poster(
    request: Request, store: StoreDep, media: Annotated[MediaFile, Depends(_derived("poster"))]
) -> Response:
    """A JPEG of a telling moment. Access and consent are asked on every request, as for the recording."""
    return await media_response(request, store, media)


@router.head("/recordings/{recording_id}/peaks", include_in_schema=False)
@router.get("/recordings/{recording_id}/peaks", responses={**problems(401, 404), 200: _BYTES, 206: _BYTES})
async def read_peaks(
    request: Request, store: StoreDep, media: Annotated[MediaFile, Depends(_derived("peaks"))]
) -> Response:
    """The waveform: byte n is the loudest sample, 0 to 255, of the 10 ms that begin at n x 10 ms of the recording.

    Ask for a part with `Range: bytes=<from_ms/10>-<to_ms/10>`.
    """
    return await media_response(request, store, media)


@router.head("/recordings/{recording_id}/sprite", include_in_schema=False)
@router.get("/recordings/{recording_id}/sprite", responses={**problems(401, 404), 200: _JPEG})
async def read_sprite(
    request: Request, store: StoreDep, media: Annotated[MediaFile, Depends(_derived("sprite"))]
) -> Response:
    """Small pictures of the film on one JPEG sheet; `sprite.vtt` says which is where."""
    return await media_response(request, store, media)


@router.head("/recordings/{recording_id}/sprite.vtt", include_in_schema=False)
@router.get("/recordings/{recording_id}/sprite.vtt", responses={**problems(401, 404), 200: _VTT})
async def read_thumbnails(
    request: Request, store: StoreDep, media: Annotated[MediaFile, Depends(_derived("thumbnails"))]
) -> Response:
    """WebVTT whose cues name a part of the sheet each: `sprite#xywh=160,0,160,90`."""
    return await media_response(request, store, media)


def recording_out(session: Session, viewer: Viewer, recording: Recording, voices: Voices) -> RecordingOut:
    """A recording as this viewer may have it."""
    may_play, may_research = voices.may_play(viewer.tokens), voices.may_research(viewer)
    link = read_link(recording.url) if recording.url and may_play else None
    is_file = recording.store_key is not None and may_play
    made = queries.made_of(session, recording.id) if is_file else {}
    path, playback = f"/api/recordings/{recording.id}", made.get("playback")
    return RecordingOut(
        **recording.model_dump(
            include={
                *("id", "interview_id", "kind", "provider", "size_bytes", "duration_ms", "has_video"),
                *("width", "height", "starts_at_ms"),
            }
        ),
        media_type=playback.media_type if playback else recording.media_type,
        playable=recording.playable or playback is not None,
        may_play=may_play,
        media_url=f"{path}/media" if is_file else None,
        poster_url=f"{path}/poster" if "poster" in made else None,
        peaks_url=f"{path}/peaks" if "peaks" in made else None,
        thumbnails_url=f"{path}/sprite.vtt" if "thumbnails" in made else None,
        url=link.url if link else None,
        frame_url=link.frame if link else None,
        file_name=recording.file_name if may_research else "",
        may_work=may_research,
        work=_work(session, recording) if may_research else [],
    )


def _work(session: Session, recording: Recording) -> list[JobOut]:
    return [job_out(job) for job in unfinished(session, recording.interview_id, KINDS)]


def _check(database: Database, viewer: Viewer, interview_id: str) -> None:
    with database.read() as session:
        service.check_may_attach(session, viewer, interview_id=interview_id)


def _keep(
    database: Database, store: Store, viewer: Viewer, interview_id: str, stored: Stored, file_name: str
) -> RecordingOut:
    try:
        found, sample = _probe(store, stored), service.sample_in(store, stored)
        with database.write() as session:
            recording = service.attach_file(
                session,
                viewer,
                interview_id=interview_id,
                stored=stored,
                found=found,
                file_name=file_name,
                sample=sample,
            )
            return recording_out(session, viewer, recording, interviews.get(session, viewer, interview_id))
    except FirsthandError:
        store.delete(stored.key)
        raise


def _probe(store: Store, stored: Stored) -> Probe:
    if not stored.size_bytes:
        raise Invalid("The file is empty.", code="not_media")
    found = probe(store.open(stored.key))
    service.check_content(found)
    return found
