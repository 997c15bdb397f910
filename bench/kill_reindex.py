"""Kills `firsthand reindex` again and again, and looks whether anybody could have seen half an index.

python -m bench.kill_reindex [--kills 20] [--quotes 20000] [--seed 1]

For the embedded engine, and for Meilisearch where MEILI_URL is set (MEILI_KEY its key). Every quote tells its round.
Before each kill the database moves on to the next round behind the index's back; the process is killed with SIGKILL at
a random moment of its life. Then every quote must be found, all of them of one round: an older index as a whole, or the
newest. After the last kill the command runs through: `reindex --check` must find nothing, and nothing may be left over.
Last, it is killed late in its work and run again, to show what is gained by going on.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import String
from sqlmodel import Session, cast, literal, update

from app.core.settings import Settings
from app.discovery.fields import FIELDS
from app.interviews.models import Interview, Speaker
from app.participants.models import Consent, Participant
from app.projects.models import Project
from app.transcripts.models import Transcript, Turn
from app.wiring import Parts, open_parts
from search import Audience, Query, SearchEngine, parse
from search.engines.meilisearch import MeilisearchEngine

TURNS = 50
EVERYONE = Audience({"admin"})


@dataclass
class Bench:
    """One engine with its repository."""

    name: str
    data: Path
    quotes: int
    environment: dict[str, str]
    now: int = 0
    """The round of the database."""
    shown: int = 0
    """The round last seen in the index."""

    def parts(self) -> Parts:
        """The repository, to be looked at."""
        index = {name.removeprefix("FIRSTHAND_").lower(): value for name, value in self.environment.items()}
        return open_parts(Settings(_env_file=None, data=self.data, worker=False, **index))  # type: ignore[arg-type]

    def command(self, *options: str) -> subprocess.Popen[bytes]:
        """`firsthand reindex`, running."""
        command = [sys.executable, "-m", "app", "reindex", "--data", str(self.data), *options]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTHAND_")}
        return subprocess.Popen(command, env=environment | self.environment, stdout=subprocess.PIPE)

    def run_through(self, *options: str) -> tuple[int, str, float]:
        """Exit code, output and seconds of a run that nobody kills."""
        started = time.perf_counter()
        with self.command(*options) as process:
            said = process.communicate()[0].decode().strip()
        return process.returncode, said, time.perf_counter() - started

    def kill_after(self, seconds: float) -> bool:
        """Whether it was killed before it was done."""
        with self.command() as process:
            time.sleep(seconds)
            alive = process.poll() is None
            process.kill()
        return alive

    def next_round(self, session: Session) -> None:
        """Lets every quote tell a new round, and nobody hear of it."""
        self.now += 1
        told = literal(f"Round {self.now} is told here, in turn ") + cast(Turn.position, String)
        session.exec(update(Turn).values(text=told))

    def is_whole(self) -> bool:
        """Whether the index answers with every quote of one round, and with nothing else."""
        parts = self.parts()
        try:
            for told in [*range(self.shown, self.now + 1)] * 2:
                if _found(parts.engine, told) == self.quotes == parts.engine.count():
                    self.shown = told
                    return True
        finally:
            parts.close()
        return False

    def left(self) -> list[str]:
        """What lies about beside the index that counts."""
        parts = self.parts()
        engine = parts.engine
        names = [path.name for path in (self.data / "index").glob("g-*")][1:]
        if isinstance(engine, MeilisearchEngine) and engine._to.exists(engine._building.name):
            names.append(engine._building.name)
        parts.close()
        return names


def _found(engine: SearchEngine, told: int) -> int:
    text = parse(f'"round {told}"', FIELDS).text
    return engine.find(Query(text, EVERYONE, limit=0, highlight=False)).total


def fill(session: Session, quotes: int) -> None:
    """Writes interviews of fifty turns each."""
    project = Project(name="Rounds")
    session.add(project)
    session.flush()
    for number in range(quotes // TURNS):
        interview = Interview(project_id=project.id, title=f"Interview {number}")
        person = Participant(project_id=project.id, pseudonym=f"Person {number}")
        transcript = Transcript(interview_id=interview.id)
        speaker = Speaker(interview_id=interview.id, label="They", participant_id=person.id)
        consent = Consent(participant_id=person.id, status="granted", scope="company")
        turns = [
            Turn(
                transcript_id=transcript.id,
                interview_id=interview.id,
                speaker_id=speaker.id,
                position=at,
                text="Round 0 is told here.",
            )
            for at in range(TURNS)
        ]
        for some in ([interview, person], [transcript, speaker, consent], turns):
            session.add_all(some)
            session.flush()


def benches(folder: Path, quotes: int) -> Iterator[Bench]:
    """A repository for each engine there is."""
    quotes = quotes // TURNS * TURNS
    yield Bench("embedded", folder / "embedded", quotes, {"FIRSTHAND_SEARCH": "embedded"})
    if url := os.environ.get("MEILI_URL"):
        served = {"FIRSTHAND_SEARCH": "meilisearch", "FIRSTHAND_MEILI_URL": url}
        served |= {"FIRSTHAND_MEILI_KEY": os.environ.get("MEILI_KEY", "")}
        yield Bench("meilisearch", folder / "meilisearch", quotes, served | {"FIRSTHAND_MEILI_INDEX": uuid.uuid4().hex})


def measure(bench: Bench, kills: int, rng: random.Random) -> bool:
    """Kills and looks; prints what was seen. Returns whether all was well."""
    parts = bench.parts()
    parts.database.migrate()
    with parts.database.write() as session:
        fill(session, bench.quotes)
    code, said, seconds = bench.run_through()
    print(f"{bench.name}: {said} ({seconds:.1f} s with its start)", flush=True)
    halves, cut = 0, 0
    for _ in range(kills):
        with parts.database.write() as session:
            bench.next_round(session)
        cut += bench.kill_after(rng.uniform(0, seconds * 1.05))
        halves += not bench.is_whole()
    code, said, _ = bench.run_through()
    wrong = code + bench.run_through("--check")[0]
    whole = bench.is_whole() and bench.shown == bench.now
    left = bench.left()
    print(f"  {kills} kills ({cut} before it was done): {halves} times half an index; then: {said}", flush=True)
    print(f"  reindex --check: exit {wrong}; the newest round as a whole: {whole}; left over: {left or 'nothing'}")
    with parts.database.write() as session:
        bench.next_round(session)
    late = 0.8 * seconds
    bench.kill_after(late)
    print(f"  killed after {late:.1f} s, going on takes {bench.run_through()[2]:.1f} s, from the start {seconds:.1f} s")
    parts.close()
    return not halves and not wrong and whole and not left


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--quotes", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        well = [measure(one, options.kills, random.Random(options.seed)) for one in benches(folder, options.quotes)]
    finally:
        shutil.rmtree(folder)
    sys.exit(0 if all(well) else 1)


if __name__ == "__main__":
    main()
