"""Every test of sharing has a built front end, and a stage to share from."""

from pathlib import Path

import pytest

from app.sharing import pages
from app.wiring import Parts
from tests.reels.stage import Stage, stage
from tests.sharing.scenes import build


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built front end, as small as can be."""
    static = build(tmp_path)
    monkeypatch.setattr(pages, "STATIC", static)
    return static


@pytest.fixture
def on(parts: Parts) -> Stage:
    return stage(parts)
