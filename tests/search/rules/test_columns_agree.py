"""The fast way of ranking must agree with the plain definition, document by document."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from search import Document, Query, Schema, Term, TextQuery
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.port import Audience

SCHEMA = Schema(searchable=("text", "speaker"), facets=("tag",))
WORDS = [
    "alpha",
    "alphb",
    "al",
    "beta",
    "betta",
    "sun",
    "flower",
    "sunflower",
    "flowers",
    "frustrated",
    "frustratde",
    "東京",
    "京都",
    "the",
]
word = st.sampled_from(WORDS)
sentence = st.lists(st.one_of(word, st.sampled_from(["a. ", "x,", "y!"])), max_size=9).map(" ".join)
documents = st.lists(
    st.tuples(
        sentence,
        st.sampled_from(["", "alpha", "sun flower"]),
        st.none() | st.integers(0, 3),
        st.sampled_from(["x", "y", ""]),
    ),
    min_size=1,
    max_size=14,
)
terms = st.lists(
    st.one_of(
        st.builds(Term, word),
        st.builds(Term, st.lists(word, min_size=2, max_size=3).map(" ".join), phrase=st.just(True)),
        st.builds(Term, word, excluded=st.just(True)),
        st.builds(Term, word.map(lambda text: text[:-1] or text)),
    ),
    max_size=5,
)


@settings(max_examples=80, deadline=None)
@given(
    rows=documents,
    terms=terms,
    is_open=st.booleans(),
    strategy=st.sampled_from(["last", "all", "any"]),
    sort=st.sampled_from(["relevance", "relevance", "newest", "oldest"]),
)
def test_the_embedded_engine_answers_like_the_reference(rows, terms, is_open, strategy, sort) -> None:  # type: ignore[no-untyped-def]
    made = [
        Document(
            f"d{at:02d}", {"text": text, "speaker": speaker}, {"tag": (tag,) if tag else ()}, {"date": date}, ("all",)
        )
        for at, (text, speaker, date, tag) in enumerate(rows)
    ]
    query = Query(
        TextQuery(tuple(terms), is_open and bool(terms) and not terms[-1].phrase and not terms[-1].excluded),
        Audience({"all"}),
        facets=("tag",),
        refine={"tag": ("x",)} if len(rows) % 3 == 0 else {},
        strategy=strategy,
        sort=sort,
        limit=50,
        crop_words=3,
    )
    reference = MemoryEngine(SCHEMA, budget_ms=60_000)  # nothing may be cut short, however busy the machine is
    reference.set_synonyms({"sun": ["beta alpha"], "al beta": ["flower"]})
    reference.put(made)
    with tempfile.TemporaryDirectory() as folder:
        embedded = EmbeddedEngine(SCHEMA, Path(folder), budget_ms=60_000)
        embedded.set_synonyms({"sun": ["beta alpha"], "al beta": ["flower"]})
        embedded.put(made)
        told, expected = embedded.find(query), reference.find(query)
        embedded.close()
    assert told.total == expected.total
    assert told.facets == expected.facets
    if strategy != "any":
        assert [hit.id for hit in told.hits] == [hit.id for hit in expected.hits]
        assert [hit.score for hit in told.hits] == [hit.score for hit in expected.hits]
    assert {hit.id: (hit.spans, hit.crops) for hit in told.hits} == {
        hit.id: (hit.spans, hit.crops) for hit in expected.hits
    }
    if strategy == "any" and sort == "relevance":
        shown = {hit.id: hit.score for hit in told.hits}
        assert all(abs(shown[hit.id] - hit.score) < 1e-9 for hit in expected.hits)
