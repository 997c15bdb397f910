"""Pictures of a finished film: a poster, and a sheet of small pictures with a WebVTT index for the time line."""

from pathlib import Path

from app.recordings import ffmpeg
from app.renders.profiles import Profile
from app.renders.timeline import Footage, Timeline

THUMB_WIDTH, THUMB_HEIGHT, COLUMNS = 160, 90, 10
MOST_THUMBS = 100
_LEAST_SECONDS = 2
POSTER, SPRITE = "poster.jpg", "sprite.jpg"


def poster_ms(timeline: Timeline) -> int:
    """A moment that shows a person rather than a title: one second into the first clip, or its middle."""
    for at, piece in timeline.placed():
        if isinstance(piece, Footage):
            return at + min(1_000, piece.length_ms // 2)
    return min(1_000, timeline.length_ms // 2)


def step_ms(length_ms: int) -> int:
    """How far apart the small pictures are: whole seconds, so many that the sheet stays small."""
    seconds = -(-length_ms // 1000 // MOST_THUMBS)
    return max(_LEAST_SECONDS, seconds + 1 if length_ms > MOST_THUMBS * _LEAST_SECONDS * 1000 else 0) * 1000


def thumbs(length_ms: int) -> int:
    """How many there are."""
    return max(1, -(-length_ms // step_ms(length_ms)))


def draw(film: Path, folder: Path, timeline: Timeline, profile: Profile) -> None:
    """Writes poster and sheet into the folder. The sheet is made of key frames, which come every two seconds."""
    at = poster_ms(timeline) / 1000
    height = profile.height if profile.height <= 720 else 720
    shot = ["-frames:v", "1", "-vf", f"scale=-2:{height}", "-q:v", "4", "-f", "image2", f"file:{folder / POSTER}"]
    ffmpeg.run([ffmpeg.media(film, "-ss", f"{at:.3f}")], ["-map", "0:v:0", "-update", "1", *shot])
    rows = -(-thumbs(timeline.length_ms) // COLUMNS)
    columns = min(COLUMNS, thumbs(timeline.length_ms))
    every = step_ms(timeline.length_ms) // 1000
    sheet = f"fps=1/{every}:start_time=0:round=up,scale={THUMB_WIDTH}:{THUMB_HEIGHT},tile={columns}x{rows}"
    wanted = ["-vf", sheet, "-frames:v", "1", "-q:v", "5", "-f", "image2", "-update", "1", f"file:{folder / SPRITE}"]
    ffmpeg.run([ffmpeg.media(film, "-skip_frame", "nokey")], ["-map", "0:v:0", *wanted])


def index(length_ms: int, url: str = SPRITE) -> str:
    """Where in the sheet the picture of a moment is, as WebVTT with media fragments."""
    step, blocks = step_ms(length_ms), ["WEBVTT\n"]
    for number in range(thumbs(length_ms)):
        start, end = number * step, min(length_ms, (number + 1) * step)
        left, top = number % COLUMNS * THUMB_WIDTH, number // COLUMNS * THUMB_HEIGHT
        place = f"{url}#xywh={left},{top},{THUMB_WIDTH},{THUMB_HEIGHT}"
        blocks.append(f"{_stamp(start)} --> {_stamp(end)}\n{place}\n")
    return "\n".join(blocks)


def _stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
