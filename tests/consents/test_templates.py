"""Forms: their versions never change, and only researchers make them."""

from fastapi.testclient import TestClient

from tests.consents.conftest import FORM, TEXTS, Json, linked, path_of, signed


def test_a_change_is_a_new_version_and_the_old_one_stays(researcher: TestClient, form: Json) -> None:
    address = f"/api/consent-templates/{form['id']}"
    body = {**FORM, "valid_months": 24, "after": 1}
    changed = researcher.post(f"{address}/versions", json=body).json()
    assert [(one["number"], one["valid_months"]) for one in changed["versions"]] == [(2, 24), (1, 12)]
    again = researcher.post(f"{address}/versions", json={**body, "after": 2}).json()
    assert again["version"]["number"] == 2
    late = researcher.post(f"{address}/versions", json=body)
    assert (late.status_code, late.json()["version"]) == (409, 2)


def test_nothing_can_change_a_version(researcher: TestClient, form: Json) -> None:
    paths = researcher.get("/api/openapi.json").json()["paths"]
    writes = {
        f"{method} {path}"
        for path, methods in paths.items()
        if path.startswith("/api/consent-templates")
        for method in methods
        if method in ("put", "patch", "delete")
    }
    assert writes == {"patch /api/consent-templates/{template_id}"}
    refused = researcher.patch(f"/api/consent-templates/{form['id']}", json={"name": "Other", "texts": {}})
    assert refused.json()["version"]["texts"] == form["version"]["texts"]


def test_choices_come_in_the_order_of_their_reach(form: Json) -> None:
    assert form["version"]["scopes"] == ["team", "company", "public"]


def test_employees_neither_see_nor_make_forms(employee: TestClient, form: Json) -> None:
    assert employee.get("/api/consent-templates").status_code == 403
    assert employee.post("/api/consent-templates", json=FORM).status_code == 403
    assert employee.get(f"/api/consent-templates/{form['id']}").status_code == 403
    assert employee.post("/api/consent-templates/preview", json={"body": "x"}).status_code == 403


def test_an_archived_form_is_not_asked_with_and_can_come_back(researcher: TestClient, person: str, form: Json) -> None:
    address = f"/api/consent-templates/{form['id']}"
    assert researcher.patch(address, json={"archived": True}).json()["archived"]
    refused = researcher.post(f"/api/participants/{person}/consent-links", json={"template_id": form["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "form_archived")
    researcher.patch(address, json={"archived": False})
    assert linked(researcher, person, form)["link"]["state"] == "made"


def test_the_list_says_how_many_people_signed(researcher: TestClient, client: TestClient, link: Json) -> None:
    for _ in range(2):
        signed(client, path_of(link))
    (shown,) = researcher.get("/api/consent-templates").json()
    assert (shown["signed"], shown["version"]["number"]) == (1, 1)


def test_the_preview_is_data_not_html(researcher: TestClient) -> None:
    nodes = researcher.post("/api/consent-templates/preview", json={"body": TEXTS["en"]["body"]}).json()["nodes"]
    assert [node["kind"] for node in nodes] == ["p", "ul"]
    assert nodes[0]["parts"][1]["kind"] == "strong"
