"""Signing in with an identity provider, a real one on loopback: who comes in, as whom, and who does not."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from fastapi.testclient import TestClient
from sqlmodel import select

from app.accounts import oidc, service
from app.accounts.models import User, UserIdentity, UserSession
from app.core.settings import OidcProvider, Settings
from app.main import create_app
from app.wiring import Parts
from tests.accounts.conftest import PASSWORD, Person

# The provider, which runs in this process, uses what its own libraries deprecate.
pytestmark = pytest.mark.filterwarnings("ignore")
Office = Callable[..., TestClient]


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    import oidc_provider_mock

    with oidc_provider_mock.run_server_in_thread() as server:
        yield OidcProvider(
            id="acme",
            name="Acme",
            issuer=f"http://localhost:{server.server_port}",
            client_id="firsthand",
            client_secret="a client's secret",
            domains=["example.org"],
        )


def claim(provider: OidcProvider, subject: str, **claims: object) -> None:
    """What the provider says about somebody."""
    requests.put(f"{provider.issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()


@pytest.fixture
def office(settings: Settings, parts: Parts, provider: OidcProvider) -> Office:
    """A browser at a product that trusts the provider."""

    def make(**changes: Any) -> TestClient:
        mine = provider.model_copy(update=changes.pop("provider", {}))
        made = settings.model_copy(update={"oidc": [mine], "public_url": "http://testserver", **changes})
        made.__dict__.pop("origin", None)  # it was asked for before the address was known
        return TestClient(create_app(made, parts), follow_redirects=False)

    return make


def go(browser: TestClient, subject: str, after: str = "") -> str:
    """Goes to the provider, says there who one is, and comes back; returns where one ends up."""
    away = browser.get(f"/api/oidc/acme/start?next={after}")
    assert away.status_code == 302, away.text
    back = requests.post(away.headers["location"], data={"sub": subject}, allow_redirects=False, timeout=5)
    assert back.status_code == 302, back.text
    return str(browser.get(back.headers["location"].removeprefix("http://testserver")).headers["location"])


def user_at(browser: TestClient) -> dict[str, Any] | None:
    found: dict[str, Any] | None = browser.get("/api/session").json()["user"]
    return found


def test_somebody_new_gets_an_account_and_goes_where_they_wanted(office: Office, provider: OidcProvider) -> None:
    claim(provider, "eve-1", email="Eve@example.org", email_verified=True, name="Eve Adams")
    browser = office()
    assert go(browser, "eve-1", "/search?q=export") == "/search?q=export"
    user = user_at(browser)
    assert user
    assert (user["email"], user["name"], user["role"]) == ("eve@example.org", "Eve Adams", "viewer")
    assert go(office(), "eve-1") == "/"


def test_the_browser_proves_itself_by_pkce_state_and_nonce(office: Office) -> None:
    away = parse_qs(urlsplit(office().get("/api/oidc/acme/start").headers["location"]).query)
    assert away["code_challenge_method"] == ["S256"]
    assert re.fullmatch(r"[\w-]{43}", away["code_challenge"][0])
    assert away["redirect_uri"] == ["http://testserver/api/oidc/acme/callback"]
    assert len(away["state"][0]) >= 32
    assert len(away["nonce"][0]) >= 32


def test_a_verified_address_finds_who_was_here_before(office: Office, provider: OidcProvider, person: Person) -> None:
    person("eve", "researcher")
    claim(provider, "eve-1", email="eve@example.org", email_verified=True)
    browser = office()
    assert go(browser, "eve-1") == "/"
    user = user_at(browser)
    assert user
    assert user["role"] == "researcher"


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_address_that_nobody_verified_takes_over_no_account(
    office: Office, provider: OidcProvider, person: Person, verified: object
) -> None:
    person("eve", "admin")
    claim(provider, "mallory", email="eve@example.org", email_verified=verified)
    browser = office()
    assert go(browser, "mallory") == "/sign-in?problem=oidc_unverified"
    assert user_at(browser) is None


def test_a_provider_speaks_only_for_its_domains(office: Office, provider: OidcProvider) -> None:
    claim(provider, "eve-1", email="eve@elsewhere.example", email_verified=True)
    assert go(office(), "eve-1") == "/sign-in?problem=oidc_domain"


def test_where_nobody_is_made_only_those_who_are_known_come_in(office: Office, provider: OidcProvider) -> None:
    claim(provider, "eve-1", email="eve@example.org", email_verified=True)
    assert go(office(provider={"create": False}), "eve-1") == "/sign-in?problem=oidc_unknown"


def test_somebody_whose_access_ended_does_not_come_back(office: Office, provider: OidcProvider, parts: Parts) -> None:
    claim(provider, "eve-1", email="eve@example.org", email_verified=True)
    browser = office()
    go(browser, "eve-1")
    with parts.database.write() as session:
        service.change_user(session, session.exec(select(User)).one(), active=False)
    assert user_at(browser) is None
    assert go(office(), "eve-1") == "/sign-in?problem=oidc_inactive"


def test_groups_give_roles_at_each_sign_in(office: Office, provider: OidcProvider) -> None:
    roles = {"group_roles": {"Research": "researcher", "IT": "admin"}}
    who = {"email": "eve@example.org", "email_verified": True}
    seen = []
    for named in (["Research"], ["Knitting"], ["Research", "IT"]):
        claim(provider, "eve-1", **who, groups=named)
        browser = office(**roles)
        go(browser, "eve-1")
        user = user_at(browser)
        assert user
        seen.append(user["role"])
    assert seen == ["researcher", "viewer", "admin"]


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(office: Office, provider: OidcProvider) -> None:
    claim(provider, "eve-1", email="eve@example.org", email_verified=True)
    mallory, victim = office(), office()
    away = mallory.get("/api/oidc/acme/start").headers["location"]
    back = requests.post(away, data={"sub": "eve-1"}, allow_redirects=False, timeout=5).headers["location"]
    path = back.removeprefix("http://testserver")
    assert victim.get(path).headers["location"] == "/sign-in?problem=oidc_state"
    victim.get("/api/oidc/acme/start")
    assert victim.get(path).headers["location"] == "/sign-in?problem=oidc_state"
    assert user_at(victim) is None


def test_a_forged_or_old_journey_is_none(settings: Settings, provider: OidcProvider) -> None:
    _, journey = oidc.begin(settings, provider, after="/")
    key = settings.signing_key
    sealed = journey.sealed(key)
    assert oidc.opened(key, sealed) == journey
    assert oidc.opened(b"another key", sealed) is None
    assert oidc.opened(key, "x" + sealed) is None
    assert oidc.opened(key, oidc.Journey("acme", "s", "n", "v", "/", until=1).sealed(key)) is None


def test_a_provider_that_does_not_answer_is_said_on_the_sign_in_page(office: Office) -> None:
    browser = office(provider={"issuer": "http://127.0.0.1:9"})
    assert browser.get("/api/oidc/acme/start").headers["location"] == "/sign-in?problem=oidc_unavailable"


def test_coming_in_rotates_the_session_and_says_how(
    office: Office, provider: OidcProvider, parts: Parts, person: Person
) -> None:
    person("eve")
    claim(provider, "eve-1", email="eve@example.org", email_verified=True)
    browser = office()
    browser.post("/api/session", json={"email": "eve@example.org", "password": PASSWORD})
    before = browser.cookies["firsthand"]
    go(browser, "eve-1")
    assert browser.cookies["firsthand"] != before
    with parts.database.read() as session:
        assert sorted(row.via for row in session.exec(select(UserSession)).all()) == ["oidc:acme", "password"]
        assert [row.subject for row in session.exec(select(UserIdentity)).all()] == ["eve-1"]
