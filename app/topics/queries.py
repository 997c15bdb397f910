"""Reading topics."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from app.access.viewer import Viewer
from app.accounts.models import User
from app.core.errors import NotFound
from app.topics.models import Topic, TopicFollow

MOST = 500
NAMES = 30


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Topics this viewer sees: the company's and their own."""
    return col(Topic.deleted_at).is_(None) & or_(col(Topic.private).is_(False), col(Topic.owner_id) == viewer.user_id)


def get(session: Session, viewer: Viewer, topic_id: str) -> Topic:
    """One topic, or NotFound, also for somebody else's private one."""
    if found := session.exec(select(Topic).where(Topic.id == topic_id, visible(viewer))).first():
        return found
    raise NotFound


def listed(session: Session, viewer: Viewer, *, followed: bool = False) -> Sequence[Topic]:
    """Topics by name; only those the viewer follows, when asked."""
    query = select(Topic).where(visible(viewer)).order_by(func.lower(Topic.name), col(Topic.id)).limit(MOST)
    if followed:
        query = query.join(TopicFollow, col(TopicFollow.topic_id) == col(Topic.id)).where(
            TopicFollow.user_id == viewer.user_id
        )
    return session.exec(query).all()


def follows_of(session: Session, user_id: str) -> Mapping[str, TopicFollow]:
    """What somebody follows, by topic."""
    rows = session.exec(select(TopicFollow).where(TopicFollow.user_id == user_id)).all()
    return {row.topic_id: row for row in rows}


def follow_of(session: Session, topic_id: str, user_id: str) -> TopicFollow | None:
    """How somebody follows a topic, if they do."""
    query = select(TopicFollow).where(TopicFollow.topic_id == topic_id, TopicFollow.user_id == user_id)
    return session.exec(query).first()


def follower_counts(session: Session, topic_ids: Collection[str]) -> Mapping[str, int]:
    """How many follow each of these; those who left the company no longer do."""
    query = (
        select(TopicFollow.topic_id)
        .join(User, col(User.id) == col(TopicFollow.user_id))
        .where(col(TopicFollow.topic_id).in_(topic_ids), col(User.active))
    )
    return Counter(session.exec(query).all())


def follower_names(session: Session, topic_id: str) -> list[str]:
    """The names of those who follow a topic, the first ones by name."""
    query = (
        select(User.name)
        .join(TopicFollow, col(TopicFollow.user_id) == col(User.id))
        .where(TopicFollow.topic_id == topic_id, col(User.active))
    )
    return list(session.exec(query.order_by(func.lower(User.name)).limit(NAMES)).all())


def names_of(session: Session, user_ids: Collection[str | None]) -> Mapping[str, str]:
    """The names of people by id."""
    known = [one for one in user_ids if one]
    return dict(session.exec(select(User.id, User.name).where(col(User.id).in_(known))).all())


class Due(NamedTuple):
    """A follower who wants mail about some topics."""

    user: User
    follows: list[tuple[TopicFollow, Topic]]


def due(session: Session, digests: Collection[str]) -> list[Due]:
    """Everybody active who wants one of these digests, with the topics they may still see."""
    query = (
        select(TopicFollow, Topic, User)
        .join(Topic, col(Topic.id) == col(TopicFollow.topic_id))
        .join(User, col(User.id) == col(TopicFollow.user_id))
        .where(col(TopicFollow.digest).in_(digests), col(User.active), col(Topic.deleted_at).is_(None))
        .where(or_(col(Topic.private).is_(False), col(Topic.owner_id) == col(User.id)))
        .order_by(col(User.id), func.lower(Topic.name))
    )
    found: dict[str, list[tuple[TopicFollow, Topic]]] = defaultdict(list)
    users: dict[str, User] = {}
    for follow, topic, user in session.exec(query).all():
        users[user.id] = user
        found[user.id].append((follow, topic))
    return [Due(users[user_id], follows) for user_id, follows in found.items()]
