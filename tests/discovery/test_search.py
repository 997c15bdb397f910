"""Searching through HTTP: who finds what, with which counts, and what is said when it cannot be answered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.access.models import ProjectMember
from app.core.clock import today
from app.discovery.routes import search_at_once
from app.discovery.schemas import SearchOut
from app.main import create_app
from app.outbox import service as outbox
from app.participants.models import Participant
from app.projects.models import Project
from app.wiring import Parts
from search import EngineUnavailable
from tests.conftest import SignIn
from tests.discovery.conftest import Settle, mark, record, tag
from tests.scenes import LEN, ROSA, Scene

pytestmark = pytest.mark.both_databases
Told = Callable[..., Scene]


def search(client: TestClient, q: str = "", **parameters: Any) -> dict[str, Any]:
    answer = client.get("/api/search", params={"q": q, **parameters})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def texts(answer: dict[str, Any]) -> list[str]:
    return [item["text"] for item in answer["items"]]


def counts(answer: dict[str, Any], facet: str) -> dict[str, int]:
    return {one["label"] or one["value"]: one["count"] for one in answer["facets"][facet]["values"]}


def test_a_misspelt_word_finds_the_voice_and_marks_what_matched(told: Told, employee: TestClient) -> None:
    told()
    answer = search(employee, "suport")
    [item] = answer["items"]
    assert [item["text"][span["start"] : span["end"]] for span in item["spans"]] == ["support"]
    assert item["speakers"][0]["name"] == ROSA
    assert (answer["total"], answer["people"], answer["interviews"]) == (1, 1, 1)
    assert item["permalink"] == f"/quotes/{item['id']}"


@pytest.mark.parametrize("q", ["", "suport", "suport tag:nothing"])
def test_an_answer_is_what_its_description_promises(
    told: Told, settle: Settle, parts: Parts, employee: TestClient, q: str
) -> None:
    """It is put together without the models that describe it."""
    made = told()
    with parts.database.write() as session:
        record(session, made)
        mark(session, made, 1, "support", emotion="frustrated", intensity=4, tags=[tag(session, "Help")])
    settle()
    answer = employee.get("/api/search", params={"q": q})
    assert answer.status_code == 200
    assert SearchOut.model_validate_json(answer.content, strict=True).model_dump(mode="json") == answer.json()


def test_a_quote_says_where_else_than_in_its_words_it_matched(
    told: Told, settle: Settle, parts: Parts, employee: TestClient
) -> None:
    made = told()
    with parts.database.write() as session:
        help_ = tag(session, "Help", synonyms=["rescue"])
        mark(session, made, 1, "support", note="a lifeline", tags=[help_])
    settle()
    expected = {
        "is:highlight support": ([], True),
        "rescue": (["tags"], False),
        "lifeline": (["note"], False),
        f'is:highlight "{ROSA}"': (["speaker"], False),
        "is:highlight": ([], False),
    }
    for q, where in expected.items():
        assert [(one["matched_in"], bool(one["spans"])) for one in search(employee, q)["items"]] == [where], q


def test_marks_stand_right_beyond_an_emoji(told: Told, employee: TestClient) -> None:
    told()
    [item] = search(employee, '"me back"')["items"]
    marked = [item["text"][span["start"] : span["end"]] for span in item["spans"]]
    assert " ".join(marked) == "me back"


def test_a_pending_voice_is_found_by_researchers_only(told: Told, employee: TestClient, researcher: TestClient) -> None:
    told(status="pending")
    assert search(employee, "support")["total"] == 0
    assert search(employee)["facets"]["project"]["values"] == []
    [item] = search(researcher, "support")["items"]
    assert item["pending"] is True


def test_a_withdrawn_voice_is_not_found_even_before_the_index_hears_of_it(
    told: Told, parts: Parts, settle: Settle, admin: TestClient
) -> None:
    made = told()
    with parts.database.write() as session:
        consent = session.merge(made.consents[ROSA])
        consent.status = "withdrawn"
        session.add(consent)
        outbox.touch(session, consent)
    answer = search(admin, "support")
    assert (answer["items"], answer["total"]) == ([], 0)
    settle()
    assert counts(search(admin), "project") == {"Exports": 1}


def test_an_expired_consent_ends_in_results_and_counts_without_any_news(
    told: Told, parts: Parts, settle: Settle, admin: TestClient
) -> None:
    made = told()
    with parts.database.write() as session:
        consent = session.merge(made.consents[ROSA])
        consent.expires_on = today()
        session.add(consent)
        outbox.touch(session, consent)
    settle()
    assert search(admin, "support")["total"] == 1
    with parts.database.write() as session:
        consent = session.merge(consent)
        consent.expires_on = today() - timedelta(days=1)
        session.add(consent)
    assert search(admin, "support")["items"] == []


def test_the_index_itself_knows_when_a_consent_ends(
    told: Told, parts: Parts, settle: Settle, admin: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = told()
    with parts.database.write() as session:
        consent = session.merge(made.consents[ROSA])
        consent.expires_on = today()
        session.add(consent)
        outbox.touch(session, consent)
    settle()
    monkeypatch.setattr("app.discovery.service.today", lambda: today() + timedelta(days=1))
    answer = search(admin)
    # Rosa's words end, and so do the asker's, who may repeat them; Len's stay.
    assert (answer["total"], counts(answer, "role")) == (1, {"participant": 1})


def test_a_restricted_project_is_found_by_its_members_only(
    told: Told, parts: Parts, employee: TestClient, sign_in: SignIn
) -> None:
    made = told(access="restricted")
    member = sign_in("viewer")
    me = member.get("/api/session").json()["user"]["id"]
    with parts.database.write() as session:
        session.add(ProjectMember(project_id=made.project.id, user_id=me, role="viewer"))
    assert search(member, "support")["total"] == 1
    answer = search(employee, "support", project=made.project.id)
    assert answer["total"] == 0
    assert answer["facets"]["project"]["values"] == [
        {"value": made.project.id, "count": 0, "label": None, "colour": None, "parent_id": None}
    ]
    assert search(employee, "project:Exports")["hints"] != []


def test_facets_count_all_answers_and_their_own_choice_does_not_shrink_them(
    told: Told, parts: Parts, settle: Settle, employee: TestClient
) -> None:
    made = told()
    with parts.database.write() as session:
        calls, price = tag(session, "Calls", colour="teal"), tag(session, "Price")
        mark(session, made, 1, "I waited three days", tags=[calls], emotion="frustrated", intensity=4)
        mark(session, made, 2, "I gave up", tags=[price], emotion="sad", intensity=3)
    settle()
    answer = search(employee, tag=calls.id, limit=1)
    assert texts(answer) == ["I waited three days"]
    assert counts(answer, "tag") == {"Calls": 1, "Price": 1}
    assert counts(answer, "emotion") == {"frustrated": 1}
    assert counts(answer, "month") == {"2026-03": 1}
    [item] = answer["items"]
    assert item["tags"] == [{"id": calls.id, "name": "Calls", "colour": "teal"}]
    assert (item["emotion"], item["valence"], item["intensity"]) == ("frustrated", -2, 4)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ('"gave up"', 1),
        ("-support speaker:rosa", 1),
        ("tag:pricing", 1),
        ("tag:cost", 1),
        ("emotion:frustrated", 1),
        ("emotion:fru", 1),
        ("speaker:Len is:turn", 1),
        ("speaker:asker", 2),
        ("role:interviewer", 2),
        ("role:nurse", 2),
        ("role:night", 2),
        ("project:exports after:2026-01", 6),
        ("after:2026-04", 0),
        ("before:2026-03-06 is:highlight", 1),
        ("kind:interview lang:en has:emotion", 1),
        ('kind:"focus group"', 0),
        ("kind:Fokusgruppe", 0),
        ("emotion:frustriert", 1),
        ("emotion:traurig", 0),
        ("lang:English is:highlight", 1),
        ("lang:en-GB,de is:highlight", 1),
        ("lang:Deutsch", 0),
        ("-lang:german is:highlight", 1),
        ("-tag:pricing is:highlight", 0),
        ("speaker:rosa,len", 4),
    ],
)
def test_what_can_be_typed(told: Told, parts: Parts, settle: Settle, employee: TestClient, q: str, found: int) -> None:
    made = told()
    with parts.database.write() as session:
        pricing = tag(session, "Pricing", synonyms=["Cost"])
        rosa = session.get(Participant, made.speakers[ROSA].participant_id)
        assert rosa
        rosa.role = "Night nurse"
        session.add(rosa)
        outbox.touch(session, rosa)
        mark(session, made, 2, "I gave up", tags=[pricing], emotion="frustrated", intensity=5)
    settle()
    assert search(employee, q)["total"] == found


def test_a_name_of_nothing_finds_nothing_and_says_what_was_meant(
    told: Told, parts: Parts, employee: TestClient
) -> None:
    told()
    with parts.database.write() as session:
        tag(session, "Pricing")
    answer = search(employee, "tag:pricng")
    assert answer["total"] == 0
    assert answer["hints"] == [{"field": "tag", "value": "pricng", "suggestion": "pricing"}]
    answer = search(employee, "lang:germen")
    assert answer["total"] == 0
    assert answer["hints"] == [{"field": "lang", "value": "germen", "suggestion": "german"}]


def test_a_whole_question_need_not_be_said_word_for_word(told: Told, employee: TestClient) -> None:
    told()
    assert search(employee, "zebras who typed by hand")["total"] == 0
    assert texts(search(employee, "zebras who typed by hand?"))[0].startswith("Same here.")


def test_a_bad_query_points_at_its_column(employee: TestClient) -> None:
    answer = employee.get("/api/search", params={"q": "waiting tga:price"})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "unknown_field")
    assert (problem["column"], problem["length"], problem["suggestion"]) == (8, 3, "tag")
    assert problem["faults"][0]["where"] == "q"


def test_a_word_nobody_said_brings_a_better_spelling(told: Told, employee: TestClient) -> None:
    told()
    answer = search(employee, "sopprt is:turn")
    assert answer["total"] == 0
    assert answer["did_you_mean"] == "support is:turn"


def test_the_codebooks_synonyms_find_each_other(told: Told, settle: Settle, researcher: TestClient) -> None:
    told()
    made = researcher.post("/api/tags", json={"name": "Assistance", "synonyms": ["support", "being helped"]}).json()
    settle()
    assert search(researcher, "assistance")["total"] == search(researcher, "being helped ")["total"] == 1
    researcher.delete(f"/api/tags/{made['id']}").raise_for_status()
    settle()
    assert search(researcher, "assistance")["total"] == 0


@pytest.mark.parametrize(
    "address",
    [
        "",
        "q=suport&facets=tag&facets=kind&limit=2&sort=newest",
        "q=support&tag=a&tag=b&kind=interview&after=2020-01-01&before=2030-12-31&ratio=0&unknown=1",
        "q=one&q=support&limit=1&limit=3",
        "facets=&limit=&q=",
        "limit=101&facets=nonsense&sort=sideways",
        "after=2026-02-30&added_since=2026-01-01T00:00:00",
        "ratio=2&cursor=" + "x" * 501,
        "q=" + "x" * 2001,
        "ratio=0.5",
        "q=tga:price",
    ],
)
def test_the_short_way_answers_as_the_described_one(told: Told, employee: TestClient, address: str) -> None:
    told()
    quick, described = employee.app, create_app(employee.app.state.settings, employee.app.state.parts)  # type: ignore[attr-defined]
    routes = described.router.routes
    routes.remove(next(route for route in routes if getattr(route, "endpoint", None) is search_at_once))
    answers = []
    for application in (quick, described):
        client = TestClient(application, cookies=dict(employee.cookies))
        answer = client.get(f"/api/search?{address}")
        answers.append((answer.status_code, answer.json() | {"took_ms": 0}, answer.headers["content-type"]))
    assert answers[0] == answers[1]


def test_pages_follow_each_other_without_overlap(told: Told, employee: TestClient) -> None:
    told()
    first = search(employee, limit=3, sort="oldest")
    second = search(employee, limit=3, sort="oldest", cursor=first["next_cursor"])
    assert (len(first["items"]), len(second["items"])) == (3, 2)
    assert len({*texts(first), *texts(second)}) == 5
    assert second["next_cursor"] is None


def test_a_foreign_cursor_is_refused(employee: TestClient) -> None:
    assert employee.get("/api/search", params={"cursor": "nonsense"}).status_code == 422


def test_values_of_a_facet_are_found_by_the_beginning_of_a_word(
    told: Told, parts: Parts, settle: Settle, employee: TestClient
) -> None:
    made = told()
    with parts.database.write() as session:
        mark(session, made, 2, "I gave up", tags=[tag(session, "Long waiting"), tag(session, "Price")])
    settle()
    items = employee.get("/api/search/facets/tag", params={"text": "wai"}).json()["items"]
    assert [(item["label"], item["count"]) for item in items] == [("Long waiting", 1)]
    for typed, found in (("long wait", 1), ("waitnig", 1), ("wiating", 1), ("exported", 0), ("wit", 0)):
        answer = employee.get("/api/search/facets/tag", params={"text": typed}).json()["items"]
        assert len(answer) == found, typed
    people = employee.get("/api/search/facets/person", params={"text": "l"}).json()["items"]
    assert [item["label"] for item in people] == [LEN]
    interviews = employee.get("/api/search/facets/interview", params={"q": "gave"}).json()["items"]
    assert [(item["label"], item["count"]) for item in interviews] == [("Three days of waiting", 1)]
    assert employee.get("/api/search/facets/shoe").status_code == 422


def test_the_help_tells_every_field_once(employee: TestClient) -> None:
    items = employee.get("/api/search/fields").json()["items"]
    names = [item["name"] for item in items]
    assert {"tag", "emotion", "speaker", "project", "after", "has"} <= set(names)
    assert len(names) == len(set(names))
    assert "frustrated" in next(item for item in items if item["name"] == "emotion")["values"]


def test_every_example_of_the_help_is_a_query(employee: TestClient) -> None:
    for item in employee.get("/api/search/fields").json()["items"]:
        search(employee, item["example"])


def test_without_the_engine_search_says_so_and_the_rest_works(
    told: Told, parts: Parts, employee: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = told()

    def stopped(*_: object) -> None:
        raise EngineUnavailable("stopped for the test")

    monkeypatch.setattr(parts.engine, "find", stopped)
    answer = employee.get("/api/search", params={"q": "support"})
    assert (answer.status_code, answer.json()["code"]) == (503, "search_unavailable")
    assert employee.get(f"/api/quotes/t-{made.turns[1].id}").status_code == 200
    assert employee.get("/api/quotes/recent").status_code == 200
    assert employee.get("/api/projects").status_code == 200


def test_health_says_which_parts_answer(told: Told, parts: Parts, client: TestClient) -> None:
    made = told()
    health = client.get("/api/health").json()
    assert health == {
        "status": "ok",
        "parts": {"database": {"ok": True, "waiting": 0}, "search": {"ok": True, "waiting": None}},
    }
    with parts.database.write() as session:
        outbox.touch(session, made.interview)
    assert client.get("/api/health").json()["parts"]["database"]["waiting"] == 1


def test_nobody_searches_without_signing_in(client: TestClient) -> None:
    for path in (
        "/api/search",
        "/api/search/fields",
        "/api/search/facets/tag",
        "/api/quotes/recent",
        "/api/quotes/h-1",
    ):
        assert client.get(path).status_code == 401


def test_what_can_be_played_is_told_apart(told: Told, parts: Parts, settle: Settle, employee: TestClient) -> None:
    made = told()
    with parts.database.write() as session:
        record(session, made)
    settle()
    answer = search(employee, "has:recording support")
    assert answer["items"][0]["recording"]["has_video"] is True
    with parts.database.write() as session:
        consent = session.merge(made.consents[LEN])
        consent.media_allowed = False
        session.add(consent)
        outbox.touch(session, consent)
    [item] = search(employee, "support")["items"]
    assert (item["recording"], item["silence"]) == (None, "consent")
    settle()
    assert search(employee, "has:recording support")["total"] == 0


def test_a_search_takes_a_fixed_number_of_statements(
    told: Told, parts: Parts, settle: Settle, employee: TestClient, statements: Callable[[], int]
) -> None:
    told()
    search(employee, "e")
    before = statements()
    search(employee, "e")
    few = statements() - before
    for _ in range(4):
        made = told()
        with parts.database.write() as session:
            mark(session, made, 1, "It failed", tags=[tag(session, "Tag")])
            record(session, made)
    settle()
    before = statements()
    assert search(employee, "e", limit=100)["total"] > 5
    # Highlights bring their own three: the highlights, their turns, their tags.
    assert statements() - before <= few + 4
    assert few <= 14


def test_a_project_of_another_name_is_shown_by_it_at_once(told: Told, parts: Parts, employee: TestClient) -> None:
    made = told()
    with parts.database.write() as session:
        project = session.get(Project, made.project.id)
        assert project
        project.name = "Imports"
        session.add(project)
    assert counts(search(employee), "project") == {"Imports": 5}
