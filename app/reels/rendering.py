"""Cutting clips out of recordings, exactly: re-encoded, because a copied stream begins at the key frame before,
with speech that nobody selected, and only hides it from players that care.

The source is media of strangers: see `recordings.ffmpeg`, which runs it.
"""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from shutil import copyfileobj
from typing import Any

import anyio
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.core.database import Database
from app.jobs import service as jobs
from app.jobs.service import Handler, Progress
from app.outbox import service as outbox
from app.recordings import deriving, ffmpeg
from app.recordings.models import Recording
from app.recordings.store import Store
from app.reels.clips import Cut
from app.reels.models import RenderedClip
from app.reels.queries import Key, rendered

RENDER = "clip.render"
SECONDS_PER_SECOND = 30
SECONDS_AT_LEAST = 120
MOST_BYTES = 2 * 1024**3
FADE_SECONDS = 0.015
BARS = 48
_CHUNK = 1024 * 1024
_VIDEO = (
    *("-map", "0:v:0", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p"),
    *("-vf", "scale=w='trunc(min(1280,iw)/2)*2':h=-2:flags=bicubic,setsar=1", "-fpsmax", "30", "-g", "60"),
)


def enqueue(session: Session, key: Key, recording: Recording) -> None:
    """Asks for a clip; asked twice, it is cut once."""
    sha256, start_ms, end_ms, profile = key
    args = {
        "sha256": sha256,
        "start_ms": start_ms,
        "end_ms": end_ms,
        "profile": profile,
        "source": recording.store_key,
        "has_video": recording.has_video,
    }
    name = f"{RENDER}:{sha256}:{start_ms}-{end_ms}:{profile}"
    jobs.enqueue(
        session, RENDER, args, key=name, lane=jobs.HEAVY, priority=5, target_kind="recording", target_id=recording.id
    )


def handler(database: Database, store: Store) -> Handler:
    """The job behind `enqueue`."""

    def run(args: Mapping[str, Any], progress: Progress) -> None:
        key: Key = (args["sha256"], args["start_ms"], args["end_ms"], args["profile"])
        with database.read() as session:
            if rendered(session, [key]):
                return
        with tempfile.TemporaryDirectory(prefix="firsthand-clip-") as folder:
            target = Path(folder) / "clip.mp4"
            with _local(store, args["source"], Path(folder)) as source:
                cut(source, target, Cut(key[1], key[2]), has_video=args["has_video"], progress=progress)
            peaks = "" if args["has_video"] else drawn(target, Cut(key[1], key[2]))
            _keep(database, store, key, target, "video/mp4" if args["has_video"] else "audio/mp4", peaks)

    return run


def cut(source: Path, target: Path, part: Cut, *, has_video: bool, progress: Progress | None = None) -> None:
    """Encodes [start, end) of a file anew: no frame and no sample of the result lies outside.

    Raises MediaRefused when the recording cannot be read or takes longer than it may, Unavailable on a full disk.
    """
    seconds = SECONDS_AT_LEAST + SECONDS_PER_SECOND * part.length_ms / 1000
    ffmpeg.run(
        [ffmpeg.media(source, "-ss", f"{part.start_ms / 1000:.3f}")],
        output(target, part, has_video=has_video),
        length_ms=part.length_ms,
        limits=ffmpeg.Limits(wall_seconds=seconds, cpu_seconds=int(seconds), file_bytes=MOST_BYTES),
        progress=progress,
    )


def output(target: Path, part: Cut, *, has_video: bool) -> list[str]:
    """What ffmpeg makes of the source."""
    length = part.length_ms / 1000
    fade = min(FADE_SECONDS, length / 4)
    fades = f"afade=t=in:d={fade:.3f},afade=t=out:st={length - fade:.3f}:d={fade:.3f}"
    return [
        *("-t", f"{length:.3f}"),
        *(_VIDEO if has_video else ("-vn",)),
        *("-map", "0:a:0?", "-c:a", "aac", "-b:a", "112k", "-ar", "48000", "-ac", "2", "-af", fades),
        *("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"),
        *("-movflags", "+faststart", "-f", "mp4", f"file:{target}"),
    ]


def drawn(clip: Path, part: Cut) -> str:
    """The loudest in each of `BARS` equal stretches of a clip, a byte each, in hex; empty where nothing is heard."""
    try:
        found = deriving.peaks(clip, duration_ms=part.length_ms)
    except ffmpeg.MediaRefused:
        return ""
    edges = [len(found) * bar // BARS for bar in range(BARS + 1)]
    return bytes(max(found[start:end], default=0) for start, end in pairwise(edges)).hex()


@contextmanager
def _local(store: Store, key: str, folder: Path):  # type: ignore[no-untyped-def]
    """The source as a file of this machine, fetched when it lies elsewhere."""
    path = store.local_path(key)
    if path is None:
        path = folder / "source"
        with store.open(key) as source, path.open("wb") as copy:
            copyfileobj(source, copy, _CHUNK)
    yield path


def _keep(database: Database, store: Store, key: Key, path: Path, media_type: str, peaks: str) -> None:
    sha256, start_ms, end_ms, profile = key
    store_key = f"clips/{sha256[:2]}/{sha256}/{start_ms}-{end_ms}-{profile}.mp4"
    stored = anyio.run(lambda: store.put(store_key, _chunks(path), max_bytes=MOST_BYTES))
    row = RenderedClip(
        source_sha256=sha256,
        start_ms=start_ms,
        end_ms=end_ms,
        profile=profile,
        store_key=store_key,
        media_type=media_type,
        size_bytes=stored.size_bytes,
        peaks=peaks,
    )
    # Two workers may have cut the same clip; the bytes are the same.
    with suppress(IntegrityError), database.write() as session:
        session.add(row)
        session.flush()
        # Consent may have ended while it was cut: whoever decides about clips looks at this one too.
        outbox.touch(session, row)


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    async with await anyio.open_file(path, "rb") as file:
        while chunk := await file.read(_CHUNK):
            yield chunk
