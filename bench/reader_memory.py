"""How much memory each reader of transcripts needs, as a multiple of the file it reads.

python -m bench.reader_memory [--megabytes 10] [--only srt,elan] [--wide quote|emoji]

Every format is written at the size asked for and read in a fresh process that has read a small file before; what
counts is how much that process grew at its peak, the bytes of the file included. `--wide quote` puts a typographic
quotation mark into every turn, for which Python keeps each of its letters at two bytes; `--wide emoji` puts one emoji
into the first turn, for which it would keep a text that is held whole at four. Ends with 1 when a reader needs more
than 10 times its file. A zipped or compressed document is measured by what it unpacks to.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from app.transcripts.importers import Source, read
from tests.transcripts.importers import writers, writers_documents

LIMIT = 10.0
MOST_TURNS = {"pdf": 11_000, "pdf_columns": 50}  # the pages a PDF may have; columns are written on a single page
STREAM = re.compile(rb"(?<=\nstream\n)(.*?)(?=\nendstream)", re.DOTALL)
Write = Callable[[int], bytes]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--only", default="", help="names of formats, with commas between them")
    parser.add_argument("--wide", choices=("", "quote", "emoji"), default="")
    parser.add_argument("--read", nargs=2, metavar=("SMALL", "LARGE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        small, large = map(Path, options.read)
        print(growth(small, large))
        return
    only = {name.strip() for name in options.only.split(",")} - {""}
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, suffix, write in formats(wide=options.wide):
            if not only or name in only:
                failed += not measured(name, suffix, write, options.megabytes, Path(folder))
    print(f"above {LIMIT:.0f} times the file: {failed} (target 0)")
    sys.exit(1 if failed else 0)


def formats(*, wide: str) -> Iterator[tuple[str, str, Write]]:
    """Name, end of the file's name, and a writer of so many turns."""
    for name, form in writers.FORMATS.items():
        yield name, form.suffix, lambda count, form=form: form.data(talk(count, wide=wide))  # type: ignore[misc]
    for name, (write, _, file) in writers_documents.WRITERS.items():
        yield name, file.rpartition(".")[2], lambda count, write=write: write(lines(count, wide=wide))  # type: ignore[misc]


def talk(count: int, *, wide: str) -> list[writers.Turn]:
    """Turns of 4 to 20 words, from a vocabulary large enough that a file does not pack to nothing."""
    rng, clock, found = random.Random(1), 0, []
    for number in range(count):
        words = []
        for text in said(rng, number, wide=wide):
            words.append(writers.Said(text, clock, clock + 200))
            clock += 250
        found.append(writers.Turn(number % 3, tuple(words)))
        clock += 500
    return found


def lines(count: int, *, wide: str) -> list[tuple[str, str, int]]:
    rng = random.Random(1)
    return [(f"Voice {n % 7}", " ".join(said(rng, n, wide=wide)), n * 1_000) for n in range(count)]


def said(rng: random.Random, number: int, *, wide: str) -> list[str]:
    words = ["".join(rng.choices("etaoinshrdlu", k=rng.randint(2, 9))) for _ in range(rng.randint(4, 20))]
    return [*words, "“done”." if wide == "quote" else "done 🙂." if wide == "emoji" and not number else "done."]


def measured(name: str, suffix: str, write: Write, megabytes: float, folder: Path) -> bool:
    """Prints a line of the table; whether the reader stays within the limit."""
    sample = min(200, MOST_TURNS.get(name, 200))
    small, large = folder / f"small.{suffix}", folder / f"large.{suffix}"
    small.write_bytes(write(sample))
    turns = int(megabytes * 1e6 / unpacked(small) * sample)
    large.write_bytes(write(min(turns, MOST_TURNS.get(name, turns))))
    size = unpacked(large)
    command = [sys.executable, "-m", "bench.reader_memory", "--read", str(small), str(large)]
    grown = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    telling = size >= 1e6  # the few megabytes that any reader needs would be many times a small file
    verdict = "" if not telling else "  TOO MUCH" if grown > LIMIT * size else "  ok"
    print(f"{name:26} {size / 1e6:6.1f} MB  {grown / 1e6:7.1f} MB  {grown / size:5.1f} ×{verdict}", flush=True)
    return not telling or grown <= LIMIT * size


def unpacked(path: Path) -> int:
    data = path.read_bytes()
    if data.startswith(b"%PDF-"):
        return len(STREAM.sub(lambda packed: zlib.decompress(packed[1]), data))
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return len(data)
    with zipfile.ZipFile(path) as archive:
        return sum(part.file_size for part in archive.infolist())


def growth(small: Path, large: Path) -> int:
    """By how many bytes this process grows at most while it reads a file."""
    read(Source(small.read_bytes(), small.name))
    before = status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak counts from here
    read(Source(large.read_bytes(), large.name))
    return status("VmHWM") - before


def status(field: str) -> int:
    line = next(line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
