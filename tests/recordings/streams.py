"""Streams (HLS), made on the spot: grey frames whose brightness tells the second, and a tone."""

import array
import math
from fractions import Fraction
from pathlib import Path

import av

RATE, FPS = 48_000, 10
GREY_A_SECOND = 6


def grey_at(second: int) -> int:
    """How bright the picture is in a second, 0 to 255."""
    return 30 + GREY_A_SECOND * second


def stream(folder: Path, *, kind: str = "mpegts", seconds: int = 24, tracks: str = "both") -> Path:
    """Writes a stream of two-second segments, `mpegts` or `fmp4`, of `picture`, `sound` or `both`; returns its playlist."""
    folder.mkdir(parents=True, exist_ok=True)
    playlist = folder / "index.m3u8"
    options = {"hls_time": "2", "hls_playlist_type": "vod", "hls_segment_type": kind}
    with av.open(str(playlist), "w", format="hls", options=options) as out:
        _write(out, seconds, tracks)
    return playlist


def film(file: Path, *, seconds: int = 24) -> Path:
    """The same as one MP4."""
    with av.open(str(file), "w", format="mp4", options={"movflags": "faststart"}) as out:
        _write(out, seconds, "both")
    return file


def _write(out: av.container.OutputContainer, seconds: int, tracks: str) -> None:
    seen = None if tracks == "sound" else _picture_in(out)
    heard = None if tracks == "picture" else out.add_stream("aac", rate=RATE, layout="mono")
    for second in range(seconds):
        if seen:
            for number in range(FPS):
                out.mux(seen.encode(_grey(second, number)))
        if heard:
            for tone in _tone(second, heard.codec_context.frame_size or 1_024):
                out.mux(heard.encode(tone))
    for one in filter(None, (seen, heard)):
        out.mux(one.encode(None))


def _picture_in(out: av.container.OutputContainer) -> av.VideoStream:
    seen = out.add_stream("libx264", rate=FPS, options={"g": "10", "preset": "ultrafast", "bf": "0"})
    seen.width, seen.height, seen.pix_fmt = 160, 90, "yuv420p"
    return seen


def _grey(second: int, number: int) -> av.VideoFrame:
    frame = av.VideoFrame(160, 90, "yuv420p")
    for plane, value in zip(frame.planes, (grey_at(second), 128, 128), strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    frame.pts, frame.time_base = second * FPS + number, Fraction(1, FPS)
    return frame


def _tone(second: int, size: int) -> list[av.AudioFrame]:
    first, last = -(-second * RATE // size), -(-(second + 1) * RATE // size)
    return [_frame(number * size, size) for number in range(first, last)]


def _frame(at: int, size: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="fltp", layout="mono", samples=size)
    frame.planes[0].update(array.array("f", (0.3 * math.sin((at + n) / 20) for n in range(size))).tobytes())
    frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
    return frame
