"""The waiting line: no request starves because others wait for what it holds."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import anyio
import httpx2
import pytest
from anyio import to_thread

from app.accounts import service as accounts
from app.core.errors import Unavailable
from app.core.line import Line
from app.core.settings import Settings
from app.main import create_app
from app.wiring import Parts

ORIGIN = "http://testserver"


def test_places_are_given_in_the_order_they_were_asked_for() -> None:
    line, came = Line(1), []

    async def come(number: int) -> None:
        await line.join()
        came.append(number)
        await asyncio.sleep(0)
        line.leave()

    async def all_at_once() -> None:
        await asyncio.gather(*(come(number) for number in range(20)))

    asyncio.run(all_at_once())
    assert came == list(range(20))


def test_there_are_never_more_inside_than_places_whoever_waits() -> None:
    line, inside, most = Line(3), 0, 0
    counting = threading.Lock()

    def visit(_number: int) -> None:
        nonlocal inside, most
        with line.turn():
            with counting:
                inside += 1
                most = max(most, inside)
            with counting:
                inside -= 1

    async def come(number: int) -> None:
        await line.join()
        try:
            await asyncio.sleep(0)
        finally:
            line.leave()
        await to_thread.run_sync(visit, number)

    async def both() -> None:
        await asyncio.gather(*(come(number) for number in range(50)))

    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(visit, number) for number in range(200)]
        asyncio.run(both())
        for one in waiting:
            one.result()
    assert 1 <= most <= 3
    assert line._free == 3


def test_waiting_ends_with_plain_words_and_costs_nobody_a_place() -> None:
    line = Line(1, patience_s=0.01)
    with line.turn():
        with pytest.raises(Unavailable, match="busy"), line.turn():
            pass
        with pytest.raises(Unavailable, match="busy"):
            asyncio.run(line.join())
    with line.turn():
        pass


def test_a_request_that_goes_away_while_it_waits_holds_nobody_up() -> None:
    line = Line(1)

    async def run() -> None:
        await line.join()
        gone = asyncio.create_task(line.join())
        after = asyncio.create_task(line.join())
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        assert gone.cancelled()
        line.leave()
        await after
        line.leave()

    asyncio.run(run())
    assert line._free == 1


def test_a_thread_that_waits_lends_its_place_in_the_pool() -> None:
    line = Line(1)

    def wait() -> None:
        with line.turn():
            pass

    async def run() -> int:
        limiter = to_thread.current_default_thread_limiter()
        limiter.total_tokens = 1
        await line.join()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(to_thread.run_sync, wait)
            tasks.start_soon(to_thread.run_sync, wait)
            # The holder's own next step: without the lent place it would wait behind both for ever.
            await to_thread.run_sync(lambda: None)
            line.leave()
        return int(limiter.total_tokens)

    assert asyncio.run(run()) == 1


def test_many_who_write_at_once_all_get_their_turn(settings: Settings, parts: Parts) -> None:
    with parts.database.write() as session:
        user = accounts.create_user(session, email="ada@example.org", name="Ada", role="researcher", password=None)
        _, secret = accounts.create_token(session, user_id=user.id, name="script", role="researcher")

    async def run() -> list[int]:
        to_thread.current_default_thread_limiter().total_tokens = 2
        transport = httpx2.ASGITransport(create_app(settings, parts))
        headers = {"Authorization": f"Bearer {secret}"}
        async with httpx2.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers) as client:
            asked = [client.post("/api/tags", json={"name": f"tag {number}"}) for number in range(12)]
            return [answer.status_code for answer in await asyncio.gather(*asked)]

    assert asyncio.run(run()) == [201] * 12
