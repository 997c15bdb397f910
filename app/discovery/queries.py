"""Loads quotes to be shown. Whatever the index said, the database is asked here who may read and hear them, today."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from app.core.database import Lookup, among, columns
from app.discovery.documents import SOUND, highlight_quote_id, turn_quote_id
from app.highlights.models import Highlight, HighlightTag
from app.interviews.voices import Voice, Voices, voices_of
from app.recordings.models import Recording
from app.tags.models import Tag
from app.transcripts.models import Turn

Tokens = frozenset[str]
Silence = Literal["no_recording", "no_times", "consent", "format"]
"""Why a quote cannot be played: there is nothing to play, nobody knows where in it, a voice allowed only text, or
browsers cannot play the file."""


class Line(NamedTuple):
    """The part of a quote that comes from one turn: code points of the quote, and how many of the turn it skips."""

    turn_id: str
    speaker_id: str | None
    start: int
    end: int
    skips: int = 0


class Medium(NamedTuple):
    """The recording behind a quote."""

    id: str
    kind: str
    url: str | None
    has_video: bool
    playable: bool
    starts_at_ms: int


class TagName(NamedTuple):
    """A tag on a quote."""

    id: str
    name: str
    colour: str


@dataclass(frozen=True)
class Card:
    """A quote with all that is shown of it, and the voices that decide who may see it."""

    id: str
    text: str
    lines: tuple[Line, ...]
    voices: Voices
    start_ms: int | None
    end_ms: int | None
    created_at: datetime
    highlight_id: str | None = None
    emotion: str | None = None
    intensity: int | None = None
    note: str = ""
    tags: tuple[TagName, ...] = ()
    recording: Medium | None = None

    @cached_property
    def speaker_ids(self) -> tuple[str | None, ...]:
        """Whose words these are, in order; None is somebody unknown."""
        return tuple(dict.fromkeys(line.speaker_id for line in self.lines)) or (None,)

    @property
    def speakers(self) -> list[Voice]:
        """The known voices in it, in order."""
        known = self.voices.speakers
        return [known[one] for one in self.speaker_ids if one is not None and one in known]

    def may_read(self, held: Tokens) -> bool:
        """Whether the holder of these tokens may read the words."""
        return self.voices.may_read(held, self.speaker_ids)

    def silence(self, held: Tokens) -> Silence | None:
        """Why the holder of these tokens cannot play it; None when they can."""
        if self.recording is None:
            return "no_recording"
        if not self.voices.may_play(held):
            return "consent"
        if self.start_ms is None:
            return "no_times"
        return None if self.recording.playable else "format"


def cards(session: Session, held: Tokens, quote_ids: Collection[str]) -> dict[str, Card]:
    """The quotes among these that exist and that the holder of these tokens may read. Seven statements at most."""
    highlight_ids = [one[2:] for one in quote_ids if one.startswith("h-")]
    turn_ids = [one[2:] for one in quote_ids if one.startswith("t-")]
    marks, turns = _MARKS.rows(session, highlight_ids), _TURNS.rows(session, turn_ids)
    lines, tags = _lines(session, marks), _tags(session, [mark.id for mark in marks])
    interviews = list({row.interview_id for row in (*marks, *turns)})
    voices, media = voices_of(session, interviews), _recordings(session, interviews)
    made = [
        *(_of_mark(row, lines[row.id], tags[row.id], voices[row.interview_id], media) for row in marks),
        *(_of_turn(row, voices[row.interview_id], media) for row in turns),
    ]
    return {card.id: card for card in made if card.may_read(held)}


class Neighbour(NamedTuple):
    """A turn around a quote. Its text is None where the reader may not read it."""

    id: str
    speaker: Voice | None
    text: str | None
    start_ms: int | None
    inside: bool


def around(session: Session, held: Tokens, card: Card, reach: int) -> list[Neighbour]:
    """The turns of a quote with so many before and after it, in order. Four statements."""
    inside = {line.turn_id for line in card.lines}
    edge = select(func.min(col(Turn.position)), func.max(col(Turn.position)), func.min(col(Turn.transcript_id)))
    first, last, transcript_id = list(session.connection().execute(edge.where(col(Turn.id).in_(inside))).one())
    if not transcript_id:
        return []
    place = col(Turn.position)
    query = select(Turn.id, Turn.speaker_id, Turn.text, Turn.start_ms).where(Turn.transcript_id == transcript_id)
    before = session.exec(query.where(place < first).order_by(place.desc()).limit(reach)).all()
    within = session.exec(query.where(place.between(first, last)).order_by(place)).all()
    after = session.exec(query.where(place > last).order_by(place).limit(reach)).all()
    return [_neighbour(card, held, row, row[0] in inside) for row in (*reversed(before), *within, *after)]


class Timed(NamedTuple):
    """A word of a quote and when it is heard: code points of the quote, milliseconds of the transcript."""

    start: int
    end: int
    start_ms: int
    end_ms: int


def words(session: Session, card: Card) -> list[Timed]:
    """When each word of a quote is heard, as far as that is known. One statement."""
    query = select(Turn.id, Turn.words).where(col(Turn.id).in_([line.turn_id for line in card.lines]))
    known = dict(session.exec(query).all())
    moved = (
        (line, Timed(word[0] - line.skips + line.start, word[1] - line.skips + line.start, word[2], word[3]))
        for line in card.lines
        for word in known.get(line.turn_id) or ()
    )
    return [word for line, word in moved if line.start <= word.start and word.end <= line.end]


def recent(session: Session, held: Tokens, limit: int) -> list[Card]:
    """The newest highlights with an emotion that the holder of these tokens can play, one an interview as far as
    there are enough.
    """
    query = (
        select(Highlight.id)
        .join(Recording, col(Recording.interview_id) == col(Highlight.interview_id))
        .where(
            col(Highlight.deleted_at).is_(None),
            col(Highlight.emotion).is_not(None),
            col(Highlight.start_ms).is_not(None),
            col(Recording.kind) == "file",
            col(Recording.playable),
        )
        .order_by(col(Highlight.id).desc())
    )
    found: list[Card] = []
    for page in range(_RECENT_PAGES):
        ids = session.exec(query.limit(_RECENT_PAGE).offset(page * _RECENT_PAGE)).all()
        loaded = cards(session, held, [highlight_quote_id(one) for one in ids])
        found += [card for one in ids if (card := loaded.get(highlight_quote_id(one))) and card.silence(held) is None]
        if len({card.voices.interview.id for card in found}) >= limit or len(ids) < _RECENT_PAGE:
            break
    return _spread(found)[:limit]


_RECENT_PAGE = 60
_RECENT_PAGES = 5


def _spread(found: Sequence[Card]) -> list[Card]:
    """The first of each interview, then the second of each, and so on."""
    seen: dict[str, int] = defaultdict(int)
    rounds = []
    for card in found:
        interview_id = card.voices.interview.id
        rounds.append(seen[interview_id])
        seen[interview_id] += 1
    return [card for _, card in sorted(zip(rounds, found, strict=True), key=lambda pair: pair[0])]


def _neighbour(card: Card, held: Tokens, row: tuple[str, str | None, str, int | None], inside: bool) -> Neighbour:
    turn_id, speaker_id, text, start_ms = row
    speaker = card.voices.speakers.get(speaker_id or "")
    if not card.voices.may_read(held, [speaker_id]):
        return Neighbour(turn_id, speaker, None, None, inside)
    return Neighbour(turn_id, speaker, text, start_ms, inside)


def _of_mark(
    row: Any, lines: Sequence[Line], tags: Sequence[TagName], voices: Voices, media: Mapping[str, Medium]
) -> Card:
    return Card(
        id=highlight_quote_id(row.id),
        text=row.quote,
        lines=tuple(lines),
        voices=voices,
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        created_at=row.created_at,
        highlight_id=row.id,
        emotion=row.emotion,
        intensity=row.intensity,
        note=row.note,
        tags=tuple(tags),
        recording=media.get(row.interview_id),
    )


def _of_turn(row: Any, voices: Voices, media: Mapping[str, Medium]) -> Card:
    return Card(
        id=turn_quote_id(row.id),
        text=row.text,
        lines=(Line(row.id, row.speaker_id, 0, len(row.text)),),
        voices=voices,
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        created_at=row.created_at,
        recording=media.get(row.interview_id),
    )


def _spans() -> Any:
    """The turns that highlights cover, in order."""
    first, last, turn = aliased(Turn), aliased(Turn), aliased(Turn)
    return (
        columns(
            col(Highlight.id).label("mark_id"), col(turn.id).label("turn_id"), turn.speaker_id, func.length(turn.text)
        )
        .join(first, col(first.id) == col(Highlight.start_turn_id))
        .join(last, col(last.id) == col(Highlight.end_turn_id))
        .join(
            turn,
            (col(turn.transcript_id) == col(Highlight.transcript_id))
            & col(turn.position).between(col(first.position), col(last.position)),
        )
        .where(among(col(Highlight.id)))
        .order_by(col(turn.position), col(turn.id))
    )


# Made once: a search asks them each time, and building a statement takes longer than asking it.
_SPANS = Lookup(_spans())
_MARKS = Lookup(
    columns(
        Highlight.id,
        Highlight.interview_id,
        Highlight.quote,
        Highlight.start_turn_id,
        Highlight.start_offset,
        Highlight.end_turn_id,
        Highlight.end_offset,
        Highlight.start_ms,
        Highlight.end_ms,
        Highlight.note,
        Highlight.emotion,
        Highlight.intensity,
        Highlight.status,
        Highlight.created_at,
    ).where(among(col(Highlight.id)), col(Highlight.deleted_at).is_(None))
)
_TURNS = Lookup(
    columns(Turn.id, Turn.interview_id, Turn.speaker_id, Turn.text, Turn.start_ms, Turn.end_ms, Turn.created_at).where(
        among(col(Turn.id))
    )
)
_TAGS = Lookup(
    columns(HighlightTag.highlight_id, Tag.id, Tag.name, Tag.colour)
    .join(Tag, col(Tag.id) == col(HighlightTag.tag_id))
    .where(among(col(HighlightTag.highlight_id)), col(Tag.deleted_at).is_(None))
    .order_by(col(Tag.position), col(Tag.id))
)
_RECORDINGS = Lookup(
    columns(Recording.interview_id, *(getattr(Recording, name) for name in Medium._fields)).where(
        among(col(Recording.interview_id))
    )
)


def _lines(session: Session, marks: Sequence[Any]) -> Mapping[str, list[Line]]:
    """The turns of highlights. One that lost its text has none: where it points tells nothing about its words."""
    found: dict[str, list[Line]] = defaultdict(list)
    sure = {mark.id: mark for mark in marks if mark.status == SOUND}
    for mark_id, turn_id, speaker_id, length in _SPANS.rows(session, sure):
        mark, before = sure[mark_id], found[mark_id]
        skips = mark.start_offset if turn_id == mark.start_turn_id else 0
        start = before[-1].end + 1 if before else 0
        end = mark.end_offset if turn_id == mark.end_turn_id else length
        before.append(Line(turn_id, speaker_id, start, start + end - skips, skips))
    return found


def _tags(session: Session, highlight_ids: Collection[str]) -> Mapping[str, list[TagName]]:
    found: dict[str, list[TagName]] = defaultdict(list)
    for highlight_id, *tag in _TAGS.rows(session, highlight_ids):
        found[highlight_id].append(TagName(*tag))
    return found


def _recordings(session: Session, interview_ids: Collection[str]) -> Mapping[str, Medium]:
    return {interview_id: Medium(*told) for interview_id, *told in _RECORDINGS.rows(session, interview_ids)}
