"""The schema of custom attributes: company-wide ones, and what each project adds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlmodel import Session, col, or_, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid, NotFound
from app.outbox import service as outbox
from app.participants.attribute_types import AttributeType, Kind, Misfit, converted, fitted, from_text
from app.participants.models import Attribute, Participant
from app.projects import queries as projects
from app.projects.models import Project

MOST = 200
_SHOWN = 5


def of_project(session: Session, project_id: str | None) -> list[Attribute]:
    """The attributes in force for a project, company-wide ones first; None: those of the company alone."""
    query = (
        select(Attribute)
        .where(or_(col(Attribute.project_id).is_(None), col(Attribute.project_id) == project_id))
        .order_by(col(Attribute.project_id).is_not(None), col(Attribute.position), col(Attribute.id))
    )
    return list(session.exec(query).all())


def readable(session: Session, viewer: Viewer, project_id: str | None) -> list[Attribute]:
    """The attributes that a viewer may know: of one project, or of all they may see."""
    if project_id:
        projects.get(session, viewer, project_id)
        return of_project(session, project_id)
    query = (
        select(Attribute)
        .join(Project, col(Project.id) == col(Attribute.project_id), isouter=True)
        .where(or_(col(Attribute.project_id).is_(None), projects.readable(viewer)))
        .order_by(col(Attribute.project_id).is_not(None), col(Attribute.position), col(Attribute.id))
    )
    return list(session.exec(query).all())


def may_change(session: Session, viewer: Viewer, project_id: str | None) -> bool:
    """Company-wide ones are the administrators', a project's its researchers'."""
    if project_id is None:
        return viewer.is_admin
    project = session.get(Project, project_id)
    return project is not None and viewer.may_research(project.id, project.access)


def kind(attribute: Attribute) -> Kind:
    """What values an attribute takes."""
    return Kind(cast("AttributeType", attribute.type), tuple(attribute.options))


def define(session: Session, viewer: Viewer, *, project_id: str | None, values: Mapping[str, Any]) -> Attribute:
    """Adds an attribute; raises Conflict where another one has that name already."""
    _need(session, viewer, project_id)
    known = of_project(session, project_id)
    if len(known) >= MOST:
        raise Conflict(f"There are {MOST} attributes already. Archive some first.", code="too_many_attributes")
    _need_free_name(session, project_id, values["label"])
    attribute = Attribute(project_id=project_id, key=values["label"], position=len(known), **values)
    attribute.options = _distinct(attribute.options or ())
    session.add(attribute)
    session.flush()
    _note(session, viewer, "attribute.create", attribute)
    return attribute


def change(
    session: Session,
    viewer: Viewer,
    *,
    attribute_id: str,
    version: int,
    values: Mapping[str, Any],
    renamed: Mapping[str, str],
    company_wide: bool = False,
) -> Attribute:
    """Changes an attribute and takes along what people have in it.

    Raises Conflict when somebody was faster or the name is taken, Invalid (`values_do_not_fit`) naming the people whose
    values the new type or the new choices would not hold: then nothing changes.
    """
    attribute = get(session, viewer, attribute_id)
    if attribute.version != version:
        raise Conflict(version=attribute.version)
    if company_wide and attribute.project_id is not None:
        _widen(session, viewer, attribute)
    label = values.get("label", attribute.label)
    if label.casefold() != attribute.label.casefold():
        _need_free_name(session, attribute.project_id, label, but=attribute.id)
    for name, value in values.items():
        setattr(attribute, name, value)
    attribute.options = _distinct(attribute.options)
    if attribute.type in ("one_of", "several_of") and not attribute.options:
        raise Invalid("Name at least one choice.", faults=[Fault("options", "Name at least one choice.")])
    if {"type", "options"} & values.keys() or renamed:
        _convert(session, attribute, renamed)
    attribute.version, attribute.updated_at = attribute.version + 1, now()
    session.add(attribute)
    _note(session, viewer, "attribute.change", attribute)
    return attribute


def delete(session: Session, viewer: Viewer, *, attribute_id: str) -> None:
    """Removes an attribute that nobody has a value in; raises Conflict otherwise: it can be archived."""
    attribute = get(session, viewer, attribute_id)
    if having := _having(session, attribute):
        message = f"{len(having)} people have a value in it. Archive it instead: their values stay readable."
        raise Conflict(message, code="attribute_in_use", people=len(having))
    _note(session, viewer, "attribute.delete", attribute)
    session.delete(attribute)


def arrange(session: Session, viewer: Viewer, *, project_id: str | None, ids: Sequence[str]) -> None:
    """Puts the attributes of the company, or a project's own, in this order."""
    _need(session, viewer, project_id)
    own = {one.id: one for one in of_project(session, project_id) if one.project_id == project_id}
    if set(ids) != own.keys() or len(ids) != len(own):
        raise Invalid("Name each attribute once.", code="incomplete_order", faults=[Fault("ids", "Name each once.")])
    for position, attribute_id in enumerate(ids):
        own[attribute_id].position = position
        session.add(own[attribute_id])


def get(session: Session, viewer: Viewer, attribute_id: str) -> Attribute:
    """An attribute the viewer may change."""
    attribute = session.get(Attribute, attribute_id)
    if attribute is None:
        raise NotFound
    _need(session, viewer, attribute.project_id)
    return attribute


