"""What the adapter makes of a server that is too old, refuses, breaks or never finishes.

The server here only plays those failures over real HTTP; that the contract holds is shown against a real
Meilisearch.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from search import Audience, BadDocument, Document, EngineUnavailable, Query, Schema, TextQuery
from search.engines.meilisearch import MeilisearchEngine
from search.engines.meilisearch.connection import Connection

SCHEMA = Schema(("text",), ("tag",))
QUERY = Query(TextQuery(), Audience({"all"}))
Answers = dict[str, tuple[int, Any]]
Play = Callable[..., MeilisearchEngine]


@pytest.fixture
def play() -> Iterator[Play]:
    """Starts a server that answers each path as told, and an engine that asks it."""
    servers: list[ThreadingHTTPServer] = []

    def start(answers: Answers, **rest: Any) -> MeilisearchEngine:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = f"{self.command} {self.path.split('?')[0]}"
                status, body = answers.get(path, (404, {"message": "nothing here", "code": "index_not_found"}))
                content = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer  # noqa: N815 — the names http.server asks for

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return MeilisearchEngine(SCHEMA, f"http://127.0.0.1:{server.server_port}", "key", timeout_s=5, **rest)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_server_that_is_too_old_is_refused_with_both_versions(play: Play) -> None:
    engine = play({"GET /version": (200, {"pkgVersion": "1.12.8"})})
    with pytest.raises(EngineUnavailable, match=r"1\.12\.8.*1\.13"):
        engine.find(QUERY)
    assert not engine.health().ok


def test_a_wrong_key_is_told(play: Play) -> None:
    engine = play({"GET /version": (401, {"message": "invalid key", "code": "invalid_api_key"})})
    with pytest.raises(EngineUnavailable, match="invalid key"):
        engine.count()


def test_an_answer_that_is_no_answer_is_unavailable(play: Play) -> None:
    engine = play({"GET /version": (200, b"<html>a proxy speaks</html>")})
    with pytest.raises(EngineUnavailable):
        engine.find(QUERY)


def test_a_task_that_never_ends_is_not_waited_for_for_ever(play: Play) -> None:
    engine = play(
        {
            "GET /version": (200, {"pkgVersion": "1.50.0"}),
            "POST /indexes": (202, {"taskUid": 1}),
            "GET /tasks/1": (200, {"status": "processing"}),
        },
        task_timeout_s=0.05,
    )
    with pytest.raises(EngineUnavailable, match="did not finish task 1"):
        engine.put([Document("a", {}, {}, {}, ())])


@pytest.mark.parametrize(
    ("code", "error"), [("invalid_document_id", BadDocument), ("internal", EngineUnavailable), ("", EngineUnavailable)]
)
def test_a_failed_task_says_why(play: Play, code: str, error: type[Exception]) -> None:
    engine = play(
        {
            "GET /version": (403, {"message": "not this key", "code": "invalid_api_key"}),
            "POST /indexes": (202, {"taskUid": 7}),
            "GET /tasks/7": (200, {"status": "failed", "error": {"code": code, "message": "the very reason"}}),
        }
    )
    with pytest.raises(error, match="the very reason"):
        engine.drop(["a"])


def test_a_refused_payload_is_a_bad_document(play: Play) -> None:
    engine = play({"GET /version": (400, {"message": "cannot read it", "code": "malformed_payload"})})
    with pytest.raises(BadDocument, match="cannot read it"):
        engine.count()


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as gone:
        port = gone.server_port
    engine = MeilisearchEngine(SCHEMA, f"http://ruth:secret@127.0.0.1:{port}", "key", timeout_s=5)
    with pytest.raises(EngineUnavailable) as failure:
        engine.find(QUERY)
    assert str(failure.value) == f"Meilisearch at 127.0.0.1:{port} does not answer; is it running there?"
    assert engine.health().detail == str(failure.value)
    engine.close()


def test_what_is_asked_abreast_is_answered_in_order_and_by_several_at_once() -> None:
    together = threading.Barrier(3, timeout=20)

    class Echo(Connection):
        def post(self, path: str, body: Any) -> Any:
            together.wait()
            return path, body

    echo = Echo("http://127.0.0.1:9", None, timeout_s=5, task_timeout_s=5)
    assert echo.abreast("here", [1, 2, 3]) == [("here", 1), ("here", 2), ("here", 3)]
    assert echo.abreast("here", []) == []
    echo.close()
