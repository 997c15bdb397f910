"""Workers: two lanes, silent handlers, killed and stopping processes."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from app import wiring
from app.core.clock import now
from app.core.database import Database
from app.core.errors import Conflict, Invalid
from app.jobs import service as jobs
from app.jobs.models import Job
from app.jobs.service import HEAVY, QUICK, Cancelled, Interrupted, Progress
from app.wiring import Parts, running
from tests.jobs.test_queue import change, put, read


def nothing(_args: Mapping[str, Any], _report: Progress) -> None:
    """A handler with nothing to do."""


@pytest.mark.both_databases
def test_a_lane_takes_its_own_jobs_alone(database: Database) -> None:
    heavy, quick = put(database, lane=HEAVY), put(database, priority=9)
    assert jobs.run_next(database, {"note": nothing}, "w", lane=QUICK)
    assert not jobs.run_next(database, {"note": nothing}, "w", lane=QUICK)
    assert (read(database, heavy).state, read(database, quick).state) == ("queued", "done")


def test_quick_work_does_not_wait_for_heavy_work(parts: Parts) -> None:
    quick_is_done = threading.Event()
    waited: list[bool] = []
    parts.handlers["quick"] = lambda _args, _report: quick_is_done.set()
    parts.handlers["heavy"] = lambda _args, _report: waited.append(quick_is_done.wait(20))
    put(parts.database, "heavy", lane=HEAVY)
    put(parts.database, "quick", priority=9)
    with running(parts):
        assert quick_is_done.wait(20)
    assert waited == [True]


def test_a_worker_without_work_takes_nobodys_turn_to_write(database: Database) -> None:
    put(database, lane=HEAVY)
    written = database.changes.count
    with database.writers.turn():
        assert not jobs.run_next(database, {}, "w", lane=QUICK)
    assert database.changes.count == written


def test_new_work_is_begun_at_once_and_not_at_the_next_look(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "IDLE_SECONDS", 3600)
    done = threading.Event()
    parts.handlers["quick"] = lambda _args, _report: done.set()
    with running(parts):
        put(parts.database, "quick")
        assert done.wait(20)


def test_a_silent_handler_keeps_its_lease(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.01)
    taken: list[Job | None] = []

    def silent(_args: Mapping[str, Any], _report: Progress) -> None:
        long_ago = now() - timedelta(seconds=5)
        change(database, job_id, lease_until=long_ago)
        renewed = threading.Event()
        while not renewed.wait(0.01):
            lease = read(database, job_id).lease_until
            assert lease
            if lease > now():
                renewed.set()
        taken.append(jobs.claim(database, "other"))

    job_id = put(database)
    assert jobs.run_next(database, {"note": silent}, "w")
    assert taken == [None]
    assert read(database, job_id).state == "done"


@pytest.mark.both_databases
def test_a_worker_whose_job_was_taken_over_writes_nothing_more(database: Database) -> None:
    def overtaken(_args: Mapping[str, Any], report: Progress) -> None:
        change(database, job_id, lease_until=now() - timedelta(seconds=1))
        assert jobs.claim(database, "other")
        with pytest.raises(Cancelled):
            report(0.9, "from the first one")
        raise Cancelled

    job_id = put(database)
    assert jobs.run_next(database, {"note": overtaken}, "w")
    job = read(database, job_id)
    assert (job.state, job.worker, job.progress, job.message) == ("running", "other", 0.0, "")


def test_a_stopping_server_gives_its_work_back_and_no_try_is_lost(database: Database) -> None:
    def long(_args: Mapping[str, Any], report: Progress) -> None:
        with pytest.raises(Interrupted):
            report(0.5)
        raise Interrupted

    job_id = put(database, lane=HEAVY)
    assert jobs.run_next(database, {"note": long}, "w", stopping=lambda: True)
    job = read(database, job_id)
    assert (job.state, job.attempts, job.progress) == ("queued", 0, 0.0)
    assert jobs.run_next(database, {"note": nothing}, "w")
    assert read(database, job_id).state == "done"


KILLED = """
import sys, time
from app.core.database import Database
from app.jobs import service as jobs

