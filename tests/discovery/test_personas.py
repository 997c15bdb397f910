"""`persona:` in search: whose words it finds, what the index is told, and that it is told no more than that."""

import json
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.discovery import indexing, scripts
from app.discovery.fields import SCHEMA
from app.outbox import service as outbox
from app.subjects.copying import everything
from app.subjects.presence import presence
from app.wiring import Parts
from search.engines.embedded import EmbeddedEngine
from search.engines.meilisearch import MeilisearchEngine
from tests.discovery.conftest import Settle, mark, tag
from tests.personas.conftest import add, new, person, said, take_out, texts
from tests.scenes import LEN, ROSA, Scene, scene

both = pytest.mark.both_databases


@pytest.fixture
def made(told: Callable[..., Scene]) -> Scene:
    """An interview that the index knows."""
    return told()


def agrees(parts: Parts) -> bool:
    """Whether the index, kept up by news alone, equals one that is built anew."""
    return indexing.compare(parts.database, parts.engine).agrees


@pytest.fixture
def rewritten(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the documents that the index is given from now on."""
    given: list[str] = []
    put = parts.engine.put

    def noting(documents: Any) -> None:
        listed = list(documents)
        given.extend(document.id for document in listed)
        put(listed)

    monkeypatch.setattr(parts.engine, "put", noting)
    return given


@both
def test_a_persona_says_what_its_people_say(
    researcher: TestClient, employee: TestClient, made: Scene, settle: Settle
) -> None:
    new(researcher, "Night owl", person(made, ROSA))
    new(researcher, "Early bird", person(made, LEN))
    settle()
    assert texts(employee, "persona:owl") == said(made, ROSA)
    assert texts(employee, 'persona:"night owl" support') == {made.turns[1].text}
    assert texts(employee, "persona:owl,early") == said(made, ROSA) | said(made, LEN)
    others = {turn.text for turn in made.turns} - said(made, ROSA)
    assert texts(employee, '-persona:"Night owl"') == others


def test_a_shared_moment_is_each_speakers(researcher: TestClient, parts: Parts, made: Scene, settle: Settle) -> None:
    with parts.database.write() as session:
        row = mark(session, made, 1, "nobody called", to=2, to_words="Same here.")
    new(researcher, "Early bird", person(made, LEN))
    settle()
    assert row.quote in texts(researcher, "persona:early is:highlight")
    assert agrees(parts)


def test_a_name_of_no_persona_finds_nothing_and_says_what_was_meant(researcher: TestClient, made: Scene) -> None:
    new(researcher, "Owl", person(made, ROSA))
    answer = researcher.get("/api/search", params={"q": "persona:owk"}).json()
    assert (answer["total"], answer["hints"]) == (0, [{"field": "persona", "value": "owk", "suggestion": "owl"}])
    misspelt = researcher.get("/api/search", params={"q": "persoan:owl"}).json()
    assert (misspelt["code"], misspelt["suggestion"]) == ("unknown_field", "persona")


@both
def test_personas_are_counted_named_and_ticked_beside_the_answers(
    researcher: TestClient, employee: TestClient, made: Scene, settle: Settle
) -> None:
    owl, bird = new(researcher, "Night owl", person(made, ROSA)), new(researcher, "Early bird", person(made, LEN))
    settle()
    answer = employee.get("/api/search", params={"persona": owl}).json()
    assert {item["text"] for item in answer["items"]} == said(made, ROSA)
    assert [(one["value"], one["label"], one["count"]) for one in answer["facets"]["persona"]["values"]] == [
        (owl, "Night owl", 2), (bird, "Early bird", 1),
    ]  # fmt: skip
    near = employee.get("/api/search/facets/persona", params={"text": "ear"}).json()["items"]
    assert [one["label"] for one in near] == ["Early bird"]
    assert any(item["name"] == "persona" for item in employee.get("/api/search/fields").json()["items"])


def test_a_topic_may_follow_a_persona(researcher: TestClient, made: Scene, settle: Settle) -> None:
    owl = new(researcher, "Night owl", person(made, ROSA))
    settle()
    body = {"name": "Owls", "search": {"q": "support", "persona": [owl]}}
    assert researcher.post("/api/topics", json=body).json()["search"]["persona"] == [owl]


def test_a_persona_finds_nobody_that_the_searcher_may_not_hear(
    admin: TestClient, employee: TestClient, parts: Parts, settle: Settle
) -> None:
    with parts.database.write() as session:
        closed, pending = scene(session, access="restricted"), scene(session, status="pending")
        for one in (closed, pending):
            outbox.touch(session, one.interview)
    new(admin, "Night owl", person(closed, ROSA), person(pending, ROSA))
    settle()
    assert texts(admin, "persona:owl") == said(closed, ROSA) | said(pending, ROSA)
    answer = employee.get("/api/search", params={"q": "persona:owl"}).json()
    assert (answer["total"], answer["facets"]["persona"]["values"]) == (0, [])


def test_a_new_name_is_found_by_at_once_and_nothing_is_indexed_for_it(
    researcher: TestClient, made: Scene, settle: Settle, parts: Parts
) -> None:
    owl = new(researcher, "Night owl", person(made, ROSA))
    settle()
    assert researcher.patch(f"/api/personas/{owl}", json={"version": 1, "name": "Late riser"}).status_code == 200
    assert settle() == 0
    assert texts(researcher, "persona:riser") == said(made, ROSA)
    assert researcher.get("/api/search", params={"q": 'persona:"night owl"'}).json()["hints"] != []
    assert agrees(parts)


@both
def test_adding_and_taking_out_rewrites_exactly_what_they_say(
    researcher: TestClient, parts: Parts, made: Scene, settle: Settle, rewritten: list[str]
) -> None:
    with parts.database.write() as session:
        row = mark(session, made, 1, "It failed twice", tags=[tag(session, "Export")])
        outbox.touch(session, scene(session).interview)
    settle()
    owl = new(researcher, "Night owl")
    theirs = sorted([f"h-{row.id}", f"t-{made.turns[1].id}", f"t-{made.turns[4].id}"])
    for deed in (
        lambda: add(researcher, owl, person(made, ROSA)),
        lambda: researcher.delete(f"/api/personas/{owl}"),
        lambda: researcher.post(f"/api/personas/{owl}/restore"),
        lambda: take_out(researcher, owl, person(made, ROSA)),
    ):
        rewritten.clear()
        deed()
        assert settle() == 1
        assert sorted(rewritten) == theirs
        assert agrees(parts)
    assert texts(researcher, "persona:owl") == set()


def test_whoever_is_in_it_already_costs_the_index_nothing(researcher: TestClient, made: Scene, settle: Settle) -> None:
    owl = new(researcher, "Night owl", person(made, ROSA))
    settle()
    add(researcher, owl, person(made, ROSA))
    assert settle() == 0


@both
def test_a_deleted_persona_is_not_found_and_its_people_are_when_it_returns(
    researcher: TestClient, made: Scene, settle: Settle
) -> None:
    owl = new(researcher, "Night owl", person(made, ROSA))
    settle()
    researcher.delete(f"/api/personas/{owl}")
    assert researcher.get("/api/search", params={"q": "persona:owl"}).json()["hints"] != []
    settle()
    assert texts(researcher, "", persona=owl) == set()
    researcher.post(f"/api/personas/{owl}/restore")
    settle()
    assert texts(researcher, "persona:owl") == said(made, ROSA)


@both
def test_the_index_follows_a_merge_and_its_undoing(
    researcher: TestClient, parts: Parts, made: Scene, settle: Settle
) -> None:
    rosa, len_ = person(made, ROSA), person(made, LEN)
    new(researcher, "Early bird", len_)
    settle()
    merge = researcher.post(f"/api/participants/{rosa}/merge", json={"other_id": len_}).json()
    settle()
    assert texts(researcher, "persona:bird") == said(made, ROSA) | said(made, LEN)
    assert agrees(parts)
    researcher.post(f"/api/participant-merges/{merge['id']}/undo")
    settle()
    assert texts(researcher, "persona:bird") == said(made, LEN)
    assert agrees(parts)


def test_a_voice_that_becomes_somebody_is_in_their_personas(
    researcher: TestClient, parts: Parts, made: Scene, settle: Settle
) -> None:
    new(researcher, "Night owl", person(made, ROSA))
    speaker = made.speakers[LEN].id
    answer = researcher.patch(f"/api/speakers/{speaker}", json={"participant_id": person(made, ROSA)})
    assert answer.status_code == 200, answer.text
    settle()
    assert texts(researcher, "persona:owl") == said(made, ROSA) | said(made, LEN)
    assert agrees(parts)


def test_withdrawn_words_are_in_no_persona(researcher: TestClient, parts: Parts, made: Scene, settle: Settle) -> None:
    owl = new(researcher, "Night owl", person(made, ROSA))
    settle()
    body = {"status": "withdrawn"}
    assert researcher.put(f"/api/participants/{person(made, ROSA)}/consent", json=body).status_code == 200
    assert texts(researcher, "persona:owl") == set(), "before the index hears of it"
    settle()
    assert texts(researcher, "", persona=owl) == set()
    assert agrees(parts)


@both
def test_documents_of_more_people_in_more_personas_take_no_more_statements(
    researcher: TestClient, parts: Parts, made: Scene, statements: Callable[[], int]
) -> None:
    def asked() -> int:
        before = statements()
        with parts.database.read() as session:
            assert list(scripts.load(session, [made.interview.id]))
        return statements() - before

    nobody = asked()
    new(researcher, "Night owl", person(made, ROSA), person(made, LEN))
    new(researcher, "Early bird", person(made, ROSA))
    assert asked() == nobody <= 10


@pytest.fixture(params=["embedded", "meilisearch"])
def grown(request: pytest.FixtureRequest, parts: Parts, tmp_path: Path) -> Iterator[Parts]:
    """The parts with an engine that outlives a process; Meilisearch when MEILI_URL names a server."""
    if request.param == "embedded":
        parts._engine = EmbeddedEngine(SCHEMA, tmp_path / "beside")
    elif "MEILI_URL" not in os.environ:
        pytest.skip("MEILI_URL is not set")
    else:
        key = os.environ.get("MEILI_KEY")
        parts._engine = MeilisearchEngine(SCHEMA, os.environ["MEILI_URL"], key, index=f"beside-{uuid.uuid4().hex[:12]}")
    yield parts
    parts.engine.replace_all([])


def test_every_engine_finds_by_persona(grown: Parts, researcher: TestClient, made: Scene, settle: Settle) -> None:
    owl = new(researcher, "Night owl", person(made, ROSA))
    settle()
    assert texts(researcher, "persona:owl") == said(made, ROSA)
    assert texts(researcher, "-persona:owl") == {turn.text for turn in made.turns} - said(made, ROSA)
    assert texts(researcher, "support", persona=owl) == {made.turns[1].text}
    assert agrees(grown)


BEFORE = replace(SCHEMA, facets=tuple(name for name in SCHEMA.facets if name != "persona"), version=2)
"""What was indexed before there were personas."""


def test_an_index_from_before_there_were_personas_is_made_anew(
    parts: Parts, researcher: TestClient, made: Scene, tmp_path: Path
) -> None:
    new(researcher, "Night owl", person(made, ROSA))
    old = EmbeddedEngine(BEFORE, tmp_path / "beside")
    old.put(parts.engine.read(list(parts.engine.ids())))
    assert old.count() == len(made.turns)
    old.close()
    parts._engine = EmbeddedEngine(SCHEMA, tmp_path / "beside")
    assert indexing.is_missing(parts.database, parts.engine)
    indexing.rebuild(parts.database, parts.engine)
    assert texts(researcher, "persona:owl") == said(made, ROSA)


@pytest.mark.skipif("MEILI_URL" not in os.environ, reason="MEILI_URL is not set")
def test_a_servers_index_from_before_there_were_personas_goes_on_as_it_is(
    parts: Parts, researcher: TestClient, made: Scene, settle: Settle
) -> None:
    server = os.environ["MEILI_URL"], os.environ.get("MEILI_KEY")
    index = f"test-before-{uuid.uuid4().hex[:12]}"
    old = MeilisearchEngine(BEFORE, *server, index=index)
    old.put(parts.engine.read(list(parts.engine.ids())))
    old.close()
    parts._engine = MeilisearchEngine(SCHEMA, *server, index=index)
    assert agrees(parts)
    new(researcher, "Night owl", person(made, ROSA))
    settle()
    assert texts(researcher, "persona:owl") == said(made, ROSA)
    assert agrees(parts)
    parts.engine.replace_all([])


def test_listing_more_personas_takes_no_more_statements(
    researcher: TestClient, made: Scene, statements: Callable[[], int]
) -> None:
    def asked() -> int:
        before = statements()
        assert researcher.get("/api/personas").status_code == 200
        return statements() - before

    new(researcher, "Night owl", person(made, ROSA))
    asked()
    one = asked()
    for name in ("Early bird", "Latecomer", "Regular"):
        new(researcher, name, person(made, ROSA), person(made, LEN))
    assert asked() == one


def test_the_copy_for_a_person_tells_their_personas(researcher: TestClient, parts: Parts, made: Scene) -> None:
    new(researcher, "Night owl", person(made, ROSA))
    with parts.database.read() as session:
        told = everything(session, presence(session, person(made, ROSA)))
    assert told["personas"] == ["Night owl"]
    assert "persona_participant" not in json.dumps(told, default=str)
