"""`firsthand search-key`: uses Meilisearch's master key once, so that nothing else ever holds it."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from app.core.settings import Settings
from app.wiring import make_search_key
from search import SearchError

MASTER = "MEILI_MASTER_KEY"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--to", type=Path, help="write the key into this file, for FIRSTHAND_MEILI_KEY_FILE")


def run(options: argparse.Namespace, read: Callable[[], Settings]) -> int:
    """Prints the key, or writes it; returns the exit code. Asking again gives the same key."""
    settings, master = read(), os.environ.get(MASTER, "")
    if not master:
        print(f"Set {MASTER} to the master key of the search server, for this command only.", file=sys.stderr)
        return 2
    try:
        key = make_search_key(settings, master)
    except SearchError as error:
        print(f"{error}.", file=sys.stderr)
        return 1
    if options.to is None:
        print(key)
        return 0
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.touch(mode=0o600)
    options.to.write_text(key, encoding="ascii")
    print(f"Wrote a key for the index “{settings.meili_index}” to {options.to}.")
    return 0
