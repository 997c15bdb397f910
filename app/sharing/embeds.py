"""What an embed is told: the show of a grant, with signed addresses of its clips."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlmodel import Session

from app.access.audiences import EMBED
from app.core.errors import Gone, NotAllowed, NotFound
from app.grants import queries as grants
from app.grants.models import Grant
from app.grants.queries import State, state_of
from app.recordings.queries import MediaFile
from app.reels import queries as reels
from app.reels.clips import captions, reading_ms, webvtt
from app.reels.models import ReelItem, RenderedClip
from app.reels.queries import Clip, Key
from app.reels.shown import external_url
from app.sharing import queries
from app.sharing.queries import Show
from app.sharing.schemas import EmbedCue, EmbedItem, EmbedOut
from app.sharing.signing import expiry, holds, sign


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a media request shows: the query of a signed address."""

    version: str
    expires: int
    signature: str


def find(session: Session, token: str) -> tuple[Grant, Show]:
    """The grant of a token and what it shows; NotFound for no such token, Gone when it has ended."""
    grant = grants.by_token(session, token)
    if grant is None:
        raise NotFound
    return grant, need_show(session, grant)


def need_show(session: Session, grant: Grant) -> Show:
    """What a grant shows; Gone when it was revoked, is over, or its target was deleted."""
    state = state_of(grant)
    if state is not State.LIVE:
        raise Gone("This was withdrawn." if state is State.REVOKED else "The time of this is over.", code=state.value)
    show = queries.show(session, grant.target_kind, grant.target_id)
    if show is None:
        raise Gone("This was deleted.", code="deleted")
    return show


def embed_out(session: Session, key: bytes, token: str, grant: Grant, show: Show) -> EmbedOut:
    """Everything the embed shows, with addresses that work for two hours."""
    visible = list(show.visible())
    keys = {clip.key for _, clip in visible if clip and clip.key}
    ready = reels.rendered(session, keys)
    signer = _Signer(key, token, grant.id)
    return EmbedOut(title=show.title, items=[_item(item, clip, ready, signer) for item, clip in visible])


def clip_file(session: Session, key: bytes, token: str, item_id: str, ticket: Ticket) -> MediaFile:
    """The file of one clip. Asks the grant, the signature, the reel and everybody's consent, each time.

    Raises NotAllowed for a signature that is wrong, over, or of an earlier state of the clip; Gone when the
    grant has ended; NotFound when the clip is not there (any more), or not cut yet (`not_ready`).
    """
    clip = _allowed(session, key, token, item_id, ticket, suffix="")
    row = reels.rendered(session, {clip.key}).get(clip.key) if clip.key else None
    if row is None:
        raise NotFound("This clip is still being prepared.", code="not_ready")
    return _media_file(row)


def clip_captions(session: Session, key: bytes, token: str, item_id: str, ticket: Ticket) -> str:
    """The captions of one clip as WebVTT, under the same conditions as the clip itself."""
    clip = _allowed(session, key, token, item_id, ticket, suffix=".vtt")
    assert clip.cut is not None  # noqa: S101 - it plays
    return webvtt(captions(clip.spoken(EMBED), clip.cut), dict(_names(clip)))


@dataclass(frozen=True, slots=True)
class _Signer:
    key: bytes
    token: str
    grant_id: str

    def url(self, item_id: str, version: str, suffix: str = "") -> str:
        path, expires = _path(self.token, item_id, suffix), expiry(time.time())
        signature = sign(self.key, path=path, version=version, grant_id=self.grant_id, expires=expires)
        return f"{path}?{urlencode({'v': version, 'exp': expires, 'sig': signature})}"


def _path(token: str, item_id: str, suffix: str) -> str:
    return f"/embed/{token}/clips/{item_id}{suffix}"


def _version(key: Key) -> str:
    sha256, start_ms, end_ms, profile = key
    return f"{sha256[:12]}.{start_ms}.{end_ms}.{profile}"


def _allowed(session: Session, key: bytes, token: str, item_id: str, ticket: Ticket, *, suffix: str) -> Clip:
    grant = grants.by_token(session, token)
    if grant is None:
        raise NotFound
    show = need_show(session, grant)
    if not holds(
        key,
        ticket.signature,
        path=_path(token, item_id, suffix),
        version=ticket.version,
        grant_id=grant.id,
        expires=ticket.expires,
        now=time.time(),
    ):
        raise NotAllowed("This address is over; ask for a new one.", code="bad_signature")
    clip = show.clips.get(item_id)
    if clip is None or clip.key is None or clip.silence(EMBED) is not None:
        raise Gone("This clip is not shown any more.", code="withdrawn")
    if _version(clip.key) != ticket.version:
        raise NotAllowed("This clip was changed; ask for it anew.", code="changed")
    return clip


def _item(item: ReelItem, clip: Clip | None, ready: Mapping[Key, RenderedClip], signer: _Signer) -> EmbedItem:
    if clip is None or clip.moment is None:
        card = item.model_dump(include={"id", "title", "text"})
        return EmbedItem(**card, kind="card", length_ms=item.duration_ms)
    pieces = clip.spoken(EMBED)
    text, voice, silence = clip.text(pieces), clip.voice, clip.silence(EMBED)
    shown = EmbedItem(
        id=item.id,
        kind="link" if silence == "external_link" else "words",
        length_ms=reading_ms(text),
        title=item.title,
        text=text,
        name=voice.pseudonym if voice else "",
        role=voice.participant_role if voice else "",
        language=clip.moment.voices.interview.language,
        url=external_url(clip) if silence == "external_link" else None,
    )
    if silence is not None or clip.key is None or clip.cut is None:
        return shown
    if clip.key not in ready:
        return shown.model_copy(update={"kind": "wait"})
    names = dict(_names(clip))
    return shown.model_copy(
        update={
            "kind": "clip",
            "length_ms": clip.cut.length_ms,
            "url": signer.url(item.id, _version(clip.key)),
            "captions_url": signer.url(item.id, _version(clip.key), ".vtt"),
            "has_video": clip.recording is not None and clip.recording.has_video,
            "cues": [
                EmbedCue(start_ms=c.start_ms, end_ms=c.end_ms, text=c.text, name=names.get(c.speaker_id, ""))
                for c in captions(pieces, clip.cut)
            ],
        }
    )


def _names(clip: Clip) -> Mapping[str | None, str]:
    """Pseudonyms only: a label from a transcript may be anybody's real name."""
    speakers = clip.moment.voices.speakers if clip.moment else {}
    return {speaker_id: voice.pseudonym for speaker_id, voice in speakers.items() if voice.pseudonym}


def _media_file(row: RenderedClip) -> MediaFile:
    etag = f"{row.source_sha256[:16]}-{row.start_ms}-{row.end_ms}-{row.profile}"
    return MediaFile(row.store_key, row.size_bytes, etag, row.media_type)
