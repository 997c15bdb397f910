"""Rules about topics: anyone may save a search and follow one; whoever made it, and administrators, change it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid, NotAllowed, NotFound
from app.discovery import service as discovery
from app.discovery.fields import PARAMETERS
from app.discovery.service import Ask, Engine
from app.grants import queries as grants
from app.grants import service as granting
from app.grants.models import Grant
from app.topics import queries
from app.topics.models import Topic, TopicFollow
from app.topics.schemas import TopicSearch

FEED = "feed"
TOPIC = "topic"


def create(session: Session, viewer: Viewer, *, name: str, private: bool, search: dict[str, Any]) -> Topic:
    """Saves a search under a name; whoever makes it follows it. Raises Invalid for a search that cannot be read."""
    discovery.check(search.get("q", ""))
    topic = Topic(name=name, private=private, search=search, owner_id=viewer.user_id or None)
    session.add(topic)
    session.flush()
    if viewer.user_id:
        session.add(TopicFollow(topic_id=topic.id, user_id=viewer.user_id))
    _note(session, viewer, "topic.create", topic)
    return topic


def change(session: Session, viewer: Viewer, *, topic_id: str, version: int, values: dict[str, Any]) -> Topic:
    """Renames a topic, opens or closes it, or gives it another search."""
    topic = _own(session, viewer, topic_id)
    if topic.version != version:
        raise Conflict("This topic was changed in the meantime.", version=topic.version)
    if "search" in values:
        discovery.check(values["search"].get("q", ""))
    for name, value in values.items():
        setattr(topic, name, value)
    topic.version, topic.updated_at = topic.version + 1, now()
    session.add(topic)
    _note(session, viewer, "topic.change", topic, fields=sorted(values))
    return topic


def remove(session: Session, viewer: Viewer, *, topic_id: str) -> None:
    """Deletes a topic; its feeds end with their next request. `restore` takes it back."""
    topic = _own(session, viewer, topic_id)
    topic.deleted_at = now()
    session.add(topic)
    _note(session, viewer, "topic.delete", topic)


def restore(session: Session, viewer: Viewer, *, topic_id: str) -> Topic:
    """Brings a deleted topic back, with its followers and feeds."""
    topic = session.get(Topic, topic_id)
    if topic is None or not may_change(viewer, topic):
        raise NotFound
    if topic.deleted_at is not None:
        topic.deleted_at = None
        session.add(topic)
        _note(session, viewer, "topic.restore", topic)
    return topic


def follow(session: Session, viewer: Viewer, *, topic_id: str, digest: str) -> TopicFollow:
    """Follows a topic from now on, or changes how often mail tells of it."""
    queries.get(session, viewer, topic_id)
    row = queries.follow_of(session, topic_id, viewer.user_id)
    row = row or TopicFollow(topic_id=topic_id, user_id=viewer.user_id)
    if row.digest == "none":
        # What came while nobody wanted mail is no news to be mailed.
        row.told_at = now()
    row.digest = digest
    session.add(row)
    return row


def unfollow(session: Session, viewer: Viewer, *, topic_id: str) -> None:
    """Stops following a topic."""
    if row := queries.follow_of(session, topic_id, viewer.user_id):
        session.delete(row)


def looked(session: Session, viewer: Viewer, *, topic_id: str) -> None:
    """Notes that a follower looked just now: what is there is no longer new to them."""
    queries.get(session, viewer, topic_id)
    if row := queries.follow_of(session, topic_id, viewer.user_id):
        row.seen_at = now()
        session.add(row)


class News(NamedTuple):
    """How many quotes of a topic were added since a moment."""

    topic: Topic
    quotes: int
    since: datetime


def news(session: Session, viewer: Viewer, engine: Engine) -> list[News]:
    """What is new since the viewer looked, in each topic they follow. Raises Unavailable while search is down."""
    follows = queries.follows_of(session, viewer.user_id)
    since = [(topic, follows[topic.id].seen_at) for topic in queries.listed(session, viewer, followed=True)]
    return list(added(session, viewer, engine, since))


def added(session: Session, viewer: Viewer, engine: Engine, since: Sequence[tuple[Topic, datetime]]) -> Iterator[News]:
    """How much this viewer finds in topics that was added since; a search nobody can read any more is left out."""
    for topic, moment in since:
        with suppress(Invalid):
            found = discovery.count(session, viewer, engine, ask_of(topic, added_since=moment))
            yield News(topic, found, moment)


def ask_of(topic: Topic, **options: Any) -> Ask:
    """What a topic asks, counting no facets."""
    kept = TopicSearch.model_validate(topic.search)
    ticked = {name: values for name in PARAMETERS if (values := getattr(kept, name))}
    return Ask(
        q=kept.q,
        ticked=ticked,
        after=kept.after,
        before=kept.before,
        sort="newest",
        facets=(),
        **options,
    )


def make_feed(
    session: Session, viewer: Viewer, *, topic_id: str, label: str, reach: str, expires_at: datetime | None
) -> tuple[Grant, str]:
    """A feed of a topic, and the token in its address, which is told only now."""
    queries.get(session, viewer, topic_id)
    if not viewer.user_id and reach == "company":
        message = "A feed of what the company may hear ends with its maker's account, so somebody has to make it."
        raise Invalid(message, code="feed_of_nobody", faults=[Fault("reach", message)])
    return granting.create(
        session,
        viewer,
        kind=FEED,
        target_kind=TOPIC,
        target_id=topic_id,
        label=label,
        expires_at=expires_at,
        options={"reach": reach},
    )


def feeds(session: Session, viewer: Viewer, *, topic_id: str) -> list[Grant]:
    """The feeds of a topic: one's own, and all of them for researchers and whoever made the topic."""
    topic = queries.get(session, viewer, topic_id)
    found = grants.of_target(session, kind=TOPIC, target_id=topic_id)
    return [grant for grant in found if _may_end(viewer, topic, grant)]


