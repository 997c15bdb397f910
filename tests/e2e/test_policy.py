"""The content policy of the pages forbids inline scripts and styles, and no page needs them."""

from collections.abc import Callable

from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.e2e.conftest import Server, until
from tests.e2e.test_pages import DESK, PAGES, ids, signed_in_page

assert ids  # a fixture

WATCH = """
window.broken = []
document.addEventListener('securitypolicyviolation', (event) =>
  window.broken.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))
"""


def watched(page: Page) -> Callable[[], list[str]]:
    """Collects what the policy forbids in this page, by the page's own event and by the browser's console."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            said.append(message.text[:300])

    page.on("console", listen)
    page.add_init_script(WATCH)
    return lambda: said + list(page.evaluate("window.broken ?? []"))


def test_no_page_breaks_the_policy(browser: Browser, server: Server, ids: dict[str, str]) -> None:
    found: dict[str, list[str]] = {}
    for role, path in PAGES:
        page = signed_in_page(browser, server.url, role, "light", DESK)
        broken = watched(page)
        known = ids
        if "{quote}" in path:
            known = {**ids, "quote": page.request.get("/api/quotes/recent").json()["items"][0]["id"]}
        page.goto(path.format(**known))
        page.wait_for_selector("h1")
        page.wait_for_load_state("networkidle")
        if broken():
            found[f"{role or 'nobody'} {path}"] = broken()
        page.context.close()
    assert found == {}


def test_menus_dialogs_and_moving_about_break_it_neither(browser: Browser, server: Server) -> None:
    page = signed_in_page(browser, server.url, "researcher", "dark", DESK)
    broken = watched(page)
    page.goto("/")
    page.wait_for_selector("h1")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.goto("/settings/account")
    page.get_by_role("button", name="New token").click()
    page.get_by_role("dialog").wait_for()
    assert page.evaluate("getComputedStyle(document.body).overflow") == "hidden"
    assert broken() == []
    page.context.close()


def test_the_watch_notices_what_the_policy_forbids(browser: Browser, server: Server) -> None:
    page = signed_in_page(browser, server.url, "", "light", DESK)
    broken = watched(page)
    page.goto("/sign-in")
    page.wait_for_selector("h1")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\" onclick=\"1\">x</p>')")
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    until(page, "window.broken.length >= 2")
    assert page.evaluate("window.ran") is None
    assert {entry.split(":")[0] for entry in broken() if entry.startswith("s")} >= {"style-src-attr", "script-src-elem"}
    page.context.close()
