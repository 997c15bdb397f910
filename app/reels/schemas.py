"""What goes in and out about reels."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

MOST_ITEMS = 200
MOST_UNSAVED = 50
TURN, HIGHLIGHT = "t-", "h-"
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
QuoteIds = Annotated[
    list[str],
    Field(max_length=MOST_ITEMS, description="Quote ids of search (`h-…`, `t-…`) or highlight ids, in order"),
]
Trim = Annotated[int, Field(ge=-3_600_000, le=3_600_000)]
CardMs = Annotated[int, Field(ge=1_000, le=30_000)]
Pad = Annotated[int, Field(ge=0, le=3_000, description="Air around the words, in ms")]
Fade = Annotated[int, Field(ge=0, le=5_000, description="In ms")]
Note = Annotated[str, Field(max_length=2000, description="For those who edit")]
Kind = Literal["clip", "card", "section"]
Transition = Literal["cut", "fade"]
ItemId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Silence = Literal[
    "gone", "withdrawn", "expired", "pending", "scope", "text_only", "needs_review", "no_recording", "external_link",
    "no_times", "unplayable",
]  # fmt: skip
"""Why a clip does not play. The first five leave no words either, nor does a needed review but to researchers."""


class ClipIn(BaseModel):
    """A moment to put into a reel. Trims move its ends, in ms; negative is earlier."""

    kind: Literal["clip"] = "clip"
    quote_id: str
    trim_start_ms: Trim = 0
    trim_end_ms: Trim = 0
    pad_before_ms: Pad = 0
    pad_after_ms: Pad = 0
    fade_in_ms: Fade = 0
    fade_out_ms: Fade = 0
    captions: bool = True
    lower_third: bool = True
    note: Note = ""


class CardIn(BaseModel):
    """A title card, or a card that opens a section."""

    kind: Literal["card", "section"]
    title: str = Field(default="", max_length=300)
    text: str = Field(default="", max_length=1000)
    duration_ms: CardMs = 3_000
    fade_in_ms: Fade = 0
    fade_out_ms: Fade = 0
    note: Note = ""


ItemIn = ClipIn | CardIn


class ReelIn(BaseModel):
    """A new reel of these moments. An untagged turn becomes a highlight of the whole turn."""

    title: Title
    description: str = Field(default="", max_length=5000)
    quote_ids: QuoteIds = []
    highlight_ids: QuoteIds = []
    items: list[ItemIn] = Field(default=[], max_length=MOST_ITEMS)


class ReelPatch(BaseModel):
    """Names a reel, or says how all of it is shown."""

    title: Title | None = None
    description: str | None = Field(default=None, max_length=5000)
    captions: bool | None = None
    lower_thirds: bool | None = None
    even_loudness: bool | None = None
    transition: Transition | None = None
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


class ItemChanges(BaseModel):
    """What may be changed in an item: trims, air, captions and lower third of clips; words and length of cards."""

    trim_start_ms: Trim | None = None
    trim_end_ms: Trim | None = None
    pad_before_ms: Pad | None = None
    pad_after_ms: Pad | None = None
    fade_in_ms: Fade | None = None
    fade_out_ms: Fade | None = None
    captions: bool | None = None
    lower_third: bool | None = None
    note: Note | None = None
    title: str | None = Field(default=None, max_length=300)
    text: str | None = Field(default=None, max_length=1000)
    duration_ms: CardMs | None = None


class ItemPatch(ItemChanges):
    """What to change in an item, and where it goes."""

    position: int | None = Field(default=None, ge=0)
    version: int


class ItemPlace(ItemChanges):
    """A place in the whole of a reel. With the id of an item: that item, with these changes, and nothing else of it
    touched. Else a new one; one that was taken out may come back under its id."""

    id: ItemId | None = None
    kind: Kind | None = Field(default=None, description="Of a new item")
    quote_id: str | None = Field(default=None, description="Of a new clip")


class WholeIn(BaseModel):
    """Everything that a reel is to hold, in order; what is not named is taken out."""

    items: list[ItemPlace] = Field(max_length=MOST_ITEMS)
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
    kind: Kind
    title: str = ""
    text: str = Field(default="", description="A card's second line; a clip's words as trimmed")
    length_ms: int = 0
    readable: bool = True
    silence: Silence | None = Field(default=None, description="Why it does not play; null when it does")
    highlight_id: str | None = None
    tag_ids: list[str] = []
    quote: str = Field(default="", description="All words of the highlight")
    person_id: str | None = Field(default=None, description="The participant who begins to speak")
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
    pad_before_ms: int = 0
    pad_after_ms: int = 0
    fade_in_ms: int = Field(default=0, description="Its own; the reel's transition may ask for more")
    fade_out_ms: int = 0
    captions: bool = True
    lower_third: bool = True
    note: str = Field(default="", description="For those who may edit the reel; empty for everybody else")
    start_ms: int | None = Field(default=None, description="Where the clip begins in the recording, air included")
    end_ms: int | None = None
    core_start_ms: int | None = Field(default=None, description="Where its words begin in the recording")
    core_end_ms: int | None = None
    recording_id: str | None = None
    media_url: str | None = None
    has_video: bool = False
    gain_db: float = Field(default=0, description="By how much it plays softer, so that all voices are alike loud")
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
    interviews: int = Field(description="In how many interviews")
    positive: int = Field(description="Clips with a pleasant emotion")
    negative: int = Field(description="Clips with an unpleasant emotion")
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


class Speaking(BaseModel):
    """How much of a reel somebody speaks."""

    person_id: str | None = Field(description="Null for a voice that nobody has named")
    name: str
    clips: int
    spoken_ms: int


class ReelOut(ReelSums):
    """A reel, as far as consents allow you."""

    id: str
    title: str
    description: str
    captions: bool
    lower_thirds: bool
    even_loudness: bool
    transition: Transition
    owner_id: str | None
    owner_name: str
    created_at: datetime
    updated_at: datetime
    version: int
    may_edit: bool
    speaking: list[Speaking] = Field(description="Participants by how long they speak, our own people aside")
    items: list[ItemOut]


class UnsavedOut(ReelSums):
    """Quotes as a reel that is not stored; what you may not read is left out."""

    speaking: list[Speaking]
    items: list[ItemOut] = Field(description="An item has its quote's id")


class SuggestionOut(BaseModel):
    """A moment that a reel might take in."""

    highlight_id: str
    quote: str
    speaker_name: str
    participant_role: str
    interview_title: str
    language: str
    emotion: str
    intensity: int | None
    valence: int


class SuggestionList(BaseModel):
    items: list[SuggestionOut]


class VersionOut(BaseModel):
    """What the reel was at a moment."""

    id: str
    number: int
    name: str = Field(description="Empty for what was kept by itself")
    author_name: str
    saved_at: datetime
    title: str
    clips: int
    cards: int
    is_current: bool = Field(description="Whether the reel is like this now")


class VersionIn(BaseModel):
    """Gives the reel as it stands a name to come back to."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class VersionPatch(BaseModel):
    """Renames a version; without a name it may be forgotten in time."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
