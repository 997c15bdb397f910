"""Misspelt names are suggested; people whose names resemble each other by chance are left alone."""

import pytest

from app.transcripts.likenames import near_names, twins


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Gerda Lohmann", "Gerda Lohman", True),
        ("gerda lohmann", "Gerda Lohmann", True),
        ("Zoë Krämer", "Zoe Kramer", True),
        ("Lohmann, Gerda", "Lohmann Gerda", True),
        ("Christopher Maier", "Cristopher Meier", True),
        ("Rosa", "Rosa Weber", True),
        ("Jan", "Jana", False),
        ("Anna", "Anne", False),
        ("Speaker 1", "Speaker 2", False),
        ("Speaker", "Speaker 2", False),
        ("Ruth Okafor", "Gerda Lohmann", False),
        ("…", "…", False),
    ],
)
def test_which_names_may_be_one_persons(one: str, other: str, near: bool) -> None:
    assert near_names(one, other) is near
    assert near_names(other, one) is near


def test_a_misspelling_points_at_the_name_that_came_first() -> None:
    assert twins(["Gerda Lohmann", "Ruth", "Gerda Lohman"]) == {"Gerda Lohman": "Gerda Lohmann"}
