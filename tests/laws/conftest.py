"""Laws say how much they looked at."""

from collections.abc import Callable

import pytest

Say = Callable[[str], None]


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """Prints a figure beside the test's dot, whether or not output is captured."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")

    def write(text: str) -> None:
        if reporter is not None:
            reporter.write_line(f" · {text}")

    return write
