"""Each contract of the dependency law is seen to fail on a planted violation, so that none of them sleeps."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLANTED = {
    "order": ("app/projects/queries.py", "import app.highlights.models"),
    "search-is-a-tool": ("search/port.py", "import sqlmodel"),
    "search-has-two-users": ("app/tags/models.py", "import search"),
    "slice-layers": ("app/interviews/models.py", "import app.interviews.service"),
    "no-http-in-rules": ("app/accounts/service.py", "import fastapi"),
}


def contracts() -> dict[str, str]:
    """Contract id -> name, as pyproject.toml has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What lint-imports says of a copy of the product with one violation planted for each contract."""
    copy = tmp_path_factory.mktemp("planted")
    for package in ("app", "search"):
        ignored = shutil.ignore_patterns("__pycache__", "static", "media", "content")
        shutil.copytree(ROOT / package, copy / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for path, line in PLANTED.values():
        with (copy / path).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    program = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    return done.stdout


def test_every_contract_has_a_planted_violation() -> None:
    assert set(PLANTED) == set(contracts())


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_breaks_the_contract(verdicts: str, contract: str) -> None:
    assert f"{contracts()[contract]} BROKEN" in " ".join(verdicts.split())
