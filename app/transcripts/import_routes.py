"""HTTP for importing transcripts. A file is read before a transaction begins, so that nobody waits for it."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, UploadFile
from pydantic import Json

from app.access.web import BriefViewerDep, brief_viewer
from app.core.errors import TooLarge
from app.core.idempotency import create_once
from app.core.web import DatabaseDep, IdempotencyKey, SettingsDep, problems
from app.transcripts import imports
from app.transcripts.import_schemas import ImportIn, ImportOut, PreviewOut
from app.transcripts.preview import preview, understand

router = APIRouter(prefix="/api", tags=["import"])
TranscriptFile = Annotated[UploadFile, File(description="WebVTT, SRT or plain text with speaker labels")]


@router.post("/transcript-previews", responses=problems(401, 413, 422), dependencies=[Depends(brief_viewer)])
def preview_transcript(
    file: TranscriptFile,
    settings: SettingsDep,
    encoding: Annotated[str, Form(description="Empty: detected")] = "",
    join: Annotated[bool, Form(description="Join small captions of one speaker into turns")] = True,
) -> PreviewOut:
    """Reads a transcript and says what was understood. Nothing is saved; call it once for each file."""
    data = _bytes(file, settings.max_transcript_bytes)
    found = understand(data, file.filename or "", encoding=encoding, joined=join)
    return preview(found, joined=join)


@router.post(
    "/projects/{project_id}/interviews/import", status_code=201, responses=problems(401, 403, 404, 409, 413, 422)
)
def import_transcript(
    project_id: str,
    file: TranscriptFile,
    mapping: Annotated[Json[ImportIn], Form(description="What was decided after the preview, as JSON")],
    settings: SettingsDep,
    database: DatabaseDep,
    viewer: BriefViewerDep,
    key: IdempotencyKey = None,
) -> ImportOut:
    """Creates an interview from a transcript: interview, speakers, participants and turns, all or nothing."""
    with database.read() as session:
        imports.check_may_import(session, viewer, project_id=project_id)
    data = _bytes(file, settings.max_transcript_bytes)
    found = understand(data, file.filename or "", encoding=mapping.encoding, joined=mapping.join)
    with database.write() as session:
        interview_id = create_once(
            session,
            user_id=viewer.user_id,
            kind="import",
            key=key,
            create=lambda: (
                imports.save(session, viewer, project_id=project_id, found=found, wanted=mapping).interview_id
            ),
        )
        transcript = imports.of_interview(session, interview_id)
        return ImportOut(
            interview_id=interview_id,
            transcript_id=transcript.id,
            title=mapping.title,
            turns=imports.turn_count(session, transcript.id),
            format=transcript.format,
        )


def _bytes(file: UploadFile, limit: int) -> bytes:
    if (file.size or 0) > limit:
        raise TooLarge(f"“{file.filename}” is larger than {limit // 1024**2} MB. Recordings are attached separately.")
    return file.file.read(limit + 1)
