"""What counts as the address of a site."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.grants.origins import normalise, normalise_all


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://wiki.example", "https://wiki.example"),
        ("  HTTPS://Wiki.Example:443/page?x#y ", "https://wiki.example"),
        ("http://wiki.example:80", "http://wiki.example"),
        ("http://wiki.example:8080/", "http://wiki.example:8080"),
        ("https://wiki.example:80", "https://wiki.example:80"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:8201", "http://127.0.0.1:8201"),
        ("http://[0:0::1]:9/x", "http://[::1]:9"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://my_wiki.intra", "https://my_wiki.intra"),
    ],
)
def test_an_address_becomes_its_origin(text: str, origin: str) -> None:
    assert normalise(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "", "wiki.example", "*", "https://*", "https://*.example", "ftp://wiki.example", "https://", "https:///page",
        "https://a b", "https://a;b", "https://a'b", "https://wiki.example:99999", "https://wiki.example:x",
        "https://user:pw@wiki.example", "https://-a.example", "https://[zz::1]", "javascript:alert(1)", "null", "'self'",
        "https://a..b", "data:text/html,x",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        normalise(text)
    assert caught.value.code == "bad_origin"
    assert caught.value.faults[0].where == "origins"


@given(st.text(max_size=60) | st.text(max_size=40).map(lambda rest: f"https://{rest}"))
def test_no_text_can_break_out_of_the_header(text: str) -> None:
    try:
        origin = normalise(text)
    except Invalid:
        return
    assert origin.isascii()
    assert not set(origin) & set(" ;,'\"*\r\n\t")
    assert normalise(origin) == origin


def test_each_site_is_named_once_and_empty_lines_do_not_count() -> None:
    assert normalise_all(["https://b.example", "", "https://a.example/x", "https://B.example:443"]) == [
        "https://b.example",
        "https://a.example",
    ]


def test_there_is_an_end_to_sites() -> None:
    with pytest.raises(Invalid) as caught:
        normalise_all([f"https://{n}.example" for n in range(21)])
    assert caught.value.code == "too_many_origins"
