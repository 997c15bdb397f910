"""Reading highlights: in their interview, and as moments outside of it. Every read asks consent again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sql
from sqlalchemy import Select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.highlights.models import Highlight, HighlightTag
from app.interviews.voices import Voice, Voices, voices_of
from app.recordings.links import played_from
from app.recordings.models import Recording
from app.tags.models import Tag
from app.transcripts import queries as transcripts
from app.transcripts.models import Turn

NEEDS_REVIEW = "needs_review"
COVERED = aliased(Turn)
"""A turn that a highlight covers; see `with_covered_turns`."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A highlight with everything that a card shows and that decides who may see it."""

    highlight: Highlight
    tag_ids: tuple[str, ...]
    speaker_ids: frozenset[str | None]
    first_speaker_id: str | None
    voices: Voices
    recording: Recording | None = None

    @property
    def tokens(self) -> frozenset[str]:
        """The audience tokens of these words, today."""
        return self.voices.tokens_of(self.speaker_ids)

    @property
    def voice(self) -> Voice | None:
        """Who begins to speak in it."""
        return self.voices.speakers.get(self.first_speaker_id or "")

    def may_read(self, held: frozenset[str]) -> bool:
        """Whether the holder of these tokens may read the words."""
        return not held.isdisjoint(self.tokens)

    def media_url(self, held: frozenset[str]) -> str | None:
        """Where its holder may hear it now; None for links to pages, for words without times and without leave."""
        row, timed = self.recording, self.highlight.start_ms is not None
        if row is None or not row.playable or not timed or not self.may_play(held):
            return None
        return played_from(row.id, row.url)

    def may_play(self, held: frozenset[str]) -> bool:
        """Whether the holder of these tokens may read the words and hear the recording."""
        return self.may_read(held) and self.voices.may_play(held)


def moments(session: Session, highlight_ids: Collection[str]) -> dict[str, Moment]:
    """The living highlights among these ids, in a fixed number of statements. Not yet filtered by any viewer."""
    if not highlight_ids:
        return {}
    query = select(Highlight).where(col(Highlight.id).in_(highlight_ids), col(Highlight.deleted_at).is_(None))
    rows = session.exec(query).all()
    tags, speakers = tags_of(session, [row.id for row in rows]), speakers_of(session, rows)
    interview_ids = {row.interview_id for row in rows}
    voices, recordings = voices_of(session, list(interview_ids)), recordings_of(session, interview_ids)
    return {
        row.id: Moment(
            highlight=row,
            tag_ids=tuple(tags[row.id]),
            speaker_ids=frozenset(speakers[row.id]),
            first_speaker_id=speakers[row.id][0],
            voices=voices[row.interview_id],
            recording=recordings.get(row.interview_id),
        )
        for row in rows
    }


def recordings_of(session: Session, interview_ids: Collection[str]) -> dict[str, Recording]:
    """The recordings of interviews, by interview. Whether they may be played is for `Moment.may_play` to say."""
    rows = session.exec(select(Recording).where(col(Recording.interview_id).in_(interview_ids)))
    return {row.interview_id: row for row in rows}


def tags_of(session: Session, highlight_ids: Collection[str]) -> Mapping[str, list[str]]:
    """The living tags of highlights, in the order of the codebook."""
    query = (
        select(HighlightTag.highlight_id, HighlightTag.tag_id)
        .join(Tag, col(Tag.id) == col(HighlightTag.tag_id))
        .where(col(HighlightTag.highlight_id).in_(highlight_ids), col(Tag.deleted_at).is_(None))
        .order_by(col(Tag.position), col(Tag.id))
    )
    found: dict[str, list[str]] = defaultdict(list)
    for highlight_id, tag_id in session.connection().execute(query):
        found[highlight_id].append(tag_id)
    return found


