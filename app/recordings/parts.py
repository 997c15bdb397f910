"""Part files: what has arrived of an upload. Their length is the only truth about how much that is."""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import anyio
from anyio import to_thread

from app.core.errors import Conflict, StorageFull, TooLarge

SPARE_BYTES = 64 * 1024**2
"""What must stay free beside an upload: the database lives there too."""
SAMPLE_BYTES = 64 * 1024
PATIENCE_SECONDS = 10
_GATHERED = 1024**2
_READ = 1024**2
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class TakenOver(Conflict):
    """The same upload was continued by another request; this one's connection was most likely dead."""

    code = "upload_taken_over"
    title = "This upload was continued elsewhere"


@dataclass(frozen=True, slots=True)
class Part:
    """The part file of one upload."""

    folder: Path
    upload_id: str

    @property
    def path(self) -> Path:
        return self.folder / f"{self.upload_id}.part"

    @property
    def size(self) -> int:
        """How much has arrived."""
        return self.path.stat().st_size if self.path.exists() else 0

    def create(self, size_bytes: int) -> None:
        """Begins the file; raises StorageFull when the whole of it would not fit."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self.folder).free < size_bytes + SPARE_BYTES:
            raise StorageFull(f"The server has no room for a file of {_size(size_bytes)}. Nothing was sent or saved.")
        self.path.touch(exist_ok=False)

    def remove(self) -> None:
        """Throws away what has arrived; fine when that is done already."""
        self.path.unlink(missing_ok=True)

    async def append(
        self, offset: int, chunks: AsyncIterable[bytes], *, max_bytes: int, check: "Check | None" = None
    ) -> int:
        """Adds a stream at the end, which must be at `offset`; returns the new length.

        Whatever ends it early, what was written whole stays; with a checksum it is all or nothing. Raises
        StorageFull, after which the file is as long as it was, and TooLarge beyond `max_bytes`.
        """
        with self._open(offset) as file:
            kept = False
            try:
                async for piece in _gathered(chunks):
                    if file.tell() + len(piece) > max_bytes:
                        raise TooLarge("More bytes arrived than were announced.")
                    await to_thread.run_sync(file.write, piece)
                    if check:
                        check.add(piece)
                kept = check is None or check.holds
                return file.tell() if kept else offset
            except OSError as error:
                if error.errno not in _FULL:
                    raise
                raise StorageFull(
                    "The disk of the server is full. What has arrived is kept: make room, then continue the upload."
                ) from error
            finally:
                if check and not kept:
                    file.truncate(offset)

    @contextmanager
    def _open(self, offset: int) -> Iterator[BinaryIO]:
        with self.path.open("r+b", buffering=0) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Conflict("Another process writes this upload right now.", code="upload_in_use") from error
            if file.seek(0, os.SEEK_END) != offset:
                raise Conflict(f"The upload stands at byte {file.tell()}, not at {offset}.", code="offset_mismatch")
            yield _Whole(file)  # type: ignore[misc] # has the four verbs that are used


class _Whole:
    """An unbuffered file whose `write` writes all of it, or, when the disk is full, takes back what it did write."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.tell, self.truncate = file.tell, file.truncate

    def write(self, data: bytes) -> int:
        start, view = self._file.tell(), memoryview(data)
        try:
            while view:
                view = view[self._file.write(view) :]
        except OSError:
            self._file.truncate(start)
            raise
        return len(data)


@dataclass(slots=True)
class Check:
    """A checksum that came with a piece of an upload."""

    algorithm: str
    expected: bytes
    _digest: "hashlib._Hash" = field(init=False)

    def __post_init__(self) -> None:
        self._digest = hashlib.new(self.algorithm, usedforsecurity=False)

    def add(self, piece: bytes) -> None:
        self._digest.update(piece)

    @property
    def holds(self) -> bool:
        return self._digest.digest() == self.expected


@dataclass(slots=True)
class _Turn:
    scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    ended: anyio.Event = field(default_factory=anyio.Event)


class Turns:
    """One request at a time writes to an upload, and the latest wins: the one before hangs on a dead connection."""

    def __init__(self) -> None:
        self._held: dict[str, _Turn] = {}

    @asynccontextmanager
    async def take(self, upload_id: str) -> AsyncIterator[None]:
        """Ends whoever has the turn and takes it; raises TakenOver once somebody else does the same."""
        with anyio.move_on_after(PATIENCE_SECONDS):
            while held := self._held.get(upload_id):
                held.scope.cancel()
                await held.ended.wait()
        if upload_id in self._held:
            raise Conflict("This upload is being written to.", code="upload_in_use")
        turn = self._held[upload_id] = _Turn()
        try:
            with turn.scope:
                yield
        finally:
            del self._held[upload_id]
            turn.ended.set()
        if turn.scope.cancelled_caught:
            raise TakenOver


def digest_of(path: Path, told: Callable[[float], None]) -> str:
    """The SHA-256 of a file in hex, read in pieces."""
    total, size, digest = 0, path.stat().st_size or 1, hashlib.sha256()
    piece = memoryview(bytearray(_READ))  # one for all, as large as all that this needs
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(piece):
            digest.update(piece[:count])
            total += count
            told(total / size)
    return digest.hexdigest()


def sample_of(file: BinaryIO, size_bytes: int) -> str:
    """A hash of the size and of three parts of a file: what a browser can tell of twenty gigabytes in a moment.

    The first, the middle and the last 64 KB, after the size in decimal digits. Two files that differ anywhere else
    have the same; only the SHA-256 of the whole proves that they are one.
    """
    digest = hashlib.sha256(str(size_bytes).encode())
    for start in (0, max(0, size_bytes // 2 - SAMPLE_BYTES // 2), max(0, size_bytes - SAMPLE_BYTES)):
        file.seek(start)
        digest.update(file.read(SAMPLE_BYTES))
    return digest.hexdigest()


def sweep(folder: Path, kept: frozenset[str], older_than: float) -> int:
    """Removes part files that belong to no upload any more; `older_than` is a time of the file system's clock."""
    if not folder.exists():
        return 0
    strays = [path for path in folder.glob("*.part") if path.stem not in kept and path.stat().st_mtime < older_than]
    for path in strays:
        with suppress(FileNotFoundError):
            path.unlink()
    return len(strays)


async def _gathered(chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """Pieces of about a megabyte: a thread for every packet would cost more than the writing.

    What has arrived when the sender goes away is still handed on.
    """
    held = bytearray()
    try:
        async for chunk in chunks:
            held += chunk
            while len(held) >= _GATHERED:
                yield bytes(held[:_GATHERED])
                del held[:_GATHERED]
    except Exception:
        if held:
            yield bytes(held)
        raise
    if held:
        yield bytes(held)


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1024**3:.1f} GB" if size_bytes >= 1024**3 else f"{size_bytes / 1024**2:.0f} MB"
