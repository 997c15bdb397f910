"""Plain text: one conversation in the layouts that people and services write."""

import pytest

from app.transcripts.importers import ImportRefused, ParsedTranscript, Source, labelled_table, read

TALK = [
    ("Anna Weber", "How was it?"),
    ("Ben", "Slow, and then: nothing."),
    ("Anna Weber", "Nothing at all?"),
    ("Ben", "Not a word."),
]


def text(body: str, name: str = "talk.txt") -> ParsedTranscript:
    return read(Source(body.encode(), name))


def said(parsed: ParsedTranscript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in parsed.turns]


LAYOUTS = {
    "labels": "{name}: {words}\n",
    "labels, empty lines": "{name}: {words}\n\n",
    "label above": "{name}:\n{words}\n\n",
    "wide colon": "{name}：{words}\n",
    "markdown bold": "**{name}:** {words}\n\n",
    "markdown bold, colon outside": "**{name}**: {words}\n\n",
    "markdown list": "- **{name}:** {words}\n",
    "markdown heading": "## {name}\n\n{words}\n\n",
    "tab": "{name}\t{words}\n",
    "in brackets": "[{name}] {words}\n",
    "dash": "{name} – {words}\n",
    "name above": "{name}\n{words}\n\n",
    "markdown name above": "**{name}**\n\n{words}\n\n",
    "markdown quotation": "> **{name}:** {words}\n>\n",
}
TIMED = {
    "descript": "[{time}] {name}: {words}\n\n",
    "time first": "{time} {name}: {words}\n",
    "time with dash": "{time} - {name}: {words}\n",
    "time in parentheses": "({time}) {name}: {words}\n",
    "rev": "{name} ({time}):\n{words}\n\n",
    "rev, one line": "{name}: ({time}) {words}\n\n",
    "otter": "{name}  {time}\n{words}\n\n",
    "otter, comma": "{name}, {time}\n{words}\n\n",
    "header in brackets": "{name} [{time}]\n{words}\n\n",
    "time above": "[{time}]\n{name}: {words}\n\n",
    "markdown": "**{name}** [{time}]: {words}\n\n",
    "markdown heading": "### {name} ({time})\n\n{words}\n\n",
    "teams copied": "{name}\n{time}\n{words}\n\n",
    "time and name above": "{time} {name}\n{words}\n\n",
    "zoom chat": "{time}\t From {name} to Everyone : {words}\n",
    "tabs": "{time}\t{name}:\t{words}\n",
    "columns, time first": "{time}\t{name}\t{words}\n",
    "columns, name first": "{name}\t{time}\t{words}\n",
    "trint": "{name} [{time}] {words}\n\n",
    "sonix": "[{time}] - {name}\n{words}\n\n",
    "descript, markdown": "**{name}:** [{time}] {words}\n\n",
    "descript, time before the name": "[{time}] **{name}:** {words}\n\n",
    "markdown, time as code": "### {name} `{time}`\n\n{words}\n\n",
    "editing program": "{time}\n{name}\n{words}\n\n",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_labels_are_read_in_every_layout(layout: str) -> None:
    parsed = text("".join(layout.format(name=name, words=words) for name, words in TALK))
    assert said(parsed) == TALK


@pytest.mark.parametrize("layout", TIMED.values(), ids=TIMED)
@pytest.mark.parametrize("stamp", ["00:0{}:05", "0{}:05", "00:0{}:05.250"])
def test_labels_with_times_are_read_in_every_layout(layout: str, stamp: str) -> None:
    rows = [layout.format(time=stamp.format(n), name=name, words=words) for n, (name, words) in enumerate(TALK, 1)]
    parsed = text("".join(rows))
    assert said(parsed) == TALK
    tail = 250 if stamp.endswith("250") else 0
    assert [turn.start_ms for turn in parsed.turns] == [n * 60_000 + 5_000 + tail for n in range(1, 5)]
    assert [turn.end_ms for turn in parsed.turns] == [*(n * 60_000 + 5_000 + tail for n in range(2, 5)), None]


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("Interviewer", "Interviewee"),
        ("interviewer", "interviewee"),
        ("Q", "A"),
        ("I", "P1"),
        ("Moderatorin", "Teilnehmer 2"),
    ],
)
def test_parts_are_suggested_from_their_names(asks: str, answers: str) -> None:
    parsed = text(f"{asks}: Why?\n{answers}: Because.\n")
    assert [(speaker.name, speaker.role) for speaker in parsed.speakers] == [
        (asks, "interviewer"),
        (answers, "participant"),
    ]


