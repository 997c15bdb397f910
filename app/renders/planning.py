"""What a reel would be as a film right now, for the holder of certain tokens."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import Session

from app.access.viewer import Viewer
from app.recordings.models import Recording
from app.reels import queries as reels
from app.reels.clips import Cut, captions, fades_of, reading_ms
from app.reels.models import Reel, ReelItem
from app.reels.queries import Clip
from app.reels.shown import external_url
from app.renders.timeline import Card, Fading, Footage, Piece, Source, Timeline


@dataclass(frozen=True)
class Plan:
    """A timeline, and what is not in it: item id -> why its words may not be read."""

    timeline: Timeline
    left_out: Mapping[str, str]


def plan(
    session: Session,
    reel: Reel,
    held: frozenset[str],
    *,
    burned: bool = False,
    items: Sequence[ReelItem] | None = None,
    viewer: Viewer | None = None,
) -> Plan:
    """The reel as it stands (or these items of it), as far as consent lets the holder of these tokens hear it.

    Words that may be read but not heard, and recordings elsewhere, become cards. Names are pseudonyms only: a film
    travels, and a label from a transcript may be anybody's real name. Names of files may be too: they are there only
    for a `viewer` who works in the interview.
    """
    items = reels.items_of(session, [reel.id])[reel.id] if items is None else items
    clips = reels.clips_of(session, items)
    pieces: list[Piece] = []
    left_out: dict[str, str] = {}
    for item in items:
        clip = clips.get(item.id)
        if clip is None:
            pieces.append(_title(item, reel))
        elif reason := clip.withheld(held):
            left_out[item.id] = reason
        else:
            pieces.append(_clip(clip, reel, held, burned=burned, viewer=viewer))
    return Plan(Timeline(reel.title, tuple(pieces)), left_out)


def kept_items(kept: Sequence[Mapping[str, Any]]) -> list[ReelItem] | None:
    """Items as they were when a reel was pinned; None where the reel's own count. Fields they lack have defaults."""
    known = ReelItem.model_fields
    rows = [{name: value for name, value in one.items() if name in known} for one in kept]
    return [ReelItem.model_validate(row) for row in rows] or None


def _title(item: ReelItem, reel: Reel) -> Card:
    fades = fades_of(item.duration_ms, item.fade_in_ms, item.fade_out_ms, transition=reel.transition)
    return Card(
        item_id=item.id,
        length_ms=item.duration_ms,
        title=item.title,
        text=item.text,
        look="section" if item.kind == "section" else "title",
        fading=Fading(fades.in_ms, fades.out_ms),
    )


def _clip(clip: Clip, reel: Reel, held: frozenset[str], *, burned: bool, viewer: Viewer | None) -> Piece:
    silence, cut, recording = clip.silence(held), clip.cut, clip.recording
    if silence is not None or cut is None or recording is None:
        return _words(clip, held, elsewhere=silence == "external_link")
    voice, item, fades = clip.voice, clip.item, clip.fades(reel.transition)
    cues = tuple(captions(clip.spoken(held), cut))
    return Footage(
        item_id=item.id,
        highlight_id=item.highlight_id or "",
        source=_source(recording, named=viewer is not None and _works_there(clip, viewer)),
        start_ms=cut.start_ms,
        end_ms=cut.end_ms,
        name=voice.pseudonym if voice else "",
        role=voice.participant_role if voice else "",
        lower_third=reel.lower_thirds and item.lower_third,
        cues=cues,
        names=names_in(clip, {cue.speaker_id for cue in cues}),
        captioned=item.captions,
        burned=burned and item.captions,
        even=reel.even_loudness,
        fading=Fading(fades.in_ms, fades.out_ms),
    )


def replayed(session: Session, title: str, parts: Sequence[Mapping[str, Any]], held: frozenset[str]) -> Timeline:
    """A film that was made of these parts, with the words of now: for captions that fit it, also when the reel has
    been changed since."""
    stand_ins = [
        ReelItem(id=str(part["item_id"]), reel_id="", position=position, kind="clip", highlight_id=part["highlight_id"])
        for position, part in enumerate(parts)
        if part["highlight_id"]
    ]
    clips = reels.clips_of(session, stand_ins)
    return Timeline(title, tuple(_replay(part, clips.get(str(part["item_id"])), held) for part in parts))


def _replay(part: Mapping[str, Any], clip: Clip | None, held: frozenset[str]) -> Piece:
    card = Card(item_id=str(part["item_id"]), length_ms=part["length_ms"])
    if clip is None or clip.recording is None or not part["source_sha256"]:
        return card
    cut = Cut(part["start_ms"], part["end_ms"])
    cues = tuple(captions(clip.spoken(held), cut))
    return Footage(
        item_id=card.item_id,
        highlight_id=str(part["highlight_id"]),
        source=_source(clip.recording, named=False),
        start_ms=cut.start_ms,
        end_ms=cut.end_ms,
        cues=cues,
        names=names_in(clip, {cue.speaker_id for cue in cues}),
        captioned=part["captioned"],
    )


def names_in(clip: Clip, speaker_ids: Collection[str | None]) -> tuple[tuple[str, str], ...]:
    """The pseudonyms of these speakers, as far as they have one."""
    voices = clip.moment.voices.speakers if clip.moment else {}
    known = (voices.get(one or "") for one in speaker_ids)
    return tuple(sorted((voice.speaker_id, voice.pseudonym) for voice in known if voice and voice.pseudonym))


def _words(clip: Clip, held: frozenset[str], *, elsewhere: bool) -> Card:
    voice, text = clip.voice, clip.text(clip.spoken(held))
    who = ", ".join(part for part in (voice.pseudonym, voice.participant_role) if part) if voice else ""
    url = (external_url(clip) or "") if elsewhere else ""
    where = urlsplit(url).netloc.removeprefix("www.")
    return Card(
        item_id=clip.item.id,
        length_ms=reading_ms(text),
        title=" · ".join(part for part in (who, where) if part),
        text=text,
        look="link" if elsewhere else "quote",
        highlight_id=clip.item.highlight_id,
    )


def _works_there(clip: Clip, viewer: Viewer) -> bool:
    return clip.moment is not None and clip.moment.voices.may_research(viewer)


def _source(recording: Recording, *, named: bool) -> Source:
    return Source(
        sha256=recording.sha256,
        store_key=recording.store_key or "",
        has_video=recording.has_video,
        interview_id=recording.interview_id,
        file_name=recording.file_name if named else "",
        duration_ms=recording.duration_ms,
    )
