"""Thousands of steps of the state machine of "no one ever receives a word they may not", each time along another way.

    python -m bench.never_a_word [--steps 5000] [--break NAME]

`tests/laws/never_a_word.py` says what a step is. Exit code 1, and the shortest way there that was found, when anybody
received a word that the model does not allow; `--break` takes one of the mechanisms away, to see that it would be seen.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app.core.database import Database
from tests.laws import never_a_word, test_state_machine

BREAKS = {broken.__name__.replace("_", "-"): broken for broken in test_state_machine.BREAKS}
STEPS_A_WORLD = 50


def main() -> int:
    """Walks until enough steps were taken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--looks", type=int, default=4, help="addresses read after each step, beside search")
    parser.add_argument("--break", dest="broken", choices=BREAKS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        if options.broken:
            BREAKS[options.broken](patch)
        folder = Path(name)
        never_a_word.Machine.looks = options.looks
        never_a_word.Machine.template = _template(folder)
        started = time.perf_counter()
        while never_a_word.done["steps"] < options.steps:
            never_a_word.Machine.folder = folder / f"walk{never_a_word.done['worlds']}"
            _walk()
            shutil.rmtree(never_a_word.Machine.folder)
            _tell(time.perf_counter() - started)
    print("No one received a word they may not.")
    return 0


def _walk() -> None:
    """Some worlds, along ways that hypothesis chooses anew; a failure is told with the shortest way to it."""
    made = settings(
        max_examples=5,
        stateful_step_count=STEPS_A_WORLD,
        deadline=None,
        derandomize=False,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(never_a_word.Machine, settings=made)  # type: ignore[no-untyped-call]


def _template(folder: Path) -> Path:
    database = Database(f"sqlite:///{folder / 'template.db'}")
    database.migrate()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return folder / "template.db"


def _tell(seconds: float) -> None:
    counts = ", ".join(f"{count:,} {what}" for what, count in sorted(never_a_word.done.items()))
    print(f"{counts}; {seconds:,.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
