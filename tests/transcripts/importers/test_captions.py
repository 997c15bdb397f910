"""What the formats of captions and of tiers can say beyond the plain case."""

import pytest

from app.transcripts.importers import ImportRefused, ParsedTranscript, Source, read
from tests.transcripts.importers.samples import MISSING, SAMPLES

Rows = list[tuple[str | None, str, int | None, int | None]]


def parsed(text: str, name: str) -> ParsedTranscript:
    return read(Source(text.encode(), name))


def rows(found: ParsedTranscript) -> Rows:
    return [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in found.turns]


def pieces(found: ParsedTranscript) -> list[tuple[str, int, int]]:
    return [(turn.text[w.start : w.end], w.start_ms, w.end_ms) for turn in found.turns for w in turn.words]


def codes(found: ParsedTranscript) -> list[tuple[str, int | None]]:
    return [(warning.code, warning.line) for warning in found.warnings]


def ttml(body: str, attributes: str = "") -> ParsedTranscript:
    spaces = 'xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
    return parsed(f'<?xml version="1.0"?>\n<tt {spaces} xml:lang="de" {attributes}>\n{body}\n</tt>', "a.ttml")


@pytest.mark.parametrize(
    ("stamp", "attributes", "ms"),
    [
        ("00:00:01.5", "", 1_500),
        ("00:00:01:15", "", 1_500),
        ("00:00:01:12", 'xmlns:ttp="p" ttp:frameRate="24"', 1_500),
        ("90f", 'xmlns:ttp="p" ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"', 3_003),
        ("15000000t", 'xmlns:ttp="p" ttp:tickRate="10000000"', 1_500),
        ("1.5s", "", 1_500),
        ("1500ms", "", 1_500),
        ("0.5m", "", 30_000),
        ("1h", "", 3_600_000),
        ("1.5", "", 1_500),
    ],
)
def test_times_of_ttml_are_read_in_every_spelling(stamp: str, attributes: str, ms: int) -> None:
    found = ttml(f'<body><div><p begin="{stamp}" dur="1s">A</p></div></body>', attributes)
    assert rows(found) == [(None, "A", ms, ms + 1_000)]
    assert found.language == "de"


def test_times_of_ttml_count_from_what_holds_them() -> None:
    found = ttml('<body begin="10s"><div begin="5s"><p begin="1s" end="2s">A<br/>b</p></div></body>')
    assert rows(found) == [(None, "A b", 16_000, 17_000)]
    found = ttml('<body><div timeContainer="seq" begin="1s"><p dur="2s">A</p><p dur="3s">B</p></div></body>')
    assert rows(found) == [(None, "A", 1_000, 3_000), (None, "B", 3_000, 6_000)]


def test_spans_of_ttml_time_words_and_name_voices() -> None:
    head = '<head><ttm:agent xml:id="a"><ttm:name type="full">Anna</ttm:name></ttm:agent></head>'
    found = ttml(f'{head}<body><div><p begin="1s" end="3s"><span begin="0s">One</span> <span begin="1s">two</span></p>'
                 '<p begin="3s" end="4s"><span ttm:agent="a">Yes</span></p></div></body>')  # fmt: skip
    assert rows(found) == [(None, "One two", 1_000, 3_000), ("Anna", "Yes", 3_000, 4_000)]
    assert pieces(found) == [("One", 1_000, 2_000), ("two", 2_000, 3_000)]


def test_a_translation_shown_at_the_same_time_is_left_out_and_named() -> None:
    found = ttml('<body><div xml:lang="de"><p begin="1s" end="2s">Ja</p></div>'
                 '<div xml:lang="en"><p begin="1s" end="2s">Yes</p></div></body>')  # fmt: skip
    assert rows(found) == [(None, "Ja", 1_000, 2_000)]
    assert codes(found) == [("other_language", 3)]


def test_broken_xml_is_read_on_and_the_reader_is_told_where_it_broke() -> None:
    found = ttml('<body><div><p begin="1s" end="2s">R&D</p>\n<p begin="2s" end="3s">a&nbsp;b</p></div></body>')
    assert rows(found) == [(None, "R&D", 1_000, 2_000), (None, "a b", 2_000, 3_000)]
    assert codes(found) == [("broken_xml", 3)]


