"""Searching by meaning through HTTP: off unless switched on, bound by audience and consent, learned in the background.

The model here knows a handful of ideas by their words: what it finds alike is known beforehand.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.core.errors import Invalid
from app.core.settings import Settings
from app.discovery import learning
from app.jobs import service as jobs
from app.jobs.models import Job
from app.outbox import service as outbox
from app.wiring import Parts, open_parts
from search import Knowledge, Space
from search.meaning import Vectors
from tests.discovery.conftest import Settle
from tests.discovery.test_search import counts, search, texts
from tests.scenes import LINES, ROSA, Scene

Told = Callable[..., Scene]
IDEAS = (
    ("wait", "waited", "patience", "slow"),
    ("manual", "hand", "typed"),
    ("export", "download"),
    ("rang", "called"),
)


class Ideas:
    """A model that hears which ideas a text holds."""

    space = Space("ideas", len(IDEAS) + 1)
    floor = 0.3

    def __init__(self) -> None:
        self.read: list[str] = []

    def documents(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        return np.stack([self.question(text) for text in texts])

    def question(self, text: str) -> Vectors:
        said = text.lower().replace(".", " ").replace(",", " ").split()
        held = [float(any(word in said for word in idea)) for idea in IDEAS]
        vector = np.array([*held, 0.0 if any(held) else 1.0], np.float32)
        found: Vectors = vector / np.linalg.norm(vector)
        return found


@pytest.fixture
def model(parts: Parts) -> Ideas:
    """Switched on, before anything is indexed."""
    parts._embedder = Ideas()
    return parts._embedder


@pytest.fixture
def taught(parts: Parts, model: Ideas, told: Told) -> Callable[..., Scene]:
    """Makes an interview and lets everything be learned."""

    def make(**options: object) -> Scene:
        made = told(**options)
        parts.learn()
        return made

    return make


def learn_all(parts: Parts) -> int:
    """Runs the jobs that wait; returns how many there were."""
    done = 0
    while jobs.run_next(parts.database, parts.handlers, "w", lane=jobs.SPARE):
        done += 1
    return done


def waiting_jobs(parts: Parts) -> list[Job]:
    with parts.database.read() as session:
        return list(session.exec(select(Job).where(Job.kind == learning.LEARN)).all())


def test_without_a_model_there_is_nothing_to_slide(told: Told, employee: TestClient) -> None:
    told()
    assert employee.get("/api/search/meaning").json() == {"available": False, "known": 0, "wanted": 0}
    refused = employee.get("/api/search", params={"q": "support", "ratio": 0.5})
    assert (refused.status_code, refused.json()["code"]) == (422, "meaning_off")
    assert "switched on" in refused.json()["detail"]
    assert texts(search(employee, "support", ratio=0)) == texts(search(employee, "support"))


@pytest.mark.parametrize("ratio", [-0.1, 1.1, "much"])
def test_a_ratio_lies_between_0_and_1(model: Ideas, employee: TestClient, ratio: Any) -> None:
    assert employee.get("/api/search", params={"q": "x", "ratio": ratio}).status_code == 422


def test_a_quote_is_found_by_what_it_means(taught: Told, employee: TestClient) -> None:
    taught()
    assert search(employee, "patience")["total"] == 0
    [item] = search(employee, "patience", ratio=0.5)["items"]
    assert "I waited three days" in item["text"]
    assert item["by_meaning"] is True
    assert item["spans"] == []
    [said] = search(employee, "waited three", ratio=0.5)["items"]
    assert said["by_meaning"] is False
    assert said["spans"]


def test_counts_and_facets_tell_of_both(taught: Told, employee: TestClient) -> None:
    taught()
    answer = search(employee, "manual support ", ratio=0.5)
    assert answer["total"] == len(answer["items"]) == 1
    answer = search(employee, "support manual ", ratio=0.5)
    assert answer["total"] == len(answer["items"]) == 2
    assert (answer["people"], counts(answer, "project")) == (2, {"Exports": 2})
    values = employee.get("/api/search/facets/project", params={"q": "patience", "ratio": 1, "text": "exp"}).json()
    assert [value["count"] for value in values["items"]] == [1]


@pytest.mark.parametrize("ratio", [0.5, 1])
def test_nobody_finds_by_meaning_what_they_may_not_read(
    taught: Told, employee: TestClient, researcher: TestClient, ratio: float
) -> None:
    taught(status="pending")
    assert search(employee, "patience", ratio=ratio)["total"] == 0
    assert search(researcher, "patience", ratio=ratio)["total"] == 1


def test_a_withdrawn_quote_takes_its_vector_along(
    taught: Told, parts: Parts, settle: Settle, admin: TestClient
) -> None:
    made = taught()
    before = parts.engine.knowledge()
    with parts.database.write() as session:
        consent = session.merge(made.consents[ROSA])
        consent.status = "withdrawn"
        session.add(consent)
        outbox.touch(session, consent)
    # The next request, before the index hears of it; then the index.
    assert search(admin, "patience", ratio=1)["items"] == []
    settle()
    after = parts.engine.knowledge()
    assert after.known == after.wanted < before.known
    assert search(admin, "patience", ratio=1)["total"] == 0


def test_a_few_quotes_are_learned_at_once(taught: Told, parts: Parts, model: Ideas) -> None:
    taught()
    assert parts.engine.knowledge() == Knowledge(len(LINES), len(LINES))
    assert waiting_jobs(parts) == []


MANY = [(ROSA, f"I waited {at} days for an answer") for at in range(learning.AT_ONCE * 2 + 5)]


def test_many_quotes_are_learned_by_a_job_that_says_how_far_it_is(
    told: Told, parts: Parts, model: Ideas, employee: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(lines=MANY)
    parts.learn()
    parts.learn()
    [job] = waiting_jobs(parts)
    assert (job.state, job.lane, job.owner_id) == ("queued", jobs.SPARE, None)
    assert employee.get("/api/search/meaning").json() == {"available": True, "known": 0, "wanted": len(MANY)}
    shares: list[float] = []
    monkeypatch.setattr(learning, "_REPORT_SECONDS", -1)
    parts.handlers[learning.LEARN]({}, lambda share, _message="": shares.append(share))
    assert shares == pytest.approx([learning.AT_ONCE / len(MANY), 2 * learning.AT_ONCE / len(MANY), 1])
    assert employee.get("/api/search/meaning").json()["known"] == len(MANY)
    assert learn_all(parts) == 1
    assert len(model.read) == len(MANY)


def test_a_job_that_was_stopped_goes_on_where_it_was(
    told: Told, parts: Parts, model: Ideas, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(lines=MANY)
    parts.learn()
    monkeypatch.setattr(learning, "_REPORT_SECONDS", -1)
    rounds = iter([False, True])
    assert jobs.run_next(parts.database, parts.handlers, "w", lane=jobs.SPARE, stopping=lambda: next(rounds, False))
    assert 0 < parts.engine.knowledge().known < len(MANY)
    assert learn_all(parts) == 1
    assert parts.engine.knowledge() == Knowledge(len(MANY), len(MANY))
    assert len(model.read) == len(MANY)


@pytest.fixture
def embedded(settings: Settings) -> Iterator[Callable[[Ideas], Parts]]:
    """Opens and opens again a product with the embedded engine and the same data folder."""
    opened: list[Parts] = []

    def open_again(model: Ideas) -> Parts:
        for parts in opened:
            parts.close()
        opened[:] = [open_parts(settings.model_copy(update={"search": "embedded", "worker": True}))]
        opened[0]._embedder = model
        return opened[0]

    yield open_again
    for parts in opened:
        parts.close()


def test_neither_a_restart_nor_a_rebuilt_index_computes_anything_again(
    told: Told, parts: Parts, embedded: Callable[[Ideas], Parts]
) -> None:
    from app.discovery import indexing

    told(lines=MANY)
    first = embedded(Ideas())
    indexing.rebuild(first.database, first.engine)
    first.handlers[learning.LEARN]({}, lambda _share, _message="": None)
    assert first.engine.knowledge() == Knowledge(len(MANY), len(MANY))
    idle = Ideas()
    second = embedded(idle)
    second.learn()
    indexing.rebuild(second.database, second.engine)
    second.learn()
    assert second.engine.knowledge() == Knowledge(len(MANY), len(MANY))
    assert idle.read == []


def test_what_is_switched_on_and_cannot_work_says_what_to_do(settings: Settings, tmp_path: Path) -> None:
    wrong = settings.model_copy(update={"semantic": True, "semantic_model": str(tmp_path / "nowhere")})
    opened = open_parts(wrong)
    with pytest.raises(Invalid) as refused:
        assert opened.engine
    opened.close()
    assert refused.value.code == "semantic_model"
    assert "there is no folder" in str(refused.value)


def test_a_query_of_fields_alone_means_nothing(taught: Told, employee: TestClient) -> None:
    taught()
    by_field = search(employee, "is:turn", ratio=1)
    assert by_field["total"] == search(employee, "is:turn")["total"] > 0


def test_pages_go_on_where_the_one_before_ended(taught: Told, parts: Parts, employee: TestClient) -> None:
    taught(lines=MANY)
    learn_all(parts)
    first = search(employee, "patience", ratio=0.5, limit=40)
    second = search(employee, "patience", ratio=0.5, limit=100, cursor=first["next_cursor"])
    ids = [item["id"] for item in (*first["items"], *second["items"])]
    assert len(ids) == len(set(ids)) == first["total"] == len(MANY)
