"""Where clips begin and end, and their captions."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.reels.clips import (
    CUE_CHARACTERS,
    SHORTEST_MS,
    Cue,
    Cut,
    Spoken,
    captions,
    cut_of,
    reading_ms,
    spoken,
    text_of,
    webvtt,
)
from app.transcripts.timing import TimedText, Word

WORDS = TimedText(
    "One two, three.", 1000, 4000, [Word(0, 3, 1000, 1500), Word(4, 7, 2000, 2500), Word(9, 14, 3000, 3900)]
)


def test_a_clip_lies_where_its_highlight_does() -> None:
    assert cut_of(1_000, 4_000) == Cut(1_000, 4_000)


def test_the_transcript_may_begin_later_than_the_recording() -> None:
    assert cut_of(1_000, 4_000, starts_at_ms=500) == Cut(1_500, 4_500)


def test_a_highlight_without_times_has_no_clip() -> None:
    assert cut_of(None, 4_000) is None
    assert cut_of(1_000, None) is None


def test_a_trim_that_leaves_nothing_leaves_no_clip() -> None:
    assert cut_of(1_000, 2_000, trim_start_ms=900) is None


@given(
    st.integers(0, 10**7), st.integers(0, 10**6), st.integers(-40_000, 40_000), st.integers(-40_000, 40_000),
    st.integers(0, 10**7) | st.none(),
)  # fmt: skip
def test_a_clip_never_leaves_its_recording(
    start: int, length: int, trim_start: int, trim_end: int, duration: int | None
) -> None:
    found = cut_of(start, start + length, trim_start_ms=trim_start, trim_end_ms=trim_end, duration_ms=duration)
    if found:
        assert found.start_ms >= 0
        assert found.length_ms >= SHORTEST_MS
        assert duration is None or found.end_ms <= duration


def test_words_keep_their_times_and_their_punctuation() -> None:
    pieces = list(spoken(WORDS, "s", 100))
    assert [(piece.text, piece.start_ms, piece.end_ms) for piece in pieces] == [
        ("One ", 1100, 1600),
        ("two, ", 2100, 2600),
        ("three. ", 3100, 4000),
    ]


def test_a_turn_without_word_times_is_spread_over_its_time() -> None:
    pieces = list(spoken(TimedText("aaaa bbbb", 0, 900), "s"))
    assert [(piece.text, piece.start_ms, piece.end_ms) for piece in pieces] == [("aaaa ", 0, 500), ("bbbb ", 500, 900)]


def test_a_turn_without_any_time_is_silent() -> None:
    assert list(spoken(TimedText("Hello"), "s")) == []


@given(st.text(min_size=1, max_size=300))
def test_the_pieces_of_a_turn_are_its_text(text: str) -> None:
    pieces = spoken(TimedText(text, 0, 10_000), "s")
    assert "".join(piece.text for piece in pieces) == (text.lstrip() + " " if text.strip() else "")


def test_only_words_heard_in_the_clip_are_captioned() -> None:
    assert [cue.text for cue in captions(list(spoken(WORDS, "s")), Cut(1_900, 2_900))] == ["two,"]


def test_captions_count_from_the_start_of_the_clip_and_end_with_it() -> None:
    assert captions(list(spoken(WORDS, "s")), Cut(1_900, 2_400)) == [Cue(100, 500, "two,", "s")]


def test_captions_change_with_the_speaker_and_after_a_sentence() -> None:
    pieces = [
        Spoken("I waited three whole days. ", 0, 1_000, "a"),
        Spoken("Nobody called yesterday. ", 1_000, 1_500, "a"),
        Spoken("Really?", 1_500, 2_000, "b"),
    ]
    assert [cue.text for cue in captions(pieces, Cut(0, 3_000))] == [
        "I waited three whole days.",
        "Nobody called yesterday.",
        "Really?",
    ]


@given(st.lists(st.tuples(st.text("abc. ", min_size=1, max_size=30), st.integers(0, 900)), max_size=60))
def test_captions_fit_on_two_lines_and_follow_each_other(said: list[tuple[str, int]]) -> None:
    pieces, at = [], 0
    for text, length in said:
        pieces.append(Spoken(text, at, at + length, "s"))
        at += length
    cues = captions(pieces, Cut(0, max(at, 1)))
    assert all(len(cue.text) <= CUE_CHARACTERS for cue in cues)
    assert all(one.end_ms <= other.start_ms for one, other in itertools.pairwise(cues))


def test_a_change_of_speaker_is_a_new_line_of_text() -> None:
    assert text_of([Spoken("Hello ", 0, 1, "a"), Spoken("there.", 1, 2, "a"), Spoken("Hi.", 2, 3, "b")]) == (
        "Hello there.\nHi."
    )


def test_long_words_stay_longer_but_not_for_ever() -> None:
    assert reading_ms("Short.") == 4_000
    assert reading_ms("x" * 100) == 8_000
    assert reading_ms("x" * 10_000) == 20_000


def test_captions_become_a_webvtt_file_that_no_words_can_break() -> None:
    text = webvtt([Cue(0, 3_661_042, "a < b --> c & d", "s")], {"s": "Rosa > Len"})
    assert text == "WEBVTT\n\n00:00:00.000 --> 01:01:01.042\n<v Rosa &gt; Len>a &lt; b --&gt; c &amp; d\n"
