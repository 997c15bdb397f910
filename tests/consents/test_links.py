"""Links: copied or mailed, only to whom a researcher may ask, and never kept where somebody could read them."""

from fastapi.testclient import TestClient

from app.accounts import service as accounts
from tests.accounts.conftest import Office, office, text_of
from tests.consents.conftest import FORM, Json, linked, path_of, record, signed, someone

assert office  # a product that sends mail


def researcher_of(office: Office) -> TestClient:
    with office.parts.database.write() as session:
        user = accounts.create_user(
            session, email="r@example.org", name="Ada\nResearch", role="researcher", password=None
        )
        _, secret = accounts.create_token(session, user_id=user.id, name="test", role="researcher")
    return TestClient(office.client.app, headers={"Authorization": f"Bearer {secret}"})


def test_a_link_is_told_once_and_can_be_scanned(researcher: TestClient, person: str, link: Json) -> None:
    assert link["qr"].startswith("data:image/svg+xml")
    kept = record(researcher, person)
    assert (kept["links"][0]["hint"], kept["can_mail"]) == (link["url"][-4:], False)
    assert link["url"].rpartition("/")[2] not in str(kept)


def test_without_a_mail_server_a_link_can_only_be_copied(researcher: TestClient, person: str, form: Json) -> None:
    body = {"template_id": form["id"], "by_mail": True}
    refused = researcher.post(f"/api/participants/{person}/consent-links", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_mail")


def test_a_mailed_link_is_made_when_it_is_sent_and_works(office: Office) -> None:
    researcher = researcher_of(office)
    project = researcher.post("/api/projects", json={"name": "Secret churn"}).json()["id"]
    person, form = someone(researcher, project), researcher.post("/api/consent-templates", json=FORM).json()
    made = linked(researcher, person, form, by_mail=True, language="de")
    assert (made["url"], made["link"]["state"]) == (None, "sending")
    office.work()
    (sent,) = office.post.mails
    words = text_of(sent)
    assert sent["To"] == "m@example.org"
    assert "Ada Research bittet um Ihre Einwilligung" in words
    assert "Maureen" not in words
    assert "Secret churn" not in words
    url = next(line for line in words.splitlines() if "/consent/" in line)
    assert record(researcher, person)["links"][0]["state"] == "sent"
    signed(office.client, path_of({"url": url}))
    assert record(researcher, person)["consent"]["status"] == "granted"
    assert url.rpartition("/")[2] not in researcher.get("/api/jobs").text


def test_a_mail_that_is_refused_is_tried_again_and_an_ended_link_is_not_sent(office: Office) -> None:
    researcher = researcher_of(office)
    project = researcher.post("/api/projects", json={"name": "Listening"}).json()["id"]
    person, form = someone(researcher, project), researcher.post("/api/consent-templates", json=FORM).json()
    office.post.refuses = True
    made = linked(researcher, person, form, by_mail=True)
    office.work()
    assert record(researcher, person)["links"][0]["state"] == "sending"
    other = linked(researcher, person, form, by_mail=True)
    researcher.delete(f"/api/consent-links/{other['link']['id']}")
    office.post.refuses = False
    office.work()
    assert office.post.mails == []
    (job,) = [one for one in researcher.get("/api/jobs").json()["items"] if one["state"] == "queued"]
    assert "did not take the mail" in job["message"]
    assert made["link"]["id"] != other["link"]["id"]


def test_who_has_no_address_cannot_be_mailed(office: Office) -> None:
    researcher = researcher_of(office)
    project = researcher.post("/api/projects", json={"name": "Listening"}).json()["id"]
    person = someone(researcher, project, contact="only by phone")
    form = researcher.post("/api/consent-templates", json=FORM).json()
    body = {"template_id": form["id"], "by_mail": True}
    refused = researcher.post(f"/api/participants/{person}/consent-links", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_address")


def test_links_and_records_are_for_the_projects_researchers(
    researcher: TestClient, employee: TestClient, person: str, form: Json, link: Json
) -> None:
    assert employee.get(f"/api/participants/{person}/consent-record").status_code == 403
    assert employee.delete(f"/api/consent-links/{link['link']['id']}").status_code == 403
    body = {"template_id": form["id"]}
    assert employee.post(f"/api/participants/{person}/consent-links", json=body).status_code == 403
    assert employee.get("/api/consents").json()["items"] == []
    assert researcher.get("/api/consents").json()["total"] == 1
