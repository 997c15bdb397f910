"""Small recordings, made on the spot by real encoders."""

import array
import io
import math
from fractions import Fraction

import av

RATE = 48_000


def sound(container: str = "ogg", codec: str = "libopus", seconds: float = 1.0) -> bytes:
    """A tone."""
    samples = int(RATE * seconds)
    frame = av.AudioFrame(format="s16", layout="mono", samples=samples)
    frame.planes[0].update(array.array("h", (int(8_000 * math.sin(n / 20)) for n in range(samples))).tobytes())
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        stream = out.add_stream(codec, rate=RATE, layout="mono")
        for ready in av.AudioResampler(stream.format, "mono", RATE, frame_size=stream.frame_size or 1_024).resample(
            frame
        ):
            out.mux(stream.encode(ready))
        out.mux(stream.encode(None))
    return file.getvalue()


def picture(container: str = "mp4", codec: str = "libx264", frames: int = 10) -> bytes:
    """Grey frames, 64 by 48, ten a second."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        stream = out.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(frames):
            frame = av.VideoFrame(64, 48, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number * 20 % 256]) * plane.buffer_size)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()
