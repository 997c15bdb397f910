"""Serving HTTP from one process, or from several behind one address.

The first process writes the search index and runs the jobs; the others only answer. It accepts every connection and
hands them out in turn, itself included: processes that listened side by side would take connections as chance has it,
and two visitors would often meet in one of them while another idles. A process ends when the first one is gone; one
that dies is replaced at its next turn, and only the connections it held are lost.
"""

import asyncio
import gc
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from itertools import count

import structlog
import uvicorn
from fastapi import FastAPI

from app.core.settings import Settings

TURN_SECONDS = 0.001
"""How long one thread may keep others from running Python. The default of 5 ms is as long as a whole search takes."""
ACCEPT_SECONDS = 0.5
READY = b"r"
log = structlog.get_logger(__name__)


def serve(application: FastAPI, settings: Settings) -> None:
    """Answers requests at the address of the settings until it is told to stop."""
    _settle()
    config = _config(application, settings)
    if settings.processes == 1:
        uvicorn.Server(config).run()
        return
    listening = config.bind_socket()
    listening.listen(config.backlog)
    others = [_Other(settings) for _ in range(settings.processes - 1)]
    try:
        _Server(config, lambda server: _hand_out(listening, server, others)).run()
    finally:
        listening.close()
        for other in others:
            other.end()


def answer(application: FastAPI, settings: Settings, channel: socket.socket) -> None:
    """Answers on the connections that come through a channel, until the channel closes."""
    _settle()
    _Server(_config(application, settings), lambda server: _receive(channel, server)).run()


def _settle() -> None:
    """Prepares Python for short answers: what the start made stays, so the garbage collector need not look at it."""
    sys.setswitchinterval(TURN_SECONDS)
    gc.collect()
    gc.freeze()


def _config(application: FastAPI, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        host=settings.host,
        port=settings.port,
        log_level="warning" if settings.environment == "development" else "info",
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
    )


class _Server(uvicorn.Server):
    """A server that is given its connections, by `accept` on a thread of its own."""

    _loop: asyncio.AbstractEventLoop

    def __init__(self, config: uvicorn.Config, accept: Callable[["_Server"], None]) -> None:
        super().__init__(config)
        self._accept = accept
        self._tasks: set[asyncio.Task[object]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets or [])
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._accept, args=(self,), name="accept", daemon=True).start()

    def take(self, connection: socket.socket) -> None:
        """Answer on this connection from now on; may be called on any thread."""
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._loop.call_soon_threadsafe(self._begin, connection)

    def _begin(self, connection: socket.socket) -> None:
        task = self._loop.create_task(self._loop.connect_accepted_socket(self._protocol, connection))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made


class _Other:
    """A further process, as the first one sees it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._start()

    def _start(self) -> None:
        self._channel, theirs = socket.socketpair()
        self._is_ready = False
        command = [sys.executable, "-m", "app", "serve", "--no-demo", "--connections", str(theirs.fileno())]
        command += ["--data", str(self._settings.data), "--host", self._settings.host]
        command += ["--port", str(self._settings.port)]
        with theirs:
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], env=os.environ | {"FIRSTHAND_WORKER": "false"}
            )

    def take(self, connection: socket.socket) -> bool:
        """Hand a connection over; False when the process is not there to take it."""
        if self._process.poll() is not None:
            log.warning("a web process ended; starting another", code=self._process.returncode)
            self.end()
            self._start()
        if not self._is_ready and not self._says_ready():
            return False
        try:
            socket.send_fds(self._channel, [READY], [connection.fileno()])
        except OSError:
            return False
        return True

    def _says_ready(self) -> bool:
        try:
            self._is_ready = self._channel.recv(1, socket.MSG_DONTWAIT) == READY
        except OSError:
            self._is_ready = False
        return self._is_ready

    def end(self) -> None:
        """Let the process finish what it is answering, and wait for it."""
        self._channel.close()
        self._process.wait()


def _hand_out(listening: socket.socket, server: _Server, others: Sequence[_Other]) -> None:
    listening.settimeout(ACCEPT_SECONDS)
    for turn in count():
        connection = _accepted(listening, server)
        if connection is None:
            return
        at = turn % (len(others) + 1)
        if at and others[at - 1].take(connection):
            connection.close()
        else:
            server.take(connection)


def _accepted(listening: socket.socket, server: _Server) -> socket.socket | None:
    """The next connection; None when the server stops."""
    while not server.should_exit:
        try:
            return listening.accept()[0]
        except TimeoutError:
            continue
        except OSError:
            return None
    return None


def _receive(channel: socket.socket, server: _Server) -> None:
    channel.sendall(READY)
    while True:
        told, handed, _, _ = socket.recv_fds(channel, 1, 1)
        for connection in handed:
            server.take(socket.socket(fileno=connection))
        if not told:
            server.should_exit = True
            return
