"""What is made of a recording: a poster, a sheet of small pictures, the waveform, and a version that browsers play.

Files in, files out; `preparing` decides when, and where the results lie.
"""

import math
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.jobs.service import Progress
from app.recordings import ffmpeg
from app.recordings.ffmpeg import Limits, MediaRefused
from app.recordings.probe import Probe

PEAKS_PER_SECOND = 100
LONGEST_SECONDS = 48 * 3600
POSTER_WIDTH = 960
TILE_WIDTH = 160
COLUMNS = 10
MOST_TILES = 100
SHORTEST_STEP_MS = 2_000
_RATE = 16_000
_SAMPLES_PER_PEAK = _RATE // PEAKS_PER_SECOND
_MEGABYTE = 1024**2
_NO_NAMES = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact")
_JPEG = ("-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p", "-f", "image2", "-update", "1")
_BROWSER_VIDEO = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "22", "-pix_fmt", "yuv420p", "-g", "60"),
    *("-vf", "scale=w='trunc(min(1920,iw)/2)*2':h=-2:flags=bicubic,setsar=1", "-fpsmax", "60"),
)
_BROWSER_AUDIO = ("-c:a", "aac", "-b:a", "160k", "-ar", "48000", "-ac", "2")
# In these the times of H.264 pictures are kept well enough to be carried over as they are.
_CARRIED_FROM = frozenset({"mov", "matroska", "mpegts", "flv"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """How small pictures lie on one sheet: `count` of them, one every `step_ms`, row by row."""

    step_ms: int
    count: int
    width: int
    height: int

    @property
    def rows(self) -> int:
        return math.ceil(self.count / COLUMNS)

    def webvtt(self, picture: str) -> str:
        """The sheet as a WebVTT file whose cues name the part of the picture, as players read it."""
        cues = [
            f"{_stamp(n * self.step_ms)} --> {_stamp((n + 1) * self.step_ms)}\n"
            f"{picture}#xywh={n % COLUMNS * self.width},{n // COLUMNS * self.height},{self.width},{self.height}\n"
            for n in range(self.count)
        ]
        return "\n".join(["WEBVTT\n", *cues])


def sheet_for(duration_ms: int, width: int, height: int) -> Sheet:
    """At most a hundred pictures, at least two seconds apart, in the shape of the film."""
    step_ms = max(SHORTEST_STEP_MS, math.ceil(duration_ms / MOST_TILES))
    shape = max(0.4, min(1.8, height / width)) if width and height else 9 / 16
    return Sheet(step_ms, max(1, math.ceil(duration_ms / step_ms)), TILE_WIDTH, round(TILE_WIDTH * shape / 2) * 2)


def poster(source: Path, target: Path, *, duration_ms: int) -> None:
    """A JPEG of a moment a little into the film: the most telling of some pictures, so not the black at the start."""
    ffmpeg.run(
        [ffmpeg.media(source, "-ss", f"{min(10.0, duration_ms / 10_000):.3f}")],
        [
            *("-map", "0:v:0", "-an", "-sn", "-dn", "-frames:v", "1", *_NO_NAMES),
            *("-vf", f"thumbnail=24,scale=w='min({POSTER_WIDTH},iw)':h=-2,setsar=1", *_JPEG, f"file:{target}"),
        ],
        limits=Limits(wall_seconds=120, cpu_seconds=120, file_bytes=16 * _MEGABYTE),
    )
    _need(target)


def sprite(source: Path, target: Path, sheet: Sheet, *, progress: Progress | None = None) -> None:
    """A JPEG of many small pictures. Only key frames are decoded, which is fast and near enough for a glance."""
    place = f"{sheet.width}:{sheet.height}"
    filters = (
        # The last key frame is repeated, without end: the sheet ends it.
        f"tpad=stop=-1:stop_mode=clone,fps=1000/{sheet.step_ms},"
        f"scale={place}:force_original_aspect_ratio=decrease,pad={place}:-1:-1,setsar=1,tile={COLUMNS}x{sheet.rows}"
    )
    ffmpeg.run(
        [ffmpeg.media(source, "-skip_frame", "nokey")],
        [
            *("-map", "0:v:0", "-an", "-sn", "-dn", "-frames:v", "1", *_NO_NAMES),
            *("-vf", filters, *_JPEG, f"file:{target}"),
        ],
        limits=Limits(wall_seconds=1_800, cpu_seconds=1_800, file_bytes=64 * _MEGABYTE),
        progress=progress,
    )
    _need(target)


def peaks(source: Path, *, duration_ms: int | None, progress: Progress | None = None) -> bytes:
    """The waveform: one byte for each 10 ms, the loudest sample in it from 0 to 255."""
    reader = _Peaks()
    ffmpeg.run(
        [ffmpeg.media(source)],
        [
            *("-map", "0:a:0", "-vn", "-sn", "-dn", "-af", "aresample=async=1:first_pts=0", "-ac", "1"),
            *("-ar", str(_RATE), "-f", "s16le", "pipe:1"),
        ],
        length_ms=duration_ms,
        limits=Limits(wall_seconds=3_600, cpu_seconds=3_600),
        progress=progress,
        received=reader.take,
    )
    return reader.finish()


def playable(source: Path, target: Path, found: Probe, *, max_bytes: int, progress: Progress | None = None) -> None:
    """A version that browsers play: H.264 and AAC in MP4, index first; what already is so is carried over."""
    seconds = 1_800 + 10 * (found.duration_ms or LONGEST_SECONDS * 100) / 1_000
    threads = min(4, os.cpu_count() or 1)
    ffmpeg.run(
        [ffmpeg.media(source)],
        [
            *(("-map", "0:v:0", *_video(found)) if found.has_video else ("-vn",)),
            *("-map", "0:a:0?", *_audio(found), "-sn", "-dn", *_NO_NAMES),
            *("-movflags", "+faststart", "-f", "mp4", f"file:{target}"),
        ],
        length_ms=found.duration_ms,
        limits=Limits(
            wall_seconds=seconds, cpu_seconds=int(seconds * threads), file_bytes=max_bytes, threads=threads, nice=15
        ),
        progress=progress,
    )


def _need(target: Path) -> None:
    """ffmpeg is content when it read a file without a single picture that can be shown."""
    if not target.exists():
        raise MediaRefused("There is no picture in this film that can be shown.")


def _video(found: Probe) -> tuple[str, ...]:
    carried = found.container in _CARRIED_FROM and found.plays_in_mp4("h264")
    return ("-c:v", "copy") if carried else _BROWSER_VIDEO


def _audio(found: Probe) -> tuple[str, ...]:
    carried = found.container in _CARRIED_FROM and "aac" in found.codecs
    return ("-c:a", "copy") if carried else _BROWSER_AUDIO


class _Peaks:
    """Gathers samples as they come, in pieces of any length."""

    def __init__(self) -> None:
        self._rest = b""
        self._parts: list[bytes] = []
        self._count = 0

    def take(self, chunk: bytes) -> None:
        data = self._rest + chunk
        whole = len(data) // (2 * _SAMPLES_PER_PEAK) * 2 * _SAMPLES_PER_PEAK
        self._rest = data[whole:]
        self._add(np.frombuffer(data[:whole], "<i2").reshape(-1, _SAMPLES_PER_PEAK))

    def finish(self) -> bytes:
        left = np.frombuffer(self._rest[: len(self._rest) // 2 * 2], "<i2")
        if left.size:
            self._add(left.reshape(1, -1))
        return b"".join(self._parts)

    def _add(self, samples: "np.ndarray[tuple[int, int], np.dtype[np.int16]]") -> None:
        if not samples.size:
            return
        self._count += len(samples)
        if self._count > LONGEST_SECONDS * PEAKS_PER_SECOND:
            raise MediaRefused("The sound is longer than two days; it cannot be drawn.")
        loudest = np.maximum(samples.max(axis=1).astype(np.int32), -samples.min(axis=1).astype(np.int32))
        self._parts.append(np.minimum(255, loudest >> 7).astype(np.uint8).tobytes())


def _stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
