"""HTTP for surveys: a table of which each row becomes an interview."""

from typing import Annotated

from fastapi import APIRouter, Form
from pydantic import Json

from app.access.web import BriefViewerDep
from app.core.idempotency import create_once
from app.core.web import DatabaseDep, IdempotencyKey, SettingsDep, problems
from app.transcripts import imports, surveys
from app.transcripts.import_routes import TranscriptFile, bytes_of
from app.transcripts.importers import Source
from app.transcripts.table_schemas import SurveyIn, SurveyOut

router = APIRouter(prefix="/api", tags=["import"])


@router.post("/projects/{project_id}/surveys/import", status_code=201, responses=problems(401, 403, 404, 413, 422))
def import_survey(
    project_id: str,
    file: TranscriptFile,
    mapping: Annotated[Json[SurveyIn], Form(description="What was decided after the preview, as JSON")],
    settings: SettingsDep,
    database: DatabaseDep,
    viewer: BriefViewerDep,
    key: IdempotencyKey = None,
) -> SurveyOut:
    """Makes an interview of each row of a table: questions asked, answers given, people and attributes; all or none."""
    with database.read() as session:
        imports.check_may_import(session, viewer, project_id=project_id)
    data = bytes_of(file, settings.max_transcript_bytes)
    plan = mapping.table.model_copy(update={"mode": "survey"}).plan()
    survey = surveys.understand(Source(data, file.filename or "", mapping.encoding or None, plan))
    with database.write() as session:
        first = create_once(
            session,
            user_id=viewer.user_id,
            kind="survey",
            key=key,
            create=lambda: surveys.save(
                session, viewer, project_id=project_id, survey=survey, wanted=mapping
            ).interview_ids[0],
        )
        session.flush()
        return surveys.saved_before(session, project_id=project_id, first_id=first)
