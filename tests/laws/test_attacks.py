"""Attacks, each stopped by a guard that stands at one named place: taken away there, the attack succeeds.

So none of these tests passes because the attack was a bad one. Stored scripts are tried in a real browser, by
`tests/e2e/test_stored_scripts.py`; who may call what is the access table's.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.staticfiles import StaticFiles

from app.accounts import links, lockout, oidc, oidc_routes, service, web
from app.accounts.models import ApiToken
from app.core.front import FrontEnd
from app.core.settings import OidcProvider, Settings
from app.main import create_app
from app.wiring import Parts

PASSWORD = "a long enough one"
EVIL = "https://evil.example/"


@dataclass
class Target:
    """The product, with Ada (an administrator) and Eve (who attacks)."""

    application: FastAPI
    parts: Parts
    folder: Path

    def browser(self) -> TestClient:
        return TestClient(self.application, follow_redirects=False)

    def signed_in(self, name: str) -> TestClient:
        browser = self.browser()
        answer = browser.post("/api/session", json={"email": f"{name}@example.org", "password": PASSWORD})
        browser.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        return browser


@pytest.fixture
def target(settings: Settings, parts: Parts, tmp_path: Path) -> Target:
    acme = OidcProvider(id="acme", name="Acme", issuer="https://id.example", client_id="firsthand")
    made = settings.model_copy(update={"oidc": [acme]})
    with parts.database.write() as session:
        for name, role in (("ada", "admin"), ("eve", "viewer")):
            service.create_user(session, email=f"{name}@example.org", name=name, role=role, password=PASSWORD)
    return Target(create_app(made, parts), parts, tmp_path)


def brute_force(target: Target) -> bool:
    """Twelve guesses at Ada's password, the last one right."""
    guesses = [f"guess number {number}" for number in range(11)] + [PASSWORD]
    body = [{"email": "ada@example.org", "password": guess} for guess in guesses]
    return any(target.browser().post("/api/session", json=one).status_code == 201 for one in body)


def fixation(target: Target) -> bool:
    """Eve plants the cookie of a session of hers in Ada's browser; does it still open anything once Ada signed in?"""
    planted = target.signed_in("eve").cookies["firsthand"]
    ada = target.browser()
    ada.cookies.set("firsthand", planted, domain="testserver.local")
    ada.post("/api/session", json={"email": "ada@example.org", "password": PASSWORD})
    return target.browser().get("/api/session", headers={"Cookie": f"firsthand={planted}"}).json()["user"] is not None


def forged_change(target: Target) -> bool:
    """Another site's page sends a change with Ada's cookie."""
    ada = target.signed_in("ada")
    del ada.headers["X-CSRF-Token"]
    return ada.post("/api/projects", json={"name": "Stolen"}).status_code == 201


def forged_sign_in(target: Target) -> bool:
    """Another site's page signs Ada's browser in as Eve, to see what she then types."""
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    body = {"email": "eve@example.org", "password": PASSWORD}
    return target.browser().post("/api/session", json=body, headers=headers).status_code == 201


def traversal(target: Target) -> bool:
    """A path that climbs out of the folder of the front end."""
    served = target.folder / "static"
    served.mkdir()
    (served / "index.html").write_text("<head></head>")
    (target.folder / "secret").write_text("the signing key")
    site = Starlette()
    site.router.default = FrontEnd(served, otherwise=site.router.default)
    paths = ("/..%2Fsecret", "/%2e%2e/secret", "/assets/..%2F..%2Fsecret", f"/{target.folder}/secret")
    return any("the signing key" in TestClient(site).get(path).text for path in paths)


def redirect(target: Target) -> bool:
    """A link to our sign-in that goes on to another site."""
    wanted = (EVIL, "//evil.example/", "/\\evil.example/", "/\t/evil.example/")
    return any(_goes_on_to(target, one).startswith(wanted) for one in wanted)


