"""Joining pieces into one film: their pictures as they are, their sound as one stream encoded in one pass.

Each piece stands exactly where the timeline has it, to the sample: there is no silence of an encoder between two
pieces and no drift after many. The last picture of a piece may therefore stay a little shorter than the others.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.core.errors import Unavailable
from app.core.lazily import lazily
from app.renders.encoding import samples
from app.renders.profiles import LOUDNESS_LUFS, PEAK_DB, SAMPLE_RATE
from app.renders.timeline import Fading

if TYPE_CHECKING:
    import av
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.filter import Graph
    from av.video.stream import VideoStream
else:
    av = lazily("av")

CLICK_MS = 10
"""Every cut fades that shortly, so that it does not click."""
MOST_GAIN_DB = 24.0
_SILENCE_LUFS = -60.0
_BLOCK = 1024
_TICKS = 90_000
Samples = np.ndarray[tuple[int, int], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Part:
    """An encoded piece on its way into the film."""

    path: Path
    length_ms: int
    even: bool = False
    fading: Fading = field(default_factory=Fading)


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness (EBU R128) and true peak."""

    lufs: float
    peak_db: float


def join(parts: Sequence[Part], target: Path, said: Callable[[float], None] | None = None) -> None:
    """Writes the film; `said` is told the share that is done and may raise to end it."""
    ends = list(_ends(parts))
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}) as film:
        video = _video_like(film, parts[0])
        audio = film.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", bit_rate=128_000)
        assert isinstance(audio, av.AudioStream)  # noqa: S101 - asked for
        fifo, start_ms = _Encoder(film, audio), 0
        for part, end_ms in zip(parts, ends, strict=True):
            with av.open(str(part.path)) as file:
                _copy_picture(file, film, video, start_ms, end_ms)
            for block in _heard(part, samples(end_ms) - samples(start_ms)):
                fifo.put(block)
            start_ms = end_ms
            if said:
                said(end_ms / ends[-1])
        fifo.end()


def measured(path: Path) -> Loudness | None:
    """How loud a piece is; None without sound, or when it is silent."""
    with av.open(str(path)) as file:
        if not file.streams.audio:
            return None
        graph = _graph(file.streams.audio[0], [("ebur128", "metadata=1:peak=true")])
        last: dict[str, str] = {}
        for frame in _through(graph, file):
            last = dict(frame.metadata) or last
    lufs, peak = float(last.get("lavfi.r128.I", "-inf")), float(last.get("lavfi.r128.true_peak", "0"))
    if not lufs > _SILENCE_LUFS or peak <= 0:
        return None
    return Loudness(lufs, 20 * float(np.log10(peak)))


def gain_db(loudness: Loudness | None) -> float:
    """What brings a piece to the common loudness, within reason: noise is not made into speech."""
    return 0.0 if loudness is None else max(-MOST_GAIN_DB, min(MOST_GAIN_DB, LOUDNESS_LUFS - loudness.lufs))


def _ends(parts: Sequence[Part]) -> Iterator[int]:
    at = 0
    for part in parts:
        at += part.length_ms
        yield at


def _video_like(film: "OutputContainer", part: Part) -> "VideoStream":
    with av.open(str(part.path)) as file:
        stream = film.add_stream_from_template(file.streams.video[0])
    stream.time_base = Fraction(1, _TICKS)
    return stream


def _copy_picture(
    file: "InputContainer", film: "OutputContainer", video: "VideoStream", start_ms: int, end_ms: int
) -> None:
    source = file.streams.video[0]
    if source.codec_context.extradata != video.codec_context.extradata:
        raise Unavailable("A kept piece was made by another version of the encoder.", code="piece_differs")
    begins, ends = start_ms * _TICKS // 1000, end_ms * _TICKS // 1000
    packets = [packet for packet in file.demux(source) if packet.size and packet.pts is not None]
    for number, packet in enumerate(packets):
        at, following = _tick(packet), _tick(packets[number + 1]) if number + 1 < len(packets) else ends - begins
        packet.pts = packet.dts = begins + at
        packet.duration = following - at
        packet.time_base, packet.stream = Fraction(1, _TICKS), video
        film.mux_one(packet)


