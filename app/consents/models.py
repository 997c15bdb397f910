"""What asks for consent, and what proves it."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.core.model import Row, json_field, parent
from app.core.vault import Sealed


class ConsentTemplate(Row, table=True):
    """A form that people are asked with. What it says is in its versions; an archived one is asked with no more."""

    __tablename__ = "consent_template"

    name: str = Field(max_length=120)
    created_by: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)
    archived_at: datetime | None = None


class ConsentTemplateVersion(Row, table=True):
    """What a template said from a moment on. Never edited: people have signed it.

    `texts` holds a title and a body (Markdown, see `marking`) for each language.
    """

    __tablename__ = "consent_template_version"
    __table_args__ = (UniqueConstraint("template_id", "number"),)

    template_id: str = parent("consent_template.id")
    number: int
    texts: dict[str, dict[str, str]] = json_field(dict)
    scopes: list[str] = json_field(list)
    media: str = Field(max_length=8, description="choice, always or never: whether the recording may be played")
    valid_months: int | None = Field(default=None, description="How long a signature holds; None: without end")
    created_by: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)


class ConsentLink(Row, table=True):
    """A page for one participant, opened by the token of its grant. It knows no address: mails find that when sent."""

    __tablename__ = "consent_link"

    participant_id: str = parent("participant.id")
    grant_id: str = parent("grant.id", unique=True)
    # No ON DELETE: what people were asked with stays.
    version_id: str = Field(foreign_key="consent_template_version.id", max_length=36)
    language: str = Field(max_length=12)
    by_mail: bool = False
    renews: bool = Field(default=False, description="Sent because a consent was about to end")
    batch_id: str | None = Field(default=None, index=True, max_length=36)
    sent_at: datetime | None = Field(default=None, description="When the mail server took the mail")
    opened_at: datetime | None = None
    signed_at: datetime | None = None


class ConsentReceipt(Row, table=True):
    """What a participant did on their page, and the proof of it: which text, which choice, what name, when.

    `text_sha256` is of the text as it was read (see `offers.text_hash`); `name` is a private field.
    """

    __tablename__ = "consent_receipt"

    participant_id: str = parent("participant.id")
    link_id: str | None = Field(
        default=None, foreign_key="consent_link.id", ondelete="SET NULL", index=True, max_length=36
    )
    number: str = Field(unique=True, max_length=20)
    deed: str = Field(max_length=12, description="signed or withdrawn")
    version_id: str = Field(foreign_key="consent_template_version.id", max_length=36)
    language: str = Field(max_length=12)
    text_sha256: str = Field(max_length=64)
    name: str = Field(default="", sa_type=Sealed)
    scope: str = Field(max_length=12)
    media_allowed: bool
    expires_on: date | None = None


class ConsentForm(Row, table=True):
    """A signed form as a file: for the project's researchers alone. The file goes with the participant."""

    __tablename__ = "consent_form"

    participant_id: str = parent("participant.id")
    file_name: str = Field(sa_type=Sealed, description="Often their name")
    store_key: str = Field(max_length=300)
    media_type: str = Field(max_length=100)
    size_bytes: int
    sha256: str = Field(max_length=64)
    created_by: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)


class ConsentMoment(Row, table=True):
    """Where in an interview somebody consented aloud. Holds no word of theirs: those are asked for when it is shown."""

    __tablename__ = "consent_moment"

    participant_id: str = parent("participant.id")
    interview_id: str = parent("interview.id")
    highlight_id: str | None = Field(
        default=None, foreign_key="highlight.id", ondelete="SET NULL", index=True, max_length=36
    )
    start_ms: int | None = None
    end_ms: int | None = None
    created_by: str | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", max_length=36)


class ConsentReminder(Row, table=True):
    """That somebody's consent ends on a day was said this many days before: once."""

    __tablename__ = "consent_reminder"
    __table_args__ = (UniqueConstraint("participant_id", "expires_on", "days"),)

    participant_id: str = parent("participant.id")
    expires_on: date
    days: int
