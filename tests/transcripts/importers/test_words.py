"""Whatever an importer refuses a file for is said in the reader's language, not only in the server's."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
IMPORTERS = ROOT / "app" / "transcripts" / "importers"
PAGE = ROOT / "frontend" / "src" / "features" / "import"
REFUSED = re.compile(r'ImportRefused\(\s*"([a-z_]+)"')


def test_every_refusal_has_words_of_its_own_in_english_and_german() -> None:
    codes = {code for path in IMPORTERS.glob("*.py") for code in REFUSED.findall(path.read_text(encoding="utf-8"))}
    assert len(codes) > 20
    known = set(re.findall(r"'([a-z_]+)'", (PAGE / "useProblemWords.ts").read_text(encoding="utf-8")))
    messages = (PAGE / "messages.ts").read_text(encoding="utf-8")
    spelled = [code for code in codes if messages.count(f"'refused.{code}'") == 2]
    assert (codes - known, codes - set(spelled)) == (set(), set())
