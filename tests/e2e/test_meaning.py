"""From words to meaning in a browser: the slider moves by keyboard, stays in the address, and is remembered."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Serve, Server
from tests.search.embedders.test_models import ANGLES, static_model

TALK = """WEBVTT

00:01.000 --> 00:04.000
<v Rosa>It was far too costly for us in the end.

00:05.000 --> 00:08.000
<v Len>My dear mother never liked it either.

00:09.000 --> 00:12.000
<v Rosa>And then the whole delivery was late again.
"""


@pytest.fixture(scope="module")
def server(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server that goes by meaning too, with a model that knows a handful of words."""
    folder = static_model(tmp_path_factory.mktemp("model"), {"embeddings": ANGLES})
    return serve(demo=False, semantic=True, semantic_model=str(folder))


@pytest.fixture
def desk(context: BrowserContext, server: Server) -> BrowserContext:
    """The browser of somebody who has one interview, its meaning learned."""
    account = {"email": "ruth@example.org", "name": "Ruth Okafor", "password": "a long enough password"}
    answer = context.request.post("/api/setup", data=account)
    if answer.status == 409:
        answer = context.request.post("/api/session", data=account)
    token = {"X-CSRF-Token": answer.json()["csrf_token"]}
    if answer.url.endswith("/api/setup"):
        project = context.request.post("/api/projects", data={"name": "Costs"}, headers=token).json()["id"]
        file = {"name": "talk.vtt", "mimeType": "text/vtt", "buffer": TALK.encode()}
        made = context.request.post(
            f"/api/projects/{project}/interviews/import",
            headers=token,
            multipart={"file": file, "mapping": '{"title": "Costs"}'},
        )
        assert made.ok, made.text()
    page = context.new_page()
    for _ in range(600):
        if server.parts.engine.knowledge().known == 3:
            return context
        page.wait_for_timeout(50)
    raise AssertionError("nothing was learned")


@pytest.fixture
def searching(desk: BrowserContext) -> Page:
    """Their search page."""
    page = desk.new_page()
    page.goto("/search?q=dear")
    expect(page.locator("[data-result]").first).to_be_visible()
    return page


def test_the_slider_goes_from_words_to_meaning_by_keyboard(searching: Page) -> None:
    slider = searching.get_by_role("slider", name="Find by words or by meaning")
    expect(slider).to_have_attribute("aria-valuetext", "50 % by meaning")
    found = searching.locator("[data-result]")
    expect(found).to_have_count(2)
    expect(found.filter(has_text="costly")).to_contain_text("Similar in meaning")
    expect(found.filter(has_text="My dear")).not_to_contain_text("Similar in meaning")
    slider.focus()
    searching.keyboard.press("Home")
    expect(searching).to_have_url(re.compile("ratio=0"))
    expect(found).to_have_count(1)
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", "By words alone")
    searching.keyboard.press("End")
    expect(searching).to_have_url(re.compile("ratio=1"))
    expect(found).to_have_count(2)


def test_the_address_holds_the_ratio_and_the_device_remembers_it(searching: Page) -> None:
    searching.get_by_role("button", name="By words").click()
    expect(searching).to_have_url(re.compile("ratio=0"))
    expect(searching.locator("[data-result]")).to_have_count(1)
    searching.goto("/search?q=dear")
    slider = searching.get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuetext", "By words alone")
    searching.goto("/search?q=dear&ratio=0.7")
    expect(slider).to_have_attribute("aria-valuetext", "70 % by meaning")
    expect(searching.locator("[data-result]")).to_have_count(2)
    searching.get_by_role("button", name="By words").click()
    expect(searching).to_have_url(re.compile("ratio=0(&|$)"))
    searching.go_back()
    expect(slider).to_have_attribute("aria-valuetext", "70 % by meaning")
    searching.reload()
    expect(slider).to_have_attribute("aria-valuetext", "70 % by meaning")


def test_it_fits_a_phone_and_everyone_can_use_it(searching: Page, assert_accessible: Callable[[Page], None]) -> None:
    searching.set_viewport_size({"width": 390, "height": 844})
    expect(searching.get_by_role("slider")).to_be_visible()
    assert searching.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(searching)


def test_without_a_model_there_is_no_slider(desk: BrowserContext, server: Server) -> None:
    model, server.parts._embedder = server.parts._embedder, None
    switched_on, server.parts.settings.semantic = server.parts.settings.semantic, False
    try:
        page = desk.new_page()
        page.goto("/search?q=dear&ratio=1")
        expect(page.locator("[data-result]")).to_have_count(1)
        expect(page.get_by_role("slider")).to_have_count(0)
    finally:
        server.parts._embedder, server.parts.settings.semantic = model, switched_on
