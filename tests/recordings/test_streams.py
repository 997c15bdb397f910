"""Streams: which parts a playlist names, and a copy of all of them, from a real server that only this test exempts."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import TooLarge
from app.core.fetching import AddressRefused, FetchFailed, Policy
from app.recordings import streams
from app.recordings.streams import Budget, Choice, StreamRefused, choose, pieces
from app.wiring import Parts
from tests.recordings import test_looking_up
from tests.recordings.streams import grey_at, stream
from tests.recordings.test_looking_up import exempt, lead_to
from tests.recordings.test_recordings import stored_files, work

talk, path = test_looking_up.talk, test_looking_up.path  # fixtures
HERE = "https://host.example/talks/index.m3u8?key=a/b"
ENDED = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n{}#EXTINF:4,\na.ts\n{}#EXTINF:4,\n../b.ts?x=1\n#EXT-X-ENDLIST\n"


def version(bandwidth: int, name: str, *, lines: int = 0, codecs: str = "", sound: str = "") -> str:
    told = [f"BANDWIDTH={bandwidth}"]
    told += [f"RESOLUTION={lines * 16 // 9}x{lines}"] if lines else []
    told += [f'CODECS="{codecs}"'] if codecs else []
    told += [f'AUDIO="{sound}"'] if sound else []
    return f"#EXT-X-STREAM-INF:{','.join(told)}\n{name}\n"


def test_the_pieces_stand_one_behind_the_other_with_their_addresses() -> None:
    assert choose(ENDED.format("", ""), HERE) is None
    assert pieces(ENDED.format("", ""), HERE) == (
        "https://host.example/talks/a.ts",
        "https://host.example/b.ts?x=1",
    )
    assert pieces(ENDED.format('#EXT-X-MAP:URI="init.mp4"\n', ""), HERE)[0] == "https://host.example/talks/init.mp4"
    assert len(pieces(ENDED.format("#EXT-X-KEY:METHOD=NONE\n", ""), HERE)) == 2


def test_parts_of_one_file_are_that_file() -> None:
    text = (
        '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MAP:URI="all.mp4",BYTERANGE="700@0"\n#EXTINF:4,\n'
        "#EXT-X-BYTERANGE:900@700\nall.mp4\n#EXTINF:4,\n#EXT-X-BYTERANGE:800@1600\nall.mp4\n#EXT-X-ENDLIST\n"
    )
    assert pieces(text, HERE) == ("https://host.example/talks/all.mp4",)
    with pytest.raises(StreamRefused, match="several files"):
        pieces(text.replace("all.mp4\n#EXT-X-ENDLIST", "rest.mp4\n#EXT-X-ENDLIST"), HERE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ENDED.format("", "").replace("#EXT-X-ENDLIST\n", ""), "still going on"),
        (ENDED.format('#EXT-X-KEY:METHOD=AES-128,URI="key"\n', ""), "encrypted"),
        (ENDED.format('#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x",KEYFORMAT="com.apple"\n', ""), "encrypted"),
        (ENDED.format("", "#EXT-X-DISCONTINUITY\n"), "advertisements"),
        (ENDED.format('#EXT-X-MAP:URI="1.mp4"\n', '#EXT-X-MAP:URI="2.mp4"\n'), "several recordings"),
        ("#EXTM3U\n#EXT-X-ENDLIST\n", "nothing to play"),
        ("<html>Sign in</html>", "no playlist"),
        ("#EXTM3U\n#EXTINF:x,\na.ts\n#EXT-X-ENDLIST\n", "damaged"),
    ],
)
def test_what_is_not_copied_says_why(text: str, words: str) -> None:
    with pytest.raises(StreamRefused, match=words):
        choose(text, HERE)
        pieces(text, HERE)


@pytest.mark.parametrize(
    ("versions", "best"),
    [
        ([version(900, "low", lines=360), version(4_000, "high", lines=1080)], "high"),
        ([version(4_000, "high", lines=1080), version(9_000, "huge", lines=2160)], "high"),
        ([version(9_000, "huge", lines=2160), version(7_000, "large", lines=1440)], "large"),
        ([version(3_000, "hevc", lines=1080, codecs="hvc1.1"), version(900, "avc", lines=360, codecs="avc1.4")], "avc"),
        ([version(900, "avc", lines=360, codecs="avc1.4"), version(5_000, "sound", codecs="mp4a.40.2")], "avc"),
        ([version(64, "sound", codecs="mp4a.40.2")], "sound"),
        ([version(900, "one"), version(2_000, "two")], "two"),
    ],
)
def test_the_best_version_of_a_sensible_size_is_taken(versions: list[str], best: str) -> None:
    assert choose("#EXTM3U\n" + "".join(versions), HERE) == Choice(f"https://host.example/talks/{best}")


def test_sound_of_its_own_is_taken_along() -> None:
    media = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="g",NAME="{0}",DEFAULT={1},URI="{0}.m3u8"\n'
    text = "#EXTM3U\n" + media.format("sv", "NO") + media.format("de", "YES") + version(900, "see", sound="g")
    assert choose(text, HERE) == Choice("https://host.example/talks/see", "https://host.example/talks/de.m3u8")
    within = '#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="g",NAME="de",DEFAULT=YES\n' + version(900, "see", sound="g")
    assert choose(within, HERE) == Choice("https://host.example/talks/see")


SCRAPS = (
    *("#EXT-X-STREAM-INF:", "#EXT-X-MEDIA:TYPE=AUDIO", '#EXT-X-MAP:URI="', "#EXT-X-KEY:METHOD=", "#EXTINF:"),
    *("#EXT-X-BYTERANGE:", "#EXT-X-ENDLIST", "a.ts", "BANDWIDTH=x", ",", "=", '"', "#EXT-X-VERSION:", "1@", "-"),
)


@given(
    st.lists(st.sampled_from(SCRAPS) | st.text(max_size=4), max_size=30),
    st.sampled_from(["\n", "", "\r\n"]),
    st.sampled_from([choose, pieces]),
)
def test_whatever_a_playlist_says_it_is_read_or_refused(lines: list[str], between: str, read: Any) -> None:
    with suppress(StreamRefused):
        read("#EXTM3U\n" + between.join(lines), HERE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Streams of every kind that is copied, and one with a piece missing."""
    folder = tmp_path_factory.mktemp("streams")
    for kind in ("mpegts", "fmp4"):
        stream(folder / kind, kind=kind, seconds=6)
    stream(folder / "apart" / "seen", kind="fmp4", seconds=6, tracks="picture")
    stream(folder / "apart" / "heard", kind="fmp4", seconds=6, tracks="sound")
    group = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="g",NAME="a",DEFAULT=YES,URI="heard/index.m3u8"\n'
    inside = version(900, "seen/index.m3u8", lines=90, codecs="avc1.42c00a,mp4a.40.2", sound="g")
    (folder / "apart" / "index.m3u8").write_text("#EXTM3U\n" + group + inside)
    torn = stream(folder / "torn", seconds=6).parent / "index1.ts"
    torn.unlink()
    astray = ENDED.format("", "").replace("a.ts", "https://127.0.0.1/a.ts")
    (folder / "astray.m3u8").write_text(astray)

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{httpd.server_address[1]}"
    httpd.shutdown()
    httpd.server_close()