@pytest.mark.parametrize("name", ["a.ttml", "a.eaf", "a.trs", "a.xml"])
def test_a_bomb_of_entities_is_refused_with_its_line(name: str) -> None:
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE tt [\n<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n<tt><body><p>&b;</p></body></tt>'
    with pytest.raises(ImportRefused) as refused:
        parsed(bomb, name)
    assert (refused.value.code, refused.value.line) == ("entities", 3)


def test_an_external_entity_is_never_fetched() -> None:
    with pytest.raises(ImportRefused):
        parsed(
            '<!DOCTYPE tt [<!ENTITY a SYSTEM "file:///etc/passwd">]><tt><body><p begin="1s">&a;</p></body></tt>',
            "a.xml",
        )


def test_xml_is_read_in_the_encoding_it_declares() -> None:
    body = '<?xml version="1.0" encoding="ISO-8859-2"?><tt><body><p begin="1s" end="2s">Český</p></body></tt>'
    found = read(Source(body.encode("iso8859-2"), "a.ttml"))
    assert (found.turns[0].text, found.encoding, found.encoding_certain) == ("Český", "iso8859-2", True)


def test_sbv_keeps_what_stands_behind_an_empty_line_and_knows_subviewer() -> None:
    found = parsed(
        "[INFORMATION]\n[TITLE]x\n[SUBTITLE]\n00:00:01.50,00:00:02.00\na[br]b\n\nc\n\n00:00:03.00,00:00:04.00\nd\n\n[END SUBTITLE]",
        "a.sub",
    )
    assert rows(found) == [(None, "a b c", 1_500, 2_000), (None, "d", 3_000, 4_000)]


def test_lrc_lines_are_said_as_often_as_they_are_stamped() -> None:
    found = parsed(
        "[offset:+500]\n[la:en]\n[00:01.00][00:05.00]Again\n[00:03.00]<00:03.00>One <00:04.00>two\n", "a.lrc"
    )
    assert rows(found) == [(None, "Again", 500, 2_500), (None, "One two", 2_500, 4_500), (None, "Again", 4_500, None)]
    assert pieces(found) == [("One", 2_500, 3_500), ("two", 3_500, 4_500)]
    assert found.language == "en"


def ass(lines: str) -> ParsedTranscript:
    fields = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
    return parsed(f"[Script Info]\n\n[Events]\n{fields}\n{lines}", "a.ass")


def test_ass_tags_drawings_and_comments_are_not_said() -> None:
    found = ass("Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,no\n"
                "Dialogue: 0,0:00:01.00,0:00:02.00,Default,Anna,0,0,0,,{\\i1}One,{\\i0}\\Ntwo{note}\n"
                "Dialogue: 0,0:00:02.00,0:00:03.00,Default,Ben,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}Yes")  # fmt: skip
    assert rows(found) == [("Anna", "One, two", 1_000, 2_000), ("Ben", "Yes", 2_000, 3_000)]


def test_ass_karaoke_times_syllables_and_styles_may_be_people() -> None:
    found = ass("Dialogue: 0,0:00:01.00,0:00:02.00,Anna,,0,0,0,,{\\k50}Hel{\\k50}lo\n"
                "Dialogue: 0,0:00:02.00,0:00:03.00,Ben,,0,0,0,,Oh")  # fmt: skip
    assert rows(found) == [("Anna", "Hello", 1_000, 2_000), ("Ben", "Oh", 2_000, 3_000)]
    assert pieces(found) == [("Hel", 1_000, 1_500), ("lo", 1_500, 2_000)]
    assert codes(found) == [("styles_as_speakers", None)]


def test_an_ass_line_that_cannot_be_read_is_named() -> None:
    found = ass(
        "Dialogue: 0,0:00:01.00,late,Default,,0,0,0,,lost\nDialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,kept"
    )
    assert rows(found) == [(None, "kept", 2_000, 3_000)]
    assert codes(found) == [("bad_times", 5)]


EAF = """<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"/><TIME_ORDER>
<TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="t2"/><TIME_SLOT TIME_SLOT_ID="t3" TIME_VALUE="3000"/>
</TIME_ORDER>
<TIER TIER_ID="A_Transcription" PARTICIPANT="Anna" LINGUISTIC_TYPE_REF="u">
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t3"><ANNOTATION_VALUE>One two.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER>
<TIER TIER_ID="A_Words" PARTICIPANT="Anna" PARENT_REF="A_Transcription" LINGUISTIC_TYPE_REF="w">
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>One</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a3" TIME_SLOT_REF1="t2" TIME_SLOT_REF2="t3"><ANNOTATION_VALUE>two</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER>
<TIER TIER_ID="A_Translation" PARENT_REF="A_Transcription" LINGUISTIC_TYPE_REF="s">
<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a4" ANNOTATION_REF="a1"><ANNOTATION_VALUE>Eins zwei.</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
</TIER>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="u"/><LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="w" CONSTRAINTS="Time_Subdivision"/>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="s" CONSTRAINTS="Symbolic_Association"/></ANNOTATION_DOCUMENT>"""


def test_elan_words_time_the_saying_and_a_translation_is_left_out_and_named() -> None:
    found = parsed(EAF, "a.eaf")
    assert rows(found) == [("Anna", "One two.", 1_000, 3_000)]
    assert pieces(found) == [("One", 1_000, 2_000), ("two", 2_000, 3_000)]
    assert codes(found) == [("tier_left_out", 12)]
    assert found.segments == 4


def test_elan_sentences_below_a_tier_of_numbers_are_what_was_said() -> None:
    text = (
        EAF.replace("One two.", "story.001")
        .replace("Time_Subdivision", "Symbolic_Subdivision")
        .replace("A_Words", "A_Gloss")
    )
    found = parsed(text, "a.eaf")
    assert rows(found) == [("Anna", "Eins zwei.", 1_000, 3_000)]


def test_a_textgrid_of_words_and_sounds_keeps_the_words() -> None:
    tiers = [("Anna - words", [(0, 1, "one"), (1, 2, "two")]), ("Anna - phones", [(0, 1, "w"), (1, 2, "t")])]
    text = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n2\n<exists>\n2\n'
    for name, intervals in tiers:
        text += f'"IntervalTier"\n"{name}"\n0\n2\n2\n' + "".join(f'{a}\n{b}\n"{t}"\n' for a, b, t in intervals)
    found = parsed(text, "a.TextGrid")
    assert rows(found) == [("Anna", "one", 0, 1_000), ("Anna", "two", 1_000, 2_000)]
    assert [code for code, _ in codes(found)] == ["tier_left_out"]


def test_a_textgrid_cut_short_keeps_what_was_read() -> None:
    text = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n2\n<exists>\n1\n"IntervalTier"\n"Anna"\n0\n2\n2\n0\n1\n"one"\n1\n'
    found = parsed(text, "a.TextGrid")
    assert rows(found) == [("Anna", "one", 0, 1_000)]
    assert codes(found) == [("cut_short", 16)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("yes , I do .", "yes, I do."),
        ("I <I want> [/] want &-uh (be)cause .", "I I want want uh because."),
        ("&=laughs come here [= the table] +...", "[laughs] come here…"),
        ("New_York xxx (.) 0is [*] nice [+ exc] ?", "New York xxx nice?"),
        ("hola@s:spa &+w what +/.", "hola w what–"),
        ("0 .", ""),
        ("+< and \n\tthen !", "and then!"),
    ],
)
def test_codes_leave_the_text_of_chat(line: str, said: str) -> None:
    found = parsed(
        f"@UTF8\n@Begin\n@Participants:\tANN Anna Participant, INV Investigator\n*ANN:\t{line}\n%com:\tx\n*INV:\toh .\n@End\n",
        "a.cha",
    )
    assert [turn.text for turn in found.turns] == ([said] if said else []) + ["oh."]
    assert [turn.speaker for turn in found.turns][-1] == "Investigator"
    assert ("tier_left_out", 6 if "\n" in line else 5) in codes(found)


