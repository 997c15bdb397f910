"""Recordings over HTTP: uploaded, linked, played in part, and silent as soon as anyone heard in them objects."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from app.audit.models import AuditEntry
from app.core.database import Database
from app.interviews.models import Speaker
from app.jobs.models import Job
from app.jobs.service import run_next
from app.outbox.models import OutboxEntry
from app.outbox.service import drain
from app.recordings.models import Recording
from app.wiring import Parts
from tests.recordings.media import picture, sound
from tests.scenes import Scene, scene

SOUND = sound()
# Made once: an encoder need not give the same bytes twice.
FILM = picture()


@pytest.fixture
def talk(database: Database) -> Scene:
    with database.write() as session:
        return scene(session)


@pytest.fixture
def path(talk: Scene) -> str:
    return f"/api/interviews/{talk.interview.id}/recording"


@pytest.fixture
def uploaded(researcher: TestClient, path: str) -> dict[str, Any]:
    answer = researcher.put(path, content=SOUND, params={"file_name": "Rosa Müller.ogg"})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def consent(parts: Parts, talk: Scene, name: str, **values: Any) -> None:
    with parts.database.write() as session:
        row = session.merge(talk.consents[name])
        for key, value in values.items():
            setattr(row, key, value)


def stored_files(parts: Parts) -> list[str]:
    folder = parts.settings.data / "files"
    return [path.name for path in folder.rglob("*") if path.is_file()]


def name_of_the_file(parts: Parts) -> str:
    """The name of the only recording's file."""
    with parts.database.read() as session:
        return str(session.exec(select(Recording.store_key)).one()).rpartition("/")[2]


def work(parts: Parts) -> None:
    while run_next(parts.database, parts.handlers, worker="test"):
        pass


def test_an_upload_is_understood_and_plays(uploaded: dict[str, Any], employee: TestClient, path: str) -> None:
    assert (uploaded["kind"], uploaded["media_type"], uploaded["playable"]) == ("file", "audio/ogg", True)
    assert uploaded["duration_ms"] == pytest.approx(1_000, abs=90)
    assert uploaded["size_bytes"] == len(SOUND)
    assert uploaded["file_name"] == "Rosa Müller.ogg"
    answer = employee.get(uploaded["media_url"])
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, SOUND, "audio/ogg")
    assert answer.headers["accept-ranges"] == "bytes"
    assert employee.get(path).json()["id"] == uploaded["id"]


def test_the_name_of_a_file_is_for_researchers_alone(
    uploaded: dict[str, Any], employee: TestClient, researcher: TestClient
) -> None:
    assert employee.get(f"/api/recordings/{uploaded['id']}").json()["file_name"] == ""
    assert researcher.get(f"/api/recordings/{uploaded['id']}").json()["file_name"] == "Rosa Müller.ogg"


def test_a_part_is_sent_when_a_part_is_asked_for(uploaded: dict[str, Any], employee: TestClient) -> None:
    answer = employee.get(uploaded["media_url"], headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.content) == (206, SOUND[10:20])
    assert answer.headers["content-range"] == f"bytes 10-19/{len(SOUND)}"
    assert answer.headers["content-length"] == "10"
    assert employee.get(uploaded["media_url"], headers={"Range": "bytes=-7"}).content == SOUND[-7:]


def test_a_part_behind_the_end_is_refused_with_the_size(uploaded: dict[str, Any], employee: TestClient) -> None:
    answer = employee.get(uploaded["media_url"], headers={"Range": f"bytes={len(SOUND)}-"})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(SOUND)}")


def test_a_head_request_tells_the_size_without_the_bytes(uploaded: dict[str, Any], employee: TestClient) -> None:
    answer = employee.head(uploaded["media_url"])
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", str(len(SOUND)))
    part = employee.head(uploaded["media_url"], headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.headers["content-length"]) == (206, "5")


def test_versions_are_compared(uploaded: dict[str, Any], employee: TestClient) -> None:
    etag = employee.head(uploaded["media_url"]).headers["etag"]
    same = employee.get(uploaded["media_url"], headers={"Range": "bytes=0-4", "If-Range": etag})
    other = employee.get(uploaded["media_url"], headers={"Range": "bytes=0-4", "If-Range": '"other"'})
    held = employee.get(uploaded["media_url"], headers={"If-None-Match": etag})
    assert (same.status_code, other.status_code, held.status_code) == (206, 200, 304)


