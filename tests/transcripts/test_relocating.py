"""A corrected text takes marks along only with their very words; all else waits for a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transcripts.anchors import Anchor, Line, Position, Script, describe
from app.transcripts.relocating import Moved, Outcome, lasting_ids, relocate, same_words
from tests.transcripts.scripts import PIECES, spans, texts, transcripts
from tests.transcripts.test_anchors import TURNS, mark


def moved(turns: list[Line], texts: list[str], anchor: Anchor) -> Moved:
    (one,) = relocate(turns, [Line(f"n{number}", text) for number, text in enumerate(texts)], [anchor])
    return one


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("It failed twice.", "it  failed\ntwice", True),
        ("cafe\u0301", "café", True),
        ("Straße", "STRASSE", True),
        ("שלום\u200f!", "שלום", True),
        ("导出失败了。", "导出失败了", True),
        ("It was 1.5 hours", "It was 15 hours", False),
        ("minus -5", "minus 5", False),
        ("called 🙁 me", "called me", False),
        ("👍🏽", "👍🏿", False),
        ("can", "can't", False),
        ("…", "", False),
    ],
)
def test_what_counts_as_the_same_words(one: str, other: str, same: bool) -> None:
    assert same_words(one, other) is same


def test_turns_that_were_joined_or_parted_differently_take_their_marks_along() -> None:
    across = describe(TURNS, Position("b", 10), Position("c", 11))
    joined = moved(TURNS, [" ".join(turn.text for turn in TURNS)], across)
    assert (joined.outcome, joined.anchor.quote) == (Outcome.FOUND, across.quote.replace("\n", " "))


def test_a_corrected_word_inside_a_mark_is_shown_to_a_person_with_the_place_suggested() -> None:
    anchor = mark(TURNS, "b", "waited three days")
    one = moved(TURNS, [turn.text.replace("three", "thirteen") for turn in TURNS], anchor)
    assert (one.outcome, one.anchor.quote) == (Outcome.CHANGED, "waited thirteen days")


def test_a_short_answer_does_not_jump_to_the_same_word_elsewhere() -> None:
    turns = [Line("a", "Did it work?"), Line("b", "No."), Line("c", "And later?"), Line("d", "No.")]
    one = moved(turns, ["Did it work?", "Yes.", "And later?", "No."], mark(turns, "b", "No"))
    assert one.needs_review
    assert one.anchor.start_turn == "n1"


def test_a_passage_that_stands_elsewhere_now_is_found_when_it_stands_in_one_place_alone() -> None:
    anchor = mark(TURNS, "b", "waited three days for support")
    order = [TURNS[2].text, "Something new was said here.", TURNS[0].text, TURNS[1].text]
    assert moved(TURNS, order, anchor).outcome is Outcome.FOUND


def test_a_mark_whose_words_are_gone_keeps_them_and_points_to_where_they_stood() -> None:
    anchor = mark(TURNS, "c", "exhausting")
    one = moved(TURNS, [TURNS[0].text, TURNS[1].text, "Hm."], anchor)
    assert (one.outcome, one.anchor.quote, one.anchor.start_turn) == (Outcome.LOST, "exhausting", "n2")
    assert one.anchor.start_offset == one.anchor.end_offset


def test_turns_that_stay_alike_keep_their_ids() -> None:
    texts = ["Welcome.", TURNS[0].text, TURNS[1].text.replace("three", "thirteen"), "Quite another thing!"]
    assert lasting_ids(TURNS, texts) == [None, "a", "b", None]


@st.composite
def corrected(draw: st.DrawFn, turns: list[Line]) -> list[str]:
    """The same transcript after somebody went over it: words replaced, added and taken out, turns joined, parted, moved."""
    found: list[str] = []
    for turn in turns:
        text = turn.text
        for _ in range(draw(st.integers(0, 2))):
            at = draw(st.integers(0, len(text)))
            until = draw(st.integers(at, min(len(text), at + 4)))
            text = text[:at] + draw(st.sampled_from(["", " ", *PIECES])) + text[until:]
        cut = draw(st.integers(0, len(text)))
        found += [text[:cut], text[cut:]] if draw(st.booleans()) else [text]
    if draw(st.booleans()):
        found.insert(draw(st.integers(0, len(found))), draw(texts()))
    if draw(st.booleans()) and len(found) > 1:
        found.append(found.pop(draw(st.integers(0, len(found) - 1))))
    return [text for text in found if text.strip()]


@given(transcripts(), st.data())
def test_every_mark_covers_the_same_words_or_waits_for_review(turns: list[Line], data: st.DataObject) -> None:
    fresh = [Line(f"n{number}", text) for number, text in enumerate(data.draw(corrected(turns)))]
    anchors = data.draw(st.lists(spans(turns), min_size=1, max_size=4))
    script = Script(fresh)
    found = relocate(turns, fresh, anchors)
    assert len(found) == len(anchors)
    for before, one in zip(anchors, found, strict=True):
        if one.outcome is Outcome.LOST:
            assert one.anchor.quote == before.quote
            continue
        stands = script.text[script.index(one.anchor.start) : script.index(one.anchor.end)]
        assert stands == one.anchor.quote
        assert stands.strip()
        if not one.needs_review:
            assert same_words(stands, before.quote)


@given(transcripts(), st.data())
def test_the_same_text_leaves_every_mark_on_its_words(turns: list[Line], data: st.DataObject) -> None:
    anchors = data.draw(st.lists(spans(turns), min_size=1, max_size=4))
    fresh = [Line(f"n{number}", turn.text) for number, turn in enumerate(turns)]
    for before, one in zip(anchors, relocate(turns, fresh, anchors), strict=True):
        assert (one.outcome, one.anchor.quote) == (Outcome.FOUND, before.quote)
        assert (one.anchor.start_turn, one.anchor.start_offset) == ("n" + before.start_turn[1:], before.start_offset)


@given(transcripts(), st.data())
def test_ids_last_only_once_and_in_order(turns: list[Line], data: st.DataObject) -> None:
    ids = [one for one in lasting_ids(turns, data.draw(corrected(turns))) if one]
    order = [turn.id for turn in turns]
    assert ids == sorted(set(ids), key=order.index)
