"""SubRip, in the spellings that real files use."""

import pytest

from app.transcripts.importers import ImportRefused, Source, read


def srt(text: str) -> list[tuple[str | None, str, int | None, int | None]]:
    parsed = read(Source(text.encode(), "talk.srt"))
    return [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in parsed.turns]


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("00:00:01,500 --> 00:00:02,000", 1_500, 2_000),
        ("00:00:01.500 --> 00:00:02.000", 1_500, 2_000),
        ("0:0:1,5 --> 0:0:2,20", 1_005, 2_020),
        ("00:00:01,5 --> 00:00:02,25", 1_500, 2_250),
        ("00:01,500 --> 00:02,000", 1_500, 2_000),
        ("00:00:01 --> 00:00:02", 1_000, 2_000),
        ("  00:00:01,500-->00:00:02,000  X1:100", 1_500, 2_000),
        ("00:00:01:500 -> 00:00:02:000", 1_500, 2_000),
        ("-00:00:01,500 --> 00:00:02,000", 0, 2_000),
        ("120:00:01,500 --> 120:00:02,000", 432_001_500, 432_002_000),
    ],
)
def test_times_are_read_in_every_spelling(line: str, start: int, end: int) -> None:
    assert srt(f"1\n{line}\nHello\n") == [(None, "Hello", start, end)]


def test_the_index_may_be_missing_or_stand_right_under_the_text() -> None:
    text = "00:00:01,000 --> 00:00:02,000\nA\n\n00:00:03,000 --> 00:00:04,000\nB\n3\n00:00:05,000 --> 00:00:06,000\nC"
    assert [row[1] for row in srt(text)] == ["A", "B 3", "C"]
    text = "2\n00:00:03,000 --> 00:00:04,000\nB\n3\n00:00:05,000 --> 00:00:06,000\nC"
    assert [row[1] for row in srt(text)] == ["B", "C"]


def test_a_number_that_was_said_is_kept() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nHow many?\n42\n\n2\n00:00:03,000 --> 00:00:04,000\n7"
    assert [row[1] for row in srt(text)] == ["How many? 42", "7"]


def test_an_empty_line_inside_a_caption_does_not_end_it() -> None:
    assert srt("1\n00:00:01,000 --> 00:00:02,000\nA\n\nB\n\n2\n00:00:03,000 --> 00:00:04,000\nC")[0][1] == "A B"


def test_tags_go_and_angle_brackets_that_are_words_stay() -> None:
    text = '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color="#fff"><i>Yes</i></font> <laughs> &amp; 3 < 4<br/>no'
    assert srt(text)[0][1] == "Yes <laughs> & 3 < 4 no"


def test_labels_become_speakers() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n>> ANNA: Hi\n\n2\n00:00:03,000 --> 00:00:04,000\nANNA: Bye\n\n3\n00:00:05,000 --> 00:00:06,000\nBEN: Who?"
    assert [row[:2] for row in srt(text)] == [("ANNA", "Hi"), ("ANNA", "Bye"), ("BEN", "Who?")]


def test_names_on_a_line_of_their_own_become_speakers() -> None:
    cues = [("Anna Weber", "Hello"), ("Ben", "Hi"), ("Anna Weber", "Bye"), ("Ben", "See you")]
    text = "\n\n".join(f"0:0:{n}.0 --> 0:0:{n}.900\n{name}\n{words}" for n, (name, words) in enumerate(cues, 1))
    assert [row[:2] for row in srt(text)] == cues


def test_rolling_lines_without_word_times_are_said_once() -> None:
    lines = [f"line number {n}" for n in range(8)]
    text = "\n\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{lines[n - 1]}\n{lines[n]}" for n in range(1, 8))
    assert [row[1] for row in srt(text)] == ["line number 0 line number 1", *lines[2:]]


def test_text_above_the_first_caption_is_named() -> None:
    parsed = read(Source(b"Made by X\n\n1\n00:00:01,000 --> 00:00:02,000\nA", "a.srt"))
    assert [(warning.code, warning.line) for warning in parsed.warnings] == [("no_times", 1)]


def test_a_file_without_times_is_refused_with_the_line_that_lacks_them() -> None:
    with pytest.raises(ImportRefused) as refused:
        read(Source(b"1\nsome text", "a.srt"))
    assert (refused.value.code, refused.value.line) == ("no_times", 2)
