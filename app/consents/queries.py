"""Reading what asks for consent and what proves it. Only the researchers of a participant's project get here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, false, true
from sqlmodel import Session, and_, col, func, or_, select

from app.access.audiences import OPEN
from app.access.roles import Role
from app.access.viewer import Viewer
from app.consents.models import (
    ConsentForm,
    ConsentLink,
    ConsentMoment,
    ConsentReceipt,
    ConsentTemplate,
    ConsentTemplateVersion,
)
from app.core.clock import now
from app.grants.models import Grant
from app.grants.queries import State, state_of
from app.participants.models import Consent, Participant
from app.projects.models import Project


@dataclass(frozen=True, slots=True)
class KnownLink:
    """A link with what it hangs on."""

    link: ConsentLink
    grant: Grant
    version: ConsentTemplateVersion
    template: ConsentTemplate

    @property
    def state(self) -> str:
        """How far it has come; see `schemas.LinkState`."""
        held = state_of(self.grant)
        if held is State.REVOKED:
            return "ended"
        if self.link.signed_at:
            return "signed"
        if held is State.EXPIRED:
            return "over"
        if self.link.opened_at:
            return "opened"
        if not self.link.by_mail:
            return "made"
        return "sent" if self.link.sent_at else "sending"


def researched(viewer: Viewer) -> ColumnElement[bool]:
    """The SQL condition of `Viewer.may_research`."""
    if viewer.is_admin:
        return true()
    own = [project_id for project_id, role in viewer.memberships.items() if role == Role.RESEARCHER]
    everywhere = (col(Project.access) == OPEN) if viewer.is_researcher else false()
    return or_(everywhere, col(Project.id).in_(own))


def links_of(session: Session, participant_ids: Collection[str]) -> dict[str, list[KnownLink]]:
    """The pages that participants were given, newest first."""
    query = (
        select(ConsentLink, Grant, ConsentTemplateVersion, ConsentTemplate)
        .join(Grant, col(Grant.id) == col(ConsentLink.grant_id))
        .join(ConsentTemplateVersion, col(ConsentTemplateVersion.id) == col(ConsentLink.version_id))
        .join(ConsentTemplate, col(ConsentTemplate.id) == col(ConsentTemplateVersion.template_id))
        .where(col(ConsentLink.participant_id).in_(participant_ids))
        .order_by(col(ConsentLink.id).desc())
    )
    found: dict[str, list[KnownLink]] = {participant_id: [] for participant_id in participant_ids}
    for row in session.exec(query).all():
        known = KnownLink(*row)
        found[known.link.participant_id].append(known)
    return found


def versions_named(session: Session, version_ids: Collection[str]) -> dict[str, tuple[str, int]]:
    """The name of the form and the number of these versions, by id."""
    query = (
        select(ConsentTemplateVersion.id, ConsentTemplate.name, ConsentTemplateVersion.number)
        .join(ConsentTemplate, col(ConsentTemplate.id) == col(ConsentTemplateVersion.template_id))
        .where(col(ConsentTemplateVersion.id).in_(version_ids))
    )
    return {version_id: (name, number) for version_id, name, number in session.exec(query).all()}


def receipts_of(
    session: Session, participant_id: str
) -> list[tuple[ConsentReceipt, ConsentTemplateVersion, ConsentTemplate]]:
    """What a participant signed or withdrew on their page, newest first."""
    query = (
        select(ConsentReceipt, ConsentTemplateVersion, ConsentTemplate)
        .join(ConsentTemplateVersion, col(ConsentTemplateVersion.id) == col(ConsentReceipt.version_id))
        .join(ConsentTemplate, col(ConsentTemplate.id) == col(ConsentTemplateVersion.template_id))
        .where(ConsentReceipt.participant_id == participant_id)
        .order_by(col(ConsentReceipt.id).desc())
    )
    return [(receipt, version, template) for receipt, version, template in session.exec(query).all()]


def forms_of(session: Session, participant_id: str) -> list[ConsentForm]:
    """The signed forms of a participant, newest first."""
    query = select(ConsentForm).where(ConsentForm.participant_id == participant_id)
    return list(session.exec(query.order_by(col(ConsentForm.id).desc())).all())


def moments_of(session: Session, participant_id: str) -> list[ConsentMoment]:
    """Where a participant consented aloud, newest first."""
    query = select(ConsentMoment).where(ConsentMoment.participant_id == participant_id)
    return list(session.exec(query.order_by(col(ConsentMoment.id).desc())).all())


ListedRow = tuple[Participant, Consent | None, Project]


def listed(
    session: Session,
    viewer: Viewer,
    *,
    state: str,
    day: date,
    until: date,
    project_id: str | None,
    limit: int,
    after: tuple[str, str, str] | None = None,
) -> list[ListedRow]:
    """Participants of the viewer's projects by the state of their consent; what ends first comes first."""
    order = _order()
    query = (
        select(Participant, Consent, Project)
        .join(Project, col(Project.id) == col(Participant.project_id))
        .join(Consent, col(Consent.participant_id) == col(Participant.id), isouter=True)
        .where(*_in_state(viewer, state, day, until, project_id))
        .order_by(*order)
        .limit(limit)
    )
    if after:
        end, name, key = order
        rest = or_(name > after[1], and_(name == after[1], key > after[2]))
        query = query.where(or_(end > after[0], and_(end == after[0], rest)))
    return [(participant, consent, project) for participant, consent, project in session.exec(query).all()]


