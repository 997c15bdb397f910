"""Recordings in a real browser: sent in pieces, continued after a reload, made playable, looked at and heard."""

import hashlib
import io
import json
import re
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIResponse, BrowserContext, Page, Route, expect

from tests.e2e.test_import import TALK
from tests.recordings.media import picture

PIECE = 16 * 1024 * 1024
PLAYING = """async () => {
  const media = document.querySelector('video, audio')
  media.muted = true
  await media.play()
  await new Promise((resolve) => media.addEventListener('timeupdate', () => media.currentTime > 0.3 && resolve()))
  return media.error === null
}"""


@pytest.fixture(scope="module")
def server(serve: Callable[..., Any]) -> Any:
    """An empty server of this file's own."""
    return serve(demo=False)


class Desk:
    """The first user, signed in, with interviews of their own."""

    def __init__(self, context: BrowserContext) -> None:
        account = {"email": "ruth@example.org", "name": "Ruth Okafor", "password": "a long enough password"}
        self._http = context.request
        answer = self._http.post("/api/setup", data=account)
        if answer.status == 409:
            answer = self._http.post("/api/session", data=account)
        self._headers = {"X-CSRF-Token": self._body(answer)["csrf_token"]}
        made = self._http.post("/api/projects", data={"name": "Calls"}, headers=self._headers)
        self._project = self._body(made)["id"]
        self.page = context.new_page()

    def interview(self, title: str) -> str:
        """A new interview with words, opened in the page; returns its id."""
        file = {"name": "talk.vtt", "mimeType": "text/vtt", "buffer": TALK.encode()}
        voices = [{"names": [name], "label": name} for name in ("Ruth Okafor", "Gerda Lohmann", "Gerda Lohman")]
        form = {"file": file, "mapping": json.dumps({"title": title, "speakers": voices})}
        path = f"/api/projects/{self._project}/interviews/import"
        made: str = self._body(self._http.post(path, multipart=form, headers=self._headers))["interview_id"]
        self.page.goto(f"/interviews/{made}")
        return made

    def recording(self, interview_id: str) -> dict[str, Any]:
        return self._body(self._http.get(f"/api/interviews/{interview_id}/recording"))

    def choose(self, path: Path) -> None:
        """Attaches a file as people do."""
        self.page.get_by_role("button", name="Attach a recording").click()
        self.page.get_by_role("dialog").locator("input[type=file]").set_input_files(path)

    @staticmethod
    def _body(answer: APIResponse) -> dict[str, Any]:
        assert answer.ok, answer.text()
        body: dict[str, Any] = answer.json()
        return body


@pytest.fixture
def desk(context: BrowserContext) -> Desk:
    return Desk(context)


def tape(megabytes: int, mark: int) -> bytes:
    """Silence of that size, with a mark so that no two are the same."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((2, 2, 48_000, 0, "NONE", ""))
        out.writeframes(bytes([mark]) * 64 + bytes(megabytes * 1024 * 1024))
    return file.getvalue()


def test_a_film_that_no_browser_plays_is_made_playable_and_plays(
    desk: Desk, tmp_path: Path, assert_accessible: Callable[[Page], None]
) -> None:
    desk.interview("Made playable")
    film = tmp_path / "film.avi"
    film.write_bytes(picture("avi", "mpeg4", frames=60))
    desk.choose(film)
    expect(desk.page.get_by_role("dialog")).to_be_hidden()
    video = desk.page.locator("video")
    video.wait_for(timeout=60_000)
    assert desk.page.evaluate(PLAYING)
    expect(video).to_have_attribute("poster", re.compile("."))
    line = desk.page.get_by_role("slider").first.bounding_box()
    assert line
    desk.page.mouse.move(line["x"] + line["width"] / 2, line["y"] + line["height"] / 2)
    expect(desk.page.locator("[style*='sprite']")).to_be_visible()
    desk.page.goto("/jobs")
    expect(desk.page.get_by_text("Making the recording playable in browsers")).to_be_visible()
    expect(desk.page.get_by_role("link", name="Made playable").first).to_be_visible()
    assert_accessible(desk.page)


def test_an_upload_goes_on_after_a_reload_where_it_was(desk: Desk, tmp_path: Path) -> None:
    interview_id, data = desk.interview("Goes on"), tape(40, 1)
    path = tmp_path / "long.wav"
    path.write_bytes(data)
    sent: list[int] = []

    def broken_after_one_piece(route: Route) -> None:
        if route.request.method == "PATCH":
            if sent:
                route.abort()
                return
            sent.append(int(route.request.headers["upload-offset"]))
        route.continue_()

    desk.page.route("**/api/uploads/*", broken_after_one_piece)
    desk.choose(path)
    expect(desk.page.get_by_role("progressbar").first).to_have_attribute("aria-valuenow", "40")
    desk.page.unroute_all(behavior="wait")
    desk.page.reload()
    offsets: list[str] = []
    desk.page.on(
        "request",
        lambda request: offsets.append(request.headers["upload-offset"]) if request.method == "PATCH" else None,
    )
    desk.page.get_by_role("button", name="Attach a recording").click()
    expect(desk.page.get_by_text("The upload of long.wav stopped at 39 %")).to_be_visible()
    desk.page.get_by_role("dialog").locator("input[type=file]").set_input_files(path)
    expect(desk.page.get_by_role("dialog")).to_be_hidden(timeout=60_000)
    assert offsets[0] == str(PIECE)
    media = desk._http.get(desk.recording(interview_id)["media_url"])
    assert hashlib.sha256(media.body()).digest() == hashlib.sha256(data).digest()


def test_an_upload_is_paused_and_goes_on(desk: Desk, tmp_path: Path) -> None:
    interview_id, path = desk.interview("Paused"), tmp_path / "paused.wav"
    path.write_bytes(tape(40, 2))
    held: list[Route] = []
    desk.page.route(
        "**/api/uploads/*", lambda route: held.append(route) if route.request.method == "PATCH" else route.continue_()
    )
    with desk.page.expect_request(lambda request: request.method == "PATCH"):
        desk.choose(path)
    desk.page.get_by_role("button", name="Pause").click()
    expect(desk.page.get_by_text("Paused").first).to_be_visible()
    desk.page.unroute_all(behavior="ignoreErrors")
    desk.page.get_by_role("button", name="Resume").click()
    expect(desk.page.get_by_role("dialog")).to_be_hidden(timeout=60_000)
    assert desk.recording(interview_id)["size_bytes"] == path.stat().st_size


def test_the_same_file_is_noticed_and_used_from_where_it_is(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "twice.wav"
    path.write_bytes(tape(1, 3))
    first = desk.interview("The first")
    desk.choose(path)
    expect(desk.page.get_by_role("dialog")).to_be_hidden()
    second = desk.interview("The second")
    desk.choose(path)
    expect(desk.page.get_by_text("“The first” has this very file already.")).to_be_visible()
    desk.page.get_by_role("button", name="Use the same here").click()
    expect(desk.page.get_by_role("dialog")).to_be_hidden()
    one, other = desk.recording(first), desk.recording(second)
    assert (one["size_bytes"], one["id"] == other["id"]) == (other["size_bytes"], False)
    assert desk.page.evaluate(PLAYING)


def test_background_work_says_when_there_is_none(
    desk: Desk, context: BrowserContext, assert_accessible: Callable[[Page], None]
) -> None:
    desk.page.goto("/jobs")
    desk.page.get_by_text("Failed", exact=True).first.click()
    expect(desk.page.get_by_role("heading", name="Nothing failed")).to_be_visible()
    assert_accessible(desk.page)
