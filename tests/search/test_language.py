"""The query language: what is read as what, what is an error, and where it points."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import And, BadQuery, Field, FieldTable, Has, In, Is, Not, Parsed, Range, Term, TextQuery, parse
from search.language import read_date
from search.rules.spelling import written

FIELDS = FieldTable(
    (
        Field("tag", "text", "tag"),
        Field("project", "text", "project"),
        Field("before", "date", "date", "before"),
        Field("after", "date", "date"),
        Field("has", "flag", flags={"recording": Has("recording")}),
        Field("is", "flag", flags={"highlight": Is("kind", "highlight")}),
    )
)
TODAY = date(2026, 3, 31)


def seconds(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "terms", "is_open"),
    [
        ("", (), False),
        ("   ", (), False),
        ("price", (Term("price"),), True),
        ("price ", (Term("price"),), False),
        ("two words", (Term("two"), Term("words")), True),
        ('"a phrase"', (Term("a phrase", phrase=True),), False),
        ('"runs to the end', (Term("runs to the end", phrase=True),), False),
        ('say "a phrase" now', (Term("say"), Term("a phrase", phrase=True), Term("now")), True),
        ("-not", (Term("not", excluded=True),), False),
        ('-"not this"', (Term("not this", phrase=True, excluded=True),), False),
        ("e-mail", (Term("e-mail"),), True),
        ("a -- b", (Term("a"), Term("--"), Term("b")), True),
        ('""', (), False),
        ('wo"rd', (Term("wo"), Term("rd", phrase=True)), False),
        ("10:30", (Term("10:30"),), True),
        ("note: this", (Term("note"), Term("this")), True),
        ("http://example.org/x", (Term("http://example.org/x"),), True),
        ("tag: price", (Term("tag"), Term("price")), True),
        ("colon : alone", (Term("colon"), Term(":"), Term("alone")), True),
        ("unrelated:thing", (Term("unrelated:thing"),), True),
        ('unrelated:"a thing"', (Term("unrelated"), Term("a thing", phrase=True)), False),
        ("price tag:", (Term("price"),), False),
        ("ab:c", (Term("ab:c"),), True),
        ("“a phrase” by phone", (Term("a phrase", phrase=True), Term("by"), Term("phone")), True),
        ("„nie wieder“", (Term("nie wieder", phrase=True),), False),
        ("»nie wieder«", (Term("nie wieder", phrase=True),), False),
        ("« plus jamais »", (Term("plus jamais", phrase=True),), False),
        ("＂a phrase＂", (Term("a phrase", phrase=True),), False),
        ("-“not this”", (Term("not this", phrase=True, excluded=True),), False),
        ("−not", (Term("not", excluded=True),), False),
        ("“runs to the end", (Term("runs to the end", phrase=True),), False),
        ('"she said “no” twice"', (Term("she said “no” twice", phrase=True),), False),
        ('„er sagte "nein" laut“', (Term('er sagte "nein" laut', phrase=True),), False),
        ("it’s", (Term("it’s"),), True),
    ],
)
def test_free_text(typed: str, terms: tuple[Term, ...], is_open: bool) -> None:
    found = parse(typed, FIELDS, today=TODAY)
    assert found.text.terms == terms
    assert found.text.open is is_open
    assert found.filter is None


@pytest.mark.parametrize(
    ("typed", "filter"),
    [
        ("tag:price", Is("tag", "price")),
        ("TAG:price", Is("tag", "price")),
        ('tag:"two words"', Is("tag", "two words")),
        ("tag:a,b", In("tag", ("a", "b"))),
        ('tag:"a,b"', Is("tag", "a,b")),
        ("tag:a,", Is("tag", "a")),
        ("-tag:a", Not(Is("tag", "a"))),
        ("tag:a tag:b", And((Is("tag", "a"), Is("tag", "b")))),
        ("has:recording", Has("recording")),
        ("-is:highlight", Not(Is("kind", "highlight"))),
        ("is:HIGHLIGHT", Is("kind", "highlight")),
        ("after:2026", Range("date", at_least=seconds(2026, 1, 1))),
        ("after:2026-02", Range("date", at_least=seconds(2026, 2, 1))),
        ("before:2026-02-03", Range("date", below=seconds(2026, 2, 3))),
        ("after:today", Range("date", at_least=seconds(2026, 3, 31))),
        ("before:yesterday", Range("date", below=seconds(2026, 3, 30))),
        ("after:7d", Range("date", at_least=seconds(2026, 3, 24))),
        ("after:1y", Range("date", at_least=seconds(2025, 3, 31))),
    ],
)
def test_fields_become_filters(typed: str, filter: object) -> None:
    found = parse(typed, FIELDS, today=TODAY)
    assert found.filter == filter
    assert found.text.terms == ()


def test_text_and_fields_mix_and_a_field_at_the_end_closes_the_word() -> None:
    found = parse('too price tag:x "a b"', FIELDS)
    assert found.text.terms == (Term("too"), Term("price"), Term("a b", phrase=True))
    assert found.filter == Is("tag", "x")
    assert not parse("price tag:x", FIELDS).text.open
    assert parse("tag:x price", FIELDS).text.open


@pytest.mark.parametrize(
    ("typed", "column", "length", "code", "suggestion"),
    [
        ("tags:price", 0, 4, "unknown_field", "tag"),
        ("hello projcet:x", 6, 7, "unknown_field", "project"),
        ("a -tga:x", 3, 3, "unknown_field", "tag"),
        ("after:soon", 6, 4, "bad_date", None),
        ("after:2026-13", 6, 7, "bad_date", None),
        ('before:"31 May"', 8, 6, "bad_date", None),
        ("x has:recrding", 6, 8, "unknown_flag", "recording"),
        ("is:nothing", 3, 7, "unknown_flag", None),
    ],
)
def test_errors_point_at_their_column(typed: str, column: int, length: int, code: str, suggestion: str | None) -> None:
    with pytest.raises(BadQuery) as caught:
        parse(typed, FIELDS, today=TODAY)
    error = caught.value
    assert (error.column, error.length, error.code, error.suggestion) == (column, length, code, suggestion)
    assert typed[column : column + length] in error.message


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused_with_a_place(typed: str) -> None:
    error: BadQuery | None = None
    found = Parsed(TextQuery())
    try:
        found = parse(typed, FIELDS, today=TODAY)
    except BadQuery as refused:
        error = refused
    assert all(term.text.strip() for term in found.text.terms)
    assert error is None or 0 <= error.column < error.column + error.length <= len(typed)


@given(st.text(alphabet='ab -−:："＂“”„«»,😀', max_size=12))
def test_what_was_read_as_words_reads_the_same_when_written_out(typed: str) -> None:
    found = parse(typed, FieldTable()).text
    assert parse(written(found), FieldTable()).text.terms == found.terms


@given(st.text(alphabet="abc ", max_size=30))
def test_plain_words_are_only_text(typed: str) -> None:
    found = parse(typed, FIELDS)
    assert [term.text for term in found.text.terms] == typed.split()
    assert found.text.open is bool(typed and typed[-1] != " ")


def test_a_very_long_query_is_read_quickly() -> None:
    assert len(parse("word " * 4000, FIELDS).text.terms) == 4000
    assert parse('"' * 9999, FIELDS).text.terms == ()
    assert parse("tag" * 5000, FIELDS).text.open


def test_the_same_query_with_other_text_keeps_its_fields() -> None:
    found = parse('pricng tag:"two words" -has:recording', FIELDS)
    assert found.with_text("pricing") == 'pricing tag:"two words" -has:recording'


@pytest.mark.parametrize(
    ("typed", "is_question"),
    [
        ("price", False),
        ("too expensive for us", False),
        ("why so expensive?", True),
        ("ok?", False),
        ("what did people say about the price", True),
        ("one two three four five -six", False),
    ],
)
def test_a_question_is_told_from_a_few_words(typed: str, is_question: bool) -> None:
    assert parse(typed, FIELDS).text.is_question is is_question


@pytest.mark.parametrize(
    ("typed", "straight"),
    [
        ("tag:“two words” -project：x", 'tag:"two words" -project:x'),
        ("tag：price after：31.1.2026", "tag:price after:2026-01-31"),
        ("after:2026/1/31 before:“5.2026”", "after:2026-01-31 before:2026-05"),
        ("after:heute", "after:today"),
        ("after:gestern", "after:yesterday"),
    ],
)
def test_other_keyboards_say_the_same(typed: str, straight: str) -> None:
    assert parse(typed, FIELDS, today=TODAY).filter == parse(straight, FIELDS, today=TODAY).filter is not None


@pytest.mark.parametrize("typed", ["1/2/2026", "31.2.2026", "2026-13", "20", "31.1.26", "1.1"])
def test_what_may_mean_two_days_or_none_is_no_date(typed: str) -> None:
    assert read_date(typed, TODAY) is None


@pytest.mark.parametrize("before", ["", "😀 ", "e\u0301 ", "مرحبا ", "“a phrase” "])
@pytest.mark.parametrize("value", ["soon", '"soon', '"soon"', "“soon”", "“soon"])
def test_an_error_points_at_the_value_itself_whatever_stands_before_it(before: str, value: str) -> None:
    typed = f"{before}after:{value}"
    with pytest.raises(BadQuery) as refused:
        parse(typed, FIELDS, today=TODAY)
    place = refused.value.column
    assert typed[place : place + refused.value.length] == "soon"


def test_ages_before_the_calendar_begins_are_no_dates() -> None:
    assert read_date("9999y", TODAY) is None
    assert read_date("", TODAY) is None


def test_the_table_tells_its_fields_in_order_for_the_help() -> None:
    assert [field.name for field in FIELDS] == ["tag", "project", "before", "after", "has", "is"]
