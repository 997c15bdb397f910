"""`firsthand audit`: whether the log is as it was written, and what may be taken out of it."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from app.access import audit_checks
from app.access.viewer import SYSTEM
from app.audit import chain, checking, keeping
from app.audit.checking import Checked
from app.core.database import Database

HOLDS, BROKEN = 0, 1
Open = Callable[[argparse.Namespace], Database]


def add_arguments(parser: argparse.ArgumentParser, parents: list[argparse.ArgumentParser]) -> None:
    """The things to do with the log."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="WHAT")
    verify = deeds.add_parser("verify", parents=parents, help="read the whole chain; exit 1 when it does not hold")
    verify.add_argument("--anchor", help="a head that was kept elsewhere (number:hash), to compare with")
    verify.add_argument("--note", action="store_true", help="write into the log what was found")
    verify.set_defaults(deed=_verify)
    head = deeds.add_parser("head", parents=parents, help="print the end of the chain, to be kept elsewhere")
    head.set_defaults(deed=_head)
    prune = deeds.add_parser("prune", parents=parents, help="delete old entries, so that the rest can still be proved")
    prune.add_argument("--before", type=date.fromisoformat, required=True, help="the first day to keep")
    prune.set_defaults(deed=_prune)
    forget = deeds.add_parser("forget", parents=parents, help="empty what entries by or about a person say")
    forget.add_argument("person", help="their id")
    forget.add_argument("--reason", default="", help="why, for the log; without names")
    forget.set_defaults(deed=_forget)


def run(options: argparse.Namespace, opened: Open) -> int:
    """Runs one of them on the database that `opened` opens."""
    database = opened(options)
    try:
        code: int = options.deed(options, database)
    finally:
        database.close()
    return code


def _verify(options: argparse.Namespace, database: Database) -> int:
    anchor = checking.read_anchor(options.anchor) if options.anchor else None
    with database.read() as session:
        found = checking.verify(session, anchor=anchor, progress=_bar)
    for line in told(found):
        say(line)
    if anchor and found.holds:
        say(f"The head that was kept, {anchor.seq}, is in it.")
    if options.note:
        with database.write() as session:
            audit_checks.note(session, found)
    return HOLDS if found.holds else BROKEN


def told(found: Checked) -> list[str]:
    """What a check found, in words."""
    if found.holds:
        return [f"The audit log holds: {found.entries:,} entries, each as it was written.", f"head {found.head}"]
    return [f"The audit log does not hold. Entry {found.broken_seq}: {found.why}.", f"head {found.head}"]


def _head(_options: argparse.Namespace, database: Database) -> int:
    with database.read() as session:
        ending = chain.head(session)
    say(f"{ending.seq}:{ending.hash}" if ending else "")
    return HOLDS if ending else BROKEN


def _prune(options: argparse.Namespace, database: Database) -> int:
    before = datetime.combine(options.before, time.min, UTC)
    with database.write() as session:
        gone = keeping.prune(session, actor=SYSTEM, before=before)
    say(f"Deleted {gone:,} entries from before {options.before}; an entry says so.")
    return HOLDS


def _forget(options: argparse.Namespace, database: Database) -> int:
    with database.write() as session:
        emptied = keeping.forget(session, actor=SYSTEM, person_id=options.person, reason=options.reason)
    say(f"Emptied {emptied:,} entries; an entry says which.")
    return HOLDS


def _bar(done: int, of: int) -> None:
    """How far it is, where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} of {of:,} entries" + ("\n" if done == of else ""))


def say(line: str) -> None:
    """A line for whoever called the command."""
    sys.stdout.write(f"{line}\n")
