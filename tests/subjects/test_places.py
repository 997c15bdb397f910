"""Where somebody's voice is, and when one voice stands for everybody."""

from fractions import Fraction
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.access.viewer import SYSTEM
from app.highlights import service as highlights
from app.subjects.prominence import is_outsized, threshold
from app.tags.models import Tag
from app.wiring import Parts
from tests.reels.stage import Stage, reel_of, stage
from tests.scenes import ASKER, ROSA, scene
from tests.sharing.scenes import WIKI, grant_of


@pytest.fixture
def on(parts: Parts) -> Stage:
    return stage(parts)


def places(client: TestClient, on: Stage, name: str = ROSA) -> dict[str, Any]:
    answer = client.get(f"/api/participants/{on.scene.speakers[name].participant_id}/places")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.both_databases
def test_a_voice_is_found_in_quotes_reels_and_embeds(on: Stage, researcher: TestClient) -> None:
    reel = reel_of(researcher, on.rosa.id, on.len.id, title="Waiting")
    grant_of(researcher, "reels", reel["id"], label="Onboarding")
    found = places(researcher, on)
    assert (found["interviews"], found["turns"], found["quotes"]) == (1, 2, 1)
    assert [(one["title"], one["mine"], one["of"], one["people"]) for one in found["reels"]] == [("Waiting", 1, 2, 2)]
    (grant,) = found["grants"]
    assert (grant["label"], grant["title"], grant["origins"], grant["state"]) == (
        "Onboarding",
        "Waiting",
        [WIKI],
        "live",
    )
    assert found["outsized"] == []


def test_an_embed_of_a_tag_above_shows_what_is_tagged_below(on: Stage, parts: Parts, researcher: TestClient) -> None:
    with parts.database.write() as session:
        above = Tag(name="Support")
        session.add(above)
        session.flush()
        below = Tag(name="Waiting", parent_id=above.id)
        session.add(below)
        session.flush()
        highlights.change(
            session, SYSTEM, highlight_id=on.rosa.id, version=on.rosa.version, values={"tag_ids": [below.id]}
        )
        tag_id = above.id
    grant_of(researcher, "tags", tag_id, label="Support page")
    assert [one["label"] for one in places(researcher, on)["grants"]] == ["Support page"]


def test_words_that_nobody_may_read_are_counted_and_not_told(on: Stage, researcher: TestClient) -> None:
    on.consent(ROSA, status="withdrawn")
    found = places(researcher, on)
    assert (found["quotes"], [one["quote"] for one in found["newest"]]) == (1, [None])


def test_only_the_projects_researchers_are_told(on: Stage, employee: TestClient) -> None:
    path = f"/api/participants/{on.scene.speakers[ROSA].participant_id}/places"
    assert employee.get(path).status_code == 403


def test_a_voice_that_is_most_of_a_project_and_of_a_tag_is_warned_of(parts: Parts, researcher: TestClient) -> None:
    with parts.database.write() as session:
        lines = [(ASKER, "And then?"), *((ROSA, f"Rosa tells of it for the {n}th time.") for n in range(5))]
        made = scene(session, lines=[*lines, ("Len", "Len tells it once.")])
        tag = Tag(name="Waiting")
        session.add(tag)
        session.flush()
        for turn in range(1, 7):
            words = made.turns[turn].text
            values = made.span(turn, words) | {"tag_ids": [tag.id]}
            highlights.create(session, SYSTEM, transcript_id=made.transcript.id, values=values)
        person = made.speakers[ROSA].participant_id
    found = researcher.get(f"/api/participants/{person}/places").json()
    told = [(one["where"], one["name"], one["mine"], one["of"], one["people"]) for one in found["outsized"]]
    assert told == [("project", "Exports", 5, 6, 2), ("tag", "Waiting", 5, 6, 2)]


@given(mine=st.integers(0, 200), others=st.integers(0, 200), people=st.integers(0, 60))
def test_more_of_one_voice_never_makes_it_less_outsized(mine: int, others: int, people: int) -> None:
    if is_outsized(mine, mine + others, people):
        assert mine >= 4
        assert Fraction(mine, mine + others) >= threshold(people) >= Fraction(1, 3)
        assert is_outsized(mine + 1, mine + 1 + others, people)
        assert is_outsized(mine, mine + others, people + 1)


def test_an_even_share_is_never_outsized() -> None:
    assert not any(is_outsized(5, 5 * people, people) for people in range(2, 60))
