"""Participants and their consent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint, event, inspect
from sqlmodel import Field

from app.core.clock import now
from app.core.model import Row, Versioned, json_field, parent
from app.core.vault import Sealed


class Participant(Versioned, table=True):
    """The person heard. Everyone knows the pseudonym; the legal name, contact and incentive are the
    project's researchers', and sealed in the database."""

    __tablename__ = "participant"

    project_id: str = parent("project.id")
    pseudonym: str = Field(max_length=120)
    legal_name: str = Field(default="", sa_type=Sealed)
    contact: str = Field(default="", sa_type=Sealed)
    incentive: str = Field(default="", sa_type=Sealed, description="What they were given for taking part")
    segment: str = Field(default="", max_length=120)
    role: str = Field(default="", max_length=120, description="What they are, e.g. Ward nurse")
    region: str = Field(default="", max_length=120)
    attributes: dict[str, Any] = json_field(dict)


class Consent(Row, table=True):
    """What a participant allowed. One row each: the answer of now. How it came to be is in `ConsentChange`."""

    __tablename__ = "consent"

    participant_id: str = parent("participant.id", unique=True)
    status: str = Field(default="pending", max_length=12, description="pending, granted, withdrawn, expired")
    scope: str = Field(default="team", max_length=12, description="team < company < public")
    media_allowed: bool = Field(default=True, description="False: the words may be shown, never the recording")
    expires_on: date | None = Field(default=None, description="Last day on which it holds")
    evidence: str = Field(default="", description="Where the permission was given")
    updated_at: datetime = Field(default_factory=now)
    widened_at: datetime | None = Field(
        default=None, description="When it last came to allow more: what was said before is news to some since then"
    )


# Beside the row and not beside one of the rules that change it: whoever changes it, followers hear of what that opens.
@event.listens_for(Consent, "before_insert")
@event.listens_for(Consent, "before_update")
def _note_widening(_mapper: Any, _connection: Any, consent: Consent) -> None:
    status, scope = (inspect(consent).attrs[name].history for name in ("status", "scope"))
    opened = status.has_changes() and consent.status == "granted"
    farther = bool(scope.deleted) and _REACH.get(consent.scope, 0) > _REACH.get(scope.deleted[0], 0)
    if consent.status == "granted" and (opened or farther):
        consent.widened_at = now()


_REACH = {"team": 0, "company": 1, "public": 2}


class ConsentChange(Row, table=True):
    """One change of a consent: what held from then on, and by whom and how. Written once, never edited.

    `basis` names the evidence for whoever keeps it (`receipt:<id>`, `version:<id>`); here it is an opaque name.
    """

    __tablename__ = "consent_change"

    participant_id: str = parent("participant.id")
    status: str = Field(max_length=12)
    scope: str = Field(max_length=12)
    media_allowed: bool
    expires_on: date | None = None
    evidence: str = ""
    how: str = Field(max_length=12, description="researcher, participant, expiry, or earlier: before history was kept")
    actor_id: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)
    actor: str = Field(default="", max_length=200, description="Their name then; empty for the participant")
    basis: str = Field(default="", max_length=60)
    batch_id: str | None = Field(default=None, index=True, max_length=36, description="Changes made together")


class OfCompanyOrProject(Versioned):
    """What holds for the people of every project, or for those of one."""

    project_id: str | None = Field(
        default=None,
        foreign_key="project.id",
        ondelete="CASCADE",
        index=True,
        max_length=36,
        description="None: company",
    )


class Attribute(OfCompanyOrProject, table=True):
    """A custom field of participants: company-wide, or one project's own. `key` names it inside
    `Participant.attributes` and never changes; the label may."""

    __tablename__ = "attribute"

    key: str = Field(max_length=120)
    label: str = Field(max_length=120)
    type: str = Field(default="text", max_length=12, description="One of `attribute_types.AttributeType`")
    description: str = Field(default="", max_length=500)
    options: list[str] = json_field(list)
    position: int = 0
    archived: bool = Field(default=False, description="No longer asked for; its values stay readable")


class Segment(OfCompanyOrProject, table=True):
    """A saved rule over what is known of participants: company-wide, or one project's own. Who fits is asked, never
    kept."""

    __tablename__ = "segment"

    name: str = Field(max_length=120)
    description: str = Field(default="", max_length=500)
    match: str = Field(default="all", max_length=3, description="all or any")
    conditions: list[dict[str, Any]] = json_field(list)


class ParticipantsApart(Row, table=True):
    """Two participants who look like one and are two: somebody said so, and nobody is asked again."""

    __tablename__ = "participants_apart"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    first_id: str = parent("participant.id")
    second_id: str = parent("participant.id")
    by: str = Field(default="", max_length=200)


class ParticipantMerge(Row, table=True):
    """Two participants who became one. It holds what is needed to take that back, and goes away with the one kept."""

    __tablename__ = "participant_merge"

    kept_id: str = parent("participant.id")
    merged_id: str = Field(max_length=36, index=True)
    merged_name: str = Field(max_length=120, description="Their pseudonym")
    by: str = Field(default="", max_length=200)
    before: str = Field(sa_type=Sealed, description="JSON: both as they were, and the rows that moved")
    undone_at: datetime | None = None