def with_covered_turns(*columns: Any) -> Select[Any]:
    """Selects highlights, each once for every turn it covers: that turn is `COVERED`."""
    first, last = aliased(Turn), aliased(Turn)
    between = col(COVERED.position).between(col(first.position), col(last.position))
    return (
        sql.select(*columns)
        .select_from(Highlight)
        .join(first, col(first.id) == col(Highlight.start_turn_id))
        .join(last, col(last.id) == col(Highlight.end_turn_id))
        .join(COVERED, (col(COVERED.transcript_id) == col(Highlight.transcript_id)) & between)
    )


def speakers_of(session: Session, rows: Iterable[Highlight]) -> dict[str, list[str | None]]:
    """Whose turns each highlight covers, in order. A mark that lost its text has an unknown speaker: where it
    points now says nothing about whose words its quote keeps."""
    sure = [row.id for row in rows if row.status != NEEDS_REVIEW]
    query = (
        with_covered_turns(Highlight.id, COVERED.speaker_id)
        .where(col(Highlight.id).in_(sure))
        .order_by(col(COVERED.position))
    )
    found: dict[str, list[str | None]] = {row.id: [] for row in rows}
    for highlight_id, speaker_id in session.connection().execute(query):
        found[highlight_id].append(speaker_id)
    return {highlight_id: speakers or [None] for highlight_id, speakers in found.items()}


def of_interview(session: Session, viewer: Viewer, interview_id: str) -> list[tuple[Highlight, list[str]]]:
    """The highlights of an interview that the viewer may read, with their tags, in the order they were made."""
    _, voices = transcripts.of_interview(session, viewer, interview_id)
    query = (
        select(Highlight)
        .where(Highlight.interview_id == interview_id, col(Highlight.deleted_at).is_(None))
        .order_by(col(Highlight.id))
    )
    rows = session.exec(query).all()
    speakers = speakers_of(session, rows)
    readable = [row for row in rows if voices.may_read(viewer.tokens, speakers[row.id])]
    tags = tags_of(session, [row.id for row in readable])
    return [(row, tags[row.id]) for row in readable]


def of_tags(
    session: Session, viewer: Viewer, *, tag_ids: Sequence[str], limit: int, before: str | None = None
) -> list[Moment]:
    """Moments with any of these tags that the viewer may read, newest first, at most `limit`."""
    return newest_tagged(session, viewer.tokens, tag_ids=tag_ids, limit=limit, before=before)


def newest_tagged(
    session: Session, held: frozenset[str], *, tag_ids: Sequence[str], limit: int, before: str | None = None
) -> list[Moment]:
    """The same for the holder of these tokens, who need not be signed in."""
    found: list[Moment] = []
    while len(found) < limit:
        ids = _tagged(session, tag_ids, limit=limit, before=before)
        loaded = moments(session, ids)
        found += [loaded[one] for one in ids if one in loaded and loaded[one].may_read(held)]
        if len(ids) < limit:
            break
        before = ids[-1]
    return found[:limit]


def _tagged(session: Session, tag_ids: Sequence[str], *, limit: int, before: str | None) -> list[str]:
    query = (
        select(Highlight.id)
        .join(HighlightTag, col(HighlightTag.highlight_id) == col(Highlight.id))
        .where(col(HighlightTag.tag_id).in_(tag_ids), col(Highlight.deleted_at).is_(None))
        .distinct()
        .order_by(col(Highlight.id).desc())
        .limit(limit)
    )
    if before:
        query = query.where(col(Highlight.id) < before)
    return list(session.exec(query).all())


def get(session: Session, viewer: Viewer, highlight_id: str) -> Moment:
    """One living highlight; NotFound also when its words may not be read."""
    moment = moments(session, [highlight_id]).get(highlight_id)
    if moment is None or not moment.may_read(viewer.tokens):
        raise NotFound
    return moment


def get_for_research(session: Session, viewer: Viewer, highlight_id: str) -> Highlight:
    """One highlight that the viewer may edit, a deleted one too; NotFound when its words may not be read."""
    row = session.get(Highlight, highlight_id)
    if row is None:
        raise NotFound
    _, voices = transcripts.get_for_research(session, viewer, row.transcript_id)
    if not voices.may_read(viewer.tokens, speakers_of(session, [row])[row.id]):
        raise NotFound
    return row
