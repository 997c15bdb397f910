"""Many files and corrected texts: what importing promises, measured on this machine.

python -m bench.importing [--turns 5000] [--files 300] [--highlights 500]

Prints: a preview of a long WebVTT, a folder of many files through the command line, a correction of a long transcript
that is full of highlights, and taking it back. Every figure stands beside its target.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path

from sqlmodel import Session, select

from app.__main__ import main as firsthand
from app.access.viewer import SYSTEM
from app.core.settings import Settings
from app.highlights import correcting, moving
from app.highlights import service as highlights
from app.highlights.models import Highlight
from app.projects.models import Project
from app.transcripts import corrections, imports
from app.transcripts.correction_schemas import CorrectionIn
from app.transcripts.import_schemas import ImportIn
from app.transcripts.models import Turn
from app.transcripts.preview import preview, understand
from app.wiring import Parts, open_parts
from bench.upload_to_searchable import transcript

PROJECT = "Bench"


def measured(what: str, target: str, work: Callable[[], object]) -> None:
    """Runs something once and prints how long it took, by the clock and of the processor."""
    begun, used = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - begun, time.process_time() - used
    print(f"{what:<52} {wall:6.2f} s, of the processor {cpu:6.2f} s; target {target}")


def folder_of(files: int, folder: Path) -> None:
    """Transcripts of forty turns each, no two alike."""
    for number in range(files):
        (folder / f"call {number:04}.vtt").write_bytes(transcript(40, rare=f"call{number}"))


def import_folder(data: Path, folder: Path) -> None:
    with redirect_stdout(io.StringIO()):
        code = firsthand(["import", str(folder), "--project", PROJECT, "--data", str(data), "--json"])
    assert code == 0, code


def corrected(text: bytes, share: float = 0.05) -> bytes:
    """The same transcript with some of its lines corrected."""
    rng = random.Random(3)
    return b"\n".join(
        line.replace(b"called", b"phoned") if rng.random() < share else line for line in text.split(b"\n")
    )


def mark(session: Session, transcript_id: str, count: int) -> None:
    """Highlights of twenty letters all over the transcript."""
    turns = session.exec(select(Turn).where(Turn.transcript_id == transcript_id)).all()
    for turn in turns[:: max(1, len(turns) // count)][:count]:
        row = Highlight(
            transcript_id=transcript_id,
            interview_id=turn.interview_id,
            start_turn_id=turn.id,
            start_offset=0,
            end_turn_id=turn.id,
            end_offset=20,
            quote=turn.text[:20].strip(),
        )
        session.add(row)
    session.flush()
    rows = session.exec(select(Highlight).where(Highlight.transcript_id == transcript_id)).all()
    highlights.set_times(session, rows)


def correct_and_back(parts: Parts, project_id: str, text: bytes, count: int) -> None:
    """A correction of a marked transcript, and the way back."""
    with parts.database.write() as session:
        found = understand(text, "long.vtt", joined=False)
        saved = imports.save(
            session,
            SYSTEM,
            project_id=project_id,
            found=found,
            wanted=ImportIn(title="Long", join=False),
            mark=_nothing,
        )
        mark(session, saved.id, count)
        transcript_id = saved.id
    fresh, ids = understand(corrected(text), "long.vtt", joined=False), list[str]()

    def correct() -> None:
        with parts.database.write() as session:
            wanted = CorrectionIn(version=1, join=False)
            done = correcting.correct(session, SYSTEM, transcript_id=transcript_id, found=fresh, wanted=wanted)
            ids.append(done.id)
            print(f"  {done.moved} highlights went along, {done.needs_review} need review")

    def back() -> None:
        with parts.database.write() as session:
            corrections.take_back(session, SYSTEM, revision_id=ids[0], carry=moving.carry, recall=moving.recall)

    measured(f"correct {len(fresh.turns):,} turns with {count} highlights", "3 s", correct)
    measured("take that back", "3 s", back)


def _nothing(*_arguments: object, **_named: object) -> None:
    """Nobody marks anything by a tag here."""


def run(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=5_000)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--highlights", type=int, default=500)
    options = parser.parse_args(arguments)
    text = transcript(options.turns)
    measured(f"preview {options.turns:,} turns", "1 s", lambda: preview(understand(text, "long.vtt"), joined=True))
    with tempfile.TemporaryDirectory() as place:
        data, folder = Path(place) / "data", Path(place) / "in"
        folder.mkdir()
        folder_of(options.files, folder)
        parts = open_parts(Settings(data=data, search="memory", worker=False))
        with parts.database.write() as session:
            project = Project(name=PROJECT)
            session.add(project)
        measured(f"import {options.files} files from the command line", "60 s", lambda: import_folder(data, folder))
        measured("the same again: all of them known", "30 s", lambda: import_folder(data, folder))
        correct_and_back(parts, project.id, text, options.highlights)
        parts.close()


if __name__ == "__main__":
    run()
