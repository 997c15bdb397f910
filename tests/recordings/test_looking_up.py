"""Titles of links, and copies of linked files: from a real server that only this test exempts."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.core.database import Database
from app.core.fetching import AddressRefused, Policy
from app.jobs.models import Job
from app.jobs.service import run_next
from app.recordings import looking_up, preparing
from app.recordings.looking_up import oembed_title, page_title, title_of
from app.recordings.models import Recording, Upload
from app.wiring import Parts
from tests.recordings.media import sound
from tests.recordings.test_recordings import stored_files, work
from tests.scenes import Scene, scene

SOUND = sound("wav", "pcm_s16le")
PAGE = '<html><head><title>Talk | Site</title><meta property="og:title" content="A talk &amp; more"></head></html>'


@pytest.fixture
def server() -> Iterator[str]:
    """Serves a recording, a page and something that is neither."""
    bodies = {"/rosa%20m.wav": SOUND, "/page": PAGE.encode(), "/nonsense.wav": b"no media at all"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = bodies.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{httpd.server_address[1]}"
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture
def talk(database: Database) -> Scene:
    with database.write() as session:
        return scene(session)


@pytest.fixture
def path(talk: Scene) -> str:
    return f"/api/interviews/{talk.interview.id}/recording"


@pytest.fixture
def linked(parts: Parts, researcher: TestClient, path: str, server: str) -> str:
    """A link to the server's recording, five seconds in; as no https link can lead there, written by hand."""
    made = researcher.post(f"{path}/link", json={"url": "https://example.org/a.wav", "starts_at_ms": 5_000}).json()
    lead_to(parts, f"http://{server}/rosa%20m.wav")
    return str(made["id"])


def lead_to(parts: Parts, url: str) -> None:
    with parts.database.write() as session:
        row = session.exec(select(Recording)).one()
        row.url = url
        session.add(row)


def exempt(parts: Parts, server: str) -> None:
    parts.settings.fetch_allowed = server
    parts.handlers[preparing.COPY] = looking_up.copy(parts.database, parts.settings)


def test_a_copy_becomes_the_recording_and_keeps_where_it_begins(
    parts: Parts, linked: str, researcher: TestClient, employee: TestClient, path: str, server: str
) -> None:
    exempt(parts, server)
    asked = researcher.post(f"{path}/fetch")
    assert (asked.status_code, asked.json()["kind"]) == (202, "recordings.copy_link")
    assert researcher.post(f"{path}/fetch").json()["id"] == asked.json()["id"]
    work(parts)
    now = researcher.get(path).json()
    assert (now["kind"], now["starts_at_ms"], now["file_name"]) == ("file", 5_000, "rosa m.wav")
    assert hashlib.sha256(employee.get(now["media_url"]).content).digest() == hashlib.sha256(SOUND).digest()
    assert now["peaks_url"]


def test_without_the_exemption_nothing_private_is_copied(
    parts: Parts, linked: str, researcher: TestClient, path: str
) -> None:
    job_id = researcher.post(f"{path}/fetch").json()["id"]
    work(parts)
    job = researcher.get(f"/api/jobs/{job_id}").json()
    assert job["state"] == "failed"
    assert "https" in job["message"] or "private" in job["message"]
    assert stored_files(parts) == []


@pytest.mark.parametrize("file", ["nonsense.wav", "gone.wav"])
def test_what_is_no_recording_leaves_the_link_as_it_was(
    parts: Parts, linked: str, researcher: TestClient, path: str, server: str, file: str
) -> None:
    exempt(parts, server)
    lead_to(parts, f"http://{server}/{file}")
    researcher.post(f"{path}/fetch")
    work(parts)
    with parts.database.read() as session:
        assert session.exec(select(Recording)).one().kind == "link"
        assert {row.state for row in session.exec(select(Upload)).all()} <= {"refused"}
    assert stored_files(parts) == []
    assert not list(parts.settings.uploads_folder.glob("*"))


def test_what_only_its_source_may_show_is_not_copied(researcher: TestClient, employee: TestClient, path: str) -> None:
    researcher.post(f"{path}/link", json={"url": "https://youtu.be/dQw4w9WgXcQ"})
    answer = researcher.post(f"{path}/fetch")
    assert (answer.status_code, answer.json()["code"]) == (422, "link_not_copied")
    assert employee.post(f"{path}/fetch").status_code == 403


def test_a_title_is_found_where_the_source_gives_one(server: str) -> None:
    policy = Policy(frozenset({server}))
    assert title_of("drive", f"http://{server}/page", policy) == "A talk & more"
    assert oembed_title(b'{"title": " Rosa\\n tells "}') == "Rosa tells"
    assert page_title("<title>One</title><svg><title>Two</title></svg>") == "One"
    for nothing in (b"", b"[]", b"{}", b'{"title": 5}', b"\xff"):
        assert oembed_title(nothing) == ""
    assert page_title("<p>no title") == ""
    with pytest.raises(AddressRefused):
        title_of("drive", f"http://{server}/page", Policy())


def test_without_a_way_out_a_link_is_as_good_as_before(
    parts: Parts, researcher: TestClient, employee: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def offline(*_args: Any, **_options: Any) -> None:
        raise OSError("no network")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    researcher.post(f"{path}/link", json={"url": "https://youtu.be/dQw4w9WgXcQ"})
    while run_next(parts.database, parts.handlers, worker="test"):
        pass
    with parts.database.read() as session:
        assert {job.state for job in session.exec(select(Job)).all()} == {"done"}
    assert researcher.get(path).json()["file_name"] == ""
    assert employee.get(path).json()["frame_url"]


def test_a_title_is_for_researchers_alone(
    parts: Parts, researcher: TestClient, employee: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_up, "title_of", lambda *_args: "Rosa Müller tells")
    researcher.post(f"{path}/link", json={"url": "https://vimeo.com/123456789"})
    work(parts)
    assert researcher.get(path).json()["file_name"] == "Rosa Müller tells"
    assert employee.get(path).json()["file_name"] == ""
