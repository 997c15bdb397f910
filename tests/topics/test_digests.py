"""Digests by mail: how much is new, never what was said."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from app.accounts import service as accounts
from app.accounts.models import User
from app.core.clock import now
from app.jobs import service as jobs
from app.jobs.models import Job
from app.outbox import service as outbox
from app.topics import digests
from app.topics.models import Topic, TopicFollow
from tests.accounts.conftest import Office, text_of
from tests.scenes import scene


def follower(office: Office, name: str, q: str = "failed", digest: str = "daily", **options: str) -> str:
    """Somebody who has followed a topic since yesterday; returns the id of the follow."""
    with office.parts.database.write() as session:
        user = accounts.create_user(
            session, email=f"{name.lower()}@example.org", name=name, role="viewer", password=None
        )
        user.locale = options.get("locale", "en")
        topic = Topic(name=options.get("topic", "Exports"), search={"q": q}, owner_id=user.id)
        session.add_all([user, topic])
        session.flush()
        past = now() - timedelta(days=1)
        row = TopicFollow(topic_id=topic.id, user_id=user.id, digest=digest, told_at=past, seen_at=past)
        session.add(row)
        return row.id


def heard(office: Office) -> None:
    """Customers are heard."""
    with office.parts.database.write() as session:
        made = scene(session)
        outbox.touch(session, made.interview)
    outbox.drain(office.parts.database, office.parts.apply)


def morning(office: Office) -> None:
    """The daily job comes."""
    with office.parts.database.write() as session:
        jobs.enqueue(session, digests.DIGEST, {})
    office.work()


def follow(session: Session, follow_id: str) -> TopicFollow:
    found = session.get(TopicFollow, follow_id)
    assert found
    return found


def test_a_digest_says_how_much_is_new_and_not_a_word_that_was_said(office: Office) -> None:
    follow_id = follower(office, "Eve")
    heard(office)
    morning(office)
    (sent,) = office.post.mails
    assert (sent["To"], sent["Subject"]) == ("eve@example.org", "One new quote in what you follow")
    for kind in ("plain", "html"):
        assert "Exports: 1 new" in text_of(sent, kind)
        assert "http://testserver/topics" in text_of(sent, kind)
        assert "twice" not in text_of(sent, kind)
    with office.parts.database.read() as session:
        assert follow(session, follow_id).told_at > now() - timedelta(minutes=1)
    morning(office)
    assert len(office.post.mails) == 1


def test_whoever_follows_much_gets_one_mail_in_their_language(office: Office) -> None:
    follower(office, "Udo", locale="de", topic="Ausfälle")
    with office.parts.database.write() as session:
        user = session.exec(select(User).where(User.name == "Udo")).one()
        topic = Topic(name="Warten\r\nBcc: x@example.org", search={"q": "waited"}, owner_id=user.id)
        session.add(topic)
        session.flush()
        session.add(TopicFollow(topic_id=topic.id, user_id=user.id, digest="daily", told_at=now() - timedelta(days=1)))
    heard(office)
    morning(office)
    (sent,) = office.post.mails
    assert sent["Subject"] == "2 neue Zitate in Ihren Themen"
    assert "Bcc" not in sent
    assert "Warten Bcc: x@example.org: 1 neu" in text_of(sent)


def test_nobody_is_written_to_who_did_not_ask_left_or_has_no_news(office: Office) -> None:
    follower(office, "Silent", digest="none")
    follower(office, "Bored", q="dragons")
    follower(office, "Gone")
    with office.parts.database.write() as session:
        gone = session.exec(select(User).where(User.name == "Gone")).one()
        gone.active = False
        session.add(gone)
    heard(office)
    morning(office)
    assert office.post.mails == []


def test_a_mail_that_was_not_taken_is_tried_again_and_the_others_are_not_sent_twice(office: Office) -> None:
    first, second = follower(office, "Ann"), follower(office, "Ben")
    heard(office)
    office.post.refuses = True
    morning(office)
    with office.parts.database.read() as session:
        assert follow(session, first).told_at < now() - timedelta(hours=1)
        job = session.exec(select(Job).where(Job.kind == digests.DIGEST, col(Job.attempts) > 0)).one()
        assert job.state == "queued"
    office.post.refuses = False
    with office.parts.database.write() as session:
        follow(session, first).told_at = now()
    morning(office)
    assert [sent["To"] for sent in office.post.mails] == ["ben@example.org"]
    with office.parts.database.read() as session:
        assert follow(session, second).told_at > now() - timedelta(minutes=1)


def test_without_a_mail_server_nothing_is_sent_and_tomorrow_is_planned_all_the_same(
    client: TestClient, office: Office
) -> None:
    morning(office)
    with office.parts.database.read() as session:
        planned = session.exec(select(Job).where(Job.kind == digests.DIGEST, Job.state == "queued")).one()
    assert planned.run_at > now()


@pytest.mark.parametrize(
    ("at", "then"), [("2026-03-04T05:59", "2026-03-04T06:00"), ("2026-03-04T06:00", "2026-03-05T06:00")]
)
def test_digests_go_out_at_six(at: str, then: str) -> None:
    moment, expected = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (at, then))
    assert digests.next_run(moment) == expected


def test_weekly_digests_go_out_on_mondays() -> None:
    days = [datetime(2026, 3, day, tzinfo=UTC) for day in range(2, 9)]
    assert [len(digests.kinds_due(day)) for day in days] == [2, 1, 1, 1, 1, 1, 1]
