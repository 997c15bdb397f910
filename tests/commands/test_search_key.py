"""`firsthand search-key`: a key of the search server with only what is needed, made with the master key once."""

import os
from pathlib import Path
from typing import Any

import pytest
import requests

from app import __main__ as command_line
from app.core.settings import Settings
from search import Audience, Document, EngineUnavailable, Query, Schema, TextQuery
from search.engines.meilisearch import MeilisearchEngine
from search.engines.meilisearch.keys import ACTIONS

URL, MASTER = os.environ.get("MEILI_URL", ""), os.environ.get("MEILI_MASTER_KEY", "")
served = pytest.mark.skipif(not (URL and MASTER), reason="MEILI_URL and MEILI_MASTER_KEY are not set")


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command for an index; returns what it printed."""

    def run(index: str, *arguments: str) -> str:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("FIRSTHAND_MEILI_URL", URL)
        monkeypatch.setenv("FIRSTHAND_MEILI_INDEX", index)
        assert command_line.main(["search-key", *arguments]) == 0
        return capsys.readouterr().out.strip()

    return run


@served
@pytest.mark.meilisearch
def test_the_key_does_all_that_the_engine_does_on_its_indexes_and_nothing_else(make: Any, tmp_path: Path) -> None:
    key = make("key-test")
    assert make("key-test") == key
    engine = MeilisearchEngine(Schema(("text",)), URL, key, index="key-test")
    said = Document("a", {"text": "It failed twice"}, {}, {"date": None}, ("all",))
    engine.put([said])
    engine.set_synonyms({"broke": ["failed"]})
    assert engine.replace_all([said]) == 1
    assert engine.find(Query(TextQuery(), Audience({"all"}))).total == 1
    engine.drop(["a"])
    engine.close()
    with pytest.raises(EngineUnavailable, match="may not"):
        MeilisearchEngine(Schema(("text",)), URL, key, index="elsewhere").count()
    asked = {"Authorization": f"Bearer {key}"}
    assert requests.get(f"{URL}/keys", headers=asked, timeout=10).status_code == 403
    kept = requests.get(f"{URL}/keys/{key}", headers={"Authorization": f"Bearer {MASTER}"}, timeout=10).json()
    assert (sorted(kept["actions"]), kept["indexes"]) == (sorted(ACTIONS), ["key-test", "key-test-next"])


@served
@pytest.mark.meilisearch
def test_a_file_holds_it_for_nobody_else_and_the_settings_read_it(make: Any, tmp_path: Path) -> None:
    file = tmp_path / "keys" / "search.key"
    assert make("key-test") not in make("key-test", "--to", str(file))
    assert file.stat().st_mode & 0o077 == 0
    settings = Settings(_env_file=None, meili_key_file=file)  # type: ignore[call-arg]
    assert settings.search_key() == make("key-test")


def test_a_key_file_may_come_after_the_start_and_a_key_goes_before_it(tmp_path: Path) -> None:
    file = tmp_path / "search.key"
    settings = Settings(_env_file=None, meili_key_file=file)  # type: ignore[call-arg]
    assert settings.search_key() == ""
    file.write_text("scoped\n")
    assert settings.search_key() == "scoped"
    assert settings.model_copy(update={"meili_key": "given"}).search_key() == "given"


def test_without_the_master_key_the_command_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MEILI_MASTER_KEY", raising=False)
    assert command_line.main(["search-key"]) == 2
    assert "MEILI_MASTER_KEY" in capsys.readouterr().err


def test_a_server_that_does_not_answer_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEILI_MASTER_KEY", "a-master-key-of-enough-bytes")
    monkeypatch.setenv("FIRSTHAND_MEILI_URL", "http://127.0.0.1:9")
    assert command_line.main(["search-key"]) == 1
    assert "does not answer" in capsys.readouterr().err
