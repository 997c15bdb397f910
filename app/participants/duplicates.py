"""Who may be in a project twice, and of whom somebody said that they are two."""

from collections.abc import Iterable

from sqlmodel import Session, col, or_, select

from app.access.viewer import Viewer
from app.core.errors import Invalid
from app.participants import queries, service
from app.participants.likeness import Named, Pair, pairs
from app.participants.models import Participant, ParticipantsApart
from app.projects import queries as projects

Suggestion = tuple[Participant, Participant, Pair]


def suggested(session: Session, viewer: Viewer, *, project_id: str) -> list[Suggestion]:
    """Who may be there twice, the surest first. Contacts and names are compared, so it is for the project's
    researchers."""
    people = _people(session, viewer, project_id)
    return _with_people(people, pairs(_named(people.values()), _apart(session, project_id)))


def dismissed(session: Session, viewer: Viewer, *, project_id: str) -> list[Suggestion]:
    """Who looks like one person but was said to be two."""
    people = _people(session, viewer, project_id)
    both = [[people[one] for one in sorted(pair)] for pair in _apart(session, project_id)]
    found = [pair for two in both for pair in pairs(_named(two))]
    return _with_people(people, sorted(found))


def keep_apart(session: Session, viewer: Viewer, *, participant_id: str, other_id: str) -> None:
    """Notes that two are two: nobody is asked about them again. Saying it twice changes nothing."""
    one, other = _two(session, viewer, participant_id, other_id)
    if not _rows(session, one.id, other.id):
        first, second = sorted((one.id, other.id))
        session.add(ParticipantsApart(first_id=first, second_id=second, by=viewer.name))
        service.note(session, viewer, "participant.apart", one, {"other_id": other.id})


def suggest_again(session: Session, viewer: Viewer, *, participant_id: str, other_id: str) -> None:
    """Takes back that two are two. Where nobody said so, nothing changes."""
    one, other = _two(session, viewer, participant_id, other_id)
    rows = _rows(session, one.id, other.id)
    for row in rows:
        session.delete(row)
    if rows:
        service.note(session, viewer, "participant.not_apart", one, {"other_id": other.id})


def _two(session: Session, viewer: Viewer, one_id: str, other_id: str) -> tuple[Participant, Participant]:
    one, other = (queries.get_for_research(session, viewer, person_id)[0] for person_id in (one_id, other_id))
    if one.id == other.id or one.project_id != other.project_id:
        raise Invalid("Only two participants of one project can be kept apart.", code="no_pair")
    return one, other


def _rows(session: Session, one_id: str, other_id: str) -> list[ParticipantsApart]:
    """Both ways round: a merge may have turned the two about."""
    first, second = col(ParticipantsApart.first_id), col(ParticipantsApart.second_id)
    either = or_((first == one_id) & (second == other_id), (first == other_id) & (second == one_id))
    return list(session.exec(select(ParticipantsApart).where(either)).all())


def _people(session: Session, viewer: Viewer, project_id: str) -> dict[str, Participant]:
    projects.get_for_research(session, viewer, project_id)
    query = select(Participant).where(Participant.project_id == project_id).order_by(col(Participant.id))
    return {one.id: one for one in session.exec(query)}


def _apart(session: Session, project_id: str) -> set[frozenset[str]]:
    query = (
        select(ParticipantsApart.first_id, ParticipantsApart.second_id)
        .join(Participant, col(Participant.id) == col(ParticipantsApart.first_id))
        .where(Participant.project_id == project_id)
    )
    # A merge of two who were kept apart leaves a row of one with itself until it is taken back.
    return {frozenset(pair) for pair in session.exec(query).all() if pair[0] != pair[1]}


def _named(people: Iterable[Participant]) -> list[Named]:
    return [Named(one.id, one.pseudonym, one.legal_name, one.contact) for one in people]


def _with_people(people: dict[str, Participant], found: Iterable[Pair]) -> list[Suggestion]:
    return [(people[pair.first], people[pair.second], pair) for pair in found]
