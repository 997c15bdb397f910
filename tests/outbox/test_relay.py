"""The relay carries every committed change to the index at least once, and nothing that was rolled back."""

from collections.abc import Sequence

import pytest
from sqlmodel import Session

from app.core.database import Database
from app.outbox import service as outbox
from app.outbox.service import Touched
from app.projects.models import Project


def touch(database: Database, *ids: str) -> None:
    with database.write() as session:
        outbox.touch_ids(session, [("turn", row_id) for row_id in ids])


def waiting(database: Database) -> int:
    with database.read() as session:
        return outbox.waiting(session)


class Index:
    """Remembers what it was told; fails as long as `down`."""

    def __init__(self) -> None:
        self.told: list[Touched] = []
        self.down = False

    def __call__(self, news: Sequence[Touched]) -> None:
        if self.down:
            raise ConnectionError("the engine is down")
        self.told += news


@pytest.mark.both_databases
def test_each_touched_row_is_told_once_however_often_it_was_touched(database: Database) -> None:
    index = Index()
    touch(database, "a", "b", "a")
    assert outbox.relay_once(database, index) == 3
    assert [touched.row_id for touched in index.told] == ["a", "b"]
    assert waiting(database) == 0
    assert outbox.relay_once(database, index) == 0


@pytest.mark.both_databases
def test_nothing_is_forgotten_while_the_engine_is_down(database: Database) -> None:
    index = Index()
    index.down = True
    touch(database, "a")
    with pytest.raises(ConnectionError):
        outbox.relay_once(database, index)
    assert waiting(database) == 1
    index.down = False
    assert outbox.drain(database, index) == 1
    assert [touched.row_id for touched in index.told] == ["a"]


@pytest.mark.both_databases
def test_what_is_touched_while_the_relay_works_is_told_in_the_next_batch(database: Database) -> None:
    index = Index()

    def apply(news: Sequence[Touched]) -> None:
        index(news)
        touch(database, "b") if len(index.told) == 1 else None

    touch(database, "a")
    assert outbox.relay_once(database, apply) == 1
    assert waiting(database) == 1
    assert outbox.relay_once(database, apply) == 1
    assert [touched.row_id for touched in index.told] == ["a", "b"]


def test_a_change_that_is_rolled_back_is_not_told(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as session:
        project = Project(name="Never")
        session.add(project)
        outbox.touch(session, project)
        raise RuntimeError
    assert waiting(database) == 0


@pytest.mark.both_databases
def test_one_relay_at_a_time(database: Database) -> None:
    touch(database, "a")
    inner: list[int] = []

    def apply(_news: Sequence[Touched]) -> None:
        inner.append(outbox.relay_once(database, Index()))

    assert outbox.relay_once(database, apply) == 1
    assert inner == [0]


def test_a_row_is_touched_under_the_name_of_its_table(session: Session) -> None:
    project = Project(name="Heard")
    outbox.touch(session, project)
    session.flush()
    assert outbox.waiting(session) == 1
