"""Contract line 20: by words, by meaning, or both at once; the vectors are told, so that every engine gets the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from search import (
    Audience,
    BadQuery,
    Document,
    Is,
    Knowledge,
    Lesson,
    Meaning,
    Page,
    Query,
    SearchEngine,
    Space,
    Strategy,
)

SPACE = Space("test-model", 4)
QUOTES = {
    "dear": "the price is far too high for us",
    "cash": "we simply cannot afford it any more",
    "wait": "nobody told us how long it would take",
    "slow": "the page about the price loads slowly",
}
ANGLES = {"dear": 10.0, "cash": 20.0, "wait": 80.0, "slow": 60.0}
"""How far each quote's meaning lies from the question's, in degrees."""


def direction(degrees: float) -> tuple[float, ...]:
    """A vector so many degrees from the question's."""
    turned = math.radians(degrees)
    return (math.cos(turned), math.sin(turned), 0.0, 0.0)


def meant(ratio: float, floor: float = 0.0) -> Meaning:
    return Meaning(direction(0), ratio, floor)


Teach = Callable[[Mapping[str, float]], None]


@pytest.fixture
def learner(make: Any, world: Any) -> Any:
    """A world whose engine can be taught."""
    return type(world)(make(space=SPACE))


@pytest.fixture
def told(learner: Any) -> Any:
    """The quotes with their vectors."""
    learner.engine.put([learner.document(key, text, tag=key, project="p") for key, text in QUOTES.items()])
    teach(learner.engine, ANGLES)
    return learner


def teach(engine: SearchEngine, angles: Mapping[str, float]) -> None:
    texts = {document.id: str(document.texts["text"]) for document in engine.read(angles)}
    engine.learn([Lesson(key, texts[key], direction(angles[key])) for key in angles])


def query(world: Any, q: str, ratio: float, *, floor: float = 0.0, **rest: object) -> Query:
    made: Query = world.query(q, **rest)
    return replace(made, meaning=meant(ratio, floor))


def find(world: Any, q: str, ratio: float, *, floor: float = 0.0, **rest: object) -> Page:
    page: Page = world.engine.find(query(world, q, ratio, floor=floor, **rest))
    return page


def ids(page: Page) -> list[str]:
    return [hit.id for hit in page.hits]


@pytest.mark.parametrize("q", ["price ", "price", "prise ", "we us", '"the price"', "price -slowly"])
@pytest.mark.parametrize("strategy", ["last", "all", "any"])
def test_20_ratio_0_is_the_search_by_words(told: Any, q: str, strategy: Strategy) -> None:
    alone = told.find(q, facets=("tag",), strategy=strategy)
    both = find(told, q, 0, facets=("tag",), strategy=strategy)
    assert replace(both, took_ms=0) == replace(alone, took_ms=0)


