"""Teaching the index what quotes mean: with a model, in the background, as far as the index does not know yet.

The engine itself says what is to be learned, so a stop, a crash or a change of the text in between loses nothing and
computes nothing twice. A few quotes are learned at once, when the index hears of them; more become a job that anyone
can watch, on a lane of its own that gives way to everything else.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from app.core.database import Database
from app.jobs import service as jobs
from app.jobs.models import Job
from app.jobs.service import Handler, Progress
from search import Embedder, Lesson, SearchEngine

LEARN = "search.learn"
AT_ONCE = 64
FEW = 8
"""So many are learned without a job: about as long as a keystroke."""
_REPORT_SECONDS = 1.0


def handler(engine: Callable[[], SearchEngine], embedder: Callable[[], Embedder | None]) -> Handler:
    """Learns until nothing is left to learn, and says how far the whole index is."""

    def learn(_args: Mapping[str, Any], progress: Progress) -> None:
        model = embedder()
        if model is None:
            return
        index, told = engine(), 0.0
        before: Sequence[tuple[str, str]] = ()
        while (waiting := index.unlearned(AT_ONCE)) and waiting != before:
            teach(index, model, waiting)
            before = waiting
            if time.monotonic() - told > _REPORT_SECONDS:
                told = time.monotonic()
                progress(index.knowledge().share)

    return learn


def teach(engine: SearchEngine, model: Embedder, waiting: Sequence[tuple[str, str]]) -> None:
    """Learns these: ids and texts."""
    vectors = model.documents([text for _, text in waiting])
    engine.learn(Lesson(key, text, vector) for (key, text), vector in zip(waiting, vectors, strict=True))


def follow(database: Database, engine: SearchEngine, model: Embedder) -> None:
    """Sees to what the index has to learn after it heard news: at once when that is little, else by a job."""
    waiting = engine.unlearned(FEW + 1)
    if 0 < len(waiting) <= FEW:
        teach(engine, model, waiting)
    elif waiting:
        with database.write() as session:
            _enqueue(session)


def _enqueue(session: Session) -> None:
    # One that runs may have looked for the last time already; one that waits has not begun.
    queued = select(Job.id).where(Job.kind == LEARN, col(Job.state) == "queued")
    if session.exec(queued).first() is None:
        jobs.enqueue(session, LEARN, {}, lane=jobs.SPARE)