def _goes_on_to(target: Target, wanted: str) -> str:
    browser = target.browser()
    browser.get("/api/oidc/acme/start", params={"next": wanted})
    return str(browser.get("/api/oidc/acme/callback?code=1&state=2").headers["location"])


def others_things(target: Target) -> bool:
    """Eve ends Ada's token, whose id she came to know."""
    token = target.signed_in("ada").post("/api/me/tokens", json={"name": "backup"}).json()
    return target.signed_in("eve").delete(f"/api/me/tokens/{token['id']}").status_code == 204


def used_link(target: Target) -> bool:
    """Eve finds a used link in Ada's history."""
    with target.parts.database.write() as session:
        user = service.by_email(session, "ada@example.org")
        assert user
        _, secret = links.make(session, user, purpose="sign_in")
    answers = [target.browser().post("/api/session/links/use", json={"secret": secret}) for _ in range(2)]
    assert answers[0].status_code == 201
    return answers[1].status_code == 201


def lifted_role(target: Target) -> bool:
    """Eve makes a token with more than she may herself."""
    made = target.signed_in("eve").post("/api/me/tokens", json={"name": "more", "role": "admin"})
    program = TestClient(target.application, headers={"Authorization": f"Bearer {made.json().get('secret')}"})
    return program.get("/api/audit-entries").status_code == 200


def nothing(*_: Any, **__: Any) -> None:
    """What is left of a guard that was taken away."""


Remove = Callable[[Target, pytest.MonkeyPatch], None]


def without(module: object, name: str, instead: object = nothing) -> Remove:
    return lambda _target, patch: patch.setattr(module, name, instead)


def joined(self: StaticFiles, path: str) -> tuple[str, os.stat_result | None]:
    """Finds a file as StaticFiles does, without asking whether it lies inside."""
    found = os.path.join(str(self.directory), path)  # noqa: PTH118 - as it is done there
    return (found, Path(found).stat()) if Path(found).is_file() else ("", None)


def ended(session: Session, *, user_id: str, token_id: str) -> None:
    session.delete(session.get(ApiToken, token_id))


ATTACKS: dict[str, tuple[Callable[[Target], bool], Remove]] = {
    "brute force": (brute_force, without(lockout, "admit")),
    "session fixation": (fixation, without(service, "forget_session")),
    "CSRF": (forged_change, without(web, "check_csrf")),
    "login CSRF": (forged_sign_in, without(web, "comes_from_elsewhere")),
    "path traversal": (traversal, without(StaticFiles, "lookup_path", joined)),
    "open redirect": (redirect, without(oidc_routes, "own_path", str)),
    "IDOR": (others_things, without(service, "revoke_token", ended)),
    "a link used twice": (
        used_link,
        lambda _target, patch: patch.setattr(links, "use", nothing),
    ),
    "a token stronger than its owner": (
        lifted_role,
        without(web.SignedIn, "role", property(lambda self: self.token.role if self.token else self.user.role)),
    ),
}


@pytest.fixture(autouse=True)
def provider(monkeypatch: pytest.MonkeyPatch) -> None:
    """The identity provider, whose part in a redirect is only to send the browser back; see test_oidc for a real one."""
    found = {"authorization_endpoint": "https://id.example/authorize", "issuer": "https://id.example"}
    monkeypatch.setattr(oidc, "_discovered", lambda _provider: found)
    claims = {"sub": "eve", "email": "eve@example.org", "email_verified": True}
    monkeypatch.setattr(oidc, "claims_of", lambda *_, **__: claims)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_fails(target: Target, name: str) -> None:
    attack, _ = ATTACKS[name]
    assert attack(target) is False


@pytest.mark.parametrize("name", ATTACKS)
def test_without_its_guard_the_attack_succeeds(target: Target, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    attack, remove = ATTACKS[name]
    remove(target, monkeypatch)
    assert attack(target) is True
