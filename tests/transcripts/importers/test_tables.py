"""Tables: headers, columns and times are found out, and every guess has a reason that is shown."""

import pytest

from app.transcripts.importers import ImportRefused, ParsedTranscript, Source, read, table_in
from app.transcripts.importers.cell_times import span_ms, time_ms, unit_of
from app.transcripts.importers.conversation import Layout, guess
from app.transcripts.importers.survey import respondents
from app.transcripts.importers.tables import Table, TablePlan, table
from tests.transcripts.importers.writers_documents import csv_of, xlsx_of, zipped


def read_csv(*rows: tuple[str, ...], plan: TablePlan | None = None, name: str = "t.csv") -> ParsedTranscript:
    return read(Source(csv_of(rows), name, None, plan))


def layout(*rows: tuple[str, ...]) -> Layout:
    return guess(table(rows, list(range(1, len(rows) + 1))))


def roles(*rows: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(column.role, column.reason) for column in layout(*rows).columns]


@pytest.mark.parametrize(
    ("cell", "ms"),
    [
        ("0:00:00.4", 400), ("00:01:23", 83_000), ("1:23", 83_000), ("83.2", 83_200), ("5.0s", 5_000),
        ("3m 2.89s", 182_890), ("[00:33:05]", 1_985_000), ("1h 2m", 3_720_000), ("00:00:01:12", 1_480),
        ("1:02:03,5", 3_723_500), ("12,5", 12_500), ("later", None), ("", None), ("3 of 4", None),
    ],
)  # fmt: skip
def test_times_are_read_as_cells_hold_them(cell: str, ms: int | None) -> None:
    assert time_ms(cell) == ms


def test_spans_hold_two_times() -> None:
    assert span_ms("0:03 - 0:09") == (3_000, 9_000)
    assert span_ms("00:00:03.000 --> 00:00:09.500") == (3_000, 9_500)
    assert span_ms("0:03 – soon") is None


def test_whole_numbers_are_milliseconds_where_seconds_would_be_absurd() -> None:
    assert unit_of(["0", "2680", "5880"], 90) == 1.0
    assert unit_of(["0", "3", "6"], 90) == 1000.0
    assert unit_of(["0.0", "2680.5"], 90) == 1000.0


def test_columns_are_known_by_their_names() -> None:
    header = ("Zeit", "Sprecherin", "Inhalt", "Schlagwörter", "ID")
    row = ("0:03", "Anna", "Hallo", "Ärger; Warten", "7")
    assert roles(header, row, row) == [
        ("start", "name"),
        ("speaker", "name"),
        ("text", "name"),
        ("tags", "name"),
        ("ignore", "rest"),
    ]


def test_columns_without_names_are_known_by_what_stands_in_them() -> None:
    rows = [
        (f"{n}", f"0:{n:02}", "Anna" if n % 2 else "Ben", f"What is said in row number {n} of this table")
        for n in range(1, 9)
    ]
    assert not layout(*rows).header
    assert roles(*rows) == [
        ("ignore", "rest"),
        ("start", "times"),
        ("speaker", "few_names"),
        ("text", "long_texts"),
    ]


def test_what_a_person_chose_is_done() -> None:
    rows = (("a", "b"), ("Hello there", "Good day"))
    plan = TablePlan(mode="turns", header=True, roles=("ignore", "text"))
    found = read_csv(*rows, plan=plan)
    assert [turn.text for turn in found.turns] == ["Good day"]
    assert [(warning.code, warning.excerpt) for warning in found.warnings] == [("columns_left_out", "a")]


def test_a_plan_for_another_table_is_refused() -> None:
    with pytest.raises(ImportRefused) as refused:
        read_csv(("a", "b"), ("c", "d"), plan=TablePlan(roles=("text",)))
    assert refused.value.code == "bad_columns"


def test_tags_stay_with_their_turns() -> None:
    found = read_csv(
        ("speaker", "words", "tags"),
        ("Anna", "One", "waiting; cost"),
        ("Ben", "Two", ""),
        ("Anna", "Three", "cost,anger"),
    )
    assert [turn.tags for turn in found.turns] == [("waiting", "cost"), (), ("cost", "anger")]


def test_rows_without_words_and_times_that_are_none_are_named_with_their_lines() -> None:
    found = read_csv(("start", "text"), ("0:01", "One"), ("0:02", ""), ("soon", "Three"))
    assert [(warning.code, warning.line, warning.excerpt) for warning in found.warnings] == [
        ("row_without_text", 3, "0:02"),
        ("bad_time", 4, "soon"),
    ]


def test_a_title_above_the_header_is_kept_aside_and_named() -> None:
    found = read_csv(
        ("Interview 4",), ("3 May",), ("Speaker", "Text", "Time"), ("Anna", "So?", "0:03"), ("Ben", "No.", "0:09")
    )
    assert [(turn.speaker, turn.text, turn.line) for turn in found.turns] == [("Anna", "So?", 4), ("Ben", "No.", 5)]
    assert (found.preamble, found.warnings[0].code) == ("Interview 4\n3 May", "preamble")


