"""Retention: what a project's rule takes, told before, done once a day, and reported."""

from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.core.clock import today
from app.interviews.models import Interview
from app.recordings.models import Recording
from app.subjects import daily, honouring, retention
from app.subjects.models import LedgerEntry, RetentionRun
from app.subjects.retention import after_months
from app.transcripts.models import Turn
from app.wiring import Parts
from tests.reels.stage import Stage, stage, upload


@pytest.fixture
def on(parts: Parts, researcher: TestClient) -> Stage:
    """An interview of thirteen months ago, with a recording."""
    ready = stage(parts)
    upload(ready, researcher)
    with parts.database.write() as session:
        row = session.get(Interview, ready.scene.interview.id)
        assert row
        row.held_on = today() - timedelta(days=400)
        session.add(row)
    ready.settle()
    return ready


def preview(on: Stage, client: TestClient, **rule: Any) -> dict[str, Any]:
    answer = client.post(f"/api/projects/{on.scene.project.id}/retention/preview", json=rule)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def run(on: Stage) -> None:
    daily.handler(on.parts.database, on.parts.store)({}, lambda _share, _message="": None)
    on.settle()


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 6, 30), 18, date(2026, 12, 30)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, then: date) -> None:
    assert after_months(day, months) == then


def test_a_dry_run_tells_what_would_go_and_takes_nothing(on: Stage, researcher: TestClient) -> None:
    told = preview(on, researcher, media_months=12)
    assert (told["recordings"], told["interviews"]) == (1, 0)
    assert [(one["kind"], one["title"]) for one in told["items"]] == [("recording", "Three days of waiting")]
    assert told["freed_bytes"] > 0
    assert preview(on, researcher, media_months=24)["items"] == []
    with on.parts.database.read() as session:
        assert len(session.exec(select(Recording)).all()) == 1


@pytest.mark.both_databases
def test_recordings_go_and_quotes_stay(on: Stage, researcher: TestClient) -> None:
    path = f"/api/projects/{on.scene.project.id}/retention"
    assert researcher.put(path, json={"media_months": 12}).status_code == 200
    run(on)
    with on.parts.database.read() as session:
        assert session.exec(select(Recording)).all() == []
        assert session.exec(select(Turn)).all() != []
    assert on.parts.store.keys("recordings") == []
    (shown,) = researcher.get(path).json()["runs"]
    assert (shown["recordings"], shown["interviews"], len(shown["items"])) == (1, 0, 1)
    # Once is enough.
    run(on)
    with on.parts.database.read() as session:
        assert len(session.exec(select(RetentionRun)).all()) == 1


def test_an_interview_goes_with_everything_in_it(on: Stage, researcher: TestClient) -> None:
    path = f"/api/projects/{on.scene.project.id}/retention"
    assert researcher.put(path, json={"media_months": 6, "interview_months": 12}).status_code == 200
    run(on)
    with on.parts.database.read() as session:
        assert session.exec(select(Interview)).all() == []
        kinds = sorted(session.exec(select(LedgerEntry.kind)).all())
    assert kinds == ["interview", "recording"]
    stones = researcher.get(f"/api/projects/{on.scene.project.id}/tombstones").json()["items"]
    assert {(one["kind"], one["reason"]) for one in stones} == {("interview", "retention"), ("recording", "retention")}


def test_a_recording_cannot_outlive_its_interview(on: Stage, researcher: TestClient) -> None:
    answer = researcher.put(
        f"/api/projects/{on.scene.project.id}/retention", json={"media_months": 24, "interview_months": 12}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "media_outlives")


def test_without_a_rule_nothing_goes(on: Stage) -> None:
    with on.parts.database.write() as session:
        assert retention.run(session, on.scene.project.id) is None
    assert honouring.honour(on.parts.database, on.parts.store).total == 0
