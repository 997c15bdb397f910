"""Lets `pip install .` carry the built web UI inside the wheel."""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

import ui_build


class UiHook(BuildHookInterface):
    """Builds `frontend/` into `app/static` before hatchling collects files; a no-op when nothing changed."""

    def dependencies(self) -> list[str]:
        return [] if ui_build.is_fresh() or ui_build.find_npm() else [ui_build.NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            ui_build.build()
