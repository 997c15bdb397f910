"""The demo repository loads whole, once, into an empty database."""

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, func, select

from app.access.service import viewer_for
from app.accounts.models import User
from app.demo import loader
from app.discovery import service as search
from app.discovery.service import Ask
from app.highlights.models import Highlight, HighlightTag
from app.interviews.models import Interview
from app.outbox import service as outbox
from app.personas.models import Persona
from app.reels.models import ReelItem
from app.topics import service
from app.topics.models import Topic
from app.transcripts.models import Turn
from app.wiring import Parts

DAWN = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.both_databases
def test_the_demo_loads_into_an_empty_database_and_never_twice(parts: Parts) -> None:
    assert loader.load_if_empty(parts)
    assert not loader.load_if_empty(parts)
    with parts.database.read() as session:
        counts = [session.exec(select(func.count()).select_from(table)).one() for table in (Interview, Turn, Highlight)]
        clips = session.exec(select(func.count()).where(ReelItem.kind == "clip")).one()
        tagged = session.exec(select(func.count(col(HighlightTag.highlight_id).distinct()))).one()
    assert min(counts) > 0
    assert clips > 0
    assert tagged > 0


def test_every_highlight_of_the_demo_stands_where_it_says(parts: Parts) -> None:
    loader.load_if_empty(parts)
    with parts.database.read() as session:
        query = select(Highlight, Turn).join(Turn, col(Turn.id) == col(Highlight.start_turn_id))
        for highlight, turn in session.exec(query).all():
            assert turn.text[highlight.start_offset :].startswith(highlight.quote.split("\n")[0])


def test_every_topic_of_the_demo_finds_what_an_employee_may_hear_and_is_news_to_who_follows_it(parts: Parts) -> None:
    loader.load_if_empty(parts)
    outbox.drain(parts.database, parts.apply)
    with parts.database.read() as session:
        employee = viewer_for(session, session.exec(select(User).where(User.role == "viewer")).one())
        found = service.added(session, employee, parts.engine, [(one, DAWN) for one in session.exec(select(Topic))])
        assert min(one.quotes for one in found) > 0
        assert min(one.quotes for one in service.news(session, employee, parts.engine)) > 0


def test_every_persona_of_the_demo_says_what_an_employee_may_hear(parts: Parts) -> None:
    loader.load_if_empty(parts)
    outbox.drain(parts.database, parts.apply)
    with parts.database.read() as session:
        employee = viewer_for(session, session.exec(select(User).where(User.role == "viewer")).one())
        names = session.exec(select(Persona.name).order_by(Persona.name)).all()
        found = [search.count(session, employee, parts.engine, Ask(q=f'persona:"{name}"')) for name in names]
    assert names == ["Hiding at work", "Late starter"]
    assert min(found) >= 20


def test_the_sign_ins_of_the_demo_are_shown_only_when_it_was_asked_for(client: TestClient, parts: Parts) -> None:
    loader.load_if_empty(parts)
    assert client.get("/api/session").json()["demo_accounts"] == []
    parts.settings.demo = True
    shown = client.get("/api/session").json()["demo_accounts"]
    assert [account["role"] for account in shown] == ["researcher", "viewer", "admin"]
    account = {"email": shown[0]["email"], "password": shown[0]["password"]}
    assert client.post("/api/session", json=account).status_code == 201
    assert client.get("/api/session").json()["demo_accounts"] == []
