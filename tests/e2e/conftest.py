"""Journeys in a real browser against a real server: fixtures.

The server runs the demo repository on SQLite and the embedded engine, with its relay and worker, on a free
loopback port. Without Chromium or without a built front end these tests are skipped, and say so.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect, sync_playwright

from app.accounts import demo
from app.core.limits import Limits
from app.core.settings import Settings
from app.demo import loader
from app.main import STATIC, create_app
from app.wiring import Parts, open_parts

CHROMIUM = os.environ.get("FIRSTHAND_TEST_CHROMIUM") or next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
# As long as Playwright waits before it clicks. Its five seconds for what should be seen are few on a machine that is busy
# with something else; waiting longer costs only a test that fails.
expect.set_options(timeout=30_000)
AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Last of all: from the first journey on, Playwright keeps an event loop in the thread of the tests.
    items.sort(key=lambda item: Path(__file__).parent in item.path.parents)
    reason = ""
    if not CHROMIUM:
        reason = "no Chromium: install it, or set FIRSTHAND_TEST_CHROMIUM to its path"
    elif not (STATIC / "index.html").exists():
        reason = "no built front end: run ./dev test, which builds it"
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


@dataclass(frozen=True)
class Server:
    """A running Firsthand."""

    url: str
    parts: Parts


Serve = Callable[..., Server]
_LIMITS: list[Limits] = []
"""Of the servers that were started."""


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """Journeys sign in more often than people do: each begins with nothing counted."""
    for limits in _LIMITS:
        limits._strategy.storage.reset()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Starts a server, with the demo repository or empty and on further settings; it runs until the last journey ended."""
    with ExitStack() as stack:
        yield lambda *, demo, **more: stack.enter_context(
            _running(tmp_path_factory.mktemp("served"), demo=demo, **more)
        )


@contextmanager
def _running(data: Path, *, demo: bool, **more: object) -> Iterator[Server]:
    settings = Settings(_env_file=None, data=data, demo=demo, secret="s" * 40, **more)  # type: ignore[call-arg, arg-type]
    parts = open_parts(settings)
    if demo:
        with ThreadPoolExecutor(1) as pool:  # Playwright keeps an event loop in this thread, which bars asyncio.run
            pool.submit(loader.load_if_empty, parts).result()
    application = create_app(settings, parts)
    _LIMITS.append(application.state.limits)
    config = uvicorn.Config(application, port=0, log_level="warning")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        thread.join(0.02)
        assert thread.is_alive(), "the server did not start"
    port = running.servers[0].sockets[0].getsockname()[1]
    settings.port = port
    settings.__dict__.pop("origin", None)  # the port was not known when it was first asked for
    yield Server(f"http://127.0.0.1:{port}", parts)
    running.should_exit = True
    thread.join(20)
    parts.close()


@pytest.fixture(scope="session")
def server(serve: Serve) -> Server:
    """A server with the demo repository, shared by all journeys; a journey that changes things makes its own."""
    return serve(demo=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A fresh browser profile in English on a desktop screen; a page error fails the test."""
    opened = browser.new_context(base_url=server.url, locale="en-GB", viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    opened.on("weberror", lambda error: errors.append(str(error.error)))
    yield opened
    opened.close()
    assert errors == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that nobody has signed in to."""
    return context.new_page()


SignedIn = Callable[[str], Page]


@pytest.fixture
def signed_in(context: BrowserContext) -> SignedIn:
    """Signs in as the demo's account of a role, and returns a page."""

    def sign_in(role: str = "researcher") -> Page:
        email = next(account.email for account in demo.ACCOUNTS if account.role == role)
        answer = context.request.post("/api/session", data={"email": email, "password": demo.PASSWORD})
        assert answer.status == 201, answer.text()
        return context.new_page()

    return sign_in


@dataclass(frozen=True)
class Site:
    """Another web site, on an origin of its own: `host(html)` makes it answer with that page."""

    url: str
    pages: dict[str, str]

    def host(self, html: str, path: str = "/") -> str:
        """Serves the page and returns its address."""
        self.pages[path] = html
        return self.url + path


@pytest.fixture
def other_site() -> Iterator[Callable[[], Site]]:
    """Starts other web sites, each on an origin of its own."""
    servers: list[ThreadingHTTPServer] = []

    def start() -> Site:
        pages: dict[str, str] = {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = pages.get(self.path, "").encode()
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        servers.append(httpd)
        return Site(f"http://127.0.0.1:{httpd.server_address[1]}", pages)

    yield start
    for httpd in servers:
        httpd.shutdown()
        httpd.server_close()


def until(place: Page | Frame, expression: str, arg: object = None) -> None:
    """Waits until it is true. The policy of our pages forbids what `wait_for_function` does inside them."""
    page = place if isinstance(place, Page) else place.page
    for _ in range(600):
        if place.evaluate(expression, arg):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {expression}")


def dressed(page: Page, scheme: Literal["light", "dark"], *, still: bool = False) -> None:
    """Asks for light or dark, and for stillness, and waits until the page has put it on: its script hears of it later."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce" if still else None)
    until(page, "wanted => (document.documentElement.dataset.mantineColorScheme ?? wanted) === wanted", scheme)


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Runs axe-core in the page and fails on a serious or critical finding, naming rule and element."""

    def check(page: Page) -> None:
        if not AXE.exists():
            pytest.skip("no axe-core: run ./dev test, which installs it")
        page.evaluate(AXE.read_text(encoding="utf-8"))  # not a script tag: the policy of the page forbids those
        # A colour in transition is neither the one before nor the one after; two frames let a pending one begin.
        page.evaluate(
            """async () => {
              for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
              await Promise.all(document.getAnimations()
                .filter((one) => one.effect.getTiming().iterations !== Infinity)
                .map((one) => one.finished.catch(() => undefined)))
            }"""
        )
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        grave = [
            f"{violation['id']}: {violation['nodes'][0]['html'][:160]} {violation['nodes'][0]['failureSummary']}"
            for violation in found["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        assert grave == []

    return check