def test_answers_are_what_was_said_even_if_another_column_is_longer() -> None:
    rows = [("response", "mood", "mapping"), ("It was slow.", "0.1", "a " * 99), ("I left.", "0.2", "b " * 99)]
    assert roles(*rows)[0] == ("text", "name")
    assert [role for role, _ in roles(*rows)][2] == "ignore"


def test_quotes_line_breaks_entities_and_a_declared_separator() -> None:
    data = b'sep=;\r\nspeaker;text\r\nAnna;"One;\r\ntwo ""three"" &#8212; &amp; four"\r\nBen;Yes\r\n'
    found = read(Source(data, "t.csv"))
    assert [(turn.speaker, turn.text, turn.line) for turn in found.turns] == [
        ("Anna", 'One; two "three" — & four', 3),
        ("Ben", "Yes", 5),
    ]


def test_a_quotation_mark_that_is_never_closed_is_no_crash() -> None:
    found = read(Source(b'speaker,text\nAnna,"One\nBen,Two\n', "t.csv"))
    assert len(found.turns) == 1


def test_moments_of_a_chat_count_from_the_first() -> None:
    found = read_csv(
        ("time", "from", "message"), ("2026-03-12 10:15:00", "Anna", "Hi"), ("2026-03-12T10:15:42", "Ben", "Oh")
    )
    assert [turn.start_ms for turn in found.turns] == [0, 42_000]


def test_a_workbook_keeps_dates_times_and_the_sheet_that_holds_something() -> None:
    found = table_in(Source(xlsx_of([("Time", "Text"), (0.5, "Noon"), (1.5, "A day and a half")]), "t.xlsx"))
    assert found is not None
    assert [row[0] for row in found[0].rows] == ["Time", "12:00:00", "36:00:00"]
    assert found[0].sheets == ("Sheet1",)


def test_a_cell_at_the_end_of_the_world_takes_no_room() -> None:
    sheet = (
        '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Anna: Hi</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576" t="inlineStr"><is><t>Ben: Oh</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    parts = {"xl/workbook.xml": '<workbook><sheets><sheet name="A" id="r"/></sheets></workbook>'}
    parts |= {"xl/_rels/workbook.xml.rels": '<R><Relationship Id="r" Target="a.xml"/></R>', "xl/a.xml": sheet}
    found = table_in(Source(zipped(parts), "t.xlsx"))
    assert found is not None
    assert (len(found[0].rows), found[0].width) == (2, 1)


QUESTIONS = ("Respondent ID", "Email Address", "Date", "Age", "What annoyed you most?", "What should we change?")
ANSWERS = [
    ("P01", "a@example.org", "3/14/2026", "34", "Waiting on the line for an hour.", "Call back."),
    ("P02", "b@example.org", "3/2/2026", "51", "", "Answer letters, please."),
    ("P03", "", "3/3/2026", "", "", ""),
]


def survey(*rows: tuple[str, ...]) -> tuple[Table, Layout]:
    found = table_in(Source(csv_of(rows), "survey.csv"))
    assert found is not None
    return found


def test_a_survey_is_known_by_its_questions() -> None:
    found = survey(QUESTIONS, *ANSWERS)
    assert found[1].mode == "survey"
    assert [column.role for column in found[1].columns] == [
        "participant", "contact", "date", "attribute", "question", "question",
    ]  # fmt: skip
    people = respondents(*found)
    assert [(one.name, one.line, len(one.answers)) for one in people] == [("P01", 2, 2), ("P02", 3, 1), ("P03", 4, 0)]
    assert people[0].attributes == {"Age": "34"}
    assert [str(one.held_on) for one in people] == ["2026-03-14", "2026-03-02", "2026-03-03"]


def test_a_day_that_may_be_two_days_is_none() -> None:
    rows = [(*row[:2], day, *row[3:]) for row, day in zip(ANSWERS, ("3/4/2026", "5/6/2026", ""), strict=True)]
    assert [one.held_on for one in respondents(*survey(QUESTIONS, *rows))] == [None, None, None]


def test_the_second_names_of_survey_tools_are_no_answers() -> None:
    qualtrics = (("ResponseId", "Q1", "Q2"), ("Response ID", "What annoyed you?", "And what else did?"))
    identifiers = tuple(f'{{"ImportId":"{name}"}}' for name in ("_recordId", "QID1", "QID2"))
    found = survey(*qualtrics, identifiers, ("R_1", "All of it", "Nothing"), ("R_2", "Some", "Little"))
    assert [(one.name, one.answers[0]) for one in respondents(*found)] == [
        ("R_1", ("What annoyed you?", "All of it")),
        ("R_2", ("What annoyed you?", "Some")),
    ]
    monkey = (
        ("Respondent ID", "What annoyed you?", "What else did?", ""),
        ("", "Open-Ended Response", "The queue", "The price"),
    )
    found = survey(*monkey, ("1", "All of it", "Yes, it did", "No"), ("2", "Some", "", "Also"))
    assert found[0].rows[0] == (
        "Respondent ID",
        "What annoyed you?",
        "What else did? – The queue",
        "What else did? – The price",
    )


def test_a_table_of_turns_is_no_survey() -> None:
    assert layout(("speaker", "text"), ("Anna", "How was it?"), ("Ben", "Slow")).mode == "turns"
