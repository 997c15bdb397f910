"""Nothing that was committed is lost to search, whenever the process dies. Real processes, really killed."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import update

from app.accounts import service as accounts
from app.core.database import Database
from app.core.settings import Settings
from app.discovery import indexing
from app.transcripts.models import Turn
from app.wiring import open_parts
from search import Query, TextQuery
from tests.scenes import Scene, scene

PATIENCE_SECONDS = 60
QUOTES = 2_000


@contextmanager
def serving(data: Path, port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server of its own process on that data; killed without a warning at the end."""
    command = [sys.executable, "-m", "app", "serve", "--port", str(port), "--data", str(data)]
    process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL)
    try:
        _until(lambda: _answers(port), process)
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def reindex(data: Path) -> list[str]:
    return [sys.executable, "-m", "app", "reindex", "--data", str(data)]


def files_being_built(data: Path) -> int:
    """How many files the newest index has, where it is not the only one."""
    generations = sorted((data / "index").glob("g-*"), key=lambda path: int(path.name[2:]))
    return len(list(generations[-1].iterdir())) if len(generations) > 1 else 0


def rounds(data: Path) -> Counter[str]:
    """What the quotes of the index say, and how many say so."""
    parts = open_parts(Settings(_env_file=None, data=data, worker=False))
    said = Counter(str(document.texts["words"]) for document in parts.engine.read(parts.engine.ids()))
    found = parts.engine.find(Query(TextQuery(), indexing.EVERYTHING, limit=0)).total
    parts.close()
    assert found == said.total()
    return said


def call(port: int, token: str, path: str, body: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def test_a_highlight_committed_before_a_kill_is_found_after_the_restart(tmp_path: Path, free_port: int) -> None:
    made, token = _repository(tmp_path)
    with serving(tmp_path, free_port, FIRSTHAND_WORKER="false"):
        body = made.span(2, "typed everything by hand") | {"note": "zebra"}
        highlight = call(free_port, token, f"/api/transcripts/{made.transcript.id}/highlights", body)
    with serving(tmp_path, free_port):
        found = _until(lambda: call(free_port, token, "/api/search?q=zebra")["items"])
        assert [item["id"] for item in found] == [f"h-{highlight['id']}"]
        health = _until(
            lambda: (now := call(free_port, token, "/api/health"))["parts"]["database"]["waiting"] == 0 and now
        )
        assert health["status"] == "ok"
    checked = subprocess.run(
        [sys.executable, "-m", "app", "reindex", "--check", "--data", str(tmp_path)], capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_without_an_index_search_says_so_and_the_rest_works(tmp_path: Path, free_port: int) -> None:
    made, token = _repository(tmp_path)
    with serving(tmp_path, free_port, FIRSTHAND_WORKER="false"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            call(free_port, token, "/api/search?q=support")
        assert refused.value.code == 503
        assert json.load(refused.value)["code"] == "search_unavailable"
        refused.value.close()
        assert call(free_port, token, f"/api/quotes/t-{made.turns[1].id}")["text"] == made.turns[1].text
        assert call(free_port, token, "/api/health")["parts"]["search"]["ok"] is False


def test_an_index_that_was_thrown_away_is_built_anew(tmp_path: Path, free_port: int) -> None:
    _, token = _repository(tmp_path)
    with serving(tmp_path, free_port):
        assert _until(lambda: call(free_port, token, "/api/search?q=support")["items"])


def test_a_reindex_that_is_killed_leaves_the_old_index_whole_and_the_next_one_goes_on(tmp_path: Path) -> None:
    """The quotes change behind the index's back, so that each of its states can be told from every other."""
    database = Database(f"sqlite:///{tmp_path / 'firsthand.db'}")
    database.migrate()
    with database.write() as session:
        scene(session, lines=[("Rosa", "round 0")] * QUOTES)
    assert subprocess.run(reindex(tmp_path), check=False, stdout=subprocess.DEVNULL).returncode == 0
    for told in (1, 2):
        with database.write() as session:
            session.exec(update(Turn).values(text=f"round {told}"))
        process = subprocess.Popen(reindex(tmp_path), stdout=subprocess.DEVNULL)
        # The first dies when it has begun, the second when its documents are on their way to the disk.
        _until(lambda killed=process, least=told * 4: files_being_built(tmp_path) >= least or killed.poll() is not None)
        process.kill()
        process.wait()
        assert rounds(tmp_path) in [{f"round {one}": QUOTES} for one in range(told + 1)]
    assert subprocess.run(reindex(tmp_path), check=False, stdout=subprocess.DEVNULL).returncode == 0
    assert rounds(tmp_path) == {"round 2": QUOTES}
    assert len(list(tmp_path.glob("index/g-*"))) == 1
    parts = open_parts(Settings(_env_file=None, data=tmp_path, worker=False))
    assert indexing.compare(parts.database, parts.engine).agrees
    parts.close()
    database.close()


def _repository(data: Path) -> tuple[Scene, str]:
    database = Database(f"sqlite:///{data / 'firsthand.db'}")
    database.migrate()
    with database.write() as session:
        made = scene(session)
        user = accounts.create_user(session, email="r@example.org", name="R", role="researcher", password=None)
        _, token = accounts.create_token(session, user_id=user.id, name="test", role="researcher")
    database.close()
    return made, token


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5):
            return True
    except OSError:
        return False


def _until(look: Any, process: subprocess.Popen[bytes] | None = None) -> Any:
    """What `look` answers as soon as that is true."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}")
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError("it never came")