def _tick(packet: "av.Packet[VideoStream]") -> int:
    assert packet.pts is not None  # noqa: S101 - filtered
    assert packet.time_base is not None  # noqa: S101 - it comes from a stream
    return int(packet.pts * packet.time_base * _TICKS)


class _Encoder:
    """One AAC stream out of many blocks of any length."""

    def __init__(self, film: "OutputContainer", stream: "AudioStream") -> None:
        self._film, self._stream, self._at = film, stream, 0
        self._left: Samples = np.zeros((2, 0), np.float32)

    def put(self, block: Samples) -> None:
        waiting = np.concatenate((self._left, block), axis=1)
        whole = waiting.shape[1] // _BLOCK * _BLOCK
        for start in range(0, whole, _BLOCK):
            self._encode(waiting[:, start : start + _BLOCK])
        self._left = waiting[:, whole:]

    def end(self) -> None:
        if self._left.shape[1]:
            self._encode(self._left)
        self._film.mux(self._stream.encode(None))

    def _encode(self, block: Samples) -> None:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, self._at, Fraction(1, SAMPLE_RATE)
        self._at += block.shape[1]
        self._film.mux(self._stream.encode(frame))


def _heard(part: Part, wanted: int) -> Iterator[Samples]:
    """Exactly so many samples of a piece, evened and faded; silence where it has none."""
    left = wanted
    for block in _sound(part):
        kept = block[:, :left]
        left -= kept.shape[1]
        yield kept
    while left > 0:
        size = min(left, SAMPLE_RATE)
        left -= size
        yield np.zeros((2, size), np.float32)


def _sound(part: Part) -> Iterator[Samples]:
    loudness = measured(part.path) if part.even else None
    with av.open(str(part.path)) as file:
        if not file.streams.audio:
            return
        for frame in _through(_graph(file.streams.audio[0], _filters(part, loudness)), file):
            yield frame.to_ndarray().astype(np.float32, copy=False)


def _filters(part: Part, loudness: Loudness | None) -> list[tuple[str, str]]:
    gain = gain_db(loudness)
    filters = [("volume", f"{gain:.2f}dB")] if gain else []
    if loudness and loudness.peak_db + gain > PEAK_DB:
        filters.append(("alimiter", f"limit={10 ** (PEAK_DB / 20):.4f}:level=0:latency=1"))
    length, shortest = part.length_ms / 1000, min(CLICK_MS, part.length_ms / 4) / 1000
    comes, goes = max(part.fading.in_ms / 1000, shortest), max(part.fading.out_ms / 1000, shortest)
    filters.append(("afade", f"t=in:d={comes:.3f}"))
    filters.append(("afade", f"t=out:st={length - goes:.3f}:d={goes:.3f}"))
    return filters


def _graph(stream: "AudioStream", filters: Sequence[tuple[str, str]]) -> "Graph":
    graph = av.filter.Graph()
    steps = [graph.add_abuffer(template=stream), *(graph.add(name, options) for name, options in filters)]
    steps.append(graph.add("aformat", f"sample_fmts=fltp:sample_rates={SAMPLE_RATE}:channel_layouts=stereo"))
    steps.append(graph.add("abuffersink"))
    graph.link_nodes(*steps)
    graph.configure()
    return graph


def _through(graph: "Graph", file: "InputContainer") -> Iterator["av.AudioFrame"]:
    for frame in _frames(file):
        graph.push(frame)
        yield from _pulled(graph)


def _frames(file: "InputContainer") -> Iterator["av.AudioFrame | None"]:
    yield from file.decode(audio=0)
    yield None


def _pulled(graph: "Graph") -> Iterator["av.AudioFrame"]:
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(frame, av.AudioFrame)  # noqa: S101 - it is a graph of sound
        yield frame
