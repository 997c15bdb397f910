"""Documents and tables: one conversation, written as many kinds of file, is read as the same turns."""

import pytest

from app.transcripts.importers import ImportRefused, ParsedTranscript, Source, read
from tests.transcripts.importers import writers_documents as write
from tests.transcripts.importers.writers_documents import WRITERS, Said

TALK: list[Said] = [
    ("Anna Weber", "How did the export go last week, and what did you do then?", 1_000),
    (
        "Gerda Lohmann",
        "It failed twice – “nothing” happened für zwölf Tage, and I waited: every single morning.",
        8_000,
    ),
    ("Anna Weber", "Nothing at all?", 21_000),
    ("Gerda Lohmann", "No. I rang three times, and then I wrote a letter; they said 3 < 4 & that was all.", 65_000),
    ("Anna Weber", "And how did you feel?", 130_000),
    ("Gerda Lohmann", "Cross. I hung up.", 3_725_000),
]


def parsed(data: bytes, name: str) -> ParsedTranscript:
    return read(Source(data, name))


def said(found: ParsedTranscript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in found.turns]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_conversation_is_read_alike_from_every_kind_of_document(kind: str) -> None:
    writer, timed, name = WRITERS[kind]
    found = parsed(writer(TALK), name)
    assert said(found) == [(speaker, words) for speaker, words, _ in TALK]
    assert [turn.start_ms for turn in found.turns] == [ms if timed else None for _, _, ms in TALK]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_wrong_name_does_not_change_what_is_read(kind: str) -> None:
    writer, _, name = WRITERS[kind]
    if name.endswith((".csv", ".tsv")):
        name = "talk.csv"
    found = parsed(writer(TALK), name if name == "talk.csv" else "talk")
    assert len(found.turns) == len(TALK)


def test_pages_of_a_pdf_lose_their_furniture_and_numbers_and_keep_every_word() -> None:
    long = [(name, f"{words} " * 5, ms) for name, words, ms in TALK * 6]
    found = parsed(write.pdf(long, number=True), "talk.pdf")
    assert said(found) == [(name, words.strip()) for name, words, _ in long]
    assert {warning.code for warning in found.warnings} == {"page_furniture"}
    assert [warning.excerpt for warning in found.warnings] == ["Interview 7, confidential", "Page 1 of 6"]


def test_numbers_of_lines_at_the_margin_of_a_pdf_are_said_by_nobody() -> None:
    told = ["MR. LEVY: How long did", "you wait, all in all?", "", "MS. WEBER: Three weeks, and", "nobody called me.", "",
            "MR. LEVY: And then?"]  # fmt: skip
    page = [(72.0, 760.0 - 24 * n, str(n + 1)) for n in range(9)]
    page += [(110.0, 760.0 - 24 * n, line) for n, line in enumerate(told) if line]
    found = parsed(write.pdf_of([page, page]), "talk.pdf")
    assert [turn.speaker for turn in found.turns if turn.text[:1].isdecimal()] == []
    words = " ".join(turn.text for turn in found.turns)
    assert not any(letter.isdecimal() for letter in words)
    assert {turn.speaker for turn in found.turns} == {"MR. LEVY", "MS. WEBER"}


def test_a_word_cut_at_the_end_of_a_line_is_whole_again() -> None:
    lines = ["Anna: This is a very long line that ends in the middle of a differ-", "ence, and goes on.", "Ben: Oh"]
    page = [(72.0, 700.0 - 14 * n, line) for n, line in enumerate(lines)]
    assert said(parsed(write.pdf_of([page]), "a.pdf"))[0][1].endswith("of a difference, and goes on.")


def test_a_scan_is_refused_with_advice() -> None:
    with pytest.raises(ImportRefused) as refused:
        parsed(write.pdf_of([[], []]), "scan.pdf")
    assert refused.value.code == "scanned"
    assert "OCR" in refused.value.advice


def word(body: str, **parts: str) -> ParsedTranscript:
    return parsed(write.docx_of(body, **parts), "a.docx")


