"""What posters, small pictures and waveforms of a recording cost.

python -m bench.derived_media [--minutes 10]

Makes a film of that length (1280x720, 30 pictures a second, a key frame every 2 s, speech-like sound), and prints the
processor seconds that each derived file takes for ten minutes of it, beside the reference figures of the design.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.recordings import deriving, ffmpeg
from app.recordings.ffmpeg import Limits, generated
from app.recordings.probe import probe

REFERENCE = {"poster": None, "small pictures": 1.2, "waveform": 1.4}
"""Processor seconds for ten minutes, at most."""


def film(path: Path, minutes: int) -> None:
    ffmpeg.run(
        [generated("testsrc2=size=1280x720:rate=30"), generated("anoisesrc=color=pink:sample_rate=48000")],
        [
            *("-t", str(minutes * 60), "-c:v", "libx264", "-preset", "ultrafast", "-crf", "32", "-g", "60"),
            *("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k", "-ac", "1", f"file:{path}"),
        ],
        limits=Limits(wall_seconds=3_600, cpu_seconds=7_200, threads=2),
    )


def spent() -> float:
    """Processor seconds of this process and of those that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measured(name: str, minutes: int, action: Callable[[], object]) -> None:
    before, started = spent(), time.perf_counter()
    action()
    used = (spent() - before) * 10 / minutes
    reference = REFERENCE[name]
    beside = f"   reference {reference:.1f}, used {used / reference:.0%} of it" if reference else ""
    print(f"{name:16} {used:6.2f} CPU s in 10 min   {time.perf_counter() - started:6.2f} s on the clock{beside}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "film.mp4"
        film(source, options.minutes)
        with source.open("rb") as file:
            found = probe(file)
        length = found.duration_ms or 0
        sheet = deriving.sheet_for(length, found.width or 0, found.height or 0)
        measured("poster", options.minutes, lambda: deriving.poster(source, folder / "p.jpg", duration_ms=length))
        measured("small pictures", options.minutes, lambda: deriving.sprite(source, folder / "s.jpg", sheet))
        measured("waveform", options.minutes, lambda: deriving.peaks(source, duration_ms=length))


if __name__ == "__main__":
    main()
