"""The composition root: the only place that picks a database, an engine, a store, a queue."""

import os
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

import app.tables  # noqa: F401 - rows refer to each other by table name
from app.access import audit_checks
from app.accounts import links
from app.consents import evidence, reminding
from app.consents import links as consent_links
from app.core.database import Database
from app.core.errors import Conflict, FirsthandError, Invalid
from app.core.settings import Settings
from app.core.vault import Vault
from app.discovery import indexing, learning
from app.discovery.fields import SCHEMA
from app.jobs import service as jobs
from app.jobs.service import Handler
from app.outbox import service as outbox
from app.recordings import looking_up, preparing, uploads
from app.recordings import service as recordings
from app.recordings.store import Store, open_store
from app.reels import rendering
from app.renders import keeping, work
from app.sharing import service as sharing
from app.subjects import cleaning, copying, daily, erasing, honouring, purging, silencing, watching
from app.topics import digests
from search import Embedder, EngineBusy, SearchEngine, SearchError, Space
from search.embedders import NoModel, open_model
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine

log = structlog.get_logger(__name__)
IDLE_SECONDS = 0.25
"""How long a thread without work waits before it looks for what other processes wrote; what this one writes it hears
of at once."""
PAUSE_AFTER_FAILURE_SECONDS = 1.0
_LESS_IMPORTANT = 10


@dataclass(frozen=True)
class PartHealth:
    """Whether a part answers; for the database, how many entries of the outbox wait for the index."""

    ok: bool
    waiting: int | None = None


@dataclass
class Parts:
    """What a running Firsthand is made of."""

    settings: Settings
    database: Database
    store: Store
    handlers: dict[str, Handler] = field(default_factory=dict)
    _engine: SearchEngine | None = None
    _embedder: Embedder | None = None
    _opening: threading.RLock = field(default_factory=threading.RLock)

    @property
    def engine(self) -> SearchEngine:
        """The search engine, opened when it is first needed: many commands never do.

        Raises EngineUnavailable while it cannot be opened, Conflict when another process holds the index.
        """
        with self._opening:
            if self._engine is None:
                model = self.embedder
                self._engine = open_engine(self.settings, model.space if model else None)
            return self._engine

    @property
    def embedder(self) -> Embedder | None:
        """The model that tells what texts mean; None when nobody asked for one. Raises Invalid when it cannot work."""
        with self._opening:
            if self._embedder is None and self.settings.semantic:
                self._embedder = _opened_model(self.settings.semantic_model)
            return self._embedder

    @property
    def opened(self) -> SearchEngine | None:
        """The search engine if it is open already."""
        return self._engine

    def apply(self, news: Sequence[outbox.Touched]) -> None:
        """Tells everyone who must hear of touched rows: what may not be shown any more goes before anything else."""
        keeping.follow(self.database, self.store, news)
        sharing.follow(self.database, self.store, news)
        recordings.follow(self.database, self.store, news)
        evidence.follow(self.database, self.store, news)
        indexing.apply(self.database, self.engine, news)
        purging.follow(self.database, self.store, news, self.stale)

    def learn(self) -> None:
        """Sees to it that the index learns what its quotes mean, when it is to."""
        if model := self.embedder:
            learning.follow(self.database, self.engine, model)

    def stale(self, session: Session, interview_ids: Collection[str]) -> dict[str, str]:
        """The quotes of these interviews that the index holds otherwise than it should -> interview."""
        return indexing.stale(session, self.engine, interview_ids)

    def health(self) -> dict[str, PartHealth]:
        """Which parts answer. Never raises."""
        return {"database": self._database_health(), "search": self._search_health()}

    def close(self) -> None:
        """Lets go of files and connections."""
        if self._engine is not None:
            self._engine.close()
        self.database.close()

    def _database_health(self) -> PartHealth:
        try:
            with self.database.read() as session:
                return PartHealth(True, waiting=outbox.waiting(session))
        except SQLAlchemyError:
            return PartHealth(False)

    def _search_health(self) -> PartHealth:
        try:
            return PartHealth(self.engine.health().ok)
        except (SearchError, FirsthandError):
            return PartHealth(False)


