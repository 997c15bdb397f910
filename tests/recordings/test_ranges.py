"""Byte ranges by RFC 9110."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recordings.ranges import Asked, asked, matches

TAG = '"abc"'


@pytest.mark.parametrize(
    ("header", "start", "end", "partial"),
    [
        (None, 0, 100, False),
        ("bytes=0-0", 0, 1, True),
        ("bytes=10-19", 10, 20, True),
        ("bytes=90-", 90, 100, True),
        ("bytes=90-999", 90, 100, True),
        ("bytes=-10", 90, 100, True),
        ("bytes=-999", 0, 100, True),
        ("Bytes = 5 - 6", 5, 7, True),
        ("bytes=7-5", 0, 100, False),
        ("bytes=-", 0, 100, False),
        ("bytes=0-1,5-6", 0, 100, False),
        ("lines=0-1", 0, 100, False),
        ("bytes=abc", 0, 100, False),
    ],
)
def test_a_range_is_read_or_ignored(header: str | None, start: int, end: int, partial: bool) -> None:
    assert asked(100, header, None, TAG) == Asked(start, end, partial)


@pytest.mark.parametrize(("size", "header"), [(100, "bytes=100-"), (100, "bytes=-0"), (0, "bytes=0-"), (0, "bytes=-5")])
def test_a_range_behind_the_file_cannot_be_satisfied(size: int, header: str) -> None:
    assert asked(size, header, None, TAG) is None


def test_a_range_of_another_version_gets_the_whole_file() -> None:
    assert asked(100, "bytes=1-2", '"old"', TAG) == Asked(0, 100, False)
    assert asked(100, "bytes=1-2", f"W/{TAG}", TAG) == Asked(0, 100, False)
    assert asked(100, "bytes=1-2", TAG, TAG) == Asked(1, 3, True)


def test_a_version_that_is_held_already_matches() -> None:
    assert matches(f'"x", W/{TAG}', TAG)
    assert matches("*", TAG)
    assert not matches('"x"', TAG)
    assert not matches(None, TAG)


@given(st.integers(0, 10**12), st.text(max_size=30) | st.from_regex(r"bytes=\d{0,20}-\d{0,20}", fullmatch=True))
def test_what_is_sent_always_lies_inside_the_file(size: int, header: str) -> None:
    part = asked(size, header, None, TAG)
    assert part is None or 0 <= part.start <= part.end <= size
    assert part is None or not part.partial or part.start < part.end