@pytest.mark.parametrize(
    "change", [{"status": "withdrawn"}, {"media_allowed": False}, {"scope": "team"}, {"status": "pending"}]
)
def test_one_voice_that_objects_silences_the_recording_at_the_next_request(
    parts: Parts, talk: Scene, uploaded: dict[str, Any], employee: TestClient, path: str, change: dict[str, Any]
) -> None:
    assert employee.head(uploaded["media_url"]).status_code == 200
    consent(parts, talk, "Len", **change)
    for method, where in [
        ("GET", uploaded["media_url"]),
        ("HEAD", uploaded["media_url"]),
        ("GET", f"/api/recordings/{uploaded['id']}"),
    ]:
        assert employee.request(method, where, headers={"Range": "bytes=0-1"}).status_code == 404
    assert employee.get(path).json() is None


def test_a_withdrawn_recording_is_known_to_researchers_but_plays_for_nobody(
    parts: Parts, talk: Scene, uploaded: dict[str, Any], researcher: TestClient, admin: TestClient
) -> None:
    consent(parts, talk, "Rosa", status="withdrawn")
    known = researcher.get(f"/api/recordings/{uploaded['id']}").json()
    assert (known["may_play"], known["media_url"]) == (False, None)
    assert researcher.get(uploaded["media_url"]).status_code == 404
    assert admin.get(uploaded["media_url"]).status_code == 404


def test_a_link_is_hidden_like_a_file(
    parts: Parts, talk: Scene, researcher: TestClient, employee: TestClient, path: str
) -> None:
    made = researcher.post(f"{path}/link", json={"url": "https://youtu.be/dQw4w9WgXcQ", "starts_at_ms": 5_000})
    assert made.status_code == 201, made.text
    body = made.json()
    assert (body["kind"], body["provider"], body["starts_at_ms"]) == ("link", "youtube", 5_000)
    assert body["frame_url"].startswith("https://www.youtube-nocookie.com/embed/")
    assert employee.get(f"/api/recordings/{body['id']}").json()["url"] == body["url"]
    assert employee.get(f"/api/recordings/{body['id']}/media").status_code == 404
    consent(parts, talk, "Rosa", media_allowed=False)
    assert researcher.get(f"/api/recordings/{body['id']}").json()["url"] is None


@pytest.mark.parametrize("url", ["https://example.org", "http://example.org/a.mp4", "nonsense"])
def test_a_link_that_does_not_play_is_refused(researcher: TestClient, path: str, url: str) -> None:
    answer = researcher.post(f"{path}/link", json={"url": url})
    assert (answer.status_code, answer.json()["faults"][0]["where"]) == (422, "url")
    assert researcher.get(path).json() is None


@pytest.mark.parametrize(
    "content",
    [b"", b"plain words", SOUND[:60], b"#EXTM3U\nfile:///etc/passwd"],
    ids=["nothing", "words", "a cut-off recording", "a playlist"],
)
def test_what_is_no_recording_is_refused_and_nothing_stays(
    parts: Parts, researcher: TestClient, path: str, content: bytes
) -> None:
    answer = researcher.put(path, content=content)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_media")
    assert stored_files(parts) == []
    assert researcher.get(path).json() is None


def test_a_file_beyond_the_limit_is_refused_by_its_announced_or_its_real_size(
    parts: Parts, researcher: TestClient, path: str
) -> None:
    parts.settings.max_recording_bytes = len(SOUND) - 1
    announced = researcher.put(path, content=SOUND)

    def pieces() -> Iterator[bytes]:
        yield SOUND[:100]
        yield SOUND[100:]

    real = researcher.put(path, content=pieces())
    assert (announced.status_code, real.status_code) == (413, 413)
    assert stored_files(parts) == []


