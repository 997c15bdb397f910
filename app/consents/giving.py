"""What a participant does on their own page: reads, signs, comes back, changes it, takes it back. No one is signed in.

The token is all that opens it, and it opens nothing but the consent of one person. Every deed goes through
`participants.service.set_consent`, like a researcher's.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from app.access.audiences import Standing
from app.access.roles import Role
from app.access.viewer import Viewer
from app.consents import offers
from app.consents.links import KIND
from app.consents.models import ConsentLink, ConsentReceipt, ConsentTemplateVersion
from app.core.clock import now, today
from app.core.database import Database
from app.core.errors import Fault, Gone, Invalid, NotFound
from app.grants import queries as grants
from app.grants import service as granting
from app.grants.models import Grant
from app.grants.queries import State, state_of
from app.participants import queries as participants
from app.participants import service as consenting
from app.participants.consent import standing
from app.participants.history import How, Occasion
from app.participants.models import Consent, Participant

SIGNED, WITHDRAWN = "signed", "withdrawn"
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Page:
    """What a token opens: a person's page, with what holds today."""

    token: str
    grant: Grant
    link: ConsentLink
    participant: Participant
    version: ConsentTemplateVersion
    consent: Consent | None
    receipts: list[ConsentReceipt]
    """What was done by this very link, newest first."""

    @property
    def standing(self) -> Standing:
        """Where the consent stands today."""
        if self.consent is None:
            return Standing.PENDING
        return standing(self.consent.status, self.consent.expires_on, today())

    @property
    def is_answered(self) -> bool:
        """Whether they signed on this very page, and what they signed still holds."""
        return self.standing is Standing.GRANTED and self.link.signed_at is not None

    @property
    def ends_on(self) -> date | None:
        """The last day of a consent given now."""
        return offers.ends_on(today(), self.version.valid_months)


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose, and the name they typed as their signature."""

    scope: str
    media: bool
    name: str


def find(session: Session, token: str) -> Page:
    """The page of a token. Raises NotFound for no such token, Gone when it was ended, waited too long, or its person
    was removed."""
    grant = grants.by_token(session, token, (KIND,))
    if grant is None:
        raise NotFound
    state = state_of(grant)
    if state is not State.LIVE:
        raise Gone("This link no longer holds.", code=state.value)
    link = session.exec(select(ConsentLink).where(ConsentLink.grant_id == grant.id)).first()
    # The link knows whose it is now, also after two participants turned out to be one.
    participant = session.get(Participant, link.participant_id) if link else None
    version = session.get(ConsentTemplateVersion, link.version_id) if link else None
    if link is None or participant is None or version is None:
        raise Gone("This was deleted.", code="deleted")
    done = select(ConsentReceipt).where(ConsentReceipt.link_id == link.id).order_by(col(ConsentReceipt.id).desc())
    consent = participants.consent_of(session, participant.id)
    return Page(token, grant, link, participant, version, consent, list(session.exec(done).all()))


def receipt_of(page: Page, number: str) -> ConsentReceipt:
    """A receipt of this page, or NotFound: the number of another one opens nothing."""
    for receipt in page.receipts:
        if receipt.number == number:
            return receipt
    raise NotFound


def note_opened(database: Database, page: Page) -> None:
    """Notes when it was first opened; not from where, nor by what."""
    if page.link.opened_at is not None:
        return
    with database.write() as session:
        if link := session.get(ConsentLink, page.link.id):
            link.opened_at = link.opened_at or now()
            session.add(link)


def sign(session: Session, page: Page, *, language: str, choice: Choice) -> ConsentReceipt:
    """Notes what somebody allows from now on, with the text they read; holds at the next request."""
    version = page.version
    offers.check(scope=choice.scope, media=choice.media, scopes=version.scopes, media_rule=version.media)
    name = " ".join(choice.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("Type your name to sign.", code="name_needed", faults=[Fault("name", "Type your name to sign.")])
    receipt = _receipt(session, page, SIGNED, language, name, choice.scope, choice.media, page.ends_on)
    _note(session, page, receipt, "granted")
    page.link.signed_at = now()
    session.add(page.link)
    # From here on it is their way back to take it back: it must not end by itself.
    granting.change(session, themself(page.participant), page.grant, values={"expires_at": None})
    return receipt


def withdraw(session: Session, page: Page, *, language: str) -> ConsentReceipt:
    """Takes a consent back, or refuses to give it; holds at the next request. Done twice, it is done once."""
    if page.standing is Standing.WITHDRAWN and page.receipts and page.receipts[0].deed == WITHDRAWN:
        return page.receipts[0]
    held = page.consent or Consent(participant_id=page.participant.id)
    name = next((receipt.name for receipt in page.receipts if receipt.name), "")
    receipt = _receipt(session, page, WITHDRAWN, language, name, held.scope, held.media_allowed, None)
    _note(session, page, receipt, "withdrawn")
    granting.change(session, themself(page.participant), page.grant, values={"expires_at": None})
    return receipt


def themself(participant: Participant) -> Viewer:
    """The participant, acting on their own page: a Viewer for exactly what is written here, kept by nobody."""
    return Viewer("", "The participant", Role.VIEWER, {participant.project_id: Role.RESEARCHER})


def _receipt(
    session: Session,
    page: Page,
    deed: str,
    language: str,
    name: str,
    scope: str,
    media: bool,
    ends_on: date | None,
) -> ConsentReceipt:
    version = page.version
    receipt = ConsentReceipt(
        participant_id=page.participant.id,
        link_id=page.link.id,
        number=offers.new_number(),
        deed=deed,
        version_id=version.id,
        language=language,
        text_sha256=hash_of(version, language),
        name=name,
        scope=scope,
        media_allowed=media,
        expires_on=ends_on,
    )
    session.add(receipt)
    session.flush()
    return receipt


def hash_of(version: ConsentTemplateVersion, language: str) -> str:
    """The hash of what somebody reads of a version in a language."""
    return offers.text_hash(
        texts=version.texts,
        language=language,
        scopes=version.scopes,
        media=version.media,
        valid_months=version.valid_months,
    )


def _note(session: Session, page: Page, receipt: ConsentReceipt, status: str) -> None:
    consenting.set_consent(
        session,
        themself(page.participant),
        participant_id=page.participant.id,
        status=status,
        scope=receipt.scope,
        media_allowed=receipt.media_allowed,
        expires_on=receipt.expires_on,
        evidence=receipt.number,
        occasion=Occasion(How.PARTICIPANT, basis=f"receipt:{receipt.id}"),
    )
