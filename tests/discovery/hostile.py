"""Queries that want to break something, readers with different rights, and what an answer must never hold."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from app.accounts import service as accounts
from app.wiring import Parts
from tests.scenes import ASKER, scene

PIECES = (
    '"',
    "'",
    "-",
    '-"',
    ":",
    "tag:",
    "emotion:frustrated",
    "before:",
    "after:2026-99-99",
    "is:highlight",
    "has:",
    "project:\u202e",
    "secret",
    "gate",
    "waiting",
    "audience:admin",
    'audience = "admin"',
    '" OR audience = "admin" OR "',
    ") OR (1=1",
    "NOT EXISTS",
    "_geoRadius(1,2,3)",
    "*",
    "~2",
    "^9",
    "[a TO z]",
    "{!x}",
    "\\",
    "\x00",
    "\x1b[31m",
    "\u0000\u0008",
    "\u200f\u202eabc",
    "👩‍👩‍👧‍👦",
    "e\u0301\u0327",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</mark><b>",
    "&lt;",
    "%00",
    "${7*7}",
    "日本語",
    "ﷺ",
    "a" * 200,
)
MARKUP = ("<mark", "<em>", "<b>", "&lt;", "<script")


@dataclass(frozen=True)
class Reader:
    """Somebody with a token, and what they may not read."""

    name: str
    headers: dict[str, str]
    forbidden: tuple[str, ...]


@dataclass(frozen=True)
class Voices:
    readers: tuple[Reader, ...]


SAID = {
    "open": "The gate was open, said the woman who was waiting.",
    "restricted": "Restricted: nobody knew why the gate stayed shut.",
    "pending": "Pending: I have not signed anything about the gate.",
    "withdrawn": "Withdrawn: please forget what I said about the gate.",
}


def voices(parts: Parts) -> Voices:
    """An open, a restricted, a pending and a withdrawn voice that all speak of a gate, and who may read what."""
    kinds: dict[str, dict[str, Any]] = {
        "open": {},
        "restricted": {"access": "restricted"},
        "pending": {"status": "pending"},
        "withdrawn": {"status": "withdrawn"},
    }
    with parts.database.write() as session:
        for name, options in kinds.items():
            scene(session, lines=((ASKER, "And then?"), (name.title(), SAID[name])), **options)
        readers = tuple(
            Reader(role, _token(session, role), tuple(SAID[name] for name in hidden))
            for role, hidden in (
                ("viewer", ("restricted", "pending", "withdrawn")),
                ("researcher", ("restricted", "withdrawn")),
                ("admin", ("withdrawn",)),
            )
        )
    return Voices(readers)


def hostile_queries() -> st.SearchStrategy[str]:
    """Pieces of the language and of attacks, glued with any text; now and then ten kilobytes."""
    piece = st.sampled_from(PIECES) | st.text(max_size=12)
    glued = st.lists(piece, min_size=1, max_size=14).map(" ".join) | st.lists(piece, min_size=1, max_size=8).map(
        "".join
    )
    long = st.builds(
        lambda text, times: (text * times).encode()[:10_000].decode(errors="ignore"),
        st.sampled_from(PIECES),
        st.integers(100, 10_000),
    )
    return st.one_of(glued, glued, glued, st.text(max_size=60), long)


def faults(q: str, answer: Any, reader: Reader) -> list[str]:
    """What is wrong with an answer; nothing when it is as it must be."""
    if answer.status_code == 422:
        return [] if answer.json()["code"] else ["a problem without a code"]
    if answer.status_code != 200:
        return [f"status {answer.status_code}"]
    told = answer.text
    found = [f"{text[:12]} shown" for text in reader.forbidden if text in told]
    for item in answer.json()["items"]:
        length = len(item["text"])
        found += [f"markup in {item['id']}" for sign in MARKUP if sign in item["text"]]
        found += [
            f"span outside of {item['id']}" for span in item["spans"] if not 0 <= span["start"] <= span["end"] <= length
        ]
    return found


def _token(session: Any, role: str) -> dict[str, str]:
    user = accounts.create_user(session, email=f"{role}@example.org", name=role.title(), role=role, password=None)
    _, token = accounts.create_token(session, user_id=user.id, name="hostile", role=role)
    return {"Authorization": f"Bearer {token}"}
