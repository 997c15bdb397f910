"""Reels that nobody saved: all quotes of a search or a tag, playable at once; and voices that a reel leaves out."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.highlights import queries as highlights
from app.highlights.emotions import Emotion
from app.highlights.models import Highlight
from app.highlights.queries import Moment
from app.interviews.voices import voices_of
from app.reels import queries
from app.reels.models import Reel, ReelItem
from app.reels.queries import Clip
from app.reels.schemas import HIGHLIGHT, TURN
from app.transcripts import queries as transcripts
from app.transcripts.models import Turn
from app.transcripts.timing import span_times

MOST_SUGGESTED = 6
_LOOKED_AT = 200


def unsaved_items(quote_ids: Sequence[str]) -> list[ReelItem]:
    """Quotes as the items of a reel that is never stored, each once, in order; an item has its quote's id."""
    return [
        ReelItem(id=quote_id, reel_id="", position=at, kind="clip", highlight_id=_bare(quote_id))
        for at, quote_id in enumerate(dict.fromkeys(quote_ids))
    ]


def unsaved_clips(session: Session, viewer: Viewer, items: Sequence[ReelItem]) -> dict[str, Clip]:
    """The clips of `unsaved_items` that the viewer may read. Nothing is marked for it: an untagged turn stays one."""
    turn_ids = [_bare(item.id) for item in items if item.id.startswith(TURN)]
    clips = queries.clips_of(session, items, unsaved=_turns_as_moments(session, turn_ids))
    return {item_id: clip for item_id, clip in clips.items() if clip.withheld(viewer.tokens) is None}


def opposing(session: Session, viewer: Viewer, reel: Reel) -> list[Moment]:
    """Moments with the reel's tags that feel the opposite of most of it, one of each person who is not in it yet.

    The strongest first. Nothing when the reel has no tags, or feels both ways in equal parts.
    """
    clips = queries.clips_of(session, queries.items_of(session, [reel.id])[reel.id], with_words=False).values()
    shown = [clip for clip in clips if clip.moment and clip.withheld(viewer.tokens) is None]
    leaning = sum(_sign(clip.moment) for clip in shown if clip.moment)
    tags = Counter(tag_id for clip in shown if clip.moment for tag_id in clip.moment.tag_ids)
    if not leaning or not tags:
        return []
    found = highlights.of_tags(session, viewer, tag_ids=list(tags), limit=_LOOKED_AT)
    heard = {person for clip in shown for person in clip.people}
    other = [one for one in found if _sign(one) * leaning < 0]
    other.sort(key=lambda one: (-sum(tags[tag_id] for tag_id in one.tag_ids), -(one.highlight.intensity or 0)))
    return _one_each(other, heard)[:MOST_SUGGESTED]


def _one_each(found: Sequence[Moment], heard: set[str]) -> list[Moment]:
    taken: list[Moment] = []
    for one in found:
        people = Clip(_item(one), one, None, ()).people
        if people and not people & heard:
            taken.append(one)
            heard = heard | people
    return taken


def _item(moment: Moment) -> ReelItem:
    return ReelItem(reel_id="", position=0, kind="clip", highlight_id=moment.highlight.id)


def _sign(moment: Moment) -> int:
    name = moment.highlight.emotion
    valence = Emotion(name).valence if name else 0
    return (valence > 0) - (valence < 0)


def _bare(quote_id: str) -> str:
    return quote_id.removeprefix(TURN) if quote_id.startswith(TURN) else quote_id.removeprefix(HIGHLIGHT)


def _turns_as_moments(session: Session, turn_ids: Sequence[str]) -> Mapping[str, Moment]:
    turns = session.exec(select(Turn).where(col(Turn.id).in_(turn_ids))).all()
    interview_ids = list({turn.interview_id for turn in turns})
    voices, recordings = voices_of(session, interview_ids), highlights.recordings_of(session, interview_ids)
    return {
        turn.id: Moment(
            highlight=_whole(turn),
            tag_ids=(),
            speaker_ids=frozenset({turn.speaker_id}),
            first_speaker_id=turn.speaker_id,
            voices=voices[turn.interview_id],
            recording=recordings.get(turn.interview_id),
        )
        for turn in turns
    }


def _whole(turn: Turn) -> Highlight:
    """What marking all of a turn would make, never stored."""
    start_ms, end_ms = span_times([transcripts.timed_text(turn)], 0, len(turn.text))
    return Highlight(
        id=turn.id,
        transcript_id=turn.transcript_id,
        interview_id=turn.interview_id,
        start_turn_id=turn.id,
        start_offset=0,
        end_turn_id=turn.id,
        end_offset=len(turn.text),
        quote=turn.text.strip(),
        start_ms=start_ms,
        end_ms=end_ms,
    )
