"""Requests a second of the quote page's endpoint, `GET /api/quotes/{id}`, with the turns around each quote.

python -m bench.quote_cards [--seconds 10] [--clients 1 4]

Loads the demo repository into a fresh data folder, starts a real server process, and reads quotes in turn over
kept connections, from as many client processes as named. Every figure is measured here and now.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from pathlib import Path

import httpx2

from app.accounts import service as accounts
from app.core.settings import Settings
from app.demo import loader
from app.wiring import open_parts
from bench.upload_to_searchable import server


def prepared(folder: Path) -> str:
    """The demo repository in that folder; returns an employee's token."""
    parts = open_parts(Settings(data=folder))
    loader.load_if_empty(parts)
    with parts.database.write() as session:
        user = accounts.create_user(session, email="b@example.org", name="B", role="viewer", password=None)
        _, token = accounts.create_token(session, user_id=user.id, name="bench", role="viewer")
    parts.close()
    return token


def some_quotes(url: str, token: str) -> list[str]:
    """The quotes of the first answers to a search for everything, as soon as there are any."""
    with _client(url, token) as client:
        while not (items := client.get("/api/search", params={"limit": 100}).json().get("items")):
            time.sleep(0.1)
    return [item["id"] for item in items]


def reading(url: str, token: str, quotes: list[str], seconds: float) -> list[float]:
    """Milliseconds of each request that one client made in that time."""
    times: list[float] = []
    with _client(url, token) as client:
        client.get(f"/api/quotes/{quotes[0]}").raise_for_status()
        end = time.perf_counter() + seconds
        while (began := time.perf_counter()) < end:
            client.get(f"/api/quotes/{quotes[len(times) % len(quotes)]}").raise_for_status()
            times.append((time.perf_counter() - began) * 1000)
    return times


def _client(url: str, token: str) -> httpx2.Client:
    return httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        token = prepared(Path(folder))
        with server(Path(folder)) as (url, _):
            quotes = some_quotes(url, token)
            for clients in options.clients:
                with multiprocessing.get_context("spawn").Pool(clients) as pool:
                    work = [(url, token, quotes, options.seconds)] * clients
                    times = [one for part in pool.starmap(reading, work) for one in part]
                print(
                    f"GET /api/quotes/{{id}}, {clients} client{'s' * (clients > 1):1}   "
                    f"{len(times) / options.seconds:7.1f} requests/s   p50 {statistics.median(times):6.2f} ms   "
                    f"p95 {statistics.quantiles(times, n=20)[18]:6.2f} ms   n={len(times)}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
