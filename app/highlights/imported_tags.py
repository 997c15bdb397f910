"""Tags that a table gives to its rows become highlights of whole turns, in the transaction of the import."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.highlights.models import Highlight, HighlightTag
from app.highlights.service import set_anchor
from app.outbox import service as outbox
from app.tags import service as codebook
from app.tags.models import Tag
from app.transcripts.anchors import Line, Position, describe
from app.transcripts.imports import Tagged
from app.transcripts.models import Transcript

_NEAR = 3  # turns to either side that lend an anchor its context


def mark(session: Session, viewer: Viewer, transcript: Transcript, turns: Sequence[Tagged]) -> None:
    """Marks each tagged turn as a whole. A tag nobody made yet is added to the codebook, at its top.

    `turns` are all of the transcript, in order. Anchors are made from the turns around each one, not from the whole
    text: a table may tag every one of thousands.
    """
    if not any(turn.tags for turn in turns):
        return
    tag_ids = _tag_ids(session, viewer, list(dict.fromkeys(name for turn in turns for name in turn.tags)))
    lines = [Line(turn.id, turn.text) for turn in turns]
    rows: list[Highlight] = []
    links: list[HighlightTag] = []
    for number, turn in enumerate(turns):
        if turn.tags:
            row = _highlight(viewer, transcript, turn, lines[max(0, number - _NEAR) : number + _NEAR + 1])
            rows.append(row)
            links += [
                HighlightTag(highlight_id=row.id, tag_id=tag_id)
                for tag_id in sorted({tag_ids[name] for name in turn.tags})
            ]
    session.add_all(rows)
    session.flush()
    session.add_all(links)
    outbox.touch(session, *rows)


def _highlight(viewer: Viewer, transcript: Transcript, turn: Tagged, around: Sequence[Line]) -> Highlight:
    row = Highlight(
        transcript_id=transcript.id,
        interview_id=transcript.interview_id,
        created_by=viewer.user_id or None,
        start_offset=0,
        end_offset=len(turn.text),
        quote="",
        start_ms=turn.start_ms,
        end_ms=turn.end_ms,
    )
    set_anchor(row, describe(around, Position(turn.id, 0), Position(turn.id, len(turn.text))))
    return row


def _tag_ids(session: Session, viewer: Viewer, names: Sequence[str]) -> dict[str, str]:
    """A tag for each name: one that has it, else one that has it as a synonym, else a new one."""
    living = session.exec(select(Tag).where(col(Tag.deleted_at).is_(None)).order_by(col(Tag.id))).all()
    known = {synonym.casefold(): tag.id for tag in reversed(living) for synonym in tag.synonyms}
    known |= {tag.name.casefold(): tag.id for tag in reversed(living)}
    for name in names:
        if name.casefold() not in known:
            known[name.casefold()] = codebook.create(session, viewer, values={"name": name}).id
    return {name: known[name.casefold()] for name in names}
