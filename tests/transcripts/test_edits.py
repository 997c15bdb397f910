"""Edits carry every mark along, or report it: nothing is lost in silence."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.transcripts.anchors import Anchor, Line, Position, Script, SpanError, describe
from app.transcripts.edits import (
    Delete,
    Edit,
    Merge,
    Reimport,
    Rewrite,
    Split,
    apply,
    move,
)
from app.transcripts.relocating import Moved, Outcome
from tests.transcripts.scripts import spans, texts, transcripts
from tests.transcripts.test_anchors import TURNS, mark


def carried(turns: Sequence[Line], edit: Edit, anchor: Anchor) -> Moved:
    (moved,) = move(turns, edit, [anchor])
    return moved


def stands(moved: Moved, turns: Sequence[Line]) -> bool:
    script = Script(turns)
    text = script.text[script.index(moved.anchor.start) : script.index(moved.anchor.end)]
    return text == moved.anchor.quote


def test_correcting_a_word_in_a_mark_corrects_its_quote() -> None:
    anchor = mark(TURNS, "b", "waited three days")
    moved = carried(TURNS, Rewrite("b", TURNS[1].text.replace("three", "thirteen")), anchor)
    assert (moved.outcome, moved.anchor.quote) == (Outcome.KEPT, "waited thirteen days")


def test_a_corrected_word_is_followed_even_when_its_old_form_stands_elsewhere() -> None:
    turns = [Line("1", "we saw teh invoice and then teh refund")]
    second = describe(turns, Position("1", 28), Position("1", 31))
    moved = carried(turns, Rewrite("1", "we saw teh invoice and then the refund"), second)
    assert (moved.anchor.quote, moved.anchor.start_offset) == ("the", 28)


def test_text_typed_at_the_edges_of_a_mark_stays_outside() -> None:
    anchor = mark(TURNS, "b", "three days")
    new = TURNS[1].text.replace("three days", "about three days or so")
    assert carried(TURNS, Rewrite("b", new), anchor).anchor.quote == "three days"


def test_a_mark_whose_text_was_rewritten_is_for_review() -> None:
    anchor = mark(TURNS, "b", "I waited three days for support, and nobody called.")
    moved = carried(TURNS, Rewrite("b", "It failed twice. Zum Glück half mir Jule!"), anchor)
    assert moved.needs_review


def test_a_mark_whose_text_was_cut_keeps_its_quote_and_waits_for_review() -> None:
    anchor = mark(TURNS, "b", "three days")
    moved = carried(TURNS, Rewrite("b", "It failed twice."), anchor)
    assert (moved.outcome, moved.anchor.quote, moved.anchor.start_turn) == (Outcome.LOST, "three days", "b")
    assert moved.anchor.start_offset == moved.anchor.end_offset == 16


def test_a_lost_mark_is_found_when_its_text_comes_back() -> None:
    anchor = mark(TURNS, "b", "three days")
    lost = carried(TURNS, Rewrite("b", "It failed twice."), anchor).anchor
    cut = apply(TURNS, Rewrite("b", "It failed twice."))
    moved = carried(cut, Rewrite("c", "Exhausting, three days of it."), lost)
    assert (moved.outcome, moved.anchor.start_turn, moved.anchor.quote) == (Outcome.FOUND, "c", "three days")


def test_a_lost_mark_does_not_jump_to_similar_text() -> None:
    anchor = mark(TURNS, "b", "I waited three days for support")
    cut = apply(TURNS, Rewrite("b", "It failed twice."))
    lost = carried(TURNS, Rewrite("b", "It failed twice."), anchor).anchor
    moved = carried(cut, Rewrite("c", "He waited two days for support"), lost)
    assert moved.outcome is Outcome.LOST


def test_splitting_inside_a_mark_makes_it_cross_both_turns() -> None:
    anchor = mark(TURNS, "b", "twice. I waited")
    edit = Split("b", 16, "b2")
    moved = carried(TURNS, edit, anchor)
    assert (moved.anchor.start_turn, moved.anchor.end_turn, moved.anchor.quote) == (
        "b",
        "b2",
        "twice.\nI waited",
    )
    assert stands(moved, apply(TURNS, edit))


def test_merging_turns_keeps_the_marks_of_both() -> None:
    edit = Merge("a", "b")
    after = apply(TURNS, edit)
    for anchor in (mark(TURNS, "a", "export"), mark(TURNS, "b", "three days"), mark(TURNS, "c", "sounds")):
        moved = carried(TURNS, edit, anchor)
        assert (moved.outcome, moved.anchor.quote) == (Outcome.KEPT, anchor.quote)
        assert stands(moved, after)


def test_deleting_a_turn_shortens_the_marks_that_cross_it_and_reports_those_inside() -> None:
    across = describe(TURNS, Position("a", 0), Position("b", 9))
    into = describe(TURNS, Position("b", 60), Position("c", 23))
    inside = mark(TURNS, "b", "three days")
    moved = move(TURNS, Delete("b"), [across, into, inside])
    assert [one.outcome for one in moved] == [Outcome.KEPT, Outcome.KEPT, Outcome.LOST]
    assert [one.anchor.quote for one in moved] == [TURNS[0].text, TURNS[2].text, "three days"]
    assert moved[2].anchor.start_turn == "c"


def test_deleting_the_only_turn_reports_its_marks() -> None:
    only = [Line("1", "all there is")]
    anchor = mark(only, "1", "there")
    assert carried(only, Delete("1"), anchor) == Moved(anchor, Outcome.LOST)


def test_a_reimport_finds_marks_by_their_words() -> None:
    fresh = (Line("n1", "How did the export go?"), Line("n2", "It failed twice. I waited three days."))
    found, gone = move(TURNS, Reimport(fresh), [mark(TURNS, "b", "three days"), mark(TURNS, "c", "exhausting")])
    assert (found.outcome, found.anchor.start_turn) == (Outcome.FOUND, "n2")
    assert (gone.outcome, gone.anchor.start_turn, gone.anchor.quote) == (Outcome.LOST, "n2", "exhausting")
    assert carried(TURNS, Reimport(()), mark(TURNS, "b", "three days")).outcome is Outcome.LOST


@pytest.mark.parametrize(
    "edit",
    [
        Rewrite("x", ""),
        Delete("x"),
        Split("a", 0, "n"),
        Split("a", 35, "n"),
        Merge("a", "c"),
        Merge("c", "d"),
    ],
)
def test_an_edit_that_does_not_fit_the_turns_is_refused(edit: Edit) -> None:
    with pytest.raises(SpanError):
        move(TURNS, edit, [])


@given(transcripts(), st.data())
def test_every_mark_goes_with_its_text_or_is_reported(turns: list[Line], data: st.DataObject) -> None:
    edit = data.draw(edits(turns))
    anchors = data.draw(st.lists(spans(turns), min_size=1, max_size=4))
    after = apply(turns, edit)
    moved = move(turns, edit, anchors)
    assert len(moved) == len(anchors)
    for before, one in zip(anchors, moved, strict=True):
        if one.outcome is Outcome.LOST:
            assert one.anchor.quote == before.quote
        else:
            assert stands(one, after)
            assert one.anchor.quote.strip()


@given(transcripts(), st.data())
def test_a_mark_outside_of_the_edited_text_keeps_its_quote(turns: list[Line], data: st.DataObject) -> None:
    anchor = data.draw(spans(turns))
    assume(anchor.start_turn == anchor.end_turn)
    old = next(turn.text for turn in turns if turn.id == anchor.start_turn)
    typed = data.draw(texts(min_words=0))
    if data.draw(st.booleans()):
        cut = data.draw(st.integers(0, anchor.start_offset))
        new = typed + old[cut:]
    else:
        cut = data.draw(st.integers(anchor.end_offset, len(old)))
        new = old[:cut] + typed
    moved = carried(turns, Rewrite(anchor.start_turn, new), anchor)
    assert moved.outcome is Outcome.KEPT
    assert moved.anchor.quote == anchor.quote


@given(transcripts(), st.data())
def test_splitting_and_merging_again_brings_every_mark_back(turns: list[Line], data: st.DataObject) -> None:
    turn, cut = data.draw(cuts(turns))
    anchor = data.draw(spans(turns))
    split = Split(turn.id, cut, "new")
    halved = apply(turns, split)
    there = carried(turns, split, anchor)
    back = carried(halved, Merge(turn.id, "new"), there.anchor)
    assert (there.outcome, back.outcome) == (Outcome.KEPT, Outcome.KEPT)
    assert "".join(back.anchor.quote.split()) == "".join(anchor.quote.split())


def test_a_split_that_takes_a_run_of_spaces_out_of_a_mark_needs_no_review() -> None:
    turns = [Line("t0", ",    no")]
    anchor = describe(turns, Position("t0", 0), Position("t0", 6))
    moved = carried(turns, Split("t0", 1, "new"), anchor)
    assert (moved.outcome, moved.anchor.quote) == (Outcome.KEPT, ",\nn")


@st.composite
def cuts(draw: st.DrawFn, turns: list[Line]) -> tuple[Line, int]:
    """A turn and a place in it with text on both sides."""
    places = [
        (turn, at)
        for turn in turns
        for at in range(1, len(turn.text))
        if turn.text[:at].strip() and turn.text[at:].strip()
    ]
    assume(places)
    return draw(st.sampled_from(places))


@st.composite
def edits(draw: st.DrawFn, turns: list[Line]) -> Edit:
    kind = draw(st.sampled_from([Rewrite, Split, Merge, Delete, Reimport]))
    if kind is Split:
        turn, at = draw(cuts(turns))
        return Split(turn.id, at, "new")
    place = draw(st.integers(0, len(turns) - 1))
    if kind is Rewrite:
        return Rewrite(turns[place].id, draw(texts(min_words=0)))
    if kind is Merge:
        assume(place + 1 < len(turns))
        return Merge(turns[place].id, turns[place + 1].id)
    if kind is Delete:
        return Delete(turns[place].id)
    fresh = draw(transcripts())
    return Reimport(tuple(Line(f"n{number}", line.text) for number, line in enumerate(fresh)))
