"""What goes in and out about asking for consent and proving it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints, field_validator

from app.consents.marking import MarkNode
from app.participants.schemas import ConsentOut, ConsentScope, ConsentStatus

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Body = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=12)]
MediaRule = Literal["choice", "always", "never"]
LinkState = Literal["made", "sending", "sent", "opened", "signed", "ended", "over"]
SCOPES: tuple[ConsentScope, ...] = ("team", "company", "public")


class TemplateTextIn(BaseModel):
    """The words of a form in one language; the body is Markdown without HTML, links or pictures."""

    title: Title
    body: Body


class TemplateVersionIn(BaseModel):
    texts: dict[Language, TemplateTextIn] = Field(min_length=1, max_length=20, description="By language, e.g. en, de")
    scopes: list[ConsentScope] = Field(min_length=1, max_length=3, description="How far it lets people choose")
    media: MediaRule = Field(default="choice", description="Whether people choose if the recording may be played")
    valid_months: int | None = Field(default=None, ge=1, le=600, description="Null: without end")

    @field_validator("scopes")
    @classmethod
    def _each_once_in_order(cls, scopes: list[ConsentScope]) -> list[ConsentScope]:
        return [scope for scope in SCOPES if scope in scopes]


class TemplateVersionNextIn(TemplateVersionIn):
    after: int = Field(description="The number of the version this was made from: a later one is a conflict")


class ConsentTemplateIn(TemplateVersionIn):
    name: Name


class ConsentTemplatePatch(BaseModel):
    name: Name | None = None
    archived: bool | None = None


class TemplateVersionOut(BaseModel):
    id: str
    number: int
    texts: dict[str, TemplateTextIn]
    scopes: list[ConsentScope]
    media: MediaRule
    valid_months: int | None
    created_at: datetime


class ConsentTemplateOut(BaseModel):
    """A form with what it says now."""

    id: str
    name: str
    archived: bool
    version: TemplateVersionOut
    signed: int = Field(description="How many people signed any version of it")
    created_at: datetime


class ConsentTemplateFullOut(ConsentTemplateOut):
    versions: list[TemplateVersionOut] = Field(description="All of them, newest first")


class TemplatePreviewIn(BaseModel):
    body: str = Field(max_length=20_000)


class TemplatePreviewOut(BaseModel):
    nodes: list[MarkNode]


class ConsentLinkIn(BaseModel):
    template_id: str = Field(max_length=36)
    language: Language | None = Field(default=None, description="Null: the form's first; the page offers the others")
    by_mail: bool = Field(default=False, description="Mail it to the contact of the participant")
    renews: bool = Field(default=False, description="It asks again because a consent ends")


class ConsentLinkOut(BaseModel):
    """A page that a participant was given. Its address is told once, when it is made."""

    id: str
    template_name: str
    version: int
    language: str
    state: LinkState
    by_mail: bool
    renews: bool
    hint: str = Field(description="The last four characters of its address")
    created_at: datetime
    sent_at: datetime | None
    opened_at: datetime | None
    signed_at: datetime | None
    expires_at: datetime | None


class ConsentLinkMadeOut(BaseModel):
    link: ConsentLinkOut
    url: str | None = Field(description="Its address, shown only now; null when it goes out by mail")
    qr: str | None = Field(description="The same as a picture to scan, a data: address")


class ConsentChangeOut(BaseModel):
    """A consent as it was from a moment on."""

    id: str
    at: datetime
    status: ConsentStatus
    scope: ConsentScope
    media_allowed: bool
    expires_on: date | None
    evidence: str
    how: Literal["researcher", "participant", "expiry", "earlier"]
    actor: str = Field(description="Who noted it; empty when the participant did it themself")
    receipt: str | None = Field(description="The number of the receipt that proves it")
    form_name: str | None = Field(description="The form that was signed on paper, where that was noted")
    form_version: int | None


class ConsentReceiptOut(BaseModel):
    number: str
    deed: Literal["signed", "withdrawn"]
    at: datetime
    template_name: str
    version: int
    language: str
    title: str
    name: str
    scope: ConsentScope
    media_allowed: bool
    expires_on: date | None
    text_sha256: str
    intact: bool = Field(description="Whether the stored text still has the hash of what was read")


class SignedFormOut(BaseModel):
    id: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    created_at: datetime


class ConsentMomentIn(BaseModel):
    """A marked place, or a span of time."""

    highlight_id: str | None = Field(default=None, max_length=36)
    interview_id: str | None = Field(default=None, max_length=36)
    start_ms: int | None = Field(default=None, ge=0, le=2**31 - 1)
    end_ms: int | None = Field(default=None, ge=0, le=2**31 - 1)


class ConsentMomentOut(BaseModel):
    id: str
    interview_id: str
    interview_title: str
    highlight_id: str | None
    start_ms: int | None
    end_ms: int | None
    words: str | None = Field(description="What is said there; null while it may not be read")
    media_url: str | None = Field(description="Where it plays; null while it may not be heard")
    created_at: datetime


class ConsentRecordOut(BaseModel):
    """All there is about a participant's consent, for the project's researchers."""

    participant_id: str
    consent: ConsentOut
    changes: list[ConsentChangeOut]
    receipts: list[ConsentReceiptOut]
    forms: list[SignedFormOut]
    moments: list[ConsentMomentOut]
    links: list[ConsentLinkOut]
    can_mail: bool = Field(description="Whether a link can be mailed: there is a mail server, and an address")


ListState = Literal["all", "ending", "waiting", "pending", "granted", "over"]


class ConsentRowOut(BaseModel):
    """One line of the list of consents."""

    participant_id: str
    pseudonym: str
    project_id: str
    project_name: str
    consent: ConsentOut
    link: ConsentLinkOut | None = Field(description="The newest page they were given")
    can_mail: bool


class ConsentBulkIn(BaseModel):
    """One change for several people. What is null stays as each of them has it."""

    participant_ids: list[str] = Field(min_length=1, max_length=200)
    deed: Literal["change", "withdraw", "link"]
    scope: ConsentScope | None = None
    media_allowed: bool | None = None
    expires_on: date | None = None
    without_end: bool = Field(default=False, description="Takes the end away")
    template_id: str | None = Field(default=None, max_length=36, description="The form they signed, or are asked with")
    language: Language | None = None
    by_mail: bool = False
    evidence: str = Field(default="", max_length=2000, description="Needed for whatever lets words travel further")


BulkCode = Literal[
    "changed", "unchanged", "linked", "mailed", "withdrawn", "taken_back",
    "not_found", "not_granted", "evidence_needed", "no_address", "opened", "changed_since", "not_safe",
]  # fmt: skip


class ConsentBulkItemOut(BaseModel):
    participant_id: str
    pseudonym: str
    done: bool
    code: BulkCode
    url: str | None = Field(default=None, description="The address of their page, shown only now")


class ConsentBulkOut(BaseModel):
    batch_id: str
    items: list[ConsentBulkItemOut]
    can_undo: bool