def linked(parts: Parts, researcher: TestClient, path: str, url: str) -> None:
    """A link to a stream of the server; as no https link can lead there, written by hand."""
    made = researcher.post(f"{path}/link", json={"url": "https://example.org/a.m3u8", "starts_at_ms": 2_000})
    assert made.status_code == 201
    lead_to(parts, url)


@pytest.mark.parametrize("kind", ["mpegts", "fmp4", "apart"])
def test_a_copy_of_a_stream_becomes_the_recording_as_it_was(
    parts: Parts, researcher: TestClient, path: str, served: str, kind: str, tmp_path: Path
) -> None:
    linked(parts, researcher, path, f"http://{served}/{kind}/index.m3u8")
    exempt(parts, served)
    assert researcher.post(f"{path}/fetch").status_code == 202
    work(parts)
    now = researcher.get(path).json()
    told = {name: now[name] for name in ("kind", "file_name", "starts_at_ms", "has_video", "playable", "media_type")}
    assert told == {
        "kind": "file",
        "file_name": "index.mp4",
        "starts_at_ms": 2_000,
        "has_video": True,
        "playable": True,
        "media_type": "video/mp4",
    }
    assert now["duration_ms"] == pytest.approx(6_000, abs=80)
    film = tmp_path / "film.mp4"
    film.write_bytes(researcher.get(now["media_url"]).content)
    assert greys(film) == [grey_at(second) for second in range(6)]
    assert sound_s(film) == pytest.approx(6, abs=0.1)
    assert not list(parts.settings.work_folder.glob("*"))


