"""Contract lines 16 to 19: writing, replacing, audiences, bounded time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import Audience, BadDocument, Document, Has, Is, Not, Or, Query, Term, TextQuery

WORLD = Any


def test_16_put_replaces_by_id(world: WORLD) -> None:
    world.say("a", "first version", tag="x")
    world.say("a", "second version", tag="y")
    assert world.ids("first ") == []
    assert world.ids("second ") == ["a"]
    assert world.find("", facets=("tag",)).facets["tag"] == {"y": 1}
    assert world.engine.count() == 1


def test_16_put_twice_in_one_batch_keeps_the_last(world: WORLD) -> None:
    world.engine.put([world.document("a", "first"), world.document("a", "second")])
    assert world.ids("second ") == ["a"]
    assert world.ids("first ") == []


def test_16_drop_removes_and_ignores_unknown_ids(world: WORLD) -> None:
    world.said(a="one", b="two")
    world.engine.drop(["a", "never"])
    assert world.ids("") == ["b"]
    assert world.engine.count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        Document("not an id!", {}, {}, {}, ("company",)),
        Document("", {}, {}, {}, ("company",)),
        Document("x", {"nothing": "x"}, {}, {}, ("company",)),
        Document("x", {}, {"nothing": ("x",)}, {}, ("company",)),
        Document("x", {}, {}, {"nothing": 1}, ("company",)),
        Document("x", {}, {}, {"date": 2**60}, ("company",)),
    ],
)
def test_16_a_failed_batch_changes_nothing_and_says_so(world: WORLD, bad: Document) -> None:
    world.say("a", "first version")
    with pytest.raises(BadDocument):
        world.engine.put([world.document("a", "second version"), world.document("b", "new"), bad])
    assert world.ids("") == ["a"]
    assert world.ids("first ") == ["a"]


def test_16_what_was_put_is_found_when_put_returns(world: WORLD) -> None:
    for at in range(5):
        world.say(f"d{at}", f"w{at}")
        assert world.ids(f"w{at} ") == [f"d{at}"]


def test_16_documents_are_read_back_as_they_were_put(world: WORLD) -> None:
    document = world.document(
        "a",
        ("one <b>", "zwei 😀"),
        speaker="S",
        labels=("l",),
        tag=("x", "Y "),
        when=None,
        group="g",
        length=3,
    )
    world.engine.put([document])
    assert world.engine.read(["a", "unknown"]) == (document,)
    assert list(world.engine.ids()) == ["a"]
    assert world.find("one ").hits[0].group == "g"


def test_16_an_empty_batch_changes_nothing(world: WORLD) -> None:
    world.engine.put([])
    world.engine.drop([])
    assert world.engine.count() == 0
    assert world.find("anything").hits == ()


def test_17_replace_all_leaves_exactly_the_new_documents(world: WORLD) -> None:
    world.said(a="one", b="two")
    assert world.engine.replace_all(iter([world.document("c", "three"), world.document("d", "four")])) == 2
    assert sorted(world.ids("")) == ["c", "d"]
    assert world.ids("one ") == []
    assert world.ids("three ") == ["c"]


def test_17_replace_all_never_shows_a_partial_index(world: WORLD) -> None:
    world.engine.put([world.document(f"o{at}", "alpha old") for at in range(20)])
    seen: list[int] = []
    halfway, looked = threading.Event(), threading.Event()

    def documents() -> Iterator[Document]:
        for at in range(30):
            if at == 15:
                halfway.set()
                assert looked.wait(30)
            yield world.document(f"n{at}", "alpha new")

    writer = threading.Thread(target=lambda: world.engine.replace_all(documents()))
    writer.start()
    assert halfway.wait(30)
    seen.append(world.find("alpha", limit=0).total)
    looked.set()
    writer.join()
    seen.append(world.find("alpha", limit=0).total)
    assert seen == [20, 30]


def test_17_a_failed_replace_all_changes_nothing(world: WORLD) -> None:
    world.said(a="one")
    with pytest.raises(BadDocument):
        world.engine.replace_all([world.document("b", "two"), Document("!", {}, {}, {}, ())])
    assert world.ids("") == ["a"]
    world.say("c", "still writable")
    assert sorted(world.ids("")) == ["a", "c"]


class Killed(BaseException):
    """Ends a rebuild the way a kill does: nothing is tidied up after it."""


def cut_off(world: WORLD, documents: list[Document]) -> None:
    """A rebuild that gets as far as these documents."""

    def told() -> Iterator[Document]:
        yield from documents
        raise Killed

    with pytest.raises(Killed):
        world.engine.replace_all(told())


@pytest.mark.parametrize("resume", [True, False])
def test_17_a_rebuild_that_was_cut_off_is_not_seen_and_the_next_is_whole(world: WORLD, resume: bool) -> None:
    world.said(old="alpha old")
    cut_off(world, [world.document(f"n{at}", "alpha new") for at in range(2500)])
    assert world.ids("alpha") == ["old"]
    now = [world.document(f"n{at}", "alpha newer" if at % 2 else "alpha new") for at in range(1, 2600)]
    assert world.engine.replace_all(iter(now), resume=resume) == 2599
    assert {one.id: one for one in world.engine.read(world.engine.ids())} == {one.id: one for one in now}
    assert world.find("newer ", strategy="all").total == 1300
    assert world.engine.replace_all(now[:3], resume=resume) == 3
    assert sorted(world.ids("alpha")) == ["n1", "n2", "n3"]


def test_17_what_changes_after_a_rebuild_was_cut_off_is_kept_and_what_goes_stays_away(world: WORLD) -> None:
    world.said(a="alpha one", b="alpha two", c="alpha three")
    cut_off(world, list(world.engine.read("abc")))
    world.say("b", "beta")
    world.engine.drop(["c"])
    assert world.engine.replace_all([*world.engine.read("ab")], resume=True) == 2
    assert (world.ids("alpha"), world.ids("beta")) == (["a"], ["b"])


def test_17_settings_survive_replace_all(world: WORLD) -> None:
    world.engine.set_synonyms({"invoice": ["bill"]})
    world.engine.set_stop_words(["the"])
    world.engine.replace_all([world.document("a", "a bill")])
    assert world.ids("the invoice ", strategy="all") == ["a"]


def test_18_only_the_audience_sees_a_document(world: WORLD) -> None:
    world.say("open", "alpha", audience=("company", "team-x"), tag="t")
    world.say("closed", "alpha", audience=("team-y",), tag="t")
    assert world.ids("alpha") == ["open"]
    assert world.ids("alpha", audience=Audience({"team-y"})) == ["closed"]
    assert sorted(world.ids("", audience=Audience({"team-y", "team-x"}))) == ["closed", "open"]
    page = world.find("", facets=("tag",))
    assert (page.total, page.facets["tag"]) == (1, {"t": 1})


def test_18_an_empty_audience_sees_nothing(world: WORLD) -> None:
    world.say("a", "alpha", tag="t")
    page = world.find("", audience=Audience(), facets=("tag",))
    assert (page.hits, page.total, page.facets["tag"]) == ((), 0, {})
    assert world.engine.facet_search("tag", "", world.query("", audience=Audience())) == ()


def test_18_a_document_without_audience_is_seen_by_nobody(world: WORLD) -> None:
    world.say("a", "alpha", audience=())
    assert world.ids("") == []


@pytest.mark.parametrize(
    "filter",
    [Not(Is("tag", "none")), Or((Has("tag"), Not(Has("tag")))), Or((Is("tag", "t"), Not(Is("tag", "t"))))],
)
def test_18_no_filter_widens_an_audience(world: WORLD, filter: Any) -> None:
    world.say("closed", "alpha", audience=("board",), tag="t")
    assert world.ids("alpha", filter=filter) == []
    assert world.ids("-nothing", filter=filter) == []


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(typed=st.text(max_size=80), strategy=st.sampled_from(["last", "all", "any"]))
def test_18_no_text_widens_an_audience(world: WORLD, typed: str, strategy: Any) -> None:
    if not world.engine.count():
        world.say("closed", "alpha secret", audience=("board",), tag="t")
    text = TextQuery(tuple(Term(word) for word in typed.split()), open=True)
    query = Query(text=text, audience=Audience({"company", typed}), facets=("tag",), strategy=strategy)
    page = world.engine.find(query)
    assert (page.hits, page.total) == ((), 0)
    assert world.engine.suggest(query) is None


def test_suggest_corrects_unknown_words_within_the_audience(world: WORLD) -> None:
    world.said(a="the pricing is fine", b="pricing again")
    assert world.engine.suggest(world.query("pricng page ")) in ("pricing page", "pricing")
    assert world.engine.suggest(world.query("pricing ")) is None
    assert world.engine.suggest(world.query("pricng ", audience=Audience({"board"}))) is None


def test_health_tells_how_many_documents_there_are(world: WORLD) -> None:
    world.say("a", "alpha")
    health = world.engine.health()
    assert health.ok
    assert health.documents == 1
    assert health.detail


def test_two_readers_and_a_writer_do_not_disturb_each_other(world: WORLD) -> None:
    world.said(a="alpha")
    seen: list[int] = []

    def read() -> None:
        seen.extend(world.find("alpha", facets=("tag",)).total for _ in range(25))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for at in range(5):
        world.say(f"d{at}", "alpha more")
    for reader in readers:
        reader.join()
    assert len(seen) == 50
    assert set(seen) <= set(range(1, 7))
    assert world.find("alpha").total == 6