BEN = write.paragraph("Ben: Yes, that is so.") + write.paragraph("Anna: And then?")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_tracked_insertions_are_said_and_deletions_are_not() -> None:
    body = (
        f"<w:p>{run('Anna: It ')}<w:ins>{run('really ')}</w:ins><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('once ')}</w:moveFrom>{run('broke.')}</w:p>"
    )
    found = word(body + BEN)
    assert found.turns[0].text == "It really broke."
    assert [warning.code for warning in found.warnings] == ["tracked_changes"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{run('Anna: It broke ')}</w:p>"
    assert word(first + write.paragraph("again.") + BEN).turns[0].text == "It broke again."


def test_comments_notes_and_hidden_text_are_named_and_not_said() -> None:
    body = (
        f"<w:p>{run('Anna: It broke.')}{run('secret', '<w:vanish/>')}<w:r><w:commentReference w:id='1'/></w:r>"
        "<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    notes = (
        f'<w:footnotes xmlns:w="{write.W}"><w:footnote w:type="separator"/>'
        f'<w:footnote w:id="2">{write.paragraph("laughs")}</w:footnote></w:footnotes>'
    )
    found = word(body + BEN, footnotes=notes)
    assert found.turns[0].text == "It broke."
    assert [(warning.code, warning.excerpt) for warning in found.warnings] == [
        ("comments", "1"),
        ("hidden_text", ""),
        ("footnote", "laughs"),
    ]


def test_fields_content_controls_text_boxes_and_readings() -> None:
    body = (
        f"<w:sdt><w:sdtContent><w:p>{run('Anna: In a control.')}</w:p></w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:hyperlink>{run('Ben: A link.')}</w:hyperlink></w:p>"
        f"<w:p><w:ruby><w:rt>{run('よみ')}</w:rt><w:rubyBase>{run('Anna: 読み')}</w:rubyBase></w:ruby></w:p>"
    )
    assert said(word(body + BEN))[:3] == [("Anna", "In a control."), ("Ben", "A link."), ("Anna", "読み")]


def test_headings_amid_a_conversation_are_named_and_not_said() -> None:
    heading = write.paragraph("Second part", style="berschrift1")
    found = word(write.paragraph("Anna: Hello.") + BEN + heading + BEN + write.paragraph("Anna stopped transcription"))
    assert [turn.text for turn in found.turns] == [
        "Hello.",
        "Yes, that is so.",
        "And then?",
        "Yes, that is so.",
        "And then?",
    ]
    assert [warning.excerpt for warning in found.warnings] == ["Second part", "Anna stopped transcription"]


def test_a_name_that_stretches_over_rows_of_a_table_is_said_in_each() -> None:
    def cell(text: str, merge: str) -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{write.paragraph(text)}</w:tc>"

    rows = [
        ("Anna", '<w:vMerge w:val="restart"/>', "One"),
        ("", "<w:vMerge/>", "Two"),
        ("Ben", "", "Three"),
        ("Anna", "", "Four"),
    ]
    header = f"<w:tr>{cell('Speaker', '')}{cell('Text', '')}</w:tr>"
    body = "".join(f"<w:tr>{cell(name, merge)}{cell(words, '')}</w:tr>" for name, merge, words in rows)
    found = word(f"<w:tbl>{header}{body}</w:tbl>")
    assert said(found) == [("Anna", "One"), ("Anna", "Two"), ("Ben", "Three"), ("Anna", "Four")]


@pytest.mark.parametrize(
    ("page", "codec", "text"),
    [("\\ansicpg1251", "cp1251", "Привет"), ("\\ansicpg932", "cp932", "日本語です"), ("\\mac", "mac_roman", "Größe é")],
)
def test_rich_text_of_other_code_pages(page: str, codec: str, text: str) -> None:
    coded = "".join(f"\\'{byte:02x}" if byte > 127 or byte in b"\\{}" else chr(byte) for byte in text.encode(codec))
    body = f"{{\\rtf1\\ansi{page} Anna: {coded}\\par Ben: Yes\\par Anna: No\\par}}"
    assert said(parsed(body.encode(), "a.rtf"))[0] == ("Anna", text)


def test_rich_text_takes_the_code_page_of_its_font_and_skips_stand_ins() -> None:
    body = (
        rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial CYR;}}"
        rb"\f0 Anna: \f1 \'cf\'f0\'e8\f0  and \u1055?\u-10179\'3f\u-8704\'3f {\uc2\u1041ab}end\line more {\v hidden}{\deleted gone}"
        rb"{\*\unknown {never} said}{\listtext 1.\tab}\emdash\par Ben: Yes\par Anna: \{brace\}\par}"
    )
    found = parsed(body, "a.rtf")
    assert found.turns[0].text == "При and П😀 Бend more —"
    assert found.turns[2].text == "{brace}"
    assert {warning.code for warning in found.warnings} == {"hidden_text", "tracked_changes"}


