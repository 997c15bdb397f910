"""HTTP for topics, for those signed in."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from sqlmodel import Session

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core.idempotency import create_once
from app.core.web import IdempotencyKey, SessionDep, SettingsDep, problems
from app.discovery.routes import EngineDep
from app.grants.models import Grant
from app.grants.queries import state_of
from app.topics import queries, service
from app.topics.models import Topic
from app.topics.schemas import (
    FeedIn,
    FeedList,
    FeedOut,
    FollowIn,
    NewFeedOut,
    NewsList,
    NewsOut,
    TopicIn,
    TopicList,
    TopicOut,
    TopicPageOut,
    TopicPatch,
    TopicSearch,
)

router = APIRouter(prefix="/api/topics", tags=["topics"])


@router.get("", responses=problems(401, 422))
def list_topics(
    session: SessionDep,
    viewer: ViewerDep,
    following: Annotated[bool, Query(description="Only those you follow")] = False,
) -> TopicList:
    """The company's topics and your own, by name."""
    return TopicList(items=_out(session, viewer, queries.listed(session, viewer, followed=following)))


@router.post("", status_code=201, responses=problems(401, 422))
def create_topic(body: TopicIn, session: SessionDep, viewer: ViewerDep, key: IdempotencyKey = None) -> TopicOut:
    """Saves a search; you follow it from now on. A search that cannot be understood is a 422 with its `column`."""

    def create() -> str:
        search = body.search.model_dump(mode="json", exclude_defaults=True)
        return service.create(session, viewer, name=body.name, private=body.private, search=search).id

    topic_id = create_once(session, user_id=viewer.user_id, kind="topic", key=key, create=create)
    return _one(session, viewer, topic_id)


@router.get("/news", responses=problems(401, 503))
def read_news(session: SessionDep, viewer: ViewerDep, engine: EngineDep, settings: SettingsDep) -> NewsList:
    """How many quotes came to each topic you follow since you looked."""
    items = [
        NewsOut(topic_id=topic.id, name=topic.name, quotes=quotes, since=since)
        for topic, quotes, since in service.news(session, viewer, engine)
    ]
    return NewsList(items=items, mails=settings.sends_mail)


@router.get("/{topic_id}", responses=problems(401, 404))
def read_topic(topic_id: str, session: SessionDep, viewer: ViewerDep) -> TopicPageOut:
    """One topic, with who follows it."""
    shown = _one(session, viewer, topic_id)
    return TopicPageOut(**dict(shown), follower_names=queries.follower_names(session, topic_id))


@router.patch("/{topic_id}", responses=problems(401, 403, 404, 409, 422))
def change_topic(topic_id: str, body: TopicPatch, session: SessionDep, viewer: ViewerDep) -> TopicOut:
    """Renames a topic, opens or closes it, or gives it another search."""
    values = body.model_dump(mode="json", exclude_unset=True, exclude_none=True, exclude={"version", "search"})
    if body.search is not None:
        values["search"] = body.search.model_dump(mode="json", exclude_defaults=True)
    service.change(session, viewer, topic_id=topic_id, version=body.version, values=values)
    return _one(session, viewer, topic_id)


@router.delete("/{topic_id}", status_code=204, responses=problems(401, 403, 404))
def delete_topic(topic_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Deletes a topic; restoring it undoes that."""
    service.remove(session, viewer, topic_id=topic_id)


@router.post("/{topic_id}/restore", responses=problems(401, 404))
def restore_topic(topic_id: str, session: SessionDep, viewer: ViewerDep) -> TopicOut:
    """Brings a deleted topic back, with its followers and feeds."""
    service.restore(session, viewer, topic_id=topic_id)
    return _one(session, viewer, topic_id)


@router.put("/{topic_id}/follow", responses=problems(401, 404, 422))
def follow_topic(topic_id: str, body: FollowIn, session: SessionDep, viewer: ViewerDep) -> TopicOut:
    """Follows a topic, or changes how often mail tells of it."""
    service.follow(session, viewer, topic_id=topic_id, digest=body.digest)
    return _one(session, viewer, topic_id)


@router.delete("/{topic_id}/follow", status_code=204, responses=problems(401, 404))
def unfollow_topic(topic_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Stops following a topic."""
    service.unfollow(session, viewer, topic_id=topic_id)


@router.post("/{topic_id}/seen", status_code=204, responses=problems(401, 404))
def mark_topic_seen(topic_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """You looked at it: what is there now is no longer new to you."""
    service.looked(session, viewer, topic_id=topic_id)


@router.get("/{topic_id}/feeds", responses=problems(401, 404))
def list_feeds(topic_id: str, session: SessionDep, viewer: ViewerDep) -> FeedList:
    """The Atom feeds of a topic: your own, and all of them for researchers and whoever made the topic."""
    return FeedList(items=_feeds(session, service.feeds(session, viewer, topic_id=topic_id)))


@router.post("/{topic_id}/feeds", status_code=201, responses=problems(401, 404, 422))
def create_feed(
    topic_id: str, body: FeedIn, session: SessionDep, viewer: ViewerDep, settings: SettingsDep
) -> NewFeedOut:
    """Makes an Atom feed. Its address is told now and never again."""
    grant, token = service.make_feed(session, viewer, topic_id=topic_id, **body.model_dump())
    shown = _feeds(session, [grant])[0]
    return NewFeedOut(**dict(shown), url=f"{settings.origin}/feeds/{token}.atom")


@router.delete("/{topic_id}/feeds/{feed_id}", status_code=204, responses=problems(401, 404))
def revoke_feed(topic_id: str, feed_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Ends a feed: its next request is refused."""
    service.end_feed(session, viewer, topic_id=topic_id, grant_id=feed_id)


@router.post("/{topic_id}/feeds/{feed_id}/restore", responses=problems(401, 404))
def restore_feed(topic_id: str, feed_id: str, session: SessionDep, viewer: ViewerDep) -> FeedOut:
    """Takes that back: the same address works again."""
    return _feeds(session, [service.restore_feed(session, viewer, topic_id=topic_id, grant_id=feed_id)])[0]


def _one(session: Session, viewer: Viewer, topic_id: str) -> TopicOut:
    return _out(session, viewer, [queries.get(session, viewer, topic_id)])[0]


def _out(session: Session, viewer: Viewer, topics: Sequence[Topic]) -> list[TopicOut]:
    ids = [topic.id for topic in topics]
    counts, follows = queries.follower_counts(session, ids), queries.follows_of(session, viewer.user_id)
    names = queries.names_of(session, {topic.owner_id for topic in topics})
    return [
        TopicOut(
            **topic.model_dump(include={"id", "name", "private", "created_at", "version"}),
            search=TopicSearch.model_validate(topic.search),
            owner_name=names.get(topic.owner_id or "", ""),
            mine=service.may_change(viewer, topic),
            followers=counts.get(topic.id, 0),
            following=topic.id in follows,
            seen_at=follows[topic.id].seen_at if topic.id in follows else None,
            digest=follows[topic.id].digest if topic.id in follows else None,
        )
        for topic in topics
    ]


def _feeds(session: Session, rows: Sequence[Grant]) -> list[FeedOut]:
    names = queries.names_of(session, {row.created_by for row in rows})
    return [
        FeedOut(
            **row.model_dump(include={"id", "label", "hint", "expires_at", "created_at", "last_seen_at"}),
            reach="company" if row.options.get("reach") == "company" else "public",
            state=state_of(row).value,
            created_by_name=names.get(row.created_by or "", ""),
        )
        for row in rows
    ]
