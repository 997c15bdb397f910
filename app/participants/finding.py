"""Finding participants by what is known of them, in all projects a viewer may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.access.audiences import Standing
from app.access.viewer import Viewer
from app.core.clock import today
from app.core.database import columns
from app.participants.consent import standing
from app.participants.models import Consent, Participant
from app.participants.queries import Known
from app.participants.segment_rules import Person, Rule, asked
from app.projects import queries as projects
from app.projects.models import Project

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """A page of participants, how many there are in all, and of how many that is a part."""

    page: list[Known]
    total: int
    of: int


def everyone(session: Session, *conditions: Any) -> list[Person]:
    """What rules may ask about, of all participants under these conditions, by pseudonym. One statement, and nothing
    private is read."""
    query = (
        columns(
            Participant.id,
            Participant.project_id,
            Participant.pseudonym,
            Participant.role,
            Participant.segment,
            Participant.region,
            Participant.attributes,
            Consent.status,
            Consent.expires_on,
        )
        .join(Project, col(Project.id) == col(Participant.project_id))
        .join(Consent, col(Consent.participant_id) == col(Participant.id), isouter=True)
        .where(*conditions)
        .order_by(col(Participant.pseudonym), col(Participant.id))
    )
    return [_person(*row) for row in session.connection().execute(query)]


def visible(session: Session, viewer: Viewer, project_id: str | None = None) -> list[Person]:
    """The participants of one project, or of all that a viewer may see."""
    if project_id:
        projects.get(session, viewer, project_id)
        return everyone(session, col(Participant.project_id) == project_id)
    return everyone(session, projects.readable(viewer))


def find(
    session: Session,
    viewer: Viewer,
    *,
    project_id: str | None,
    text: str,
    rules: Sequence[Rule],
    limit: int,
    after: tuple[str, ...] | None = None,
) -> Found:
    """Participants who fit all rules and have the text in their pseudonym, role, segment or region."""
    people = visible(session, viewer, project_id)
    questions = [asked(rule) for rule in rules]
    fitting = [one for one in people if _says(one, text) and all(question(one) for question in questions)]
    start = _behind(fitting, after) if after else 0
    wanted = [one.id for one in fitting[start : start + limit]]
    return Found(_load(session, wanted), len(fitting), len(people))


def _behind(people: Sequence[Person], last: tuple[str, ...]) -> int:
    """The place behind the last one of the page before: where it stands, or where it would, if it is gone."""
    places = {(one.pseudonym, one.id): at for at, one in enumerate(people)}
    later = (at for at, one in enumerate(people) if (one.pseudonym, one.id) > last)
    return places[last] + 1 if last in places else next(later, len(people))


def _load(session: Session, ids: Sequence[str]) -> list[Known]:
    found: dict[str, Known] = {}
    for at in range(0, len(ids), AT_ONCE):
        query = (
            select(Participant, Consent)
            .join(Consent, col(Consent.participant_id) == col(Participant.id), isouter=True)
            .where(col(Participant.id).in_(ids[at : at + AT_ONCE]))
        )
        found.update((person.id, (person, consent)) for person, consent in session.exec(query))
    return [found[one] for one in ids]


def _says(person: Person, text: str) -> bool:
    wanted = text.casefold().split()
    if not wanted:
        return True
    held = " ".join((person.pseudonym, person.role, person.segment, person.region)).casefold()
    return all(word in held for word in wanted)


def _person(*row: Any) -> Person:
    *known, status, expires_on = row
    return Person._make([*known, standing(status or Standing.PENDING, expires_on, today()).value])


def counted(people: Iterable[Person], rule: Rule) -> int:
    """How many fit a rule."""
    return sum(map(asked(rule), people))
