"""The job that makes a film of a reel: pieces from the cache or encoded, joined, its pictures, published.

Consent is asked when it begins and again in the transaction that publishes: what ended in between is not published,
and the work begins anew without it.
"""

import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from shutil import copyfileobj
from typing import Any

import anyio
import imageio_ffmpeg
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.access.viewer import SYSTEM
from app.audit import service as audit
from app.core.clock import now
from app.core.database import Database
from app.core.errors import Gone, NotFound, Unavailable
from app.jobs.service import Handler, Progress
from app.outbox import service as outbox
from app.recordings.store import Store
from app.reels import queries as reels
from app.renders import keeping, pictures, queries
from app.renders.encoding import MOST_BYTES, encode
from app.renders.fonts import lay_out
from app.renders.joining import Part, join
from app.renders.models import DONE, ReelRender, RenderPiece
from app.renders.planning import Plan, kept_items, plan
from app.renders.profiles import PROFILES, Profile
from app.renders.timeline import Card, Footage, Piece, Timeline, changed, fingerprint, picture_key

RENDER = "reel.render"
FILM = "reel.mp4"
TYPES = {FILM: "video/mp4", pictures.POSTER: "image/jpeg", pictures.SPRITE: "image/jpeg"}
_TRIES = 3
_CHUNK = 1024 * 1024
_ENCODED, _JOINED = 0.9, 0.96
"""The shares of the work that are done after encoding and after joining."""


def handler(database: Database, store: Store, *, cache_bytes: int) -> Handler:
    """The job; its argument is the id of the render."""

    def run(args: Mapping[str, Any], progress: Progress) -> None:
        for _ in range(_TRIES):
            if _Making(database, store, str(args["render_id"]), progress).make():
                keeping.tidy(database, store, cache_bytes=cache_bytes)
                return
        raise Unavailable("What may be heard in this reel kept changing. Render it again.", code="kept_changing")

    return run


@dataclass(frozen=True, slots=True)
class _Making:
    """One try of one render."""

    database: Database
    store: Store
    render_id: str
    progress: Progress

    def make(self) -> bool:
        """Makes and publishes the film; False when consent ended meanwhile and nothing was published."""
        planned, profile = self._begin()
        with tempfile.TemporaryDirectory(prefix="firsthand-reel-") as name:
            folder = Path(name)
            parts = self._parts(planned.timeline, profile, folder)
            self.progress(_ENCODED, "Joining the clips")
            film = folder / FILM
            join(parts, film, lambda share: self.progress(_ENCODED + (_JOINED - _ENCODED) * share))
            self.progress(_JOINED, "Drawing its pictures")
            pictures.draw(film, folder, planned.timeline, profile)
            return self._publish(folder)

    def _begin(self) -> tuple[Plan, Profile]:
        with self.database.write() as session:
            row = queries.get(session, self.render_id)
            reel = reels.get(session, row.reel_id)
            held, items = frozenset(row.audience), kept_items(row.items)
            planned = plan(session, reel, held, burned=row.captions == "burned", items=items)
            if not planned.timeline.pieces:
                raise Gone("Nothing in this reel may be heard or read any more.", code="nothing_left")
            profile = PROFILES[row.profile]
            kept = queries.pieces(session, keys_of(planned.timeline, profile))
            row.reel_version, row.length_ms = reel.version, planned.timeline.length_ms
            row.fingerprint = fingerprint(planned.timeline, edition(profile))
            row.encoded = len(changed(planned.timeline, edition(profile), list(kept)))
            row.parts = list(parts_of(planned.timeline, profile))
            session.add(row)
        return planned, profile

    def _parts(self, timeline: Timeline, profile: Profile, folder: Path) -> list[Part]:
        fonts, sources = lay_out(folder / "fonts"), _Sources(self.store, folder)
        weights = [_weight(piece) for piece in timeline.pieces]
        made: dict[str, Path] = {}
        parts = []
        for number, piece in enumerate(timeline.pieces):
            before, key = sum(weights[:number]), picture_key(piece, edition(profile))
            if key not in made:
                whole = sum(weights) / _ENCODED
                scale = _Scaled(self.progress, before / whole, weights[number] / whole)
                scale(0.0, f"Encoding clip {number + 1} of {len(timeline.pieces)}")
                made[key] = self._piece(piece, key, folder / f"{key[:24]}.mp4", profile, fonts, sources, scale)
            even = isinstance(piece, Footage) and piece.even
            parts.append(Part(made[key], piece.length_ms, even, piece.fading))
        return parts

    def _piece(
        self,
        piece: Piece,
        key: str,
        path: Path,
        profile: Profile,
        fonts: Path,
        sources: "_Sources",
        progress: Progress,
    ) -> Path:
        with self.database.read() as session:
            kept = queries.pieces(session, [key]).get(key)
        if kept is not None and (there := _fetched(self.store, kept.store_key, path)):
            _note_use(self.database, kept.id)
            return there
        source = sources.of(piece) if isinstance(piece, Footage) else None
        encode(piece, source, path, profile=profile, fonts=fonts, progress=progress)
        _keep(self.database, self.store, piece, key, path)
        return path

    def _publish(self, folder: Path) -> bool:
        with self.database.read() as session:
            if queries.refusals(session, [queries.get(session, self.render_id)])[self.render_id]:
                return False
        files = {name: _put(self.store, f"renders/{self.render_id}/{name}", folder / name) for name in TYPES}
        # Raises when the job was cancelled.
        self.progress(0.99, "Publishing")
        with self.database.write() as session:
            row = queries.get(session, self.render_id)
            refused = queries.refusals(session, [row])[row.id]
            if not refused:
                _publish_row(session, row, files)
        if refused:
            self.store.delete_folder(f"renders/{self.render_id}")
        return not refused


