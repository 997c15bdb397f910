"""WebVTT: the W3C rules, and what Zoom, Teams and YouTube make of them."""

import pytest

from app.transcripts.importers import ImportRefused, ParsedTranscript, Source, read


def vtt(body: str, name: str = "talk.vtt") -> ParsedTranscript:
    return read(Source(f"WEBVTT\n\n{body}".encode(), name))


def said(parsed: ParsedTranscript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in parsed.turns]


def codes(parsed: ParsedTranscript) -> list[tuple[str, int | None]]:
    return [(warning.code, warning.line) for warning in parsed.warnings]


def test_voices_are_speakers() -> None:
    parsed = vtt("00:01.000 --> 00:02.000\n<v.loud Weber, Anna>Good &amp; bad</v>\n<v Ben>No.")
    assert said(parsed) == [("Weber, Anna", "Good & bad"), ("Ben", "No.")]
    assert parsed.turns[0].start_ms == 1_000
    assert parsed.turns[1].end_ms == 2_000


def test_hours_may_be_left_out_or_long() -> None:
    parsed = vtt("00:01.000 --> 100:00:02.500\nA")
    assert (parsed.turns[0].start_ms, parsed.turns[0].end_ms) == (1_000, 360_002_500)


def test_settings_notes_styles_and_regions_are_no_speech() -> None:
    parsed = vtt(
        "STYLE\n::cue { color: red }\n\nREGION\nid:a\n\nNOTE two\nlines\n\n"
        "NOTE with --> arrow\n\nid 7\n00:01.000 --> 00:02.000 align:start line:0\n<i>Hi</i> <c.x>there</c>"
    )
    assert said(parsed) == [(None, "Hi there")]
    assert parsed.warnings == ()


def test_a_cue_may_follow_the_header_and_another_cue_without_an_empty_line() -> None:
    parsed = read(Source(b"WEBVTT\n00:01.000 --> 00:02.000\nA\n00:03.000 --> 00:04.000\nB", "a.vtt"))
    assert [turn.text for turn in parsed.turns] == ["A", "B"]


def test_a_silent_cue_counts_as_a_segment_but_is_no_turn() -> None:
    parsed = vtt("00:01.000 --> 00:02.000\n\n00:03.000 --> 00:04.000\nB")
    assert (parsed.segments, len(parsed.turns)) == (2, 1)


def test_a_cue_with_unreadable_times_is_named_with_its_line() -> None:
    parsed = vtt("00:01.00 --> 00:02.000\nLost words\n\n00:03.000 --> 00:04.000\nB")
    assert said(parsed) == [(None, "B")]
    assert codes(parsed) == [("bad_times", 3), ("no_times", 3)]
    assert parsed.warnings[1].excerpt == "Lost words"


def test_text_without_times_is_named_with_its_line() -> None:
    assert codes(vtt("stray words\n\n00:03.000 --> 00:04.000\nB")) == [("no_times", 3)]


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_any_line_end_and_a_byte_order_mark_are_read(ends: str) -> None:
    data = "\ufeffWEBVTT\n\n00:01.000 --> 00:02.000\nA\nB\n".replace("\n", ends).encode()
    assert said(read(Source(data, "a.vtt"))) == [(None, "A B")]


def test_japanese_lines_join_without_a_space() -> None:
    assert said(vtt("00:01.000 --> 00:02.000\n昨日は\n寒かった")) == [(None, "昨日は寒かった")]


def test_ruby_keeps_its_reading_in_parentheses() -> None:
    assert said(vtt("00:01.000 --> 00:02.000\n<ruby>漢<rt>かん</rt></ruby>")) == [(None, "漢(かん)")]


def test_a_zoom_transcript_names_its_speakers_in_the_text() -> None:
    parsed = vtt(
        "1\n00:00:01.000 --> 00:00:02.000\nMaria López: We waited.\n\n"
        "2\n00:00:03.000 --> 00:00:04.000\nJ. Chen: How long?\n\n"
        "3\n00:00:05.000 --> 00:00:06.000\nMaria López: My point is: too long."
    )
    assert said(parsed) == [
        ("Maria López", "We waited."),
        ("J. Chen", "How long?"),
        ("Maria López", "My point is: too long."),
    ]


def test_a_sentence_with_a_colon_is_no_speaker() -> None:
    parsed = vtt(
        "00:01.000 --> 00:02.000\nThe thing is this: it broke.\n\n00:03.000 --> 00:04.000\nSo I left.\n\n"
        "00:05.000 --> 00:06.000\nNobody called.\n\n00:07.000 --> 00:08.000\nNote: still broken."
    )
    assert {turn.speaker for turn in parsed.turns} == {None}


def test_teams_times_before_the_start_are_read_and_named() -> None:
    parsed = vtt("0:0:-6.-820 --> 0:0:1.90\n<v Anna>Hello</v>\n\n0:0:2.0 --> 0:0:12.340\n<v Ben>Hi</v>")
    assert [(turn.start_ms, turn.end_ms) for turn in parsed.turns] == [(0, 1_090), (2_000, 12_340)]
    assert codes(parsed) == [("time_before_start", 3)]


def test_teams_pieces_of_one_saying_know_each_other() -> None:
    call = "b05cbc69-3364-4c0c-a05b-70f360077a3c"
    parsed = vtt(
        f"{call}/19-0\n00:00:01.000 --> 00:00:02.000\n<v A>Yes, it</v>\n\n"
        f"{call}/19-1\n00:00:02.000 --> 00:00:03.000\n<v A>does.</v>\n\n"
        f"{call}/20-0\n00:00:04.000 --> 00:00:05.000\n<v A>Good.</v>"
    )
    first, second, third = (turn.utterance for turn in parsed.turns)
    assert first == second != third


