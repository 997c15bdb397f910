"""Films whose every frame carries its number as a row of light and dark fields, and reading them back.

The fields are in the top tenth of the picture, clear of names and captions, and as wide as the picture: they survive
scaling, bars at the sides and encoding.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np

BITS = 16
TONE_HZ = 440


@dataclass(frozen=True, slots=True)
class Film:
    """How a film is made."""

    width: int
    height: int
    fps: int
    channels: int = 2
    """0 for none."""
    noise: int = 4
    """How much the picture rustles; a still picture would cost nothing to encode."""
    key_seconds: int = 5


def make(path: Path, film: Film, *, seconds: float) -> Path:
    """Writes a film, quickly."""
    field = f"{film.width}/{BITS}"
    numbers = ",".join(
        f"drawbox=x={bit}*{field}:y=0:w={field}:h={film.height}/10:color=white:t=fill"
        f":enable='gte(mod(n\\,{2 ** (bit + 1)})\\,{2**bit})'"
        for bit in range(BITS)
    )
    picture = f"testsrc2=s={film.width}x{film.height}:r={film.fps}:d={seconds}"
    dark = f"drawbox=x=0:y=0:w={film.width}:h={film.height}/10:color=black:t=fill"
    rustle = f"noise=alls={film.noise}:allf=t," if film.noise else ""
    sound = ["-f", "lavfi", "-i", f"sine=f={TONE_HZ}:r=48000:d={seconds}"] if film.channels else []
    heard = ["-map", "1:a", "-ac", str(film.channels), "-c:a", "aac", "-b:a", "96k"] if film.channels else []
    command = [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y"),
        *("-f", "lavfi", "-i", f"{picture},{rustle}{dark},{numbers}", *sound),
        *("-map", "0:v", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "24", "-pix_fmt", "yuv420p"),
        *("-g", str(film.fps * film.key_seconds), *heard, f"file:{path}"),
    ]
    subprocess.run(command, check=True)
    return path


@dataclass(frozen=True, slots=True)
class Seen:
    """A decoded frame: when it is shown, how long its packet says, and the number on it (None when unreadable)."""

    at: float
    number: int | None


def frames(path: Path, *, narrow: float = 1.0) -> Iterator[Seen]:
    """All frames of a film, also those that an edit list hides; `narrow` is the share of the width that a source of
    another shape fills."""
    with av.open(str(path), options={"ignore_editlist": "1"}) as file:
        for frame in file.decode(video=0):
            assert frame.time is not None
            yield Seen(frame.time, number(frame.to_ndarray(format="gray"), narrow=narrow))


def number(picture: "np.ndarray", *, narrow: float = 1.0) -> int | None:
    """The number on a picture; None when a field is neither light nor dark."""
    height, width = picture.shape
    used, left = width * narrow, width * (1 - narrow) / 2
    row = picture[int(height * 0.03) : int(height * 0.07)]
    found = 0
    for bit in range(BITS):
        start = left + used * (bit + 0.3) / BITS
        level = float(row[:, int(start) : int(start + used * 0.4 / BITS)].mean())
        if 70 < level < 180:
            return None
        found |= (level >= 180) << bit
    return found


def sound(path: Path) -> "np.ndarray":
    """All samples of a film's sound, one row a channel, also those that an edit list hides."""
    with av.open(str(path), options={"ignore_editlist": "1"}) as file:
        return np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)


def longest_gap(samples: "np.ndarray", *, rate: int = 48_000, below: float = 0.003) -> float:
    """The longest silence, in seconds."""
    step = rate // 1000
    loud = np.abs(samples).max(axis=0)
    levels = loud[: len(loud) // step * step].reshape(-1, step).max(axis=1)
    longest = run = 0
    for level in levels:
        run = run + 1 if level < below else 0
        longest = max(longest, run)
    return longest / 1000
