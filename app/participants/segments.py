"""Segments: saved rules over what is known of participants.

A participant also has one free text called segment, which stands on every quote; it stays what somebody wrote about
that one person. A saved segment gathers people by rules. Both are found by `segment:` in search.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, or_, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid, NotFound
from app.outbox import service as outbox
from app.participants import attributes, finding
from app.participants.attribute_types import AttributeType, Kind, Misfit, fitted
from app.participants.models import Participant, Segment
from app.participants.segment_rules import BUILT_IN, OF, OPERATORS, STANDINGS, Condition, Rule, asked, fits
from app.projects import queries as projects
from app.projects.models import Project

_MANY = ("any_of", "all_of", "none_of")
_NOTHING = ("empty", "filled")


def rule_of(segment: Segment) -> Rule:
    """The rule of a segment."""
    return _rule(segment.conditions, segment.match)


def rule(
    session: Session, viewer: Viewer, *, project_id: str | None, conditions: Sequence[Mapping[str, Any]], match: str
) -> Rule:
    """A rule that was typed; raises Invalid for a field nobody knows, or a question its type does not answer."""
    known = {OF + one.key: attributes.kind(one) for one in attributes.readable(session, viewer, project_id)}
    return _checked_rule(known, conditions, match)


def readable(session: Session, viewer: Viewer, project_id: str | None = None) -> list[Segment]:
    """The segments a viewer may use, by name: the company's, and those of one project or of all they may see."""
    query = (
        select(Segment)
        .join(Project, col(Project.id) == col(Segment.project_id), isouter=True)
        .where(or_(col(Segment.project_id).is_(None), projects.readable(viewer)))
        .order_by(col(Segment.name), col(Segment.id))
    )
    if project_id:
        projects.get(session, viewer, project_id)
        query = query.where(or_(col(Segment.project_id).is_(None), col(Segment.project_id) == project_id))
    return list(session.exec(query).all())


def get(session: Session, viewer: Viewer, segment_id: str) -> Segment:
    """A segment the viewer may use."""
    segment = session.get(Segment, segment_id)
    if segment is None:
        raise NotFound
    if segment.project_id is not None:
        projects.get(session, viewer, segment.project_id)
    return segment


def may_change(session: Session, viewer: Viewer, project_id: str | None) -> bool:
    """Company-wide ones are every researcher's, a project's its researchers'."""
    if project_id is None:
        return viewer.is_researcher
    project = session.get(Project, project_id)
    return project is not None and viewer.may_research(project.id, project.access)


def create(session: Session, viewer: Viewer, *, project_id: str | None, values: Mapping[str, Any]) -> Segment:
    """Saves a rule under a name; search finds by it from now on."""
    _need(session, viewer, project_id)
    _need_free_name(session, project_id, values["name"])
    _check(session, project_id, values["conditions"], values["match"])
    segment = Segment(project_id=project_id, **values)
    session.add(segment)
    session.flush()
    _tell(session, segment, everybody=True)
    _note(session, viewer, "segment.create", segment)
    return segment


def change(session: Session, viewer: Viewer, *, segment_id: str, version: int, values: Mapping[str, Any]) -> Segment:
    """Changes a segment; search hears of those who come in or go out, or of all under a new name."""
    segment = get_for_change(session, viewer, segment_id)
    if segment.version != version:
        raise Conflict(version=segment.version)
    before, name = rule_of(segment), segment.name
    if values.get("name", name).casefold() != name.casefold():
        _need_free_name(session, segment.project_id, values["name"])
    for field, value in values.items():
        setattr(segment, field, value)
    _check(session, segment.project_id, segment.conditions, segment.match)
    segment.version, segment.updated_at = segment.version + 1, now()
    session.add(segment)
    _tell(session, segment, before=before, everybody=segment.name != name)
    _note(session, viewer, "segment.change", segment)
    return segment


def delete(session: Session, viewer: Viewer, *, segment_id: str) -> None:
    """Removes a segment. The people stay."""
    segment = get_for_change(session, viewer, segment_id)
    _tell(session, segment, everybody=True)
    _note(session, viewer, "segment.delete", segment)
    session.delete(segment)


def get_for_change(session: Session, viewer: Viewer, segment_id: str) -> Segment:
    """A segment the viewer may change."""
    segment = get(session, viewer, segment_id)
    _need(session, viewer, segment.project_id)
    return segment


