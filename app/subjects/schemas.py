"""What goes in and out about the people heard."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

Where = Literal["project", "tag", "reel"]
Reason = Literal["withdrawn", "expired", "narrowed", "erased"]
Why = Literal["request", "withdrawn", "unlawful", "other"]
PlaceKind = Literal["interview", "quote", "reel", "grant", "clip", "film", "piece", "recording", "storage"]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[A-Za-z0-9#/_.: -]*$")]
Months = Annotated[int, Field(ge=1, le=600)]


class QuotePlace(BaseModel):
    highlight_id: str
    interview_id: str
    interview_title: str
    quote: str | None = Field(description="Null where you may not read it today")
    created_at: datetime


class ReelPlace(BaseModel):
    reel_id: str
    title: str
    mine: int = Field(description="Clips with this voice")
    of: int = Field(description="Clips altogether")
    people: int
    films: int = Field(description="Rendered films of it with this voice, or its room, in them")


class ShownOn(BaseModel):
    origin: str
    at: datetime


class GrantPlace(BaseModel):
    """A link or an embed that shows this voice, as far as the consent allows."""

    grant_id: str
    kind: Literal["embed", "share"]
    target_kind: str
    target_id: str
    title: str
    label: str
    state: Literal["live", "revoked", "expired"]
    origins: list[str]
    seen_on: list[ShownOn]
    last_seen_at: datetime | None
    plays: int
    pinned: bool


class Outsized(BaseModel):
    """One voice makes up an outsized part of something: `mine` of `of` quotes, where `people` are heard."""

    where: Where
    id: str
    name: str
    mine: int
    of: int
    people: int


class PlacesOut(BaseModel):
    """Where somebody's voice is."""

    participant_id: str
    interviews: int
    turns: int = Field(description="Times they speak")
    quotes: int
    clips: int = Field(description="Cut files in the store with this voice, or its room, in them")
    newest: list[QuotePlace] = Field(description="The newest quotes, at most twenty")
    reels: list[ReelPlace]
    grants: list[GrantPlace]
    outsized: list[Outsized]


class KindSum(BaseModel):
    """How far a receipt is with one kind of place."""

    kind: PlaceKind
    total: int
    settled: int
    settled_at: datetime | None = Field(description="When the last of them was settled; null while one is under way")


class ReceiptOut(BaseModel):
    """A withdrawal and what became of it. From `denied_at` on nothing was served."""

    id: str
    participant_id: str
    project_id: str
    reason: Reason
    before: dict[str, Any]
    after: dict[str, Any]
    noted_by: str = Field(description="Who noted it; empty for the person themself or a date that passed")
    denied_at: datetime
    completed_at: datetime | None
    total: int
    settled: int
    sums: list[KindSum]


class PlaceOut(BaseModel):
    kind: PlaceKind
    id: str
    name: str = Field(description="What it is called today; empty when it has no name or is gone")
    within_id: str | None
    outcome: Literal["", "denied", "purged", "kept"]
    denied_at: datetime
    settled_at: datetime | None
    keys: list[str] = Field(description="What had to go from the index or the store")


class ReceiptWhole(ReceiptOut):
    places: list[PlaceOut]


class Receipts(BaseModel):
    items: list[ReceiptOut]


class EraseIn(BaseModel):
    """`confirm` is the pseudonym, typed out. The reference goes into the tombstone: no names, a ticket's number."""

    confirm: str = Field(max_length=120)
    reason: Why = "request"
    reference: Reference = ""


class ErasePlan(BaseModel):
    """What an erasure would remove, and what of others it would touch."""

    interviews_whole: int = Field(description="Interviews in which nobody else is heard: they go altogether")
    interviews_part: int = Field(description="Interviews with others: their words stay")
    turns: int
    quotes: int
    recordings_whole: int
    recordings_part: int = Field(description="Recordings that go on without this voice: silence and a black picture")
    reels: int
    grants: int


class ErasedOut(ErasePlan):
    receipt_id: str
    tombstone_id: str


class TombstoneOut(BaseModel):
    """What was erased, when, by whom and why: nothing of what it was."""

    id: str
    kind: Literal["person", "interview", "recording"]
    target_id: str
    project_id: str
    erased_at: datetime
    by_name: str
    reason: str
    reference: str
    receipt_id: str | None = None


class Tombstones(BaseModel):
    items: list[TombstoneOut]


class AccessCopyIn(BaseModel):
    language: Literal["en", "de"] = Field(default="en", description="Of the page to read")


class AccessCopyOut(BaseModel):
    """A file with everything held about somebody, for them."""

    id: str
    participant_id: str
    state: Literal["queued", "ready", "expired"]
    job_id: str | None
    size_bytes: int
    created_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    downloads: int


class AccessCopies(BaseModel):
    items: list[AccessCopyOut]


class RetentionIn(BaseModel):
    """How long a project keeps what it heard; null keeps it for good."""

    media_months: Months | None = None
    interview_months: Months | None = None


class RetentionItem(BaseModel):
    """Something that goes: a recording, whose words stay, or a whole interview."""

    kind: Literal["recording", "interview"]
    interview_id: str
    title: str
    held_on: date
    size_bytes: int


class RetentionPreview(BaseModel):
    items: list[RetentionItem]
    recordings: int
    interviews: int
    freed_bytes: int


class RetentionRunOut(BaseModel):
    id: str
    at: datetime
    recordings: int
    interviews: int
    freed_bytes: int
    items: list[dict[str, Any]]


class RetentionOut(RetentionIn):
    runs: list[RetentionRunOut] = Field(description="What went, newest first, at most fifty")
    next_run_at: datetime | None
