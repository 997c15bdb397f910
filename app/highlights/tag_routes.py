"""HTTP for what a tag was put on."""

from fastapi import APIRouter

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core import paging
from app.core.paging import Page
from app.core.web import Cursor, Limit, SessionDep, problems
from app.highlights import queries, tagging
from app.highlights.emotions import Emotion
from app.highlights.queries import Moment
from app.highlights.schemas import MergeTagIn, MomentOut, TagCounts
from app.tags import queries as tags
from app.tags.routes import tag_out
from app.tags.schemas import TagOut

router = APIRouter(prefix="/api", tags=["tags"])


@router.get("/tag-counts", responses=problems(401))
def count_tags(session: SessionDep, viewer: ViewerDep) -> TagCounts:
    """How many people in how many interviews were heard about each tag; tags nobody used are left out."""
    return TagCounts(items=tagging.counts(session, viewer))


@router.get("/tags/{tag_id}/highlights", responses=problems(401, 404, 422))
def list_tagged(
    tag_id: str, session: SessionDep, viewer: ViewerDep, limit: Limit = 50, cursor: Cursor = None
) -> Page[MomentOut]:
    """Moments with this tag or one below it, newest first."""
    tags.get(session, tag_id)
    before = paging.decode(cursor, 1)[0] if cursor else None
    family = tags.tree(session).family(tag_id)
    found = queries.of_tags(session, viewer, tag_ids=family, limit=limit + 1, before=before)
    page, next_cursor = paging.cut(found, limit, lambda moment: [moment.highlight.id])
    return Page(items=[moment_out(viewer, moment) for moment in page], next_cursor=next_cursor)


@router.post("/tags/{tag_id}/merge", responses=problems(401, 403, 404, 409, 422))
def merge_tag(tag_id: str, body: MergeTagIn, session: SessionDep, viewer: ViewerDep) -> TagOut:
    """Merges a tag into another; answers with the one that remains."""
    target = tagging.merge(session, viewer, tag_id=tag_id, into_id=body.into_id, version=body.version)
    session.flush()
    return tag_out(target, tags.tree(session).parent(target.id))


def moment_out(viewer: Viewer, moment: Moment) -> MomentOut:
    """A moment as a card for this viewer."""
    row, voices, voice = moment.highlight, moment.voices, moment.voice
    emotion = Emotion(row.emotion) if row.emotion else None
    return MomentOut(
        **row.model_dump(include={"id", "quote", "start_ms", "end_ms", "intensity", "note", "interview_id"}),
        emotion=emotion,
        valence=emotion.valence if emotion else None,
        tag_ids=list(moment.tag_ids),
        interview_title=voices.interview.title,
        interview_kind=voices.interview.kind,
        language=voices.interview.language,
        held_on=voices.interview.held_on,
        project_id=voices.project.id,
        project_name=voices.project.name,
        speaker_id=moment.first_speaker_id,
        speaker_name=voice.name if voice else "",
        speaker_role=voice.role if voice else "",
        participant_role=voice.participant_role if voice else "",
        media_url=moment.media_url(viewer.tokens),
        media_provider=moment.recording.provider if moment.recording else None,
        media_has_video=moment.recording is not None and moment.recording.has_video,
        media_starts_at_ms=moment.recording.starts_at_ms if moment.recording else 0,
    )
