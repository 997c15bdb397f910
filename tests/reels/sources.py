"""Recordings whose every frame and sample tells its own time, so that a cut can be checked to the frame."""

import array
import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av

FPS = 25
RATE = 48_000
_LEVEL, _STEP = 20, 13


def numbered(path: Path, *, seconds: float = 8.0, fps: int = FPS, quiet: Sequence[tuple[float, float]] = ()) -> Path:
    """A video whose frames carry their number, with a loud tone that is silent only in the given seconds.

    Key frames lie five seconds apart, so that a copied stream would begin far too early.
    """
    with av.open(str(path), "w", format="mp4") as out:
        video = out.add_stream("libx264", rate=fps, options={"g": str(fps * 5), "bf": "2"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = out.add_stream("aac", rate=RATE, layout="mono")
        for number in range(int(seconds * fps)):
            out.mux(video.encode(_frame(number)))
        out.mux(video.encode(None))
        for frame in _tone(seconds, quiet):
            out.mux(audio.encode(frame))
        out.mux(audio.encode(None))
    return path


def tone(path: Path, *, seconds: float = 3.0) -> Path:
    """Sound without a picture."""
    with av.open(str(path), "w", format="ogg") as out:
        audio = out.add_stream("libopus", rate=RATE, layout="mono")
        for frame in av.AudioResampler("s16", "mono", RATE, frame_size=960).resample(_whole(seconds, ())):
            out.mux(audio.encode(frame))
        out.mux(audio.encode(None))
    return path


def mute(path: Path, *, width: int, height: int, frames: int = 50) -> Path:
    """A picture of any size without sound."""
    with av.open(str(path), "w", format="matroska") as out:
        video = out.add_stream("ffv1", rate=FPS)
        video.width, video.height, video.pix_fmt = width, height, "yuv444p"
        for _ in range(frames):
            out.mux(video.encode(av.VideoFrame(width, height, "yuv444p")))
        out.mux(video.encode(None))
    return path


def size(data: bytes) -> tuple[int, int]:
    """Width and height of a clip."""
    with av.open(io.BytesIO(data)) as file:
        return file.streams.video[0].width, file.streams.video[0].height


def frame_numbers(data: bytes) -> list[int]:
    """The numbers on the frames of a clip, also of frames that an edit list would hide."""
    with av.open(io.BytesIO(data), options={"ignore_editlist": "1"}) as file:
        return [_number(frame) for frame in file.decode(video=0)]


def loudest(data: bytes) -> float:
    """The highest sample of a clip, 0 to 1."""
    with av.open(io.BytesIO(data), options={"ignore_editlist": "1"}) as file:
        return max(float(abs(frame.to_ndarray()).max()) for frame in file.decode(audio=0))


def length(data: bytes) -> float:
    """How long a clip says it is, in seconds."""
    with av.open(io.BytesIO(data)) as file:
        return file.duration / 1_000_000 if file.duration else 0.0


def _frame(number: int) -> av.VideoFrame:
    frame = av.VideoFrame(64, 48, "yuv420p")
    luma, *chroma = frame.planes
    low, high = _LEVEL + number % 16 * _STEP, _LEVEL + number // 16 * _STEP
    luma.update((bytes([low] * 32 + [high] * 32) + bytes(luma.line_size - 64)) * 48)
    for plane in chroma:
        plane.update(bytes([128]) * plane.buffer_size)
    return frame


def _number(frame: av.VideoFrame) -> int:
    luma = frame.to_ndarray(format="yuv420p")
    low, high = (float(luma[8:40, part].mean()) for part in (slice(8, 24), slice(40, 56)))
    return round((low - _LEVEL) / _STEP) + 16 * round((high - _LEVEL) / _STEP)


def _tone(seconds: float, quiet: Sequence[tuple[float, float]]) -> list[av.AudioFrame]:
    return av.AudioResampler("fltp", "mono", RATE, frame_size=1024).resample(_whole(seconds, quiet))


def _whole(seconds: float, quiet: Sequence[tuple[float, float]]) -> av.AudioFrame:
    samples = array.array("h", (14_000 if n // 40 % 2 else -14_000 for n in range(int(seconds * RATE))))
    for start, end in quiet:
        for n in range(int(start * RATE), int(end * RATE)):
            samples[n] = 0
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples))
    frame.planes[0].update(samples.tobytes())
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    return frame
