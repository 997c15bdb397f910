"""The store: bytes in, the same bytes out, and nothing left of what failed."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.core.errors import NotFound, TooLarge, Unavailable
from app.recordings.store import Store, Stored, open_store

PIECE = os.urandom(300_000)


@pytest.fixture(params=["disk", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return open_store((tmp_path / "a folder").as_uri() if request.param == "disk" else "memory:///")


async def chunks(count: int, *, fail: bool = False) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield PIECE
    if fail:
        raise ConnectionError


async def put(store: Store, count: int, *, max_bytes: int = 10**9, fail: bool = False) -> Stored:
    return await store.put("recordings/a/b", chunks(count, fail=fail), max_bytes=max_bytes)


async def read(store: Store, start: int, end: int) -> bytes:
    return b"".join([chunk async for chunk in await store.read("recordings/a/b", start, end)])


def test_what_is_put_is_read_back_whole_and_in_part(store: Store) -> None:
    stored = asyncio.run(put(store, 40))
    assert (stored.size_bytes, stored.sha256) == (12_000_000, hashlib.sha256(PIECE * 40).hexdigest())
    assert asyncio.run(read(store, 0, 12_000_000)) == PIECE * 40
    assert asyncio.run(read(store, 299_990, 300_010)) == PIECE[-10:] + PIECE[:10]
    assert asyncio.run(read(store, 5, 5)) == b""


def test_a_file_that_is_too_large_leaves_nothing(store: Store) -> None:
    with pytest.raises(TooLarge):
        asyncio.run(put(store, 40, max_bytes=11_999_999))
    with pytest.raises(NotFound):
        asyncio.run(read(store, 0, 1))


def test_an_upload_that_is_cut_off_leaves_nothing(store: Store) -> None:
    with pytest.raises(ConnectionError):
        asyncio.run(put(store, 40, fail=True))
    with pytest.raises(NotFound):
        store.open("recordings/a/b")


def test_a_cut_off_upload_leaves_no_part_on_the_disk(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        asyncio.run(put(open_store(tmp_path.as_uri()), 40, fail=True))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_deleting_twice_is_no_error(store: Store) -> None:
    asyncio.run(put(store, 1))
    store.delete("recordings/a/b")
    store.delete("recordings/a/b")
    with pytest.raises(NotFound):
        asyncio.run(read(store, 0, 1))


def test_an_open_file_can_be_sought(store: Store) -> None:
    asyncio.run(put(store, 2))
    file = store.open("recordings/a/b")
    file.seek(299_990)
    assert bytes(file.read(20)) == PIECE[-10:] + PIECE[:10]


def test_only_a_local_store_has_paths(tmp_path: Path) -> None:
    assert open_store(tmp_path.as_uri()).local_path("a/b") == tmp_path / "a" / "b"
    assert open_store("memory:///").local_path("a/b") is None


def test_a_disk_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    store = open_store(tmp_path.as_uri())
    (tmp_path / "recordings").write_text("a file where a folder must be")
    with pytest.raises(Unavailable) as failed:
        asyncio.run(put(store, 1))
    assert failed.value.code == "store_failed"
