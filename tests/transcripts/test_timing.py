"""The time of a span of text, from word times where they are known and from the turn's own where not."""

from hypothesis import given
from hypothesis import strategies as st

from app.transcripts.timing import (
    TimedText,
    Word,
    cut_words,
    end_of,
    push_words,
    reword,
    span_times,
    start_of,
)

TEXT = "It failed twice."
WORDS = [Word(0, 2, 1_000, 1_200), Word(3, 9, 1_300, 1_900), Word(10, 16, 2_000, 2_600)]
TIMED = TimedText(TEXT, 900, 2_700, WORDS)
ROUGH = TimedText(TEXT, 1_000, 2_600)


def test_a_span_of_whole_words_has_their_times() -> None:
    assert span_times([TIMED], 3, 16) == (1_300, 2_600)


def test_a_span_that_starts_between_words_starts_with_the_next_one() -> None:
    assert (start_of(TIMED, 2), end_of(TIMED, 3)) == (1_300, 1_200)


def test_a_span_inside_a_word_gets_its_share_of_the_word() -> None:
    assert (start_of(TIMED, 6), end_of(TIMED, 6)) == (1_600, 1_600)


def test_places_outside_of_all_words_get_the_nearest_time() -> None:
    late = TimedText(TEXT, 900, 2_700, WORDS[:1])
    assert (start_of(late, 5), end_of(TimedText(TEXT, 900, 2_700, WORDS[1:]), 2)) == (1_200, 1_300)


def test_without_word_times_speech_runs_evenly_through_the_turn() -> None:
    assert span_times([ROUGH], 4, 12) == (1_400, 2_200)


def test_what_has_no_time_gets_none() -> None:
    assert span_times([TimedText(TEXT)], 0, 4) == (None, None)
    assert span_times([TimedText(TEXT, 500)], 0, 4) == (500, 500)
    assert start_of(TimedText("", 500, 900), 0) == 500


def test_a_span_across_turns_takes_its_start_from_the_first_and_its_end_from_the_last() -> None:
    later = TimedText("Nobody called.", 3_000, 4_400)
    assert span_times([TIMED, later], 10, 6) == (2_000, 3_600)


def test_a_span_never_ends_before_it_starts() -> None:
    overlapped = TimedText("Nobody called.", 100, 200)
    assert span_times([TIMED, overlapped], 10, 6) == (2_000, 2_000)


def test_words_keep_their_times_when_others_are_corrected() -> None:
    moved = reword(WORDS, TEXT, "It has failed quite often.")
    assert moved[:2] == [Word(0, 2, 1_000, 1_200), Word(7, 13, 1_300, 1_900)]
    assert all(word.start < word.end <= 26 for word in moved)


def test_words_are_cut_and_pushed_with_the_turn() -> None:
    assert cut_words(WORDS, 3, 16) == [Word(0, 6, 1_300, 1_900), Word(7, 13, 2_000, 2_600)]
    assert push_words(WORDS[:1], 5) == [Word(5, 7, 1_000, 1_200)]


@given(st.integers(0, 16), st.integers(0, 16))
def test_time_never_runs_backwards_along_the_text(one: int, other: int) -> None:
    first, last = sorted([one, other])
    for turn in (TIMED, ROUGH):
        starts = start_of(turn, first), start_of(turn, last)
        ends = end_of(turn, first), end_of(turn, last)
        assert starts == tuple(sorted(starts))
        assert ends == tuple(sorted(ends))
