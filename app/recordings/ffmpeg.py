"""The one way to run ffmpeg. Its input comes from strangers, so it reads nothing but the files it is given, by no
protocol but `file`, in no format that names other files, and it runs in a process group of its own with limits on
time, memory, size and threads, below everybody else's priority.

Callers say what to do; the guard is put around it here and cannot be forgotten.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import imageio_ffmpeg

from app.core.errors import FirsthandError, Invalid, StorageFull
from app.jobs.service import Progress

TICK_SECONDS = 0.5
"""How often progress is told, and so how soon a cancel is noticed."""
_CONFINED = Path(__file__).with_name("confined.py")
_CHUNK = 64 * 1024
_SAID_CHARACTERS = 4_000
_GIGABYTE = 1024**3
# By name, so that a file cannot make ffmpeg read it as a playlist that names other files and addresses.
_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,wav,w64,flac,mp3,aac,aiff,caf,amr,asf,avi,mpeg,mpegvideo,mpegts,flv,"
    "image2,png_pipe,jpeg_pipe,webvtt,srt,ass"
)
_GUARDED = ("-protocol_whitelist", "file,pipe", "-format_whitelist", _FORMATS)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use. Defaults suit a clip of some minutes; say more for an interview of hours."""

    wall_seconds: float = 600
    cpu_seconds: int = 1_200
    memory_bytes: int = 4 * _GIGABYTE
    """Address space, which is two to three times what is really used."""
    file_bytes: int = 4 * _GIGABYTE
    threads: int = 1
    nice: int = 10


@dataclass(frozen=True, slots=True)
class Input:
    """What stands before an output: make one with `media`, `generated` or `listed`."""

    arguments: tuple[str, ...]


def media(path: Path, *options: str) -> Input:
    """A file of strangers; options such as `-ss` hold for this input."""
    return Input((*_GUARDED, *options, "-i", f"file:{path}"))


def generated(graph: str) -> Input:
    """A picture or sound of our own making, in the language of ffmpeg's filters; never build it from people's text."""
    return Input(("-f", "lavfi", "-i", graph))


def listed(path: Path) -> Input:
    """A list of files of our own making to be joined, as the concat demuxer reads it (`file '/absolute/path'`)."""
    return Input(("-protocol_whitelist", "file,pipe", "-f", "concat", "-safe", "0", "-i", f"file:{path}"))


class MediaRefused(Invalid):
    """The file is at fault, or asks for more than is allowed: another try would end the same way."""

    code = "media_refused"
    title = "This recording cannot be worked on"


@dataclass
class _Run:
    """One process, from its start to its end."""

    process: "subprocess.Popen[bytes]"
    length_ms: int | None
    reached_ms: int = 0
    said: str = ""
    readers: list[threading.Thread] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)

    @property
    def share(self) -> float:
        return min(0.99, self.reached_ms / self.length_ms) if self.length_ms else 0.0


def run(
    inputs: Sequence[Input],
    output: Sequence[str],
    *,
    length_ms: int | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    received: Callable[[bytes], None] | None = None,
) -> None:
    """Runs ffmpeg until it ends. `output` is everything behind the inputs; write files as `file:/absolute/path`.

    `length_ms` is how long the result will be, so that `progress` can tell the share; it is called about twice a
    second, and what it raises (`Cancelled`) ends ffmpeg at once. `received` gets what is written to `pipe:1`.
    Raises MediaRefused when the file is at fault or a limit was reached, StorageFull when the disk is.
    """
    allowed = limits or Limits()
    piped = received is not None
    with subprocess.Popen(
        _command(inputs, output, allowed),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if piped else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={"LANG": "C.UTF-8", "PATH": os.defpath},
        start_new_session=True,
        close_fds=True,
    ) as process:
        one = _Run(process, length_ms)
        try:
            _read(one, received)
            timely = _wait(one, allowed.wall_seconds, progress)
        finally:
            _kill(process)
            for reader in one.readers:
                reader.join()
    if one.broken:
        raise one.broken[0]
    if not timely:
        raise MediaRefused(f"It took longer than {_minutes(allowed.wall_seconds)}, the limit for this work.")
    if process.returncode != 0:
        raise _failure(process.returncode, one.said, allowed)


