"""Joining captions: nothing is lost, nothing is put in another's mouth, and it can be undone."""

from hypothesis import given
from hypothesis import strategies as st

from app.transcripts.importers import ParsedTurn
from app.transcripts.joining import JoinRule, apart, join
from app.transcripts.timing import Word

ANNA = "Anna"


def caption(text: str, start: int, end: int, speaker: str | None = ANNA, utterance: str | None = None) -> ParsedTurn:
    return ParsedTurn(speaker, text, start, end, utterance=utterance)


def texts(*captions: ParsedTurn, rule: JoinRule | None = None) -> list[str]:
    return [joined.turn.text for joined in join(captions, rule or JoinRule())]


def test_captions_of_one_sentence_become_one_turn_with_all_times() -> None:
    (joined,) = join([caption("It took", 0, 900), caption("three weeks.", 1_000, 2_000)])
    assert (joined.turn.text, joined.turn.start_ms, joined.turn.end_ms) == ("It took three weeks.", 0, 2_000)
    assert joined.turn.words == (Word(0, 7, 0, 900), Word(8, 20, 1_000, 2_000))


def test_a_change_of_speaker_a_long_pause_and_a_step_back_begin_a_turn() -> None:
    assert texts(caption("a", 0, 1), caption("b", 1, 2, "Ben")) == ["a", "b"]
    assert texts(caption("a", 0, 1_000), caption("b", 3_001, 4_000)) == ["a", "b"]
    assert texts(caption("a", 5_000, 6_000), caption("b", 1_000, 2_000)) == ["a", "b"]
    assert texts(caption("a", 0, 1_000), caption("b", 3_000, 4_000)) == ["a b"]


def test_a_named_voice_goes_on_past_a_short_sentence_and_stops_after_a_long_one() -> None:
    rule = JoinRule(enough_chars=12)
    assert texts(caption("Yes.", 0, 1), caption("It did.", 1, 2), caption("Why?", 2, 3), rule=rule) == [
        "Yes. It did.",
        "Why?",
    ]


def test_an_unnamed_voice_stops_with_each_sentence() -> None:
    assert texts(caption("Yes.", 0, 1, None), caption("It", 1, 2, None), caption("did.", 2, 3, None)) == [
        "Yes.",
        "It did.",
    ]


def test_pieces_of_one_saying_join_over_any_pause() -> None:
    assert texts(caption("Yes.", 0, 1, utterance="7"), caption("It did", 9_000, 9_500, utterance="7")) == [
        "Yes. It did"
    ]


def test_no_turn_grows_past_the_limit() -> None:
    assert texts(caption("a" * 6, 0, 1), caption("b" * 6, 1, 2), rule=JoinRule(max_chars=10)) == ["a" * 6, "b" * 6]


def test_text_without_times_is_left_as_it_is() -> None:
    assert texts(ParsedTurn(ANNA, "a"), ParsedTurn(ANNA, "b")) == ["a", "b"]


def test_japanese_joins_without_a_space_and_words_move_along() -> None:
    first = ParsedTurn(ANNA, "昨日は", 0, 10, (Word(0, 3, 0, 10),))
    (joined,) = join([first, ParsedTurn(ANNA, "寒い", 10, 20, (Word(0, 2, 10, 20),))])
    assert (joined.turn.text, joined.turn.words[1]) == ("昨日は寒い", Word(3, 5, 10, 20))


CAPTIONS = st.lists(
    st.builds(
        lambda speaker, text, start, length, utterance: ParsedTurn(
            speaker, text, start, None if start is None else start + length, utterance=utterance
        ),
        st.sampled_from([None, "Anna", "Ben"]),
        st.sampled_from(["a", "Yes.", "and so", "why?", "寒い。", "a" * 300]),
        st.none() | st.integers(0, 20_000),
        st.integers(0, 3_000),
        st.sampled_from([None, "1", "2"]),
    ),
    max_size=30,
)


@given(CAPTIONS)
def test_joining_can_always_be_undone(captions: list[ParsedTurn]) -> None:
    assert apart(join(captions)) == captions


@given(CAPTIONS)
def test_nothing_is_lost_and_times_stay_in_order(captions: list[ParsedTurn]) -> None:
    joined = join(captions)
    assert "".join(turn.text for turn in captions).replace(" ", "") == "".join(
        each.turn.text for each in joined
    ).replace(" ", "")
    for each in joined:
        assert {piece.speaker for piece in each.pieces} == {each.turn.speaker}
        starts = [word.start_ms for word in each.turn.words]
        assert starts == sorted(starts)
        assert all(word.end <= len(each.turn.text) for word in each.turn.words)
