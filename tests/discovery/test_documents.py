"""What is indexed of a text."""

from hypothesis import given
from hypothesis import strategies as st

from app.discovery.documents import uncovered


def test_emptied_words_keep_the_places_of_the_others() -> None:
    assert uncovered("one two three", [(4, 7)]) == "one .   three"
    assert uncovered("one.", [(0, 3)]) == ""
    assert uncovered("one", [(1, 1)]) == "one"


@given(st.text(), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=5))
def test_emptying_keeps_length_and_every_other_character(text: str, stretches: list[tuple[int, int]]) -> None:
    inside = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in stretches]
    left = uncovered(text, inside)
    kept = [at for at in range(len(text)) if not any(start <= at < end for start, end in inside)]
    if left:
        assert len(left) == len(text)
        assert all(left[at] == text[at] for at in kept)
    else:
        assert not any(text[at].isalnum() for at in kept)
