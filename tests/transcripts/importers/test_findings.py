"""What the guide and the pages say about the readers is what the readers are."""

import re
from pathlib import Path

from app.transcripts import importers
from app.transcripts.importers import TITLES

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs/importing.md").read_text(encoding="utf-8")
PAGE = ROOT / "frontend/src/features/import"


def warned() -> set[str]:
    """Every code that a reader puts on a warning."""
    sources = (path.read_text(encoding="utf-8") for path in Path(importers.__file__).parent.glob("*.py"))
    code = re.compile(r'(?:[wW]arnings\.add\(\s*|ReadWarning\([^"()]*(?:\[0\][^"()]*)?)"([a-z_]+)"')
    return {match for source in sources for match in code.findall(source)}


def test_every_finding_has_words_in_both_languages() -> None:
    own = (PAGE / "findings.ts").read_text(encoding="utf-8")
    shared = (PAGE / "messages.ts").read_text(encoding="utf-8")
    codes = warned()
    assert len(codes) > 20
    missing = {
        code
        for code in codes
        if len(re.findall(rf"^\s+{code}:", own, re.MULTILINE)) < 2 and shared.count(f"'warning.{code}'") < 2
    }
    assert missing == set()


def test_the_guide_names_every_format_and_no_other() -> None:
    table = GUIDE.partition("## What is read")[2].partition("\n\nEncodings")[0]
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")][2:]
    named = [title for cell in rows for title in cell.split(" · ")]
    assert sorted(named) == sorted(set(TITLES.values()))


def test_the_page_calls_formats_as_the_readers_do_and_knows_a_german_name_for_each() -> None:
    both = (PAGE / "formats.ts").read_text(encoding="utf-8").partition("  de: {")
    english, german = (
        dict(re.findall(r"^    '?([\w-]+)'?: '(.+)',$", half, re.MULTILINE)) for half in (both[0], both[2])
    )
    assert len(english) > 10
    assert english == {name: TITLES[name] for name in english}
    assert german.keys() == english.keys()