def test_20_ratio_1_is_the_search_by_vector(told: Any) -> None:
    page = find(told, "price ", 1, facets=("tag",))
    assert ids(page) == ["dear", "cash", "slow", "wait"]
    assert page.total == 4
    assert page.facets["tag"] == {"cash": 1, "dear": 1, "slow": 1, "wait": 1}
    scores = [hit.score for hit in page.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_20_in_between_both_count(told: Any) -> None:
    page = find(told, "price ", 0.5, floor=0.9, facets=("tag",))
    assert ids(page) == ["dear", "slow", "cash"] or ids(page) == ["dear", "cash", "slow"]
    assert page.total == 3
    assert page.facets["tag"] == {"cash": 1, "dear": 1, "slow": 1}
    assert page.distinct["tag"] == 3
    scores = [hit.score for hit in page.hits]
    assert scores == sorted(scores, reverse=True)


def test_20_what_is_found_by_meaning_alone_says_so_and_carries_no_marks(told: Any) -> None:
    page = find(told, "price ", 0.5, floor=0.9)
    how = {hit.id: (hit.by_meaning, bool(hit.spans)) for hit in page.hits}
    assert how == {"dear": (False, True), "slow": (False, True), "cash": (True, False)}


def test_20_by_meaning_alone_the_words_are_still_marked_where_they_stand(told: Any) -> None:
    how = {hit.id: (hit.by_meaning, bool(hit.spans)) for hit in find(told, "price ", 1).hits}
    assert how == {"dear": (False, True), "slow": (False, True), "cash": (True, False), "wait": (True, False)}


def test_20_a_long_text_found_by_meaning_is_cropped_at_its_beginning(learner: Any) -> None:
    learner.say("long", " ".join(f"word{at}" for at in range(50)), group="talk")
    teach(learner.engine, {"long": 5})
    (hit,) = find(learner, "price ", 1, crop_words=3).hits
    assert (hit.crops["text"].start, hit.crops["text"].end) == (0, len("word0 word1 word2"))
    assert hit.group == "talk"


def test_20_nothing_below_the_floor_is_found_by_meaning(told: Any) -> None:
    assert ids(find(told, "price ", 1, floor=math.cos(math.radians(15)))) == ["dear"]
    assert set(ids(find(told, "price ", 0.5, floor=0.999))) == {"dear", "slow"}
    assert ids(find(told, "unheard ", 0.5, floor=0.999)) == []


@pytest.mark.parametrize("ratio", [0.3, 1.0])
def test_20_the_audience_binds_both(told: Any, ratio: float) -> None:
    told.say("secret", "what it costs is a disgrace", audience=("team",))
    teach(told.engine, {"secret": 0})
    assert "secret" not in ids(find(told, "price ", ratio))
    assert "secret" in ids(find(told, "price ", ratio, audience=Audience({"team"})))
    assert ids(find(told, "price ", ratio, audience=Audience())) == []


@pytest.mark.parametrize("ratio", [0.3, 1.0])
def test_20_filters_and_ticks_bind_both(told: Any, ratio: float) -> None:
    assert ids(find(told, "price ", ratio, filter=Is("tag", "CASH"))) == ["cash"]
    assert ids(find(told, "price ", ratio, refine={"tag": ("wait",)})) == ["wait"]
    assert ids(find(told, "price ", ratio, filter=Is("tag", "none"))) == []


def test_20_a_facets_own_ticks_do_not_shrink_its_list(told: Any) -> None:
    page = find(told, "price ", 0.5, refine={"tag": ("cash",)}, facets=("tag", "project"))
    assert ids(page) == ["cash"]
    assert page.facets == {"tag": {"cash": 1, "dear": 1, "slow": 1, "wait": 1}, "project": {"p": 1}}


@pytest.mark.parametrize("ratio", [0.5, 1.0])
@pytest.mark.parametrize("refine", [{}, {"tag": ("cash", "slow")}])
def test_20_values_are_told_apart_and_counted_for_the_page(
    told: Any, ratio: float, refine: dict[str, tuple[str, ...]]
) -> None:
    asked = replace(query(told, "price ", ratio, refine=refine, limit=2), distinct=("tag", "project"))
    page = told.engine.find(asked)
    assert page.distinct == {"tag": 4, "project": 1}
    assert page.facets["tag"] == {hit.id: 1 for hit in page.hits}
    assert page.facets["project"] == {"p": 2 if refine else 4}


def test_20_facet_values_are_searched_among_both(told: Any) -> None:
    asked = query(told, "price ", 0.5, floor=0.9)
    assert [value.value for value in told.engine.facet_search("tag", "ca", asked)] == ["cash"]


@pytest.mark.parametrize("ratio", [0.4, 1.0])
def test_20_exclusions_and_phrases_bind_both(told: Any, ratio: float) -> None:
    assert "cash" not in ids(find(told, "price -afford", ratio))
    assert ids(find(told, 'cost "cannot afford"', ratio)) == ["cash"]
    assert "dear" not in ids(find(told, 'cost -"too high"', ratio))


@pytest.mark.parametrize("ratio", [0.25, 0.5, 1.0])
def test_20_pages_follow_one_another(learner: Any, ratio: float) -> None:
    texts = {f"d{at}": f"price number {at}" if at % 3 else f"cost number {at}" for at in range(40)}
    learner.said(**texts)
    teach(learner.engine, {key: at * 2.0 for at, key in enumerate(texts)})
    whole = ids(find(learner, "price ", ratio, limit=100))
    parts = [key for start in range(0, 40, 7) for key in ids(find(learner, "price ", ratio, limit=7, offset=start))]
    assert parts == whole
    assert len(whole) == len(set(whole)) == 40


@pytest.mark.parametrize(("sort", "order"), [("newest", ["b", "c", "a", "d"]), ("oldest", ["a", "c", "b", "d"])])
def test_20_both_are_sorted_by_date_when_asked(learner: Any, sort: Any, order: list[str]) -> None:
    dates = {"a": "2026-01-01", "b": "2026-03-01", "c": "2026-02-01", "d": None}
    words = {"a": "a price", "b": "the cost", "c": "another price", "d": "what costs"}
    for key, when in dates.items():
        learner.say(key, words[key], when=when)
    teach(learner.engine, dict.fromkeys(dates, 5.0))
    assert ids(find(learner, "price ", 0.5, sort=sort)) == order
    assert ids(find(learner, "price ", 0.5, sort=sort, limit=2, offset=1)) == order[1:3]


def test_20_a_query_without_words_means_nothing(told: Any) -> None:
    assert replace(find(told, "", 1), took_ms=0) == replace(told.find(""), took_ms=0)
    assert set(ids(find(told, "-price", 1))) == {"cash", "wait"}


def test_20_an_engine_without_a_space_refuses_to_go_by_meaning(world: Any) -> None:
    world.say("a", "one two")
    with pytest.raises(BadQuery) as refused:
        find(world, "one ", 0.5)
    assert refused.value.code == "no_meaning"
    with pytest.raises(BadQuery):
        world.engine.learn([Lesson("a", "one two", direction(0))])
    assert world.engine.unlearned(10) == ()
    assert world.engine.knowledge() == Knowledge(0, 0)


def test_20_what_is_to_be_learned_is_known_and_how_far_it_is(learner: Any) -> None:
    learner.said(a="one two three", b="four five six", c="Yes.")
    assert sorted(learner.engine.unlearned(10)) == [("a", "one two three"), ("b", "four five six")]
    assert len(learner.engine.unlearned(1)) == 1
    teach(learner.engine, {"a": 0})
    assert learner.engine.unlearned(10) == (("b", "four five six"),)
    assert learner.engine.knowledge() == Knowledge(1, 2)


def test_20_a_vector_goes_with_its_document(told: Any) -> None:
    told.engine.drop(["dear"])
    assert "dear" not in ids(find(told, "cost ", 1))
    told.say("dear", QUOTES["dear"])
    assert ("dear", QUOTES["dear"]) in told.engine.unlearned(10)


def test_20_a_vector_stays_as_long_as_its_text_does(told: Any) -> None:
    told.say("dear", QUOTES["dear"], tag="other")
    told.say("cash", "something else altogether")
    assert told.engine.unlearned(10) == (("cash", "something else altogether"),)
    assert ids(find(told, "cost ", 1)) == ["dear", "slow", "wait"]


def test_20_a_rebuilt_index_keeps_the_vectors_of_unchanged_texts(told: Any) -> None:
    kept = [told.document(key, QUOTES[key]) for key in ("dear", "wait")]
    told.engine.replace_all(
        [*kept, told.document("new", "nobody knows me yet"), told.document("slow", "I have changed")]
    )
    assert ids(find(told, "cost ", 1)) == ["dear", "wait"]
    assert {key for key, _ in told.engine.unlearned(10)} == {"new", "slow"}
    assert told.engine.knowledge() == Knowledge(2, 4)


def test_20_a_lesson_about_a_text_that_has_changed_is_ignored(learner: Any) -> None:
    learner.say("a", "the new text")
    learner.engine.learn([Lesson("a", "the old text", direction(0)), Lesson("gone", "never there", direction(0))])
    assert learner.engine.knowledge() == Knowledge(0, 1)
    assert ids(find(learner, "cost ", 1)) == []
    assert learner.engine.count() == 1


def test_20_a_query_for_some_ids_finds_no_others(told: Any) -> None:
    only = replace(told.query("price ", facets=("tag",)), ids=frozenset({"dear", "cash", "no id!"}))
    page = told.engine.find(only)
    assert ids(page) == ["dear"]
    assert page.facets["tag"] == {"dear": 1}
    assert ids(told.engine.find(replace(told.query(""), ids=frozenset()))) == []


def test_20_documents_are_read_back_without_their_vectors(told: Any) -> None:
    (document,) = told.engine.read(["dear"])
    expected: Document = told.document("dear", QUOTES["dear"], tag="dear", project="p")
    assert document == expected
