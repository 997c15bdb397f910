"""ffmpeg reads what it is given and nothing else, within limits, and says in words what went wrong."""

import os
from pathlib import Path

import pytest

from app.core.errors import Unavailable
from app.jobs.service import Cancelled
from app.recordings import ffmpeg
from app.recordings.ffmpeg import Limits, MediaRefused, generated, listed, media
from tests.recordings.media import picture, sound

TONE = generated("sine=frequency=440:sample_rate=8000:duration=2")
ENDLESS = generated("testsrc2=size=640x360:rate=30")
RAW = ("-f", "s16le", "pipe:1")


@pytest.fixture
def call(tmp_path: Path) -> Path:
    path = tmp_path / "call.ogg"
    path.write_bytes(sound())
    return path


def read(*inputs: ffmpeg.Input) -> bytes:
    """The sound of the inputs as raw samples."""
    parts: list[bytes] = []
    ffmpeg.run(inputs, ["-ac", "1", "-ar", "8000", *RAW], received=parts.append)
    return b"".join(parts)


def test_what_it_writes_to_the_pipe_arrives_whole(call: Path) -> None:
    assert len(read(TONE)) == 2 * 2 * 8000
    assert len(read(media(call))) == pytest.approx(2 * 8000, rel=0.1)


def test_progress_is_told_and_never_ends_before_the_end(tmp_path: Path) -> None:
    shares: list[float] = []

    def note(share: float, message: str = "") -> None:
        shares.append(share)

    target = tmp_path / "out.mp4"
    slowly = ["-t", "4", "-vf", "realtime=speed=4", f"file:{target}"]
    ffmpeg.run([ENDLESS], slowly, length_ms=4_000, progress=note)
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert 0 < shares[-1] < 1
    assert target.stat().st_size > 0


def test_a_cancel_ends_it_though_it_would_never_end_by_itself(tmp_path: Path) -> None:
    calls: list[float] = []

    def cancelled_later(share: float, message: str = "") -> None:
        calls.append(share)
        if len(calls) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        ffmpeg.run([ENDLESS], [f"file:{tmp_path / 'out.mp4'}"], progress=cancelled_later)
    assert _children() == []


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(wall_seconds=0.3), "longer than 0 seconds"),
        (Limits(cpu_seconds=1), "more than 1 seconds of computing"),
        (Limits(file_bytes=50_000), "larger than allowed"),
        (Limits(memory_bytes=70_000_000), "memory than allowed"),
    ],
)
def test_whoever_asks_for_more_than_is_allowed_is_ended_with_words(tmp_path: Path, limits: Limits, words: str) -> None:
    with pytest.raises(MediaRefused, match=words):
        ffmpeg.run([ENDLESS], ["-t", "600", f"file:{tmp_path / 'out.mp4'}"], limits=limits)
    assert _children() == []


def test_a_full_disk_is_not_the_files_fault() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(Unavailable) as refused:
        ffmpeg.run([TONE], ["-f", "wav", "file:/dev/full"])
    assert refused.value.code == "storage_full"


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:8\n#EXTINF:8,\n{file}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{file}'\n",
        "<?xml version='1.0'?><MPD><BaseURL>{file}</BaseURL></MPD>",
    ],
)
def test_no_playlist_makes_it_open_another_file(tmp_path: Path, call: Path, playlist: str) -> None:
    path = tmp_path / "list.mp4"
    path.write_text(playlist.format(file=call))
    with pytest.raises(MediaRefused):
        read(media(path))


def test_a_name_cannot_be_read_as_an_address_or_an_option(tmp_path: Path) -> None:
    for name in ("http:", "-version", "concat:a", "a b'c;d"):
        path = tmp_path / name
        path.write_bytes(sound())
        assert read(media(path))


def test_pieces_of_our_own_are_joined(tmp_path: Path, call: Path) -> None:
    names = tmp_path / "list.txt"
    names.write_text(f"file '{call}'\nfile '{call}'\n")
    assert len(read(listed(names))) == pytest.approx(2 * 2 * 8000, rel=0.1)


@pytest.mark.parametrize(
    "content", [b"no media at all", picture()[:700], b""], ids=["no media", "the beginning of a film", "nothing"]
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "recording.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaRefused, match=r"cut off|damaged"):
        read(media(path))


def test_an_error_while_receiving_ends_it() -> None:
    def full(_chunk: bytes) -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        ffmpeg.run([generated("sine")], ["-f", "s16le", "pipe:1"], received=full)
    assert _children() == []


def test_it_knows_no_secrets_and_works_below_everyone_elses_priority(tmp_path: Path) -> None:
    if not Path("/proc/self/task").exists():
        pytest.skip("this system has no /proc")
    seen: dict[str, str] = {}

    def look(_share: float, message: str = "") -> None:
        for pid in _children():
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if b"ffmpeg" in command.split(b"\0")[0] and not seen:
                seen["environment"] = Path(f"/proc/{pid}/environ").read_text()
                seen["nice"] = str(os.getpriority(os.PRIO_PROCESS, pid))
        if seen:
            raise Cancelled

    os.environ["FIRSTHAND_SECRET_OF_THIS_TEST"] = "x"
    try:
        with pytest.raises(Cancelled):
            ffmpeg.run([ENDLESS], ["-t", "600", f"file:{tmp_path / 'out.mp4'}"], progress=look)
    finally:
        del os.environ["FIRSTHAND_SECRET_OF_THIS_TEST"]
    assert "SECRET" not in seen["environment"]
    assert int(seen["nice"]) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + Limits().nice)


def _children() -> list[int]:
    """Processes that this one has started and that still run, also from other threads."""
    tasks = Path("/proc/self/task")
    if not tasks.exists():
        return []
    found = [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]
    return [pid for pid in found if b"ffmpeg" in Path(f"/proc/{pid}/cmdline").read_bytes()]
