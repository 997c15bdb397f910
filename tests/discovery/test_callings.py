"""Fixed values can be typed as the German pages show them."""

import re
from pathlib import Path

import pytest

from app.discovery import callings

PAGES = Path(__file__).parents[2] / "frontend/src/components"


@pytest.mark.parametrize(
    ("file", "names"),
    [("emotions.ts", callings.EMOTIONS), ("interviewKinds.ts", callings.KINDS)],
    ids=["emotion", "kind"],
)
def test_a_value_is_typed_as_the_german_pages_show_it(file: str, names: dict[str, str]) -> None:
    german = (PAGES / file).read_text(encoding="utf-8").partition("  de: {")[2]
    assert dict(re.findall(r"^    (\w+): '(.+)',$", german, re.MULTILINE)) == names
