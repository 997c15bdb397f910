"""Numbers in files of strangers, however many digits they have."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transcripts.importers import Source, read
from app.transcripts.importers.digits import unescape, whole_number

ENDLESS = "9" * 5_000  # more digits than Python reads as a number


@given(st.integers(0, 10**9 - 1))
def test_a_number_of_a_few_digits_is_that_number(number: int) -> None:
    assert whole_number(str(number)) == number


@given(st.text(max_size=12).filter(lambda text: not text.isdecimal()) | st.integers(10**9).map(str) | st.just(ENDLESS))
def test_anything_else_is_none(text: str) -> None:
    assert whole_number(text) is None


@given(st.text(st.sampled_from("&#xX0123456789abcdefnbspl; é"), max_size=30))
def test_references_of_usual_length_are_resolved_as_html_does(text: str) -> None:
    assert unescape(text) == html.unescape(text)


@pytest.mark.parametrize("reference", [f"&#{ENDLESS};", f"&#x{ENDLESS};", f"&#{ENDLESS}", f"&#{'0' * 5_000}65;"])
def test_a_reference_to_no_letter_is_the_sign_for_one(reference: str) -> None:
    assert unescape(f"a {reference} b") == "a \ufffd b"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello &#{};"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nHello &#{};"),
        ("a.xml", '<transcript><text start="1" dur="1">Hello &amp;#{};</text></transcript>'),
        ("a.csv", "Speaker,Text\nAda,Hello &#{};\nAda,and so on\n"),
        ("a.html", "<html><body><p>Ada: Hello &#{};</p><p>Ben: Yes.</p></body></html>"),
    ],
)
def test_a_reference_with_endless_digits_does_not_stop_a_reader(name: str, text: str) -> None:
    (turn, *_) = read(Source(text.format(ENDLESS).encode(), name)).turns
    assert turn.text.startswith("Hello")
