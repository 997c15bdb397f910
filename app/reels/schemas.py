"""What goes in and out about reels."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

MOST_ITEMS = 200
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
QuoteIds = Annotated[
    list[str],
    Field(max_length=MOST_ITEMS, description="Quote ids of search (`h-…`, `t-…`) or highlight ids, in order"),
]
Trim = Annotated[int, Field(ge=-3_600_000, le=3_600_000)]
CardMs = Annotated[int, Field(ge=1_000, le=30_000)]
Silence = Literal[
    "gone", "withdrawn", "expired", "pending", "scope", "text_only", "needs_review", "no_recording", "external_link",
    "no_times", "unplayable",
]  # fmt: skip
"""Why a clip does not play. The first five leave no words either."""


class ClipIn(BaseModel):
    """A moment to put into a reel. Trims move its ends, in ms; negative is earlier."""

    kind: Literal["clip"] = "clip"
    quote_id: str
    trim_start_ms: Trim = 0
    trim_end_ms: Trim = 0


class CardIn(BaseModel):
    """A title card."""

    kind: Literal["card"]
    title: str = Field(default="", max_length=300)
    text: str = Field(default="", max_length=1000)
    duration_ms: CardMs = 3_000


ItemIn = ClipIn | CardIn


class ReelIn(BaseModel):
    """A new reel of these moments. An untagged turn becomes a highlight of the whole turn."""

    title: Title
    description: str = Field(default="", max_length=5000)
    quote_ids: QuoteIds = []
    highlight_ids: QuoteIds = []
    items: list[ItemIn] = Field(default=[], max_length=MOST_ITEMS)


class ReelPatch(BaseModel):
    title: Title | None = None
    description: str | None = Field(default=None, max_length=5000)
    version: int = Field(description="The version that was edited; a newer one is a conflict")


class ItemsIn(BaseModel):
    """Moments and cards to put in; at the end, or before the item that stands at `position` (from 0)."""

    quote_ids: QuoteIds = []
    highlight_ids: QuoteIds = []
    items: list[ItemIn] = Field(default=[], max_length=MOST_ITEMS)
    position: int | None = Field(default=None, ge=0)
    version: int | None = Field(default=None, description="Adding at the end needs none")

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.quote_ids or self.highlight_ids or self.items):
            raise ValueError("nothing to add")
        return self


class ItemPatch(BaseModel):
    """What to change in an item; a clip has trims, a card has words and a length, both have a place."""

    position: int | None = Field(default=None, ge=0)
    trim_start_ms: Trim | None = None
    trim_end_ms: Trim | None = None
    title: str | None = Field(default=None, max_length=300)
    text: str | None = Field(default=None, max_length=1000)
    duration_ms: CardMs | None = None
    version: int


class OrderIn(BaseModel):
    """Every item of the reel, in the order wanted."""

    item_ids: list[str] = Field(max_length=MOST_ITEMS)
    version: int


class CueOut(BaseModel):
    """A caption; times count from the clip's start."""

    start_ms: int
    end_ms: int
    text: str
    name: str


class WordOut(BaseModel):
    """A word in and around a clip; times are the recording's."""

    text: str
    start_ms: int
    end_ms: int


class ItemOut(BaseModel):
    """One place in a reel, as you may see it.

    When the consent of those heard does not allow you to read it (`readable` false), nothing of it is here.
    When it may be read but not played, `silence` says why and `length_ms` is the time to read it.
    """

    id: str
    kind: Literal["clip", "card"]
    title: str = ""
    text: str = Field(default="", description="A card's second line; a clip's words as trimmed")
    length_ms: int = 0
    readable: bool = True
    silence: Silence | None = Field(default=None, description="Why it does not play; null when it does")
    highlight_id: str | None = None
    quote: str = Field(default="", description="All words of the highlight")
    speaker_name: str = ""
    participant_role: str = ""
    interview_id: str | None = None
    interview_title: str = ""
    project_name: str = ""
    language: str = ""
    emotion: str | None = None
    intensity: int | None = None
    valence: int | None = None
    trim_start_ms: int = 0
    trim_end_ms: int = 0
    start_ms: int | None = Field(default=None, description="Where the clip begins in the recording")
    end_ms: int | None = None
    media_url: str | None = None
    has_video: bool = False
    external_url: str | None = None
    cues: list[CueOut] = []
    words: list[WordOut] = Field(default=[], description="What is said around the clip too, for trimming by words")


class EmotionCount(BaseModel):
    emotion: str
    valence: int
    count: int


class ReelSums(BaseModel):
    """What a reel adds up to, counting what you may read."""

    length_ms: int
    clips: int
    people: int = Field(description="How many different people are heard")
    emotions: list[EmotionCount] = Field(description="Most frequent first")


class ReelCard(ReelSums):
    """A reel in a list."""

    id: str
    title: str
    description: str
    owner_id: str | None
    owner_name: str
    updated_at: datetime
    version: int
    may_edit: bool
    speakers: list[str] = Field(description="Who is heard, each once, in order")
    opening: str = Field(description="The first words you may read")


class ReelOut(ReelSums):
    id: str
    title: str
    description: str
    owner_id: str | None
    owner_name: str
    created_at: datetime
    updated_at: datetime
    version: int
    may_edit: bool
    items: list[ItemOut]
