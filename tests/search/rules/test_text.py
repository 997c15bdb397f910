"""Words, folding, typos and vocabulary."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.rules import typos
from search.rules.stems import stem
from search.rules.text import GAP, LONGEST_WORD, fold, placed, prefix_end, tokens, words
from search.rules.vocabulary import Vocabulary

lower = st.text(alphabet="abcde", min_size=1, max_size=12)


@given(st.text(max_size=120))
def test_words_with_and_without_offsets_are_the_same(text: str) -> None:
    assert [token.word for token in tokens(text)] == [word for word in words(text) if word != GAP]


@given(st.text(max_size=120))
def test_words_lie_in_order_inside_the_text_and_hold_no_space(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.word
        assert not any(letter.isspace() for letter in token.word)
        assert len(token.word) <= LONGEST_WORD
        end = token.end


@given(st.text(min_size=1, max_size=20))
def test_folding_ignores_case_and_composition(word: str) -> None:
    assert fold(word) == fold(unicodedata.normalize("NFC", word)) or not word.isprintable() or len(word) > 9
    assert fold("Ab" + word) == fold("aB" + word)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Don't e-mail!", ["don", "t", "e", "mail", GAP]),
        ("One. Two, three", ["one", GAP, "two", GAP, "three"]),
        ("3.5 of v2.0", ["3", "5", "of", "v2", "0"]),
        ("Ärger Çelik Øl Łódź", ["arger", "celik", "ol", "lodz"]),
        ("שָׁלוֹם", ["שלום"]),
        ("が か", ["が", "か"]),
        ("हिन्दी", ["हिन्दी"]),
        ("snake_case", ["snake", "case"]),
        ("nice 🙂", ["nice", "🙂"]),
        ("ＡＢＣ１２３", ["abc123"]),
        ("你好。再见", ["你", "好", GAP, "再", "见"]),
    ],
)
def test_how_text_becomes_words(text: str, read: list[str]) -> None:
    assert words(text) == read


def test_breaks_leave_one_gap_and_none_at_the_start() -> None:
    assert list(placed([words("! a b!? c"), words("d")])) == [("a", 0), ("b", 1), ("c", 9), ("d", 17)]


@given(st.text(min_size=1, max_size=12), st.integers(1, 12))
def test_a_marked_beginning_ends_inside_its_word(text: str, length: int) -> None:
    for token in tokens(text):
        assert token.start < prefix_end(text, token, length) <= token.end


@given(lower, lower, st.integers(0, 2))
def test_typos_are_string_distance_with_a_right_first_letter(typed: str, word: str, reach: int) -> None:
    found = typos.cost(typed, word, reach)
    distance = OSA.distance(typed, word)
    if typed[0] == word[0]:
        assert found == (distance if distance <= reach else None)
    else:
        assert found == (2 if reach == 2 and distance <= 1 else None)


@given(lower, lower, st.integers(0, 2))
def test_the_typos_of_a_beginning_are_those_of_the_best_one(typed: str, word: str, reach: int) -> None:
    costs = [cost for end in range(1, len(word) + 1) if (cost := typos.cost(typed, word[:end], reach)) is not None]
    found = typos.prefix_cost(typed, word, reach)
    assert (found[0] if found else None) == (min(costs) if costs else None)


@given(st.lists(lower, max_size=40), lower, st.integers(0, 2))
def test_the_vocabulary_finds_what_the_rule_says(known: list[str], typed: str, reach: int) -> None:
    vocabulary = Vocabulary(known)
    expected = {word: cost for word in known if word != typed and (cost := typos.cost(typed, word, reach)) is not None}
    assert vocabulary.near(typed, reach) == expected


@given(st.lists(lower, max_size=40), lower, st.integers(0, 2))
def test_the_vocabulary_finds_beginnings_as_the_rule_says(known: list[str], typed: str, reach: int) -> None:
    vocabulary = Vocabulary(known)
    expected = {
        word: found[0]
        for word in known
        if not word.startswith(typed) and (found := typos.prefix_cost(typed, word, reach)) is not None
    }
    assert vocabulary.near_prefix(typed, reach) == expected


@given(st.lists(lower, max_size=60), st.lists(lower, max_size=60), lower)
def test_words_learned_later_are_found_like_those_learned_at_once(one: list[str], two: list[str], typed: str) -> None:
    whole, parts = Vocabulary([*one, *two]), Vocabulary(one)
    parts.near_prefix(typed, 1)
    assert parts.add(two) == [word for word in dict.fromkeys(two) if word not in one]
    assert (
        parts.beginning_with(typed)
        == whole.beginning_with(typed)
        == sorted({word for word in [*one, *two] if word.startswith(typed)})
    )
    assert parts.near_prefix(typed, 1) == whole.near_prefix(typed, 1)
    assert list(parts) == list(whole)
    assert parts.same_stem(typed) == whole.same_stem(typed)


def test_word_forms_share_a_stem() -> None:
    vocabulary = Vocabulary(["pricing", "priced", "prices", "prize"])
    assert stem("pricing") == stem("priced")
    assert vocabulary.same_stem("price") == ["pricing", "priced", "prices"]


def test_numbers_of_words_are_stable() -> None:
    vocabulary = Vocabulary(["b", "a"])
    vocabulary.add(["c", "a"])
    assert vocabulary.numbers(["a", "b", "c"]) == [1, 0, 2]
    assert vocabulary.number("unknown") is None
