"""Laws for every route that strangers may call, also those not written yet: they walk the application's routes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from app.main import ROUTERS
from app.sharing import pages
from app.wiring import Parts
from tests.reels.stage import ROSA_SAYS, Stage, stage, upload
from tests.scenes import ROSA
from tests.sharing.scenes import build, grant_of, items

PREFIXES = ("/embed", "/s/", "/oembed", "/feeds/")
OF_ONE_PERSON = ("/consent/",)
"""Pages for one person alone, which no other site may frame or read: `tests/consents/test_pages.py` says how."""
SIGNED_IN = ("/api/", "/scim/")
"""What asks for a session or a token; the access table and the tests of SCIM say so."""


def public_routes() -> Iterator[tuple[str, str]]:
    """Method and path of every route outside the API."""
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and route.path.startswith(PREFIXES):
                yield from ((method, route.path) for method in sorted(route.methods))


@pytest.fixture
def on(parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(pages, "STATIC", build(tmp_path))
    return stage(parts, scope="public")


def test_every_route_is_either_for_strangers_or_asks_who_calls() -> None:
    paths = {route.path for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)}
    assert {path for path in paths if not path.startswith((*SIGNED_IN, *PREFIXES, *OF_ONE_PERSON))} == set()
    assert len(set(public_routes())) >= 12


@pytest.mark.parametrize("state", ["live", "revoked", "guessed"])
def test_no_public_answer_sets_a_cookie_or_forbids_frames_the_old_way(
    on: Stage, employee: TestClient, researcher: TestClient, client: TestClient, state: str
) -> None:
    grant = grant_of(employee, "highlights", on.rosa.id, kind="share")
    upload(on, researcher)
    on.settle()
    item = items(client, grant)[0]
    token = "fhe_guessed" if state == "guessed" else grant["path"].rpartition("/")[2]
    if state == "revoked":
        employee.delete(f"/api/grants/{grant['id']}")
    statuses = set()
    for method, path in public_routes():
        address = path.replace("{token}", token).replace("{item_id}", item["id"]).replace("{name}", "embed-1.js")
        signed = "?" + item["url"].partition("?")[2] if "{item_id}" in path else ""
        asked = {"url": grant["page_url"]} if path == "/oembed" else None
        if asked:
            answer = client.request(method, address, params=asked)
        else:
            answer = client.request(method, address + signed, headers={"Cookie": "session=x"})
        statuses.add(answer.status_code)
        assert "set-cookie" not in answer.headers, f"{method} {path}"
        assert "x-frame-options" not in answer.headers, f"{method} {path}"
        assert answer.headers["referrer-policy"] != "no-referrer", f"{method} {path}"
        assert answer.headers["access-control-allow-origin"] == "*", f"{method} {path}"
        assert "access-control-allow-credentials" not in answer.headers, f"{method} {path}"
        if state != "live" and "assets" not in path:
            assert ROSA not in answer.text, f"{method} {path}"
            assert ROSA_SAYS not in answer.text, f"{method} {path}"
    assert statuses <= {"live": {200, 204, 303, 403, 404}, "revoked": {200, 404, 410}, "guessed": {200, 404}}[state]
