"""Contract lines 11 to 15: filters, facets, marks and order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import And, BadQuery, Has, In, Is, Not, Or, Range

WORLD = Any


@pytest.fixture
def quotes(world: WORLD) -> WORLD:
    world.say("a", "alpha one", tag="Pricing", emotion="angry", when="2026-01-01", length=5)
    world.say("b", "alpha two", tag=("Pricing", "Support"), emotion="happy", when="2026-02-01", length=10)
    world.say("c", "alpha three", tag="Support", when="2026-03-01", length=15)
    world.say("d", "alpha four", when=None)
    return world


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        (Is("tag", "Pricing"), "ab"),
        (Is("tag", "  pRICING "), "ab"),
        (Is("tag", "pric"), ""),
        (Is("length", 10), "b"),
        (In("tag", ("pricing", "support")), "abc"),
        (In("length", (5, 15)), "ac"),
        (In("tag", ()), ""),
        (Range("length", at_least=10), "bc"),
        (Range("length", below=10), "a"),
        (Range("length", at_least=5, below=15), "ab"),
        (Has("emotion"), "ab"),
        (Has("date"), "abc"),
        (Not(Is("tag", "pricing")), "cd"),
        (Not(Has("tag")), "d"),
        (And((Is("tag", "pricing"), Not(Is("emotion", "angry")))), "b"),
        (Or((Is("emotion", "angry"), Range("length", at_least=15))), "ac"),
        (And(()), "abcd"),
        (Or(()), ""),
        (Not(Or((Is("emotion", "angry"), And((Has("tag"), Is("length", 10)))))), "cd"),
    ],
)
def test_11_filters_come_from_a_tree(quotes: WORLD, filter: Any, found: str) -> None:
    assert sorted(quotes.ids("alpha", filter=filter)) == sorted(found)


@pytest.mark.parametrize("value", ['x" OR tag = "Pricing', "a' OR '1'='1", "tag:Pricing", "\\", '"', "x\ny"])
def test_11_text_in_a_filter_value_stays_text(quotes: WORLD, value: str) -> None:
    assert quotes.ids("", filter=Is("tag", value)) == []
    quotes.say("e", "alpha", tag=value)
    assert quotes.ids("", filter=Is("tag", value)) == ["e"]


@pytest.mark.parametrize("filter", [Is("nothing", "x"), Range("tag", 1), Not(Has("text")), And((Has("nope"),))])
def test_11_an_unknown_filter_field_is_a_bad_query(quotes: WORLD, filter: Any) -> None:
    with pytest.raises(BadQuery):
        quotes.find("", filter=filter)


def test_12_facet_counts_cover_all_matches_and_each_of_many_values(quotes: WORLD) -> None:
    page = quotes.find("alpha", facets=("tag", "emotion", "language"), limit=1)
    assert page.facets == {
        "tag": {"Pricing": 2, "Support": 2},
        "emotion": {"angry": 1, "happy": 1},
        "language": {},
    }


def test_12_a_facets_own_choice_does_not_shrink_its_own_counts(quotes: WORLD) -> None:
    page = quotes.find("alpha", facets=("tag", "emotion"), refine={"tag": ("pricing",)})
    assert sorted(hit.id for hit in page.hits) == ["a", "b"]
    assert page.total == 2
    assert page.facets["tag"] == {"Pricing": 2, "Support": 2}
    assert page.facets["emotion"] == {"angry": 1, "happy": 1}


def test_12_choices_in_one_facet_widen_and_in_two_facets_narrow(quotes: WORLD) -> None:
    assert len(quotes.ids("alpha", refine={"tag": ("Pricing", "Support")})) == 3
    page = quotes.find("alpha", refine={"tag": ("Support",), "emotion": ("happy",)}, facets=("tag", "emotion"))
    assert [hit.id for hit in page.hits] == ["b"]
    assert page.facets == {"tag": {"Pricing": 1, "Support": 1}, "emotion": {"happy": 1}}


@pytest.mark.parametrize("facet", ["project", "tag"])
def test_12_where_only_the_number_of_values_is_asked_those_of_the_page_are_told(world: WORLD, facet: str) -> None:
    """`project` is a facet that the schema expects to have very many values, `tag` is not."""
    for at in range(6):
        world.say(f"a{at}", "alpha", when=f"2026-01-0{6 - at}", **{facet: (f"value {at // 2}", "all")})
    world.say("b", "beta", **{facet: "another"})
    page = world.find("alpha", facets=(), distinct=(facet,), limit=2)
    assert page.distinct == {facet: 4}
    assert page.facets == {facet: {"value 0": 2, "all": 6}}
    ticked = world.find("alpha", distinct=(facet,), refine={facet: ("value 1",)}, limit=1)
    assert (ticked.total, ticked.distinct, ticked.facets) == (2, {facet: 4}, {facet: {"value 1": 2, "all": 6}})
    assert world.find("nothing", distinct=(facet,)).distinct == {facet: 0}


def test_12_facets_are_ordered_by_count(world: WORLD) -> None:
    for at, tag in enumerate(["rare", "often", "often", "often", "some", "some"]):
        world.say(f"d{at}", "alpha", tag=tag)
    assert list(world.find("", facets=("tag",)).facets["tag"].items()) == [
        ("often", 3),
        ("some", 2),
        ("rare", 1),
    ]


@pytest.mark.parametrize(
    ("typed", "found"), [("pri", ["Pricing"]), ("pricign", ["Pricing"]), ("xyz", []), ("sup", ["Support"])]
)
def test_12_facet_search_is_by_prefix_with_typos(quotes: WORLD, typed: str, found: list[str]) -> None:
    values = quotes.engine.facet_search("tag", typed, quotes.query("alpha"))
    assert [value.value for value in values] == found
    assert all(value.count == 2 for value in values)


def test_12_facet_search_stays_inside_the_query_and_the_audience(quotes: WORLD) -> None:
    quotes.say("secret", "alpha", tag="Prison", audience=("board",))
    found = quotes.engine.facet_search("tag", "pri", quotes.query("one"))
    assert [(value.value, value.count) for value in found] == [("Pricing", 1)]


def test_12_an_unknown_facet_is_a_bad_query(quotes: WORLD) -> None:
    with pytest.raises(BadQuery):
        quotes.find("", facets=("nothing",))
    with pytest.raises(BadQuery):
        quotes.engine.facet_search("nothing", "x", quotes.query(""))


def test_13_a_prefix_marks_only_what_is_typed(world: WORLD) -> None:
    world.say("a", "Pricing is the price")
    assert world.marked("pric", "a") == ["Pric", "pric"]
    assert world.marked("price ", "a") == ["price"]


def test_13_spans_are_code_points(world: WORLD) -> None:
    world.say("a", "😀😀 naïve Café — 客户 cafe\u0301 😀")
    assert world.marked("cafe ", "a") == ["Café", "cafe\u0301"]


def test_13_phrases_are_marked_only_where_they_stand_whole(world: WORLD) -> None:
    world.say("a", "price here, and the price increase")
    assert "".join(world.marked('"price increase"', "a")).replace(" ", "") == "priceincrease"


def test_13_typos_are_marked_too(world: WORLD) -> None:
    world.say("a", "so frustrated by it")
    assert world.marked("frustratde ", "a") == ["frustrated"]


def test_13_every_matching_field_is_marked(world: WORLD) -> None:
    world.say("a", "alpha here", speaker="Alpha", labels=("beta", "an alpha"))
    (hit,) = world.find("alpha ").hits
    assert set(hit.spans) == {"text", "speaker", "labels"}
    assert hit.spans["labels"][0].item == 1


def test_13_crops_centre_on_the_matches(world: WORLD) -> None:
    words = [f"w{at}" for at in range(200)]
    words[120] = "needle"
    text = " ".join(words)
    world.say("a", text)
    (hit,) = world.find("needle ", crop_words=11).hits
    crop = hit.crops["text"]
    assert text[crop.start : crop.end].split() == words[115:126]


def test_13_a_short_text_is_not_cropped(world: WORLD) -> None:
    world.say("a", "a needle.")
    (hit,) = world.find("needle ", crop_words=11).hits
    assert (hit.crops["text"].start, hit.crops["text"].end) == (0, 9)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=st.text(max_size=60), typed=st.text(min_size=1, max_size=12))
def test_13_spans_always_lie_inside_the_text_and_in_order(world: WORLD, text: str, typed: str) -> None:
    world.say("a", f"{text} {typed}")
    for hit in world.find(typed.replace(":", " "), crop_words=5).hits:
        for field, spans in hit.spans.items():
            length = len(f"{text} {typed}") if field == "text" else 0
            assert all(0 <= span.start < span.end <= length for span in spans)
            assert list(spans) == sorted(spans)


def test_14_the_engine_returns_places_never_markup(world: WORLD) -> None:
    world.say("a", "<b>alpha</b> & <script>alert('alpha')</script>")
    (hit,) = world.find("alpha ").hits
    assert "<" not in repr(hit)
    assert world.marked("alpha ", "a") == ["alpha", "alpha"]


def test_15_sort_by_date_both_ways_missing_last(quotes: WORLD) -> None:
    assert quotes.ids("alpha", sort="newest") == ["c", "b", "a", "d"]
    assert quotes.ids("alpha", sort="oldest") == ["a", "b", "c", "d"]


def test_15_sorting_by_date_is_stable_over_pages(world: WORLD) -> None:
    world.engine.put([world.document(f"d{at:02d}", "alpha", when="2026-01-01") for at in range(30)])
    for sort in ("newest", "oldest"):
        whole = world.ids("alpha", sort=sort, limit=100)
        pages = [key for start in range(0, 30, 7) for key in world.ids("alpha", sort=sort, limit=7, offset=start)]
        assert pages == whole


def test_15_date_outranks_relevance_when_asked_for(world: WORLD) -> None:
    world.say("exact_old", "alpha", when="2020-01-01")
    world.say("typo_new", "alphb something", when="2026-01-01")
    assert world.ids("alpha ", sort="newest") == ["typo_new", "exact_old"]
    assert world.ids("alpha ") == ["exact_old", "typo_new"]


def test_scores_lie_between_0_and_1_and_never_rise_down_a_page(world: WORLD) -> None:
    world.said(a="alpha", b="alpha beta", c="alphb", d="beta then alpha", e="alpha x y z beta")
    for sort in ("relevance", "newest", "oldest"):
        scores = [hit.score for hit in world.find("alpha beta ", sort=sort).hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
