"""What goes in and out about topics."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from app.discovery.schemas import AskIn

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Digest = Literal["none", "daily", "weekly"]
Reach = Literal["company", "public"]


class TopicSearch(AskIn):
    """The search that a topic keeps."""

    sort: Literal["relevance", "newest", "oldest"] | None = None


class TopicIn(BaseModel):
    name: Name
    private: bool = Field(default=False, description="Only you see it")
    search: TopicSearch


class TopicPatch(BaseModel):
    version: int
    name: Name | None = None
    private: bool | None = None
    search: TopicSearch | None = None


class TopicOut(BaseModel):
    """A topic, and how you stand to it. `seen_at` and `digest` are null unless you follow it."""

    id: str
    name: str
    private: bool
    search: TopicSearch
    owner_name: str = Field(description="Empty when they are gone")
    mine: bool = Field(description="Whether you may change it")
    followers: int
    following: bool
    seen_at: datetime | None
    digest: Digest | None
    created_at: datetime
    version: int


class TopicPageOut(TopicOut):
    """A topic with the names of who follows it, the first ones."""

    follower_names: list[str]


class TopicList(BaseModel):
    items: list[TopicOut]


class FollowIn(BaseModel):
    digest: Digest = Field(default="none", description="How often mail says what is new; needs a mail server")


class NewsOut(BaseModel):
    """How many quotes of a topic you follow are new since you looked."""

    topic_id: str
    name: str
    quotes: int
    since: datetime


class NewsList(BaseModel):
    """`mails` says whether this server sends digests."""

    items: list[NewsOut]
    mails: bool


class FeedIn(BaseModel):
    label: str = Field(default="", max_length=200, description="For whom, e.g. the team's chat")
    reach: Reach = Field(
        default="company", description="company: words that may leave their team; public: may leave us"
    )
    expires_at: datetime | None = None


class FeedOut(BaseModel):
    """An Atom feed of a topic: who holds its address may read it, until it is revoked."""

    id: str
    label: str
    hint: str = Field(description="The last letters of its address")
    reach: Reach
    state: Literal["live", "revoked", "expired"]
    expires_at: datetime | None
    created_at: datetime
    created_by_name: str
    last_seen_at: datetime | None


class FeedList(BaseModel):
    items: list[FeedOut]


class NewFeedOut(FeedOut):
    """A feed at its birth: the only time its address is told."""

    url: str