def test_rich_text_tables() -> None:
    rows = "".join(rf"\trowd\pard\intbl {name}\cell {words}\cell\row " for name, words, _ in TALK[2:6:2] + TALK[2:3])
    assert said(parsed((r"{\rtf1\ansi " + rows + r"\pard\par}").encode(), "a.rtf")) == [
        (name, words) for name, words, _ in TALK[2:6:2] + TALK[2:3]
    ]


def test_pages_of_the_web_are_read_without_what_runs_or_leads_elsewhere() -> None:
    page = (
        "<html><body><nav>Home</nav><style>p{}</style><p>Anna:&nbsp;Hello<br>you &amp; you</p><div hidden>no</div>"
        "<dl><dt>Ben</dt><dd>Yes</dd></dl><p>Anna: <del>no</del> Bye</p><footer>(c)</footer></body></html>"
    )
    assert said(parsed(page.encode(), "a.html")) == [("Anna", "Hello you & you"), ("Ben", "Yes"), ("Anna", "Bye")]


def test_open_documents_keep_spaces_and_leave_out_deletions_notes_and_comments() -> None:
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        "<text:p>Anna: a<text:s text:c='3'/>b<text:line-break/>c<text:note><text:p>note</text:p></text:note>"
        "<office:annotation><text:p>comment</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>Ben: d\n   e</text:p></text:list-item></text:list><text:p>Anna: f</text:p>"
    )
    found = parsed(write.odt_of(body), "a.odt")
    assert said(found) == [("Anna", "a b c"), ("Ben", "d e"), ("Anna", "f")]
    assert sorted(warning.code for warning in found.warnings) == ["comments", "footnote", "tracked_changes"]


def test_a_piece_of_a_page_is_read_as_podcasts_publish_it() -> None:
    page = "<cite>Anna:</cite>\n<time>0:00</time>\n<p>Hi &amp; hello.</p>\n<cite>Ben:</cite>\n<time>0:09</time>\n<p>Oh.</p>"
    found = parsed(page.encode(), "talk.html")
    assert [(turn.speaker, turn.text, turn.start_ms) for turn in found.turns] == [
        ("Anna", "Hi & hello.", 0),
        ("Ben", "Oh.", 9_000),
    ]


def grid(*rows: tuple[str, ...]) -> ParsedTranscript:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return parsed(f"<html><body><table>{cells}</table></body></html>".encode(), "talk.html")


def test_a_title_above_the_header_of_a_table_is_named_and_nobody_says_it() -> None:
    found = grid(("Interview 4", "", ""), ("Time", "Speaker", "Text"), ("0:03", "Anna", "So?"), ("0:09", "Ben", "No."))
    assert said(found) == [("Anna", "So?"), ("Ben", "No.")]
    assert [(warning.code, warning.excerpt) for warning in found.warnings] == [("preamble", "Interview 4")]
    assert found.preamble == "Interview 4"


def test_a_header_that_stands_on_every_page_is_said_by_nobody() -> None:
    found = grid(("Speaker", "Text"), ("Anna", "So?"), ("Speaker", "Text"), ("Ben", "No."))
    assert said(found) == [("Anna", "So?"), ("Ben", "No.")]


@pytest.mark.parametrize("names", [("Question", "Answer"), ("Interviewer", "Participant"), ("Frage", "Antwort")])
def test_columns_that_are_voices_take_turns(names: tuple[str, str]) -> None:
    found = grid(names, ("How was it?", "Slow."), ("And then?", ""), ("", "Nothing."))
    assert said(found) == list(zip((names[0], names[1], names[0], names[1]), TOLD, strict=True))


TOLD = ("How was it?", "Slow.", "And then?", "Nothing.")


def test_a_name_with_its_time_in_a_cell_is_a_head() -> None:
    found = grid(("Anna<br>0:03", "So?"), ("Ben<br>0:09", "No."), ("Anna<br>0:12", "Why?"))
    assert [(turn.speaker, turn.text, turn.start_ms) for turn in found.turns] == [
        ("Anna", "So?", 3_000),
        ("Ben", "No.", 9_000),
        ("Anna", "Why?", 12_000),
    ]


def test_long_cells_side_by_side_are_not_one_saying() -> None:
    left, right = "What did you think when you saw the page for the very first time?", "I thought " + "nothing " * 9
    assert said(grid((left, right), (left, right)))[:2] == [(None, left), (None, right.strip())]
