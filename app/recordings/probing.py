"""Probes a file on this disk in a process of its own, with limits it cannot lift.

What a stranger's file does to the decoder's library it does not do to the server, and the server never loads that
library: 15 to 25 MB that an upload would leave behind.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from app.core.errors import Invalid
from app.recordings.probe import Probe, probe, unreadable

WALL_SECONDS = 600
CPU_SECONDS = 300
MEMORY_BYTES = 2 * 1024**3
"""Address space. A recording made in a browser is walked from end to end, but never held."""
_CONFINED = Path(__file__).with_name("confined.py")
_ROOT = Path(__file__).resolve().parents[2]


def probe_file(path: Path) -> Probe:
    """What the file is; raises Invalid with code `not_media` when nothing in it can be seen or heard."""
    limits = (CPU_SECONDS, MEMORY_BYTES, 0, 5, os.getpid())
    confined = (sys.executable, "-I", "-S", str(_CONFINED), *map(str, limits))
    try:
        done = subprocess.run(
            [*confined, sys.executable, "-m", __name__, str(path)],
            env={"LANG": "C.UTF-8", "PATH": os.defpath, "PYTHONPATH": str(_ROOT)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise unreadable() from error
    told = json.loads(done.stdout)
    if refused := told.get("refused"):
        raise Invalid(refused, code="not_media")
    return Probe(**{**told, "codecs": tuple(told["codecs"])})


def main(path: str) -> None:
    """Prints what the file is, or why it is nothing, as JSON."""
    try:
        with Path(path).open("rb") as file:
            sys.stdout.write(json.dumps(asdict(probe(file))))
    except Invalid as error:
        sys.stdout.write(json.dumps({"refused": error.detail}))


if __name__ == "__main__":
    main(sys.argv[1])
