"""Contract line 19: a costly query comes back in bounded time, and says that it was cut short."""

from __future__ import annotations

import time
from typing import Any


def test_19_a_costly_query_is_cut_short_and_says_so(make: Any, world: Any) -> None:
    hurried = make(budget_ms=0)
    hurried.put([world.document(f"d{at}", f"alpha beta{at} gamma{at}") for at in range(50)])
    page = hurried.find(world.query("alpha b g a b g"))
    assert page.degraded


def test_19_a_long_query_comes_back_in_bounded_time(world: Any) -> None:
    world.engine.put([world.document(f"d{at}", " ".join(f"w{at}x{n}" for n in range(30))) for at in range(100)])
    started = time.monotonic()
    world.find(" ".join(f"w{n}x" for n in range(3000)))
    world.find('"' * 5000)
    world.find("w" * 10_000)
    world.find(" ".join(["-w1x1"] * 500))
    assert time.monotonic() - started < 20
