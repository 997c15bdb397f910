"""Rules about participants and consent."""

from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict
from app.outbox import service as outbox
from app.participants import attributes, history, queries
from app.participants.history import BY_HAND, Occasion
from app.participants.models import Consent, Participant
from app.projects import queries as projects


def create(session: Session, viewer: Viewer, *, project_id: str, values: dict[str, Any]) -> Participant:
    """Adds a participant. Without a consent in `values`, theirs is pending: nobody but researchers hears them."""
    projects.get_for_research(session, viewer, project_id)
    consent = values.pop("consent", None) or {}
    values["attributes"] = attributes.checked(session, project_id, values.get("attributes") or {})
    participant = Participant(project_id=project_id, **values)
    session.add(participant)
    session.flush()
    given = Consent(participant_id=participant.id, **consent)
    session.add(given)
    if consent:
        history.note(session, viewer, given, BY_HAND)
    note(session, viewer, "participant.create", participant, {"consent": consent.get("status", "pending")})
    return participant


def change(
    session: Session, viewer: Viewer, *, participant_id: str, version: int, values: dict[str, Any]
) -> Participant:
    """Edits a participant; search hears of a new pseudonym, role or segment."""
    participant, _, _ = queries.get_for_research(session, viewer, participant_id)
    if participant.version != version:
        raise Conflict(version=participant.version)
    if values.get("attributes") is not None:
        before = participant.attributes
        values = {
            **values,
            "attributes": attributes.checked(session, participant.project_id, values["attributes"], before),
        }
    for name, value in values.items():
        setattr(participant, name, value)
    participant.updated_at, participant.version = now(), participant.version + 1
    session.add(participant)
    outbox.touch(session, participant)
    note(session, viewer, "participant.change", participant, {"fields": sorted(values)})
    return participant


def set_consent(
    session: Session,
    viewer: Viewer,
    *,
    participant_id: str,
    status: str,
    scope: str,
    media_allowed: bool,
    expires_on: date | None = None,
    evidence: str = "",
    occasion: Occasion = BY_HAND,
) -> Consent:
    """Notes what a participant allows from now on, and how that came about: the one way to change a consent.

    Every read asks this row, so it holds at the next request.
    """
    participant, _, _ = queries.get_for_research(session, viewer, participant_id)
    consent = queries.consent_of(session, participant_id) or Consent(participant_id=participant_id)
    before = {"status": consent.status, "scope": consent.scope, "media_allowed": consent.media_allowed}
    consent.status, consent.scope, consent.media_allowed = status, scope, media_allowed
    consent.expires_on, consent.evidence, consent.updated_at = expires_on, evidence, now()
    session.add(consent)
    history.note(session, viewer, consent, occasion)
    outbox.touch(session, participant)
    after = {"status": status, "scope": scope, "media_allowed": media_allowed}
    told = {"before": before, "after": after, "how": occasion.how.value}
    note(session, viewer, f"consent.{status}", participant, told)
    return consent


def delete(session: Session, viewer: Viewer, *, participant_id: str) -> None:
    """Removes a participant who speaks nowhere; raises Conflict for one who does."""
    participant, _, _ = queries.get_for_research(session, viewer, participant_id)
    outbox.touch(session, participant)
    note(session, viewer, "participant.delete", participant, {})
    session.delete(participant)
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise Conflict(
            f"{participant.pseudonym} speaks in an interview. Withdraw their consent, or give their turns to "
            "somebody else first.",
            code="participant_speaks",
        ) from error


def note(session: Session, viewer: Viewer, action: str, participant: Participant, detail: dict[str, Any]) -> None:
    """Records what was done to a participant."""
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="participant",
        target_id=participant.id,
        project_id=participant.project_id,
        detail=detail,
    )