def _command(inputs: Sequence[Input], output: Sequence[str], limits: Limits) -> list[str]:
    threads = str(limits.threads)
    confined = (limits.cpu_seconds, limits.memory_bytes, limits.file_bytes, limits.nice, os.getpid())
    return [
        *(sys.executable, "-I", "-S", str(_CONFINED), *map(str, confined)),
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-loglevel", "error", "-nostats", "-y"),
        *("-progress", "pipe:2", "-stats_period", str(TICK_SECONDS), "-max_alloc", str(limits.memory_bytes // 4)),
        *("-filter_threads", threads, "-filter_complex_threads", threads),
        *(part for one in inputs for part in ("-threads", threads, *one.arguments)),
        *("-threads", threads, *output),
    ]


def _read(one: _Run, received: Callable[[bytes], None] | None) -> None:
    """Reads both pipes on threads of their own: a full pipe would stop the process, and a silent one our clock."""
    assert one.process.stderr is not None  # noqa: S101 - it is a pipe
    one.readers.append(threading.Thread(target=_hear, args=(one, one.process.stderr), daemon=True))
    if received is not None:
        one.readers.append(threading.Thread(target=_receive, args=(one, received), daemon=True))
    for reader in one.readers:
        reader.start()


def _hear(one: _Run, stream: IO[bytes]) -> None:
    """Tells progress from complaints: ffmpeg writes both to the same pipe."""
    for raw in stream:
        line = raw.decode(errors="replace").strip()
        name, equals, value = line.partition("=")
        if not (equals and (name.isidentifier() or name.startswith("stream_"))):
            one.said = f"{one.said}\n{line}"[-_SAID_CHARACTERS:]
        elif name == "out_time_us" and value.isdigit():
            one.reached_ms = int(value) // 1000


def _receive(one: _Run, received: Callable[[bytes], None]) -> None:
    assert one.process.stdout is not None  # noqa: S101 - it is a pipe
    try:
        while chunk := one.process.stdout.read(_CHUNK):
            received(chunk)
    except Exception as error:  # noqa: BLE001 - carried to the thread that waits
        one.broken.append(error)
        _kill(one.process)


def _wait(one: _Run, seconds: float, progress: Progress | None) -> bool:
    """Waits until the process ends, telling progress; False when it ran out of time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if progress:
            progress(one.share)
        with suppress(subprocess.TimeoutExpired):
            one.process.wait(TICK_SECONDS)
            return True
    return False


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


_MEANINGS = (
    ("No space left on device", "The disk is full."),
    ("Disk quota exceeded", "The disk is full."),
    ("File too large", "The result would be larger than allowed."),
    ("Cannot allocate memory", "This recording needs more memory than allowed."),
    ("moov atom not found", "The file is cut off: its index is missing. Export or copy it again."),
    ("does not contain any stream", "There is neither sound nor picture in this file."),
    ("matches no streams", "The file does not have the sound or picture that was expected."),
    ("Decoder not found", "There is no decoder for this kind of recording here."),
    ("Decoder (codec none)", "There is no decoder for this kind of recording here."),
    ("not in allowed", "This is a kind of file that is not opened here."),
    ("not in whitelist", "This is a kind of file that is not opened here."),
    ("not on whitelist", "This is a kind of file that is not opened here."),
    ("Invalid data found", "The file is damaged or cut off; it cannot be read."),
)
_FULL = "The disk is full."


def _failure(code: int, said: str, limits: Limits) -> FirsthandError:
    if -code in (signal.SIGXCPU, signal.SIGKILL):
        return MediaRefused(f"It took more than {_minutes(limits.cpu_seconds)} of computing, the limit for this work.")
    words = next((words for sign, words in _MEANINGS if sign.lower() in said.lower()), "")
    if words == _FULL:
        return StorageFull("The disk of the server is full; nothing was saved. Make room and try again.")
    if code < 0 and not words:
        words = "ffmpeg broke off: the file is damaged, or needs more memory than allowed."
    last = said.strip().rpartition("\n")[2][-300:]
    return MediaRefused(words or f"ffmpeg could not read or write it: {last or f'it ended with {code}'}")


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"
