"""A waiting line for what there is only so much of, such as the one writer of SQLite, for threads and coroutines."""

import asyncio
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import anyio

from app.core.errors import Unavailable


class Line:
    """Lets in at most `places` at a time, first come, first served.

    Without it a request that holds a place (a database connection, SQLite's write lock) and needs a worker thread for
    its next step never gets one: the threads are all taken by those who wait for that very place. A coroutine waits
    here without a thread; a thread of the event loop's pool lends its place in the pool to another while it waits.
    """

    def __init__(self, places: int, *, patience_s: float = 30) -> None:
        self._free, self._patience_s = places, patience_s
        self._waiting: deque[Future[None]] = deque()
        self._lock = threading.Lock()

    async def join(self) -> None:
        """Waits for a place. Raises Unavailable when none becomes free in time."""
        place = self._ask()
        if place.done():
            return
        try:
            async with asyncio.timeout(self._patience_s):
                await asyncio.wrap_future(place)
        except TimeoutError as error:
            self._give_up(place)
            raise _busy() from error
        except BaseException:
            self._give_up(place)
            raise

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A place for the length of a block, waited for by the thread. Raises Unavailable when none is free in time."""
        place = self._ask()
        try:
            if not place.done():
                with _elsewhere():
                    place.result(self._patience_s)
        except TimeoutError as error:
            self._give_up(place)
            raise _busy() from error
        try:
            yield
        finally:
            self.leave()

    def leave(self) -> None:
        """Gives a place back: to whoever waits longest, if anyone does."""
        with self._lock:
            while self._waiting:
                place = self._waiting.popleft()
                if place.set_running_or_notify_cancel():
                    break
            else:
                self._free += 1
                return
        place.set_result(None)

    def _ask(self) -> Future[None]:
        place: Future[None] = Future()
        with self._lock:
            if self._free:
                self._free -= 1
                place.set_running_or_notify_cancel()
                place.set_result(None)
            else:
                self._waiting.append(place)
        return place

    def _give_up(self, place: Future[None]) -> None:
        if not place.cancel():  # it was given in the very moment
            self.leave()


def _busy() -> Unavailable:
    return Unavailable("The database is busy with other changes. Nothing was saved; try again.")


@contextmanager
def _elsewhere() -> Iterator[None]:
    """While this thread only waits, the event loop it works for may run one more."""
    lent = _lend(1)
    try:
        yield
    finally:
        if lent:
            _lend(-1)


def _lend(threads: int) -> bool:
    def change() -> None:
        anyio.to_thread.current_default_thread_limiter().total_tokens += threads

    try:
        anyio.from_thread.run_sync(change)
    except RuntimeError:
        return False  # a thread of no event loop
    return True
