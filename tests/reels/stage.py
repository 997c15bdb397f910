"""A stage for tests of reels and embeds: an interview with a film, highlights on it, and a reel of them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi.testclient import TestClient

from app.access.viewer import SYSTEM
from app.highlights import service as highlights
from app.highlights.models import Highlight
from app.jobs.service import run_next
from app.outbox import service as outbox
from app.wiring import Parts
from tests.reels.sources import numbered
from tests.scenes import Scene, scene

ROSA_SAYS = "It failed twice. I waited three days for support, and nobody called 🙁 me back."
FILM_FPS = 5
LEN_SAYS = "I gave up and typed everything by hand."


@lru_cache(maxsize=1)
def film() -> bytes:
    """Fifty seconds; each frame shows its number."""
    with TemporaryDirectory() as folder:
        return numbered(Path(folder) / "film.mp4", seconds=50, fps=FILM_FPS).read_bytes()


@dataclass
class Stage:
    """Everything a test of reels needs."""

    parts: Parts
    scene: Scene
    rosa: Highlight
    len: Highlight

    def consent(self, name: str, **values: Any) -> None:
        """Changes what someone allows, and lets the news be heard."""
        with self.parts.database.write() as session:
            row = session.merge(self.scene.consents[name])
            for key, value in values.items():
                setattr(row, key, value)
            outbox.touch_ids(session, [("participant", row.participant_id)])

    def settle(self) -> None:
        """Lets the relay and the worker do what waits, until nothing does."""
        while outbox.relay_once(self.parts.database, self.parts.apply) or run_next(
            self.parts.database, self.parts.handlers, worker="test"
        ):
            pass

    def files(self) -> list[str]:
        """The cut clips in the store."""
        folder = self.parts.settings.data / "files" / "clips"
        return sorted(path.name for path in folder.rglob("*") if path.is_file())


def stage(parts: Parts, **options: Any) -> Stage:
    """An interview in which Rosa and Len each said something that was marked."""
    with parts.database.write() as session:
        made = scene(session, with_words=True, **options)
        rosa = highlights.create(
            session,
            SYSTEM,
            transcript_id=made.transcript.id,
            values=made.span(1, "It failed", to_words="back.") | {"emotion": "frustrated", "intensity": 4},
        )
        len_ = highlights.create(session, SYSTEM, transcript_id=made.transcript.id, values=made.span(2, LEN_SAYS))
    return Stage(parts, made, rosa, len_)


def upload(stage: Stage, researcher: TestClient, data: bytes | None = None) -> dict[str, Any]:
    """Attaches the film to the interview."""
    path = f"/api/interviews/{stage.scene.interview.id}/recording"
    answer = researcher.put(path, content=data or film(), params={"file_name": "film.mp4"})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def reel_of(client: TestClient, *quote_ids: str, title: str = "Waiting") -> dict[str, Any]:
    """Makes a reel."""
    answer = client.post("/api/reels", json={"title": title, "quote_ids": quote_ids})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body
