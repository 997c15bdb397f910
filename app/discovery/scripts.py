"""Loads what the quotes of interviews are made of, in a fixed number of statements however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from app.discovery.documents import Codebook, MarkRow, Script, TagWords, TurnRow
from app.highlights.models import Highlight, HighlightTag
from app.interviews.models import Speaker
from app.interviews.voices import voices_of
from app.participants import segments
from app.participants.models import Consent
from app.personas import queries as personas
from app.recordings.models import Recording
from app.tags.models import Tag
from app.tags.tree import Node, Tree
from app.transcripts.models import Transcript, Turn

AT_ONCE = 500
"""How many ids one statement names; both databases bound that number."""


def load(session: Session, interview_ids: Collection[str]) -> Iterator[Script]:
    """The interviews that exist among these, with all their turns and living highlights. Ten statements, and
    another where segments were saved."""
    voices = voices_of(session, list(interview_ids))
    turns, marks = _turns(session, interview_ids), _marks(session, interview_ids)
    tags, consents, media = (
        _tags(session, interview_ids),
        _consents(session, interview_ids),
        _media(session, interview_ids),
    )
    written = _written(session, interview_ids)
    heard = {voice.participant_id or "" for one in voices.values() for voice in one.speakers.values()}
    in_segments, in_personas = segments.names_of(session, heard), personas.by_participant(session, heard)
    for one, its_voices in voices.items():
        yield Script(
            its_voices,
            turns[one],
            marks[one],
            tags,
            expires={speaker: day for speaker, day, _ in consents[one] if day},
            media=media.get(one, ()),
            segments=in_segments,
            personas=in_personas,
            opened={speaker: moment for speaker, _, moment in consents[one] if moment},
            written_at=written.get(one),
        )


def codebook(session: Session) -> Codebook:
    """The codebook as it stands, in one statement."""
    rows = _rows(session, Tag.id, Tag.parent_id, Tag.name, Tag.synonyms, Tag.deleted_at)
    return Codebook(
        tags={row.id: TagWords(row.name, tuple(row.synonyms)) for row in rows if row.deleted_at is None},
        tree=Tree(Node(row.id, row.parent_id, row.deleted_at is not None) for row in rows),
    )


def portions(ids: Collection[str], size: int = AT_ONCE) -> Iterator[list[str]]:
    """Ids in portions that one statement can name."""
    ordered = sorted(ids)
    return (ordered[at : at + size] for at in range(0, len(ordered), size))


def _turns(session: Session, interview_ids: Collection[str]) -> Mapping[str, list[TurnRow]]:
    query = (
        select(Turn.interview_id, Turn.id, Turn.speaker_id, Turn.text, Turn.start_ms)  # type: ignore[call-overload]
        .where(col(Turn.interview_id).in_(interview_ids))
        .order_by(col(Turn.position), col(Turn.id))
    )
    return _grouped(session, query, TurnRow)


def _marks(session: Session, interview_ids: Collection[str]) -> Mapping[str, list[MarkRow]]:
    columns = [getattr(Highlight, name) for name in MarkRow._fields]
    query = (
        select(Highlight.interview_id, *columns)
        .where(col(Highlight.interview_id).in_(interview_ids), col(Highlight.deleted_at).is_(None))
        .order_by(col(Highlight.id))
    )
    return _grouped(session, query, MarkRow)


def _tags(session: Session, interview_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Tag ids by highlight, in the order of the codebook."""
    query = (
        select(HighlightTag.highlight_id, HighlightTag.tag_id)
        .join(Highlight, col(Highlight.id) == col(HighlightTag.highlight_id))
        .join(Tag, col(Tag.id) == col(HighlightTag.tag_id))
        .where(col(Highlight.interview_id).in_(interview_ids), col(Highlight.deleted_at).is_(None))
        .order_by(col(Tag.position), col(Tag.id))
    )
    return _grouped(session, query, lambda tag_id: tag_id)


def _consents(
    session: Session, interview_ids: Collection[str]
) -> Mapping[str, Sequence[tuple[str, date | None, datetime | None]]]:
    """By interview: the last day of each speaker's consent, and since when it allows this much."""
    query = (
        select(Speaker.interview_id, Speaker.id, col(Consent.expires_on), col(Consent.widened_at))
        .join(Consent, col(Consent.participant_id) == col(Speaker.participant_id))
        .where(col(Speaker.interview_id).in_(interview_ids))
    )
    return _grouped(session, query, lambda *consent: consent)


def _written(session: Session, interview_ids: Collection[str]) -> Mapping[str, datetime]:
    """When the words of each interview came here; a corrected transcript is still the same."""
    query = select(Transcript.interview_id, Transcript.created_at).where(
        col(Transcript.interview_id).in_(interview_ids)
    )
    return dict(session.exec(query).all())


def _media(session: Session, interview_ids: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    query = select(Recording.interview_id, Recording.has_video).where(col(Recording.interview_id).in_(interview_ids))
    rows = session.connection().execute(query)
    return {one: ("recording", "video") if has_video else ("recording",) for one, has_video in rows}


def _grouped(session: Session, query: Any, make: Any) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for key, *values in session.connection().execute(query):
        found[key].append(make(*values))
    return found


def _rows(session: Session, *columns: Any) -> Sequence[Any]:
    return session.connection().execute(select(*columns)).all()
