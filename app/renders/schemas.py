"""What goes in and out about rendered reels."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

ProfileName = Literal["480p", "720p", "1080p"]
Captions = Literal["burned", "sidecar"]
RenderState = Literal["queued", "running", "done", "failed", "cancelled", "purged"]


class RenderIn(BaseModel):
    """How to render a reel."""

    profile: ProfileName = "720p"
    captions: Captions = Field(default="burned", description="In the picture, or as a WebVTT file beside it")


class LeftOut(BaseModel):
    """An item that is not in the film."""

    item_id: str
    reason: str = Field(description="gone, withdrawn, expired, pending, scope")


class RenderPlan(BaseModel):
    """What rendering the reel as it stands would take."""

    length_ms: int
    pieces: int = Field(description="Clips and cards")
    to_encode: int = Field(description="How many of them are not kept from an earlier render")
    left_out: list[LeftOut]
    render_id: str | None = Field(description="A finished render that is exactly this; null when none is")


class RenderOut(BaseModel):
    """A rendered reel, or one under way."""

    id: str
    reel_id: str
    profile: ProfileName
    captions: Captions
    state: RenderState
    is_current: bool = Field(description="Whether it is what the reel would be now")
    created_at: datetime
    finished_at: datetime | None
    length_ms: int
    size_bytes: int
    pieces: int
    encoded: int
    progress: float = Field(description="0 to 1")
    seconds_left: int | None = Field(description="An estimate, once there is one")
    message: str = Field(description="Why it failed, in words")
    job_id: str | None
    purged_for: str = Field(description="Why its files are gone: withdrawn, expired, gone, scope, text_only, …, unused")
    may_cancel: bool


class RendersOut(BaseModel):
    items: list[RenderOut]


class NoticeOut(BaseModel):
    """One of a reel's clips fell silent."""

    id: str
    reel_id: str
    reel_title: str
    item_id: str
    reason: Literal["gone", "withdrawn", "expired", "scope", "text_only", "pending"] = Field(
        description="The last three: only for those outside"
    )
    at: datetime


class NoticesOut(BaseModel):
    items: list[NoticeOut]
