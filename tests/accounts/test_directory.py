"""SCIM 2.0: a public conformance tester and client against the routes, and what a directory's word does here."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import PatchOp, PatchOperation, SearchRequest
from scim2_tester import Status, check_server
from sqlmodel import select

from app.accounts import service as accounts
from app.accounts.models import DirectoryEntry
from app.core.settings import Settings
from app.main import create_app
from app.wiring import Parts
from tests.accounts.conftest import PASSWORD, Person, enter

ROLES = {"Research": "researcher", "Admins": "admin"}
Client = Callable[..., SyncSCIMClient]


@pytest.fixture
def application(settings: Settings, parts: Parts) -> Any:
    return create_app(settings.model_copy(update={"group_roles": ROLES, "requests_per_minute": 0}), parts)


def program(application: Any, parts: Parts, *scopes: str) -> TestClient:
    with parts.database.write() as session:
        _, secret = accounts.create_service_token(
            session, name="Directory", role="viewer", scopes=scopes, expires_at=None
        )
    return TestClient(application, base_url="http://testserver/scim/v2", headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def directory(application: Any, parts: Parts) -> SyncSCIMClient:
    """A public client library that has read what the server says about itself."""
    client = SyncSCIMClient(program(application, parts, "scim"))
    client.discover()
    return client


def test_the_public_conformance_tester_finds_no_fault(
    application: Any, parts: Parts, say: Callable[[str], None]
) -> None:
    results = check_server(SyncSCIMClient(program(application, parts, "scim")))
    counted = Counter(result.status.name for result in results)
    wrong = [
        f"{result.title}: {result.reason}"
        for result in results
        if result.status not in (Status.SUCCESS, Status.SKIPPED)
    ]
    say(f"SCIM conformance: {dict(counted)}")
    assert wrong == []
    assert counted["SUCCESS"] > 100


def person_of(directory: SyncSCIMClient, name: str = "eve", **more: Any) -> Any:
    model = directory.get_resource_model("User")
    return directory.create(model(user_name=f"{name}@example.org", display_name=name.title(), active=True, **more))


def test_a_user_of_the_directory_is_one_here(directory: SyncSCIMClient, person: Person) -> None:
    made = person_of(directory)
    listed = person("ada", "admin").get("/api/users").json()["items"]
    eve = next(user for user in listed if user["id"] == made.id)
    assert (eve["email"], eve["name"], eve["role"], eve["active"]) == ("eve@example.org", "Eve", "viewer", True)


def test_who_was_here_before_is_found_by_address(directory: SyncSCIMClient, person: Person) -> None:
    person("eve")
    model = directory.get_resource_model("User")
    found = directory.query(model, query_parameters=SearchRequest(filter='userName eq "EVE@example.org"'))
    assert found.total_results == 1
    assert found.resources[0].display_name == "Eve"


def test_deactivation_ends_everything_at_once(directory: SyncSCIMClient, person: Person, parts: Parts) -> None:
    eve = person("eve")
    secret = eve.post("/api/me/tokens", json={"name": "script", "role": "researcher"}).json()["secret"]
    script = TestClient(eve.app, headers={"Authorization": f"Bearer {secret}"})
    assert (eve.get("/api/projects").status_code, script.get("/api/projects").status_code) == (200, 200)
    user_id = eve.get("/api/session").json()["user"]["id"]
    model = directory.get_resource_model("User")
    patch = PatchOp[model](operations=[PatchOperation[model](op="replace", path="active", value=False)])
    directory.modify(model, user_id, patch)
    assert (eve.get("/api/projects").status_code, script.get("/api/projects").status_code) == (401, 401)
    answer = TestClient(eve.app).post("/api/session", json={"email": "eve@example.org", "password": PASSWORD})
    assert answer.status_code == 401


def test_groups_give_roles_and_take_them(directory: SyncSCIMClient, person: Person) -> None:
    eve = person("eve", "viewer")
    user_id = eve.get("/api/session").json()["user"]["id"]

    def role() -> str:
        found: str = eve.get("/api/session").json()["user"]["role"]
        return found

    model = directory.get_resource_model("Group")
    research = directory.create(model(display_name="Research", members=[{"value": user_id}]))
    assert role() == "researcher"
    directory.create(model(display_name="Knitting", members=[{"value": user_id}]))
    assert role() == "researcher"
    patch = PatchOp[model](operations=[PatchOperation[model](op="remove", path=f'members[value eq "{user_id}"]')])
    directory.modify(model, research.id, patch)
    assert role() == "viewer"


def test_a_deleted_user_is_gone_and_their_address_is_free(directory: SyncSCIMClient, person: Person) -> None:
    made = person_of(directory)
    directory.delete(type(made), made.id)
    again = person_of(directory)
    assert again.id != made.id


def test_the_last_administrator_outlives_the_directory(application: Any, parts: Parts, person: Person) -> None:
    boss = person("ada", "admin")
    scim = program(application, parts, "scim")
    user_id = boss.get("/api/session").json()["user"]["id"]
    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "active", "value": False}],
    }
    refused = scim.patch(f"/Users/{user_id}", json=body)
    assert (refused.status_code, refused.json()["status"]) == (409, "409")
    assert boss.get("/api/users").is_success


def test_a_password_that_the_directory_sends_is_not_kept(application: Any, parts: Parts) -> None:
    scim = program(application, parts, "scim")
    body = {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "eve@example.org",
        "password": "hunter22222",
    }
    made = scim.post("/Users", json=body)
    assert made.status_code == 201
    assert "hunter22222" not in made.text + scim.get(f"/Users/{made.json()['id']}").text
    with parts.database.read() as session:
        assert "hunter22222" not in str([row.document for row in session.exec(select(DirectoryEntry)).all()])


@pytest.mark.parametrize(("scopes", "status"), [((), 403), (("read", "write", "admin"), 403), (("scim",), 200)])
def test_only_a_token_with_the_scope_is_a_directory(
    application: Any, parts: Parts, scopes: tuple[str, ...], status: int
) -> None:
    assert program(application, parts, *scopes).get("/Users").status_code == status


def test_whoever_is_signed_in_otherwise_is_none(application: Any, person: Person) -> None:
    person("ada", "admin")
    answer = enter(application, "ada@example.org").get("/scim/v2/Users")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/scim+json")
    assert "bearer" in answer.headers["www-authenticate"].lower()


def test_a_directorys_token_is_nobody_elsewhere(application: Any, parts: Parts) -> None:
    scim = program(application, parts, "scim")
    assert scim.get("http://testserver/api/projects").json()["code"] == "scope"
