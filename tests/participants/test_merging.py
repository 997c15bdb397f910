"""Two participants who are one person become one, with all they said and the stricter consent, and two again."""

from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.core.database import Database
from app.interviews.models import Speaker
from app.outbox import service as outbox
from app.participants.likeness import Named, alike, bare, pairs
from app.transcripts.models import Transcript, Turn
from app.wiring import Parts
from tests.conftest import SignIn


@pytest.fixture
def project(researcher: TestClient) -> str:
    made: str = researcher.post("/api/projects", json={"name": "Listening"}).json()["id"]
    researcher.post("/api/attributes", json={"label": "Age", "type": "number", "project_id": made})
    researcher.post("/api/attributes", json={"label": "Plan", "project_id": made})
    return made


def add(client: TestClient, project: str, name: str, **values: Any) -> str:
    made: str = client.post(f"/api/projects/{project}/participants", json={"pseudonym": name, **values}).json()["id"]
    return made


def says(database: Database, client: TestClient, project: str, person: str, words: str) -> str:
    interview: str = client.post(f"/api/projects/{project}/interviews", json={"title": "A talk"}).json()["id"]
    with database.write() as session:
        speaker = Speaker(interview_id=interview, label="Speaker", participant_id=person)
        transcript = Transcript(interview_id=interview, format="text", file_name="t.txt", source_sha256="0")
        session.add_all([speaker, transcript])
        session.flush()
        session.add(
            Turn(transcript_id=transcript.id, interview_id=interview, speaker_id=speaker.id, position=0, text=words)
        )
    return interview


def granted(scope: str = "company", **values: Any) -> dict[str, Any]:
    return {"status": "granted", "scope": scope, **values}


def read(client: TestClient, person: str) -> Any:
    return client.get(f"/api/participants/{person}").json()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Maureen Tattersall", "Tattersal, Maureen", True),
        ("José Núñez Ortega", "Jose Nunez Ortega", True),
        ("Participant 11", "Participant 12", False),
        ("Anna Bach", "Hanna Dach", False),
        ("Kim", "Tim", False),
    ],
)
def test_names_are_alike_when_one_may_be_the_other_misspelt(one: str, other: str, same: bool) -> None:
    assert (bare(one) == bare(other) or alike(bare(one), bare(other))) is same


@given(
    st.lists(
        st.tuples(st.sampled_from(["Anna Bach", "Ana Bach", "Kim"]), st.sampled_from(["", "a@b.c", "+49 151 2345678"])),
        max_size=8,
    )
)
def test_each_pair_is_suggested_once_and_nobody_with_themselves(people: list[tuple[str, str]]) -> None:
    found = pairs([Named(str(at), name, "", contact) for at, (name, contact) in enumerate(people)])
    ids = [frozenset((pair.first, pair.second)) for pair in found]
    assert len(set(ids)) == len(ids)
    assert all(len(pair) == 2 for pair in ids)


def test_duplicates_are_suggested_to_the_projects_researchers(
    researcher: TestClient, employee: TestClient, project: str
) -> None:
    first = add(researcher, project, "Maureen", contact="+49 (151) 234 567 8", legal_name="Maureen Tattersall")
    second = add(researcher, project, "Mo", contact="0151 2345678")
    third = add(researcher, project, "P7", legal_name="Tattersal Maureen")
    add(researcher, project, "Len", legal_name="Leonard Hart", contact="len@example.org")
    path = f"/api/projects/{project}/participants/duplicates"
    found = [(one["first"]["id"], one["second"]["id"], one["reason"]) for one in researcher.get(path).json()]
    assert found == [(first, second, "contact"), (first, third, "similar_name")]
    assert employee.get(path).status_code == 403


@pytest.mark.both_databases
def test_two_who_are_two_are_suggested_no_more_until_that_is_taken_back(
    researcher: TestClient, employee: TestClient, project: str
) -> None:
    first, second, third = (add(researcher, project, name, contact="mo@example.org") for name in ("Mo", "Len", "Kit"))
    path = f"/api/projects/{project}/participants/duplicates"

    def told(**query: bool) -> list[tuple[str, str]]:
        return [(one["first"]["id"], one["second"]["id"]) for one in researcher.get(path, params=query).json()]

    assert told() == [(first, second), (first, third)]
    apart = f"/api/participants/{second}/apart/{first}"
    assert employee.put(apart).status_code == 403
    for _ in range(2):
        assert researcher.put(apart).status_code == 204
    assert told() == [(first, third)]
    assert told(dismissed=True) == [(first, second)]
    researcher.put(f"/api/participants/{first}/apart/{third}")
    assert told() == [(second, third)], "the two others may still be one"
    merge = researcher.post(f"/api/participants/{third}/merge", json={"other_id": first}).json()
    assert told() == [], "what was said of one holds for whom they became"
    assert researcher.post(f"/api/participant-merges/{merge['id']}/undo").status_code == 200
    assert told() == [(second, third)]
    assert researcher.delete(apart).status_code == 204
    assert told() == [(first, second), (second, third)]


