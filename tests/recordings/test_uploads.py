"""Uploads that stop and go on, over the tus protocol: nothing is lost, nothing half-saved, nobody else's."""

import base64
import hashlib
import io
import os
import resource
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app.core.clock import now
from app.core.database import Database
from app.jobs.models import Job
from app.recordings import parts as parts_module
from app.recordings import uploads
from app.recordings.models import Upload
from app.recordings.parts import sample_of
from app.wiring import Parts
from tests.conftest import SignIn
from tests.recordings.media import sound
from tests.recordings.test_recordings import stored_files, work
from tests.scenes import Scene, scene

SOUND = sound("wav", "pcm_s16le")
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def talk(database: Database) -> Scene:
    with database.write() as session:
        return scene(session)


def said(**values: str) -> str:
    return ", ".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())


def begin(client: TestClient, interview_id: str, size: int = len(SOUND), **metadata: str) -> Any:
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": said(**({"filename": "Rosa.wav"} | metadata))}
    return client.post(f"/api/interviews/{interview_id}/uploads", headers=headers)


def begun(client: TestClient, interview_id: str, size: int = len(SOUND)) -> str:
    answer = begin(client, interview_id, size)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


def send(client: TestClient, where: str, offset: int, data: Any, **headers: str) -> Any:
    type_ = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
    return client.patch(where, content=data, headers=TUS | type_ | headers)


def offset(client: TestClient, where: str) -> int:
    answer = client.head(where, headers=TUS)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return int(answer.headers["upload-offset"])


def checksum(data: bytes, algorithm: str = "sha256") -> dict[str, str]:
    value = base64.b64encode(hashlib.new(algorithm, data).digest()).decode()
    return {"Upload-Checksum": f"{algorithm} {value}"}


def part_files(parts: Parts) -> list[Path]:
    folder = parts.settings.uploads_folder
    return list(folder.iterdir()) if folder.exists() else []


def test_an_upload_in_pieces_becomes_the_recording(
    parts: Parts, talk: Scene, researcher: TestClient, employee: TestClient
) -> None:
    answer = begin(researcher, talk.interview.id)
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert answer.headers["upload-expires"].endswith("GMT")
    where = answer.headers["location"]
    assert offset(researcher, where) == 0
    assert send(researcher, where, 0, SOUND[:40_000]).headers["upload-offset"] == "40000"
    assert researcher.get(where).json()["received_bytes"] == offset(researcher, where) == 40_000
    assert send(researcher, where, 40_000, SOUND[40_000:], **checksum(SOUND[40_000:])).status_code == 204
    assert researcher.get(where).json()["state"] == "checking"
    work(parts)
    upload = researcher.get(where).json()
    assert (upload["state"], upload["sha256"]) == ("done", hashlib.sha256(SOUND).hexdigest())
    recording = employee.get(f"/api/interviews/{talk.interview.id}/recording").json()
    assert (recording["id"], recording["size_bytes"]) == (upload["recording_id"], len(SOUND))
    assert employee.get(recording["media_url"]).content == SOUND
    assert recording["peaks_url"]
    assert part_files(parts) == []


def test_the_server_says_what_it_can(client: TestClient, talk: Scene) -> None:
    answer = client.options(f"/api/interviews/{talk.interview.id}/uploads")
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert set(answer.headers["tus-extension"].split(",")) == {"creation", "checksum", "expiration", "termination"}
    assert answer.headers["tus-checksum-algorithm"] == "sha256,sha1"
    assert int(answer.headers["tus-max-size"]) == 20 * 1024**3