def test_only_researchers_of_the_project_attach_and_remove(
    database: Database, employee: TestClient, researcher: TestClient, path: str
) -> None:
    assert employee.put(path, content=SOUND).status_code == 403
    assert employee.post(f"{path}/link", json={"url": "https://youtu.be/dQw4w9WgXcQ"}).status_code == 403
    assert employee.delete(path).status_code == 403
    with database.write() as session:
        hidden = scene(session, access="restricted").interview.id
    assert researcher.put(f"/api/interviews/{hidden}/recording", content=SOUND).status_code == 404
    assert researcher.get(f"/api/interviews/{hidden}/recording").status_code == 404


def test_a_new_recording_replaces_the_old_one_and_its_file_goes(
    parts: Parts, uploaded: dict[str, Any], researcher: TestClient, path: str
) -> None:
    again = researcher.put(path, content=FILM).json()
    assert again["id"] != uploaded["id"]
    assert (again["has_video"], again["width"]) == (True, 64)
    assert researcher.get(uploaded["media_url"]).status_code == 404
    assert len(stored_files(parts)) == 2
    work(parts)
    assert [name for name in stored_files(parts) if "." not in name] == [name_of_the_file(parts)]
    assert researcher.get(again["media_url"]).content == FILM


@pytest.mark.both_databases
def test_removing_takes_the_file_away_and_is_written_down(
    parts: Parts, talk: Scene, uploaded: dict[str, Any], researcher: TestClient, path: str
) -> None:
    assert researcher.delete(path).status_code == 204
    assert researcher.delete(path).status_code == 404
    work(parts)
    assert stored_files(parts) == []
    with parts.database.read() as session:
        assert session.exec(select(Recording)).all() == []
        deeds = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))).all()
        assert [deed for deed in deeds if deed.startswith("recording.")] == ["recording.attach", "recording.remove"]
        told = session.exec(select(OutboxEntry.row_id).where(OutboxEntry.kind == "interview")).all()
        assert told == [talk.interview.id] * 2
        assert {job.kind: job.state for job in session.exec(select(Job)).all()} == {
            "recordings.prepare": "cancelled",
            "recordings.delete_file": "done",
        }


@pytest.mark.both_databases
def test_a_deleted_interview_takes_its_file_along_and_leaves_those_of_others(
    parts: Parts, talk: Scene, uploaded: dict[str, Any], researcher: TestClient
) -> None:
    with parts.database.write() as session:
        other = scene(session, project=talk.project).interview.id
    kept = researcher.put(f"/api/interviews/{other}/recording", content=SOUND).json()
    assert researcher.delete(f"/api/interviews/{talk.interview.id}").status_code == 204
    assert len(stored_files(parts)) == 2
    drain(parts.database, parts.apply)
    assert len(stored_files(parts)) == 1
    assert researcher.get(kept["media_url"]).content == SOUND
    assert researcher.get(uploaded["media_url"]).status_code == 404


def test_a_deleted_project_takes_the_files_of_its_interviews_along(
    parts: Parts, talk: Scene, uploaded: dict[str, Any], admin: TestClient
) -> None:
    assert admin.delete(f"/api/projects/{talk.project.id}").status_code == 204
    drain(parts.database, parts.apply)
    assert stored_files(parts) == []
    assert admin.get(uploaded["media_url"]).status_code == 404


def test_a_file_that_is_missing_in_the_store_is_not_found(
    parts: Parts, uploaded: dict[str, Any], employee: TestClient
) -> None:
    for file in (parts.settings.data / "files").rglob("*"):
        if file.is_file():
            file.unlink()
    assert employee.get(uploaded["media_url"]).status_code == 404


def test_no_write_lock_is_held_while_bytes_arrive(parts: Parts, talk: Scene, researcher: TestClient, path: str) -> None:
    def pieces() -> Iterator[bytes]:
        yield SOUND[:100]
        with parts.database.write() as session:
            session.add(Speaker(interview_id=talk.interview.id, label="Late", role="interviewer"))
        yield SOUND[100:]

    assert researcher.put(path, content=pieces()).status_code == 200


def test_a_cookie_without_its_csrf_header_uploads_nothing(client: TestClient, parts: Parts, path: str) -> None:
    made = client.post("/api/setup", json={"email": "a@example.org", "name": "A", "password": "correct horse battery"})
    assert made.status_code in (200, 201), made.text
    assert client.put(path, content=SOUND).json()["code"] == "csrf"
