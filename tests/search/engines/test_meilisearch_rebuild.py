"""A rebuild that was killed, on a real Meilisearch: what is sent again, what a late swap cannot do, what is left."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from search import (
    Audience,
    Document,
    EngineUnavailable,
    FieldTable,
    Query,
    Schema,
    Strategy,
    TextQuery,
    parse,
)
from search.engines.meilisearch import MeilisearchEngine
from search.engines.meilisearch.connection import Connection
from search.meaning import Lesson, Space

pytestmark = [
    pytest.mark.meilisearch,
    pytest.mark.skipif("MEILI_URL" not in os.environ, reason="MEILI_URL is not set"),
]
SCHEMA = Schema(("text",))
SPACE = Space("angles", 2)
STRATEGIES: tuple[Strategy, ...] = ("last", "all", "any")


class Killed(BaseException):
    """Ends a rebuild the way a kill does: nothing is tidied up after it."""


class Told(MeilisearchEngine):
    """Notes which documents are sent to which index."""

    def __init__(self, index: str, space: Space | None = None) -> None:
        super().__init__(SCHEMA, os.environ["MEILI_URL"], os.environ.get("MEILI_KEY"), index=index, space=space)
        self.sent: list[str] = []
        self.to: Connection = self._to
        start = self.to.start

        def noted(path: str, body: Any) -> int:
            self.sent += [row["id"] for row in body if "/documents" in path]
            return start(path, body)

        self.to.start = noted  # type: ignore[method-assign]


@pytest.fixture
def index() -> Iterator[str]:
    name = f"test-{uuid.uuid4().hex}"
    yield name
    to = Told(name).to
    for one in (name, f"{name}-next"):
        if to.exists(one):
            to.do("delete", f"indexes/{one}")
    to.close()


def quote(key: str, text: str) -> Document:
    return Document(key, {"text": text}, {}, {"date": None}, ("all",))


def quotes(keys: str, text: str = "alpha") -> list[Document]:
    return [quote(key, f"{text} {key}") for key in keys]


def cut_off(engine: MeilisearchEngine, documents: Sequence[Document], by: type[BaseException] = Killed) -> None:
    """A rebuild that gets as far as these documents reaching the server."""

    def told() -> Iterator[Document]:
        yield from documents

    def end(*_: object) -> None:
        raise by

    swap, engine._to.swap = engine._to.swap, end  # type: ignore[method-assign, assignment]
    with pytest.raises(by):
        engine.replace_all(told())
    engine._to.swap = swap  # type: ignore[method-assign]


def held(engine: MeilisearchEngine) -> dict[str, Document]:
    return {document.id: document for document in engine.read(engine.ids())}


@pytest.mark.parametrize("by", [Killed, EngineUnavailable])
def test_only_what_is_not_there_word_for_word_is_sent_again(index: str, by: type[BaseException]) -> None:
    first = Told(index)
    first.put(quotes("o"))
    first.set_synonyms({"alpha": ["first"]})
    cut_off(first, quotes("abcdef"), by)
    assert list(first.ids()) == ["o"]
    first.set_synonyms({"omega": ["last"]})
    engine = Told(index)
    now = [quote(key, "alpha changed" if key == "b" else f"alpha {key}") for key in "abcegh"]
    assert engine.replace_all(now, resume=True) == 6
    assert engine.sent == ["b", "g", "h"]
    assert held(engine) == {document.id: document for document in now}
    assert engine._settings.kept(index)["synonyms"] == {"omega": ["last"]}
    assert not engine.to.exists(f"{index}-next"), "nothing is left"


def test_what_a_server_refused_is_not_kept_to_be_gone_on_with(index: str) -> None:
    engine = Told(index)
    cut_off(engine, quotes("ab"), ValueError)
    assert not engine.to.exists(f"{index}-next")


def test_a_swap_that_comes_late_does_not_turn_the_indexes_round(index: str) -> None:
    """The process that asked for it was killed before the server had come to it."""
    first = Told(index)
    first.put(quotes("o"))
    cut_off(first, quotes("abc"))
    busy = [{"id": f"x{at}", "t_text": f"{at} many words to read {at * 7}"} for at in range(20_000)]
    first.to.start(f"indexes/{index}/documents?primaryKey=id", busy)
    for _ in range(5):
        first.to.start("swap-indexes", [{"indexes": [index, f"{index}-next"]}])
    engine = Told(index)
    assert engine.replace_all(quotes("abcd"), resume=True) == 4
    assert sorted(engine.ids()) == ["a", "b", "c", "d"]


def test_an_index_that_a_killed_process_had_just_asked_for_is_no_obstacle(index: str) -> None:
    first = Told(index)
    first.put(quotes("o"))
    first.to.start("indexes", {"uid": f"{index}-next", "primaryKey": "id"})
    engine = Told(index)
    assert engine.replace_all(quotes("ab")) == 2
    assert engine.find(Query(TextQuery(), Audience({"all"}))).total == 2


def test_words_that_were_taken_back_are_gone_from_what_a_kill_left_too(index: str) -> None:
    engine = Told(index)
    engine.put(quotes("abc"))
    cut_off(engine, quotes("abc"))
    engine.drop(["a"])
    engine.put([quote("b", "redacted")])
    assert list(engine.to.rows(f"{index}-next", ["id"])) == [{"id": "c"}]


def test_settings_that_the_server_has_are_not_sent_again(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would read every document anew, at each start of a process."""
    engine = Told(index)
    engine.put(quotes("a"))
    changes: list[str] = []
    do = engine.to.do
    monkeypatch.setattr(engine.to, "do", lambda method, path, body=None: (changes.append(path), do(method, path, body)))
    for words in (["the", "a"], ["a", "the"], ["an"]):
        engine.set_stop_words(words)
        engine.set_synonyms({"lift": words})
    assert len(changes) == 2 + 1 + 2
    assert engine._settings.kept(index)["typoTolerance"] == {"disableOnWords": ["an"]}


def test_an_older_index_hands_its_stop_words_over_and_answers_before_its_rows_are_sent_anew(index: str) -> None:
    old = Told(index)
    old.put(quotes("a", "out the box"))
    old.to.do("put", f"indexes/{index}/settings/stop-words", ["the"])
    (row,) = old.to.post(f"indexes/{index}/documents/fetch", {})["results"]
    del row["l_text"]
    old.to.do("post", f"indexes/{index}/documents", [row])
    engine = Told(index)
    for strategy in STRATEGIES:
        for text, found in (("the box ", ["a"]), ('"out box"', []), ('"out the box"', ["a"])):
            asked = Query(parse(text, FieldTable()).text, Audience({"all"}), strategy=strategy)
            assert [hit.id for hit in engine.find(asked).hits] == found
    assert engine.to.get(f"indexes/{index}/settings")["stopWords"] == []


def test_one_without_room_for_vectors_is_begun_anew_and_what_was_learned_comes_along(index: str) -> None:
    first = Told(index)
    cut_off(first, quotes("ab"))
    engine = Told(index, SPACE)
    engine.put(quotes("ab"))
    engine.learn([Lesson(key, text, (1.0, 0.0)) for key, text in engine.unlearned(10)])
    assert engine.replace_all(quotes("abc"), resume=True) == 3
    assert (engine.knowledge().known, engine.knowledge().wanted) == (2, 3)
    cut_off(engine, quotes("abc"))
    engine.sent.clear()
    assert engine.replace_all(quotes("abcd"), resume=True) == 4
    assert engine.sent == ["d"]
    assert (engine.knowledge().known, engine.knowledge().wanted) == (2, 4)
