"""Several processes behind one address: they share the visitors, and one that dies is replaced."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

DEADLINE_SECONDS = 60
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks where Linux tells of processes")


class Served:
    """A server of two processes, and visitors whose connections stay open."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        command = [sys.executable, "-m", "app", "serve", "--no-demo", "--data", str(data), "--port", str(self._port)]
        self.first = subprocess.Popen([*command, "--processes", "2"], stdout=subprocess.DEVNULL)
        self._visitors: list[http.client.HTTPConnection] = []

    @property
    def others(self) -> list[int]:
        """The processes that the first one started."""
        told = Path(f"/proc/{self.first.pid}/task").glob("*/children")
        return [int(one) for thread in told for one in thread.read_text().split()]

    def visit(self) -> http.client.HTTPConnection | None:
        """A new connection on which one request was answered."""
        visitor = http.client.HTTPConnection("127.0.0.1", self._port, timeout=DEADLINE_SECONDS)
        self._visitors.append(visitor)
        try:
            visitor.request("GET", "/api/session")
            assert visitor.getresponse().read()
        except OSError:
            return None
        return visitor

    def serves_twice(self, process: int) -> bool:
        """Whether one of two visitors in a row is served by this process: it holds one connection more."""
        before = connections(process)
        return bool(self.visit() and self.visit()) and connections(process) == before + 1

    def close(self) -> None:
        for visitor in self._visitors:
            visitor.close()
        self.first.kill()
        self.first.wait()


def connections(process: int) -> int:
    names = [str(one.readlink()) for one in Path(f"/proc/{process}/fd").iterdir() if one.is_symlink()]
    return sum(name.startswith("socket:") for name in names)


def until(holds: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    started = Served(tmp_path)
    yield started
    started.close()


def test_visitors_are_handed_round_and_a_dead_process_is_replaced(served: Served) -> None:
    until(served.visit, "the first process does not answer")
    [other] = served.others
    until(lambda: served.serves_twice(other), "the other process serves nobody")
    os.kill(other, signal.SIGKILL)
    until(lambda: served.visit() and served.others not in ([], [other]), "the dead process was not replaced")
    [replaced] = served.others
    until(lambda: served.serves_twice(replaced), "the new process serves nobody")
    served.first.kill()
    until(lambda: not Path(f"/proc/{replaced}/cmdline").exists(), "a process outlives the first one")
