"""Anchors on the scripts of the world: found in place, by their quote, by likeness, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transcripts.anchors import Anchor, Line, Match, Position, Script, SpanError, describe, locate
from tests.transcripts.scripts import spans, transcripts

TURNS = [
    Line("a", "So how did the export go last week?"),
    Line("b", "It failed twice. I waited three days for support, and nobody called."),
    Line("c", "That sounds exhausting."),
]


def mark(turns: list[Line], turn: str, words: str) -> Anchor:
    text = next(line.text for line in turns if line.id == turn)
    at = text.index(words)
    return describe(turns, Position(turn, at), Position(turn, at + len(words)))


def at(anchor: Anchor, turns: list[Line]) -> str:
    script = Script(turns)
    return script.text[script.index(anchor.start) : script.index(anchor.end)]


def test_a_description_carries_the_quote_and_its_surroundings() -> None:
    anchor = mark(TURNS, "b", "three days")
    assert (anchor.quote, anchor.start_offset, anchor.end_offset) == ("three days", 26, 36)
    assert anchor.prefix == "rt go last week?\nIt failed twice. I waited "[-40:]
    assert anchor.suffix.startswith(" for support, and nobody called.\nThat")


def test_white_space_at_the_edges_is_not_marked() -> None:
    anchor = describe(TURNS, Position("a", 35), Position("b", 10))
    assert (anchor.start_turn, anchor.start_offset, anchor.quote) == ("b", 0, "It failed")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (Position("x", 0), Position("a", 2)),
        (Position("a", -1), Position("a", 2)),
        (Position("a", 0), Position("a", 99)),
        (Position("b", 3), Position("a", 2)),
        (Position("a", 2), Position("a", 3)),
        (Position("a", 4), Position("a", 4)),
    ],
)
def test_a_span_without_text_or_outside_of_the_turns_is_refused(start: Position, end: Position) -> None:
    with pytest.raises(SpanError):
        describe(TURNS, start, end)


def test_of_two_equal_quotes_the_one_with_the_same_surroundings_is_found() -> None:
    turns = [Line("1", "very slow, I said. Not very slow, she said.")]
    second = describe(turns, Position("1", 23), Position("1", 32))
    found = locate([Line("9", "Oh. very slow, I said. Not very slow, she said.")], second)
    assert found is not None
    assert (found.match, found.anchor.start_offset, found.anchor.quote) == (Match.QUOTE, 27, "very slow")


def test_of_two_quotes_in_equal_surroundings_the_nearer_is_found() -> None:
    turns = [Line(str(n), "no.") for n in range(9)]
    anchor = Anchor("6", 1, "6", 3, quote="no", prefix="no.\n", suffix=".\nno")
    found = locate(turns, anchor)
    assert found is not None
    assert found.anchor.start_turn in {"6", "7"}


def test_a_quote_across_turns_is_found_where_they_were_merged() -> None:
    anchor = describe(TURNS, Position("a", 15), Position("b", 9))
    merged = [Line("z", TURNS[0].text + " " + TURNS[1].text), TURNS[2]]
    found = locate(merged, anchor)
    assert found is not None
    assert (found.match, found.anchor.quote) == (Match.QUOTE, "export go last week? It failed")


def test_a_better_transcription_of_the_same_words_is_found_by_likeness() -> None:
    anchor = mark(TURNS, "b", "I waited three days for support")
    better = [Line("n1", "Uh, it failed twice."), Line("n2", "I waited for three days for support, uh")]
    found = locate(better, anchor)
    assert found is not None
    assert (found.match, found.anchor.start_turn) == (Match.FUZZY, "n2")
    assert found.anchor.quote.startswith("I waited for three days")


@pytest.mark.parametrize("turns", [[], [Line("q", "Something else entirely.")], [Line("q", "")]])
def test_a_quote_that_is_gone_is_for_a_person_to_look_at(turns: list[Line]) -> None:
    assert locate(turns, mark(TURNS, "b", "three days")) is None


def test_a_short_quote_is_not_found_in_what_merely_resembles_it() -> None:
    anchor = mark(TURNS, "b", "twice")
    assert locate([Line("q", "I met a price and a slice")], anchor) is None


def test_letters_that_grow_when_folded_do_not_move_the_mark() -> None:
    turns = [Line("1", "Die Straße nach İzmir war gesperrt, und niemand hatte es gesagt")]
    anchor = mark([Line("0", "und niemand hat es gesagt")], "0", "und niemand hat es gesagt")
    found = locate(turns, anchor)
    assert found is not None
    assert found.anchor.quote == "und niemand hatte es gesagt"


def test_an_empty_quote_is_never_found() -> None:
    assert locate(TURNS, Anchor("a", 0, "a", 0, quote="")) is None
    assert locate(TURNS, Anchor("a", 0, "a", 9, quote=" \n ")) is None


def test_a_quote_longer_than_the_whole_transcript_is_not_found() -> None:
    assert locate([Line("1", "short")], mark(TURNS, "b", TURNS[1].text)) is None


@given(transcripts(), st.data())
def test_every_mark_is_found_exactly_where_it_was_made(turns: list[Line], data: st.DataObject) -> None:
    anchor = data.draw(spans(turns))
    found = locate(turns, anchor)
    assert found is not None
    assert (found.match, found.anchor) == (Match.EXACT, anchor)
    assert at(anchor, turns) == anchor.quote


@given(transcripts(), transcripts(), st.data())
def test_a_mark_is_found_by_its_quote_when_turns_were_put_before_it(
    turns: list[Line], before: list[Line], data: st.DataObject
) -> None:
    anchor = data.draw(spans(turns))
    renamed = [Line(f"new-{turn.id}", turn.text) for turn in turns]
    moved = [*before, *renamed]
    found = locate([Line(str(n), line.text) for n, line in enumerate(moved)], anchor)
    assert found is not None
    assert found.anchor.quote.replace("\n", " ") == anchor.quote.replace("\n", " ")
