"""The documents say what the code is."""

import re
from pathlib import Path

import pytest

from app.__main__ import main
from app.commands import importing
from app.core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
MAP = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_package_has_its_line_on_the_map() -> None:
    packages = {f"app.{path.parent.name}" for path in (ROOT / "app").glob("*/__init__.py")}
    assert packages <= set(re.findall(r"`(app\.\w+)`", MAP))


def test_every_package_says_what_it_knows() -> None:
    for path in (ROOT / "app").glob("*/__init__.py"):
        assert path.read_text(encoding="utf-8").startswith('"""'), path


def test_the_table_of_settings_is_the_settings() -> None:
    """Name and default of each; write the row of a new one beside the others, with its meaning."""
    text = (ROOT / "docs/administration.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| `FIRSTHAND_(\w+)` \| (.*?) \| .+ \|$", text, re.MULTILINE))
    fields = {name: field.get_default(call_default_factory=True) for name, field in Settings.model_fields.items()}
    assert table == {name.upper(): _shown(default) for name, default in fields.items()}


def _shown(default: object) -> str:
    if default in ("", [], {}):
        return "—"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def test_every_file_that_the_documents_name_exists() -> None:
    linked = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    missing = [target for target in linked if not (ROOT / target).exists()]
    assert missing == []


@pytest.mark.parametrize("command", sorted(set(re.findall(r"firsthand ([a-z-]+)", README))))
def test_a_command_that_the_readme_names_exists(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert command in capsys.readouterr().out


def test_the_guide_lists_exactly_the_options_of_the_import_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    options = set(re.findall(r"(?<![\w-])(--[a-z-]+)", capsys.readouterr().out)) - {"--help"}
    guide = (ROOT / "docs/importing.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(--[a-z-]+)` \|", guide, re.MULTILINE)) == options


def test_the_guide_lists_exactly_the_exit_codes_of_the_import_command() -> None:
    guide = (ROOT / "docs/importing.md").read_text(encoding="utf-8")
    codes = {importing.DONE, importing.NOTHING_DONE, importing.SOME_FAILED, importing.INTERRUPTED, 2}
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", guide, re.MULTILINE)} == codes
