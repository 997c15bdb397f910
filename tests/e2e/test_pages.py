"""Every page, on a desk and on a phone, light and dark: it loads, has its heading, fits, and passes axe.

Set FIRSTHAND_SCREENS to a folder to keep a picture of each.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import col, select

from app.accounts import demo
from app.interviews.models import Interview
from app.participants.models import Participant
from app.personas.models import Persona
from app.projects.models import Project
from app.reels.models import Reel
from app.tags.models import Tag

SCREENS = os.environ.get("FIRSTHAND_SCREENS", "")
DESK, PHONE = (1440, 900), (390, 844)
FOR_EVERYONE = [
    "/",
    "/search",
    "/search?q=telefone",
    "/search?q=xqzv",
    "/quotes/{quote}",
    "/projects",
    "/projects/{project}",
    "/participants",
    "/participants/{participant}",
    "/interviews",
    "/interviews/{interview}",
    "/tags",
    "/tags/{tag}",
    "/reels",
    "/reels/{reel}",
    "/topics",
    "/personas",
    "/settings/account",
    "/nowhere",
]
FOR_RESEARCHERS = ["/import", "/sharing", "/settings/synonyms", "/participants/attributes", "/participants/import"]
FOR_ADMINS = ["/settings/people", "/settings/audit"]
PAGES = [
    *[("viewer", path) for path in FOR_EVERYONE],
    *[("researcher", path) for path in ["/interviews/{interview}", "/projects/{project}", *FOR_RESEARCHERS]],
    *[
        ("researcher", path)
        for path in ["/participants/{participant}", "/personas/{persona}", "/projects/{project}?tab=keeping"]
    ],
    *[("admin", path) for path in FOR_ADMINS],
    ("viewer", "/settings/people"),
    ("", "/sign-in"),
    ("admin", "/gallery"),
]
LOOKS = [("light", DESK), ("dark", DESK), ("light", PHONE), ("dark", PHONE)]


@pytest.fixture(scope="module")
def ids(server) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """An id of the demo for every place in a path."""
    with server.parts.database.read() as session:
        spoken = select(Interview.id).where(Interview.title != "").order_by(col(Interview.id))
        found = {
            "project": session.exec(select(Project.id).where(Project.access == "open")).first(),
            "interview": session.exec(spoken).first(),
            "participant": session.exec(select(Participant.id)).first(),
            "tag": session.exec(select(Tag.id).where(Tag.name == "Telephone")).first(),
            "persona": session.exec(select(Persona.id)).first(),
            "reel": session.exec(select(Reel.id)).first(),
        }
    return {name: found_id or "" for name, found_id in found.items()}


def signed_in_page(browser: Browser, url: str, role: str, scheme: str, size: tuple[int, int]) -> Page:
    width, height = size
    context = browser.new_context(
        base_url=url,
        locale="en-GB",
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    if role:
        email = next(account.email for account in demo.ACCOUNTS if account.role == role)
        context.request.post("/api/session", data={"email": email, "password": demo.PASSWORD})
    return context.new_page()


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=["desk-light", "desk-dark", "phone-light", "phone-dark"])
@pytest.mark.parametrize(("role", "path"), PAGES, ids=[f"{role or 'nobody'}{path}" for role, path in PAGES])
def test_a_page_loads_fits_and_is_accessible(
    browser: Browser,
    server,  # type: ignore[no-untyped-def]
    ids: dict[str, str],
    assert_accessible: Callable[[Page], None],
    role: str,
    path: str,
    scheme: str,
    size: tuple[int, int],
) -> None:
    page = signed_in_page(browser, server.url, role, scheme, size)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    if "{quote}" in path:
        first = page.request.get("/api/quotes/recent").json()["items"][0]
        ids = {**ids, "quote": first["id"]}
    page.goto(path.format(**ids))
    page.wait_for_selector("h1")
    page.wait_for_load_state("networkidle")
    if SCREENS:
        name = path.strip("/").replace("/", "-").replace("?", "-").replace("{", "").replace("}", "") or "home"
        Path(SCREENS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SCREENS) / f"{name}-{role or 'nobody'}-{scheme}-{size[0]}.png")
    assert page.title().strip()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert_accessible(page)
    page.context.close()
    assert errors == []
