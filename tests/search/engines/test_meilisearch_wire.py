"""What is said to a Meilisearch server, and what its answers are turned into; no server needed."""

from __future__ import annotations

import re
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import (
    And,
    Audience,
    Document,
    EngineUnavailable,
    Has,
    In,
    Is,
    Not,
    Or,
    Query,
    Range,
    Schema,
    Term,
    TextQuery,
)
from search.engines.meilisearch import MeilisearchEngine, wire
from search.engines.meilisearch.questions import excerpt
from search.engines.meilisearch.reading import meant
from search.engines.meilisearch.settings import agrees
from search.rules import rank
from search.rules.text import GAP

SCHEMA = Schema(("text", "labels"), ("tag",), ("date", "length"))
text = st.text(max_size=40)


@given(one=text, two=st.lists(text, max_size=3), told=st.lists(text, max_size=3), number=st.none() | st.integers(-9, 9))
def test_a_document_comes_back_as_it_was_sent(one: str, two: list[str], told: list[str], number: int | None) -> None:
    document = Document(
        "a", {"text": one, "labels": tuple(two)}, {"tag": tuple(told)}, {"date": number}, tuple(told), one
    )
    assert wire.from_wire(wire.to_wire(document)) == document


said = st.lists(st.sampled_from(["one", "two", "three", " ", ". ", "! ", ", ", "漢字", "\n"]), max_size=12).map("".join)


@given(one=said, two=st.lists(said, max_size=3), wanted=st.sets(st.sampled_from(["one", "two", "漢", "漢字"])))
def test_an_excerpt_of_a_row_holds_what_a_reading_of_its_document_does(
    one: str, two: list[str], wanted: set[str]
) -> None:
    texts: dict[str, str | tuple[str, ...]] = {"text": one, "labels": tuple(two)}
    whole = rank.read(texts, SCHEMA.searchable)
    row = wire.to_wire(Document("a", texts, {}, {}, ()))
    found = excerpt([wire.as_words(row[f"s_{name}"]) for name in SCHEMA.searchable], {GAP, *wanted})
    assert found.places == {word: places for word, places in whole.places.items() if word in wanted}
    assert found.length == whole.length == row["l_text"]


leaf = st.one_of(
    st.builds(Is, st.just("tag"), text),
    st.builds(In, st.just("tag"), st.lists(text, max_size=3).map(tuple)),
    st.builds(Is, st.just("length"), st.integers()),
    st.builds(Range, st.just("date"), st.none() | st.integers(), st.none() | st.integers()),
    st.builds(Has, st.sampled_from(["tag", "date"])),
)
tree = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


@given(tree)
def test_a_filter_holds_nothing_that_a_person_typed(part: object) -> None:
    said = wire.filter_text(part, SCHEMA)  # type: ignore[arg-type]
    words = re.findall(r"[^\s()\[\],]+", said)
    known = r"(AND|OR|NOT|IN|EXISTS|>=|<|audience|[vn]_(tag|date|length)|v[0-9a-f]{32}|-?\d+)"
    assert all(re.fullmatch(known, word) for word in words), said


@given(text, text)
def test_equal_values_have_equal_digests_and_only_they(one: str, two: str) -> None:
    same = one.strip().casefold() == two.strip().casefold()
    assert (wire.digest(one) == wire.digest(two)) is same


@given(st.lists(st.builds(Term, text, st.booleans(), st.booleans()), max_size=6), st.booleans())
def test_quotes_and_minus_signs_mean_only_what_our_languagemeant(terms: list[Term], is_open: bool) -> None:
    said = wire.typed(TextQuery(tuple(terms), is_open))
    assert said.count('"') % 2 == 0
    outside = re.sub(r'-?"[^"]*"', " ", said).split()
    assert all(word.lstrip("-").isalnum() or not word.lstrip("-").isascii() for word in outside)


