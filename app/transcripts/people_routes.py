"""HTTP for participants out of a table: first what it would do, then doing it. A file is read before a transaction."""

from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from pydantic import Json

from app.access.web import BriefViewerDep
from app.core.idempotency import create_once
from app.core.settings import Settings
from app.core.web import DatabaseDep, IdempotencyKey, SettingsDep, problems
from app.projects import queries as projects
from app.transcripts import people_tables
from app.transcripts.import_routes import TranscriptFile, bytes_of
from app.transcripts.importers import Source
from app.transcripts.people_schemas import PeopleImportOut, PeoplePreviewOut, PeopleTableIn
from app.transcripts.people_tables import PeopleTable, Reading

router = APIRouter(prefix="/api/projects/{project_id}/participants/import", tags=["participants"])
Mapping = Annotated[
    Json[PeopleTableIn] | None, Form(description="What is decided so far, as JSON; the rest is guessed")
]


@router.post("/preview", responses=problems(401, 403, 404, 413, 422))
def preview_participants(
    project_id: str,
    file: TranscriptFile,
    settings: SettingsDep,
    database: DatabaseDep,
    viewer: BriefViewerDep,
    mapping: Mapping = None,
) -> PeoplePreviewOut:
    """What a table would do, row by row. Nothing is saved."""
    wanted = mapping or PeopleTableIn()
    with database.read() as session:
        projects.get_for_research(session, viewer, project_id)
    found = _read(file, settings, wanted)
    with database.read() as session:
        return Reading(session, viewer, project_id=project_id, found=found, wanted=wanted).preview()


@router.post("", status_code=201, responses=problems(401, 403, 404, 409, 413, 422))
def import_participants(
    project_id: str,
    file: TranscriptFile,
    mapping: Annotated[Json[PeopleTableIn], Form(description="What was decided after the preview, as JSON")],
    settings: SettingsDep,
    database: DatabaseDep,
    viewer: BriefViewerDep,
    key: IdempotencyKey = None,
) -> PeopleImportOut:
    """Adds and changes participants by the rows of a table: all of them or none."""
    with database.read() as session:
        projects.get_for_research(session, viewer, project_id)
    found = _read(file, settings, mapping)
    with database.write() as session:
        import_id = create_once(
            session,
            user_id=viewer.user_id,
            kind="participants",
            key=key,
            create=lambda: people_tables.save(
                session,
                viewer,
                project_id=project_id,
                reading=Reading(session, viewer, project_id=project_id, found=found, wanted=mapping),
                wanted=mapping,
            ),
        )
        session.flush()
        return people_tables.saved_before(session, project_id=project_id, import_id=import_id)


def _read(file: UploadFile, settings: Settings, wanted: PeopleTableIn) -> PeopleTable:
    data = bytes_of(file, settings.max_transcript_bytes)
    source = Source(data, file.filename or "", wanted.encoding or None)
    return people_tables.understand(source, wanted.header, wanted.sheet)
