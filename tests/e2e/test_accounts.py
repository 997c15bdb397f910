"""Coming in: by an identity provider, by an invite, with a second factor; and what the pages look like."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pyotp
import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.accounts import demo
from app.core.clock import now
from app.core.settings import OidcProvider
from tests.e2e.conftest import Serve, Server, dressed

SCREENS = os.environ.get("FIRSTHAND_SCREENS", "")
PASSWORD = "a sentence is easy to keep"
# The identity provider, which runs in this process, uses what its own libraries deprecate.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def acme() -> Iterator[str]:
    """A real identity provider on loopback, where Eve has an account."""
    import oidc_provider_mock

    with oidc_provider_mock.run_server_in_thread() as server:
        address = f"http://localhost:{server.server_port}"
        claims = {"email": "eve@wrenlow.example", "email_verified": True, "name": "Eve Adams", "groups": ["Research"]}
        requests.put(f"{address}/users/eve", json=claims, timeout=5).raise_for_status()
        requests.put(f"{address}/users/mallory", json={**claims, "email_verified": False}, timeout=5).raise_for_status()
        yield address


@pytest.fixture(scope="module")
def office(serve: Serve, acme: str) -> Server:
    provider = OidcProvider(id="acme", name="Acme", issuer=acme, client_id="firsthand", client_secret="of this client")
    return serve(demo=True, oidc=[provider], group_roles={"Research": "researcher"})


@pytest.fixture
def visitor(browser: Browser, office: Server) -> Iterator[BrowserContext]:
    opened = browser.new_context(base_url=office.url, locale="en-GB", viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()


def shoot(page: Page, name: str, check: Callable[[Page], None]) -> None:
    """Looks at the page light and dark, wide and narrow: it fits and passes axe; keeps pictures when asked to."""
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        for width, height in ((1440, 900), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            dressed(page, scheme, still=True)
            if SCREENS:
                Path(SCREENS).mkdir(parents=True, exist_ok=True)
                page.screenshot(path=Path(SCREENS) / f"{name}-{scheme}-{width}.png")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            check(page)
    page.set_viewport_size({"width": 1440, "height": 900})


def test_the_identity_provider_signs_in_and_its_groups_give_the_role(
    visitor: BrowserContext, assert_accessible: Callable[[Page], None]
) -> None:
    page = visitor.new_page()
    page.goto("/projects")
    expect(page.get_by_role("link", name="Continue with Acme")).to_be_visible()
    shoot(page, "sign-in-provider", assert_accessible)
    page.get_by_role("link", name="Continue with Acme").click()
    page.locator("input[name=sub]").fill("eve")
    page.locator("button, input[type=submit]").first.click()
    page.wait_for_url("**/projects")
    user = page.request.get("/api/session").json()["user"]
    assert (user["email"], user["role"]) == ("eve@wrenlow.example", "researcher")


def test_an_address_that_nobody_verified_comes_back_to_the_sign_in_page(
    visitor: BrowserContext, assert_accessible: Callable[[Page], None]
) -> None:
    page = visitor.new_page()
    page.goto("/sign-in")
    page.get_by_role("link", name="Continue with Acme").click()
    page.locator("input[name=sub]").fill("mallory")
    page.locator("button, input[type=submit]").first.click()
    expect(page.get_by_role("alert")).to_contain_text("has not verified your e-mail address")
    shoot(page, "sign-in-refused", assert_accessible)


def test_an_invite_is_handed_over_and_lets_a_colleague_in(
    browser: Browser, office: Server, visitor: BrowserContext, assert_accessible: Callable[[Page], None]
) -> None:
    admin = next(account.email for account in demo.ACCOUNTS if account.role == "admin")
    visitor.request.post("/api/session", data={"email": admin, "password": demo.PASSWORD})
    boss = visitor.new_page()
    boss.goto("/settings/people")
    boss.get_by_role("button", name="Invite someone").click()
    boss.get_by_label("Name").fill("Noor Haddad")
    boss.get_by_label("E-mail").fill("noor@wrenlow.example")
    shoot(boss, "invite", assert_accessible)
    boss.get_by_role("button", name="Invite", exact=True).click()
    link = boss.locator("code", has_text="/enter#").inner_text()
    shoot(boss, "hand-over", assert_accessible)
    boss.get_by_role("button", name="Done").click()
    expect(boss.get_by_text("Invited", exact=True)).to_be_visible()
    shoot(boss, "people", assert_accessible)

    other = browser.new_context(base_url=office.url, locale="en-GB")
    page = other.new_page()
    page.goto(link)
    expect(page.get_by_text("You come in as noor@wrenlow.example.")).to_be_visible()
    shoot(page, "enter", assert_accessible)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile(r"/$"))
    assert page.request.get("/api/session").json()["user"]["name"] == "Noor Haddad"
    other.clear_cookies()
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("used already")
    shoot(page, "enter-over", assert_accessible)
    other.close()


def test_a_second_factor_is_set_up_and_then_asked_for(
    visitor: BrowserContext, assert_accessible: Callable[[Page], None]
) -> None:
    account = next(account for account in demo.ACCOUNTS if account.role == "viewer")
    visitor.request.post("/api/session", data={"email": account.email, "password": demo.PASSWORD})
    page = visitor.new_page()
    page.goto("/settings/account")
    page.get_by_role("button", name="Set up a second factor").click()
    page.get_by_role("dialog").locator("input[autocomplete=current-password]").fill(demo.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    secret = page.get_by_role("dialog").locator("code").inner_text().replace(" ", "")
    shoot(page, "second-factor", assert_accessible)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(now(), counter_offset=-1))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("dialog").locator("li")).to_have_count(10)
    shoot(page, "recovery-codes", assert_accessible)
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("10 recovery codes are left")).to_be_visible()
    shoot(page, "account", assert_accessible)

    visitor.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(account.email)
    page.locator("input[name=password]").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Code")).to_be_visible()
    shoot(page, "sign-in-code", assert_accessible)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"/$"))