def test_speakers_come_with_counts_and_lines_to_know_them_by() -> None:
    parsed = text("Ben: Yes.\nAnna: It took us three weeks to find out.\nBen: " + "long " * 60 + "\n")
    ben, anna = parsed.speakers
    assert (ben.name, ben.turns, len(ben.samples[0])) == ("Ben", 2, 158)
    assert anna.samples == ("It took us three weeks to find out.",)


def test_wrapped_lines_join_and_paragraphs_stay_apart() -> None:
    parsed = text("Anna: one\ntwo\n\nthree\nBen: four\nAnna: five\n")
    assert said(parsed) == [("Anna", "one two"), ("Anna", "three"), ("Ben", "four"), ("Anna", "five")]
    assert [turn.line for turn in parsed.turns] == [1, 4, 5, 6]


def test_a_sentence_with_a_colon_does_not_become_a_speaker() -> None:
    parsed = text("Anna: Hi\nThe truth is: it broke\nBen: When?\nAnna: Monday\nBen: Oh\n")
    assert said(parsed)[0] == ("Anna", "Hi The truth is: it broke")


def test_what_stands_above_the_first_speaker_is_kept_aside_and_named() -> None:
    parsed = text("Interview with a nurse\nDate: 3 May\n\nAnna: Hi\nBen: Hello\nAnna: Bye\n")
    assert parsed.preamble == "Interview with a nurse\nDate: 3 May"
    assert [(warning.code, warning.line) for warning in parsed.warnings] == [("preamble", 1)]
    assert len(parsed.turns) == 3


def test_a_service_advertising_itself_is_left_out_and_named() -> None:
    parsed = text("Anna  0:01\nHi\n\nBen  0:05\nHello\n\nTranscribed by https://otter.ai\n")
    assert said(parsed) == [("Anna", "Hi"), ("Ben", "Hello")]
    assert [warning.code for warning in parsed.warnings] == ["footer"]


def test_times_of_day_are_counted_from_the_first_line() -> None:
    parsed = text("18:03:12 From Anna to Everyone:\n\tHi\n18:03:40 From Ben to Everyone:\n\tHello\n")
    assert [(turn.speaker, turn.start_ms) for turn in parsed.turns] == [("Anna", 0), ("Ben", 28_000)]
    assert [warning.code for warning in parsed.warnings] == ["clock_times"]


def test_a_time_without_a_name_begins_a_turn_of_the_same_speaker() -> None:
    parsed = text("Anna: [00:00:01] Hi\n[00:00:09] Still me\nBen: [00:00:12] Me too\n")
    assert said(parsed) == [("Anna", "Hi"), ("Anna", "Still me"), ("Ben", "Me too")]
    assert [turn.start_ms for turn in parsed.turns] == [1_000, 9_000, 12_000]


def test_a_range_of_times_before_the_name_is_read() -> None:
    rows = [f"00:00:0{n} --> 00:00:0{n + 1} {name}: {words}" for n, (name, words) in enumerate(TALK)]
    parsed = text("\n".join(rows))
    assert said(parsed) == TALK
    assert [turn.end_ms for turn in parsed.turns] == [1_000, 2_000, 3_000, 4_000]