def count(session: Session, viewer: Viewer, *, state: str, day: date, until: date, project_id: str | None) -> int:
    """How many `listed` would find in all."""
    query = (
        select(func.count())
        .select_from(Participant)
        .join(Project, col(Project.id) == col(Participant.project_id))
        .join(Consent, col(Consent.participant_id) == col(Participant.id), isouter=True)
        .where(*_in_state(viewer, state, day, until, project_id))
    )
    return session.exec(query).one()


NEVER = "9999-12-31"
"""Where a consent without end is sorted."""


def end_of(consent: Consent | None) -> str:
    """What `listed` sorts a consent by."""
    return consent.expires_on.isoformat() if consent and consent.expires_on else NEVER


def _order() -> tuple[Any, Any, Any]:
    return func.coalesce(cast(Consent.expires_on, String), NEVER), col(Participant.pseudonym), col(Participant.id)


def _in_state(viewer: Viewer, state: str, day: date, until: date, project_id: str | None) -> list[ColumnElement[bool]]:
    within = [researched(viewer)] + ([col(Project.id) == project_id] if project_id else [])
    given = col(Consent.status) == "granted"
    open_end = col(Consent.expires_on).is_(None)
    lasting = or_(open_end, col(Consent.expires_on) >= day)
    states: dict[str, list[ColumnElement[bool]]] = {
        "all": [],
        "granted": [given, lasting],
        "ending": [given, col(Consent.expires_on).between(day, until)],
        "pending": [or_(col(Consent.id).is_(None), col(Consent.status) == "pending")],
        "over": [or_(col(Consent.status).in_(("withdrawn", "expired")), and_(given, col(Consent.expires_on) < day))],
        "waiting": [_asked()],
    }
    return within + states[state]


def _asked() -> ColumnElement[bool]:
    """Somebody who was given a page that still opens, and has not signed there yet."""
    return exists(
        select(ConsentLink.id)
        .join(Grant, col(Grant.id) == col(ConsentLink.grant_id))
        .where(
            ConsentLink.participant_id == Participant.id,
            col(ConsentLink.signed_at).is_(None),
            col(Grant.revoked_at).is_(None),
            or_(col(Grant.expires_at).is_(None), col(Grant.expires_at) > now()),
        )
        .correlate(Participant)
    )
