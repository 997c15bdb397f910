"""What goes in and out about highlights."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from app.highlights.emotions import Emotion

Intensity = Annotated[int, Field(ge=1, le=5)]
TagIds = Annotated[list[str], Field(max_length=50)]
Status = Literal["ok", "needs_review"]
Note = Annotated[str, Field(max_length=5000)]


class Span(BaseModel):
    """A stretch of a transcript. Offsets are code points of the turn's text; the end is exclusive."""

    start_turn_id: str
    start_offset: int = Field(ge=0)
    end_turn_id: str
    end_offset: int = Field(ge=0)


class HighlightIn(Span):
    """A new highlight. White space at the edges of the span is left out."""

    tag_ids: TagIds = []
    note: Note = ""
    emotion: Emotion | None = None
    intensity: Intensity | None = None


class HighlightPatch(BaseModel):
    """What to change. A span needs all four of its fields; marking it anew also ends a review."""

    version: int
    tag_ids: TagIds | None = None
    note: Note | None = None
    emotion: Emotion | None = None
    intensity: Intensity | None = None
    status: Literal["ok"] | None = Field(default=None, description="Ends a review: what is suggested is meant")
    span: Span | None = None

    @model_validator(mode="after")
    def _clears_only_what_may_be_empty(self) -> Self:
        for name in ("tag_ids", "note", "status", "span"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null")
        return self


class HighlightOut(BaseModel):
    """A highlight in its transcript. A span across turns has a line break between them in its quote.

    While it needs review, `quote` is what was marked, the place is a suggestion and `suggestion` is what stands there:
    empty when nothing like it is left.
    """

    id: str
    transcript_id: str
    interview_id: str
    start_turn_id: str | None
    start_offset: int
    end_turn_id: str | None
    end_offset: int
    quote: str
    start_ms: int | None
    end_ms: int | None
    tag_ids: list[str]
    note: str
    emotion: Emotion | None
    valence: int | None
    intensity: int | None
    status: Status
    suggestion: str = ""
    version: int
    created_at: datetime


class MomentOut(BaseModel):
    """A highlight as a card outside of its interview: the words, whose they are and where they were said."""

    id: str
    quote: str
    start_ms: int | None
    end_ms: int | None
    emotion: Emotion | None
    valence: int | None
    intensity: int | None
    tag_ids: list[str]
    note: str
    interview_id: str
    interview_title: str
    interview_kind: str
    language: str
    held_on: date | None
    project_id: str
    project_name: str
    speaker_id: str | None
    speaker_name: str
    speaker_role: str
    participant_role: str
    media_url: str | None = Field(description="What to play, if there is a recording and you may hear it")
    media_provider: str | None = Field(description="Of a linked recording, e.g. file or hls, a stream")
    media_has_video: bool
    media_starts_at_ms: int = Field(description="Where in the recording the transcript's zero is")


class TagCount(BaseModel):
    """How often a tag was heard, its sub-tags included: whole people and interviews, never a percentage."""

    tag_id: str
    highlights: int
    people: int
    interviews: int


class TagCounts(BaseModel):
    items: list[TagCount]


class MergeTagIn(BaseModel):
    """Which tag takes over."""

    into_id: str
    version: int