def work(args, report):
    report(0.3, "at it")
    print("at it", flush=True)
    time.sleep(600)

jobs.run_next(Database(sys.argv[1]), {"note": work}, jobs.worker_name("heavy"))
"""


@pytest.mark.both_databases
def test_work_of_a_process_that_was_killed_is_done_by_the_next_one_without_waiting(database: Database) -> None:
    job_id = put(database, lane=HEAVY)
    url = database.url
    with subprocess.Popen([sys.executable, "-c", KILLED, url], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "at it\n"
        assert jobs.release_lost(database) == 0, "it lives"
        process.send_signal(signal.SIGKILL)
    assert (read(database, job_id).state, read(database, job_id).progress) == ("running", 0.3)
    assert jobs.claim(database, "other") is None
    assert jobs.release_lost(database) == 1
    assert jobs.run_next(database, {"note": nothing}, "next")
    assert (read(database, job_id).state, read(database, job_id).attempts) == ("done", 2)


def test_a_worker_elsewhere_is_waited_for(database: Database) -> None:
    put(database)
    assert jobs.claim(database, f"another-machine:{os.getpid()}:quick")
    assert jobs.release_lost(database) == 0


@pytest.mark.both_databases
def test_a_job_that_takes_every_worker_along_is_given_up_and_says_so(database: Database) -> None:
    poison, other = put(database), put(database, priority=9)
    for _ in range(3):
        assert jobs.claim(database, "killed")
        change(database, poison, lease_until=now() - timedelta(seconds=1))
    assert jobs.run_next(database, {"note": nothing}, "w")
    assert (read(database, poison).state, read(database, other).state) == ("failed", "done")
    assert read(database, poison).message == "The server was stopped 3 times while it worked on this."


def test_what_is_wrong_with_the_input_is_not_tried_again(database: Database) -> None:
    def refuse(_args: Mapping[str, Any], _report: Progress) -> None:
        raise Invalid("The file is cut off.")

    job_id, unknown = put(database), put(database, "from a later version")
    assert jobs.run_next(database, {"note": refuse}, "w")
    assert jobs.run_next(database, {"note": refuse}, "w")
    assert (read(database, job_id).state, read(database, job_id).message) == ("failed", "The file is cut off.")
    assert read(database, unknown).state == "failed"


def test_failed_work_is_tried_again_when_asked_for(database: Database) -> None:
    job_id = put(database, key="clip:1")
    with database.write() as session, pytest.raises(Conflict):
        jobs.retry(session, jobs.get(session, job_id))
    change(database, job_id, state="failed", attempts=3, message="no", progress=0.4)
    with database.write() as session:
        jobs.retry(session, jobs.get(session, job_id))
    assert jobs.run_next(database, {"note": nothing}, "w")
    assert (read(database, job_id).state, read(database, job_id).attempts) == ("done", 1)


def test_work_that_was_queued_again_meanwhile_is_not_doubled_by_a_retry(database: Database) -> None:
    job_id = put(database, key="clip:1")
    change(database, job_id, state="cancelled")
    put(database, key="clip:1")
    with database.write() as session, pytest.raises(Conflict) as refused:
        jobs.retry(session, jobs.get(session, job_id))
    assert refused.value.code == "job_under_way"


@pytest.mark.both_databases
def test_work_about_something_ends_with_it(database: Database) -> None:
    about, other = put(database, target_id="a"), put(database, target_id="b")
    unlike = put(database, "other", target_id="a")
    with database.write() as session:
        jobs.cancel_about(session, "a", ["note"])
    assert [read(database, job_id).state for job_id in (about, other, unlike)] == ["cancelled", "queued", "queued"]


@pytest.mark.both_databases
def test_ended_work_leaves_the_list_in_time_and_failures_stay_longer(database: Database) -> None:
    ids = {state: put(database) for state in ("done", "failed", "queued", "cancelled")}
    for state, job_id in ids.items():
        change(database, job_id, state=state, finished_at=now() - timedelta(days=3))
    with database.write() as session:
        jobs.forget_old(session)
    with database.read() as session:
        assert {state for state, job_id in ids.items() if session.get(Job, job_id)} == {"failed", "queued"}
