"""Where the codebook meets what was marked with it: counts of people and interviews, and merging tags."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, select

from app.access.viewer import Viewer
from app.core.errors import Conflict, Fault, Invalid
from app.highlights.models import Highlight, HighlightTag
from app.highlights.queries import NEEDS_REVIEW
from app.highlights.schemas import TagCount
from app.interviews.voices import Voices, voices_of
from app.outbox import service as outbox
from app.tags import queries as tags
from app.tags import service as tag_service
from app.tags.models import Tag
from app.transcripts.models import Turn


def counts(session: Session, viewer: Viewer) -> list[TagCount]:
    """How many people in how many interviews were heard about each tag, of what the viewer may read."""
    readable = _readable(session, viewer)
    shape = tags.tree(session)
    heard: dict[str, list[tuple[str, str, frozenset[str]]]] = defaultdict(list)
    lines: dict[str, list[str]] = {}
    for highlight_id, tag_id in session.connection().execute(
        select(HighlightTag.highlight_id, HighlightTag.tag_id)
        .join(Tag, col(Tag.id) == col(HighlightTag.tag_id))
        .where(col(Tag.deleted_at).is_(None))
    ):
        if highlight_id in readable:
            line = lines.get(tag_id) or lines.setdefault(tag_id, [tag_id, *shape.ancestors(tag_id)])
            for one in line:
                heard[one].append((highlight_id, *readable[highlight_id]))
    return [_count(tag_id, moments) for tag_id, moments in heard.items()]


def merge(session: Session, viewer: Viewer, *, tag_id: str, into_id: str, version: int) -> Tag:
    """Puts everything tagged with one tag under another, which also takes over its name as a synonym."""
    viewer.need_researcher()
    source, target = tags.get(session, tag_id), tags.get(session, into_id)
    if source.version != version:
        raise Conflict("This tag was changed in the meantime.", version=source.version)
    if source.id == target.id:
        message = "A tag cannot be merged into itself."
        raise Invalid(message, code="tag_loop", faults=[Fault("into_id", message)])
    tag_service.absorb(session, viewer, source=source, target=target)
    on_source = set(session.exec(select(HighlightTag.highlight_id).where(HighlightTag.tag_id == source.id)))
    on_target = set(session.exec(select(HighlightTag.highlight_id).where(HighlightTag.tag_id == target.id)))
    session.exec(delete(HighlightTag).where(col(HighlightTag.tag_id) == source.id))
    session.add_all([HighlightTag(highlight_id=one, tag_id=target.id) for one in sorted(on_source - on_target)])
    outbox.touch_ids(session, (("highlight", one) for one in sorted(on_source)))
    return target


def _count(tag_id: str, moments: Iterable[tuple[str, str, frozenset[str]]]) -> TagCount:
    highlights: set[str] = set()
    interviews: set[str] = set()
    people: set[str] = set()
    for highlight_id, interview_id, voices in moments:
        highlights.add(highlight_id)
        interviews.add(interview_id)
        people |= voices
    return TagCount(tag_id=tag_id, highlights=len(highlights), people=len(people), interviews=len(interviews))


def _readable(session: Session, viewer: Viewer) -> dict[str, tuple[str, frozenset[str]]]:
    """Interview and people of every tagged highlight the viewer may read."""
    spoken: dict[str, list[str | None]] = defaultdict(list)
    where: dict[str, str] = {}
    for highlight_id, interview_id, status, speaker_id in _spoken(session):
        where[highlight_id] = interview_id
        spoken[highlight_id].append(None if status == NEEDS_REVIEW else speaker_id)
    voices = voices_of(session, list(set(where.values())))
    return {
        highlight_id: (interview_id, _people(voices[interview_id], spoken[highlight_id]))
        for highlight_id, interview_id in where.items()
        if voices[interview_id].may_read(viewer.tokens, spoken[highlight_id])
    }


def _spoken(session: Session) -> Iterable[tuple[str, str, str, str | None]]:
    first, last, turn = aliased(Turn), aliased(Turn), aliased(Turn)
    tagged = select(HighlightTag.highlight_id).distinct()
    query = (
        select(Highlight.id, Highlight.interview_id, Highlight.status, turn.speaker_id)
        .join(first, first.id == Highlight.start_turn_id, isouter=True)  # type: ignore[arg-type]
        .join(last, last.id == Highlight.end_turn_id, isouter=True)  # type: ignore[arg-type]
        .join(
            turn,
            (col(turn.transcript_id) == col(Highlight.transcript_id))
            & col(turn.position).between(col(first.position), col(last.position)),
            isouter=True,
        )
        .where(col(Highlight.deleted_at).is_(None), col(Highlight.id).in_(tagged))
    )
    return (tuple(row) for row in session.connection().execute(query))


def _people(voices: Voices, speaker_ids: Iterable[str | None]) -> frozenset[str]:
    """The people heard, our own aside: a participant counts once however many voices are theirs."""
    found = (voices.speakers.get(speaker_id or "") for speaker_id in speaker_ids)
    return frozenset(
        voice.participant_id or voice.speaker_id for voice in found if voice and voice.permission is not None
    )
