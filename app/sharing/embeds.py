"""What an embed is told: the show of a grant, with signed addresses of its clips."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlmodel import Session

from app.accounts.passwords import verify
from app.core.errors import Gone, NotAllowed, NotFound
from app.grants import queries as grants
from app.grants.models import Grant
from app.grants.queries import State, state_of
from app.recordings.queries import MediaFile
from app.reels import queries as reels
from app.reels.clips import captions, fades_of, reading_ms, webvtt
from app.reels.models import Reel, ReelItem, RenderedClip
from app.reels.queries import Clip, Key
from app.reels.shown import external_url, gains
from app.sharing import queries
from app.sharing.queries import Show
from app.sharing.schemas import EmbedCue, EmbedItem, EmbedOut
from app.sharing.signing import expiry, holds, seal, sign, unlock, unlocks


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a media request shows: the query of a signed address."""

    version: str
    expires: int
    signature: str


@dataclass(frozen=True, slots=True)
class Pass:
    """What a request shows at the door: the token in its path, and, where a password is asked, proof that it was
    known. `key` is the server's own, which made the proof."""

    key: bytes
    token: str
    unlock: str = ""

    def opens(self, grant: Grant) -> bool:
        """Whether the grant has no password, or it was known."""
        return grant.password_hash is None or unlocks(
            self.key, self.unlock, path=self.token, sealed=_seal(grant), now=time.time()
        )


def need_grant(session: Session, token: str) -> Grant:
    """The grant of a token, whatever its state; NotFound for no such token."""
    if grant := grants.by_token(session, token, queries.KINDS):
        return grant
    raise NotFound


def find(session: Session, shown: Pass) -> tuple[Grant, Show]:
    """The grant of a token and what it shows. Raises NotFound for no such token, Gone when it has ended, NotAllowed
    (`locked`) while its password is not known."""
    grant = need_grant(session, shown.token)
    return grant, need_show(session, grant, shown)


def need_live(grant: Grant) -> None:
    """Raises Gone when a grant was revoked or is over."""
    state = state_of(grant)
    if state is not State.LIVE:
        raise Gone("This was withdrawn." if state is State.REVOKED else "The time of this is over.", code=state.value)


def need_show(session: Session, grant: Grant, shown: Pass | None) -> Show:
    """What a grant shows; Gone when it was revoked, is over, or its target was deleted. Without a Pass the caller
    has seen to the password already."""
    need_live(grant)
    if shown is not None and not shown.opens(grant):
        raise NotAllowed("This is open to whoever knows its password.", code="locked")
    show = queries.show(session, grant)
    if show is None:
        raise Gone("This was deleted.", code="deleted")
    return show


def open_with(session: Session, key: bytes, token: str, password: str) -> str | None:
    """The proof that a password is known, for the address; None when it is wrong."""
    grant = need_grant(session, token)
    need_live(grant)
    if grant.password_hash is not None and not verify(password, grant.password_hash):
        return None
    return unlock(key, path=token, sealed=_seal(grant), now=time.time())


def embed_out(session: Session, shown: Pass, grant: Grant, show: Show) -> EmbedOut:
    """Everything the embed shows, with addresses that work for two hours."""
    visible = list(show.visible())
    keys = {clip.key for _, clip in visible if clip and clip.key}
    ready = reels.rendered(session, keys)
    signer = _Signer(shown.key, shown.token, _seal(grant))
    items = [_looking(_item(item, clip, ready, signer, show.held), item, show.look) for item, clip in visible]
    playing = [clip if told.kind == "clip" else None for told, (_, clip) in zip(items, visible, strict=True)]
    if show.look.even_loudness:
        for told, gain_db in zip(items, gains(playing), strict=True):
            told.gain_db = gain_db
    return EmbedOut(title=show.title, captions=show.look.captions, items=items)


def clip_file(session: Session, key: bytes, token: str, item_id: str, ticket: Ticket) -> MediaFile:
    """The file of one clip. Asks the grant, the signature, the reel and everybody's consent, each time.

    Raises NotAllowed for a signature that is wrong, over, or of an earlier state of the clip; Gone when the
    grant has ended; NotFound when the clip is not there (any more), or not cut yet (`not_ready`).
    """
    clip, _ = _allowed(session, key, token, item_id, ticket, suffix="")
    return _need_file(session, clip)


def only_clip(session: Session, token: str) -> MediaFile:
    """The file behind a plain address that works as long as its grant, for what takes nothing else: players of
    wikis, cards, mail. There is one as long as the grant shows a single clip and asks no password.

    Raises NotFound when there is none, Gone and NotAllowed as `find` does.
    """
    _, show = find(session, Pass(b"", token))
    playing = list(show.playing())
    if len(playing) != 1 or len(list(show.visible())) != 1:
        raise NotFound("There is no single file of this.", code="no_file")
    return _need_file(session, playing[0])


def first_frame(session: Session, token: str) -> MediaFile | None:
    """The file whose first picture stands for all of it; None when nothing in it may be seen or is ready."""
    _, show = find(session, Pass(b"", token))
    return next((_media_file(row) for row in _pictured(session, show)), None)