def test_times_inside_a_paragraph_leave_the_text_and_time_its_pieces() -> None:
    parsed = text("Anna: [00:00:01] One two. [00:00:05] Three.\nBen: [00:00:09] Oh [inaudible 00:00:10] no.\n")
    anna, ben = parsed.turns
    assert (anna.text, anna.start_ms, anna.end_ms) == ("One two. Three.", 1_000, 9_000)
    pieces = [(anna.text[word.start : word.end], word.start_ms, word.end_ms) for word in anna.words]
    assert pieces == [("One two.", 1_000, 5_000), ("Three.", 5_000, 9_000)]
    assert ben.text == "Oh [inaudible 00:00:10] no."


def test_f4_says_when_a_paragraph_ends() -> None:
    parsed = text("I: Wie war es? #00:00:05-3#\nB: Es ging kaputt. #00:00:12-8#\nI: Oh. #00:00:14-0#\n")
    assert [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in parsed.turns] == [
        ("I", "Wie war es?", 0, 5_300),
        ("B", "Es ging kaputt.", 5_300, 12_800),
        ("I", "Oh.", 12_800, 14_000),
    ]


def test_questions_and_answers_with_full_stops_are_two_people() -> None:
    assert said(text("Q. Why?\nA. Because.\nQ. And?\nA. No.\n"))[1] == ("A", "Because.")
    assert said(text("A. First point\nB. Second point\nA. Third point\n"))[0][0] is None


def test_a_chat_with_dates_is_read() -> None:
    parsed = text(
        "[12/03/2026, 6:03:15 PM] Anna: Hi\n[12/03/2026, 6:03:20 PM] Ben: Oh\n[12/03/2026, 6:04:00 PM] Anna: Bye\n"
    )
    assert [(turn.speaker, turn.start_ms) for turn in parsed.turns] == [("Anna", 0), ("Ben", 5_000), ("Anna", 45_000)]


def test_lines_with_a_range_of_times_and_no_name_are_read() -> None:
    parsed = text("[00:00:01.000 --> 00:00:05.000]  How was it?\n[00:00:05.000 --> 00:00:09.500]  Slow.\n")
    assert [(turn.text, turn.start_ms, turn.end_ms) for turn in parsed.turns] == [
        ("How was it?", 1_000, 5_000),
        ("Slow.", 5_000, 9_500),
    ]


def test_where_heads_have_times_a_single_word_before_a_colon_is_no_person() -> None:
    parsed = text("Anna (00:01):\nHi.\n\nBen (00:05):\nOkay: fine.\n\nPage 1 of 2\n")
    assert said(parsed) == [("Anna", "Hi."), ("Ben", "Okay: fine.")]


def test_an_otter_export_is_read_with_its_preamble_aside() -> None:
    parsed = text(
        "Interview\nWed, Mar 12, 2026 3:04PM  • 42:10\n\nSPEAKERS\nAnna Weber, Ben\n\n"
        "Anna Weber  00:05\nTell me: what happened?\n\nBen  01:00:12\nIt broke\nagain.\n\nTranscribed by https://otter.ai\n"
    )
    assert said(parsed) == [("Anna Weber", "Tell me: what happened?"), ("Ben", "It broke again.")]
    assert [turn.start_ms for turn in parsed.turns] == [5_000, 3_612_000]


def test_paragraphs_without_labels_become_turns_and_the_reader_is_told() -> None:
    parsed = text("First thought,\nwrapped.\n\nSecond thought.\n")
    assert said(parsed) == [(None, "First thought, wrapped."), (None, "Second thought.")]
    assert [warning.code for warning in parsed.warnings] == ["no_speakers"]
    assert said(text("One.\nTwo.\n")) == [(None, "One."), (None, "Two.")]


def test_a_table_of_time_speaker_and_content_is_read_by_its_header() -> None:
    parsed = text("Timespan\tSpeaker\tContent\n00:00:01\tAnna\tHi\nthere\n00:00:08.5\tBen\tOh\n")
    assert said(parsed) == [("Anna", "Hi there"), ("Ben", "Oh")]
    assert [turn.start_ms for turn in parsed.turns] == [1_000, 8_500]


