"""HTTP for uploads that may stop and go on: the tus protocol 1.0 with creation, checksum, expiration, termination.

See https://tus.io/protocols/resumable-upload. An upload belongs to an interview and to whoever began it, and both
are asked at every request.
"""

import base64
import binascii
from email.utils import format_datetime
from pathlib import Path
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.access.viewer import Viewer
from app.access.web import BriefViewerDep, ViewerDep
from app.core.database import Database
from app.core.errors import Conflict, Fault, Invalid, TooLarge
from app.core.web import DatabaseDep, SessionDep, SettingsDep, problem, problems
from app.recordings import queries, service, uploads
from app.recordings.models import Upload
from app.recordings.parts import Check, Part, Turns
from app.recordings.schemas import KnownRecordingOut, SameFileOut, UploadOut

router = APIRouter(prefix="/api", tags=["uploads"])
VERSION = "1.0.0"
ALGORITHMS = ("sha256", "sha1")
OFFSET_TYPE = "application/offset+octet-stream"
MISMATCH = 460
"""The status that tus gives a checksum that does not hold."""
_TURNS = Turns()
_PIECE = {"requestBody": {"required": True, "content": {OFFSET_TYPE: {"schema": {"type": "string"}}}}}
Resumable = Annotated[str, Header(alias="Tus-Resumable", description="The version of tus, 1.0.0")]
Metadata = Annotated[
    str, Header(alias="Upload-Metadata", max_length=8_000, description="filename, sample, anyway; values in base64")
]
Length = Annotated[str, Header(alias="Upload-Length", max_length=20, description="Bytes of the whole file")]
Offset = Annotated[str, Header(alias="Upload-Offset", max_length=20, description="Where these bytes belong")]
Checksum = Annotated[
    str, Header(alias="Upload-Checksum", max_length=200, description="E.g. `sha256 <base64>`, of these bytes")
]


def _speak(response: Response, version: Resumable = VERSION) -> None:
    """Every answer names the version; a client of another one is told (412 in the protocol)."""
    response.headers["Tus-Resumable"] = VERSION
    if version != VERSION:
        raise HTTPException(412, f"This server speaks tus {VERSION}.", headers={"Tus-Version": VERSION})


Speaks = Depends(_speak)


@router.options("/interviews/{interview_id}/uploads", include_in_schema=False)
@router.options("/uploads/{upload_id}", include_in_schema=False)
def read_abilities(settings: SettingsDep) -> Response:
    """What this server can of tus."""
    headers = {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": "creation,checksum,expiration,termination",
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        "Tus-Max-Size": str(settings.max_recording_bytes),
    }
    return Response(status_code=204, headers=headers)


@router.post(
    "/interviews/{interview_id}/uploads",
    status_code=201,
    responses=problems(401, 403, 404, 409, 412, 413, 422, 507),
    dependencies=[Speaks],
)
def begin_upload(
    interview_id: str,
    response: Response,
    session: SessionDep,
    viewer: ViewerDep,
    settings: SettingsDep,
    length: Length = "",
    metadata: Metadata = "",
) -> UploadOut:
    """Begins the upload of an interview's recording (tus creation); `Location` is where its bytes go.

    With a `sample` in the metadata, 409 `recording_known` names an interview that has the same file already, unless
    `anyway` is there too.
    """
    service.check_may_attach(session, viewer, interview_id=interview_id)
    said = _metadata(metadata)
    upload = uploads.begin(
        session,
        viewer,
        interview_id=interview_id,
        size_bytes=_number(length, "Upload-Length"),
        file_name=said.get("filename", ""),
        sample="" if "anyway" in said else said.get("sample", ""),
        folder=settings.uploads_folder,
        max_bytes=settings.max_recording_bytes,
        days=settings.upload_days,
    )
    response.headers["Location"] = f"{settings.origin if settings.public_url else ''}/api/uploads/{upload.id}"
    response.headers["Upload-Expires"] = format_datetime(upload.expires_at, usegmt=True)
    return _out(session, viewer, upload, 0)


@router.get("/known-recordings", responses=problems(401, 422))
def list_known_recordings(
    session: SessionDep,
    viewer: ViewerDep,
    sample: Annotated[str, Query(pattern="^[0-9a-f]{64}$", description="SHA-256 of the size and of three parts")],
    size_bytes: Annotated[int, Query(ge=1)],
) -> list[KnownRecordingOut]:
    """The recording that looks like a file, among those you work with: asked before any of it is sent.

    `sample` hashes the size in decimal digits, then the first, the middle and the last 64 KB.
    """
    return [
        KnownRecordingOut(
            recording_id=recording.id,
            interview_id=interview.id,
            interview_title=interview.title,
            project_id=interview.project_id,
        )
        for recording, interview in filter(None, [queries.with_sample(session, viewer, sample, size_bytes)])
    ]


@router.get("/interviews/{interview_id}/uploads", responses=problems(401, 403, 404))
def list_uploads(interview_id: str, session: SessionDep, viewer: ViewerDep, settings: SettingsDep) -> list[UploadOut]:
    """Your uploads to an interview that stopped and may be continued."""
    rows = uploads.unfinished(session, viewer, interview_id)
    return [_out(session, viewer, row, Part(settings.uploads_folder, row.id).size) for row in rows]


@router.get("/uploads/{upload_id}", responses=problems(401, 403, 404, 410))
def read_upload(upload_id: str, session: SessionDep, viewer: ViewerDep, settings: SettingsDep) -> UploadOut:
    """How far an upload is, and what became of it once all of it had arrived."""
    upload = uploads.get(session, viewer, upload_id)
    return _out(session, viewer, upload, _received(upload, settings.uploads_folder))