def test_youtube_lines_that_roll_are_said_once_with_their_word_times() -> None:
    parsed = read(
        Source(
            b"WEBVTT\nKind: captions\nLanguage: en\n\n"
            b"00:00:00.000 --> 00:00:02.000 align:start position:0%\n \nso<00:00:00.400><c> it</c><00:00:00.900><c> broke</c>\n\n"
            b"00:00:02.000 --> 00:00:02.010 align:start position:0%\nso it broke\n \n\n"
            b"00:00:02.010 --> 00:00:04.000 align:start position:0%\nso it broke\nno<00:00:02.500><c> no</c>\n\n"
            b"00:00:04.000 --> 00:00:04.010 align:start position:0%\nno no\n \n\n"
            b"00:00:04.010 --> 00:00:06.000 align:start position:0%\nno no\nno<00:00:05.000><c> no</c>\n",
            "talk.vtt",
        )
    )
    assert [turn.text for turn in parsed.turns] == ["so it broke", "no no", "no no"]
    words = [(parsed.turns[0].text[w.start : w.end], w.start_ms, w.end_ms) for w in parsed.turns[0].words]
    assert words == [("so", 0, 400), ("it", 400, 900), ("broke", 900, 2_000)]
    assert parsed.language == "en"
    assert codes(parsed) == [("rolling_captions", None)]


def test_chapters_are_no_speech() -> None:
    parsed = read(Source(b"WEBVTT\nKind: chapters\n\n00:00.000 --> 00:09.000\nArrival\n", "c.vtt"))
    assert [(chapter.title, chapter.end_ms) for chapter in parsed.chapters] == [("Arrival", 9_000)]
    assert parsed.turns == ()
    assert codes(parsed) == [("nothing_said", 1)]


def test_captions_out_of_order_are_sorted_and_named() -> None:
    parsed = vtt("00:05.000 --> 00:06.000\nB\n\n00:01.000 --> 00:02.000\nA")
    assert [turn.text for turn in parsed.turns] == ["A", "B"]
    assert codes(parsed) == [("out_of_order", 6)]


def test_a_cue_that_ends_before_it_starts_is_named() -> None:
    parsed = vtt("00:05.000 --> 00:02.000\nB")
    assert (parsed.turns[0].start_ms, parsed.turns[0].end_ms) == (5_000, 5_000)
    assert codes(parsed) == [("ends_before_start", 3)]


def test_a_file_without_the_signature_is_refused_with_its_line() -> None:
    with pytest.raises(ImportRefused) as refused:
        read(Source(b"garbage\n\n00:00.000 --> 00:02.000\ntext", "a.vtt"))
    assert (refused.value.code, refused.value.line) == ("no_webvtt_signature", 1)
    assert refused.value.advice


def test_srt_under_the_name_of_webvtt_is_read_as_srt() -> None:
    parsed = read(Source(b"1\n00:00:01,000 --> 00:00:02,000\nHello", "a.vtt"))
    assert (parsed.format, said(parsed)) == ("srt", [(None, "Hello")])


def test_the_language_in_the_name_is_taken_up() -> None:
    assert vtt("00:01.000 --> 00:02.000\nA", "talk.de.vtt").language == "de"
    assert vtt("00:01.000 --> 00:02.000\nA", "talk.final.vtt").language is None


def test_references_never_make_text_that_cannot_be_saved() -> None:
    assert said(vtt("00:01.000 --> 00:02.000\na&#0;b&#xD800;c&lt;d&unknown;")) == [(None, "abc<d&unknown;")]


def test_times_beyond_what_is_kept_are_left_out_and_named() -> None:
    parsed = vtt("999999:00:00.000 --> 999999:00:01.000\nA")
    assert (parsed.turns[0].start_ms, codes(parsed)) == (None, [("time_too_late", 3)])


def test_a_thousand_equal_findings_are_counted_not_listed() -> None:
    parsed = vtt("\n\n".join("00:05.00 --> 00:06.000" for _ in range(1_000)) + "\n\n00:01.000 --> 00:02.000\nA")
    assert len(parsed.warnings) == 21
    assert parsed.warnings[-1].more == 980


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("00:00:01,000 --> 00:00:02,500", "00:00:03,000 --> 00:01:04,500"),
        ("00:00:01 --> 00:00:02,500", "00:03 --> 1:04,500"),
        ("0:00:01,000-->0:00:02.500 align:start", "00:00:03,000 --> 0:01:04,500"),
    ],
)
def test_a_file_whose_times_all_are_those_of_srt_is_read_and_said_to_be_so(first: str, second: str) -> None:
    found = read(Source(f"WEBVTT\n\n1\n{first}\nAda: Hello\n\n2\n{second}\nBen: Yes\n".encode(), "a.vtt"))
    assert [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in found.turns] == [
        ("Ada", "Hello", 1_000, 2_500),
        ("Ben", "Yes", 3_000, 64_500),
    ]
    assert [(warning.code, warning.line) for warning in found.warnings] == [("loose_times", 4)]


def test_a_file_with_one_proper_caption_is_read_by_the_rules_alone() -> None:
    proper, loose = "00:00:05.000 --> 00:00:06.000\nYes", "00:00:01,000 --> 00:00:02,500\nHello"
    found = read(Source(f"WEBVTT\n\n{loose}\n\n{proper}\n".encode(), "a.vtt"))
    assert [turn.text for turn in found.turns] == ["Yes"]
    assert {warning.code for warning in found.warnings} == {"bad_times", "no_times"}
