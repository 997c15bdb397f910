"""How what is known of a consent is shown to the researchers of its project."""

from collections.abc import Mapping

from sqlmodel import Session

from app.access.viewer import Viewer
from app.consents import evidence, links, queries
from app.consents.giving import hash_of
from app.consents.models import ConsentForm, ConsentReceipt, ConsentTemplate, ConsentTemplateVersion
from app.consents.queries import KnownLink
from app.consents.schemas import (
    ConsentChangeOut,
    ConsentLinkOut,
    ConsentReceiptOut,
    ConsentRecordOut,
    ConsentRowOut,
    SignedFormOut,
)
from app.core.clock import now, today
from app.core.settings import Settings
from app.participants import history
from app.participants import queries as participants
from app.participants.consent import standing
from app.participants.models import Consent, ConsentChange
from app.participants.schemas import ConsentOut

_VERSION = "version:"


def record(session: Session, viewer: Viewer, settings: Settings, participant_id: str) -> ConsentRecordOut:
    """All there is about a participant's consent."""
    participant, consent, project = participants.get_for_research(session, viewer, participant_id)
    receipts, forms = queries.receipts_of(session, participant_id), queries.forms_of(session, participant_id)
    if receipts or forms:
        evidence.seen(session, viewer, participant_id, project.id)
    numbers = {f"receipt:{receipt.id}": receipt.number for receipt, _, _ in receipts}
    changes = history.changes_of(session, participant_id)
    noted = {change.basis.removeprefix(_VERSION) for change in changes if change.basis.startswith(_VERSION)}
    papers = queries.versions_named(session, noted)
    return ConsentRecordOut(
        participant_id=participant_id,
        consent=consent_out(consent),
        changes=[_change_out(row, numbers, papers) for row in changes],
        receipts=[_receipt_out(*row) for row in receipts],
        forms=[form_out(row) for row in forms],
        moments=evidence.moments_out(session, viewer, queries.moments_of(session, participant_id)),
        links=[link_out(known) for known in queries.links_of(session, [participant_id])[participant_id]],
        can_mail=links.can_mail(settings, participant),
    )


def row_out(row: queries.ListedRow, known: list[KnownLink], settings: Settings) -> ConsentRowOut:
    """One line of the list."""
    participant, consent, project = row
    return ConsentRowOut(
        participant_id=participant.id,
        pseudonym=participant.pseudonym,
        project_id=project.id,
        project_name=project.name,
        consent=consent_out(consent),
        link=link_out(known[0]) if known else None,
        can_mail=links.can_mail(settings, participant),
    )


def consent_out(consent: Consent | None) -> ConsentOut:
    """A consent as researchers see it: with what is noted of its evidence."""
    row = consent or Consent(participant_id="", updated_at=now())
    shown = row.model_dump(include={"scope", "media_allowed", "expires_on", "evidence", "updated_at"})
    return ConsentOut(status=standing(row.status, row.expires_on, today()).value, **shown)


def link_out(known: KnownLink) -> ConsentLinkOut:
    """A link and how far it has come."""
    link = known.link
    return ConsentLinkOut(
        template_name=known.template.name,
        version=known.version.number,
        state=known.state,
        hint=known.grant.hint,
        expires_at=known.grant.expires_at,
        **link.model_dump(
            include={"id", "language", "by_mail", "renews", "created_at", "sent_at", "opened_at", "signed_at"}
        ),
    )


def form_out(form: ConsentForm) -> SignedFormOut:
    """A signed form, without its bytes."""
    return SignedFormOut.model_validate(form, from_attributes=True)


def _change_out(
    row: ConsentChange, numbers: Mapping[str, str], papers: Mapping[str, tuple[str, int]]
) -> ConsentChangeOut:
    name, version = papers.get(row.basis.removeprefix(_VERSION), (None, None))
    shown = row.model_dump(include={"id", "status", "scope", "media_allowed", "expires_on", "evidence", "how", "actor"})
    return ConsentChangeOut(
        at=row.created_at, receipt=numbers.get(row.basis), form_name=name, form_version=version, **shown
    )


def _receipt_out(
    receipt: ConsentReceipt, version: ConsentTemplateVersion, template: ConsentTemplate
) -> ConsentReceiptOut:
    shown = receipt.model_dump(
        include={"number", "deed", "language", "name", "scope", "media_allowed", "expires_on", "text_sha256"}
    )
    return ConsentReceiptOut(
        at=receipt.created_at,
        template_name=template.name,
        version=version.number,
        title=version.texts[receipt.language]["title"],
        intact=hash_of(version, receipt.language) == receipt.text_sha256,
        **shown,
    )
