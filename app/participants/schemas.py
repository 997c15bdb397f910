"""What goes in and out about participants."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

Pseudonym = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
ConsentStatus = Literal["pending", "granted", "withdrawn", "expired"]
ConsentScope = Literal["team", "company", "public"]


class ConsentIn(BaseModel):
    status: Literal["pending", "granted", "withdrawn"]
    scope: ConsentScope = "team"
    media_allowed: bool = True
    expires_on: date | None = None
    evidence: str = Field(default="", max_length=2000)


class ConsentOut(BaseModel):
    """`status` is what holds today: a granted consent past its last day is expired."""

    status: ConsentStatus
    scope: ConsentScope
    media_allowed: bool
    expires_on: date | None
    evidence: str
    updated_at: datetime


class PrivateOut(BaseModel):
    """What only the project's researchers see."""

    legal_name: str
    contact: str
    incentive: str = Field(description="What they were given for taking part, e.g. a voucher for 50 €")


class ParticipantIn(BaseModel):
    pseudonym: Pseudonym
    legal_name: str = Field(default="", max_length=200)
    contact: str = Field(default="", max_length=254)
    incentive: str = Field(default="", max_length=200)
    segment: Short = ""
    role: Short = ""
    region: Short = ""
    attributes: dict[str, Any] = {}
    consent: ConsentIn | None = None


class ParticipantPatch(BaseModel):
    pseudonym: Pseudonym | None = None
    legal_name: str | None = Field(default=None, max_length=200)
    contact: str | None = Field(default=None, max_length=254)
    incentive: str | None = Field(default=None, max_length=200)
    segment: Short | None = None
    role: Short | None = None
    region: Short | None = None
    attributes: dict[str, Any] | None = None
    version: int


class ParticipantOut(BaseModel):
    id: str
    project_id: str
    pseudonym: str
    segment: str
    role: str
    region: str
    attributes: dict[str, Any]
    consent: ConsentOut
    private: PrivateOut | None = Field(description="Null unless you are a researcher of the project")
    created_at: datetime
    version: int
