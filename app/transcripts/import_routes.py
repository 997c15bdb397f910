"""HTTP for importing transcripts. A file is read before a transaction begins, so that nobody waits for it."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from pydantic import Json
from sqlmodel import Session

from app.access.web import BriefViewerDep
from app.core.errors import TooLarge
from app.core.idempotency import create_once
from app.core.settings import Settings
from app.core.web import DatabaseDep, IdempotencyKey, SettingsDep, problems
from app.interviews import queries as interviews
from app.transcripts import imports
from app.transcripts.import_schemas import ImportIn, ImportOut, PreviewOut, WordsIn
from app.transcripts.imports import Mark
from app.transcripts.models import Transcript
from app.transcripts.preview import Understood, preview, understand
from app.transcripts.table_schemas import TableIn


def mark_of(request: Request) -> Mark:
    """Who marks the turns that a file gives tags: the application was told, for it knows the slices above this one."""
    mark: Mark = request.app.state.mark_tagged
    return mark


MarkDep = Annotated[Mark, Depends(mark_of)]
router = APIRouter(prefix="/api", tags=["import"])
TranscriptFile = Annotated[UploadFile, File(description="A transcript in any format of the guide")]
TableForm = Annotated[Json[TableIn] | None, Form(description="How a table is read, as JSON; guessed where left out")]


@router.post("/transcript-previews", responses=problems(401, 413, 422))
def preview_transcript(
    file: TranscriptFile,
    settings: SettingsDep,
    database: DatabaseDep,
    viewer: BriefViewerDep,
    encoding: Annotated[str, Form(description="Empty: detected")] = "",
    join: Annotated[bool, Form(description="Join small captions of one speaker into turns")] = True,
    table: TableForm = None,
) -> PreviewOut:
    """Reads a transcript and says what was understood. Nothing is saved; call it once for each file."""
    found = understood(file, settings, encoding=encoding, join=join, table=table)
    with database.read() as session:
        known = imports.known_files(session, viewer, imports.fingerprint(found))
    return preview(found, joined=join).model_copy(update={"known": known})


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
    mark: MarkDep,
    key: IdempotencyKey = None,
) -> ImportOut:
    """Creates an interview from a transcript: interview, speakers, participants and turns, all or nothing."""
    with database.read() as session:
        imports.check_may_import(session, viewer, project_id=project_id)
    found = understood(file, settings, encoding=mapping.encoding, join=mapping.join, table=mapping.table)
    with database.write() as session:
        interview_id = create_once(
            session,
            user_id=viewer.user_id,
            kind="import",
            key=key,
            create=lambda: (
                imports.save(
                    session, viewer, project_id=project_id, found=found, wanted=mapping, mark=mark
                ).interview_id
            ),
        )
        return _out(session, imports.of_interview(session, interview_id), mapping.title)


@router.post("/interviews/{interview_id}/transcript", status_code=201, responses=problems(401, 403, 404, 409, 413, 422))
def add_transcript(
    interview_id: str,
    file: TranscriptFile,
    mapping: Annotated[Json[WordsIn], Form(description="What was decided after the preview, as JSON")],
    settings: SettingsDep,
    database: DatabaseDep,
    viewer: BriefViewerDep,
    mark: MarkDep,
) -> ImportOut:
    """Gives words to an interview that has none, such as one that began with its recording."""
    with database.read() as session:
        interviews.get_for_research(session, viewer, interview_id)
    found = understood(file, settings, encoding=mapping.encoding, join=mapping.join, table=mapping.table)
    with database.write() as session:
        transcript = imports.add_words(
            session, viewer, interview_id=interview_id, found=found, wanted=mapping, mark=mark
        )
        return _out(session, transcript, interviews.get(session, viewer, interview_id).interview.title)


def understood(
    file: UploadFile, settings: Settings, *, encoding: str | None, join: bool, table: TableIn | None = None
) -> Understood:
    """Reads an uploaded file; raises TooLarge, or ImportRefused with a code, a line and advice."""
    data = bytes_of(file, settings.max_transcript_bytes)
    plan = table.plan() if table else None
    return understand(data, file.filename or "", encoding=encoding, joined=join, plan=plan)


def _out(session: Session, transcript: Transcript, title: str) -> ImportOut:
    return ImportOut(
        interview_id=transcript.interview_id,
        transcript_id=transcript.id,
        title=title,
        turns=imports.turn_count(session, transcript.id),
        format=transcript.format,
    )


def bytes_of(file: UploadFile, limit: int) -> bytes:
    """An uploaded transcript; raises TooLarge."""
    if (file.size or 0) > limit:
        raise TooLarge(f"“{file.filename}” is larger than {limit // 1024**2} MB. Recordings are attached separately.")
    return file.file.read(limit + 1)
