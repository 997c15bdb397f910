"""Examining an installation: each part in one line, in words, with what to do."""

import sys
import uuid
from collections.abc import Callable, Iterator

from app.audit.checking import verify
from app.commands import auditing, keys
from app.core.errors import FirsthandError
from app.wiring import Parts
from search import SearchError

Finding = tuple[bool, str]


def run(parts: Parts) -> int:
    """Prints what was found; returns 1 when something needs attention."""
    fine = True
    for name, (good, words) in _findings(parts):
        fine = fine and good
        print(f"{'ok  ' if good else 'LOOK'} {name}: {words}", file=sys.stdout if good else sys.stderr)
    return 0 if fine else 1


def _findings(parts: Parts) -> Iterator[tuple[str, Finding]]:
    health = parts.health()["database"]
    waiting = f"{health.waiting or 0:,} changes wait for search" if health.ok else "does not answer"
    yield "Database", (health.ok, waiting)
    yield "Private fields", keys.examine(parts.database)
    yield "Files", _tried(lambda: _writes(parts))
    yield "Audit log", _tried(lambda: _log_holds(parts))
    yield "Search", _tried(lambda: _searches(parts))


def _tried(examine: Callable[[], Finding]) -> Finding:
    try:
        return examine()
    except (FirsthandError, SearchError, OSError) as error:
        return False, str(error)


def _writes(parts: Parts) -> Finding:
    folder = parts.settings.data
    trial = folder / f".doctor-{uuid.uuid4().hex}"
    trial.touch()
    trial.unlink()
    return True, f"{folder.resolve()} can be written"


def _searches(parts: Parts) -> Finding:
    return parts.engine.health().ok, f"the {parts.settings.search} engine holds {parts.engine.count():,} quotes"


def _log_holds(parts: Parts) -> Finding:
    with parts.database.read() as session:
        found = verify(session)
    return found.holds, auditing.told(found)[0]
