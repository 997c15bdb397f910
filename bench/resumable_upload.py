"""A large upload, killed again and again, that arrives whole.

python -m bench.resumable_upload [--megabytes 2048]

A client process sends a WAV of that size in pieces to a real server process. At a quarter the client is killed, at
half the server, at three quarters both (kill -9 each); each time new processes go on from where the bytes are. Prints
the SHA-256 of what was sent and of what the server plays back, and the most memory any of the servers needed while
receiving and while checking.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2

ACCOUNT = {"email": "bench@example.org", "name": "Bench", "password": "a long enough password"}
PIECE = 16 * 1024**2
TARGET_MB = 200
PATIENCE_SECONDS = 600


def tape(path: Path, megabytes: int) -> str:
    """Writes a WAV of that size, noise and silence by turns, and returns its SHA-256."""
    size, noise, digest = megabytes * 1024**2 - 44, random.Random(3).randbytes(1024**2), hashlib.sha256()
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", size + 36, b"WAVE", b"fmt ", 16, 1, 2, 48_000, 192_000, 4, 16, b"data", size
    )
    with path.open("wb") as file:
        for number in range(megabytes + 1):
            piece = head if number == 0 else noise if number % 8 == 0 else bytes(1024**2)
            piece = piece[: megabytes * 1024**2 - file.tell()]
            file.write(piece)
            digest.update(piece)
    return digest.hexdigest()


class Server:
    """A server process on one data folder, killed and started again."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url, self._data, self.peak_mb = f"http://127.0.0.1:{self.port}", data, 0.0
        self.start()

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "app",
            "serve",
            "--no-demo",
            "--data",
            str(self._data),
            "--port",
            str(self.port),
        ]
        environment = os.environ | {"FIRSTHAND_REQUESTS_PER_MINUTE": "0"}
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self._answers)

    def forget_peak(self) -> float:
        """Starts the measure anew (hashing a password takes 64 MB for a moment); returns what it needs idle, in MB."""
        Path(f"/proc/{self._process.pid}/clear_refs").write_text("5")
        self.peak_mb = 0.0
        return self.look()

    def kill(self) -> None:
        self.look()
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def look(self) -> float:
        """The most memory that any of these processes has needed so far, in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        now = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
        self.peak_mb = max(self.peak_mb, now)
        return self.peak_mb

    def _answers(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/api/health", timeout=5).is_success
        except httpx2.TransportError:
            return False


def until(look: Callable[[], Any]) -> Any:
    """What `look` answers as soon as that is true."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise SystemExit("it never came")


def send(path: Path, where: str, token: str) -> None:
    """The client: asks where to go on and sends piece by piece until all is there. Runs in a process of its own."""
    http = httpx2.Client(headers={"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}, timeout=120)
    with path.open("rb") as file:
        offset = int(http.head(where).raise_for_status().headers["upload-offset"])
        while offset < path.stat().st_size:
            file.seek(offset)
            piece = file.read(PIECE)
            checksum = base64.b64encode(hashlib.sha256(piece).digest()).decode()
            headers = {
                "Content-Type": "application/offset+octet-stream",
                "Upload-Offset": str(offset),
                "Upload-Checksum": f"sha256 {checksum}",
            }
            offset = int(http.patch(where, content=piece, headers=headers).raise_for_status().headers["upload-offset"])


class Run:
    """One upload with its killings."""

    def __init__(self, server: Server, path: Path) -> None:
        self.server, self.path = server, path
        made = httpx2.post(f"{server.url}/api/setup", json=ACCOUNT).raise_for_status()
        browser = httpx2.Client(base_url=server.url, cookies=made.cookies)
        browser.headers["X-CSRF-Token"] = made.json()["csrf_token"]
        self.token = (
            browser.post("/api/me/tokens", json={"name": "bench", "role": "admin"}).raise_for_status().json()["secret"]
        )
        self.http = httpx2.Client(base_url=server.url, timeout=120, headers={"Authorization": f"Bearer {self.token}"})
        project = self.http.post("/api/projects", json={"name": "Bench"}).raise_for_status().json()["id"]
        made = self.http.post(f"/api/projects/{project}/interviews", json={"title": "Long"}).raise_for_status()
        self.interview = made.json()["id"]
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(path.stat().st_size)}
        begun = self.http.post(f"/api/interviews/{self.interview}/uploads", headers=headers).raise_for_status()
        self.where = server.url + begun.headers["location"]

    def client(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "bench.resumable_upload", "--client", str(self.path), self.where, self.token]
        return subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def reaches(self, share: float) -> None:
        wanted = share * self.path.stat().st_size
        until(lambda: self.http.get(self.where).json()["received_bytes"] >= wanted)

    def killed(self, share: float, *, client: bool, server: bool) -> None:
        """Sends until that share, and kills; what then is left of the other ends by itself or goes on."""
        sender = self.client()
        self.reaches(share)
        if server:
            self.server.kill()
        if client or server:
            sender.send_signal(signal.SIGKILL)
        sender.wait()
        if server:
            self.server.start()
        kept = self.http.get(self.where).json()["received_bytes"]
        who = " and ".join(name for name, hit in (("client", client), ("server", server)) if hit)
        print(f"killed the {who} at {share:.0%}: {kept / 1024**2:,.0f} MB are kept")


def main() -> None:
    if sys.argv[1:2] == ["--client"]:
        send(Path(sys.argv[2]), sys.argv[3], sys.argv[4])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=2048)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.wav"
        sent = tape(path, options.megabytes)
        server = Server(Path(folder) / "data")
        started = time.perf_counter()
        run = Run(server, path)
        idle = server.forget_peak()
        run.killed(0.25, client=True, server=False)
        run.killed(0.5, client=False, server=True)
        run.killed(0.75, client=True, server=True)
        last = run.client()
        assert last.wait() == 0, "the client ended with an error"
        received = server.look()
        print(f"all {options.megabytes:,} MB are there after {time.perf_counter() - started:.1f} s")
        upload = until(lambda: (now := run.http.get(run.where).json())["state"] != "checking" and now)
        print(f"checked and attached after {time.perf_counter() - started:.1f} s: {upload['state']}")
        played = hashlib.sha256()
        recording = run.http.get(f"/api/interviews/{run.interview}/recording").json()
        with run.http.stream("GET", recording["media_url"]) as answer:
            for chunk in answer.iter_bytes():
                played.update(chunk)
        peak = server.look()
        print(
            json.dumps({"sent": sent, "hashed by the server": upload["sha256"], "played": played.hexdigest()}, indent=1)
        )
        print(f"equal: {sent == upload['sha256'] == played.hexdigest()}")
        print(f"memory of the server: {idle:.0f} MB idle, {received:.0f} MB receiving, {peak:.0f} MB when checked")
        print(f"so an upload of this size needs {peak - idle:.0f} MB; all of the server {peak:.0f}, target {TARGET_MB}")
        server.kill()


if __name__ == "__main__":
    main()
