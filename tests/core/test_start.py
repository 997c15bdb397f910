"""A server starts without what it may never need, and finds its tables as they are."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from app.core.database import Database, alembic_config, newest_revision
from app.core.lazily import lazily

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("alembic", "authlib", "av", "charset_normalizer", "lxml", "m3u8", "pypdf", "scim2_models")


def test_a_server_starts_without_libraries_that_only_some_requests_need() -> None:
    program = f"import sys, app.main; print(*[name for name in {HEAVY} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert loaded.stdout.split() == []


def test_a_library_is_loaded_when_something_in_it_is_used() -> None:
    assert lazily("html.entities").html5["amp;"] == "&"


@pytest.mark.both_databases
def test_the_newest_revision_is_the_one_that_alembic_takes_for_its_head(database: Database) -> None:
    assert newest_revision() == ScriptDirectory.from_config(alembic_config(database.url)).get_current_head()
    assert database.revision() == newest_revision()


def test_an_empty_database_has_no_revision(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path}/empty.db")
    assert empty.revision() is None
    empty.close()