def test_a_labelled_table_with_cells_left_empty_loses_no_words() -> None:
    lines = ["Time\tSpeaker\tText", "before all", "00:01\tAnna\t\t Hi\t\tthere", "00:04\tBen\t", "\tgone"]
    assert [(turn.speaker, turn.text) for turn in labelled_table.read(lines) or ()] == [
        (None, "before all"),
        ("Anna", "Hi there"),
        ("Ben", "gone"),
    ]


def test_a_track_of_labels_in_seconds_is_read() -> None:
    parsed = text('f1 0.000 2.680 "One"\nf2 2.680 5.880 "Two"\n')
    assert [(turn.text, turn.start_ms, turn.end_ms) for turn in parsed.turns] == [
        ("One", 0, 2_680),
        ("Two", 2_680, 5_880),
    ]


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.json", '{"a": 1}'), ("a.txt", '[{"a": 1}]'), ("a.txt", "<?xml version='1.0'?><other/>")],
)
def test_another_format_is_refused_instead_of_being_read_as_prose(name: str, body: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        text(body, name)
    assert refused.value.code == "unknown_format"


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        read(Source(data, "a.txt"))


def test_what_a_site_generator_is_told_about_a_file_is_not_said() -> None:
    matter = "---\nguest: Ben\ntitle: On kettles\nkeywords:\n- tea\n---\n\n# On kettles\n\n## Transcript\n\n"
    found = text(
        f"{matter}Anna Weber (00:00:00):\nHow was it?\n\nBen (00:00:04):\nSlow.\n\n(00:00:09):\nAnd then.\n", "a.md"
    )
    assert said(found) == [("Anna Weber", "How was it?"), ("Ben", "Slow."), ("Ben", "And then.")]
    assert [turn.start_ms for turn in found.turns] == [0, 4_000, 9_000]
    assert found.preamble.startswith("---\nguest: Ben")
    assert [warning.code for warning in found.warnings] == ["preamble"]


def test_a_rule_of_dashes_that_nothing_closes_hides_nothing() -> None:
    assert said(text("---\nAnna Weber: How was it?\nBen: Slow.\nAnna Weber: Really?\n"))[0] == (
        "Anna Weber",
        "How was it?",
    )


@pytest.mark.parametrize(
    "head", ["Anna Weber  [{time}]", "Anna Weber {time}", "Anna Weber ({time})", "Anna Weber | {time}"]
)
def test_messages_with_the_time_of_day_count_from_the_first(head: str) -> None:
    other = head.replace("Anna Weber", "Ben")
    body = f"{head.format(time='11:58 AM')}\nHello\n\n{other.format(time='12:01 PM')}\nYes?\n\n{head.format(time='1:00 PM')}\nSo.\n"
    found = text(body)
    assert said(found) == [("Anna Weber", "Hello"), ("Ben", "Yes?"), ("Anna Weber", "So.")]
    assert [turn.start_ms for turn in found.turns] == [0, 3 * 60_000, 62 * 60_000]


def test_lines_that_begin_with_later_and_later_times_are_timed() -> None:
    found = text("0:02 welcome to the lecture\n0:05 today we talk about tea\n1:00:11 it boils\n")
    assert [(turn.start_ms, turn.text) for turn in found.turns] == [
        (2_000, "welcome to the lecture"),
        (5_000, "today we talk about tea"),
        (3_611_000, "it boils"),
    ]


def test_a_list_of_scores_is_no_row_of_times() -> None:
    assert [turn.start_ms for turn in text("3:02 was the first result\n1:05 came next\n2:11 at the end\n").turns] == [
        None
    ] * 3


def test_the_people_listed_above_a_conversation_are_no_speakers() -> None:
    found = text(
        "Call with Ben\n\nSpeakers: Anna Weber, Ben\n\n[00:00:02] Anna Weber:\nHow was it?\n\n[00:00:05] Ben:\nSlow.\n"
    )
    assert [speaker.name for speaker in found.speakers] == ["Anna Weber", "Ben"]


def test_the_note_below_a_transcript_of_google_meet_is_left_out_and_named() -> None:
    note = "This editable transcript was computer generated and might contain errors. People can also change the text."
    found = text(f"Anna Weber: How was it?\nBen: Slow.\n\n00:05:00\n\nAnna Weber: Really?\nBen: Yes.\n\n{note}\n")
    assert said(found)[-1] == ("Ben", "Yes.")
    assert found.turns[2].start_ms == 300_000
    assert [warning.code for warning in found.warnings] == ["footer"]


def lined(*sayings: str) -> list[tuple[str | None, str]]:
    return said(text("\n".join(sayings)))


def test_labels_inside_one_paragraph_begin_turns_and_the_reader_is_told() -> None:
    parsed = text(
        "Study 4\n\nInterviewer: How was it? Participant: Slow. I said: no! Interviewer: And then? Participant: Nothing."
    )
    assert said(parsed) == [
        ("Interviewer", "How was it?"),
        ("Participant", "Slow. I said: no!"),
        ("Interviewer", "And then?"),
        ("Participant", "Nothing."),
    ]
    assert [(w.code, w.line, w.excerpt) for w in parsed.warnings if w.code == "labels_in_paragraph"] == [
        ("labels_in_paragraph", 3, "Interviewer, Participant")
    ]
    assert [turn.line for turn in parsed.turns] == [3, 3, 3, 3]


def test_names_inside_a_paragraph_are_people_once_they_come_back() -> None:
    assert lined("Anna: How? Ben: Slowly. Anna: Why? Ben: Who knows.")[2] == ("Anna", "Why?")
    assert lined("It was slow. My Advice: wait. Their Answer: no. He left.")[0][0] is None


def test_a_chinese_interview_in_one_paragraph_is_cut_too() -> None:
    assert lined("采访者：你好吗？受访者：很好。采访者：为什么？受访者：不知道。")[1] == ("受访者", "很好。")


def test_a_name_somebody_calls_out_does_not_cut_an_ordinary_transcript() -> None:
    found = lined("Anna: I asked. Ben: come here.", "Ben: I did not hear it.", "Anna: No. Question: why?", "Ben: Wind.")
    assert found[0] == ("Anna", "I asked. Ben: come here.")
    assert len(found) == 4


def test_headings_are_no_people_even_if_they_stand_alone() -> None:
    assert {name for name, _ in lined("Methods", "We asked. They answered.", "", "Results", "", "Much was said.")} == {
        None
    }


def test_frames_of_an_editing_program_count_and_are_not_said() -> None:
    parsed = text("00:00:03:04 - 00:00:09:10\nSpeaker 1\nHow was it?\n\n00:00:09:10 - 00:00:20:00\nSpeaker 2\nSlow.\n")
    assert [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in parsed.turns] == [
        ("Speaker 1", "How was it?", 3_160, 9_400),
        ("Speaker 2", "Slow.", 9_400, 20_000),
    ]


def test_voices_and_seconds_of_a_diarizer_are_read() -> None:
    parsed = text("SPEAKER_00 [0.00s - 5.20s]: How was it?\nSPEAKER_01 [5.20s - 9.25s]: Slow.\n")
    assert [(turn.speaker, turn.start_ms, turn.end_ms) for turn in parsed.turns] == [
        ("SPEAKER_00", 0, 5_200),
        ("SPEAKER_01", 5_200, 9_250),
    ]
    ranged = text("[00:00.000 --> 00:05.000] [SPEAKER_00] How?\n[00:05.000 --> 00:09.000] [Laughter] Slow.\n")
    assert said(ranged) == [("SPEAKER_00", "How?"), ("SPEAKER_00", "[Laughter] Slow.")]


def test_a_time_before_a_sentence_with_a_colon_names_nobody() -> None:
    parsed = text("[00:01] Anna: Hi\n[00:05] Ben: Hello\n[00:09] Then I get angry: I call them.\n")
    assert said(parsed)[2] == ("Ben", "Then I get angry: I call them.")


def test_numbers_before_labels_are_no_part_of_the_names() -> None:
    assert lined("1. I: Why?", "2. P: Because.", "3. I: And?", "4. P: No.")[3] == ("P", "No.")


def test_shortened_labels_are_read() -> None:
    assert lined("Int.: Wie war es?", "Befr.: Es war: langsam.")[1] == ("Befr.", "Es war: langsam.")


def test_a_meeting_that_ends_is_said_by_nobody() -> None:
    parsed = text("00:00:00\n\nAnna: Hi\nBen: Hello\nAnna: Bye\nMeeting ended after 00:45:10 👋\n")
    assert said(parsed)[-1] == ("Anna", "Bye")
    assert [warning.code for warning in parsed.warnings] == ["footer"]
    ended = text("Anna: Hi\nBen: Hello\nAnna: Bye\n\n[00:02:00] [END OF AUDIO]\n")
    assert said(ended)[-1] == ("Anna", "Bye")


def test_a_table_of_markdown_is_read() -> None:
    rows = "".join(f"| 00:0{n} | {name} | {words} |\n" for n, (name, words) in enumerate(TALK))
    parsed = text(f"| Time | **Speaker** | Text |\n|:---|---|---|\n{rows}", "talk.md")
    assert said(parsed) == TALK
    assert [turn.start_ms for turn in parsed.turns] == [0, 1_000, 2_000, 3_000]


def test_a_list_of_steps_is_no_list_of_people() -> None:
    found = lined("Anna: Hi", "Ben: Two steps:", "First: open it.", "Second: close it.", "Anna: Oh")
    assert found[1] == ("Ben", "Two steps: First: open it. Second: close it.")


def test_the_title_of_an_interview_is_no_person() -> None:
    found = lined("# Interview Transcript: The slow dashboard", "", "**I:** Why?", "**P:** Because.", "**I:** And?")
    assert found[0] == ("I", "Why?")


def test_the_beginning_of_a_sentence_is_no_label_however_often_it_comes() -> None:
    found = lined("Anna: Hi", "Then I said: no", "Ben: Oh", "Anna: Yes", "Then I said: never", "Ben: Oh")
    assert found[0] == ("Anna", "Hi Then I said: no")
    assert lined("Customer service agent: Hi", "Female voice: Oh", "Customer service agent: Bye", "Female voice: Bye")[
        0
    ] == (
        "Customer service agent",
        "Hi",
    )


def test_ids_in_brackets_are_voices_and_noises_are_not() -> None:
    assert lined("[id1] hello", "[id2] oh", "[id1] bye")[2] == ("id1", "bye")
    assert lined("[laughs] hello", "[coughs] oh", "[laughs] bye")[2] == (None, "[laughs] bye")


def test_an_overlap_that_begins_a_line_names_its_voice() -> None:
    assert lined("S01: Hi", "//S02: Oh. //", "S01: Bye", "S02: Bye")[1] == ("S02", "Oh. //")


def test_headings_of_markdown_amid_a_conversation_are_named_and_not_said() -> None:
    parsed = text(
        "# Talk\n\n**Anna:** Hi\n\n## Early Life\n\n**Ben:** Oh\n\n**Anna:** Bye\n\n**Ben:** Bye\n", "talk.md"
    )
    assert said(parsed) == [("Anna", "Hi"), ("Ben", "Oh"), ("Anna", "Bye"), ("Ben", "Bye")]
    assert ("heading", 5, "## Early Life") in [(w.code, w.line, w.excerpt) for w in parsed.warnings]
    notes = text("# Talk\n\nNobody is named here.\n\n## More\n\nNobody at all.\n", "notes.md")
    assert [turn.text for turn in notes.turns][::2] == ["# Talk", "## More"]


def test_a_time_in_brackets_before_a_name_is_no_paragraph_of_several_voices() -> None:
    parsed = text("[10:01 AM] Anna: Hi\n[10:02 AM] Ben: Oh\n[10:03 AM] Anna: Bye\n[10:04 AM] Ben: Bye\n")
    assert [warning.code for warning in parsed.warnings] == ["clock_times"]
    parts = text("Anna: How was it? (pause) Ben: Slow. Anna: Why? Ben: Who knows.")
    assert said(parts)[:2] == [("Anna", "How was it? (pause)"), ("Ben", "Slow.")]


def test_a_list_that_explains_its_points_is_no_conversation() -> None:
    points = [f"{name} - born in May" for name in ("Rome", "Paris", "Berlin", "Oslo")]
    assert lined(*points, "Oslo - again")[0] == (None, "Rome - born in May")


def test_a_time_far_below_is_not_where_the_text_begins() -> None:
    parsed = text("One long paragraph about it all.\n\nAnother one, as long.\n\n12:30\nAnd a third.\n")
    assert [turn.text for turn in parsed.turns] == [
        "One long paragraph about it all.",
        "Another one, as long.",
        "And a third.",
    ]


def test_titles_before_names_end_no_sentence() -> None:
    found = lined("Mr. Levy: So it ended? Mr. Simpson: Yes. Ms. Sawyer: When? Mr. Simpson: In May. Ms. Sawyer: Oh.")
    assert found[:2] == [("Mr. Levy", "So it ended?"), ("Mr. Simpson", "Yes.")]
    plain = text("Mr. Levy: So?\nMr. Simpson: Yes.\nMr. Levy: When?\n")
    assert [warning.code for warning in plain.warnings] == []


def test_a_profile_above_the_talk_is_no_person() -> None:
    found = lined("Participant", "Name: Emily", "Age: 21", "", "Interviewer: Hi", "Emily: Oh", "Interviewer: Bye")
    assert [name for name, _ in found] == ["Interviewer", "Emily", "Interviewer"]


def test_questions_and_answers_of_a_court_stand_beside_names() -> None:
    talk = ["Q. When?", "A. In May.", "Q. Why?", "A. No idea.", "MR. LEVY: Do not guess.", "Q. And?", "A. Nothing."]
    found = lined(*talk, "MR. LEVY: Thank you.")
    assert [name for name, _ in found] == ["Q", "A", "Q", "A", "MR. LEVY", "Q", "A", "MR. LEVY"]


def test_a_colon_behind_a_time_is_not_said() -> None:
    assert [turn.text for turn in text("[00:41] : um\n\n[02:30] : part of it\n\n[09:43] : no\n").turns][
        1
    ] == "part of it"


def test_bare_numbers_of_times_are_milliseconds_where_seconds_would_be_absurd() -> None:
    parsed = text("Speaker A [2183.00 - 15764.00]:\n    How was it?\n\nSpeaker B [15774.00 - 24302.00]:\n    Slow.\n")
    assert [(turn.speaker, turn.start_ms, turn.end_ms) for turn in parsed.turns] == [
        ("Speaker A", 2_183, 15_764),
        ("Speaker B", 15_774, 24_302),
    ]


def test_the_heading_of_a_user_interview_is_no_user() -> None:
    assert lined("# User Interview: Kate", "", "**Anna:** Hi", "**Ben:** Oh", "**Anna:** Bye")[0] == ("Anna", "Hi")


def test_names_alone_on_their_lines_are_a_guess_that_is_told() -> None:
    parsed = text("Talk\n\n" + "".join(f"{name}\n{words}\n\n" for name, words in TALK))
    told = [(warning.code, warning.line, warning.excerpt) for warning in parsed.warnings]
    assert told == [("preamble", 1, "Talk"), ("lone_names", 3, "Anna Weber, Ben")]
