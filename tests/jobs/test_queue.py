"""Jobs happen once, are retried, cancelled, and survive a killed worker."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from app.core.clock import now
from app.core.database import Database
from app.core.errors import NotFound
from app.jobs import service as jobs
from app.jobs.models import Job
from app.jobs.service import Progress


def put(database: Database, kind: str = "note", **options: Any) -> str:
    with database.write() as session:
        return jobs.enqueue(session, kind, options.pop("args", {}), **options).id


def read(database: Database, job_id: str) -> Job:
    with database.read() as session:
        return jobs.get(session, job_id)


def change(database: Database, job_id: str, **values: Any) -> None:
    with database.write() as session:
        job = jobs.get(session, job_id)
        for name, value in values.items():
            setattr(job, name, value)
        session.add(job)


@pytest.mark.both_databases
def test_jobs_run_once_each_by_priority_and_age(database: Database) -> None:
    done: list[str] = []

    def note(args: Mapping[str, Any], report: Progress) -> None:
        report(0.5, "half way")
        done.append(args["name"])

    for name, priority in (("late", 5), ("first", 0), ("second", 0)):
        put(database, args={"name": name}, priority=priority)
    while jobs.run_next(database, {"note": note}, "w"):
        pass
    assert done == ["first", "second", "late"]


@pytest.mark.both_databases
def test_a_failing_job_is_retried_and_then_says_why_it_failed(database: Database) -> None:
    def fail(_args: Mapping[str, Any], _report: Progress) -> None:
        raise ValueError("the disk is full")

    job_id = put(database)
    for attempt in (1, 2, 3):
        change(database, job_id, run_at=now() - timedelta(seconds=1))
        assert jobs.run_next(database, {"note": fail}, "w")
        assert read(database, job_id).attempts == attempt
    job = read(database, job_id)
    assert (job.state, job.message) == ("failed", "the disk is full")
    assert not jobs.run_next(database, {"note": fail}, "w")


@pytest.mark.both_databases
def test_a_job_whose_worker_was_killed_is_taken_over_when_its_lease_runs_out(database: Database) -> None:
    job_id = put(database)
    assert jobs.claim(database, "killed")
    assert jobs.claim(database, "other") is None
    change(database, job_id, lease_until=now() - timedelta(seconds=1))
    taken = jobs.claim(database, "other")
    assert taken
    assert (taken.id, taken.attempts, taken.worker) == (job_id, 2, "other")


def test_a_running_job_stops_at_its_next_report_once_cancelled(database: Database) -> None:
    reached: list[str] = []

    def long(_args: Mapping[str, Any], report: Progress) -> None:
        report(0.1)
        with database.write() as session:
            jobs.cancel(session, jobs.get(session, job_id))
        report(0.2)
        reached.append("after the cancel")

    job_id = put(database)
    assert jobs.run_next(database, {"note": long}, "w")
    assert reached == []
    assert read(database, job_id).state == "cancelled"


def test_the_same_work_is_not_queued_twice_while_it_waits(database: Database) -> None:
    first = put(database, key="clip:1")
    assert put(database, key="clip:1") == first
    change(database, first, state="done")
    assert put(database, key="clip:1") != first


def test_work_asked_for_in_a_transaction_that_fails_is_never_done(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as session:
        jobs.enqueue(session, "note", {})
        raise RuntimeError
    assert jobs.claim(database, "w") is None


def test_a_finished_job_is_not_cancelled_any_more_and_an_unknown_one_is_not_found(database: Database) -> None:
    job_id = put(database)
    assert jobs.run_next(database, {"note": lambda _args, _report: None}, "w")
    with database.write() as session:
        jobs.cancel(session, jobs.get(session, job_id))
        with pytest.raises(NotFound):
            jobs.get(session, "unknown")
    job = read(database, job_id)
    assert (job.state, job.progress) == ("done", 1.0)
