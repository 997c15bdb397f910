"""Two rankings as one."""

from hypothesis import given
from hypothesis import strategies as st

from search.meaning.fusion import fused

SCORES = st.dictionaries(st.sampled_from("abcdefghij"), st.floats(0, 1)).map(
    lambda found: sorted(found.items(), key=lambda entry: -entry[1])
)


@given(SCORES, SCORES)
def test_the_ends_of_the_scale_are_one_ranking_alone(
    words: list[tuple[str, float]], near: list[tuple[str, float]]
) -> None:
    assert [key for key, _ in fused(words, near, 0)] == [key for key, _ in words]
    assert [key for key, _ in fused(words, near, 1)] == [key for key, _ in near]


@given(SCORES, SCORES, st.floats(0.01, 0.99))
def test_nothing_is_lost_or_doubled_and_scores_fall(
    words: list[tuple[str, float]], near: list[tuple[str, float]], ratio: float
) -> None:
    both = fused(words, near, ratio)
    keys = [key for key, _ in both]
    assert sorted(keys) == sorted({*dict(words), *dict(near)})
    scores = [score for _, score in both]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 + 1e-9 for score in scores)


@given(SCORES, SCORES, st.floats(0.01, 0.99))
def test_what_is_better_both_ways_comes_first(
    words: list[tuple[str, float]], near: list[tuple[str, float]], ratio: float
) -> None:
    order = [key for key, _ in fused(words, near, ratio)]
    said, meant = dict(words), dict(near)
    for better in said.keys() & meant.keys():
        for worse in said.keys() & meant.keys():
            if said[better] > said[worse] + 1e-6 and meant[better] > meant[worse] + 1e-6:
                assert order.index(better) < order.index(worse)


def test_the_best_by_both_beats_the_best_by_one() -> None:
    assert fused([("a", 0.9), ("b", 0.8)], [("b", 0.7), ("c", 0.6)], 0.5)[0][0] == "b"
