"""What a form offers, and what proves which text was read; its Markdown, which can say nothing but words."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.consents import offers
from app.consents.links import address_in
from app.consents.marking import html_of, nodes_of
from app.core.errors import Invalid

TAGS = re.compile(r"</?(h2|h3|p|ul|ol|li|blockquote|strong|em|br)>")


@given(st.text(alphabet="ab<>&\"'`*_#->.1 \n\t[]()!\\", max_size=120))
def test_whatever_stands_in_a_form_its_html_is_words_in_our_own_few_tags(body: str) -> None:
    rest = TAGS.sub("", html_of(nodes_of(body)))
    assert "<" not in rest
    assert ">" not in rest
    assert '"' not in rest


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/a.png)",
        "<img src=x onerror=y>",
    ],
)
def test_html_links_and_pictures_are_only_text(body: str) -> None:
    html = html_of(nodes_of(body))
    assert not re.search(r"<(script|a|img)", html)
    assert nodes_of(body)[0].kind == "p"


def test_what_a_form_may_say_is_drawn() -> None:
    html = html_of(nodes_of("# Why\n\nWe **listen**, *closely*.\n\n1. one\n2. two\n\n> said"))
    assert html == (
        "<h2>Why</h2><p>We <strong>listen</strong>, <em>closely</em>.</p><ol><li><p>one</p></li><li><p>two</p></li></ol>"
        "<blockquote><p>said</p></blockquote>"
    )


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 600))
def test_a_consent_lasts_whole_months(day: date, months: int) -> None:
    end = offers.ends_on(day, months)
    assert end is not None
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day == day.day or (end + timedelta(days=1)).day == 1


def test_a_form_without_a_term_has_no_end() -> None:
    assert offers.ends_on(date(2026, 1, 31), None) is None
    assert offers.ends_on(date(2026, 1, 31), 1) == date(2026, 2, 28)


def test_only_what_is_offered_can_be_chosen() -> None:
    offers.check(scope="team", media=False, scopes=["team"], media_rule="choice")
    for scope, media, rule in (("public", True, "choice"), ("team", False, "always"), ("team", True, "never")):
        with pytest.raises(Invalid) as refused:
            offers.check(scope=scope, media=media, scopes=["team"], media_rule=rule)
        assert refused.value.code == "not_offered"


def test_every_word_and_every_choice_is_in_the_hash() -> None:
    base = {"language": "en", "scopes": ["team"], "media": "choice", "valid_months": 12}
    texts = {"en": {"title": "T", "body": "B"}, "de": {"title": "T", "body": "B"}}
    hashes = {
        offers.text_hash(texts=texts, **{**base, **other})  # type: ignore[arg-type]
        for other in (
            {},
            {"language": "de"},
            {"scopes": ["team", "public"]},
            {"media": "never"},
            {"valid_months": None},
        )
    }
    hashes.add(offers.text_hash(texts={"en": {"title": "T", "body": "B "}}, **base))  # type: ignore[arg-type]
    assert len(hashes) == 6


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["de-AT", "en"], "de"),
        (["fr", "de"], "de"),
        (["ja"], "en"),
        ([""], "en"),
        (["pt-BR"], "pt-BR"),
        (["PT"], "pt-BR"),
    ],
)
def test_the_language_is_the_first_wanted_one_that_is_offered(wanted: list[str], found: str) -> None:
    assert offers.language_for(["en", "de", "pt-BR"], *wanted) == found


@given(st.text(max_size=400))
def test_any_header_names_languages(header: str) -> None:
    assert offers.language_for(["en", "de"], *offers.accepted(header)) in ("en", "de")


def test_a_receipt_number_can_be_read_aloud() -> None:
    numbers = {offers.new_number() for _ in range(50)}
    assert len(numbers) == 50
    assert all(re.fullmatch(r"FH(-[2-9A-HJ-NP-Z]{4}){3}", number) for number in numbers)


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("Maureen <m.r@example.org>, mornings", "m.r@example.org"),
        ("call +43 1 234; m@example.co.uk", "m@example.co.uk"),
        ("only by phone", None),
        ("someone@localhost", None),
    ],
)
def test_an_address_is_found_in_a_contact(contact: str, address: str | None) -> None:
    assert address_in(contact) == address