@router.head("/uploads/{upload_id}", include_in_schema=False, dependencies=[Speaks])
async def read_offset(upload_id: str, viewer: BriefViewerDep, database: DatabaseDep, settings: SettingsDep) -> Response:
    """Where to go on. Whoever still writes is ended first, so that the answer stays true."""
    upload = await to_thread.run_sync(_find, database, viewer, upload_id)
    async with _TURNS.take(upload_id):
        received = _received(upload, settings.uploads_folder)
    headers = _headers(upload, received) | {"Upload-Length": str(upload.size_bytes), "Cache-Control": "no-store"}
    return Response(status_code=200, headers=headers)


@router.patch(
    "/uploads/{upload_id}",
    status_code=204,
    responses=problems(401, 403, 404, 409, 410, 412, 413, 422, 507),
    openapi_extra=_PIECE,
    dependencies=[Speaks],
)
async def continue_upload(
    upload_id: str,
    request: Request,
    viewer: BriefViewerDep,
    database: DatabaseDep,
    settings: SettingsDep,
    offset: Offset = "",
    checksum: Checksum = "",
) -> Response:
    """Adds bytes at the end of what has arrived. No transaction is open while they stream."""
    upload = await to_thread.run_sync(_find, database, viewer, upload_id)
    start, part = _number(offset, "Upload-Offset"), Part(settings.uploads_folder, upload_id)
    _refuse_piece(request, upload, start)
    check = _check(checksum)
    async with _TURNS.take(upload_id):
        try:
            end = await part.append(start, request.stream(), max_bytes=upload.size_bytes, check=check)
        except ClientDisconnect as error:
            raise Invalid("The connection broke; the upload may be continued.", code="upload_cut_off") from error
        if check and not check.holds:
            return _mismatch()
        if end == upload.size_bytes:
            await to_thread.run_sync(_complete, database, viewer, upload_id)
    return Response(status_code=204, headers=_headers(upload, end))


@router.delete(
    "/uploads/{upload_id}", status_code=204, responses=problems(401, 403, 404, 409, 410, 412), dependencies=[Speaks]
)
def abandon_upload(upload_id: str, session: SessionDep, viewer: ViewerDep, settings: SettingsDep) -> None:
    """Ends an upload and throws away what has arrived (tus termination)."""
    uploads.abandon(session, uploads.get(session, viewer, upload_id), settings.uploads_folder)


def _find(database: Database, viewer: Viewer, upload_id: str) -> Upload:
    with database.read() as session:
        return uploads.get(session, viewer, upload_id)


def _complete(database: Database, viewer: Viewer, upload_id: str) -> None:
    with database.write() as session:
        uploads.complete(session, uploads.get(session, viewer, upload_id))


def _received(upload: Upload, folder: Path) -> int:
    return Part(folder, upload.id).size if upload.state == "receiving" else upload.size_bytes


def _refuse_piece(request: Request, upload: Upload, start: int) -> None:
    """Refuses by the headers what would be refused after gigabytes."""
    if request.headers.get("Content-Type") != OFFSET_TYPE:
        raise Invalid(f"The type of the bytes must be {OFFSET_TYPE}.", code="content_type")
    if upload.state != "receiving":
        raise Conflict("All of this upload has arrived already.", code="upload_complete")
    if start + int(request.headers.get("Content-Length") or 0) > upload.size_bytes:
        raise TooLarge("These are more bytes than were announced.")


def _check(header: str) -> Check | None:
    if not header:
        return None
    algorithm, _, value = header.partition(" ")
    try:
        expected = base64.b64decode(value, validate=True)
    except binascii.Error:
        expected = b""
    if algorithm not in ALGORITHMS or not expected:
        raise Invalid(f"Checksums are one of {', '.join(ALGORITHMS)}, and base64.", code="checksum_unknown")
    return Check(algorithm, expected)


def _mismatch() -> Response:
    answer = problem(Invalid("These bytes changed on their way; send them again.", code="checksum_mismatch"))
    answer.status_code = MISMATCH
    return answer


def _metadata(header: str) -> dict[str, str]:
    """`name base64, name base64`, as tus has it; a name may stand alone."""
    said = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _, value = pair.partition(" ")
        try:
            said[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise Invalid(f"The metadata “{name[:40]}” is not base64 of UTF-8.", code="metadata_unreadable") from error
    return said


def _number(header: str, name: str) -> int:
    if not header.isascii() or not header.isdigit():
        raise Invalid(f"{name} must be a number of bytes.", faults=[Fault(name, "a number of bytes")])
    return int(header)


def _headers(upload: Upload, received: int) -> dict[str, str]:
    headers = {"Tus-Resumable": VERSION, "Upload-Offset": str(received)}
    if upload.state == "receiving" and received < upload.size_bytes:
        headers["Upload-Expires"] = format_datetime(upload.expires_at, usegmt=True)
    return headers


def _out(session: Session, viewer: Viewer, upload: Upload, received: int) -> UploadOut:
    values = upload.model_dump(include=set(UploadOut.model_fields) - {"received_bytes", "same_as"})
    same = queries.same_file(session, viewer, upload) if upload.state == "done" else None
    told = SameFileOut(interview_id=same.id, title=same.title) if same else None
    return UploadOut(**values, received_bytes=received, same_as=told)
