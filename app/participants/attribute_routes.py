"""HTTP for the schema of custom attributes."""

from collections import Counter

from fastapi import APIRouter
from sqlmodel import Session

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core.web import SessionDep, problems
from app.participants import attributes, finding
from app.participants.models import Attribute
from app.participants.profile_schemas import AttributeIn, AttributeOrder, AttributeOut, AttributePatch
from app.participants.segment_rules import Person

router = APIRouter(prefix="/api/attributes", tags=["participants"])


@router.get("", responses=problems(401, 404, 422))
def list_attributes(session: SessionDep, viewer: ViewerDep, project_id: str | None = None) -> list[AttributeOut]:
    """The company's attributes, then those of one project or of all you may see; archived ones too."""
    people = finding.visible(session, viewer, project_id)
    counts = _counts(people)
    return [_out(session, viewer, one, counts) for one in attributes.readable(session, viewer, project_id)]


@router.post("", status_code=201, responses=problems(401, 403, 404, 409, 422))
def create_attribute(body: AttributeIn, session: SessionDep, viewer: ViewerDep) -> AttributeOut:
    """Adds an attribute that participants may have a value in."""
    values = body.model_dump(exclude={"project_id"})
    made = attributes.define(session, viewer, project_id=body.project_id, values=values)
    return _out(session, viewer, made, Counter())


@router.put("/order", status_code=204, responses=problems(401, 403, 404, 422))
def order_attributes(body: AttributeOrder, session: SessionDep, viewer: ViewerDep) -> None:
    """Puts the attributes of the company, or a project's own, in order."""
    attributes.arrange(session, viewer, project_id=body.project_id, ids=body.ids)


@router.patch("/{attribute_id}", responses=problems(401, 403, 404, 409, 422))
def change_attribute(attribute_id: str, body: AttributePatch, session: SessionDep, viewer: ViewerDep) -> AttributeOut:
    """Changes an attribute. Values that people have go along with a new type or new choices, or nothing changes."""
    values = body.model_dump(exclude_unset=True, exclude_none=True, exclude={"version", "renamed", "company_wide"})
    changed = attributes.change(
        session,
        viewer,
        attribute_id=attribute_id,
        version=body.version,
        values=values,
        renamed=body.renamed,
        company_wide=bool(body.company_wide),
    )
    session.flush()
    return _out(session, viewer, changed, _counts(finding.visible(session, viewer, changed.project_id)))


@router.delete("/{attribute_id}", status_code=204, responses=problems(401, 403, 404, 409))
def delete_attribute(attribute_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Removes an attribute in which nobody has a value."""
    attributes.delete(session, viewer, attribute_id=attribute_id)


def _counts(people: list[Person]) -> Counter[tuple[str, str | None]]:
    counts: Counter[tuple[str, str | None]] = Counter()
    for person in people:
        for key in person.attributes:
            counts[key, person.project_id] += 1
            counts[key, None] += 1
    return counts


def _out(
    session: Session, viewer: Viewer, attribute: Attribute, counts: Counter[tuple[str, str | None]]
) -> AttributeOut:
    return AttributeOut(
        **attribute.model_dump(exclude={"created_at", "updated_at"}),
        people=counts[attribute.key, attribute.project_id],
        may_change=attributes.may_change(session, viewer, attribute.project_id),
    )
