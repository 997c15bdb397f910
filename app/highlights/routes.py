"""HTTP for highlights, and for the edits of turns, which move them."""

from fastapi import APIRouter

from app.access.web import ViewerDep
from app.core.idempotency import create_once
from app.core.paging import Page
from app.core.web import IdempotencyKey, SessionDep, problems
from app.highlights import moving, queries, service
from app.highlights.emotions import Emotion
from app.highlights.models import Highlight
from app.highlights.schemas import HighlightIn, HighlightOut, HighlightPatch
from app.transcripts import editing
from app.transcripts.models import Turn
from app.transcripts.schemas import MergeIn, SplitIn, TurnOut, TurnPatch

router = APIRouter(prefix="/api", tags=["highlights"])


@router.get("/interviews/{interview_id}/highlights", responses=problems(401, 404))
def list_highlights(interview_id: str, session: SessionDep, viewer: ViewerDep) -> Page[HighlightOut]:
    """All highlights of an interview that you may read."""
    rows = queries.of_interview(session, viewer, interview_id)
    return Page(items=[_out(row, tag_ids) for row, tag_ids in rows], total=len(rows))


@router.post("/transcripts/{transcript_id}/highlights", status_code=201, responses=problems(401, 403, 404, 422))
def create_highlight(
    transcript_id: str, body: HighlightIn, session: SessionDep, viewer: ViewerDep, key: IdempotencyKey = None
) -> HighlightOut:
    """Marks a span of a transcript."""
    highlight_id = create_once(
        session,
        user_id=viewer.user_id,
        kind="highlight",
        key=key,
        create=lambda: service.create(session, viewer, transcript_id=transcript_id, values=body.model_dump()).id,
    )
    return _read(session, viewer, highlight_id)


@router.get("/highlights/{highlight_id}", responses=problems(401, 404))
def read_highlight(highlight_id: str, session: SessionDep, viewer: ViewerDep) -> HighlightOut:
    """One highlight."""
    return _read(session, viewer, highlight_id)


@router.patch("/highlights/{highlight_id}", responses=problems(401, 403, 404, 409, 422))
def change_highlight(highlight_id: str, body: HighlightPatch, session: SessionDep, viewer: ViewerDep) -> HighlightOut:
    """Changes tags, note, emotion or span."""
    values = body.model_dump(exclude_unset=True, exclude={"version"})
    service.change(session, viewer, highlight_id=highlight_id, version=body.version, values=values)
    return _read(session, viewer, highlight_id)


@router.delete("/highlights/{highlight_id}", status_code=204, responses=problems(401, 403, 404))
def delete_highlight(highlight_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Deletes a highlight; restoring it undoes that."""
    service.remove(session, viewer, highlight_id=highlight_id)


@router.post("/highlights/{highlight_id}/restore", responses=problems(401, 403, 404))
def restore_highlight(highlight_id: str, session: SessionDep, viewer: ViewerDep) -> HighlightOut:
    """Brings a deleted highlight back."""
    service.restore(session, viewer, highlight_id=highlight_id)
    return _read(session, viewer, highlight_id)


@router.post("/highlights/{highlight_id}/reopen", responses=problems(401, 403, 404, 409))
def reopen_highlight(highlight_id: str, session: SessionDep, viewer: ViewerDep) -> HighlightOut:
    """Takes a review back: the highlight waits for one again."""
    service.reopen(session, viewer, highlight_id=highlight_id)
    return _read(session, viewer, highlight_id)


@router.patch("/turns/{turn_id}", responses=problems(401, 403, 404, 409, 422))
def change_turn(turn_id: str, body: TurnPatch, session: SessionDep, viewer: ViewerDep) -> TurnOut:
    """Changes a turn's text, speaker or times; highlights move with their text."""
    values = body.model_dump(exclude_unset=True, exclude={"version"})
    turn = editing.change(session, viewer, turn_id=turn_id, version=body.version, values=values, carry=moving.carry)
    return _turn_out(turn)


@router.post("/turns/{turn_id}/split", status_code=201, responses=problems(401, 403, 404, 409, 422))
def split_turn(turn_id: str, body: SplitIn, session: SessionDep, viewer: ViewerDep) -> TurnOut:
    """Cuts a turn in two; answers with the new second one."""
    tail = editing.split(session, viewer, turn_id=turn_id, **body.model_dump(), carry=moving.carry)
    return _turn_out(tail)


@router.post("/turns/{turn_id}/merge", responses=problems(401, 403, 404, 409, 422))
def merge_turn(turn_id: str, body: MergeIn, session: SessionDep, viewer: ViewerDep) -> TurnOut:
    """Appends the next turn to this one; answers with the longer turn."""
    turn = editing.merge(session, viewer, turn_id=turn_id, version=body.version, carry=moving.carry)
    return _turn_out(turn)


def _read(session: SessionDep, viewer: ViewerDep, highlight_id: str) -> HighlightOut:
    session.flush()
    moment = queries.get(session, viewer, highlight_id)
    return _out(moment.highlight, list(moment.tag_ids))


def _out(row: Highlight, tag_ids: list[str]) -> HighlightOut:
    emotion = Emotion(row.emotion) if row.emotion else None
    return HighlightOut(
        **row.model_dump(
            exclude={"prefix", "suffix", "deleted_at", "created_by", "updated_at", "emotion", "reviewed_from"}
        ),
        tag_ids=tag_ids,
        emotion=emotion,
        valence=emotion.valence if emotion else None,
    )


def _turn_out(turn: Turn) -> TurnOut:
    return TurnOut.model_validate(turn, from_attributes=True)
