"""How quotes and answers go out: the same card everywhere, with what this viewer may know."""

from collections.abc import Sequence
from typing import Any

from pydantic_core import to_json

from app.access.audiences import Standing
from app.access.viewer import Viewer
from app.core import paging
from app.discovery.fields import SCHEMA
from app.discovery.queries import Card, Neighbour, Timed
from app.discovery.schemas import FacetValueOut, FieldOut, NeighbourOut, QuoteOut, QuotePageOut, VoiceOut, WordOut
from app.discovery.service import Answer, Ask, Counted
from app.highlights.emotions import Emotion
from app.interviews.schemas import InterviewKind
from app.interviews.voices import Voice
from app.recordings.links import played_from, read_link
from search import Field, Hit, Span

Fields = dict[str, Any]
"""A schema's fields, by name."""


def quote_out(viewer: Viewer, card: Card) -> QuoteOut:
    """A quote as this viewer may see and hear it."""
    return QuoteOut(**_quote(viewer, card))


def _quote(viewer: Viewer, card: Card) -> Fields:
    interview, project = card.voices.interview, card.voices.project
    emotion = Emotion(card.emotion) if card.emotion else None
    allowed = card.voices.permission_of(card.speaker_ids)
    silence = card.silence(viewer.tokens)
    return {
        "id": card.id,
        "highlight_id": card.highlight_id,
        "text": card.text,
        "lines": [{"start": line.start, "end": line.end, "speaker_id": line.speaker_id} for line in card.lines],
        "speakers": [_voice(voice) for voice in card.speakers],
        "start_ms": card.start_ms,
        "end_ms": card.end_ms,
        "tags": [tag._asdict() for tag in card.tags],
        "emotion": emotion,
        "valence": emotion.valence if emotion else None,
        "intensity": card.intensity,
        "note": card.note,
        "interview": {
            "id": interview.id,
            "title": interview.title,
            "kind": interview.kind,
            "language": interview.language,
            "held_on": interview.held_on,
        },
        "project": {"id": project.id, "name": project.name},
        "recording": None if silence else _recording(card),
        "silence": silence,
        "scope": allowed.scope.value,
        "pending": allowed.standing is Standing.PENDING,
        "permalink": f"/quotes/{card.id}",
        "created_at": card.created_at,
    }


def quote_page_out(viewer: Viewer, card: Card, around: Sequence[Neighbour], words: Sequence[Timed]) -> QuotePageOut:
    """A quote with what was said around it."""
    return QuotePageOut(
        **_quote(viewer, card),
        context=[
            NeighbourOut(
                turn_id=turn.id,
                speaker=voice_out(turn.speaker) if turn.speaker else None,
                text=turn.text,
                start_ms=turn.start_ms,
                inside=turn.inside,
            )
            for turn in around
        ],
        words=[WordOut(**word._asdict()) for word in words],
    )


def voice_out(voice: Voice) -> VoiceOut:
    """Somebody heard, as everyone may know them."""
    return VoiceOut(**_voice(voice))


def _voice(voice: Voice) -> Fields:
    return {
        "id": voice.speaker_id,
        "name": voice.name,
        "role": voice.role,
        "participant_id": voice.participant_id,
        "segment": voice.segment,
        "participant_role": voice.participant_role,
    }


def answer_out(viewer: Viewer, ask: Ask, answer: Answer) -> bytes:
    """A page of answers, a `SearchOut` in JSON. A search is asked at every keystroke, and checking what we made
    ourselves took as long as making it; a test holds the two together.
    """
    page = answer.page
    told = {
        "items": [_found(viewer, hit, card, page.facets["interview"].get(hit.group, 1)) for hit, card in answer.found],
        "next_cursor": paging.encode([ask.offset + len(page.hits)]) if answer.has_more else None,
        "total": page.total,
        "exact_total": page.exact_total,
        "people": answer.people,
        "interviews": answer.interviews,
        "facets": {
            name: {"values": [_value(value) for value in values], "more": more}
            for name, (values, more) in answer.facets.items()
        },
        "did_you_mean": answer.did_you_mean,
        "hints": [hint._asdict() for hint in answer.unknown],
        "took_ms": round(page.took_ms, 2),
        "degraded": page.degraded,
    }
    return to_json(told)


def value_out(counted: Counted) -> FacetValueOut:
    """A facet's value."""
    return FacetValueOut(**_value(counted))


def _value(counted: Counted) -> Fields:
    label = counted.label
    return {
        "value": counted.value,
        "count": counted.count,
        "label": label.text if label else None,
        "colour": label.colour if label else None,
        "parent_id": label.parent_id if label else None,
    }


def field_out(field: Field) -> FieldOut:
    """A field of the query language, for its help."""
    return FieldOut(
        name=field.name,
        kind=field.kind,
        description=field.description,
        example=field.example,
        values=list(field.flags) or _KNOWN.get(field.name),
    )


_KNOWN = {"emotion": [*Emotion], "kind": [*InterviewKind]}


_ELSEWHERE = tuple(name for name in SCHEMA.searchable if name != "words")


def _found(viewer: Viewer, hit: Hit, card: Card, in_interview: int) -> Fields:
    """A found quote. What matched is told only as far as it still lies in the words as they are now."""
    crop = hit.crops.get("words")
    return {
        **_quote(viewer, card),
        "spans": [_span(span) for span in hit.spans.get("words", ()) if span.end <= len(card.text)],
        "matched_in": [name for name in _ELSEWHERE if name in hit.spans],
        "crop": _span(crop) if crop and crop.end <= len(card.text) else None,
        "by_meaning": hit.by_meaning,
        "in_interview": in_interview,
    }


def _span(span: Span) -> Fields:
    return {"start": span.start, "end": span.end}


def _recording(card: Card) -> Fields | None:
    recording = card.recording
    if recording is None or card.start_ms is None:
        return None
    start_ms = max(0, card.start_ms + recording.starts_at_ms)
    link = read_link(recording.url) if recording.url else None
    return {
        "id": recording.id,
        "kind": recording.kind,
        "provider": link.provider if link else None,
        "media_url": played_from(recording.id, recording.url),
        "page_url": link.at(start_ms) if link else None,
        "frame_url": link.frame_at(start_ms) if link else None,
        "has_video": recording.has_video,
        "start_ms": start_ms,
        "end_ms": None if card.end_ms is None else max(start_ms, card.end_ms + recording.starts_at_ms),
    }