def test_transcriber_cuts_turns_at_its_marks_and_knows_who_of_two_speaks() -> None:
    found = parsed(
        '<!DOCTYPE Trans SYSTEM "trans-14.dtd">\n<Trans xml:lang="fr"><Topics><Topic id="t1" desc="Arrival"/></Topics>'
        '<Speakers><Speaker id="s1" name="Anna"/><Speaker id="s2" name="Ben"/></Speakers><Episode>'
        '<Section type="report" topic="t1" startTime="0" endTime="9"><Turn speaker="s1" startTime="0" endTime="4">'
        '<Sync time="0"/>One<Sync time="2.5"/>two<Event desc="rire" type="noise"/></Turn>'
        '<Turn speaker="s1 s2" startTime="4" endTime="9"><Sync time="4"/><Who nb="1"/>Yes<Who nb="2"/>No</Turn>'
        "</Section></Episode></Trans>",
        "a.trs",
    )
    assert rows(found) == [
        ("Anna", "One", 0, 2_500),
        ("Anna", "two [rire]", 2_500, 4_000),
        ("Anna", "Yes", 4_000, 9_000),
        ("Ben", "No", 4_000, 9_000),
    ]
    assert [(chapter.title, chapter.start_ms, chapter.end_ms) for chapter in found.chapters] == [("Arrival", 0, 9_000)]
    assert found.language == "fr"


