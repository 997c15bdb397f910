"""How often something may be done: counted in a sliding window, for whoever asks.

Counts live in the memory of one process, or in a store that several share (`FIRSTHAND_LIMITS_URL`, any address the
`limits` library reads). A store that does not answer lets requests through: a limit protects, it is no door. What
must hold across restarts, such as failed sign-ins, is counted in the database by `accounts.lockout`.

A route asks with one line, and then answers 429 (declare it with `problems(429)`):

    UNLOCK = Rate("embed-password", "10 per 10 minutes")

    @router.post("/s/{token}/unlock", dependencies=[Depends(limited(UNLOCK))], responses=problems(429))
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from ipaddress import IPv6Address, ip_address
from threading import Lock

import structlog
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.errors import TooMany
from app.core.ids import digest
from app.core.web import problem

MEMORY = "memory://"
ADDRESS_SHARE = 10
"""An address may ask as often as this many people: offices share one."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Rate:
    """A named limit, such as `Rate("sign-in", "20 per minute")`; each name counts for itself."""

    name: str
    allowed: str

    @cached_property
    def item(self) -> RateLimitItem:
        """The limit as the library counts it; raises ValueError for one it cannot read."""
        return parse(self.allowed)


SWEEP_SECONDS = 60


class _Counts(MemoryStorage):
    """Counts in memory, cleared of what is over once a minute.

    The library's own starts a thread at nearly every count to look through all of them: a tenth of the time that a
    search takes here, and more the more people ask.
    """

    STORAGE_SCHEME = ["counts"]  # noqa: RUF012 - the library's name for it

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self._swept = time.monotonic()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Counts; returns how many there are now."""
        with self._lock:
            self._sweep()
            count = self.get(key) + amount
            if count == amount:
                self.expirations[key] = time.time() + expiry
            self.storage[key] = count
            return count

    def decr(self, key: str, amount: int = 1) -> int:
        """Takes counts back; returns how many there are now."""
        with self._lock:
            self.storage[key] = max(self.get(key) - amount, 0)
            return self.storage[key]

    def _sweep(self) -> None:
        if time.monotonic() - self._swept < SWEEP_SECONDS:
            return
        self._swept, moment = time.monotonic(), time.time()
        for key in [one for one, until in list(self.expirations.items()) if until <= moment]:
            self.clear(key)


class Limits:
    """Counts against rates; one per application, at `app.state.limits`."""

    def __init__(self, url: str = MEMORY) -> None:
        self.is_shared = url != MEMORY
        storage = storage_from_string(url) if self.is_shared else _Counts()
        self._strategy = SlidingWindowCounterRateLimiter(storage)

    def hit(self, rate: Rate, *who: str) -> None:
        """Counts one use by `who` (an address, a token's id, …); raises TooMany (429, Retry-After) beyond the rate."""
        try:
            within = self._strategy.hit(rate.item, rate.name, *who)
            reset = 0.0 if within else self._strategy.get_window_stats(rate.item, rate.name, *who).reset_time
        except Exception as error:  # noqa: BLE001 - each store raises its own; none may take the product down
            log.warning("the store of the limits does not answer; not limiting", error=str(error))
            return
        if not within:
            raise too_many(reset - time.time())


def too_many(seconds: float) -> TooMany:
    """The answer for somebody who has to wait: says how long, also as `Retry-After`."""
    wait = max(1, math.ceil(seconds))
    told = f"{max(wait, 2)} seconds" if wait < 120 else f"{math.ceil(wait / 60)} minutes"
    return TooMany(f"That was too often. Try again in {told}.", retry_after_s=wait)


def client_address(client: tuple[str, int] | None) -> str:
    """Who asks, as far as counting goes: the address, of an IPv6 one its /64, which is one household's to vary.

    Behind a proxy this is the visitor only when `FIRSTHAND_TRUSTED_PROXIES` names the proxy.
    """
    return _counted(client[0]) if client else ""


@lru_cache(4096)
def _counted(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64)) + "/64"


def address_of(request: Request) -> str:
    """`client_address` of a request."""
    return client_address((request.client.host, request.client.port) if request.client else None)


def limits_of(request: Request) -> Limits:
    """The limits this application counts with, for routes that count by something other than the address."""
    limits: Limits = request.app.state.limits
    return limits


def limited(rate: Rate) -> Callable[[Request], None]:
    """A dependency that lets one address use a route at this rate."""

    def count(request: Request) -> None:
        limits_of(request).hit(rate, address_of(request))

    return count


class RequestLimit:
    """Bounds how often anyone calls the API at all: per credential, and more widely per address."""

    def __init__(self, app: ASGIApp, limits: Limits, per_minute: int) -> None:
        self.app, self.limits = app, limits
        self._each = Rate("requests", f"{per_minute} per minute")
        self._address = Rate("requests-of-an-address", f"{per_minute * ADDRESS_SHARE} per minute")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/api/"):
            try:
                if self.limits.is_shared:
                    await run_in_threadpool(self._count, scope)  # over the network: nobody else waits for it
                else:
                    self._count(scope)
            except TooMany as error:
                await problem(error)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _count(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        address = client_address(scope.get("client"))
        credential = headers.get("authorization") or headers.get("cookie") or ""
        self.limits.hit(self._address, address)
        self.limits.hit(self._each, digest(credential) if credential else address)
