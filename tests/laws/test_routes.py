"""Laws that hold for every route, also those not written yet: they walk the OpenAPI document."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.wiring import Parts

METHODS = ("get", "post", "put", "patch", "delete")
OPEN_TO_ALL = {
    ("get", "/api/health"),
    ("get", "/api/session"),
    ("post", "/api/session"),
    ("get", "/api/oidc/{provider_id}/start"),
    ("get", "/api/oidc/{provider_id}/callback"),
    ("post", "/api/session/links"),
    ("post", "/api/session/links/read"),
    ("post", "/api/session/links/use"),
    ("post", "/api/setup"),
}
"""What nobody in particular may call. Everything below /embed/ answers by its token instead."""


def operations(client: TestClient) -> Iterator[tuple[str, str, dict[str, Any]]]:
    document = client.get("/api/openapi.json").json()
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                yield method, path, methods[method]


def filled(path: str) -> str:
    """The path with an id in every place that takes one."""
    return "/".join("0190" if part.startswith("{") else part for part in path.split("/"))


def test_whoever_is_not_signed_in_is_refused_everywhere_else(client: TestClient) -> None:
    answers = {
        (method, path): client.request(method, filled(path)).status_code
        for method, path, _ in operations(client)
        if (method, path) not in OPEN_TO_ALL and not path.startswith("/embed/")
    }
    assert {key: status for key, status in answers.items() if status != 401} == {}
    assert len(answers) > 30


def test_every_route_declares_the_errors_it_answers_with(client: TestClient) -> None:
    for method, path, operation in operations(client):
        if (method, path) not in OPEN_TO_ALL and path.startswith("/api/"):
            assert "401" in operation["responses"], f"{method} {path}"


def test_every_route_says_in_a_sentence_what_it_does(client: TestClient) -> None:
    for method, path, operation in operations(client):
        assert operation.get("description", "").strip().endswith((".", ":")) or "\n" in operation["description"], (
            f"{method} {path} needs a docstring"
        )


@pytest.mark.parametrize("path", ["/api/session", "/api/nothing", "/api/projects"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cache-control"] == "private, no-store"


def test_a_bug_answers_with_a_problem_and_says_that_nothing_was_saved(parts: Parts) -> None:
    application = create_app(parts.settings, parts)

    @application.get("/planted-bug")
    def planted_bug() -> None:
        raise ZeroDivisionError

    answer = TestClient(application, raise_server_exceptions=False).get("/planted-bug")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "ZeroDivision" not in answer.text


def test_hashed_assets_are_kept_for_good_and_pages_are_asked_for_anew(parts: Parts) -> None:
    application = create_app(parts.settings, parts)
    application.router.add_api_route("/assets/app-1a2b.js", lambda: "", methods=["GET"])
    application.router.routes.insert(0, application.router.routes.pop())
    client = TestClient(application)
    assert client.get("/assets/app-1a2b.js").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/assets/gone-1a2b.js").headers["cache-control"] == "no-cache"
    assert client.get("/").headers["cache-control"] == "no-cache"