def test_youtube_timedtext_is_read_in_both_its_forms() -> None:
    old = parsed('<?xml version="1.0"?><transcript><text start="1.5" dur="2">it&amp;#39;s</text></transcript>', "a.xml")
    assert rows(old) == [(None, "it's", 1_500, 3_500)]
    new = parsed(
        '<timedtext format="3"><body><p t="1500" d="2000"><s>it</s><s t="500"> is</s></p></body></timedtext>', "a.srv3"
    )
    assert rows(new) == [(None, "it is", 1_500, 3_500)]
    assert pieces(new) == [("it", 1_500, 2_000), ("is", 2_000, 3_500)]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=MISSING)
def test_a_poem_is_the_same_in_all_files_of_one_aligner() -> None:
    folder = SAMPLES / "transcripts" / "allformats_sonnet001"
    kinds = [
        "aud",
        "audh",
        "csv",
        "csvh",
        "dfxp",
        "eaf",
        "json",
        "sbv",
        "srt",
        "ssv",
        "sub",
        "textgrid",
        "textgrid_long",
        "textgrid_short",
        "ttml",
        "txt",
        "txth",
        "vtt",
        "xml",
    ]
    found = {
        kind: rows(read(Source((folder / f"sonnet001.{kind}").read_bytes(), f"sonnet001.{kind}"))) for kind in kinds
    }
    assert len(found) == 19
    assert {len(lines) for lines in found.values()} == {15}
    assert all(lines == found["vtt"] for lines in found.values())


def test_a_word_never_begins_before_its_caption() -> None:
    said = "WEBVTT\n\n05:04.000 --> 05:06.000\nthis <-00:14:55.801>will <05:05.000>happen\n"
    [turn] = read(Source(said.encode(), "a.vtt")).turns
    assert turn.words
    assert all(304_000 <= word.start_ms <= word.end_ms for word in turn.words)


def test_a_refrain_and_a_count_are_said_as_often_as_they_are_shown() -> None:
    cues = "".join(f"00:0{n}.000 --> 00:0{n + 1}.000\nNo.\n\n" for n in range(8))
    assert [turn.text for turn in parsed(f"WEBVTT\n\n{cues}", "a.vtt").turns] == ["No."] * 8
    line = '<p begin="{0}s" end="{1}s"><span begin="0s">Oh</span> <span begin="0.5s">no</span></p>'
    song = ttml("<body><div>" + "".join(line.format(n, n + 1) for n in range(3)) + "</div></body>")
    assert [turn.text for turn in song.turns] == ["Oh no"] * 3


def test_numbers_of_a_textgrid_are_read_as_praat_reads_them() -> None:
    head = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0 2s <exists>\n1 tier\n"IntervalTier" "Anna" 0 2\n'
    found = parsed(f'{head}2 intervals\n0% 1/2 "so it"\n50% 2.0s! the end\n"broke"\n', "a.TextGrid")
    assert rows(found) == [("Anna", "so it", 0, 500), ("Anna", "broke", 500, 2_000)]