def _opened_model(path: str) -> Embedder:
    try:
        return open_model(path)
    except NoModel as error:
        raise Invalid(f"Searching by meaning is switched on, but {error}.", code="semantic_model") from error


def open_engine(settings: Settings, space: Space | None = None) -> SearchEngine:
    """The engine the settings name. A process without a worker reads an embedded index that another one writes."""
    if settings.search == "memory":
        return MemoryEngine(SCHEMA, space=space)
    if settings.search == "meilisearch":
        # Its client is several megabytes that a laptop's server never needs.
        from search.engines.meilisearch import MeilisearchEngine  # noqa: PLC0415

        key, index = settings.search_key() or None, settings.meili_index
        return MeilisearchEngine(SCHEMA, settings.meili_url, key, index=index, space=space)
    try:
        return EmbeddedEngine(SCHEMA, settings.data / "index", read_only=not settings.worker, space=space)
    except EngineBusy as error:
        raise Conflict(f"{str(error)[:1].upper()}{str(error)[1:]}.", code="index_in_use") from error


def make_search_key(settings: Settings, master_key: str) -> str:
    """A key of the search server with only the rights on our indexes that we need. Raises EngineUnavailable."""
    from search.engines.meilisearch.keys import indexes_of, scoped_key  # noqa: PLC0415 - as heavy as its engine

    return scoped_key(settings.meili_url, master_key, indexes_of(settings.meili_index))


def open_parts(settings: Settings) -> Parts:
    """Opens everything the settings name, and brings the tables up to date."""
    database = Database(settings.database, Vault(settings.vault_keys))
    database.migrate()
    watching.watch()
    store = open_store(settings.store)
    parts = Parts(settings, database, store)
    parts.handlers.update(_handlers(settings, database, store), **_handlers_of_subjects(parts))
    parts.handlers[digests.DIGEST] = digests.handler(database, settings, lambda: parts.engine)
    parts.handlers[learning.LEARN] = learning.handler(lambda: parts.engine, lambda: parts.embedder)
    return parts


def _handlers(settings: Settings, database: Database, store: Store) -> dict[str, Handler]:
    """What the worker can do, by the name of the job."""
    return {
        links.MAIL: links.mailer(database, settings),
        consent_links.MAIL: consent_links.mailer(database, settings),
        reminding.MAIL: reminding.mailer(database, settings),
        reminding.DAILY: reminding.daily(database, settings),
        audit_checks.CHECK: audit_checks.check(database),
        preparing.DELETE_FILE: lambda args, _progress: recordings.delete_file(store, args),
        uploads.FINISH: uploads.finish(database, store, settings.uploads_folder),
        uploads.HOUSEKEEPING: uploads.housekeeping(database, settings.uploads_folder, settings.work_folder),
        looking_up.LOOK_UP: looking_up.look_up(database, looking_up.allowed(settings)),
        preparing.COPY: looking_up.copy(database, settings),
        preparing.PREPARE: preparing.prepare(database, store, settings.work_folder),
        preparing.TRANSCODE: preparing.transcode(
            database,
            store,
            settings.work_folder,
            max_bytes=settings.max_recording_bytes,
            keep_original=settings.keep_originals,
        ),
        rendering.RENDER: rendering.handler(database, store),
        work.RENDER: work.handler(database, store, cache_bytes=settings.render_cache_bytes),
        sharing.AGREE: sharing.daily(database, store),
    }


def _handlers_of_subjects(parts: Parts) -> dict[str, Handler]:
    """What follows when people take back their words; some of it needs the index."""
    settings, database, store = parts.settings, parts.database, parts.store

    def rebuild() -> None:
        indexing.rebuild(database, parts.engine)

    return {
        copying.COPY: copying.handler(database, store, settings.work_folder),
        daily.DAILY: daily.handler(database, store),
        erasing.CLEAN: cleaning.handler(database, store, settings.uploads_folder, rebuild),
        silencing.SILENCE: silencing.handler(
            database, store, settings.work_folder, max_bytes=settings.max_recording_bytes
        ),
    }


