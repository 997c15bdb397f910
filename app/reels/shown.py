"""Reels as a viewer may see them: what a reel's rows become on the way out."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from app.access.viewer import Viewer
from app.highlights.emotions import Emotion
from app.highlights.queries import Moment
from app.interviews.voices import Voice
from app.recordings.links import read_link
from app.recordings.loudness import evened_db
from app.reels import queries, versions
from app.reels.clips import Cue, Spoken, captions, reading_ms
from app.reels.models import Reel, ReelItem, ReelVersion
from app.reels.queries import Clip
from app.reels.schemas import (
    CueOut,
    EmotionCount,
    ItemOut,
    ReelCard,
    ReelOut,
    ReelSums,
    Speaking,
    SuggestionOut,
    UnsavedOut,
    VersionOut,
    WordOut,
)

_OF_CLIP = {
    *("id", "kind", "title", "highlight_id", "trim_start_ms", "trim_end_ms", "pad_before_ms", "pad_after_ms"),
    *("fade_in_ms", "fade_out_ms", "captions", "lower_third"),
}


def reel_out(session: Session, viewer: Viewer, reel: Reel, items: Sequence[ReelItem] | None = None) -> ReelOut:
    """One reel with all its items, or with these."""
    items = queries.items_of(session, [reel.id])[reel.id] if items is None else items
    clips = queries.clips_of(session, items)
    held = viewer.tokens
    out = ReelOut(
        **_head(viewer, reel, queries.owners(session, [reel])),
        **sums(items, clips, held).model_dump(),
        **reel.model_dump(include={"captions", "lower_thirds", "even_loudness", "transition", "created_at"}),
        speaking=speaking(items, clips, held),
        items=[item_out(item, clips.get(item.id), held) for item in items],
    )
    if reel.even_loudness:
        _even(out.items, clips)
    if out.may_edit:
        for shown, item in zip(out.items, items, strict=True):
            shown.note = item.note
    return out


def unsaved_out(items: Sequence[ReelItem], clips: Mapping[str, Clip], held: frozenset[str]) -> UnsavedOut:
    """Quotes as a reel that nobody saved."""
    shown = [item for item in items if item.id in clips]
    out = UnsavedOut(
        **sums(shown, clips, held).model_dump(),
        speaking=speaking(shown, clips, held),
        items=[item_out(item, clips[item.id], held) for item in shown],
    )
    _even(out.items, clips)
    return out


def gains(clips: Sequence[Clip | None]) -> list[float]:
    """By how many dB each clip plays softer, so that all voices are alike loud; None stands for what does not play."""
    return evened_db([clip.recording.level_db if clip and clip.recording else None for clip in clips])


def _even(items: Sequence[ItemOut], clips: Mapping[str, Clip]) -> None:
    playing = [clips.get(item.id) if item.media_url else None for item in items]
    for item, gain_db in zip(items, gains(playing), strict=True):
        item.gain_db = gain_db


def suggestion_out(moment: Moment) -> SuggestionOut:
    """A moment that a reel might take in; it has an emotion."""
    row, voice = moment.highlight, moment.voice
    return SuggestionOut(
        highlight_id=row.id,
        quote=row.quote,
        speaker_name=voice.name if voice else "",
        participant_role=voice.participant_role if voice else "",
        interview_title=moment.voices.interview.title,
        language=moment.voices.interview.language,
        emotion=row.emotion or "",
        intensity=row.intensity,
        valence=Emotion(row.emotion).valence if row.emotion else 0,
    )


def version_out(session: Session, viewer: Viewer, reel: Reel, version: ReelVersion) -> ReelOut:
    """What a reel was, as far as consents allow today; its owner and edit counter are those of now."""
    then = versions.reel_at(version)
    then.owner_id, then.version = reel.owner_id, reel.version
    then.created_at, then.updated_at = reel.created_at, version.saved_at
    return reel_out(session, viewer, then, versions.items_at(version))


def versions_out(session: Session, rows: Sequence[ReelVersion], current: ReelVersion | None = None) -> list[VersionOut]:
    """Versions for a list, newest first; the first is what the reel is now, unless another one is named."""
    names = versions.authors(session, rows)
    return [_version_out(row, names.get(row.author_id or "", ""), current or rows[0]) for row in rows]


def cards(session: Session, viewer: Viewer, reels: Sequence[Reel]) -> list[ReelCard]:
    """Reels for a list, in a fixed number of statements."""
    items = queries.items_of(session, [reel.id for reel in reels])
    clips = queries.clips_of(session, [item for of_reel in items.values() for item in of_reel], with_words=False)
    names = queries.owners(session, reels)
    return [_card(viewer, reel, items[reel.id], clips, names) for reel in reels]


def item_out(item: ReelItem, clip: Clip | None, held: frozenset[str]) -> ItemOut:
    """One place of a reel; without any words when these tokens do not reach them."""
    if clip is None:
        of_card = {"id", "kind", "title", "text", "fade_in_ms", "fade_out_ms"}
        return ItemOut(**item.model_dump(include=of_card), length_ms=item.duration_ms)
    if reason := clip.withheld(held):
        return ItemOut(id=item.id, kind="clip", readable=False, silence=reason)
    return _clip_out(clip, held)


def length_of(item: ReelItem, clip: Clip | None, held: frozenset[str]) -> int:
    """How long an item stays, in ms: played, read, or not at all."""
    if clip is None:
        return item.duration_ms
    if clip.moment is None or clip.withheld(held):
        return 0
    playing = clip.cut if _silence(clip, held) is None else None
    return playing.length_ms if playing else reading_ms(clip.moment.highlight.quote)


def sums(items: Sequence[ReelItem], clips: Mapping[str, Clip], held: frozenset[str]) -> ReelSums:
    """What the readable part of a reel adds up to."""
    readable = [clips[item.id] for item in items if item.id in clips and not clips[item.id].withheld(held)]
    felt = Counter(clip.moment.highlight.emotion for clip in readable if clip.moment)
    valences = [Emotion(name).valence for name in felt.elements() if name]
    return ReelSums(
        length_ms=sum(length_of(item, clips.get(item.id), held) for item in items),
        clips=len(readable),
        people=len({person for clip in readable for person in clip.people}),
        interviews=len({clip.moment.highlight.interview_id for clip in readable if clip.moment}),
        positive=sum(valence > 0 for valence in valences),
        negative=sum(valence < 0 for valence in valences),
        emotions=[
            EmotionCount(emotion=name, valence=Emotion(name).valence, count=count)
            for name, count in felt.most_common()
            if name
        ],
    )


def speaking(items: Sequence[ReelItem], clips: Mapping[str, Clip], held: frozenset[str]) -> list[Speaking]:
    """Who speaks how long in what these tokens reach; what is read instead counts as long as it is shown."""
    found: dict[str, Speaking] = {}
    for clip in (clips[item.id] for item in items if item.id in clips and not clips[item.id].withheld(held)):
        for voice, spoken_ms in _spoken_by(clip, held):
            own = found.setdefault(
                voice.participant_id or voice.speaker_id,
                Speaking(person_id=voice.participant_id, name=voice.name, clips=0, spoken_ms=0),
            )
            own.clips, own.spoken_ms = own.clips + 1, own.spoken_ms + spoken_ms
    return sorted(found.values(), key=lambda one: (-one.spoken_ms, one.name))


def cues_out(clip: Clip, cues: Sequence[Cue]) -> list[CueOut]:
    """Captions with the names of those who speak."""
    speakers = clip.moment.voices.speakers if clip.moment else {}
    names = {speaker_id: voice.name for speaker_id, voice in speakers.items()}
    return [
        CueOut(start_ms=cue.start_ms, end_ms=cue.end_ms, text=cue.text, name=names.get(cue.speaker_id or "", ""))
        for cue in cues
    ]


def external_url(clip: Clip) -> str | None:
    """The page of a recording elsewhere, at the moment."""
    if clip.recording is None or not clip.recording.url:
        return None
    return read_link(clip.recording.url).at(clip.cut.start_ms if clip.cut else 0)


def _way_to(clip: Clip) -> str | None:
    """Where the moment of a recording elsewhere can be heard. A stream's own address is for players, not for people;
    the interview has one.
    """
    if clip.recording and clip.recording.provider == "hls" and clip.moment:
        row = clip.moment.highlight
        return f"/interviews/{row.interview_id}?t={row.start_ms or 0}"
    return external_url(clip)


def _clip_out(clip: Clip, held: frozenset[str]) -> ItemOut:
    assert clip.moment is not None  # noqa: S101 - `item_out` sends those without elsewhere
    row, voices, voice = clip.moment.highlight, clip.moment.voices, clip.voice
    silence, pieces = _silence(clip, held), clip.spoken(held)
    emotion = Emotion(row.emotion) if row.emotion else None
    plays = silence is None
    return ItemOut(
        **clip.item.model_dump(include=_OF_CLIP),
        text=clip.text(pieces),
        length_ms=length_of(clip.item, clip, held),
        silence=silence,
        tag_ids=list(clip.moment.tag_ids),
        quote=row.quote,
        person_id=voice.participant_id if voice else None,
        speaker_name=voice.name if voice else "",
        participant_role=voice.participant_role if voice else "",
        interview_id=row.interview_id,
        interview_title=voices.interview.title,
        project_name=voices.project.name,
        language=voices.interview.language,
        emotion=row.emotion,
        intensity=row.intensity,
        valence=emotion.valence if emotion else None,
        **(_media(clip, pieces) if plays else {}),
        external_url=_way_to(clip) if silence == "external_link" else None,
    )


def _spoken_by(clip: Clip, held: frozenset[str]) -> list[tuple[Voice, int]]:
    """The participants in a clip, each with the ms they speak in it."""
    assert clip.moment is not None  # noqa: S101 - it is readable
    cut, shares = clip.cut, Counter[str]()
    for piece in clip.spoken(held) if cut else ():
        if cut and piece.speaker_id and piece.lies_in(cut):
            shares[piece.speaker_id] += min(piece.end_ms, cut.end_ms) - max(piece.start_ms, cut.start_ms)
    if not shares and clip.voice:
        shares[clip.voice.speaker_id] = reading_ms(clip.moment.highlight.quote)
    voices = ((clip.moment.voices.speakers.get(speaker_id), ms) for speaker_id, ms in shares.items())
    return [(voice, ms) for voice, ms in voices if voice and voice.permission is not None]


def _version_out(row: ReelVersion, author_name: str, current: ReelVersion) -> VersionOut:
    kinds = Counter("clips" if item["kind"] == "clip" else "cards" for item in row.snapshot["items"])
    return VersionOut(
        **row.model_dump(include={"id", "number", "name", "saved_at"}),
        author_name=author_name,
        title=row.snapshot["title"],
        clips=kinds["clips"],
        cards=kinds["cards"],
        is_current=row.id == current.id,
    )


def _silence(clip: Clip, held: frozenset[str]) -> str | None:
    """Why it does not play inside the house, where the recording itself is played and not a cut of it."""
    reason = clip.silence(held)
    if reason is None and clip.recording and not clip.recording.playable:
        return "unplayable"
    return reason


def _media(clip: Clip, pieces: Sequence[Spoken]) -> dict[str, object]:
    assert clip.cut is not None  # noqa: S101 - it plays
    assert clip.core is not None  # noqa: S101 - as above
    assert clip.recording is not None  # noqa: S101 - as above
    return {
        "start_ms": clip.cut.start_ms,
        "end_ms": clip.cut.end_ms,
        "core_start_ms": clip.core.start_ms,
        "core_end_ms": clip.core.end_ms,
        "recording_id": clip.recording.id,
        "media_url": f"/api/recordings/{clip.recording.id}/media",
        "has_video": clip.recording.has_video,
        "cues": cues_out(clip, captions(pieces, clip.cut)),
        "words": [WordOut(text=one.text, start_ms=one.start_ms, end_ms=one.end_ms) for one in pieces],
    }


def _head(viewer: Viewer, reel: Reel, names: Mapping[str, str]) -> dict[str, object]:
    return {
        **reel.model_dump(include={"id", "title", "description", "owner_id", "updated_at", "version"}),
        "owner_name": names.get(reel.owner_id or "", ""),
        "may_edit": queries.may_edit(viewer, reel),
    }


def _card(
    viewer: Viewer, reel: Reel, items: Sequence[ReelItem], clips: Mapping[str, Clip], names: Mapping[str, str]
) -> ReelCard:
    held = viewer.tokens
    readable = [clips[item.id] for item in items if item.id in clips and not clips[item.id].withheld(held)]
    voices = [clip.voice for clip in readable if clip.voice]
    opening = next((clip.moment.highlight.quote for clip in readable if clip.moment), "")
    return ReelCard(
        **_head(viewer, reel, names),
        **sums(items, clips, held).model_dump(),
        speakers=list(dict.fromkeys(voice.name for voice in voices)),
        opening=opening,
    )
