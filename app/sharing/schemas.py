"""What goes in and out about grants and embeds."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

Origins = Annotated[
    list[str],
    Field(max_length=100, description="Sites that may frame it, like https://wiki.example.com; none: nobody"),
]
Label = Annotated[str, Field(max_length=200, description="What it is for, e.g. Onboarding page in the wiki")]


class GrantIn(BaseModel):
    """A new embed."""

    label: Label = ""
    origins: Origins = []
    expires_at: datetime | None = None


class GrantPatch(BaseModel):
    label: Label | None = None
    origins: Origins | None = None


class SeenOn(BaseModel):
    """A site that showed it, and when last. Sites, never people."""

    origin: str
    at: datetime


class GrantOut(BaseModel):
    id: str
    kind: Literal["embed", "share"]
    target_kind: Literal["reel", "highlight"]
    target_id: str
    target_title: str
    label: str
    hint: str = Field(description="The last characters of its address")
    origins: list[str]
    state: Literal["live", "revoked", "expired"]
    expires_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime
    created_by_name: str
    last_seen_at: datetime | None
    seen_on: list[SeenOn]
    plays: int


class NewGrantOut(GrantOut):
    """A grant at its birth, the only time its address is told."""

    url: str
    snippet: str = Field(description="HTML to paste into a page")


class Reach(BaseModel):
    """How much of a target may leave the house right now."""

    clips: int
    shown: int = Field(description="Clips whose people allow the whole company, in an open project")
    preparing: int = Field(description="Of those, how many are still being cut; only once there is an embed")


class EmbedCue(BaseModel):
    """A caption; times count from the clip's start."""

    start_ms: int
    end_ms: int
    text: str
    name: str


class EmbedItem(BaseModel):
    """One place of an embed: a clip to play, words to read, a title card, a link to a recording elsewhere, or a
    clip that is still being prepared and shows its words meanwhile."""

    id: str
    kind: Literal["clip", "words", "card", "link", "wait"]
    length_ms: int
    title: str = ""
    text: str = ""
    name: str = ""
    role: str = ""
    language: str = ""
    url: str | None = None
    captions_url: str | None = None
    has_video: bool = False
    cues: list[EmbedCue] = []


class EmbedOut(BaseModel):
    """Everything that an embed shows. What consent does not let out is not here, not even as a gap."""

    title: str
    items: list[EmbedItem]
