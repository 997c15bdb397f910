"""A small company for discovery: interviews in the database, and a way to let the relay run."""

import socket
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session

from app.highlights.models import Highlight, HighlightTag
from app.outbox import service as outbox
from app.recordings.models import Recording
from app.tags.models import Tag
from app.wiring import Parts
from tests.scenes import Scene, scene

Settle = Callable[[], int]


@pytest.fixture
def settle(parts: Parts) -> Settle:
    """Lets the relay carry everything that waits; returns how many entries that were."""
    return lambda: outbox.drain(parts.database, parts.apply)


@pytest.fixture
def told(parts: Parts, settle: Settle) -> Callable[..., Scene]:
    """Makes an interview, commits it and tells the index."""

    def make(**options: object) -> Scene:
        with parts.database.write() as session:
            made = scene(session, **options)  # type: ignore[arg-type]
            made.interview.held_on = date(2026, 3, 5)
            outbox.touch(session, made.interview)
        settle()
        return made

    return make


def mark(session: Session, made: Scene, turn: int, words: str, **options: object) -> Highlight:
    """A highlight on some words; `to`, `to_words` for more than one turn, `tags` for its tags."""
    tags = options.pop("tags", ())
    span = made.span(turn, words, options.pop("to", None), options.pop("to_words", ""))  # type: ignore[arg-type]
    first, last = made.turns[turn], next(one for one in made.turns if one.id == span["end_turn_id"])
    texts = [one.text for one in made.turns[first.position : last.position + 1]]
    texts[-1] = texts[-1][: span["end_offset"]]
    texts[0] = texts[0][span["start_offset"] :]
    row = Highlight(
        transcript_id=made.transcript.id,
        interview_id=made.interview.id,
        quote="\n".join(texts),
        start_ms=first.start_ms,
        end_ms=last.end_ms,
        **span | options,  # type: ignore[arg-type]
    )
    session.add(row)
    session.flush()
    session.add_all([HighlightTag(highlight_id=row.id, tag_id=tag.id) for tag in tags])  # type: ignore[attr-defined]
    session.flush()
    outbox.touch(session, row)
    return row


def tag(session: Session, name: str, parent: Tag | None = None, **options: object) -> Tag:
    """A tag of the codebook."""
    row = Tag(name=name, parent_id=parent.id if parent else None, **options)
    session.add(row)
    session.flush()
    outbox.touch(session, row)
    return row


def record(session: Session, made: Scene, **options: object) -> Recording:
    """A recording for an interview."""
    values = {"kind": "file", "store_key": "a", "media_type": "video/mp4", "has_video": True} | options
    row = Recording(interview_id=made.interview.id, **values)
    session.add(row)
    session.flush()
    outbox.touch(session, row)
    return row


@pytest.fixture
def statements(parts: Parts) -> Callable[[], int]:
    """How many SQL statements were sent so far."""
    sent = 0

    def count(*_: object) -> None:
        nonlocal sent
        sent += 1

    event.listen(parts.database.engine, "before_cursor_execute", count)
    return lambda: sent


@pytest.fixture
def free_port() -> int:
    """A loopback port that nobody listens on right now."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])
