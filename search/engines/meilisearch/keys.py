"""A key with only the rights the adapter needs: the master key makes it once, and is not needed at run time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchError

from search.engines.meilisearch.connection import Connection
from search.port import EngineUnavailable

ACTIONS = (
    "search",
    "documents.add",
    "documents.get",
    "documents.delete",
    "indexes.create",
    "indexes.get",
    "indexes.delete",
    "indexes.swap",
    "settings.get",
    "settings.update",
    "tasks.get",
    "stats.get",
)
"""What `MeilisearchEngine` does on a server; the contract suite passes with these.

Not `version`: since 1.50 no key of single indexes may have it. Whoever makes the key looks at the version instead.
"""
_NAMES = uuid.UUID("6b1f8c3e-6f1c-4a6e-9d7e-3a53f3a5c1d2")


def indexes_of(index: str) -> tuple[str, ...]:
    """The indexes that belong to one: itself, and the one that is filled to take its place."""
    return index, f"{index}-next"


def scoped_key(url: str, master_key: str, indexes: Sequence[str]) -> str:
    """The key that may do `ACTIONS` on these indexes and nothing else; made when there is none yet.

    Asking again gives the same key. Raises EngineUnavailable when the server does not answer, refuses, or is too old.
    """
    wanted = {
        "uid": str(uuid.uuid5(_NAMES, " ".join([*sorted(ACTIONS), *sorted(indexes)]))),
        "name": "Firsthand",
        "description": f"What Firsthand needs on {', '.join(indexes)}",
        "actions": list(ACTIONS),
        "indexes": list(indexes),
        "expiresAt": None,
    }
    server = Connection(url, master_key, timeout_s=10, task_timeout_s=10)
    server.check_version()
    client = Client(url, master_key, timeout=10)
    try:
        return _known(client, wanted["uid"]) or str(client.http.post("keys", wanted)["key"])
    except MeilisearchApiError as failure:
        raise EngineUnavailable(f"Meilisearch refused to make a key: {failure.message}") from failure
    except MeilisearchError as failure:
        raise EngineUnavailable(f"Meilisearch does not answer: {failure}") from failure


def _known(client: Client, uid: Any) -> str | None:
    try:
        return str(client.http.get(f"keys/{uid}")["key"])
    except MeilisearchApiError as failure:
        if failure.code == "api_key_not_found":
            return None
        raise
