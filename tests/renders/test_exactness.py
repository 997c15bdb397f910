"""Films hold the selected moments, whole, in their place, and nothing else: read back frame by frame."""

import itertools
import subprocess
from dataclasses import replace
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest

from app.recordings.ffmpeg import MediaRefused
from app.renders.encoding import encode, samples
from app.renders.fonts import lay_out
from app.renders.joining import Part, join, measured
from app.renders.profiles import LOUDNESS_LUFS, PROFILES
from app.renders.timeline import Card, Fading, Footage, Piece, Source
from tests.reels.sources import tone
from tests.renders.clocked import Film, Seen, frames, longest_gap, make, sound

FORM = PROFILES["480p"]
LARGE, SMALL, MUTE = Film(640, 360, 30, 2), Film(320, 180, 25, 1), Film(320, 180, 25, 0)


def clip(item_id: str, start_ms: int, end_ms: int, *, video: bool = True) -> Footage:
    source = Source(sha256=item_id, store_key="", has_video=video, interview_id="i")
    return Footage(item_id, "h", source, start_ms, end_ms, name="Rosa")


CLIPS: list[tuple[Film | None, Footage]] = [
    (LARGE, clip("1", 1_017, 2_217)),
    (SMALL, clip("2", 2_413, 3_613)),
    (MUTE, clip("3", 333, 1_333)),
    (LARGE, clip("4", 3_001, 4_001)),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("films")
    lay_out(found / "fonts")
    for film in (LARGE, SMALL, MUTE):
        make(found / f"{film.width}-{film.channels}.mp4", film, seconds=5)
    return found


def encoded(folder: Path, piece: Piece, source: Path | None) -> Part:
    target = folder / f"piece-{piece.item_id}.mp4"
    encode(piece, source, target, profile=FORM, fonts=folder / "fonts")
    return Part(target, piece.length_ms, isinstance(piece, Footage), piece.fading)


@pytest.fixture(scope="module")
def film(folder: Path) -> Path:
    parts = [
        encoded(folder, piece, folder / f"{film.width}-{film.channels}.mp4")
        for film, piece in CLIPS
        if film is not None
    ]
    join(parts, folder / "reel.mp4")
    return folder / "reel.mp4"


def seen_in(film: Path) -> list[tuple[Film, Footage, list[Seen]]]:
    """The frames of each clip, by where the clip should stand."""
    seen, at, found = list(frames(film)), 0.0, []
    for source, piece in CLIPS:
        assert source is not None
        end = at + piece.length_ms / 1000
        found.append((source, piece, [one for one in seen if at - 0.002 <= one.at < end - 0.002]))
        at = end
    assert sum(len(inside) for *_, inside in found) == len(seen)
    return found


def test_a_film_is_as_long_as_its_clips(film: Path) -> None:
    wanted = sum(piece.length_ms for _, piece in CLIPS)
    with av.open(str(film)) as file:
        assert file.duration is not None
        assert file.duration / 1000 == pytest.approx(wanted, abs=50)
        video, audio = file.streams.video[0], file.streams.audio[0]
        assert (video.width, video.height, video.average_rate) == (854, 480, 30)
        assert (audio.rate, audio.layout.name) == (48_000, "stereo")


def test_every_clip_begins_with_its_first_frame(film: Path) -> None:
    for source, piece, inside in seen_in(film):
        first = -(-piece.start_ms * source.fps // 1000)
        assert inside[0].number is not None
        assert abs(inside[0].number - first) <= 1


def test_no_frame_of_a_film_lies_outside_even_when_edit_lists_are_ignored(film: Path) -> None:
    for source, piece, inside in seen_in(film):
        numbers = [one.number for one in inside]
        assert None not in numbers
        assert min(number for number in numbers if number is not None) * 1000 >= piece.start_ms * source.fps
        assert max(number for number in numbers if number is not None) * 1000 < piece.end_ms * source.fps


def test_clips_meet_without_a_gap_in_picture_or_sound(film: Path) -> None:
    times = [one.at for one in frames(film)]
    assert max(later - earlier for earlier, later in itertools.pairwise(times)) <= 2 / 30
    samples_ = sound(film)
    joint = samples_[:, samples(1_200 - 400) : samples(1_200 + 400)]
    assert longest_gap(joint) <= 2 / 30


def test_a_clip_without_sound_is_silent_and_keeps_its_place(film: Path) -> None:
    quiet = sound(film)[:, samples(2_450) : samples(3_350)]
    assert float(np.abs(quiet).max()) < 0.01


def test_quiet_and_loud_voices_are_brought_together(folder: Path) -> None:
    part = encoded(folder, replace(clip("9", 0, 4_000), end_ms=4_000), folder / "640-2.mp4")
    before = measured(part.path)
    join([part], folder / "even.mp4")
    join([replace(part, even=False)], folder / "uneven.mp4")
    after, same = measured(folder / "even.mp4"), measured(folder / "uneven.mp4")
    assert before
    assert after
    assert same
    assert abs(before.lufs - LOUDNESS_LUFS) > 3
    assert after.lufs == pytest.approx(LOUDNESS_LUFS, abs=1)
    assert same.lufs == pytest.approx(before.lufs, abs=0.5)
    assert after.peak_db < -0.5


def test_a_still_picture_longer_than_the_clip_is_held(folder: Path) -> None:
    """A shared screen that does not change has one frame in a minute, perhaps none within the clip."""
    still = folder / "still.mp4"
    with av.open(str(still), "w") as out:
        stream = out.add_stream("libx264", rate=1, options={"g": "1"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for second in (0, 20):
            frame = av.VideoFrame.from_ndarray(np.full((180, 320, 3), 240 if second == 0 else 20, np.uint8), "rgb24")
            frame.pts = second
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    part = encoded(folder, replace(clip("still", 5_000, 6_000), name=""), still)
    with av.open(str(part.path)) as file:
        pictures = [frame.to_ndarray(format="gray") for frame in file.decode(video=0)]
    assert len(pictures) == 30
    assert float(pictures[15].mean()) > 200


def test_a_voice_without_picture_gets_one_that_moves(folder: Path) -> None:
    part = encoded(folder, clip("voice", 500, 1_500, video=False), tone(folder / "call.ogg"))
    with av.open(str(part.path)) as file:
        pictures = [frame.to_ndarray(format="gray").astype(int) for frame in file.decode(video=0)]
    assert len(pictures) == 30
    assert np.abs(pictures[28] - pictures[2]).max() > 40


def test_a_turned_picture_stands_upright_between_bars(folder: Path) -> None:
    turned = folder / "turned.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y", "-display_rotation", "90"]
    subprocess.run([*command, "-i", str(folder / "320-1.mp4"), "-c", "copy", str(turned)], check=True)
    part = encoded(folder, replace(clip("turned", 0, 500), name=""), turned)
    with av.open(str(part.path)) as file:
        picture = next(file.decode(video=0)).to_ndarray(format="gray")
    assert picture.shape == (480, 854)
    # 180 × 320 becomes 270 × 480 in the middle.
    assert float(picture[:, :285].max()) < 30 > float(picture[:, 575:].max())
    assert float(picture[:, 300:550].mean()) > 40


def test_cards_are_drawn_and_fade(folder: Path) -> None:
    part = encoded(folder, Card("card", 1_000, "Waiting", "مرحبا بالعالم 私は待った", fading=Fading(300, 300)), None)
    with av.open(str(part.path)) as file:
        light = [float(frame.to_ndarray(format="gray").max()) for frame in file.decode(video=0)]
    assert len(light) == 30
    assert light[0] < 60
    assert light[15] > 180
    assert light[-1] < 80


def test_what_is_no_recording_is_refused(folder: Path) -> None:
    (folder / "nonsense.mp4").write_bytes(b"no media at all")
    with pytest.raises(MediaRefused):
        encoded(folder, clip("nonsense", 0, 1_000), folder / "nonsense.mp4")


def test_a_folder_may_have_any_name(folder: Path) -> None:
    odd = folder / "it's [odd], really: 100%;"
    odd.mkdir()
    lay_out(odd / "fonts")
    part = encoded(odd, Card("card", 300, "Waiting"), None)
    with av.open(str(part.path)) as file:
        assert float(next(file.decode(video=0)).to_ndarray(format="gray").max()) > 180