def end_feed(session: Session, viewer: Viewer, *, topic_id: str, grant_id: str) -> None:
    """Ends a feed: its next request is refused."""
    granting.revoke(session, viewer, _feed(session, viewer, topic_id, grant_id))


def restore_feed(session: Session, viewer: Viewer, *, topic_id: str, grant_id: str) -> Grant:
    """Takes that back; the same address works again."""
    grant = _feed(session, viewer, topic_id, grant_id)
    granting.restore(session, viewer, grant)
    return grant


def may_change(viewer: Viewer, topic: Topic) -> bool:
    """Whether the viewer may rename, change and delete a topic."""
    if viewer.user_id and topic.owner_id == viewer.user_id:
        return True
    return viewer.is_admin and not topic.private


def _feed(session: Session, viewer: Viewer, topic_id: str, grant_id: str) -> Grant:
    topic = queries.get(session, viewer, topic_id)
    grant = grants.get(session, grant_id, (FEED,))
    if grant.target_id != topic_id or not _may_end(viewer, topic, grant):
        raise NotFound
    return grant


def _may_end(viewer: Viewer, topic: Topic, grant: Grant) -> bool:
    return viewer.is_researcher or may_change(viewer, topic) or bool(grant.created_by == viewer.user_id)


def _own(session: Session, viewer: Viewer, topic_id: str) -> Topic:
    topic = queries.get(session, viewer, topic_id)
    if not may_change(viewer, topic):
        raise NotAllowed("Only whoever made this topic, and administrators, may change it. Save one of your own.")
    return topic


def _note(session: Session, viewer: Viewer, action: str, topic: Topic, **detail: Any) -> None:
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind=TOPIC,
        target_id=topic.id,
        # The name of a private topic is its owner's business.
        detail={"name": "" if topic.private else topic.name, "private": topic.private, **detail},
    )
