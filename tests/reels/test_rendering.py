"""Cut clips hold the selected moment and nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest
from obstore.store import MemoryStore
from sqlmodel import select

from app.core.database import Database
from app.jobs.service import Cancelled
from app.recordings.ffmpeg import MediaRefused
from app.recordings.store import ObjectFiles
from app.reels.clips import Cut
from app.reels.models import RenderedClip
from app.reels.queries import PROFILE
from app.reels.rendering import cut, handler
from tests.reels.sources import FPS, frame_numbers, length, loudest, mute, numbered, size, tone

PART = Cut(3_120, 5_640)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return numbered(tmp_path_factory.mktemp("film") / "film.mp4", quiet=[(3.0, 5.76)])


@pytest.fixture(scope="module")
def clip(film: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    target = tmp_path_factory.mktemp("clip") / "clip.mp4"
    cut(film, target, PART, has_video=True)
    return target.read_bytes()


def test_no_frame_lies_outside_even_when_edit_lists_are_ignored(clip: bytes) -> None:
    numbers = frame_numbers(clip)
    assert numbers == list(range(PART.start_ms * FPS // 1000, PART.end_ms * FPS // 1000))


def test_no_sound_from_outside_is_in_a_clip(film: Path, clip: bytes) -> None:
    assert loudest(film.read_bytes()) > 0.3
    assert loudest(clip) < 0.02


def test_a_clip_is_as_long_as_it_was_cut(clip: bytes) -> None:
    assert length(clip) == pytest.approx(PART.length_ms / 1000, abs=0.05)


def test_a_clip_tells_nothing_of_its_source(clip: bytes) -> None:
    assert b"film.mp4" not in clip


def test_sound_without_a_picture_is_cut_too(tmp_path: Path) -> None:
    target = tmp_path / "clip.mp4"
    cut(tone(tmp_path / "call.ogg"), target, Cut(500, 1_700), has_video=False)
    assert length(target.read_bytes()) == pytest.approx(1.2, abs=0.05)
    assert loudest(target.read_bytes()) > 0.3


@pytest.mark.parametrize(
    ("width", "height", "shown"), [(65, 49, (64, 48)), (1921, 1081, (1280, 720)), (333, 720, (332, 718))]
)
def test_a_picture_of_any_size_without_sound_is_cut(
    tmp_path: Path, width: int, height: int, shown: tuple[int, int]
) -> None:
    target = tmp_path / "clip.mp4"
    cut(mute(tmp_path / "screen.mkv", width=width, height=height), target, Cut(400, 1_000), has_video=True)
    assert size(target.read_bytes()) == shown
    assert length(target.read_bytes()) == pytest.approx(0.6, abs=0.05)


def test_what_is_no_media_says_so(tmp_path: Path) -> None:
    (tmp_path / "nonsense.mp4").write_bytes(b"no media at all")
    with pytest.raises(MediaRefused, match="cut off"):
        cut(tmp_path / "nonsense.mp4", tmp_path / "clip.mp4", PART, has_video=True)


def test_a_playlist_cannot_make_it_read_another_file(tmp_path: Path, film: Path) -> None:
    playlist = tmp_path / "list.m3u8"
    playlist.write_text(f"#EXTM3U\n#EXTINF:8,\nhttp://127.0.0.1:9/{film.name}\n#EXT-X-ENDLIST\n")
    with pytest.raises(MediaRefused):
        cut(playlist, tmp_path / "clip.mp4", PART, has_video=True)


def test_a_cancelled_cut_stops_at_once(film: Path, tmp_path: Path) -> None:
    def cancelled(share: float, message: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        cut(film, tmp_path / "clip.mp4", PART, has_video=True, progress=cancelled)


def test_a_recording_that_lies_elsewhere_is_fetched_and_its_clip_put_there_once(film: Path, database: Database) -> None:
    store = ObjectFiles(MemoryStore())
    anyio.run(lambda: store.put("recordings/film", in_one(film.read_bytes()), max_bytes=10**9))
    args = {
        "sha256": "ab" * 32,
        "start_ms": PART.start_ms,
        "end_ms": PART.end_ms,
        "profile": PROFILE,
        "source": "recordings/film",
        "has_video": True,
    }
    shares: list[float] = []

    def note(share: float, message: str = "") -> None:
        shares.append(share)

    run = handler(database, store)
    run(args, note)
    with database.read() as session:
        row = session.exec(select(RenderedClip)).one()
    with store.open(row.store_key) as clip:
        data = bytes(clip.read())
    assert (len(data), row.media_type) == (row.size_bytes, "video/mp4")
    assert frame_numbers(data)[0] == PART.start_ms * FPS // 1000
    assert all(0 <= share <= 0.95 for share in shares)
    seen = len(shares)
    run(args, note)
    assert len(shares) == seen


async def in_one(data: bytes) -> AsyncIterator[bytes]:
    yield data