def claim_index(parts: Parts) -> None:
    """Opens the index for writing before anything starts; raises Conflict when another process holds it.

    An engine that cannot be reached is no reason not to start: everything but search works without it.
    """
    if parts.settings.worker:
        with suppress(SearchError):
            parts.engine.health()


def _look_after(parts: Parts) -> None:
    """Tells the engine what it does not remember, and builds an index that was never made or was thrown away."""
    indexing.prepare(parts.database, parts.engine)
    if indexing.is_missing(parts.database, parts.engine):
        indexing.rebuild(parts.database, parts.engine)
    parts.learn()


class Background:
    """The relay and the workers of all lanes, each on a thread of its own, until `stop`."""

    def __init__(self, parts: Parts) -> None:
        self._stopping = threading.Event()
        self._changes = parts.database.changes
        lanes = [jobs.QUICK, jobs.SOON, *[jobs.HEAVY] * parts.settings.heavy_jobs]
        lanes += [jobs.SPARE] if parts.settings.semantic else []
        steps = {"relay": self._relay(parts)}
        steps |= {f"{lane}-{number}": self._work(parts, lane) for number, lane in enumerate(lanes)}
        self._threads = [
            threading.Thread(target=self._loop, args=(step,), name=name, daemon=True) for name, step in steps.items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Asks all to end, long work at its next progress report, and waits for them."""
        self._stopping.set()
        self._changes.note()
        for thread in self._threads:
            thread.join(timeout=30)

    def _loop(self, step: Callable[[], bool]) -> None:
        while not self._stopping.is_set():
            seen = self._changes.count
            try:
                busy = step()
            except Exception as error:  # noqa: BLE001 - the loop outlives any one failure, and says so
                log.warning("background step failed; trying again", error=str(error))
                self._stopping.wait(PAUSE_AFTER_FAILURE_SECONDS)
            else:
                if not busy:
                    self._changes.wait(seen, IDLE_SECONDS)

    @staticmethod
    def _relay(parts: Parts) -> Callable[[], bool]:
        looked_after = False

        def step() -> bool:
            nonlocal looked_after
            if not looked_after:
                _look_after(parts)
                looked_after = True
            settled = outbox.relay_once(parts.database, parts.apply)
            # Not with the news: a model that fails must not hold up what has to go.
            if settled:
                parts.learn()
            return bool(settled)

        return step

    def _work(self, parts: Parts, lane: str) -> Callable[[], bool]:
        name, stopping = jobs.worker_name(lane), self._stopping.is_set
        is_first = True

        def step() -> bool:
            nonlocal is_first
            if is_first and lane == jobs.SPARE:
                _give_way()
            is_first = False
            return jobs.run_next(parts.database, parts.handlers, name, lane=lane, stopping=stopping)

        return step


def _give_way() -> None:
    """Lets every other thread of the machine go first. Only Linux knows the importance of a single thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LESS_IMPORTANT)


def honour(parts: Parts) -> honouring.Honoured:
    """What has to be done before anybody is served: a restored backup honours what was taken back after it."""
    return honouring.honour(parts.database, parts.store)


@contextmanager
def running(parts: Parts) -> Iterator[None]:
    """Runs the relay and the workers beside the block."""
    jobs.release_lost(parts.database)
    with parts.database.write() as session:
        sharing.schedule(session)
        digests.schedule(session)
        audit_checks.schedule(session)
        preparing.enqueue_missing(session)
        uploads.schedule(session)
        daily.schedule(session)
        reminding.schedule(session)
        reminding.look_now(session)
    background = Background(parts)
    background.start()
    try:
        yield
    finally:
        background.stop()
