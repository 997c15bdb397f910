"""Receipts of what was taken back, the ledger that outlives backups, copies for people, and rules of retention.

Nothing here refers to a participant by a foreign key where it has to outlive them, and nothing holds a word or a name.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field

from app.core.clock import now
from app.core.model import Row, json_field, parent


class Receipt(Row, table=True):
    """Proof of a withdrawal: every place that had shown somebody, and when each was denied and purged.

    Made in the transaction that changes the consent, so that neither exists without the other. `before` and `after`
    are standing, scope and media of the consent.
    """

    __tablename__ = "withdrawal_receipt"

    participant_id: str = Field(index=True, max_length=36)
    project_id: str = Field(index=True, max_length=36)
    reason: str = Field(max_length=12, description="withdrawn, expired, narrowed, erased")
    before: dict[str, Any] = json_field(dict)
    after: dict[str, Any] = json_field(dict)
    requested_by: str | None = Field(default=None, max_length=36, description="The user who noted it")
    denied_at: datetime = Field(default_factory=now, description="From then on nothing of it was served")
    completed_at: datetime | None = Field(default=None, index=True)


class ReceiptPlace(Row, table=True):
    """One place of a receipt. `keys` are what has to be gone from the index or the store.

    `outcome` is empty while that is under way; then denied (nothing was stored), purged, or kept (it is still
    allowed, to fewer people or because somebody else's consent covers it).
    """

    __tablename__ = "receipt_place"

    receipt_id: str = parent("withdrawal_receipt.id")
    kind: str = Field(max_length=12, description="interview, quote, reel, grant, clip, film, piece, recording, storage")
    place_id: str = Field(max_length=36)
    within_id: str | None = Field(default=None, max_length=36, description="The interview or reel it belongs to")
    keys: list[str] = json_field(list)
    outcome: str = Field(default="", max_length=8)
    settled_at: datetime | None = None


class LedgerEntry(Row, table=True):
    """Something that must stay undone whatever backup is restored: a consent as it was noted, or something erased.

    Those of kind person, interview and recording are the tombstones. A copy lies in the store, which no backup of the
    database takes back.
    """

    __tablename__ = "ledger_entry"

    kind: str = Field(max_length=12, description="consent, person, interview, recording")
    target_id: str = Field(index=True, max_length=36)
    project_id: str = Field(index=True, max_length=36)
    reason: str = Field(default="", max_length=20)
    reference: str = Field(default="", max_length=40, description="Of the request, e.g. a ticket's number")
    by_id: str | None = Field(default=None, max_length=36)
    by_name: str = Field(default="", max_length=120)
    detail: dict[str, Any] = json_field(dict)
    """Of a consent: status, scope, media_allowed, expires_on. Else counts. Never words or names."""
    kept_at: datetime | None = Field(default=None, description="When its copy was written")


class AccessCopy(Row, table=True):
    """Everything held about somebody, as a file to hand to them. It goes after some days, and with the person."""

    __tablename__ = "access_copy"

    participant_id: str = parent("participant.id")
    requested_by: str | None = Field(default=None, max_length=36)
    job_id: str | None = Field(default=None, max_length=36)
    state: str = Field(default="queued", max_length=12, description="queued, ready, expired")
    store_key: str = Field(default="", max_length=300)
    size_bytes: int = Field(default=0, sa_type=BigInteger)
    sha256: str = Field(default="", max_length=64)
    ready_at: datetime | None = None
    expires_at: datetime | None = None
    downloads: int = 0


class RetentionRule(Row, table=True):
    """How long a project keeps what it heard; a month counts from the day an interview was held."""

    __tablename__ = "retention_rule"

    project_id: str = parent("project.id", unique=True)
    media_months: int | None = Field(default=None, description="Recordings go after that; the words stay")
    interview_months: int | None = Field(default=None, description="Whole interviews go after that")
    updated_by: str | None = Field(default=None, max_length=36)
    updated_at: datetime = Field(default_factory=now)


class RetentionRun(Row, table=True):
    """What a rule removed on a day: ids and dates."""

    __tablename__ = "retention_run"

    project_id: str = parent("project.id")
    recordings: int = 0
    interviews: int = 0
    freed_bytes: int = Field(default=0, sa_type=BigInteger)
    items: list[dict[str, Any]] = json_field(list)
