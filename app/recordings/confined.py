"""Starts a program that may be led astray by its input with limits it cannot lift. Run as a script, by `ffmpeg`.

A script of its own, because limits have to be set between fork and exec, where a process with threads may run no
Python of its own. Standard library only: nothing else is there under `python -I -S`.
"""

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1


def main(cpu_seconds: str, memory_bytes: str, file_bytes: str, nice: str, parent: str, *command: str) -> None:
    """Sets the limits on this process and becomes the command."""
    _die_with_parent(int(parent))
    for kind, most in (
        (resource.RLIMIT_CPU, int(cpu_seconds)),
        (resource.RLIMIT_FSIZE, int(file_bytes)),
        (resource.RLIMIT_AS, int(memory_bytes)),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        # macOS refuses a limit of the address space; ffmpeg's own -max_alloc still stands there.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
    os.nice(int(nice))
    # Ignored, so that writing beyond the limit is an error that ffmpeg names, instead of a death without a word.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    os.execv(command[0], command)  # noqa: S606 - no shell is the point


def _die_with_parent(parent: int) -> None:
    """On Linux: when the server is killed, its ffmpeg ends too, instead of writing beside its successor."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
