"""What a file is, told from its bytes: made by real encoders, cut off, or no recording at all."""

import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.recordings import probing
from app.recordings.containers import container_of
from app.recordings.probe import Probe, probe
from app.recordings.probing import probe_file
from tests.recordings.media import picture, sound


@pytest.mark.parametrize(
    ("container", "codec", "media_type", "suffix", "playable"),
    [
        ("ogg", "libopus", "audio/ogg", ".ogg", True),
        ("webm", "libopus", "audio/webm", ".webm", True),
        ("mp4", "aac", "audio/mp4", ".mp4", True),
        ("mp3", "libmp3lame", "audio/mpeg", ".mp3", True),
        ("wav", "pcm_s16le", "audio/wav", ".wav", True),
        ("flac", "flac", "audio/flac", ".flac", True),
        ("adts", "aac", "audio/aac", ".aac", True),
        ("mov", "pcm_s16le", "audio/mp4", ".mp4", False),
        ("aiff", "pcm_s16be", "audio/aiff", ".aiff", False),
        ("avi", "pcm_s16le", "audio/x-msvideo", ".avi", False),
        ("mpegts", "aac", "audio/mp2t", ".ts", False),
    ],
)
def test_sound_is_known_by_its_bytes(container: str, codec: str, media_type: str, suffix: str, playable: bool) -> None:
    found = probe(io.BytesIO(sound(container, codec)))
    assert (found.media_type, found.suffix, found.playable) == (media_type, suffix, playable)
    assert found.duration_ms == pytest.approx(1_000, abs=90)
    assert (found.has_video, found.width) == (False, None)


@pytest.mark.parametrize(
    ("container", "codec", "media_type", "playable"),
    [
        ("mp4", "libx264", "video/mp4", True),
        ("webm", "libvpx", "video/webm", True),
        ("matroska", "libx264", "video/webm", False),
        ("mp4", "mpeg4", "video/mp4", False),
    ],
)
def test_a_picture_is_known_by_its_bytes(container: str, codec: str, media_type: str, playable: bool) -> None:
    found = probe(io.BytesIO(picture(container, codec)))
    assert (found.media_type, found.playable) == (media_type, playable)
    assert (found.has_video, found.width, found.height, found.duration_ms) == (True, 64, 48, 1_000)


def test_a_length_that_the_file_does_not_tell_is_measured() -> None:
    data = sound("webm")
    live = data.replace(b"\x44\x89\x88", b"\xec\x81\x88", 1)  # the duration element becomes padding
    assert live != data
    assert probe(io.BytesIO(live)).duration_ms == pytest.approx(1_000, abs=90)


@pytest.mark.parametrize(
    "data",
    [
        b"plain words",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<html><script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"%PDF-1.7",
        b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    ],
)
def test_what_is_no_recording_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        probe(io.BytesIO(data))
    assert refused.value.code == "not_media"


def test_a_recording_without_its_end_is_refused_when_nothing_can_be_read() -> None:
    with pytest.raises(Invalid) as refused:
        probe(io.BytesIO(picture()[:300]))
    assert refused.value.code == "not_media"


@given(st.binary(max_size=700))
def test_any_beginning_names_a_container_or_none(head: bytes) -> None:
    assert container_of(head) is None or isinstance(container_of(head), str)


BEGINNINGS = st.sampled_from(
    [
        b"\x00\x00\x00\x18ftypisom",
        b"\x1aE\xdf\xa3",
        b"OggS",
        b"RIFF0000WAVEfmt ",
        b"ID3\x04",
        b"fLaC",
        b"\xff\xfb\x90\x00",
        b"FLV\x01",
    ]
)


@given(BEGINNINGS, st.binary(max_size=600))
def test_a_good_beginning_before_rubbish_is_read_or_refused(beginning: bytes, rest: bytes) -> None:
    found, code = None, ""
    try:
        found = probe(io.BytesIO(beginning + rest))
    except Invalid as refused:
        code = refused.code
    assert found.codecs if found else code == "not_media"


SAMPLES = Path(os.environ.get("FIRSTHAND_SAMPLES", Path(__file__).parents[2].parent / "shared" / "samples")) / "media"


def expected() -> list[tuple[Path, dict[str, Any]]]:
    """The media of the samples, with what the reference tool says of them."""
    table = SAMPLES.parent / "EXPECTED.tsv"
    lines = table.read_text(encoding="utf-8").splitlines() if table.exists() else []
    rows = [line.split("\t") for line in lines if line.startswith("media/")]
    return [(SAMPLES.parent / row[0], json.loads(row[-1])) for row in rows]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no FIRSTHAND_SAMPLES and no ../shared/samples")
def test_every_recording_of_the_samples_is_probed_as_the_reference_has_it() -> None:
    wrong = [f"{path.name}: {found}" for path, wanted in expected() if not agrees(found := probed(path), wanted)]
    assert len(expected()) >= 15
    assert wrong == []


def probed(path: Path) -> Probe | None:
    """What is found in a file; None when it is refused."""
    with path.open("rb") as file:
        try:
            return probe(file)
        except Invalid:
            return None


def agrees(found: Probe | None, wanted: dict[str, Any]) -> bool:
    if "expect" in wanted:
        return found is None if "refusal" in wanted["expect"] else found is not None and found.duration_ms == 0
    if "duration" not in wanted:
        return found is not None
    if found is None or found.duration_ms is None:
        return False
    lengths = [float(text) for text in re.findall(r"\d+\.\d+", str(wanted["duration"]))]
    near = min(abs(found.duration_ms / 1000 - length) for length in lengths)
    shape = re.match(r"(\d+)x(\d+) (\w+)", wanted.get("video", ""))
    seen = (str(found.width), str(found.height), found.codecs[0]) if shape else ()
    return near < 0.1 and found.has_video == bool(shape) and (not shape or seen == shape.groups())


@pytest.mark.parametrize("data", [sound(), picture()], ids=["sound", "picture"])
def test_a_file_looked_at_in_another_process_is_the_same(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a file -y.bin"
    path.write_bytes(data)
    assert probe_file(path) == probe(io.BytesIO(data))


@pytest.mark.parametrize("data", [b"", b"plain words", picture()[:300]], ids=["nothing", "words", "cut off"])
def test_what_cannot_be_read_is_refused_in_the_same_words_by_another_process(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "talk.mp4"
    path.write_bytes(data)
    with pytest.raises(Invalid) as here:
        probe(io.BytesIO(data))
    with pytest.raises(Invalid) as there:
        probe_file(path)
    assert (there.value.detail, there.value.code) == (here.value.detail, "not_media")


def test_a_file_that_breaks_the_other_process_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "talk.mp4"
    path.write_bytes(picture())
    monkeypatch.setattr(probing, "MEMORY_BYTES", 1024**2)
    with pytest.raises(Invalid, match="cannot be read"):
        probe_file(path)
