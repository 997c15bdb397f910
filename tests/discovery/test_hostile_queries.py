"""No text that anyone can type breaks the search or shows words to somebody who may not read them.

`python -m bench.hostile_queries` asks thousands.
"""

import hypothesis
from fastapi.testclient import TestClient

from app.core.settings import Settings
from app.discovery import indexing
from app.main import create_app
from app.wiring import open_parts
from tests.discovery.hostile import faults, hostile_queries, voices


def test_hostile_queries_never_break_the_search_and_never_widen_it(settings: Settings) -> None:
    parts = open_parts(settings.model_copy(update={"search": "embedded", "worker": True}))
    made = voices(parts)
    indexing.rebuild(parts.database, parts.engine)
    client = TestClient(create_app(parts.settings, parts))

    @hypothesis.settings(max_examples=60)
    @hypothesis.given(hostile_queries())
    def ask(q: str) -> None:
        for reader in made.readers:
            answer = client.get("/api/search", params={"q": q}, headers=reader.headers)
            assert not faults(q, answer, reader)

    ask()
    assert client.get("/api/search", params={"q": "gate"}, headers=made.readers[0].headers).json()["total"] == 1
    parts.close()