def names_of(session: Session, participant_ids: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The names of the saved segments that these participants are in. Two statements, one when nobody saved any."""
    saved = session.exec(select(Segment).order_by(col(Segment.name), col(Segment.id))).all() if participant_ids else ()
    if not saved:
        return {}
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    questions = [(segment, asked(rule_of(segment))) for segment in saved]
    ids = sorted(participant_ids)
    for at in range(0, len(ids), finding.AT_ONCE):
        for person in finding.everyone(session, col(Participant.id).in_(ids[at : at + finding.AT_ONCE])):
            found[person.id] = tuple(
                segment.name
                for segment, fitting in questions
                if segment.project_id in (None, person.project_id) and fitting(person)
            )
    return found


def _rule(conditions: Iterable[Mapping[str, Any]], match: str) -> Rule:
    found = (Condition(one["field"], one["operator"], one.get("value")) for one in conditions)
    return Rule(tuple(found), "any" if match == "any" else "all")


def _check(session: Session, project_id: str | None, conditions: Sequence[Mapping[str, Any]], match: str) -> None:
    known = {OF + one.key: attributes.kind(one) for one in attributes.of_project(session, project_id)}
    _checked_rule(known, conditions, match)


def _checked_rule(known: Mapping[str, Kind], conditions: Sequence[Mapping[str, Any]], match: str) -> Rule:
    faults = [
        Fault(f"conditions.{number}.{fault.where}", fault.message, fault.code)
        for number, condition in enumerate(conditions)
        if (fault := _fault(known, condition))
    ]
    if faults:
        raise Invalid(faults[0].message, code=faults[0].code, faults=faults)
    return _rule(conditions, match)


def _fault(known: Mapping[str, Kind], condition: Mapping[str, Any]) -> Fault | None:
    field, operator, value = condition["field"], condition["operator"], condition.get("value")
    kind = known.get(field) or (_built_in(field) if field in BUILT_IN else None)
    if kind is None:
        return Fault("field", f"There is nothing called “{field.removeprefix(OF)}” to ask about.", "unknown_attribute")
    if operator not in OPERATORS[kind.type]:
        return Fault("operator", f"“{operator}” cannot be asked of this attribute.", "unknown_operator")
    try:
        _check_value(kind, operator, value)
    except Misfit as error:
        return Fault("value", str(error), "does_not_fit")
    return None


def _built_in(field: str) -> Kind:
    of: AttributeType = BUILT_IN[field]
    return Kind(of, STANDINGS if field == "consent" else ())


def _check_value(kind: Kind, operator: str, value: Any) -> None:
    if operator in _NOTHING:
        return
    one = Kind("one_of", kind.options) if kind.type == "several_of" else kind
    if operator in _MANY:
        if not isinstance(value, list) or not value or len(value) > 100:
            raise Misfit("This needs a list of values.")
        for each in value:
            fitted(one, each)
    else:
        fitted(one, value)


def _need(session: Session, viewer: Viewer, project_id: str | None) -> None:
    if project_id is None:
        viewer.need_researcher()
    else:
        projects.get_for_research(session, viewer, project_id)


def _need_free_name(session: Session, project_id: str | None, name: str) -> None:
    query = select(Segment.name)
    if project_id is not None:
        query = query.where(or_(col(Segment.project_id).is_(None), col(Segment.project_id) == project_id))
    if name.casefold() in {other.casefold() for other in session.exec(query)}:
        message = f"There is a segment “{name}” already."
        raise Conflict(message, code="segment_exists", faults=[Fault("name", message)])


def _tell(session: Session, segment: Segment, *, before: Rule | None = None, everybody: bool = False) -> None:
    """Touches those whose quotes are found differently now."""
    conditions = [] if segment.project_id is None else [col(Participant.project_id) == segment.project_id]
    after = rule_of(segment)
    for person in finding.everyone(session, *conditions):
        was, now_is = before is not None and fits(before, person), fits(after, person)
        if was != now_is or (everybody and (was or now_is)):
            outbox.touch_ids(session, [("participant", person.id)])


def _note(session: Session, viewer: Viewer, action: str, segment: Segment) -> None:
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="segment",
        target_id=segment.id,
        detail={"name": segment.name, "project_id": segment.project_id},
    )