class _Scaled:
    """Progress of one piece as part of the whole."""

    def __init__(self, progress: Progress, start: float, share: float) -> None:
        self._progress, self._start, self._share = progress, start, share

    def __call__(self, share: float, message: str = "") -> None:
        self._progress(self._start + self._share * share, message)


class _Sources:
    """Recordings as files of this machine, fetched once when they lie elsewhere."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._fetched: dict[str, Path] = {}

    def of(self, piece: Footage) -> Path:
        key = piece.source.store_key
        if key not in self._fetched:
            path = self._store.local_path(key) or self._folder / f"source-{len(self._fetched)}"
            if not path.exists():
                _copied(self._store, key, path)
            self._fetched[key] = path
        return self._fetched[key]


def edition(profile: Profile) -> str:
    """The name of a profile as it is used now: another edition or encoder makes all pieces anew."""
    return f"{profile.name}-{profile.edition}-{_encoder()}"


@lru_cache(maxsize=1)
def _encoder() -> str:
    return str(imageio_ffmpeg.get_ffmpeg_version())


def keys_of(timeline: Timeline, profile: Profile) -> list[str]:
    """The keys of all pieces."""
    return [picture_key(piece, edition(profile)) for piece in timeline.pieces]


def parts_of(timeline: Timeline, profile: Profile) -> Iterator[dict[str, Any]]:
    """What is in a film, by ids and times and without any words."""
    for at_ms, piece in timeline.placed():
        yield {
            "item_id": piece.item_id,
            "highlight_id": piece.highlight_id,
            "key": picture_key(piece, edition(profile)),
            **_from(piece),
            "at_ms": at_ms,
            "length_ms": piece.length_ms,
            "captioned": isinstance(piece, Footage) and piece.captioned,
        }


def _from(piece: Piece) -> dict[str, Any]:
    """Where a piece was cut from; nowhere for cards."""
    if isinstance(piece, Card):
        return {"source_sha256": "", "start_ms": 0, "end_ms": 0}
    return {"source_sha256": piece.source.sha256, "start_ms": piece.start_ms, "end_ms": piece.end_ms}


def _publish_row(session: Session, row: ReelRender, files: dict[str, Any]) -> None:
    row.state, row.files, row.finished_at, row.last_used_at = DONE, files, now(), now()
    row.size_bytes = sum(file["size_bytes"] for file in files.values())
    session.add(row)
    # Consent may end between our question and this commit: whoever looks after renders looks at this one too.
    outbox.touch(session, row)
    detail = {"reel_id": row.reel_id, "captions": row.captions, "profile": row.profile, "clips": len(row.parts)}
    audit.record(
        session, actor=SYSTEM, action="render.finish", target_kind="reel_render", target_id=row.id, detail=detail
    )


def _weight(piece: Piece) -> float:
    if isinstance(piece, Card):
        return 0.2 * piece.length_ms
    return piece.length_ms * (1.0 if piece.source.has_video else 0.5)


def _note_use(database: Database, piece_id: str) -> None:
    with database.write() as session:
        if row := session.get(RenderPiece, piece_id):
            row.last_used_at = now()
            session.add(row)


def _keep(database: Database, store: Store, piece: Piece, key: str, path: Path) -> None:
    stored = _put(store, f"pieces/{key[:2]}/{key}.mp4", path)
    row = RenderPiece(
        key=key,
        highlight_id=piece.highlight_id,
        store_key=stored["key"],
        size_bytes=stored["size_bytes"],
        **_from(piece),
    )
    # Two workers may have encoded the same piece; either file will do.
    with suppress(IntegrityError), database.write() as session:
        session.add(row)
        session.flush()
        outbox.touch(session, row)


def _put(store: Store, key: str, path: Path) -> dict[str, Any]:
    stored = anyio.run(lambda: store.put(key, _chunks(path), max_bytes=MOST_BYTES))
    return {
        "key": stored.key,
        "size_bytes": stored.size_bytes,
        "sha256": stored.sha256,
        "media_type": TYPES.get(path.name, "video/mp4"),
    }


def _fetched(store: Store, key: str, path: Path) -> Path | None:
    """A kept piece as a file of this machine; None when its file has gone."""
    there = store.local_path(key)
    if there is not None:
        return there if there.exists() else None
    with suppress(NotFound):
        _copied(store, key, path)
        return path
    return None


def _copied(store: Store, key: str, path: Path) -> None:
    with store.open(key) as source, path.open("wb") as copy:
        copyfileobj(source, copy, _CHUNK)


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    async with await anyio.open_file(path, "rb") as file:
        while chunk := await file.read(_CHUNK):
            yield chunk
