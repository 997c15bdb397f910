"""What goes in and out about quotes and searches. Offsets are code points."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field

from app.highlights.emotions import Emotion
from app.interviews.schemas import InterviewKind, SpeakerRole

Values = Annotated[list[str], Field(max_length=50)]
FacetName = Literal[
    "project", "tag", "emotion", "persona", "role", "segment", "kind", "language", "month", "person", "interview"
]  # fmt: skip


class AskIn(BaseModel):
    """What is looked for. A facet's values are alternatives; facets narrow each other."""

    q: str = Field(default="", max_length=2000, description='Words, "phrases", -exclusions and fields like tag:price')
    project: Values = []
    tag: Values = []
    emotion: Values = []
    persona: Values = []
    role: Values = []
    segment: Values = []
    kind: Values = []
    language: Values = []
    month: Values = Field(default=[], description="Months such as 2026-03")
    person: Values = []
    interview: Values = []
    after: date | None = Field(default=None, description="Held on this day or later")
    before: date | None = Field(default=None, description="Held on this day or earlier")
    added_since: AwareDatetime | None = Field(default=None, description="Found here since this moment")
    ratio: float = Field(
        default=0,
        ge=0,
        le=1,
        description="By words (0) or by meaning (1); above 0 only where `/api/search/meaning` says so",
    )


class SearchIn(AskIn):
    """A search and which part of its answer is wanted."""

    sort: Literal["relevance", "newest", "oldest"] = "relevance"
    facets: list[FacetName] = Field(
        default=["project", "tag", "emotion", "persona", "role", "segment", "kind", "language", "month"]
    )
    limit: int = Field(default=20, ge=0, le=100)
    cursor: str | None = Field(default=None, max_length=500, description="`next_cursor` of the page before")


class FacetIn(AskIn):
    """A search, and the beginning of a facet's value."""

    text: str = Field(default="", max_length=200)
    limit: int = Field(default=20, ge=1, le=100)


class SpanOut(BaseModel):
    """A half-open stretch of a quote's text in code points."""

    start: int
    end: int


class VoiceOut(BaseModel):
    """Somebody heard in a quote. `participant_id` is null for our own people and for voices nobody named yet."""

    id: str
    name: str
    role: SpeakerRole
    participant_id: str | None
    segment: str
    participant_role: str


class LineOut(SpanOut):
    """The part of a quote that one speaker says."""

    speaker_id: str | None


class QuoteTagOut(BaseModel):
    id: str
    name: str
    colour: str


class QuoteInterviewOut(BaseModel):
    id: str
    title: str
    kind: InterviewKind
    language: str
    held_on: date | None


class QuoteProjectOut(BaseModel):
    id: str
    name: str


class QuoteRecordingOut(BaseModel):
    """What plays a quote: from `start_ms` to `end_ms` of the recording, which count from its own beginning.

    A file has a `media_url`, and so has a link to a file or stream (`provider` says which), which plays from there.
    A link has the `page_url` of its site, and perhaps a `frame_url`, both at the moment.
    """

    id: str
    kind: Literal["file", "link"]
    provider: str | None = Field(description="youtube, vimeo, loom, zoom, drive, wistia, file or hls")
    media_url: str | None
    page_url: str | None
    frame_url: str | None
    has_video: bool
    start_ms: int
    end_ms: int | None


class QuoteOut(BaseModel):
    """A quote: a highlight (`h-…`), or a turn (`t-…`). `start_ms` and `end_ms` are times of the transcript."""

    id: str
    highlight_id: str | None
    text: str
    lines: list[LineOut] = Field(description="Who says what; empty when the place in the transcript is uncertain")
    speakers: list[VoiceOut]
    start_ms: int | None
    end_ms: int | None
    tags: list[QuoteTagOut]
    emotion: Emotion | None
    valence: int | None
    intensity: int | None
    note: str
    interview: QuoteInterviewOut
    project: QuoteProjectOut
    recording: QuoteRecordingOut | None = Field(description="Null when you cannot play it; `silence` says why")
    silence: Literal["no_recording", "no_times", "consent", "format"] | None
    scope: Literal["team", "company", "public"] = Field(description="How far these words may travel")
    pending: bool = Field(description="Consent is not given yet; only researchers see this")
    permalink: str
    created_at: datetime


class FoundOut(QuoteOut):
    """A quote as an answer: what matched of its words is in `spans`, where else anything did in `matched_in`; `crop` is
    the stretch around the matches when the text is long.
    """

    spans: list[SpanOut]
    matched_in: list[Literal["tags", "note", "speaker", "title"]] = Field(
        description="What else of it matched: the names and synonyms of its tags and those above them, its note, who"
        " speaks, the interview's title"
    )
    crop: SpanOut | None
    by_meaning: bool = Field(description="Similar in meaning: none of the words matched")
    in_interview: int = Field(description="How many of all answers come from the same interview")


class FacetValueOut(BaseModel):
    """A value and how many quotes of the search have it. Without a label the value is a key to be translated."""

    value: str
    count: int
    label: str | None
    colour: str | None = None
    parent_id: str | None = None


class FacetOut(BaseModel):
    """The values of one facet, the most frequent first; `more` counts those that were left out."""

    values: list[FacetValueOut]
    more: int = 0


class HintOut(BaseModel):
    """A typed value that names nothing, e.g. a tag that does not exist, and what was probably meant."""

    field: str
    value: str
    suggestion: str | None


class SearchOut(BaseModel):
    """A page of answers. Counts and facets are about all of them, not the page."""

    items: list[FoundOut]
    next_cursor: str | None
    total: int
    exact_total: bool
    people: int = Field(description="How many participants are heard in all of them")
    interviews: int
    facets: dict[str, FacetOut]
    did_you_mean: str | None
    hints: list[HintOut]
    took_ms: float
    degraded: bool = Field(description="The answer was cut short to stay in time: right, but perhaps incomplete")


class FacetValueList(BaseModel):
    items: list[FacetValueOut]


class MeaningOut(BaseModel):
    """Whether searches can go by meaning here, and of how many quotes that is learned already."""

    available: bool
    known: int
    wanted: int


class FieldOut(BaseModel):
    """A field that can be typed in a search. `values` are those it knows; null when they are names."""

    name: str
    kind: Literal["text", "date", "flag"]
    description: str = Field(description="A key for the words that explain it")
    example: str
    values: list[str] | None


class FieldList(BaseModel):
    items: list[FieldOut]


class NeighbourOut(BaseModel):
    """A turn around a quote; its text is null where you may not read it."""

    turn_id: str
    speaker: VoiceOut | None
    text: str | None
    start_ms: int | None
    inside: bool = Field(description="Whether the quote is in it")


class WordOut(SpanOut):
    """When a word of the quote is heard, in ms of the transcript."""

    start_ms: int
    end_ms: int


class QuotePageOut(QuoteOut):
    """A quote with the turns around it and the times of its words."""

    context: list[NeighbourOut]
    words: list[WordOut]


class QuoteList(BaseModel):
    items: list[QuoteOut]
