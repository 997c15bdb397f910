"""The composition root: the only place that picks a database, an engine, a store, a queue."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog

import app.tables  # noqa: F401 - rows refer to each other by table name
from app.core.database import Database
from app.core.settings import Settings
from app.jobs.service import Handler, run_next
from app.outbox import service as outbox
from app.recordings import service as recordings
from app.recordings.store import Store, open_store
from app.reels import rendering
from app.sharing import service as sharing

log = structlog.get_logger(__name__)
IDLE_SECONDS = 0.05
PAUSE_AFTER_FAILURE_SECONDS = 1.0


@dataclass
class Parts:
    """What a running Firsthand is made of."""

    settings: Settings
    database: Database
    store: Store
    apply: outbox.Apply
    handlers: dict[str, Handler] = field(default_factory=dict)

    def close(self) -> None:
        """Lets go of files and connections."""
        self.database.close()


def open_parts(settings: Settings) -> Parts:
    """Opens everything the settings name, and brings the tables up to date."""
    database = Database(settings.database)
    database.migrate()
    store = open_store(settings.store)
    return Parts(settings, database, store, apply=_apply(database, store), handlers=_handlers(database, store))


def _apply(database: Database, store: Store) -> outbox.Apply:
    """Who hears the news, one after the other: what must not be shown any more goes before anything else."""

    def apply(news: Sequence[outbox.Touched]) -> None:
        sharing.follow(database, store, news)

    return apply


def _handlers(database: Database, store: Store) -> dict[str, Handler]:
    """What the worker can do, by the name of the job."""
    return {
        recordings.DELETE_FILE: lambda args, _progress: recordings.delete_file(store, args),
        rendering.RENDER: rendering.handler(database, store),
        sharing.AGREE: sharing.daily(database, store),
    }


class Background:
    """The relay and the job worker, each on a thread of its own, until `stop`."""

    def __init__(self, parts: Parts) -> None:
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._loop, args=(self._relay(parts),), name="relay", daemon=True),
            threading.Thread(target=self._loop, args=(self._work(parts),), name="worker", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Asks both to end after what they are doing, and waits for them."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=30)

    def _loop(self, step: Callable[[], bool]) -> None:
        while not self._stopping.is_set():
            try:
                busy = step()
            except Exception as error:  # noqa: BLE001 - the loop outlives any one failure, and says so
                log.warning("background step failed; trying again", error=str(error))
                self._stopping.wait(PAUSE_AFTER_FAILURE_SECONDS)
            else:
                if not busy:
                    self._stopping.wait(IDLE_SECONDS)

    @staticmethod
    def _relay(parts: Parts) -> Callable[[], bool]:
        return lambda: bool(outbox.relay_once(parts.database, parts.apply))

    @staticmethod
    def _work(parts: Parts) -> Callable[[], bool]:
        return lambda: run_next(parts.database, parts.handlers, worker="web")


@contextmanager
def running(parts: Parts) -> Iterator[None]:
    """Runs the relay and the worker beside the block."""
    with parts.database.write() as session:
        sharing.schedule(session)
    background = Background(parts)
    background.start()
    try:
        yield
    finally:
        background.stop()