@pytest.mark.parametrize(
    ("name", "state", "words"),
    [
        ("torn/index.m3u8", "queued", "404"),
        ("gone/index.m3u8", "queued", "404"),
        ("astray.m3u8", "failed", "private network"),
        ("mpegts/index0.ts", "failed", "no playlist"),
    ],
)
def test_what_cannot_be_fetched_whole_leaves_the_link_as_it_was(
    parts: Parts, researcher: TestClient, path: str, served: str, name: str, state: str, words: str
) -> None:
    linked(parts, researcher, path, f"http://{served}/{name}")
    exempt(parts, served)
    job_id = researcher.post(f"{path}/fetch").json()["id"]
    work(parts)
    job = researcher.get(f"/api/jobs/{job_id}").json()
    assert job["state"] == state
    assert words in job["message"]
    with parts.database.read() as session:
        assert session.exec(test_looking_up.select(test_looking_up.Recording)).one().kind == "link"
    assert stored_files(parts) == []
    for folder in (parts.settings.uploads_folder, parts.settings.work_folder):
        assert not list(folder.glob("*"))


def test_the_limits_hold_over_all_pieces_together(served: str, tmp_path: Path) -> None:
    url, allowed = f"http://{served}/mpegts/index.m3u8", frozenset({served})
    budget = Budget(Policy(allowed, max_bytes=60_000))
    named = streams.tracks(url, budget)
    with pytest.raises(TooLarge, match="The stream is larger than"):
        streams.save(named, tmp_path / "film.mp4", tmp_path / "work", budget, untold)
    with pytest.raises(FetchFailed, match="longer than"):
        streams.tracks(url, Budget(Policy(allowed, seconds=0)))
    with pytest.raises(AddressRefused):
        streams.tracks(url, Budget(Policy()))


def test_what_mp4_does_not_hold_stays_as_it_is(served: str, tmp_path: Path) -> None:
    budget = Budget(Policy(frozenset({served})))
    named = [(f"http://{served}/torn/index.m3u8", f"http://{served}/torn/index.m3u8")]
    streams.save(named, tmp_path / "film", tmp_path / "work", budget, untold)
    assert (tmp_path / "film").read_text().count("#EXTM3U") == 2


def untold(_share: float, message: str = "") -> None:
    assert not message


def greys(film: Path) -> list[int]:
    """How bright the middle of each second is."""
    with av.open(str(film)) as file:
        found: dict[int, int] = {}
        for frame in file.decode(video=0):
            assert frame.time is not None
            if 0.45 < frame.time % 1 < 0.6:
                found[int(frame.time)] = round(float(frame.to_ndarray()[: frame.height].mean()))
    return [nearest(found[second]) for second in sorted(found)]


def nearest(seen: int) -> int:
    """The brightness that was meant: encoding moves it by a little."""
    return min((grey_at(second) for second in range(40)), key=lambda grey: abs(grey - seen))


def sound_s(film: Path) -> float:
    with av.open(str(film)) as file:
        return sum(frame.samples / frame.sample_rate for frame in file.decode(audio=0))


def test_the_parser_is_never_asked_to_fetch(monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib.request

    def fetch(*_args: Any, **_options: Any) -> None:
        raise AssertionError("the parser went out by itself")

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", fetch)
    assert choose("#EXTM3U\n" + version(900, "https://127.0.0.1/low.m3u8"), HERE)
    assert pieces(ENDED.format("", ""), HERE)
