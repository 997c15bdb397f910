"""A person to ask, a form to ask with, and the page they get."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.accounts.conftest import Post, post

assert Post  # the mail server of the accounts, for these tests too
assert post

TEXTS = {
    "en": {"title": "May we use your words?", "body": "We **listen** to you.\n\n- nobody sells anything\n- you decide"},
    "de": {"title": "Dürfen wir Ihre Worte verwenden?", "body": "Wir **hören** Ihnen zu."},
}
FORM = {"name": "Interviews", "texts": TEXTS, "scopes": ["public", "team", "company"], "valid_months": 12}
SIGN = {"scope": "company", "media": "no", "name": "  Maureen   Real "}
Json = dict[str, Any]


@pytest.fixture
def project(researcher: TestClient) -> str:
    made: str = researcher.post("/api/projects", json={"name": "Listening"}).json()["id"]
    return made


@pytest.fixture
def person(researcher: TestClient, project: str) -> str:
    return someone(researcher, project)


@pytest.fixture
def form(researcher: TestClient) -> Json:
    answer = researcher.post("/api/consent-templates", json=FORM)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


@pytest.fixture
def link(researcher: TestClient, person: str, form: Json) -> Json:
    return linked(researcher, person, form)


@pytest.fixture
def page(link: Json) -> str:
    """The path of the person's page."""
    return path_of(link)


def someone(researcher: TestClient, project: str, **values: Any) -> str:
    body = {"pseudonym": "Maureen", "contact": "Maureen <m@example.org>, mornings", **values}
    made: str = researcher.post(f"/api/projects/{project}/participants", json=body).json()["id"]
    return made


def linked(researcher: TestClient, person: str, form: Json, **values: Any) -> Json:
    body = {"template_id": form["id"], **values}
    answer = researcher.post(f"/api/participants/{person}/consent-links", json=body)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


def path_of(link: Json) -> str:
    found = re.search(r"/consent/fhe_[\w-]{32}$", link["url"])
    assert found, link["url"]
    return found[0]


def signed(client: TestClient, page: str, **values: str) -> None:
    answer = client.post(f"{page}/sign", data={**SIGN, **values}, follow_redirects=False)
    assert answer.status_code == 303, answer.text


def record(client: TestClient, person: str) -> Json:
    answer = client.get(f"/api/participants/{person}/consent-record")
    assert answer.status_code == 200, answer.text
    made: Json = answer.json()
    return made


Give = Callable[..., None]


def give(client: TestClient, person: str, **values: Any) -> None:
    body = {"status": "granted", "scope": "company", **values}
    assert client.put(f"/api/participants/{person}/consent", json=body).is_success
