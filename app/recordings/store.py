"""The store port: where files lie, on a local disk or in an S3 bucket, behind the same few verbs.

Bytes stream both ways; no file is ever whole in memory. A put that ends early leaves nothing behind.
"""

import hashlib
import io
import os
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

import anyio
import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from app.core.errors import NotFound, StorageFull, TooLarge, Unavailable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from obstore import ReadableFile

_PART = 8 * 1024 * 1024
_PARTS_AT_ONCE = 2
_CHUNK = 256 * 1024
_FULL = ("No space left", "Disk quota exceeded", "File too large", "QuotaExceeded", "XMinioStorageFull")


@dataclass(frozen=True, slots=True)
class Stored:
    """What was put: its size and the SHA-256 of its bytes, in hex."""

    key: str
    size_bytes: int
    sha256: str


class Store(Protocol):
    """Keys are relative paths of letters, digits, `-`, `.` and `/`."""

    async def put(self, key: str, chunks: AsyncIterable[bytes], *, max_bytes: int) -> Stored:
        """Writes a stream; raises TooLarge beyond `max_bytes`, and then or on any error keeps nothing."""

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Opens the bytes from `start` to before `end`; raises NotFound when there is no such file."""

    def adopt(self, key: str, path: Path) -> None:
        """Takes a file of this machine over; it is gone from its place afterwards. Repeated, it changes nothing."""

    def copy(self, key: str, to: str) -> None:
        """Puts the same bytes at a second key; raises NotFound when there are none."""

    def open(self, key: str) -> BinaryIO:
        """A seekable file for reading, for tools that want one."""

    def delete(self, key: str) -> None:
        """Removes a file; one that is gone already is no error."""

    def delete_folder(self, folder: str) -> int:
        """Removes every file whose key begins with `folder/`; returns how many there were."""

    def keys(self, folder: str) -> list[str]:
        """The keys of every file that begins with `folder/`, in order."""

    def has(self, key: str) -> bool:
        """Whether there is such a file."""

    def write(self, key: str, data: bytes) -> None:
        """Writes something small as a whole, in the place of what was there."""

    def local_path(self, key: str) -> Path | None:
        """Where the file lies, if it lies on this machine: for tools that want a path."""


class ObjectFiles:
    """The store on obstore, for every backend that has."""

    def __init__(self, objects: ObjectStore, folder: Path | None = None) -> None:
        self._objects = objects
        self._folder = folder

    async def put(self, key: str, chunks: AsyncIterable[bytes], *, max_bytes: int) -> Stored:
        total, digest = 0, hashlib.sha256()
        try:
            writer = obstore.open_writer_async(self._objects, key, buffer_size=_PART, max_concurrency=_PARTS_AT_ONCE)
            # Leaving the block by an error aborts the upload: no part of it stays.
            async with writer:
                async for chunk in chunks:
                    total += len(chunk)
                    if total > max_bytes:
                        raise TooLarge(f"The file is larger than {max_bytes // 1024**2} MB, the limit of this server.")
                    digest.update(chunk)
                    await writer.write(chunk)
        except ConnectionError:
            raise  # the sender's, not the disk's
        except (obstore.exceptions.BaseError, OSError) as error:
            raise _not_stored(error) from error
        return Stored(key, total, digest.hexdigest())

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        if start >= end:
            return _nothing()
        try:
            found = await obstore.get_async(self._objects, key, options={"range": (start, end)})
        except FileNotFoundError as error:
            raise NotFound from error
        return aiter(found.stream(min_chunk_size=_CHUNK))

    def adopt(self, key: str, path: Path) -> None:
        if not path.exists():
            return
        target = self.local_path(key)
        if target is not None and _same_disk(path, target):
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            return
        put_file(self, key, path)
        path.unlink()

    def copy(self, key: str, to: str) -> None:
        try:
            obstore.copy(self._objects, key, to)
        except FileNotFoundError as error:
            raise NotFound from error
        except (obstore.exceptions.BaseError, OSError) as error:
            raise _not_stored(error) from error

    def open(self, key: str) -> BinaryIO:
        try:
            return io.BufferedReader(_Raw(obstore.open_reader(self._objects, key)))
        except FileNotFoundError as error:
            raise NotFound from error

    def delete(self, key: str) -> None:
        with suppress(FileNotFoundError):
            obstore.delete(self._objects, key)

    def delete_folder(self, folder: str) -> int:
        keys = self.keys(folder)
        for key in keys:
            self.delete(key)
        return len(keys)

    def keys(self, folder: str) -> list[str]:
        return sorted(file["path"] for part in obstore.list(self._objects, f"{folder}/") for file in part)

    def has(self, key: str) -> bool:
        try:
            obstore.head(self._objects, key)
        except FileNotFoundError:
            return False
        return True

    def write(self, key: str, data: bytes) -> None:
        try:
            obstore.put(self._objects, key, data)
        except (obstore.exceptions.BaseError, OSError) as error:
            raise _not_stored(error) from error

    def local_path(self, key: str) -> Path | None:
        return self._folder / key if self._folder else None


@contextmanager
def at_hand(store: Store, key: str, folder: Path) -> Iterator[Path]:
    """A stored file as a file of this machine, for tools that need one: fetched into `folder` when it is elsewhere."""
    path = store.local_path(key)
    if path is None:
        path = folder / "source"
        with store.open(key) as source, path.open("wb") as copy:
            copyfileobj(source, copy, _PART)
    yield path


def put_file(store: Store, key: str, path: Path) -> Stored:
    """Puts a file of this machine."""

    async def chunks() -> AsyncIterator[bytes]:
        async with await anyio.open_file(path, "rb") as file:
            while chunk := await file.read(_PART):
                yield chunk

    return anyio.run(lambda: store.put(key, chunks(), max_bytes=path.stat().st_size))


def _not_stored(error: Exception) -> Unavailable:
    if any(sign in str(error) for sign in _FULL):
        return StorageFull("The storage of the server is full; nothing was saved. Make room and try again.")
    return Unavailable("The file could not be stored; the storage did not take it.", code="store_failed")


def _same_disk(path: Path, target: Path) -> bool:
    folder = next(parent for parent in target.parents if parent.exists())
    return path.stat().st_dev == folder.stat().st_dev


async def _nothing() -> AsyncIterator[bytes]:
    for _ in ():
        yield b""


class _Raw(io.RawIOBase):
    """A stored file in the shape that tools expect of a file."""

    def __init__(self, reader: "ReadableFile") -> None:
        self._reader = reader

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._reader.seek(offset, whence)

    def tell(self) -> int:
        return self._reader.tell()

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        data = bytes(self._reader.read(len(view)))
        view[: len(data)] = data
        return len(data)


def open_store(url: str) -> Store:
    """Opens the store a URL names: `file:///folder`, or `s3://bucket/prefix` with the usual AWS_* variables."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(unquote(parts.path))
        return ObjectFiles(LocalStore(prefix=folder, mkdir=True), folder)
    return ObjectFiles(from_url(url))
