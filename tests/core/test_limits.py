"""Limits: what is refused when it comes too often, and from whom it counts."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from shutil import which
from subprocess import PIPE, Popen
from threading import Thread

import pytest
from fastapi import Depends
from fastapi.testclient import TestClient
from limits.storage import MemoryStorage

from app.core.errors import TooMany
from app.core.limits import Limits, Rate, client_address, limited, too_many
from app.core.settings import Settings
from app.main import create_app
from app.wiring import Parts

THREE = Rate("door", "3 per hour")


def test_what_comes_too_often_is_refused_and_told_when_to_come_back() -> None:
    limits = Limits()
    for _ in range(3):
        limits.hit(THREE, "one")
    with pytest.raises(TooMany) as refused:
        limits.hit(THREE, "one")
    assert 0 < refused.value.extra["retry_after_s"] <= 7200


def test_each_name_and_each_asker_counts_alone() -> None:
    limits = Limits()
    for _ in range(3):
        limits.hit(THREE, "one")
    limits.hit(THREE, "other")
    limits.hit(Rate("window", "3 per hour"), "one")


def test_counts_that_are_over_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    limits, counts = Limits(), 1_000
    for one in range(counts):
        limits.hit(Rate("door", "3 per second"), str(one))
    storage = limits._strategy.storage
    assert isinstance(storage, MemoryStorage)
    assert len(storage.storage) == counts
    later, shift = time.time, time.monotonic
    monkeypatch.setattr(time, "time", lambda: later() + 120)
    monkeypatch.setattr(time, "monotonic", lambda: shift() + 120)
    limits.hit(THREE, "one")
    assert len(storage.storage) == len(storage.expirations) == 1


def test_counting_starts_no_threads_and_many_threads_count_right() -> None:
    limits, rate = Limits(), Rate("door", "100 per hour")
    limits.hit(rate, "one")
    started: list[Thread] = []

    def hits(times: int) -> int:
        through = 0
        for _ in range(times):
            with suppress(TooMany):
                limits.hit(rate, "one")
                through += 1
        return through

    with pytest.MonkeyPatch.context() as watched, ThreadPoolExecutor(4) as pool:
        watched.setattr("threading.Timer.start", started.append)
        assert sum(pool.map(hits, [50] * 4)) == 99
    assert not started


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis that was just started, and is stopped afterwards."""
    program = which("redis-server")
    if program is None:
        pytest.skip("no redis-server on this machine: what processes count together was not tried")
    socket = tmp_path / "redis.sock"
    options = ("--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path))
    with Popen([program, *options], stdout=PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert any("eady to accept connections" in line for line in server.stdout)
            yield f"redis+unix://{socket}"
        finally:
            server.terminate()


def test_processes_that_share_a_redis_count_together(redis: str) -> None:
    one, other = Limits(redis), Limits(redis)
    for limits in (one, other, one):
        limits.hit(THREE, "one")
    with pytest.raises(TooMany) as refused:
        other.hit(THREE, "one")
    assert 0 < refused.value.extra["retry_after_s"] <= 7200
    other.hit(THREE, "somebody else")


def test_a_store_that_does_not_answer_closes_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits()

    def broken(*_: object) -> bool:
        raise ConnectionError

    monkeypatch.setattr(limits._strategy, "hit", broken)
    limits.hit(THREE, "one")


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_household_cannot_count_afresh_by_changing_the_end_of_its_address(host: str, counted: str) -> None:
    assert client_address((host, 1)) == counted


def test_the_wait_is_told_in_words_and_never_as_nothing() -> None:
    assert too_many(0.2).detail.endswith("in 2 seconds.")
    assert too_many(300).detail.endswith("in 5 minutes.")


def test_a_limited_route_answers_429_with_a_problem(parts: Parts) -> None:
    application = create_app(parts.settings, parts)
    application.router.add_api_route("/door", lambda: "in", methods=["GET"], dependencies=[Depends(limited(THREE))])
    application.router.routes.insert(0, application.router.routes.pop())
    client = TestClient(application)
    assert [client.get("/door").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = client.get("/door")
    assert answer.json()["code"] == "too_many_requests"
    assert int(answer.headers["retry-after"]) == answer.json()["retry_after_s"]


def test_the_api_as_a_whole_is_bounded_for_each_credential(settings: Settings, parts: Parts) -> None:
    client = TestClient(create_app(settings.model_copy(update={"requests_per_minute": 3}), parts))
    ask = [client.get("/api/session", headers={"Authorization": "Bearer x"}).status_code for _ in range(4)]
    assert ask[3] == 429
    refused = client.get("/api/session", headers={"Authorization": "Bearer x"})
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert client.get("/api/session").status_code == 200
