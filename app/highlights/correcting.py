"""What a corrected transcript does to the highlights in it, before and after."""

from collections import Counter

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.accounts.models import User
from app.highlights import moving
from app.highlights.models import Highlight
from app.highlights.queries import NEEDS_REVIEW, speakers_of
from app.transcripts import corrections, queries
from app.transcripts.anchors import Line
from app.transcripts.correction_schemas import (
    CorrectionIn,
    CorrectionOut,
    CorrectionPreview,
    MarkPreview,
    RevisionOut,
    RevisionsOut,
)
from app.transcripts.edits import Reimport, move
from app.transcripts.imports import need_words
from app.transcripts.models import Transcript
from app.transcripts.preview import Understood
from app.transcripts.preview import preview as file_preview
from app.transcripts.relocating import Moved, Outcome, same_words


def preview(
    session: Session, viewer: Viewer, *, transcript_id: str, found: Understood, joined: bool
) -> CorrectionPreview:
    """What would become of turns, voices and highlights. Raises ImportRefused when nobody says anything."""
    need_words(found)
    transcript, voices = queries.get_for_research(session, viewer, transcript_id)
    before = corrections.rows_of(session, transcript_id)
    old = Counter(row["text"] for row in before)
    new = Counter(turn.text for turn in found.turns)
    review = _review(session, viewer, transcript, found)
    return CorrectionPreview(
        file=file_preview(found, joined=joined),
        version=transcript.version,
        turns_before=len(before),
        turns_after=len(found.turns),
        same=(old & new).total(),
        edited=sum(1 for row in before if row["version"] > 1),
        speakers=corrections.guess_speakers(voices, before, found.turns),
        marks=len(_living(session, transcript_id)),
        review=review,
    )


def correct(
    session: Session, viewer: Viewer, *, transcript_id: str, found: Understood, wanted: CorrectionIn
) -> CorrectionOut:
    """Puts the text in the transcript's place, and says how the highlights fared."""
    revision = corrections.correct(
        session,
        viewer,
        transcript_id=transcript_id,
        found=found,
        wanted=wanted,
        carry=moving.carry,
        remember=moving.remember,
    )
    living = _living(session, transcript_id)
    waiting = sum(1 for row in living if row.status == NEEDS_REVIEW)
    return CorrectionOut(
        id=revision.id,
        version=revision.version,
        turns=len(found.turns),
        moved=len(living) - waiting,
        needs_review=waiting,
    )


def revisions(session: Session, viewer: Viewer, *, transcript_id: str) -> RevisionsOut:
    """The corrections that are remembered, newest first."""
    transcript, _ = queries.get_for_research(session, viewer, transcript_id)
    rows = corrections.revisions(session, transcript_id)
    ids = {row.created_by for row in rows if row.created_by}
    names = dict(session.exec(select(User.id, User.name).where(col(User.id).in_(ids))).all())
    return RevisionsOut(
        items=[
            RevisionOut(
                id=row.id,
                created_at=row.created_at,
                created_by=names.get(row.created_by or "", ""),
                file_name=row.file_name,
                may_take_back=row.version == transcript.version,
            )
            for row in rows
        ]
    )


def _review(session: Session, viewer: Viewer, transcript: Transcript, found: Understood) -> list[MarkPreview]:
    rows = _living(session, transcript.id)
    speakers = speakers_of(session, rows)
    _, voices = queries.get(session, viewer, transcript.id)
    before = queries.lines(session, transcript.id)
    after = [Line(f"new-{number}", turn.text) for number, turn in enumerate(found.turns)]
    moved = move(before, Reimport(tuple(after)), [moving.standing(row) for row in rows])
    return [
        MarkPreview(
            highlight_id=row.id,
            outcome=one.outcome.value,
            quote=row.quote,
            suggestion="" if one.outcome is Outcome.LOST else one.anchor.quote,
        )
        for row, one in zip(rows, moved, strict=True)
        if _waits(row, one) and voices.may_read(viewer.tokens, speakers[row.id])
    ]


def _waits(row: Highlight, moved: Moved) -> bool:
    """Whether it would need review afterwards: as `moving.settle` will say."""
    if row.status == NEEDS_REVIEW:
        return moved.outcome is Outcome.LOST or not same_words(moved.anchor.quote, row.quote)
    return moved.needs_review


def _living(session: Session, transcript_id: str) -> list[Highlight]:
    query = select(Highlight).where(Highlight.transcript_id == transcript_id, col(Highlight.deleted_at).is_(None))
    return list(session.exec(query.order_by(col(Highlight.id))).all())
