"""Every answer of every route carries the headers that keep browsers safe, also errors and also routes not written yet."""

import re

import pytest
from fastapi.testclient import TestClient

from app.core.settings import Settings
from app.main import STATIC, create_app
from app.wiring import Parts
from tests.laws.conftest import Say
from tests.laws.test_routes import filled, operations

EVERY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
FRAMED = ("/embed/", "/s/", "/oembed")
"""Pages for other sites: these set their own framing and resource policy, which `tests/sharing` proves."""


def faults_of(headers: dict[str, str], path: str) -> list[str]:
    """What is missing or weak in the headers of one answer."""
    policy = headers.get("content-security-policy", "")
    faults = [f"{name} is {headers.get(name)!r}" for name, value in EVERY.items() if headers.get(name) != value]
    if path.startswith(FRAMED):
        faults = [fault for fault in faults if not fault.startswith("cross-origin-")]
    faults += [f"the policy has no {part}" for part in ("default-src", "frame-ancestors") if part not in policy]
    faults += [f"the policy allows {word}" for word in ("unsafe-inline", "unsafe-eval", " * ", " *;") if word in policy]
    if not path.startswith(FRAMED) and "frame-ancestors 'none'" not in policy:
        faults.append("others may frame it")
    faults += [f"no {name}" for name in ("permissions-policy", "cache-control") if name not in headers]
    return faults


def test_every_route_answers_with_every_header_signed_in_or_not(
    client: TestClient, admin: TestClient, say: Say
) -> None:
    walked = 0
    for browser in (client, admin):
        for method, path, _ in operations(client):
            answer = browser.request(method, filled(path))
            assert faults_of(dict(answer.headers), path) == [], f"{method} {path} -> {answer.status_code}"
            assert answer.headers.get("set-cookie") is None or path in ("/api/session", "/api/setup"), path
            walked += 1
    say(f"the headers of {walked} answers were read")
    assert walked > 100


@pytest.mark.parametrize("path", ["/", "/search", "/api/nothing", "/embed/nothing", "/assets/gone.js", "/favicon.svg"])
def test_pages_and_files_carry_them_too(client: TestClient, path: str) -> None:
    assert faults_of(dict(client.get(path).headers), path) == []


@pytest.mark.skipif(not (STATIC / "stream.html").exists(), reason="no built front end: run ./dev test, which builds it")
def test_the_frame_for_streams_reaches_any_host_and_nothing_of_ours(client: TestClient) -> None:
    answer = client.get("/stream.html")
    headers = {name: answer.headers.get(name) for name in EVERY}
    assert (answer.status_code, headers) == (200, EVERY)
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "https:",
        "media-src": "blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-scripts",
    }
    files = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert len(files) >= 2
    for file in files:
        assert client.get(file).headers["access-control-allow-origin"] == "*", "a frame without origin reads it"


def test_only_the_frame_for_streams_reaches_any_host(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "connect-src" not in policy
    assert "default-src 'self';" in policy


def test_a_bug_carries_them_too(parts: Parts) -> None:
    application = create_app(parts.settings, parts)
    application.router.add_api_route("/planted-bug", lambda: 1 / 0, methods=["GET"])
    application.router.routes.insert(0, application.router.routes.pop())
    answer = TestClient(application, raise_server_exceptions=False).get("/planted-bug")
    assert answer.status_code == 500
    assert faults_of(dict(answer.headers), "/planted-bug") == []


def test_only_over_https_are_browsers_told_to_keep_to_it(parts: Parts) -> None:
    application = create_app(parts.settings, parts)
    plain, safe = (TestClient(application, base_url=f"{scheme}://testserver") for scheme in ("http", "https"))
    assert "strict-transport-security" not in plain.get("/api/session").headers
    assert safe.get("/api/session").headers["strict-transport-security"] == "max-age=31536000"
    never = TestClient(
        create_app(parts.settings.model_copy(update={"hsts_days": 0}), parts), base_url="https://testserver"
    )
    assert "strict-transport-security" not in never.get("/api/session").headers


def test_in_production_the_cookie_is_for_https_and_this_host_alone(settings: Settings, parts: Parts) -> None:
    production = settings.model_copy(update={"public_url": "https://voices.example"})
    browser = TestClient(create_app(production, parts), base_url="https://voices.example")
    body = {"email": "ada@example.org", "name": "Ada", "password": "a long enough one"}
    cookie = browser.post("/api/setup", json=body).headers["set-cookie"]
    assert cookie.startswith("__Host-firsthand=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


@pytest.mark.skipif(not (STATIC / "index.html").exists(), reason="no built front end: run ./dev test, which builds it")
def test_the_page_and_its_policy_share_a_nonce_that_is_never_used_twice(client: TestClient) -> None:
    seen = set()
    for path in ("/", "/projects", "/settings/account"):
        answer = client.get(path, headers={"Accept": "text/html"})
        nonce = re.search(r'name="style-nonce" content="([\w-]{24})"', answer.text)
        assert nonce, path
        assert f"style-src 'self' 'nonce-{nonce[1]}'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-cache"
        assert "etag" not in answer.headers
        seen.add(nonce[1])
    assert len(seen) == 3
