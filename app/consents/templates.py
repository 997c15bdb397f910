"""Rules about forms: researchers make them, versions never change, archived ones are not asked with."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, func, select

from app.access.roles import Role
from app.access.viewer import Viewer
from app.audit import service as audit
from app.consents.models import ConsentReceipt, ConsentTemplate, ConsentTemplateVersion
from app.core.clock import now
from app.core.errors import Conflict, NotAllowed, NotFound

Known = tuple[ConsentTemplate, ConsentTemplateVersion]


def need_asker(viewer: Viewer) -> None:
    """Raises NotAllowed unless the viewer researches somewhere: forms are the same for all projects."""
    if not viewer.is_researcher and Role.RESEARCHER not in viewer.memberships.values():
        raise NotAllowed("Only researchers see the forms that people are asked with.")


def list_all(session: Session, viewer: Viewer) -> list[Known]:
    """Every form with its newest version, by name; archived ones last."""
    need_asker(viewer)
    query = (
        select(ConsentTemplate, ConsentTemplateVersion)
        .join(ConsentTemplateVersion, col(ConsentTemplateVersion.template_id) == col(ConsentTemplate.id))
        .where(
            ConsentTemplateVersion.number
            == select(func.max(ConsentTemplateVersion.number))
            .where(ConsentTemplateVersion.template_id == ConsentTemplate.id)
            .correlate(ConsentTemplate)
            .scalar_subquery()
        )
        .order_by(col(ConsentTemplate.archived_at).is_not(None), col(ConsentTemplate.name), col(ConsentTemplate.id))
    )
    return [(template, version) for template, version in session.exec(query).all()]


def get(session: Session, viewer: Viewer, template_id: str) -> ConsentTemplate:
    """One form, or NotFound."""
    need_asker(viewer)
    if row := session.get(ConsentTemplate, template_id):
        return row
    raise NotFound


def versions_of(session: Session, template_id: str) -> list[ConsentTemplateVersion]:
    """The versions of a form, newest first."""
    query = select(ConsentTemplateVersion).where(ConsentTemplateVersion.template_id == template_id)
    return list(session.exec(query.order_by(col(ConsentTemplateVersion.number).desc())).all())


def to_ask_with(session: Session, viewer: Viewer, template_id: str) -> ConsentTemplateVersion:
    """The version people are asked with now; raises Conflict for an archived form."""
    if get(session, viewer, template_id).archived_at is not None:
        raise Conflict("This form is archived. Choose another, or take it out of the archive.", code="form_archived")
    return versions_of(session, template_id)[0]


def signed_counts(session: Session) -> Mapping[str, int]:
    """How many people signed any version, by form."""
    query = (
        select(ConsentTemplateVersion.template_id, func.count(func.distinct(ConsentReceipt.participant_id)))
        .join(ConsentTemplateVersion, col(ConsentTemplateVersion.id) == col(ConsentReceipt.version_id))
        .where(ConsentReceipt.deed == "signed")
        .group_by(col(ConsentTemplateVersion.template_id))
    )
    return dict(session.exec(query).all())


def create(session: Session, viewer: Viewer, *, name: str, values: Mapping[str, Any]) -> ConsentTemplate:
    """A new form with its first version."""
    viewer.need_researcher()
    template = ConsentTemplate(name=name, created_by=viewer.user_id or None)
    session.add(template)
    session.flush()
    _add(session, viewer, template, 1, values)
    return template


def add_version(
    session: Session, viewer: Viewer, *, template_id: str, after: int, values: Mapping[str, Any]
) -> ConsentTemplate:
    """What a form says from now on; whoever was asked with an earlier version has that. Saying the same adds none."""
    viewer.need_researcher()
    template = get(session, viewer, template_id)
    newest = versions_of(session, template_id)[0]
    if newest.number != after:
        raise Conflict("Somebody changed this form in the meantime.", version=newest.number)
    if any(getattr(newest, field) != value for field, value in values.items()):
        _add(session, viewer, template, after + 1, values)
    return template


def change(session: Session, viewer: Viewer, *, template_id: str, values: Mapping[str, Any]) -> ConsentTemplate:
    """Renames a form, archives it or takes it out of the archive."""
    viewer.need_researcher()
    template = get(session, viewer, template_id)
    if values.get("name"):
        template.name = values["name"]
    if values.get("archived") is not None:
        template.archived_at = (template.archived_at or now()) if values["archived"] else None
    session.add(template)
    _note(session, viewer, "consent_template.change", template, dict(values))
    return template


def _add(session: Session, viewer: Viewer, template: ConsentTemplate, number: int, values: Mapping[str, Any]) -> None:
    row = ConsentTemplateVersion(template_id=template.id, number=number, created_by=viewer.user_id or None, **values)
    session.add(row)
    session.flush()
    _note(session, viewer, "consent_template.version", template, {"number": number, "languages": sorted(row.texts)})


def _note(session: Session, viewer: Viewer, action: str, template: ConsentTemplate, detail: dict[str, Any]) -> None:
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="consent_template",
        target_id=template.id,
        detail={"name": template.name, **detail},
    )