def test_nobody_is_kept_apart_from_themselves_or_from_somebody_elsewhere(researcher: TestClient, project: str) -> None:
    mo = add(researcher, project, "Mo")
    elsewhere = researcher.post("/api/projects", json={"name": "Elsewhere"}).json()["id"]
    for other in (mo, add(researcher, elsewhere, "Mo")):
        refused = researcher.put(f"/api/participants/{mo}/apart/{other}")
        assert (refused.status_code, refused.json()["code"]) == (422, "no_pair")


@pytest.mark.both_databases
def test_a_merge_brings_voices_and_knowledge_together_and_the_stricter_consent_holds(
    researcher: TestClient, employee: TestClient, database: Database, parts: Parts, project: str
) -> None:
    kept = add(researcher, project, "Maureen", attributes={"Age": 74}, consent=granted("public"), role="cook")
    other = add(
        researcher, project, "Mo", attributes={"Age": 75, "Plan": "gold"}, contact="mo@example.org", role="chef",
        consent=granted("team", media_allowed=False, expires_on="2999-01-01"),
    )  # fmt: skip
    says(database, researcher, project, kept, "The kettle sings.")
    interview = says(database, researcher, project, other, "The teapot whistles.")
    path = f"/api/participants/{kept}/merge"
    seen = researcher.post(f"{path}/preview", json={"other_id": other}).json()
    assert seen["voices"] == 1
    assert seen["consent"] == {"status": "granted", "scope": "team", "media_allowed": False, "expires_on": "2999-01-01"}
    assert seen["conflicts"] == [
        {"field": "role", "kept": "cook", "other": "chef"},
        {"field": "attribute:Age", "kept": "74", "other": "75"},
    ]
    merge = researcher.post(path, json={"other_id": other}).json()
    person = read(researcher, kept)
    assert (person["attributes"], person["role"]) == ({"Age": 74, "Plan": "gold"}, "cook")
    assert person["private"]["contact"] == "mo@example.org"
    assert (person["consent"]["scope"], person["consent"]["media_allowed"]) == ("team", False)
    assert researcher.get(f"/api/participants/{other}").status_code == 404
    speakers = researcher.get(f"/api/interviews/{interview}").json()["speakers"]
    assert [speaker["participant_id"] for speaker in speakers] == [kept]
    outbox.drain(database, parts.apply)
    assert researcher.get("/api/search", params={"q": "speaker:maureen teapot"}).json()["total"] == 1
    for words in ("teapot", "kettle"):
        assert employee.get("/api/search", params={"q": words}).json()["total"] == 0, "the team alone, from now on"
    assert researcher.get(f"/api/participants/{kept}/merges").json() == [merge]

    assert researcher.post(f"/api/participant-merges/{merge['id']}/undo").json()["id"] == other
    assert read(researcher, kept)["attributes"] == {"Age": 74}
    assert read(researcher, kept)["private"]["contact"] == ""
    assert read(researcher, kept)["consent"]["scope"] == "public"
    back = read(researcher, other)
    assert (back["pseudonym"], back["private"]["contact"], back["consent"]["scope"]) == ("Mo", "mo@example.org", "team")
    speakers = researcher.get(f"/api/interviews/{interview}").json()["speakers"]
    assert [speaker["participant_id"] for speaker in speakers] == [other]
    outbox.drain(database, parts.apply)
    assert employee.get("/api/search", params={"q": "kettle"}).json()["total"] == 1
    assert researcher.post(f"/api/participant-merges/{merge['id']}/undo").json()["code"] == "cannot_undo_merge"


def test_whoever_withdrew_stays_withdrawn_through_a_merge_and_its_undo(researcher: TestClient, project: str) -> None:
    kept, other = (add(researcher, project, name, consent=granted("public")) for name in ("Maureen", "Mo"))
    withdrawn = {"status": "withdrawn", "scope": "public"}
    researcher.put(f"/api/participants/{other}/consent", json=withdrawn)
    merge = researcher.post(f"/api/participants/{kept}/merge", json={"other_id": other}).json()
    assert read(researcher, kept)["consent"]["status"] == "withdrawn"
    researcher.post(f"/api/participant-merges/{merge['id']}/undo").raise_for_status()
    assert [read(researcher, one)["consent"]["status"] for one in (kept, other)] == ["granted", "withdrawn"]


