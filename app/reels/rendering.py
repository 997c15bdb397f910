"""Cutting clips out of recordings, exactly: re-encoded, because a copied stream begins at the key frame before,
with speech that nobody selected, and only hides it from players that care.

The source is media of strangers: ffmpeg reads nothing but that one file, one thread, with limits.
"""

import subprocess
import tempfile
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj
from typing import Any

import anyio
import imageio_ffmpeg
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.core.database import Database
from app.core.errors import Unavailable
from app.jobs import service as jobs
from app.jobs.service import Handler, Progress
from app.outbox import service as outbox
from app.recordings.models import Recording
from app.recordings.store import Store
from app.reels.clips import Cut
from app.reels.models import RenderedClip
from app.reels.queries import Key, rendered

RENDER = "clip.render"
SECONDS_PER_SECOND = 30
SECONDS_AT_LEAST = 120
MOST_BYTES = 2 * 1024**3
MOST_MEMORY_BYTES = 512 * 1024**2
FADE_SECONDS = 0.015
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
    jobs.enqueue(session, RENDER, args, key=name, priority=5, target_id=recording.id)


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
            _keep(database, store, key, target, "video/mp4" if args["has_video"] else "audio/mp4")

    return run


def cut(source: Path, target: Path, part: Cut, *, has_video: bool, progress: Progress | None = None) -> None:
    """Encodes [start, end) of a file anew: no frame and no sample of the result lies outside.

    Raises Unavailable when ffmpeg cannot, or takes longer than it may.
    """
    limit = SECONDS_AT_LEAST + SECONDS_PER_SECOND * part.length_ms / 1000
    with subprocess.Popen(
        command(source, target, part, has_video=has_video),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as process:
        watchdog = threading.Timer(limit, process.kill)
        watchdog.start()
        try:
            _follow(process, part, progress)
            _, said = process.communicate()
        finally:
            watchdog.cancel()
            process.kill()
    if process.returncode != 0 or not target.exists():
        raise Unavailable(f"The clip could not be cut: {said.strip()[-300:] or 'it took too long'}")


def command(source: Path, target: Path, part: Cut, *, has_video: bool) -> list[str]:
    """How ffmpeg is called."""
    start, length = part.start_ms / 1000, part.length_ms / 1000
    fade = min(FADE_SECONDS, length / 4)
    fades = f"afade=t=in:d={fade:.3f},afade=t=out:st={length - fade:.3f}:d={fade:.3f}"
    return [
        imageio_ffmpeg.get_ffmpeg_exe(),
        *("-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-max_alloc", str(MOST_MEMORY_BYTES)),
        *("-protocol_whitelist", "file", "-threads", "1", "-ss", f"{start:.3f}", "-i", f"file:{source}"),
        *("-t", f"{length:.3f}", "-threads", "1", "-filter_threads", "1"),
        *(_VIDEO if has_video else ("-vn",)),
        *("-map", "0:a:0?", "-c:a", "aac", "-b:a", "112k", "-ar", "48000", "-ac", "2", "-af", fades),
        *("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"),
        *("-movflags", "+faststart", "-fs", str(MOST_BYTES), "-progress", "pipe:1", "-f", "mp4", f"file:{target}"),
    ]


def _follow(process: "subprocess.Popen[str]", part: Cut, progress: Progress | None) -> None:
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    for line in process.stdout:
        name, _, value = line.strip().partition("=")
        if progress and name == "out_time_us" and value.isdigit():
            progress(min(0.95, int(value) / 1000 / part.length_ms))


@contextmanager
def _local(store: Store, key: str, folder: Path):  # type: ignore[no-untyped-def]
    """The source as a file of this machine, fetched when it lies elsewhere."""
    path = store.local_path(key)
    if path is None:
        path = folder / "source"
        with store.open(key) as source, path.open("wb") as copy:
            copyfileobj(source, copy, _CHUNK)
    yield path


def _keep(database: Database, store: Store, key: Key, path: Path, media_type: str) -> None:
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