def is_film(session: Session, show: Show) -> bool:
    """Whether its single clip can be fetched as a film of one file."""
    playing = list(show.playing())
    return len(playing) == 1 == len(list(show.visible())) and bool(_pictured(session, show))


def clip_captions(session: Session, key: bytes, token: str, item_id: str, ticket: Ticket) -> str:
    """The captions of one clip as WebVTT, under the same conditions as the clip itself."""
    clip, held = _allowed(session, key, token, item_id, ticket, suffix=".vtt")
    assert clip.cut is not None  # noqa: S101 - it plays
    return webvtt(captions(clip.spoken(held), clip.cut), dict(_names(clip)))


@dataclass(frozen=True, slots=True)
class _Signer:
    key: bytes
    token: str
    sealed: str

    def url(self, item_id: str, version: str, suffix: str = "") -> str:
        path, expires = _path(self.token, item_id, suffix), expiry(time.time())
        signature = sign(self.key, path=path, version=version, grant_id=self.sealed, expires=expires)
        return f"{path}?{urlencode({'v': version, 'exp': expires, 'sig': signature})}"


def _path(token: str, item_id: str, suffix: str) -> str:
    return f"/embed/{token}/clips/{item_id}{suffix}"


def _version(key: Key) -> str:
    sha256, start_ms, end_ms, profile = key
    return f"{sha256[:12]}.{start_ms}.{end_ms}.{profile}"


def _allowed(
    session: Session, key: bytes, token: str, item_id: str, ticket: Ticket, *, suffix: str
) -> tuple[Clip, frozenset[str]]:
    grant = need_grant(session, token)
    # Whoever has the address of a clip was let in; the seal in its signature ends with the password.
    show = need_show(session, grant, None)
    if not holds(
        key,
        ticket.signature,
        path=_path(token, item_id, suffix),
        version=ticket.version,
        grant_id=_seal(grant),
        expires=ticket.expires,
        now=time.time(),
    ):
        raise NotAllowed("This address is over; ask for a new one.", code="bad_signature")
    clip = show.clips.get(item_id)
    if clip is None or clip.key is None or clip.silence(show.held) is not None:
        raise Gone("This clip is not shown any more.", code="withdrawn")
    if _version(clip.key) != ticket.version:
        raise NotAllowed("This clip was changed; ask for it anew.", code="changed")
    return clip, show.held


def _need_file(session: Session, clip: Clip) -> MediaFile:
    row = reels.rendered(session, {clip.key}).get(clip.key) if clip.key else None
    if row is None:
        raise NotFound("This clip is still being prepared.", code="not_ready")
    return _media_file(row)


def _pictured(session: Session, show: Show) -> list[RenderedClip]:
    """The files of those clips that have a picture, in order."""
    seen = [clip.key for clip in show.playing() if clip.key and clip.recording and clip.recording.has_video]
    ready = reels.rendered(session, seen)
    return [ready[key] for key in seen if key in ready]


def _seal(grant: Grant) -> str:
    return seal(grant.id, grant.password_hash)


def _item(
    item: ReelItem, clip: Clip | None, ready: Mapping[Key, RenderedClip], signer: _Signer, held: frozenset[str]
) -> EmbedItem:
    if clip is None or clip.moment is None:
        card = item.model_dump(include={"id", "title", "text"})
        return EmbedItem(**card, kind="card", length_ms=item.duration_ms)
    pieces = clip.spoken(held)
    text, voice, silence = clip.text(pieces), clip.voice, clip.silence(held)
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
            "peaks": [round(level / 255, 3) for level in bytes.fromhex(ready[clip.key].peaks)],
            "cues": [
                EmbedCue(start_ms=c.start_ms, end_ms=c.end_ms, text=c.text, name=names.get(c.speaker_id, ""))
                for c in captions(pieces, clip.cut)
            ],
        }
    )


def _looking(shown: EmbedItem, item: ReelItem, look: Reel) -> EmbedItem:
    """An item with how it comes, goes and is captioned in that reel. Nothing of it lets anybody hear more."""
    fades = fades_of(shown.length_ms, item.fade_in_ms, item.fade_out_ms, transition=look.transition)
    return shown.model_copy(
        update={
            "fade_in_ms": fades.in_ms,
            "fade_out_ms": fades.out_ms,
            "captions": item.captions,
            "lower_third": item.lower_third and look.lower_thirds,
            "section": item.kind == "section",
        }
    )


def _names(clip: Clip) -> Mapping[str | None, str]:
    """Pseudonyms only: a label from a transcript may be anybody's real name."""
    speakers = clip.moment.voices.speakers if clip.moment else {}
    return {speaker_id: voice.pseudonym for speaker_id, voice in speakers.items() if voice.pseudonym}


def _media_file(row: RenderedClip) -> MediaFile:
    etag = f"{row.source_sha256[:16]}-{row.start_ms}-{row.end_ms}-{row.profile}"
    return MediaFile(row.store_key, row.size_bytes, etag, row.media_type)
