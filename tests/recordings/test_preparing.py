"""What is made of a recording: seen and heard as the recording itself, by the same people, and gone with it."""

import io
from typing import Any

import av
import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.core.database import Database
from app.jobs import service as jobs
from app.jobs.models import Job
from app.recordings import preparing
from app.recordings.deriving import Sheet, sheet_for
from app.recordings.models import DerivedFile, Recording
from app.recordings.probe import probe
from app.wiring import Parts
from tests.recordings.media import picture, sound
from tests.recordings.test_recordings import consent, stored_files, work
from tests.scenes import Scene, scene

FILM = picture(frames=50)
UNPLAYABLE = picture("avi", "mpeg4", frames=30)
ADDRESSES = ("media", "poster", "sprite", "sprite.vtt", "peaks")


@pytest.fixture
def talk(database: Database) -> Scene:
    with database.write() as session:
        return scene(session)


@pytest.fixture
def path(talk: Scene) -> str:
    return f"/api/interviews/{talk.interview.id}/recording"


def upload(client: TestClient, path: str, content: bytes) -> dict[str, Any]:
    answer = client.put(path, content=content, params={"file_name": "a file"})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_film_gets_a_poster_and_small_pictures(
    parts: Parts, researcher: TestClient, employee: TestClient, path: str
) -> None:
    before = upload(researcher, path, FILM)
    assert (before["poster_url"], before["thumbnails_url"], before["peaks_url"]) == (None, None, None)
    assert [job["kind"] for job in before["work"]] == ["recordings.prepare"]
    work(parts)
    after = employee.get(path).json()
    assert (after["work"], after["peaks_url"]) == ([], None)
    for name in ("poster", "sprite"):
        answer = employee.get(f"/api/recordings/{after['id']}/{name}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    with av.open(io.BytesIO(answer.content)) as sheet:
        assert (sheet.streams.video[0].width, sheet.streams.video[0].height) == (1600, 120)
    index = employee.get(after["thumbnails_url"])
    assert index.headers["content-type"].startswith("text/vtt")
    assert index.text.splitlines()[-2:] == ["00:00:04.000 --> 00:00:06.000", "sprite#xywh=320,0,160,120"]
    assert employee.get(after["poster_url"]).status_code == 200


def test_the_waveform_has_a_byte_for_every_hundredth_of_a_second(
    parts: Parts, researcher: TestClient, employee: TestClient, path: str
) -> None:
    upload(researcher, path, sound("wav", "pcm_s16le", seconds=2.0))
    work(parts)
    out = employee.get(path).json()
    assert (out["poster_url"], out["thumbnails_url"]) == (None, None)
    answer = employee.get(out["peaks_url"])
    assert len(answer.content) == pytest.approx(200, abs=2)
    # The tone of `sound` reaches 8,000 of 32,768, which is 62 of 255.
    assert all(58 <= peak <= 66 for peak in answer.content[2:-2])
    with parts.database.read() as session:
        assert session.exec(select(Recording)).one().level_db == pytest.approx(-12.2, abs=0.3)
    part = employee.get(out["peaks_url"], headers={"Range": "bytes=50-59"})
    assert (part.status_code, part.content) == (206, answer.content[50:60])


def test_what_no_browser_plays_is_made_playable_and_the_original_stays(
    parts: Parts, researcher: TestClient, employee: TestClient, path: str
) -> None:
    before = upload(researcher, path, UNPLAYABLE)
    assert (before["playable"], before["media_type"]) == (False, "video/x-msvideo")
    assert {job["kind"] for job in before["work"]} == {"recordings.prepare", "recordings.transcode"}
    work(parts)
    after = employee.get(path).json()
    assert (after["playable"], after["media_type"], after["work"]) == (True, "video/mp4", [])
    answer = employee.get(after["media_url"], headers={"Range": "bytes=0-99999999"})
    assert (answer.status_code, answer.headers["content-type"]) == (206, "video/mp4")
    found = probe(io.BytesIO(answer.content))
    assert (found.playable, found.codecs, found.duration_ms) == (True, ("h264",), 3_000)
    assert answer.content.index(b"moov") < answer.content.index(b"mdat")
    assert any("." not in name for name in stored_files(parts))


def test_sound_that_no_browser_plays_becomes_aac(
    parts: Parts, researcher: TestClient, employee: TestClient, path: str
) -> None:
    assert upload(researcher, path, sound("aiff", "pcm_s16be"))["playable"] is False
    work(parts)
    after = employee.get(path).json()
    assert (after["playable"], after["media_type"]) == (True, "audio/mp4")
    assert probe(io.BytesIO(employee.get(after["media_url"]).content)).codecs == ("aac",)


def test_a_film_in_the_wrong_box_is_carried_over_without_a_loss(
    parts: Parts, researcher: TestClient, employee: TestClient, path: str
) -> None:
    upload(researcher, path, picture("matroska", "libx264", frames=20))
    work(parts)
    after = employee.get(path).json()
    with av.open(io.BytesIO(employee.get(after["media_url"]).content)) as made:
        decoded = [bytes(frame.reformat(format="gray").planes[0])[:64] for frame in made.decode(video=0)]
    with av.open(io.BytesIO(picture("matroska", "libx264", frames=20))) as original:
        assert decoded == [bytes(frame.reformat(format="gray").planes[0])[:64] for frame in original.decode(video=0)]


def test_where_originals_are_not_kept_the_playable_version_takes_its_place(
    parts: Parts, researcher: TestClient, employee: TestClient, path: str
) -> None:
    handlers = parts.handlers
    handlers[preparing.TRANSCODE] = preparing.transcode(
        parts.database, parts.store, parts.settings.work_folder, max_bytes=10**9, keep_original=False
    )
    upload(researcher, path, UNPLAYABLE)
    work(parts)
    out = employee.get(path).json()
    assert employee.get(out["media_url"]).status_code == 200
    assert employee.get(out["poster_url"]).status_code == 200
    assert all("." in name for name in stored_files(parts))
    assert researcher.delete(path).status_code == 204
    work(parts)
    assert stored_files(parts) == []


@pytest.mark.parametrize("change", [{"status": "withdrawn"}, {"media_allowed": False}, {"scope": "team"}])
def test_whoever_may_not_hear_the_recording_sees_nothing_made_of_it(
    parts: Parts, talk: Scene, researcher: TestClient, employee: TestClient, path: str, change: dict[str, Any]
) -> None:
    recording = upload(researcher, path, film_with_sound())
    work(parts)
    addresses = [f"/api/recordings/{recording['id']}/{name}" for name in ADDRESSES]
    for address in addresses:
        assert employee.get(address).status_code == 200
        whole = employee.head(address)
        assert (whole.status_code, whole.content, whole.headers["accept-ranges"]) == (200, b"", "bytes")
        part = employee.get(address, headers={"Range": "bytes=1-3", "If-Range": whole.headers["etag"]})
        assert (part.status_code, len(part.content)) == (206, 3)
        changed = employee.get(address, headers={"Range": "bytes=1-3", "If-Range": '"other"'})
        assert (changed.status_code, str(len(changed.content))) == (200, whole.headers["content-length"])
    consent(parts, talk, "Rosa", **change)
    for address in addresses:
        assert employee.get(address, headers={"Range": "bytes=0-1"}).status_code == 404
        assert employee.head(address).status_code == 404
    assert employee.get(path).json() is None
    if change != {"scope": "team"}:
        known = researcher.get(path).json()
        assert [known[name] for name in ("media_url", "poster_url", "peaks_url", "thumbnails_url")] == [None] * 4


def test_removing_a_recording_takes_along_what_was_made_of_it(parts: Parts, researcher: TestClient, path: str) -> None:
    upload(researcher, path, film_with_sound())
    work(parts)
    assert len(stored_files(parts)) == 5
    assert researcher.delete(path).status_code == 204
    work(parts)
    assert stored_files(parts) == []
    with parts.database.read() as session:
        assert session.exec(select(DerivedFile)).all() == []


def test_what_is_made_while_the_recording_is_replaced_is_not_kept(
    parts: Parts, researcher: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = upload(researcher, path, FILM)
    put_file = preparing.put_file

    def replaced_meanwhile(*args: Any) -> Any:
        monkeypatch.setattr(preparing, "put_file", put_file)
        stored = put_file(*args)
        upload(researcher, path, sound())
        return stored

    monkeypatch.setattr(preparing, "put_file", replaced_meanwhile)
    work(parts)
    now = researcher.get(path).json()
    assert now["id"] != first["id"]
    assert sorted(name for name in stored_files(parts) if "." in name) == []
    assert {"peaks"} <= set(stored_files(parts))
    assert len(stored_files(parts)) == 2


def test_a_recording_from_before_is_prepared_too(parts: Parts, researcher: TestClient, path: str) -> None:
    upload(researcher, path, FILM)
    with parts.database.write() as session:
        for job in session.exec(select(Job)).all():
            session.delete(job)
        preparing.enqueue_missing(session)
        preparing.enqueue_missing(session)
    work(parts)
    assert researcher.get(path).json()["poster_url"]
    with parts.database.write() as session:
        assert session.exec(select(Recording)).one().prepared_at
        preparing.enqueue_missing(session)
        assert {job.state for job in session.exec(select(Job)).all()} == {"done"}


def test_a_recording_that_was_drawn_before_loudness_was_measured_is_measured_from_its_waveform(
    parts: Parts, researcher: TestClient, path: str
) -> None:
    upload(researcher, path, sound("wav", "pcm_s16le", seconds=2.0))
    work(parts)
    with parts.database.write() as session:
        row = session.exec(select(Recording)).one()
        measured, prepared = row.level_db, row.prepared_at
        row.level_db = None
        session.add(row)
    with parts.database.write() as session:
        preparing.enqueue_missing(session)
    work(parts)
    with parts.database.write() as session:
        row = session.exec(select(Recording)).one()
        assert (row.level_db, row.prepared_at) == (measured, prepared)
        preparing.enqueue_missing(session)
        assert {job.state for job in session.exec(select(Job)).all()} == {"done"}


def test_a_recording_that_breaks_off_says_so_on_its_interview(
    parts: Parts, researcher: TestClient, employee: TestClient, path: str
) -> None:
    whole = sound("wav", "pcm_s16le")
    recording = upload(researcher, path, whole)
    with parts.database.read() as session:
        key = session.exec(select(Recording.store_key)).one()
    (parts.settings.data / "files" / str(key)).write_bytes(whole[:20])
    work(parts)
    (job,) = researcher.get(path).json()["work"]
    assert (job["state"], job["target_id"]) == ("failed", recording["interview_id"])
    assert "cannot be read" in job["message"]
    assert employee.get(path).json()["work"] == []
    (parts.settings.data / "files" / str(key)).write_bytes(whole)
    assert researcher.post(f"/api/jobs/{job['id']}/retry").json()["state"] == "queued"
    work(parts)
    assert researcher.get(path).json()["work"] == []


def test_a_cancelled_transcode_leaves_nothing_half_made(parts: Parts, researcher: TestClient, path: str) -> None:
    upload(researcher, path, UNPLAYABLE)
    with parts.database.read() as session:
        job_id = session.exec(select(Job.id).where(Job.kind == preparing.TRANSCODE)).one()
    assert researcher.post(f"/api/jobs/{job_id}/cancel").json()["state"] == "cancelled"
    while jobs.run_next(parts.database, parts.handlers, "test"):
        pass
    assert "playback.mp4" not in stored_files(parts)
    assert list(parts.settings.work_folder.iterdir()) == []
    assert researcher.get(path).json()["playable"] is False


@pytest.mark.parametrize(
    ("duration_ms", "width", "height", "sheet"),
    [
        (900, 640, 360, Sheet(2_000, 1, 160, 90)),
        (53_333, 320, 180, Sheet(2_000, 27, 160, 90)),
        (7_200_000, 1920, 1080, Sheet(72_000, 100, 160, 90)),
        (60_000, 1080, 1920, Sheet(2_000, 30, 160, 284)),
        (60_000, 0, 0, Sheet(2_000, 30, 160, 90)),
        (60_000, 10, 10_000, Sheet(2_000, 30, 160, 288)),
    ],
)
def test_a_sheet_holds_at_most_a_hundred_pictures_in_the_films_shape(
    duration_ms: int, width: int, height: int, sheet: Sheet
) -> None:
    assert sheet_for(duration_ms, width, height) == sheet


def film_with_sound() -> bytes:
    """One second of grey pictures with a tone."""
    file = io.BytesIO()
    with (
        av.open(file, "w", format="mp4") as out,
        av.open(io.BytesIO(picture())) as pictures,
        av.open(io.BytesIO(sound("mp4", "aac"))) as tone,
    ):
        streams = [(source, out.add_stream_from_template(source.streams[0])) for source in (pictures, tone)]
        for source, stream in streams:
            for packet in source.demux():
                if packet.dts is not None:
                    packet.stream = stream
                    out.mux(packet)
    return file.getvalue()
