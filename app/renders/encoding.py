"""One piece of a reel as a file: its picture in the common form, its sound without loss.

Cut exactly: the source is decoded and encoded again, so no frame and no sample from outside [start, end) is in the
file, also not behind an edit list. The sound is kept without loss, because all pieces are made into one stream of
AAC when they are joined: pieces of AAC would each begin with silence of the encoder.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.core.lazily import lazily
from app.jobs.service import Progress
from app.recordings import ffmpeg
from app.renders import words
from app.renders.profiles import SAMPLE_RATE, Profile
from app.renders.timeline import Footage, Piece

if TYPE_CHECKING:
    import av
else:
    av = lazily("av")

SECONDS_PER_SECOND = 60
SECONDS_AT_LEAST = 120
MOST_BYTES = 8 * 1024**3


def encode(
    piece: Piece, source: Path | None, target: Path, *, profile: Profile, fonts: Path, progress: Progress | None = None
) -> None:
    """Writes a piece. Raises MediaRefused when the source cannot be read, Unavailable when the disk is full."""
    if not isinstance(piece, Footage) or source is None:
        _encode_picture(piece, None, (), target, profile=profile, fonts=fonts, progress=progress)
    elif piece.source.has_video:
        _encode_video(piece, source, target, profile=profile, fonts=fonts, progress=progress)
    else:
        sound = target.with_suffix(".flac.mp4")
        _run(piece, [_cut(piece, source)], [*_sound(piece), *_file(sound)], None)
        bars = _bars(sound)
        _encode_picture(piece, sound, bars, target, profile=profile, fonts=fonts, progress=progress)
        sound.unlink()


def samples(length_ms: int) -> int:
    """How many samples a length of time is."""
    return length_ms * SAMPLE_RATE // 1000


def _encode_video(
    piece: Footage, source: Path, target: Path, *, profile: Profile, fonts: Path, progress: Progress | None
) -> None:
    # A still picture may have begun long before the cut and have no frame of its own within: then, and only then,
    # the picture that is on the screen when the clip begins is taken from before.
    for seek, begins in (((), "start=0:"), (("-noaccurate_seek",), "")):
        # The demuxer's -t lets the first packet behind the cut through.
        cut = f"trim={begins}end={piece.length_ms / 1000:.3f}"
        steady = f"fps={profile.fps}:start_time=0"
        filters = ",".join((cut, steady, *_fit(profile), *_drawn(piece, (), target, fonts)))
        picture = ["-map", "0:V:0", "-vf", f"{filters},format=yuv420p", *_h264(piece, profile)]
        _run(piece, [_cut(piece, source, *seek)], [*picture, *_sound(piece), *_file(target)], progress)
        if _has_picture(target):
            return
    _encode_picture(piece, None, (), target, profile=profile, fonts=fonts, progress=progress)


def _encode_picture(
    piece: Piece,
    sound: Path | None,
    bars: Sequence[float],
    target: Path,
    *,
    profile: Profile,
    fonts: Path,
    progress: Progress | None,
) -> None:
    """A picture that we draw ourselves, with a sound beside it if there is one."""
    paper = ffmpeg.generated(f"color=c=0x{words.PAPER}:s={profile.width}x{profile.height}:r={profile.fps}")
    inputs = [paper, *([ffmpeg.media(sound)] if sound else [])]
    filters = ",".join((*_drawn(piece, bars, target, fonts), "format=yuv420p"))
    picture = ["-map", "0:v:0", "-vf", filters, *_h264(piece, profile)]
    heard = ["-map", "1:a:0?", "-c:a", "copy"] if sound else []
    _run(piece, inputs, [*picture, *heard, *_file(target)], progress)


def _cut(piece: Footage, source: Path, *options: str) -> ffmpeg.Input:
    part = ("-ss", f"{piece.start_ms / 1000:.3f}", "-t", f"{piece.length_ms / 1000:.3f}")
    return ffmpeg.media(source, *options, *part)


def _run(piece: Piece, inputs: Sequence[ffmpeg.Input], output: Sequence[str], progress: Progress | None) -> None:
    seconds = SECONDS_AT_LEAST + SECONDS_PER_SECOND * piece.length_ms / 1000
    limits = ffmpeg.Limits(wall_seconds=seconds, cpu_seconds=int(2 * seconds), file_bytes=MOST_BYTES, threads=2)
    ffmpeg.run(inputs, output, length_ms=piece.length_ms, limits=limits, progress=progress)


def _fit(profile: Profile) -> tuple[str, ...]:
    """The picture as large as it fits, never distorted, bars around it; its colours as HD has them."""
    width, height = profile.width, profile.height
    return (
        f"scale=w='2*round(min({width},{height}*dar)/2)':h='2*round(min({height},{width}/dar)/2)'"
        ":flags=bicubic:out_color_matrix=bt709:out_range=limited",
        f"pad={width}:{height}:-1:-1:color=black,setsar=1",
        # As long as the sound: the last picture stays where the source ends too early.
        "tpad=stop=-1:stop_mode=clone",
    )


def _drawn(piece: Piece, bars: Sequence[float], target: Path, fonts: Path) -> tuple[str, ...]:
    """Words over the picture, then fades of both."""
    text, filters = words.script(piece, bars), []
    if text:
        path = target.with_suffix(".ass")
        path.write_text(text, encoding="utf-8")
        filters.append(f"subtitles=f={_quoted(path)}:fontsdir={_quoted(fonts)}:wrap_unicode=1")
    if fade := piece.fading.in_ms:
        filters.append(f"fade=t=in:st=0:d={fade / 1000:.3f}")
    if fade := piece.fading.out_ms:
        filters.append(f"fade=t=out:st={(piece.length_ms - fade) / 1000:.3f}:d={fade / 1000:.3f}")
    return tuple(filters)


def _h264(piece: Piece, profile: Profile) -> tuple[str, ...]:
    # No B-frames: every frame's place is plain, so that pieces join, and nothing needs an edit list.
    return (
        *("-frames:v", str(profile.frames(piece.length_ms)), "-c:v", "libx264", "-preset", "veryfast"),
        *("-crf", str(profile.crf), "-bf", "0", "-g", str(2 * profile.fps), "-pix_fmt", "yuv420p"),
        *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"),
        *("-video_track_timescale", "90000"),
    )


def _sound(piece: Footage) -> tuple[str, ...]:
    """The sound as long as the clip to the sample: silence where there is none, one voice on both sides."""
    filters = (
        f"aresample={SAMPLE_RATE}:async=1:first_pts=0,aformat=sample_fmts=s16:channel_layouts=stereo,"
        f"apad,atrim=end_sample={samples(piece.length_ms)}"
    )
    return ("-map", "0:a:0?", "-af", filters, "-c:a", "flac")


def _file(target: Path) -> tuple[str, ...]:
    return (
        *("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"),
        *("-f", "mp4", f"file:{target}"),
    )


def _has_picture(path: Path) -> bool:
    if not path.exists() or not path.stat().st_size:
        return False
    with av.open(str(path)) as file:
        return bool(file.streams.video) and any(packet.size for packet in file.demux(video=0))


def _bars(path: Path) -> list[float]:
    """How loud a voice is from moment to moment, 0 to 1."""
    with av.open(str(path)) as file:
        if not file.streams.audio:
            return [0.0] * words.BARS
        blocks = [np.abs(frame.to_ndarray()).max(axis=0) for frame in file.decode(audio=0)]
    heard = np.concatenate(blocks).astype(float) if blocks else np.zeros(words.BARS)
    peaks = np.array([part.max(initial=0.0) for part in np.array_split(heard, words.BARS)])
    return [float(level) for level in peaks / max(1.0, float(peaks.max()))]


def _quoted(path: Path) -> str:
    """A path inside a filter of ffmpeg, which is parsed twice."""
    once = str(path).replace("\\", "\\\\").replace("'", "\\'").replace(":", "\\:")
    return "".join(f"\\{sign}" if sign in "\\'[],;" else sign for sign in once)