def test_a_withdrawal_after_the_merge_holds_for_both_when_it_is_taken_back(
    researcher: TestClient, project: str
) -> None:
    kept, other = (add(researcher, project, name, consent=granted("public")) for name in ("Maureen", "Mo"))
    merge = researcher.post(f"/api/participants/{kept}/merge", json={"other_id": other}).json()
    researcher.put(f"/api/participants/{kept}/consent", json={"status": "withdrawn", "scope": "public"})
    researcher.post(f"/api/participant-merges/{merge['id']}/undo").raise_for_status()
    assert [read(researcher, one)["consent"]["status"] for one in (kept, other)] == ["withdrawn", "withdrawn"]


def test_an_expired_consent_does_not_come_back_by_a_merge(researcher: TestClient, project: str) -> None:
    kept = add(researcher, project, "Maureen", consent=granted("public"))
    other = add(researcher, project, "Mo", consent=granted("company", expires_on="2020-01-31"))
    researcher.post(f"/api/participants/{kept}/merge", json={"other_id": other}).raise_for_status()
    consent = read(researcher, kept)["consent"]
    assert (consent["status"], consent["scope"], consent["expires_on"]) == ("expired", "company", "2020-01-31")


def test_merges_are_taken_back_in_turn_and_are_written_down(
    researcher: TestClient, admin: TestClient, database: Database, settings: Any, project: str
) -> None:
    first, second, third = (
        add(researcher, project, name, contact=f"{name}@example.org") for name in ("Ann", "Bea", "Cat")
    )
    early = researcher.post(f"/api/participants/{second}/merge", json={"other_id": third}).json()
    late = researcher.post(f"/api/participants/{first}/merge", json={"other_id": second}).json()
    refused = researcher.post(f"/api/participant-merges/{early['id']}/undo")
    assert (refused.status_code, refused.json()["code"]) == (409, "cannot_undo_merge")
    for merge in (late, early):
        researcher.post(f"/api/participant-merges/{merge['id']}/undo").raise_for_status()
    assert [read(researcher, one)["pseudonym"] for one in (first, second, third)] == ["Ann", "Bea", "Cat"]
    actions = [
        one["action"] for one in admin.get("/api/audit-entries", params={"action": "participant."}).json()["items"]
    ]
    assert (actions.count("participant.merge"), actions.count("participant.unmerge")) == (2, 2)
    stored = b"".join(path.read_bytes() for path in settings.data.glob("firsthand.db*"))
    assert b"Cat@example.org" not in stored, "what an undo needs is sealed too"


def test_only_researchers_merge_and_only_within_a_project(
    researcher: TestClient, employee: TestClient, sign_in: SignIn, project: str
) -> None:
    kept, other = (add(researcher, project, name) for name in ("Maureen", "Mo"))
    hidden = researcher.post("/api/projects", json={"name": "Hidden", "access": "restricted"}).json()["id"]
    away = add(researcher, hidden, "Away")
    path = f"/api/participants/{kept}/merge"
    assert employee.post(path, json={"other_id": other}).status_code == 403
    assert sign_in("researcher", "Other").post(path, json={"other_id": away}).status_code == 404
    assert researcher.post(path, json={"other_id": away}).json()["code"] == "other_project"
    assert researcher.post(path, json={"other_id": kept}).json()["code"] == "same_participant"


@pytest.mark.both_databases
def test_what_somebody_may_have_once_is_not_doubled_by_a_merge(
    researcher: TestClient, database: Database, project: str
) -> None:
    from app.consents.models import ConsentReminder

    kept, other = (add(researcher, project, name) for name in ("Maureen", "Mo"))
    with database.write() as session:
        for person, days in ((kept, 30), (other, 30), (other, 7)):
            session.add(ConsentReminder(participant_id=person, expires_on=date(2027, 1, 31), days=days))
    researcher.post(f"/api/participants/{kept}/merge", json={"other_id": other}).raise_for_status()
    with database.read() as session:
        rows = session.exec(select(ConsentReminder).order_by(ConsentReminder.days)).all()
        assert [(row.participant_id, row.days) for row in rows] == [(kept, 7), (kept, 30)]
