"""Words as part of the picture."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reels.clips import Cue
from app.renders import words
from app.renders.timeline import Card
from tests.renders.test_timeline import CLIP


def lines(script: str) -> list[str]:
    return [line for line in script.splitlines() if line.startswith("Dialogue: ")]


def test_a_clip_without_words_needs_no_script() -> None:
    assert words.script(replace(CLIP, lower_third=False)) == ""


def test_captions_are_in_the_picture_only_when_asked_for() -> None:
    assert "failed" not in words.script(CLIP)
    (caption, asked) = lines(words.script(replace(CLIP, burned=True, lower_third=False)))
    assert caption == "Dialogue: 0,0:00:00.00,0:00:01.50,Caption,0,0,0,It failed twice."
    assert asked.endswith(",Len: Twice?")


def test_a_name_comes_and_goes_within_its_clip() -> None:
    for line in lines(words.script(replace(CLIP, end_ms=3_000))):
        assert line.split(",")[1:3] == ["0:00:00.40", "0:00:02.00"]
    assert words.script(replace(CLIP, end_ms=1_350)) == ""


@given(st.text(max_size=80))
def test_no_text_is_a_command_or_ends_its_line(text: str) -> None:
    script = words.script(replace(CLIP, burned=True, lower_third=False, cues=(Cue(0, 900, text, "s1"),)))
    (line,) = lines(script)
    drawn = line.split(",", 9)[-1] if line.count(",") >= 9 else line.split(",", 7)[-1]
    bare = drawn.replace("\\{", "").replace("\\}", "")
    assert "{" not in bare
    assert "}" not in bare
    assert script.count("\n") == words.script(replace(CLIP, burned=True, lower_third=False, cues=CLIP.cues[:1])).count(
        "\n"
    )


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("nobody called 🙁 me", "nobody called me"),
        ("Great 👍🏽!", "Great!"),
        ("مرحبا", "مرحبا"),
        ("が\u3099 é 한국", "が\u3099 é 한국"),
        ("a\x00b", "a b"),
    ],
)
def test_emoji_are_left_out_and_letters_of_all_scripts_stay(text: str, drawn: str) -> None:
    assert words.plain(text) == drawn


def test_a_long_quote_is_small_and_its_end_marked() -> None:
    assert words.quote_size("Short.") > words.quote_size("long " * 90)
    assert words.quote_size("長" * 90) < words.quote_size("l" * 90)
    assert words.shortened("word " * 300).endswith("word …")
    assert len(words.shortened("w" * 3_000)) < 710


def test_a_voice_without_picture_is_drawn_as_bars_that_light_up() -> None:
    script = words.script(CLIP, [0.1, 0.9])
    assert "\\t(0,3000,\\clip(160,0,1120,720))" in script


def test_an_empty_card_is_an_empty_picture() -> None:
    assert words.script(Card("1", 1_000)) == ""
    assert len(lines(words.script(Card("1", 1_000, "Waiting", look="section")))) == 2