def checked(
    session: Session, project_id: str, values: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Values of a participant as they are kept: each fits its attribute, or stays what it was before.

    Empty ones are left out. Raises Invalid with a fault for each that does not fit or has no attribute.
    """
    known = {one.key: one for one in of_project(session, project_id)}
    kept, faults = dict[str, Any](), list[Fault]()
    for key, value in values.items():
        if value in (None, "", []):
            continue
        if before is not None and key in before and before[key] == value:
            kept[key] = value
        elif key not in known:
            faults.append(Fault(f"attributes.{key}", f"There is no attribute “{key}” here.", "unknown_attribute"))
        else:
            try:
                kept[key] = fitted(kind(known[key]), value)
            except Misfit as error:
                faults.append(Fault(f"attributes.{key}", str(error), "does_not_fit"))
    if faults:
        raise Invalid(faults[0].message, code=faults[0].code, faults=faults)
    return kept


def read(session: Session, viewer: Viewer, *, project_id: str, texts: Mapping[str, str], where: str) -> dict[str, Any]:
    """Texts out of a file, by label, as values: what has no attribute yet becomes a text of the project.

    Raises Invalid, with `where` (such as "line 12") in each fault.
    """
    known = {name.casefold(): one for one in of_project(session, project_id) for name in (one.key, one.label)}
    kept, faults = dict[str, Any](), list[Fault]()
    for label, text in texts.items():
        name = label.strip()[:120]
        attribute = known.get(name.casefold())
        if attribute is None:
            values = {"label": name, "type": "text"}
            attribute = known[name.casefold()] = define(session, viewer, project_id=project_id, values=values)
        try:
            kept[attribute.key] = from_text(kind(attribute), text)
        except Misfit as error:
            faults.append(Fault(f"{where}: {attribute.label}", str(error), "does_not_fit"))
    if faults:
        raise Invalid(f"{faults[0].where}: {faults[0].message}", code="does_not_fit", faults=faults)
    return kept


def _need(session: Session, viewer: Viewer, project_id: str | None) -> None:
    if project_id is None:
        viewer.need_admin()
    else:
        projects.get_for_research(session, viewer, project_id)


def _need_free_name(session: Session, project_id: str | None, label: str, but: str = "") -> None:
    """A label names one thing wherever it is seen: a company-wide one is seen in every project."""
    query = select(Attribute).where(Attribute.id != but)
    if project_id is not None:
        query = query.where(or_(col(Attribute.project_id).is_(None), col(Attribute.project_id) == project_id))
    for other in session.exec(query):
        if label.casefold() in (other.label.casefold(), other.key.casefold()):
            place = "the whole company has" if other.project_id is None else _project_has(session, other.project_id)
            message = f"There is an attribute “{other.label}” already, which {place}."
            raise Conflict(message, code="attribute_exists", faults=[Fault("label", message)])


def _project_has(session: Session, project_id: str) -> str:
    project = session.get(Project, project_id)
    return f"the project “{project.name if project else ''}” has. Make that one company-wide instead"


def _widen(session: Session, viewer: Viewer, attribute: Attribute) -> None:
    """Gives a project's attribute to every project; those that have the same one already give theirs up."""
    viewer.need_admin()
    same = session.exec(select(Attribute).where(Attribute.id != attribute.id, col(Attribute.project_id).is_not(None)))
    for other in same.all():
        if (
            attribute.label.casefold() not in (other.label.casefold(), other.key.casefold())
            and other.key != attribute.key
        ):
            continue
        if other.key != attribute.key or other.type != attribute.type:
            message = f"{_project_has(session, str(other.project_id)).split('.', maxsplit=1)[0]} one of another type."
            raise Conflict(f"{message[:1].upper()}{message[1:]}", code="attribute_exists")
        attribute.options = _distinct([*attribute.options, *other.options])
        session.delete(other)
    attribute.project_id = None
    attribute.position = len(of_project(session, None))


def _convert(session: Session, attribute: Attribute, renamed: Mapping[str, str]) -> None:
    faults = []
    for person in _having(session, attribute):
        value = _renamed(person.attributes[attribute.key], renamed)
        try:
            fresh = converted(kind(attribute), value)
        except Misfit as error:
            faults.append(Fault(person.pseudonym, str(error), "does_not_fit"))
            continue
        if fresh != person.attributes[attribute.key]:
            person.attributes = {**person.attributes, attribute.key: fresh}
            person.version, person.updated_at = person.version + 1, now()
            session.add(person)
            outbox.touch(session, person)
    if faults:
        names = ", ".join(fault.where for fault in faults[:_SHOWN])
        more = f" and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        message = f"What {names}{more} have would not fit. Correct that first."
        raise Invalid(message, code="values_do_not_fit", faults=faults)


def _renamed(value: Any, renamed: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(one, renamed) for one in value]
    return renamed.get(value, value) if isinstance(value, str) else value


def _having(session: Session, attribute: Attribute) -> list[Participant]:
    query = select(Participant).order_by(col(Participant.pseudonym))
    if attribute.project_id is not None:
        query = query.where(Participant.project_id == attribute.project_id)
    return [person for person in session.exec(query) if attribute.key in person.attributes]


def _distinct(options: Iterable[str]) -> list[str]:
    """Without those that differ only in capital letters: a table could not tell them apart."""
    found: dict[str, str] = {}
    for option in options:
        found.setdefault(option.casefold(), option)
    return list(found.values())


def _note(session: Session, viewer: Viewer, action: str, attribute: Attribute) -> None:
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="attribute",
        target_id=attribute.id,
        detail={"label": attribute.label, "type": attribute.type, "project_id": attribute.project_id},
    )
