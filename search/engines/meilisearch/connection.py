"""Talking to a Meilisearch server: pooled connections, bounded waits, and errors in the port's words."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import requests
from meilisearch import Client
from meilisearch._httprequests import HttpRequests
from meilisearch.errors import (
    MeilisearchApiError,
    MeilisearchCommunicationError,
    MeilisearchError,
    MeilisearchTimeoutError,
)

from search.port import BadDocument, EngineUnavailable

OLDEST = (1, 13)
UNTOLD = "of an untold version"
_FIRST_WAIT = 0.002
_LONGEST_WAIT = 0.25
_ROWS = 5000
_THREADS = 8
_NEVER_OUR_FAULT = ("invalid_document_id", "missing_document_id", "malformed_payload", "invalid_document_fields")


class _Pooled(HttpRequests):
    """The client's transport on one session, so that connections are used again."""

    def __init__(self, client: Client, session: requests.Session) -> None:
        super().__init__(client.config)
        self._session = session

    def send_request(self, http_method: Callable[..., Any], *rest: Any, **named: Any) -> Any:
        """Send by the session what the client would send by a fresh connection."""
        return super().send_request(getattr(self._session, http_method.__name__), *rest, **named)


class Connection:
    """One server and one key. Safe between threads: each has a client of its own."""

    def __init__(self, url: str, key: str | None, *, timeout_s: int, task_timeout_s: float) -> None:
        self._url = url
        self._host = urlsplit(url).netloc.rpartition("@")[2]
        self._key = key
        self._timeout_s = timeout_s
        self._task_timeout_s = task_timeout_s
        self._mine = threading.local()
        self._sessions: list[requests.Session] = []
        self._others = ThreadPoolExecutor(_THREADS, "meilisearch")

    @property
    def http(self) -> HttpRequests:
        """The transport of this thread."""
        return self._client.http

    @property
    def _client(self) -> Client:
        client: Client | None = getattr(self._mine, "client", None)
        if client is None:
            client = Client(self._url, self._key, timeout=self._timeout_s)
            session = requests.Session()
            # A compressed answer leaves the server in pieces; the last waits until the first is acknowledged: 40 ms.
            session.headers["Accept-Encoding"] = "identity"
            self._sessions.append(session)
            client.http = _Pooled(client, session)
            self._mine.client = client
        return client

    def close(self) -> None:
        """Let go of all connections."""
        self._others.shutdown()
        while self._sessions:
            self._sessions.pop().close()

    def get(self, path: str) -> Any:
        """Read something."""
        with self._translated():
            return self.http.get(path)

    def post(self, path: str, body: Any) -> Any:
        """Ask something."""
        with self._translated():
            return self.http.post(path, body)

    def abreast(self, path: str, bodies: Sequence[Any]) -> list[Any]:
        """Ask several things at once, each over a connection of its own; the answers in order."""
        others = [self._others.submit(self.post, path, body) for body in bodies[1:]]
        return [*(self.post(path, body) for body in bodies[:1]), *(other.result() for other in others)]

    def do(self, method: str, path: str, body: Any = None) -> None:
        """Change something, and wait until it has happened."""
        with self._translated():
            self.wait(int(getattr(self.http, method)(path, body)["taskUid"]))

    def create(self, index: str) -> None:
        """Make an index, unless it is there; done when all that was asked of the server before is done."""
        with suppress(_AlreadyThere):
            self.do("post", "indexes", {"uid": index, "primaryKey": "id"})

    def start(self, path: str, body: Any) -> int:
        """Begin to change something; returns the task to wait for."""
        with self._translated():
            return int(self.http.post(path, body)["taskUid"])

    def wait(self, task: int) -> None:
        """Wait for a task, not for ever. Raises EngineUnavailable when it fails or takes too long."""

        def done() -> bool:
            found = self.get(f"tasks/{task}")
            if found["status"] in ("failed", "canceled"):
                raise _failed(found.get("error") or {})
            return bool(found["status"] == "succeeded")

        self._until(done, f"task {task}")

    def swap(self, index: str, fresh: str) -> None:
        """Put one index in the place of another, and wait until it is there.

        A key bound to its indexes may not look at the swap's task, so the index itself is looked at: its
        birthday travels with it.
        """
        born = self.get(f"indexes/{fresh}")["createdAt"]
        self.start("swap-indexes", [{"indexes": [index, fresh]}])
        self._until(lambda: bool(self.get(f"indexes/{index}")["createdAt"] == born), f"swapping {index}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except MeilisearchApiError as failure:
            raise _refused(failure) from failure
        except (MeilisearchTimeoutError, requests.Timeout) as failure:
            raise EngineUnavailable(f"Meilisearch at {self._host} took longer than {self._timeout_s} s") from failure
        except (MeilisearchCommunicationError, requests.ConnectionError) as failure:
            raise EngineUnavailable(f"Meilisearch at {self._host} does not answer; is it running there?") from failure
        except (MeilisearchError, requests.RequestException) as failure:
            raise EngineUnavailable(f"what is at {self._host} does not answer as Meilisearch: {failure}") from failure

    def _until(self, done: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + self._task_timeout_s
        pause = _FIRST_WAIT
        while not done():
            if time.monotonic() > until:
                raise EngineUnavailable(f"Meilisearch did not finish {what} within {self._task_timeout_s:.0f} s")
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_WAIT)

    def exists(self, index: str) -> bool:
        """Whether the server has this index."""
        try:
            self.get(f"indexes/{index}")
        except _NotFound:
            return False
        return True

    def count(self, index: str) -> int:
        """How many documents an index holds."""
        return int(self.get(f"indexes/{index}/stats")["numberOfDocuments"])

    def rows(self, index: str, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
        """A few fields of all documents of an index."""
        start = 0
        while True:
            body = {"fields": list(fields), "limit": _ROWS, "offset": start}
            rows = self.post(f"indexes/{index}/documents/fetch", body)["results"]
            yield from rows
            start += len(rows)
            if len(rows) < _ROWS:
                return

    def check_version(self) -> str:
        """The server's version. Raises EngineUnavailable when it is too old to keep the contract.

        A key bound to its indexes may not ask for it; the server is then taken to be a current one.
        """
        try:
            version = str(self.get("version")["pkgVersion"])
        except _NotAllowed:
            return UNTOLD
        numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
        if numbers < OLDEST:
            needed = ".".join(map(str, OLDEST))
            raise EngineUnavailable(f"this Meilisearch is version {version}; at least {needed} is needed")
        return version


class _NotAllowed(EngineUnavailable):
    """The key has no right to do this."""


class _NotFound(EngineUnavailable):
    """What was asked for is not on the server."""


class _AlreadyThere(EngineUnavailable):
    """What was to be made is on the server."""


def _refused(failure: MeilisearchApiError) -> Exception:
    if failure.code == "index_not_found":
        return _NotFound(str(failure.message))
    if failure.status_code == 403:
        return _NotAllowed(f"the Meilisearch key may not do this: {failure.message}")
    if failure.code in _NEVER_OUR_FAULT:
        return BadDocument(str(failure.message))
    return EngineUnavailable(f"Meilisearch refused: {failure.message}")


def _failed(error: dict[str, Any]) -> Exception:
    message = str(error.get("message", "a task failed"))
    if error.get("code") in _NEVER_OUR_FAULT:
        return BadDocument(message)
    if error.get("code") == "index_already_exists":
        return _AlreadyThere(message)
    return EngineUnavailable(f"Meilisearch could not do it: {message}")
