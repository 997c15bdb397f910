"""What a file is: its streams, its length, and whether browsers play it as it is. Untrusted input, read with PyAV."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from app.core.errors import Invalid
from app.core.lazily import lazily
from app.recordings.containers import HEAD_BYTES, container_of

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
else:
    av = lazily("av")

_FAMILY = {"h264": "mp4", "av1": "any", "vp8": "webm", "vp9": "any", "aac": "mp4", "mp3": "mp4", "opus": "any"} | {
    "vorbis": "webm",
    "flac": "mp4",
}
_PLAIN_AUDIO = {
    "wav": {"pcm_s16le", "pcm_u8", "pcm_s24le", "pcm_f32le", "pcm_mulaw", "pcm_alaw"},
    "mp3": {"mp3"},
    "flac": {"flac"},
    "ogg": {"opus", "vorbis", "flac"},
    "aac": {"aac"},
}
_MEDIA_TYPES = {
    "mov": "mp4", "matroska": "webm", "ogg": "ogg", "wav": "wav", "flac": "flac", "mp3": "mpeg", "aac": "aac",
    "aiff": "aiff", "caf": "x-caf", "amr": "amr", "asf": "x-ms-asf", "avi": "x-msvideo", "mpeg": "mpeg",
    "mpegts": "mp2t", "flv": "x-flv",
}  # fmt: skip
_SUFFIXES = {"mov": ".mp4", "matroska": ".webm", "mpegts": ".ts", "asf": ".wmv", "mpeg": ".mpg"}
_PICTURES = frozenset({"mjpeg", "png", "bmp", "gif", "webp"})


@dataclass(frozen=True, slots=True)
class Probe:
    """`media_type` comes from the bytes, never from the name. `suffix` is the usual one for it."""

    container: str
    media_type: str
    suffix: str
    duration_ms: int | None
    has_video: bool
    width: int | None
    height: int | None
    codecs: tuple[str, ...]
    pixel_format: str | None
    has_audio: bool
    playable: bool

    def plays_in_mp4(self, video: str) -> bool:
        """Whether the picture is of this codec, in colours that every browser's decoder knows."""
        return video in self.codecs and _usual_colours(video, self.pixel_format)


def probe(file: BinaryIO) -> Probe:
    """Looks into a file; raises Invalid with code `not_media` when nothing in it can be seen or heard."""
    head = bytes(file.read(HEAD_BYTES))
    file.seek(0)
    container = container_of(head)
    if container is None:
        raise _not_media("This file is neither audio nor video.")
    try:
        with av.open(file, "r", format=container, metadata_errors="ignore") as opened:
            return _look(opened, container)
    except (av.FFmpegError, ValueError, UnicodeDecodeError) as error:
        raise unreadable() from error


def _look(opened: "InputContainer", container: str) -> Probe:
    video = next((s for s in opened.streams.video if s.codec.canonical_name not in _PICTURES), None)
    audio = next(iter(opened.streams.audio), None)
    if video is None and audio is None:
        raise _not_media("There is neither sound nor picture in this file.")
    codecs = tuple(stream.codec.canonical_name for stream in (video, audio) if stream is not None)
    colours = video.codec_context.pix_fmt if video else None
    return Probe(
        container=container,
        media_type=f"{'video' if video else 'audio'}/{_MEDIA_TYPES[container]}",
        suffix=_SUFFIXES.get(container, f".{container}"),
        duration_ms=_duration_ms(opened),
        has_video=video is not None,
        width=video.width if video else None,
        height=video.height if video else None,
        codecs=codecs,
        pixel_format=colours,
        has_audio=audio is not None,
        playable=_playable(container, codecs) and all(_usual_colours(codec, colours) for codec in codecs),
    )


def _duration_ms(opened: "InputContainer") -> int | None:
    if opened.duration:
        return max(0, round(opened.duration / 1000))
    known = [s.duration * s.time_base for s in opened.streams if s.duration and s.time_base]
    return round(max(known) * 1000) if known else _measured_ms(opened)


def _measured_ms(opened: "InputContainer") -> int | None:
    """Walks the packets without decoding: recordings made in a browser do not say how long they are."""
    end = 0.0
    for packet in opened.demux():
        if packet.pts is not None and packet.time_base:
            end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    return round(end * 1000)


def _playable(container: str, codecs: tuple[str, ...]) -> bool:
    if container in _PLAIN_AUDIO:
        return all(codec in _PLAIN_AUDIO[container] for codec in codecs)
    family = {"mov": "mp4", "matroska": "webm"}.get(container)
    return family is not None and all(_FAMILY.get(codec) in (family, "any") for codec in codecs)


def _usual_colours(codec: str, pixel_format: str | None) -> bool:
    """H.264 of studio cameras and of some screen recorders (4:2:2, 4:4:4, ten bits) plays in no browser."""
    return codec != "h264" or pixel_format in (None, "yuv420p", "yuvj420p")


def unreadable() -> Invalid:
    """The refusal of a file that only looks like a recording."""
    return _not_media("This file begins like a recording, but it cannot be read; it may be cut off.")


def _not_media(message: str) -> Invalid:
    return Invalid(f"{message} Upload an audio or video file, e.g. MP4, WebM, MP3 or WAV.", code="not_media")
