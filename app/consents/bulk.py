"""One change for several people: in one transaction, answered person by person, taken back where that is safe.

What does not fit one person is told for that person, and the others go on. A withdrawal is never taken back here:
copies were destroyed and people may have been told; whoever wants their words heard again is asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from app.access.audiences import Standing
from app.access.viewer import Viewer
from app.consents import links, offers, templates
from app.consents.models import ConsentLink, ConsentTemplateVersion
from app.consents.schemas import BulkCode, ConsentBulkIn, ConsentBulkItemOut, ConsentBulkOut
from app.core.clock import today
from app.core.errors import Fault, Invalid, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.settings import Settings
from app.grants import service as granting
from app.participants import history
from app.participants import queries as participants
from app.participants import service as consenting
from app.participants.consent import standing
from app.participants.history import How, Occasion
from app.participants.models import Consent, ConsentChange, Participant


@dataclass(frozen=True, slots=True)
class _Deed:
    """What is wanted, looked up once for all."""

    body: ConsentBulkIn
    batch_id: str
    version: ConsentTemplateVersion | None

    @property
    def occasion(self) -> Occasion:
        return Occasion(How.RESEARCHER, f"version:{self.version.id}" if self.version else "", self.batch_id)


def apply(session: Session, viewer: Viewer, settings: Settings, body: ConsentBulkIn) -> ConsentBulkOut:
    """Changes, withdraws or asks, for everybody named; raises Invalid when nothing is to be done at all."""
    _need_sense(body)
    version = templates.to_ask_with(session, viewer, body.template_id) if body.template_id else None
    deed = _Deed(body, new_id(), version)
    items = [_one(session, viewer, settings, deed, one) for one in dict.fromkeys(body.participant_ids)]
    done = any(item.done for item in items)
    return ConsentBulkOut(batch_id=deed.batch_id, items=items, can_undo=done and body.deed != "withdraw")


def undo(session: Session, viewer: Viewer, *, batch_id: str) -> ConsentBulkOut:
    """Takes a bulk change back for everybody whose consent has not changed since; ends links nobody has opened."""
    changes = session.exec(select(ConsentChange).where(ConsentChange.batch_id == batch_id)).all()
    given = session.exec(select(ConsentLink).where(ConsentLink.batch_id == batch_id)).all()
    if not changes and not given:
        raise NotFound
    if any(row.actor_id != viewer.user_id for row in changes) and not viewer.is_admin:
        raise NotAllowed("Only who made this change, or an administrator, can take it back.")
    items = [_take_back(session, viewer, row) for row in sorted(changes, key=lambda row: row.id)]
    items += [_end(session, viewer, row) for row in sorted(given, key=lambda row: row.id)]
    return ConsentBulkOut(batch_id=batch_id, items=items, can_undo=False)


def _need_sense(body: ConsentBulkIn) -> None:
    changes = (body.scope, body.media_allowed, body.expires_on, body.template_id)
    if body.deed == "change" and not body.without_end and all(value is None for value in changes):
        raise Invalid("Choose what is to change.", code="nothing_to_do", faults=[Fault("scope", "nothing chosen")])
    if body.deed == "link" and body.template_id is None:
        message = "Choose the form that they are asked with."
        raise Invalid(message, code="no_form", faults=[Fault("template_id", message)])
    if body.expires_on is not None and body.expires_on < today():
        message = "This day is over already. To end consents, withdraw them."
        raise Invalid(message, code="expired", faults=[Fault("expires_on", message)])


def _one(session: Session, viewer: Viewer, settings: Settings, deed: _Deed, participant_id: str) -> ConsentBulkItemOut:
    try:
        participant, consent, _ = participants.get_for_research(session, viewer, participant_id)
    except (NotFound, NotAllowed):
        return ConsentBulkItemOut(participant_id=participant_id, pseudonym="", done=False, code="not_found")
    if deed.body.deed == "link":
        return _link(session, viewer, settings, deed, participant, consent)
    if deed.body.deed == "withdraw":
        return _told(participant, _withdraw(session, viewer, deed, participant, consent))
    return _told(participant, _change(session, viewer, deed, participant, consent))


def _link(
    session: Session,
    viewer: Viewer,
    settings: Settings,
    deed: _Deed,
    participant: Participant,
    consent: Consent | None,
) -> ConsentBulkItemOut:
    assert deed.version is not None  # noqa: S101 - `_need_sense` asks for a form
    by_mail = deed.body.by_mail
    if by_mail and not links.can_mail(settings, participant):
        return _told(participant, "no_address")
    _, token = links.make(
        session,
        viewer,
        participant=participant,
        version=deed.version,
        language=deed.body.language,
        by_mail=by_mail,
        # The mail then says that something ends, not that something is asked for the first time.
        renews=consent is not None and consent.status == "granted" and consent.expires_on is not None,
        batch_id=deed.batch_id,
    )
    url = None if by_mail else links.url_of(settings, token)
    return _told(participant, "mailed" if by_mail else "linked", url)


def _withdraw(
    session: Session, viewer: Viewer, deed: _Deed, participant: Participant, consent: Consent | None
) -> BulkCode:
    held = consent or Consent(participant_id=participant.id)
    if held.status == Standing.WITHDRAWN:
        return "unchanged"
    evidence = deed.body.evidence or held.evidence
    _set(session, viewer, deed, participant, "withdrawn", held.scope, held.media_allowed, held.expires_on, evidence)
    return "withdrawn"


def _change(
    session: Session, viewer: Viewer, deed: _Deed, participant: Participant, consent: Consent | None
) -> BulkCode:
    if consent is None or standing(consent.status, consent.expires_on, today()) is not Standing.GRANTED:
        return "not_granted"
    body = deed.body
    scope = body.scope or consent.scope
    media = consent.media_allowed if body.media_allowed is None else body.media_allowed
    ends = _end_of(deed, consent)
    before = (consent.scope, consent.media_allowed)
    later = ends != consent.expires_on and (
        ends is None or (consent.expires_on is not None and ends > consent.expires_on)
    )
    if (offers.wider(before, (scope, media)) or later) and not body.evidence.strip():
        return "evidence_needed"
    if (scope, media, ends) == (*before, consent.expires_on) and deed.version is None:
        return "unchanged"
    _set(session, viewer, deed, participant, "granted", scope, media, ends, body.evidence or consent.evidence)
    return "changed"


def _end_of(deed: _Deed, consent: Consent) -> date | None:
    if deed.body.without_end:
        return None
    return deed.body.expires_on or consent.expires_on


def _set(
    session: Session,
    viewer: Viewer,
    deed: _Deed,
    participant: Participant,
    status: str,
    scope: str,
    media: bool,
    expires_on: date | None,
    evidence: str,
) -> None:
    consenting.set_consent(
        session,
        viewer,
        participant_id=participant.id,
        status=status,
        scope=scope,
        media_allowed=media,
        expires_on=expires_on,
        evidence=evidence,
        occasion=deed.occasion,
    )
    session.flush()


def _take_back(session: Session, viewer: Viewer, change: ConsentChange) -> ConsentBulkItemOut:
    try:
        participant, _, _ = participants.get_for_research(session, viewer, change.participant_id)
    except (NotFound, NotAllowed):
        return ConsentBulkItemOut(participant_id=change.participant_id, pseudonym="", done=False, code="not_found")
    known = history.changes_of(session, participant.id)
    if known[0].id != change.id:
        return _told(participant, "changed_since")
    before = known[1] if len(known) > 1 else None
    if change.status != "granted" or before is None or before.status != "granted":
        return _told(participant, "not_safe")
    consenting.set_consent(
        session,
        viewer,
        participant_id=participant.id,
        status=before.status,
        scope=before.scope,
        media_allowed=before.media_allowed,
        expires_on=before.expires_on,
        evidence=before.evidence,
        occasion=Occasion(How.RESEARCHER, before.basis),
    )
    session.flush()
    return _told(participant, "taken_back")


def _end(session: Session, viewer: Viewer, link: ConsentLink) -> ConsentBulkItemOut:
    try:
        known = links.get(session, viewer, link.id)
        participant, _, _ = participants.get_for_research(session, viewer, link.participant_id)
    except (NotFound, NotAllowed):
        return ConsentBulkItemOut(participant_id=link.participant_id, pseudonym="", done=False, code="not_found")
    if link.opened_at or link.sent_at:
        return _told(participant, "opened")
    granting.revoke(session, viewer, known.grant)
    return _told(participant, "taken_back")


_DONE: Sequence[BulkCode] = ("changed", "linked", "mailed", "withdrawn", "taken_back")


def _told(participant: Participant, code: BulkCode, url: str | None = None) -> ConsentBulkItemOut:
    return ConsentBulkItemOut(
        participant_id=participant.id, pseudonym=participant.pseudonym, done=code in _DONE, code=code, url=url
    )