@given(data=st.data())
@settings(max_examples=15)
def test_however_an_upload_is_cut_its_bytes_are_the_same(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import anyio

    whole = data.draw(st.binary(min_size=1, max_size=5_000))
    part = parts_module.Part(tmp_path_factory.mktemp("parts"), "one")
    part.create(len(whole))
    while part.size < len(whole):
        start = part.size
        piece = whole[start : start + data.draw(st.integers(1, 2_000))]
        breaks_off = data.draw(st.booleans())

        async def stream(piece: bytes = piece, breaks_off: bool = breaks_off) -> Any:
            for index in range(0, len(piece), 100):
                yield piece[index : index + 100]
            if breaks_off:
                raise ConnectionError

        try:
            anyio.run(lambda start=start: part.append(start, stream(), max_bytes=len(whole)))
        except ConnectionError:
            assert breaks_off
    assert part.path.read_bytes() == whole


def test_what_arrived_before_the_connection_broke_is_kept(talk: Scene, researcher: TestClient) -> None:
    where = begun(researcher, talk.interview.id)

    def breaking() -> Iterator[bytes]:
        yield SOUND[:30_000]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        send(researcher, where, 0, breaking())
    send(researcher, where, 0, SOUND[:30_000])
    assert offset(researcher, where) == 30_000
    assert send(researcher, where, 30_000, SOUND[30_000:]).status_code == 204


def test_bytes_at_the_wrong_place_are_refused(talk: Scene, researcher: TestClient) -> None:
    where = begun(researcher, talk.interview.id)
    send(researcher, where, 0, SOUND[:100])
    for wrong in (0, 99, 101):
        answer = send(researcher, where, wrong, b"x")
        assert (answer.status_code, answer.json()["code"]) == (409, "offset_mismatch")
    assert offset(researcher, where) == 100
    assert send(researcher, where, -1, b"x").status_code == 422


def test_bytes_that_changed_on_their_way_are_thrown_away(talk: Scene, researcher: TestClient) -> None:
    where = begun(researcher, talk.interview.id)
    send(researcher, where, 0, SOUND[:100])
    answer = send(researcher, where, 100, b"y" + SOUND[101:200], **checksum(SOUND[100:200]))
    assert (answer.status_code, answer.json()["code"]) == (460, "checksum_mismatch")
    assert offset(researcher, where) == 100
    assert send(researcher, where, 100, SOUND[100:200], **checksum(SOUND[100:200], "sha1")).status_code == 204
    for unknown in ("md5 abcd", "sha256", "sha256 !!"):
        assert send(researcher, where, 200, b"x", **{"Upload-Checksum": unknown}).status_code == 422
    assert offset(researcher, where) == 200


def test_more_than_was_announced_or_may_be_is_refused(parts: Parts, talk: Scene, researcher: TestClient) -> None:
    where = begun(researcher, talk.interview.id, size=100)
    assert send(researcher, where, 0, SOUND[:101]).status_code == 413

    def unannounced() -> Iterator[bytes]:
        yield SOUND[:101]

    assert send(researcher, where, 0, unannounced()).status_code == 413
    assert offset(researcher, where) <= 100
    parts.settings.max_recording_bytes = 1_000
    assert begin(researcher, talk.interview.id, 1_001).status_code == 413
    for nonsense in ("", "-1", "1.5", "x"):
        headers = TUS | {"Upload-Length": nonsense}
        assert researcher.post(f"/api/interviews/{talk.interview.id}/uploads", headers=headers).status_code == 422


def test_another_version_and_another_type_are_refused(talk: Scene, researcher: TestClient) -> None:
    where = begun(researcher, talk.interview.id)
    answer = send(researcher, where, 0, b"x", **{"Tus-Resumable": "0.2.2"})
    assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")
    assert send(researcher, where, 0, b"x", **{"Content-Type": "text/plain"}).status_code == 422


def test_an_upload_is_its_owners_alone_and_only_while_they_work_in_the_project(
    parts: Parts, talk: Scene, researcher: TestClient, sign_in: SignIn, admin: TestClient, employee: TestClient
) -> None:
    where = begun(researcher, talk.interview.id)
    for other in (sign_in("researcher"), admin):
        assert other.head(where, headers=TUS).status_code == 404
        assert other.get(where).status_code == 404
        assert send(other, where, 0, b"x").status_code == 404
        assert other.delete(where, headers=TUS).status_code == 404
        assert other.get(f"/api/interviews/{talk.interview.id}/uploads").json() == []
    assert begin(employee, talk.interview.id).status_code == 403
    with parts.database.write() as session:
        session.merge(talk.project).access = "restricted"
    assert send(researcher, where, 0, b"x").status_code == 404
    assert researcher.head(where, headers=TUS).status_code == 404


def test_a_browser_needs_its_secret_word_for_every_piece(parts: Parts, talk: Scene, client: TestClient) -> None:
    body = {"email": "r@example.org", "name": "R", "password": "a long enough one"}
    assert client.post("/api/setup", json=body).status_code == 201
    token = client.get("/api/session").json()["csrf_token"]
    assert begin(client, talk.interview.id).status_code == 403
    client.headers["X-CSRF-Token"] = token
    where = begun(client, talk.interview.id)
    del client.headers["X-CSRF-Token"]
    assert send(client, where, 0, b"x").status_code == 403
    assert client.delete(where, headers=TUS).status_code == 403
    assert client.head(where, headers=TUS).status_code == 200


def test_an_upload_that_stopped_is_listed_and_can_be_ended(parts: Parts, talk: Scene, researcher: TestClient) -> None:
    where = begun(researcher, talk.interview.id)
    send(researcher, where, 0, SOUND[:500])
    (listed,) = researcher.get(f"/api/interviews/{talk.interview.id}/uploads").json()
    assert (listed["file_name"], listed["received_bytes"], listed["size_bytes"]) == ("Rosa.wav", 500, len(SOUND))
    assert researcher.delete(where, headers=TUS).status_code == 204
    assert researcher.head(where, headers=TUS).status_code == 404
    assert part_files(parts) == []


def test_what_is_no_recording_is_refused_in_words_and_nothing_stays(
    parts: Parts, talk: Scene, researcher: TestClient
) -> None:
    for content in (b"plain words, and enough of them", sound()[:60], empty_wav()):
        where = begun(researcher, talk.interview.id, len(content))
        assert send(researcher, where, 0, content).status_code == 204
        work(parts)
        upload = researcher.get(where).json()
        assert upload["state"] == "refused"
        assert upload["message"]
    assert (stored_files(parts), part_files(parts)) == ([], [])
    assert researcher.get(f"/api/interviews/{talk.interview.id}/recording").json() is None


def test_the_check_goes_on_where_a_crash_ended_it(
    parts: Parts, talk: Scene, researcher: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = begun(researcher, talk.interview.id)
    send(researcher, where, 0, SOUND)
    attach = uploads.service.attach_file

    def crash(*_args: Any, **_values: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(uploads.service, "attach_file", crash)
    work(parts)
    assert researcher.get(where).json()["state"] == "checking"
    assert part_files(parts) == []
    monkeypatch.setattr(uploads.service, "attach_file", attach)
    with parts.database.write() as session:
        job = session.exec(select(Job).where(Job.kind == uploads.FINISH)).one()
        job.run_at = now() - timedelta(seconds=1)
        session.add(job)
    work(parts)
    assert researcher.get(where).json()["state"] == "done"


def test_an_interview_that_is_deleted_takes_its_upload_along(parts: Parts, talk: Scene, researcher: TestClient) -> None:
    where = begun(researcher, talk.interview.id)
    send(researcher, where, 0, SOUND)
    assert researcher.delete(f"/api/interviews/{talk.interview.id}").status_code == 204
    work(parts)
    assert researcher.get(where).status_code == 404
    assert (part_files(parts), stored_files(parts)) == ([], [])


def test_uploads_that_waited_too_long_and_stray_files_are_swept(
    parts: Parts, talk: Scene, researcher: TestClient
) -> None:
    kept, late = begun(researcher, talk.interview.id), begun(researcher, talk.interview.id)
    with parts.database.write() as session:
        row = session.get(Upload, late.rpartition("/")[2])
        assert row
        row.expires_at = now() - timedelta(seconds=1)
        session.add(row)
    assert researcher.head(late, headers=TUS).status_code == 410
    stray = parts.settings.uploads_folder / "crashed.part"
    left = parts.settings.work_folder / "killed"
    left.mkdir(parents=True)
    (left / "source").write_bytes(b"x")
    stray.write_bytes(b"x")
    long_ago = (now() - timedelta(days=2)).timestamp()
    for path in (stray, left, *part_files(parts)):
        os.utime(path, (long_ago, long_ago))
    run = uploads.housekeeping(parts.database, parts.settings.uploads_folder, parts.settings.work_folder)
    run({}, unheard)
    assert [path.stem for path in part_files(parts)] == [kept.rpartition("/")[2]]
    assert not left.exists()
    assert researcher.head(late, headers=TUS).status_code == 404
    with parts.database.read() as session:
        planned = session.exec(select(Job).where(Job.kind == uploads.HOUSEKEEPING)).one()
    assert planned.run_at > now()


@pytest.fixture
def other_talk(database: Database) -> Scene:
    with database.write() as session:
        return scene(session)


def test_the_same_file_is_noticed_before_it_is_sent_and_may_be_used_from_there(
    parts: Parts, talk: Scene, other_talk: Scene, researcher: TestClient, employee: TestClient
) -> None:
    first = researcher.put(f"/api/interviews/{talk.interview.id}/recording", content=SOUND).json()
    work(parts)
    sample = sample_of(io.BytesIO(SOUND), len(SOUND))
    answer = begin(researcher, other_talk.interview.id, sample=sample)
    known = answer.json()
    assert (answer.status_code, known["code"]) == (409, "recording_known")
    assert (known["interview_id"], known["recording_id"]) == (talk.interview.id, first["id"])
    assert talk.interview.title in known["detail"]
    path = f"/api/interviews/{other_talk.interview.id}/recording"
    copied = researcher.post(f"{path}/copy", json={"recording_id": first["id"]})
    assert copied.status_code == 201, copied.text
    assert copied.json()["peaks_url"]
    assert copied.json()["work"] == []
    assert employee.get(copied.json()["media_url"]).content == SOUND
    assert researcher.delete(f"/api/interviews/{talk.interview.id}/recording").status_code == 204
    work(parts)
    assert employee.get(copied.json()["media_url"]).content == SOUND
    assert employee.get(copied.json()["peaks_url"]).status_code == 200


def test_the_same_file_may_be_uploaded_anyway_and_says_where_else_it_is(
    parts: Parts, talk: Scene, other_talk: Scene, researcher: TestClient
) -> None:
    researcher.put(f"/api/interviews/{talk.interview.id}/recording", content=SOUND)
    sample = sample_of(io.BytesIO(SOUND), len(SOUND))
    answer = begin(researcher, other_talk.interview.id, sample=sample, anyway="")
    assert answer.status_code == 201
    where = answer.headers["location"]
    send(researcher, where, 0, SOUND)
    work(parts)
    assert researcher.get(where).json()["same_as"] == {
        "interview_id": talk.interview.id,
        "title": talk.interview.title,
    }


def test_a_file_in_an_interview_that_one_may_not_work_in_is_nobodys_business(
    parts: Parts, talk: Scene, other_talk: Scene, researcher: TestClient, admin: TestClient
) -> None:
    made = admin.put(f"/api/interviews/{talk.interview.id}/recording", content=SOUND).json()
    with parts.database.write() as session:
        session.merge(talk.project).access = "restricted"
    sample = sample_of(io.BytesIO(SOUND), len(SOUND))
    answer = begin(researcher, other_talk.interview.id, sample=sample)
    assert answer.status_code == 201
    send(researcher, answer.headers["location"], 0, SOUND)
    work(parts)
    assert researcher.get(answer.headers["location"]).json()["same_as"] is None
    path = f"/api/interviews/{other_talk.interview.id}/recording/copy"
    assert researcher.post(path, json={"recording_id": made["id"]}).status_code == 404


def test_what_would_not_fit_is_refused_before_a_byte_is_sent(
    parts: Parts, talk: Scene, researcher: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts_module, "SPARE_BYTES", 10**18)
    answer = begin(researcher, talk.interview.id)
    assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
    assert "no room" in answer.json()["detail"]
    assert part_files(parts) == []


@pytest.fixture
def small_disk(parts: Parts) -> Iterator[Path]:
    """A real file system of one megabyte where uploads lie; only an administrator of the machine can make one."""
    folder = parts.settings.uploads_folder
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small file system can only be mounted by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_runs_full_loses_nothing_and_goes_on_once_there_is_room(
    parts: Parts, talk: Scene, researcher: TestClient, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts_module, "SPARE_BYTES", 0)
    where = begun(researcher, talk.interview.id)
    assert send(researcher, where, 0, SOUND[:20_000]).status_code == 204
    (small_disk / "others").write_bytes(bytes(1024**2 - 40_960))
    answer = send(researcher, where, 20_000, SOUND[20_000:])
    assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
    assert "What has arrived is kept" in answer.json()["detail"]
    assert offset(researcher, where) == 20_000
    assert researcher.get(f"/api/interviews/{talk.interview.id}/recording").json() is None
    (small_disk / "others").unlink()
    assert send(researcher, where, 20_000, SOUND[20_000:]).status_code == 204
    work(parts)
    upload = researcher.get(where).json()
    assert (upload["state"], upload["sha256"]) == ("done", hashlib.sha256(SOUND).hexdigest())


def test_a_file_that_may_not_grow_is_answered_like_a_full_disk(
    parts: Parts, talk: Scene, researcher: TestClient
) -> None:
    where = begun(researcher, talk.interview.id, size=4 * 1024**2)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * 1024**2 + 5, hard))
    try:
        answer = send(researcher, where, 0, (bytes(1024**2) for _ in range(3)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
    assert offset(researcher, where) == 2 * 1024**2


def unheard(share: float, message: str = "") -> None:
    """Progress that nobody asks for."""


def empty_wav() -> bytes:
    import wave

    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, 8_000, 0, "NONE", ""))
    return file.getvalue()
