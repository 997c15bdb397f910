"""What goes in and out about grants and embeds."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

Origins = Annotated[
    list[str],
    Field(max_length=100, description="Sites that may frame it, like https://wiki.example.com; none: nobody"),
]
Label = Annotated[str, Field(max_length=200, description="What it is for, e.g. Onboarding page in the wiki")]


Password = Annotated[
    str | None,
    Field(max_length=200, description="Of a link: whoever knows it gets in; at least 10 characters. None: no question"),
]
Pinned = Annotated[
    bool, Field(description="Shows the items as they are now, whatever is edited later; consents still count")
]
Listed = Annotated[bool, Field(description="Search engines may list the link; never for embeds")]
TargetKind = Literal["reel", "highlight", "tag"]


class GrantIn(BaseModel):
    """A new embed, which plays in the sites it names, or a new link, which anyone may open."""

    kind: Literal["embed", "share"] = "embed"
    label: Label = ""
    origins: Origins = []
    expires_at: datetime | None = None
    password: Password = None
    pinned: Pinned = False
    listed: Listed = False


class GrantPatch(BaseModel):
    """What is left out stays as it is; an `expires_at` or `password` of null takes it away."""

    label: Label | None = None
    origins: Origins | None = None
    expires_at: datetime | None = None
    password: Password = None
    pinned: Pinned | None = None
    listed: Listed | None = None

    def values(self) -> dict[str, Any]:
        """What was sent."""
        sent = self.model_dump(exclude_unset=True)
        return {name: value for name, value in sent.items() if value is not None or name in ("expires_at", "password")}


class SeenOn(BaseModel):
    """A site that showed it, and when last. Sites, never people."""

    origin: str
    at: datetime


class PlaysOn(BaseModel):
    """How often it was played on a day on a site; an empty site is a link that was opened by itself."""

    day: date
    site: str
    plays: int


class GrantOut(BaseModel):
    id: str
    kind: Literal["embed", "share"]
    target_kind: TargetKind
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
    has_password: bool
    pinned_at: datetime | None = Field(description="Shows the items of that moment; null: as they are")
    listed: bool
    last_seen_at: datetime | None
    seen_on: list[SeenOn]
    plays: int
    days: list[PlaysOn] = Field(description="Plays of the last four weeks, day by day and site by site")


class SnippetOut(BaseModel):
    """What to paste into one kind of host."""

    host: str
    code: str


class NewGrantOut(GrantOut):
    """A grant at its birth, the only time its addresses are told."""

    url: str = Field(description="Of the frame; for a link, of the page that anyone may open")
    embed_url: str
    page_url: str
    snippet: str = Field(description="HTML to paste into a page")
    snippets: list[SnippetOut]


class Ended(BaseModel):
    """The grants that were live until now; `restore` brings each back."""

    grant_ids: list[str]


class Reach(BaseModel):
    """How much of a target may leave the house right now."""

    clips: int
    shown: int = Field(description="Clips whose people allow the whole company, in an open project")
    public: int = Field(description="Of those, how many allow everyone, and so go through a link without password")
    preparing: int = Field(description="Of those shown, how many are still being cut; only once there is a grant")


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
    gain_db: float = Field(default=0, description="By how much it plays softer, so that all voices are alike loud")
    peaks: list[float] = Field(default=[], description="How loud a voice without a picture is over its length, 0 to 1")
    fade_in_ms: int = 0
    fade_out_ms: int = 0
    captions: bool = True
    lower_third: bool = Field(default=True, description="Whether it says over the picture who speaks")
    section: bool = Field(default=False, description="A card that opens a chapter")


class EmbedOut(BaseModel):
    """Everything that an embed shows. What consent does not let out is not here, not even as a gap."""

    title: str
    captions: bool = Field(default=True, description="Whether captions are on when it opens")
    items: list[EmbedItem]
