"""Laws say how much they looked at."""

import sys
from collections.abc import Callable

import pytest

Say = Callable[[str], None]


@pytest.fixture
def say(capfd: pytest.CaptureFixture[str]) -> Say:
    """Prints a figure beside the test's dot, although output is captured."""

    def write(text: str) -> None:
        with capfd.disabled():
            sys.stdout.write(f"\n · {text}\n")

    return write
