"""Rotating the key to private fields, and saying when one is missing."""

import argparse
import sys

from app.core.database import Database
from app.core.errors import FirsthandError
from app.core.resealing import give_up, need_keys, reseal, seals


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `firsthand rotate-key` takes."""
    parser.add_argument(
        "--give-up-lost", action="store_true", help="empty what is sealed with keys that are lost for good; no way back"
    )


def rotate(database: Database, *, give_up_lost: bool) -> int:
    """Seals all private fields with the first key; returns the exit code. Run it again when it was interrupted."""
    if give_up_lost:
        print(f"Emptied {give_up(database):,} texts whose key is lost.")
    try:
        done, failed = reseal(database, _bar)
    except KeyboardInterrupt:
        print("\nStopped. What is done is done; run it again to go on.", file=sys.stderr)
        return 130
    database.scrub()
    print(f"Sealed {done:,} rows with the key in force." if done else "Everything is sealed with the key in force.")
    if failed:
        need_keys(database)
    retired = database.vault.ids[1:]
    if retired:
        print("No row needs the other keys any more. Take a new backup before you remove them: older ones need them.")
    return 0


def warn(database: Database) -> None:
    """Says at the start what cannot be read; everything else works."""
    try:
        need_keys(database)
    except FirsthandError as error:
        print(f"  {error.detail}", file=sys.stderr, flush=True)


def examine(database: Database) -> tuple[bool, str]:
    """Whether all keys are here, and in words what is sealed with which."""
    found, vault = seals(database), database.vault
    try:
        need_keys(database)
    except FirsthandError as error:
        return False, error.detail
    older = sum(found.by_key[name] for name in vault.ids[1:])
    words = f"{found.by_key[vault.ids[0]]:,} texts sealed with the key in force"
    if older or found.plain:
        return found.plain == 0, f"{words}, {older:,} with older ones, {found.plain:,} not at all: firsthand rotate-key"
    return True, words


def _bar(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {of:,} rows", end="\n" if done == of else "", file=sys.stderr, flush=True)
