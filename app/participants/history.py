"""The history of consents: every change leaves a row beside it, in the same transaction."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.participants.models import Consent, ConsentChange


class How(StrEnum):
    """What brought a change about."""

    RESEARCHER = "researcher"
    PARTICIPANT = "participant"
    EXPIRY = "expiry"
    EARLIER = "earlier"
    """It held when this history began."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """How a change came about: by whom it was brought, on what evidence, and with which others."""

    how: How = How.RESEARCHER
    basis: str = ""
    batch_id: str | None = None


BY_HAND = Occasion()


def note(session: Session, viewer: Viewer, consent: Consent, occasion: Occasion) -> ConsentChange:
    """Writes down what holds from now on. A participant is named by being the participant, not by a name."""
    row = ConsentChange(
        participant_id=consent.participant_id,
        status=consent.status,
        scope=consent.scope,
        media_allowed=consent.media_allowed,
        expires_on=consent.expires_on,
        evidence=consent.evidence,
        how=occasion.how.value,
        actor_id=viewer.user_id or None,
        actor="" if occasion.how is How.PARTICIPANT else viewer.name,
        basis=occasion.basis,
        batch_id=occasion.batch_id,
    )
    session.add(row)
    return row


def changes_of(session: Session, participant_id: str) -> list[ConsentChange]:
    """Every change of a participant's consent, newest first. The caller has checked that the viewer may see it."""
    query = select(ConsentChange).where(ConsentChange.participant_id == participant_id)
    return list(session.exec(query.order_by(col(ConsentChange.id).desc())).all())