@pytest.mark.parametrize(
    ("terms", "is_open", "said"),
    [
        ([Term("price")], True, "price"),
        ([Term("price")], False, "price "),
        ([Term("Price Rise", phrase=True), Term("café", excluded=True)], False, '"price rise" -cafe '),
        ([Term("e-mail", excluded=True)], False, '-"e mail" '),
        ([Term("東京")], True, '"東 京" '),
        ([Term('--"')], True, " "),
    ],
)
def test_a_text_query_as_the_server_reads_it(terms: list[Term], is_open: bool, said: str) -> None:
    assert wire.typed(TextQuery(tuple(terms), is_open)) == said


def test_bytes_of_the_servers_text_become_code_points_of_ours() -> None:
    told = "😀 Ein Café. Größe"
    read = wire.as_read(wire.tokens(told))
    start = len(read[: read.index("cafe")].encode())
    match = {"start": start, "length": 2}
    (span,) = wire.spans({"text": told}, {"s_text": [match]})["text"]
    assert told[span.start : span.end] == "Ca"
    start = len(read[: read.index("grosse")].encode())
    (span,) = wire.spans({"text": told}, {"s_text": [{"start": start, "length": 6}]})["text"]
    assert told[span.start : span.end] == "Größe"


def test_payloads_stay_below_their_limit() -> None:
    documents = [Document(f"d{at}", {"text": "x" * 300}, {}, {}, ("a",)) for at in range(40)]
    made = list(wire.batches(map(wire.to_wire, documents), 4000))
    assert [row["id"] for batch in made for row in batch] == [document.id for document in documents]
    assert len(made) > 1


def test_every_setting_is_said_and_the_attribute_rule_follows_the_version() -> None:
    old, new = wire.index_settings(SCHEMA, "1.13.0", 100), wire.index_settings(SCHEMA, "1.50.0", 100)
    assert old["rankingRules"][4] == "attribute"
    assert new["rankingRules"][4] == "attributeRank"
    assert new["pagination"]["maxTotalHits"] > 1000
    assert new["searchableAttributes"] == ["s_text", "s_labels"]


def test_settings_agree_when_the_server_tells_more_than_we_set() -> None:
    assert agrees({"a": 1, "b": 2}, {"a": 1})
    assert agrees(["x", "y"], ["y", "x"])
    assert not agrees(["words", "sort"], ["sort", "words"])
    assert not agrees(None, {"a": 1})


def test_a_misspelled_word_is_what_the_server_found_instead() -> None:
    assert meant("pricng", ["pricing", "page"]) == "pricing"
    assert meant("pric", ["pricing"]) == "pric"
    assert meant("two words", ["twowords"]) == "two words"
    assert meant("xyzzy", ["pricing"]) == "xyzzy"


@pytest.fixture
def nobody() -> MeilisearchEngine:
    """An engine whose server does not run: the port was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return MeilisearchEngine(SCHEMA, f"http://127.0.0.1:{port}", "key", timeout_s=1)


def test_an_unreachable_server_is_unavailable_and_says_so(nobody: MeilisearchEngine) -> None:
    query = Query(TextQuery(), Audience({"all"}))
    for ask in (
        lambda: nobody.find(query),
        lambda: nobody.facet_search("tag", "x", query),
        lambda: nobody.put([Document("a", {}, {}, {}, ())]),
        lambda: nobody.drop(["a"]),
        lambda: nobody.replace_all([]),
        nobody.count,
        lambda: nobody.read(["a"]),
        lambda: list(nobody.ids()),
        lambda: nobody.suggest(query),
        lambda: nobody.set_stop_words(["the"]),
        lambda: nobody.set_synonyms({}),
    ):
        with pytest.raises(EngineUnavailable, match="does not answer"):
            ask()
    assert not nobody.health().ok


def test_an_empty_audience_is_answered_without_asking_anybody(nobody: MeilisearchEngine) -> None:
    query = Query(TextQuery(), Audience(), facets=("tag",))
    assert nobody.find(query).distinct == {"tag": 0}
    assert nobody.facet_search("tag", "", query) == ()
    nobody.close()
