"""Contract lines 1 to 10: what a typed query finds, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from search import Audience, Strategy

WORLD = Any


def test_01_the_last_word_is_a_prefix_until_it_is_followed_by_a_space(world: WORLD) -> None:
    world.said(a="the price of everything", b="a pricing page")
    assert set(world.ids("pric")) == {"a", "b"}
    assert world.ids("pric ") == []
    assert world.ids('"pric"') == []


def test_01_an_earlier_word_is_never_a_prefix(world: WORLD) -> None:
    world.said(a="price list", b="pricing list")
    assert world.ids("price lis", strategy="all") == ["a"]
    assert world.ids("pric list", strategy="all") == []


@pytest.mark.parametrize(
    ("typed", "word", "found"),
    [
        ("prce", "price", False),
        ("pric", "prix", False),
        ("pricw", "price", True),
        ("prcie", "price", True),
        ("prixw", "price", False),
        ("customre", "customer", True),
        ("cstomre", "customer", False),
        ("frustated", "frustrated", True),
        ("frustatde", "frustrated", True),
        ("fustatde", "frustrated", False),
        ("ärger", "arger", True),
        ("größe", "grosse", True),
    ],
)
def test_02_typos_by_length_in_characters(world: WORLD, typed: str, word: str, found: bool) -> None:
    world.say("a", f"well {word} indeed")
    assert (world.ids(f"{typed} ") == ["a"]) is found


@pytest.mark.parametrize(
    ("typed", "word", "found"),
    [
        ("rpice", "price", False),
        ("brice", "price", False),
        ("bustomer", "customer", False),
        ("brustrated", "frustrated", True),
        ("rfustrated", "frustrated", True),
        ("brustratde", "frustrated", False),
    ],
)
def test_03_a_typo_in_the_first_letter_needs_nine_characters(world: WORLD, typed: str, word: str, found: bool) -> None:
    world.say("a", f"well {word} indeed")
    assert (world.ids(f"{typed} ") == ["a"]) is found


def test_03_a_typo_in_the_first_letter_counts_two(world: WORLD) -> None:
    world.said(two="brustrated people", one="frustraded people")
    world.say("third", "frustrated people", when="2020-01-01")
    assert world.ids("frustrated ") == ["third", "one", "two"]


def test_04_words_after_the_tenth_do_not_count(world: WORLD) -> None:
    ten = "one two three four five six seven eight nine ten"
    world.said(a=f"{ten} eleven", b=ten)
    assert set(world.ids(f"{ten} eleven ", strategy="all")) == {"a", "b"}
    assert world.ids("one two three four five six seven eight nine eleven ", strategy="all") == ["a"]


def test_05_strategy_last_drops_words_from_the_end_but_never_the_first(world: WORLD) -> None:
    world.said(c="alpha only", b="alpha beta only", a="alpha beta gamma", d="beta gamma")
    page = world.find("alpha beta gamma ", facets=("tag",))
    assert [hit.id for hit in page.hits] == ["a", "b", "c"]
    assert page.total == 3


def test_05_counts_and_facets_cover_the_larger_set(world: WORLD) -> None:
    world.say("a", "alpha beta", tag="x")
    world.say("b", "alpha", tag=("x", "y"))
    page = world.find("alpha beta ", facets=("tag",), limit=1)
    assert page.total == 2
    assert page.facets["tag"] == {"x": 2, "y": 1}


def test_05_strategy_all_wants_every_word(world: WORLD) -> None:
    world.said(a="alpha beta gamma", b="alpha beta", c="alpha")
    assert world.ids("alpha beta gamma ", strategy="all") == ["a"]


def test_05_strategy_any_needs_no_single_word_and_weighs_rare_ones_most(world: WORLD) -> None:
    world.said(**{f"c{at}": "a common matter of the day" for at in range(8)})
    world.say("rare", "the wizard of the day", when="2020-01-01")
    assert world.ids("what about the common wizard ", strategy="any")[0] == "rare"


def test_05_strategy_any_knows_what_a_question_is_not_about(world: WORLD) -> None:
    world.said(talk="they said what they think about it", hit="the price")
    assert world.ids("what do they say about the price? ", strategy="any")[0] == "hit"


def test_05_strategy_any_finds_what_lacks_the_rarest_word(world: WORLD) -> None:
    world.said(**{f"c{at}": "a common matter of the price" for at in range(8)}, rarest="a wizard came")
    world.say("rare", "the lizard said nothing", when="2020-01-01")
    world.say("rare2", "another lizard", when="2020-01-01")
    page = world.find("does the common matter of price concern wizard or lizard? ", strategy="any")
    found = [hit.id for hit in page.hits]
    assert found[0] == "rarest"
    assert set(found[1:3]) == {"rare", "rare2"}
    assert page.total == 11


def test_05_strategy_any_finds_english_forms_of_words_nobody_said_so(world: WORLD) -> None:
    world.said(form="it was priced", other="a wizard came", neither="nothing of it")
    assert set(world.ids("which pricing has the wizard? ", strategy="any")) == {"form", "other"}


def test_05_strategy_any_goes_on_past_the_best_without_gaps_or_repeats(world: WORLD) -> None:
    world.engine.put(
        [
            world.document(f"d{at}", f"a common matter {at}", when=f"2025-01-{at % 28 + 1:02d}", tag=f"t{at % 3}")
            for at in range(450)
        ]
    )
    world.say("rare", "the wizard of the day", when="2020-01-01", tag="t0")
    asked = "is the common matter a wizard? "
    for sort in ("relevance", "newest", "oldest"):
        page = world.find(asked, strategy="any", sort=sort, facets=("tag",), limit=0)
        assert page.total == 451
        assert page.facets["tag"] == {"t0": 151, "t1": 150, "t2": 150}
        pages = [
            world.find(asked, strategy="any", sort=sort, offset=offset, limit=90).hits for offset in range(0, 540, 90)
        ]
        found = [hit.id for hits in pages for hit in hits]
        assert sorted(found) == sorted(["rare", *(f"d{at}" for at in range(450))])
        scores = [hit.score for hits in pages for hit in hits]
        assert scores == sorted(scores, reverse=True)
        dates = [document.numbers["date"] for document in world.engine.read(found)]
        assert sort == "relevance" or dates == sorted(dates, reverse=sort == "newest")
    assert world.ids(asked, strategy="any")[0] == "rare"


def test_05_strategy_any_counts_a_ticked_facet_without_its_ticks(world: WORLD) -> None:
    world.say("a", "the wizard", tag="x")
    world.say("b", "the lizard", tag="y")
    world.say("c", "the blizzard", tag="z")
    page = world.find("is a wizard a lizard? ", strategy="any", facets=("tag",), refine={"tag": ("x",)})
    assert [hit.id for hit in page.hits] == ["a"]
    assert page.facets["tag"] == {"x": 1, "y": 1}
    query = world.query("is a wizard a lizard? ", strategy="any")
    assert [value.value for value in world.engine.facet_search("tag", "", query)] == ["x", "y"]


def test_05_strategy_any_neither_shows_nor_counts_what_the_audience_may_not_see(world: WORLD) -> None:
    world.say("open", "a common matter of the price", tag="x")
    for at in range(5):
        world.say(f"closed{at}", "the wizard of pricing", audience=("board",), tag="secret")
    page = world.find("does the wizard name a common price? ", strategy="any", facets=("tag",))
    assert [hit.id for hit in page.hits] == ["open"]
    assert (page.total, page.facets["tag"]) == (1, {"x": 1})
    both = world.find("does the wizard name a price? ", strategy="any", audience=Audience({"company", "board"}))
    assert (both.hits[-1].id, both.total) == ("open", 6)


def test_05_strategy_any_keeps_out_what_is_excluded(world: WORLD) -> None:
    world.said(a="the wizard and the lizard", b="the wizard alone", c="a lizard")
    page = world.find("does wizard lizard concern them -alone ", strategy="any")
    assert ([hit.id for hit in page.hits], page.total) == (["a", "c"], 2)


@pytest.mark.parametrize(
    "texts",
    [
        {"fewer_words": "alpha and more", "all_words": "alpha beta and more"},
        {"typo": "the alphb", "exact": "the alpha"},
        {"far": "alpha one two three four five beta", "near": "alpha beta one two three four five"},
        {"backwards": "beta alpha", "forwards": "alpha beta"},
        {"across": "one alpha. Beta two", "within": "one alpha beta two"},
    ],
)
def test_06_a_better_key_comes_first_whatever_the_date(world: WORLD, texts: dict[str, str]) -> None:
    world.said(**texts)
    assert world.ids("alpha beta ")[0] == list(texts)[-1]


def test_06_words_come_before_typos_and_typos_before_proximity(world: WORLD) -> None:
    world.said(
        one_word="alpha alone",
        typo_near="alpha betta",
        exact_far="alpha one two three four five six beta ",
    )
    world.engine.put([world.document("typo_word", "alphb beta", when="2026-05-05")])
    assert world.ids("alpha bettt ")[0] == "typo_near"
    assert (
        world.ids("alpha beta ") == ["exact_far", "typo_word", "one_word", "typo_near"]
        or world.ids("alpha beta ")[0] == "exact_far"
    )


def test_06_the_more_important_field_comes_first(world: WORLD) -> None:
    world.say("speaker", "nothing", speaker="alpha", when="2026-03-03")
    world.say("text", "an alpha male", when="2020-03-03")
    assert world.ids("alpha ") == ["text", "speaker"]


def test_06_whole_fields_then_beginnings_then_whole_words_come_first(world: WORLD) -> None:
    world.said(prefix="an alphabet song", inside="an alpha song", begins="alpha song", whole="alpha")
    assert world.ids("alpha") == ["whole", "begins", "inside", "prefix"]


def test_06_equal_keys_are_ordered_by_date_newest_first(world: WORLD) -> None:
    world.say("old", "an alpha song", when="2020-01-01")
    world.say("new", "an alpha song", when="2025-01-01")
    world.say("undated", "an alpha song", when=None)
    world.say("mid", "an alpha song", when="2022-01-01")
    assert world.ids("alpha ") == ["new", "mid", "old", "undated"]


def test_06_pages_join_without_gap_or_repeat(world: WORLD) -> None:
    world.engine.put([world.document(f"d{at:02d}", f"alpha {at}") for at in range(37)])
    whole = world.ids("alpha", limit=100)
    pages = [key for start in range(0, 40, 10) for key in world.ids("alpha", limit=10, offset=start)]
    assert pages == whole
    assert len(set(whole)) == 37


def test_07_a_phrase_is_adjacent_and_without_typos(world: WORLD) -> None:
    world.said(a="the price increase came", b="the increase in price came", c="the prize increase came")
    assert world.ids('"price increase"') == ["a"]


def test_07_a_phrase_does_not_reach_over_a_sentence_end(world: WORLD) -> None:
    world.said(a="We paid the price. Increase came later", b="the price increase")
    assert world.ids('"price increase"') == ["b"]


def test_07_an_unclosed_quote_runs_to_the_end(world: WORLD) -> None:
    world.said(a="the price increase came", b="the increase in price came")
    assert world.ids('"price increase') == ["a"]


def test_07_a_minus_excludes_words_and_phrases(world: WORLD) -> None:
    world.said(a="price list", b="price increase list", c="price of increase list")
    assert set(world.ids("price -increase ")) == {"a"}
    assert set(world.ids('price -"price increase" ')) == {"a", "c"}


def test_07_an_only_negative_query_returns_the_rest(world: WORLD) -> None:
    world.said(a="price", b="other", c="more")
    assert world.ids("-price") == ["b", "c"]


def test_07_an_empty_query_returns_everything_newest_first(world: WORLD) -> None:
    world.said(a="one", b="two", c="three")
    assert world.ids("") == ["a", "b", "c"]
    assert world.ids("", sort="oldest") == ["c", "b", "a"]
    assert world.find("").total == 3


def test_07_a_phrase_stays_mandatory_while_words_drop(world: WORLD) -> None:
    world.said(a="price increase hurts", b="price increase", c="hurts")
    assert world.ids('"price increase" hurts ') == ["a", "b"]


def test_08_two_words_find_the_joined_word_after_exact_hits(world: WORLD) -> None:
    world.said(joined="a sunflower field", apart="a sun flower field")
    assert world.ids("sun flower ") == ["apart", "joined"]


def test_08_a_joined_word_finds_the_two_words_after_exact_hits(world: WORLD) -> None:
    world.said(apart="a sun flower field", joined="a sunflower field", far="sun and flower")
    assert world.ids("sunflower ") == ["joined", "apart"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("cafe ", "un Café noir"),
        ("CAFÉ ", "a cafe latte"),
        ("ＡＰＩ ", "our api is slow"),
        ("uber ", "ÜBER alles"),
        ("naive ", "a nai\u0308ve view"),
    ],
)
def test_09_case_accents_and_width_fold(world: WORLD, typed: str, text: str) -> None:
    world.said(other="nothing here", hit=text)
    assert world.ids(typed) == ["hit"]


@pytest.mark.parametrize(
    ("quote", "copied"),
    [
        ("東京特許許可局で働いています", "特許許可局"),
        ("このアプリはとても使いやすいです", "使いやすい"),
        ("我们的客户非常失望", "客户非常"),
        ("가격이 너무 비싸요", "너무"),
    ],
)
def test_09_a_copied_stretch_of_cjk_is_found(world: WORLD, quote: str, copied: str) -> None:
    world.said(other="nothing here", hit=quote)
    assert "hit" in world.ids(copied)


def test_10_a_two_way_synonym_costs_nothing(world: WORLD) -> None:
    world.engine.set_synonyms({"invoice": ["bill"], "bill": ["invoice"]})
    world.said(a="the bill came late", b="the invoice came late")
    assert set(world.ids("invoice ")) == {"a", "b"}
    assert set(world.ids("bill ")) == {"a", "b"}


def test_10_a_one_way_synonym_goes_one_way(world: WORLD) -> None:
    world.engine.set_synonyms({"phone": ["iphone"]})
    world.said(a="my iphone broke", b="my phone broke")
    assert set(world.ids("phone ")) == {"a", "b"}
    assert world.ids("iphone ") == ["a"]


def test_10_synonyms_have_several_words_on_either_side(world: WORLD) -> None:
    world.engine.set_synonyms({"nyc": ["new york city"], "new york": ["nyc"]})
    world.said(a="moved to new york city", b="moved to nyc")
    assert set(world.ids("nyc ")) == {"a", "b"}
    assert "b" in world.ids("new york ")


def test_10_a_synonym_beats_a_typo(world: WORLD) -> None:
    world.engine.set_synonyms({"invoice": ["bill"]})
    world.said(typo="the invoise came", synonym="the bill came")
    assert world.ids("invoice ") == ["synonym", "typo"]


def test_10_stop_words_are_ignored_outside_phrases(world: WORLD) -> None:
    world.engine.set_stop_words(["the", "of"])
    world.said(a="price of milk", b="price list for milk")
    assert set(world.ids("the price of milk ", strategy="all")) == {"a", "b"}


@pytest.mark.parametrize("strategy", ["last", "all", "any"])
def test_10_a_phrase_finds_and_keeps_out_with_its_stop_words(world: WORLD, strategy: Strategy) -> None:
    world.engine.set_stop_words(["the", "of", "in", "a"])
    world.said(whole="out of the box", other="out in a box", plain="out box", article="the box")
    assert world.ids('"out of the box"', strategy=strategy) == ["whole"]
    assert set(world.ids('"the box"', strategy=strategy)) == {"whole", "article"}
    assert world.ids('"of the"', strategy=strategy) == ["whole"]
    assert set(world.ids('box -"the box"', strategy=strategy)) == {"other", "plain"}
    page = world.find('box "out of the box" ', strategy=strategy, facets=("tag",))
    assert page.total == (4 if strategy == "any" else 1)


@pytest.mark.parametrize("strategy", ["last", "all", "any"])
def test_10_a_stop_word_that_is_still_being_typed_is_a_word(world: WORLD, strategy: Strategy) -> None:
    world.engine.set_stop_words(["the", "them"])
    world.said(a="them", b="the theme", c="price")
    assert set(world.ids("the", strategy=strategy)) == {"a", "b"}
    assert set(world.ids("the ", strategy=strategy)) == {"a", "b", "c"}


def test_10_what_is_no_stop_word_any_more_counts_again(world: WORLD) -> None:
    world.engine.set_stop_words(["the", "of"])
    world.said(a="the price", b="price of milk")
    assert set(world.ids("price the ", strategy="all")) == {"a", "b"}
    world.engine.set_stop_words(["of"])
    assert world.ids("price the ", strategy="all") == ["a"]


def test_10_only_stop_words_is_an_empty_query(world: WORLD) -> None:
    world.engine.set_stop_words(["the"])
    world.said(a="price", b="milk")
    assert set(world.ids("the ")) == {"a", "b"}
