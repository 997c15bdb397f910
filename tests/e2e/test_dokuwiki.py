"""Embeds in a real wiki: DokuWiki as Debian packages it, served by PHP's own server.

Skipped where it is missing; `apt-get install dokuwiki php-cli php-xml` brings it. It is configured as its snippet
asks for (HTML allowed) or left as it comes, with pages and settings in a folder of the test.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.test_embeds import HEARD, framed, on, play, reel, researcher, until
from tests.reels.stage import Stage

PROGRAM, SETTINGS = Path("/usr/share/dokuwiki"), Path("/etc/dokuwiki")
FOLDERS = ["pages", "attic", "media", "media_attic", "media_meta", "meta", "cache", "index", "locks", "tmp", "log"]
PICTURES = os.environ.get("FIRSTHAND_TEST_PICTURES", "")
"""A folder for screenshots, for whoever wants to look."""
pytestmark = pytest.mark.skipif(
    not (shutil.which("php") and (PROGRAM / "doku.php").exists()),
    reason="no DokuWiki: apt-get install dokuwiki php-cli php-xml brings it",
)
__all__ = ["on", "reel", "researcher"]


@dataclass(frozen=True)
class Wiki:
    """A running DokuWiki."""

    url: str
    data: Path

    def write(self, name: str, text: str) -> str:
        """Saves a page and returns its address."""
        (self.data / "pages" / f"{name}.txt").write_text(text, encoding="utf-8")
        return f"{self.url}/doku.php?id={name}"


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Wiki]]:
    """Starts a DokuWiki with these settings."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(**options: int) -> Wiki:
        settings, data = tmp_path / "conf", tmp_path / "data"
        shutil.copytree(SETTINGS, settings, ignore=shutil.ignore_patterns("*.conf.example", "apache.conf"))
        for folder in FOLDERS:
            (data / folder).mkdir(parents=True)
        chosen = {"savedir": f"'{data}'", "useacl": "0", "title": "'Our wiki'", "compress": "0"}
        chosen |= {name: str(value) for name, value in options.items()}
        lines = [f"$conf['{name}'] = {value};" for name, value in chosen.items()]
        (settings / "local.php").write_text("\n".join(["<?php", *lines]))
        before = tmp_path / "before.php"
        before.write_text(f"<?php define('DOKU_CONF', '{settings}/');")
        port = free_port()
        command = ["php", "-d", f"auto_prepend_file={before}", "-S", f"127.0.0.1:{port}", "-t", str(PROGRAM)]
        environment = os.environ | {"PHP_CLI_SERVER_WORKERS": "4"}
        quiet = subprocess.DEVNULL
        started = subprocess.Popen(
            command, cwd=PROGRAM, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
        )
        running.append(started)
        wiki = Wiki(f"http://127.0.0.1:{port}", data)
        wait_for(f"{wiki.url}/doku.php")
        return wiki

    yield begin
    for process in running:
        os.killpg(process.pid, signal.SIGTERM)  # its workers do not end with it
        process.wait(10)


def wait_for(address: str) -> None:
    for _ in range(200):
        try:
            if httpx2.get(address, timeout=20).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.05)
    raise AssertionError("DokuWiki did not start")


@pytest.fixture
def share(researcher: httpx2.Client, page: Page) -> Callable[..., dict[str, Any]]:
    """Shares something with the wiki, waits until it is cut, and returns the grant with its snippets by host."""

    def make(path: str, **body: Any) -> dict[str, Any]:
        made: dict[str, Any] = researcher.post(f"/api/{path}/grants", json=body).json()
        for _ in range(600):
            if researcher.get(f"/api/{path}/reach").json()["preparing"] == 0:
                return {**made, "by_host": {one["host"]: one["code"] for one in made["snippets"]}}
            page.wait_for_timeout(100)
        raise AssertionError("the clips were not cut in a minute")

    return make


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


def test_the_copied_snippet_plays_across_its_clips(
    start: Callable[..., Wiki],
    share: Callable[..., dict[str, Any]],
    reel: dict[str, Any],
    page: Page,
    context: BrowserContext,
) -> None:
    wiki = start(htmlok=1)
    grant = share(f"reels/{reel['id']}", origins=[wiki.url])
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    snippet = grant["by_host"]["dokuwiki"]
    frame = framed(page, wiki.write("onboarding", f"====== Onboarding ======\n\nListen:\n\n{snippet}\n"))
    assert frame.url == grant["embed_url"]
    play(frame)
    expect(frame.locator(".fp-who")).to_contain_text("Rosa")
    picture(page, "dokuwiki-first-clip")
    expect(frame.locator(".fp-who")).to_contain_text("Len")
    until(frame, HEARD)
    picture(page, "dokuwiki-second-clip")
    assert [text for text in said if "Content Security Policy" in text or "Refused" in text] == []
    assert [cookie["name"] for cookie in context.cookies() if not cookie["name"].startswith(("DokuWiki", "DW"))] == []


@pytest.mark.parametrize("sandbox", [None, "allow-scripts", "allow-scripts allow-same-origin"])
def test_it_plays_in_any_sandbox_that_lets_scripts_run(
    start: Callable[..., Wiki],
    share: Callable[..., dict[str, Any]],
    reel: dict[str, Any],
    page: Page,
    sandbox: str | None,
) -> None:
    wiki = start(htmlok=1)
    grant = share(f"reels/{reel['id']}", origins=[wiki.url])
    snippet = grant["by_host"]["dokuwiki"]
    if sandbox:
        snippet = snippet.replace("<iframe ", f'<iframe sandbox="{sandbox}" ')
    frame = framed(page, wiki.write("boxed", snippet))
    assert frame.evaluate("self.origin === 'null'") == (sandbox == "allow-scripts")
    play(frame)
    assert frame.evaluate("Math.max(...[...document.querySelectorAll('video')].map((v) => v.readyState))") >= 3


def test_a_plain_film_plays_in_a_wiki_as_it_comes(
    start: Callable[..., Wiki], share: Callable[..., dict[str, Any]], on: Stage, page: Page
) -> None:
    wiki = start()
    grant = share(f"highlights/{on.rosa.id}", origins=[wiki.url])
    page.goto(wiki.write("film", grant["by_host"]["dokuwiki_video"]))
    page.locator("video").wait_for()
    page.evaluate("const v = document.querySelector('video'); v.muted = true; void v.play()")
    until(page.main_frame, HEARD)
    assert page.evaluate("document.querySelector('video').currentSrc").startswith(grant["page_url"])
    picture(page, "dokuwiki-film")
