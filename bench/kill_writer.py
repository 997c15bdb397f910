"""Kills a writing process again and again, and looks whether anything it had acknowledged is missing from search.

python -m bench.kill_writer [--kills 200] [--seed 1]

Each round starts a process that writes interviews one transaction at a time while its relay feeds the embedded
index, and that names each interview once it is committed. At a random moment it is killed with SIGKILL. Then the
repository is opened again, as a restart does: what waits in the outbox is told, and every turn ever acknowledged in
that round must be found. After the last round `firsthand reindex --check` compares every document with the database.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.core.settings import Settings
from app.discovery.documents import turn_quote_id
from app.interviews.models import Interview, Speaker
from app.outbox import service as outbox
from app.participants.models import Consent, Participant
from app.projects.models import Project
from app.transcripts.models import Transcript, Turn
from app.wiring import open_parts, running

TURNS = 5
LONGEST_LIFE_SECONDS = 0.6


def settings(data: Path) -> Settings:
    return Settings(data=data, demo=False, worker=True)


def write(data: Path) -> None:
    """Writes until it is killed; prints the ids of an interview's turns once they are committed."""
    parts = open_parts(settings(data))
    with running(parts):
        number = 0
        while True:
            number += 1
            print(" ".join(_interview(parts.database, number)), flush=True)


def _interview(database: object, number: int) -> list[str]:
    with database.write() as session:  # type: ignore[attr-defined]
        project = Project(name=f"Project {number}")
        row = Interview(project_id=project.id, title=f"Interview {number}")
        person = Participant(project_id=project.id, pseudonym=f"Person {number}")
        transcript = Transcript(interview_id=row.id)
        speaker = Speaker(interview_id=row.id, label="They", participant_id=person.id)
        consent = Consent(participant_id=person.id, status="granted", scope="company")
        turns = [
            Turn(
                transcript_id=transcript.id,
                interview_id=row.id,
                speaker_id=speaker.id,
                position=at,
                text=f"Sentence {at} of interview {number} is about waiting for an answer.",
            )
            for at in range(TURNS)
        ]
        for some in ([project], [row, person], [transcript, speaker, consent], turns):
            session.add_all(some)
            session.flush()
        outbox.touch(session, row)
    return [turn.id for turn in turns]


def one_round(data: Path, rng: random.Random) -> list[str]:
    """Lets a process write for a random while, kills it; returns what it had acknowledged."""
    command = [sys.executable, "-m", "bench.kill_writer", "--write", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(rng.uniform(0, LONGEST_LIFE_SECONDS))
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
    lines = [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
    return [turn_id for line in lines for turn_id in line.split()]


def missing_after_restart(data: Path, acknowledged: list[str]) -> tuple[int, int]:
    """How many acknowledged turns are not found after a restart, and how many entries the outbox still held."""
    parts = open_parts(settings(data))
    waited = outbox.drain(parts.database, parts.apply)
    found = {document.id for document in parts.engine.read(map(turn_quote_id, acknowledged))}
    parts.close()
    return len(acknowledged) - len(found), waited


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(options.write)
    rng, lost, acknowledged, waited = random.Random(options.seed), 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for number in range(1, options.kills + 1):
            told = one_round(data, rng)
            gone, carried = missing_after_restart(data, told)
            lost, acknowledged, waited = lost + gone, acknowledged + len(told), waited + carried
            if number % 20 == 0 or gone:
                print(f"{number:4} kills: {acknowledged:7,} turns acknowledged, {lost} missing", flush=True)
        check = subprocess.run(
            [sys.executable, "-m", "app", "reindex", "--check", "--data", folder], capture_output=True, check=False
        )
    print(f"{options.kills} kills, {acknowledged:,} turns acknowledged, {waited:,} entries carried after a restart")
    print(f"missing: {lost}; reindex --check: exit {check.returncode}, {check.stdout.decode().strip()}")
    sys.exit(1 if lost or check.returncode else 0)


if __name__ == "__main__":
    main()
