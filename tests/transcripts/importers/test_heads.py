"""The line that says who speaks now: what a strange file may do to it."""

import pytest

from app.transcripts.importers.chat_text import timed_words
from app.transcripts.importers.heads import heads_of

TALK = ["Anna 0:01", "When did you last call them?", "Ben 0:09", "In May.", "Anna 0:12", "And then?"]


@pytest.mark.parametrize(
    "gap", [" " * 400, "\t" * 400, " \t" * 200, "\u00a0" * 400], ids=["blanks", "tabs", "both", "nbsp"]
)
def test_a_wide_gap_says_no_more_than_a_narrow_one(gap: str) -> None:
    wide = [line.replace(" 0", f"{gap}0") for line in TALK]
    assert [head and (head.name, head.time_ms) for head in heads_of(wide)] == [
        head and (head.name, head.time_ms) for head in heads_of(TALK)
    ]


def test_a_gap_with_nothing_behind_it_is_not_tried_in_every_way() -> None:
    # Tried in every way, this one line took two minutes.
    assert heads_of([f"\"FBed'st th{chr(9) * 400}\x00x"]) == [None]


def test_words_with_times_are_found_beside_each_other_and_behind_endless_ones() -> None:
    line = f"{'x' * 100_000} so•100_200• I •200_300•went•300_400•"
    assert list(timed_words(line)) == [("so", 100, 200), ("I", 200, 300), ("went", 300, 400)]
