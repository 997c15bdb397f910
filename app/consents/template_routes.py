"""HTTP for the forms that people are asked with."""

from fastapi import APIRouter

from app.access.web import BriefViewerDep, ViewerDep
from app.consents import templates
from app.consents.marking import nodes_of
from app.consents.models import ConsentTemplate, ConsentTemplateVersion
from app.consents.schemas import (
    ConsentTemplateFullOut,
    ConsentTemplateIn,
    ConsentTemplateOut,
    ConsentTemplatePatch,
    TemplatePreviewIn,
    TemplatePreviewOut,
    TemplateVersionNextIn,
    TemplateVersionOut,
)
from app.core.idempotency import create_once
from app.core.web import IdempotencyKey, SessionDep, problems

router = APIRouter(prefix="/api/consent-templates", tags=["consents"])


@router.get("", responses=problems(401, 403))
def list_consent_templates(session: SessionDep, viewer: ViewerDep) -> list[ConsentTemplateOut]:
    """The forms that people are asked with, by name; archived ones last."""
    signed = templates.signed_counts(session)
    return [_out(template, version, signed.get(template.id, 0)) for template, version in _known(session, viewer)]


@router.post("", status_code=201, responses=problems(401, 403, 422))
def create_consent_template(
    body: ConsentTemplateIn, session: SessionDep, viewer: ViewerDep, key: IdempotencyKey = None
) -> ConsentTemplateFullOut:
    """Makes a form with its first version."""
    template_id = create_once(
        session,
        user_id=viewer.user_id,
        kind="consent_template",
        key=key,
        create=lambda: templates.create(session, viewer, name=body.name, values=_values(body)).id,
    )
    return _full(session, viewer, template_id)


@router.post("/preview", responses=problems(401, 403, 422))
def preview_consent_template(body: TemplatePreviewIn, viewer: BriefViewerDep) -> TemplatePreviewOut:
    """How a form's body reads, as data: nothing in it is HTML."""
    templates.need_asker(viewer)
    return TemplatePreviewOut(nodes=nodes_of(body.body))


@router.get("/{template_id}", responses=problems(401, 403, 404))
def read_consent_template(template_id: str, session: SessionDep, viewer: ViewerDep) -> ConsentTemplateFullOut:
    """One form with all its versions."""
    return _full(session, viewer, template_id)


@router.patch("/{template_id}", responses=problems(401, 403, 404, 422))
def change_consent_template(
    template_id: str, body: ConsentTemplatePatch, session: SessionDep, viewer: ViewerDep
) -> ConsentTemplateFullOut:
    """Renames a form, archives it or takes it out of the archive."""
    templates.change(session, viewer, template_id=template_id, values=body.model_dump(exclude_none=True))
    return _full(session, viewer, template_id)


@router.post("/{template_id}/versions", status_code=201, responses=problems(401, 403, 404, 409, 422))
def add_consent_template_version(
    template_id: str, body: TemplateVersionNextIn, session: SessionDep, viewer: ViewerDep
) -> ConsentTemplateFullOut:
    """What a form says from now on. Earlier versions stay as people signed them."""
    templates.add_version(session, viewer, template_id=template_id, after=body.after, values=_values(body))
    return _full(session, viewer, template_id)


def _values(body: ConsentTemplateIn | TemplateVersionNextIn) -> dict[str, object]:
    return body.model_dump(include={"texts", "scopes", "media", "valid_months"})


def _known(session: SessionDep, viewer: ViewerDep) -> list[templates.Known]:
    return templates.list_all(session, viewer)


def _full(session: SessionDep, viewer: ViewerDep, template_id: str) -> ConsentTemplateFullOut:
    session.flush()
    template = templates.get(session, viewer, template_id)
    versions = templates.versions_of(session, template_id)
    signed = templates.signed_counts(session).get(template_id, 0)
    shown = _out(template, versions[0], signed)
    return ConsentTemplateFullOut(**shown.model_dump(), versions=[version_out(version) for version in versions])


def _out(template: ConsentTemplate, version: ConsentTemplateVersion, signed: int) -> ConsentTemplateOut:
    return ConsentTemplateOut(
        id=template.id,
        name=template.name,
        archived=template.archived_at is not None,
        version=version_out(version),
        signed=signed,
        created_at=template.created_at,
    )


def version_out(version: ConsentTemplateVersion) -> TemplateVersionOut:
    """A version as it is shown."""
    return TemplateVersionOut.model_validate(version, from_attributes=True)
