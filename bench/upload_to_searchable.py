"""From a file to a found quote, through HTTP against a real server process on an empty data folder.

python -m bench.upload_to_searchable [--turns 5000] [--repeats 5] [--files 300] [--recording-mb 200]

Prints: preview and import of a long WebVTT, the time from sending a file until search finds a word of it, many
files one after the other, and the pace of a recording's upload with the memory the server needed for it. Every
figure is measured here and now, and stands beside its target.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

SENTENCE = "we waited and called again because nobody told us when the new device would finally arrive at home"
WORDS = SENTENCE.split()
ACCOUNT = {"email": "bench@example.org", "name": "Bench", "password": "a long enough password"}
WAV_SECOND = 48_000 * 2 * 2


def transcript(turns: int, rare: str = "") -> bytes:
    """A WebVTT with that many turns of two speakers, twelve words each; `rare` is said in the last."""
    rng = random.Random(7)
    cues = ["WEBVTT"]
    for number in range(turns):
        text = " ".join(rng.choices(WORDS, k=12)) + (f" {rare}" if rare and number == turns - 1 else "")
        cues.append(f"{_stamp(number * 4)} --> {_stamp(number * 4 + 3)}\n<v {'Anna' if number % 2 else 'Rosa'}>{text}.")
    return "\n\n".join(cues).encode()


def rare_word(rng: random.Random) -> str:
    """A word that nobody else says."""
    return "".join(rng.choices("bdfgklmnprstvz", k=5)) + "".join(rng.choices("aeiou", k=5))


class Caller:
    """Someone signed in, in one project."""

    def __init__(self, url: str) -> None:
        self.http = httpx2.Client(base_url=url, timeout=300)
        answer = self.http.post("/api/setup", json=ACCOUNT).raise_for_status()
        self.http.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        self.project = self.http.post("/api/projects", json={"name": "Bench"}).raise_for_status().json()["id"]

    def preview(self, data: bytes) -> None:
        self.http.post("/api/transcript-previews", files={"file": ("a.vtt", data)}).raise_for_status()

    def bring(self, data: bytes, title: str = "A talk") -> str:
        mapping = json.dumps({"title": title, "join": False})
        path = f"/api/projects/{self.project}/interviews/import"
        answer = self.http.post(path, files={"file": ("a.vtt", data)}, data={"mapping": mapping})
        interview: str = answer.raise_for_status().json()["interview_id"]
        return interview

    def finds(self, word: str) -> bool:
        answer = self.http.get("/api/search", params={"q": word, "limit": 1}).raise_for_status()
        return bool(answer.json()["items"])

    def until_found(self, data: bytes, word: str) -> float:
        """Seconds from sending the file until search finds the word."""
        began = time.perf_counter()
        self.bring(data)
        while not self.finds(word):
            time.sleep(0.002)
        return time.perf_counter() - began


def timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


@contextmanager
def server(data: Path, *options: str) -> Iterator[tuple[str, int]]:
    """A server process with relay and worker; yields its address and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "app", "serve", "--no-demo", "--data", str(data), "--port", str(port)]
    command += options
    unlimited = os.environ | {"FIRSTHAND_REQUESTS_PER_MINUTE": "0"}
    process = subprocess.Popen(command, env=unlimited, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx2.get(f"{url}/api/health").raise_for_status()
                break
            except httpx2.TransportError:
                time.sleep(0.05)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(30)


def report(name: str, seconds: list[float], target: float | None = None) -> None:
    middle = statistics.median(seconds)
    goal = f"   target {target:g} s, used {middle / target:.0%} of it" if target else ""
    print(f"{name:58} {middle:8.3f} s   worst {max(seconds):7.3f} s   n={len(seconds)}{goal}", flush=True)


def upload(caller: Caller, interview: str, megabytes: int, pid: int) -> None:
    """A WAV of that size, sent as it is made."""
    seconds = megabytes * 1024**2 // WAV_SECOND
    before = peak_kb(pid)
    taken = timed(
        lambda: caller.http.put(f"/api/interviews/{interview}/recording", content=_wav(seconds)).raise_for_status()
    )
    print(
        f"{f'upload of a {megabytes} MB recording, hashed and probed':58} {taken:8.3f} s   {megabytes / taken:.0f} MB/s"
    )
    print(f"{'  peak memory of the server before and after':58} {before / 1024:8.0f} MB   {peak_kb(pid) / 1024:.0f} MB")


def peak_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def _stamp(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


def _wav(seconds: int) -> Iterator[bytes]:
    size = seconds * WAV_SECOND
    head = b"RIFF" + (size + 36).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    head += (
        b"\x01\x00\x02\x00" + (48_000).to_bytes(4, "little") + WAV_SECOND.to_bytes(4, "little") + b"\x04\x00\x10\x00"
    )
    yield head + b"data" + size.to_bytes(4, "little")
    noise = os.urandom(WAV_SECOND)
    for _ in range(seconds):
        yield noise


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=5_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--recording-mb", type=int, default=200)
    options = parser.parse_args()
    rng = random.Random(11)
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (url, pid):
        caller = Caller(url)
        long = transcript(options.turns)
        name = f"{options.turns:,} turns, {len(long) / 1024:.0f} KB of WebVTT:"
        caller.until_found(transcript(2, word := rare_word(rng)), word)
        report(f"{name} preview", [timed(lambda: caller.preview(long)) for _ in range(options.repeats)])
        report(f"{name} import", [timed(lambda: caller.bring(long)) for _ in range(options.repeats)], 1.5)
        small = [(transcript(50, word), word) for word in (rare_word(rng) for _ in range(20))]
        report("50 turns: from sending the file to the first hit", [caller.until_found(*one) for one in small])
        large = [(transcript(options.turns, word), word) for word in (rare_word(rng) for _ in range(3))]
        report(f"{options.turns:,} turns: from sending to the first hit", [caller.until_found(*one) for one in large])
        files = [transcript(50) for _ in range(options.files)]
        many = timed(lambda: [caller.bring(data) for data in files])
        report(f"{options.files} files of 50 turns, one after the other", [many], 60)
        upload(caller, caller.bring(transcript(5)), options.recording_mb, pid)


if __name__ == "__main__":
    main()
