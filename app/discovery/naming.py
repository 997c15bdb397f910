"""Between what people type and see, and what the index holds: names on one side, ids and stable keys on the other."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.core.database import Lookup, among, columns
from app.discovery import callings
from app.highlights.emotions import Emotion
from app.interviews.models import Interview, Speaker
from app.interviews.schemas import InterviewKind
from app.participants import segments
from app.participants.models import Participant
from app.personas.models import Persona
from app.projects import queries as projects
from app.projects.models import Project
from app.tags.models import Tag
from app.transcripts.importers import languages
from search import And, Filter, In, Is, Not, Or
from search.language import nearest

_Fixed = TypeVar("_Fixed", Emotion, InterviewKind)


class Name(NamedTuple):
    """Something one can type, and the facet and value that hold what it names."""

    text: str
    facet: str
    value: str


class Unknown(NamedTuple):
    """A typed value that names nothing, and the name that was probably meant."""

    field: str
    value: str
    suggestion: str | None


class Label(NamedTuple):
    """How a facet's value is shown. Colour and parent are a tag's."""

    text: str
    colour: str | None = None
    parent_id: str | None = None


class Names:
    """The names that one viewer can use. Looked up when they are typed, and not before."""

    def __init__(self, session: Session, viewer: Viewer) -> None:
        self._session = session
        self._viewer = viewer
        self.unknown: list[Unknown] = []
        self._known: Mapping[str, Callable[[], Iterable[Name]]] = {
            "tag": self._tags,
            "project": self._projects,
            "speaker": self._speakers,
            "role": self._roles,
            "segment": self._segments,
            "persona": self._personas,
            "emotion": lambda: _called("emotion", callings.EMOTIONS),
            "kind": lambda: _called("kind", callings.KINDS),
        }

    def resolve(self, part: Filter | None) -> Filter | None:
        """The filter with ids and keys in place of typed names. A name of nothing finds nothing, and is noted."""
        match part:
            case And(parts):
                return And(tuple(self._resolved(inner) for inner in parts))
            case None:
                return None
            case _:
                return self._resolved(part)

    def _resolved(self, part: Filter) -> Filter:
        match part:
            case Not(inner):
                return Not(self._resolved(inner))
            case Is(field, value) if field in self._known:
                return self._either(field, (str(value),))
            case In(field, values) if field in self._known:
                return self._either(field, tuple(map(str, values)))
            case Is("language", value):
                return self._spoken((str(value),))
            case In("language", values):
                return self._spoken(tuple(map(str, values)))
            case _:
                return part

    def _either(self, field: str, typed: Collection[str]) -> Filter:
        known = list(self._known[field]())
        found: dict[str, list[str]] = {}
        for text in typed:
            meant = matching(text.replace("_", " "), known)
            for name in meant:
                found.setdefault(name.facet, []).append(name.value)
            if not meant:
                self.unknown.append(Unknown(field, text, nearest(text, (name.text.casefold() for name in known))))
        parts = tuple(In(facet, tuple(dict.fromkeys(values))) for facet, values in found.items())
        return parts[0] if len(parts) == 1 else Or(parts)

    def _spoken(self, typed: Collection[str]) -> Filter:
        """Languages by tag or name; the index holds them without their country."""
        tags = {text: languages.tag(text) for text in typed}
        self.unknown += [
            Unknown("lang", text, nearest(text, languages.NAMES)) for text, found in tags.items() if found is None
        ]
        return In("language", tuple(dict.fromkeys(one.partition("-")[0] for one in tags.values() if one)))

    def _tags(self) -> Iterable[Name]:
        query = select(Tag.id, Tag.name, Tag.synonyms).where(col(Tag.deleted_at).is_(None))
        for tag_id, name, synonyms in self._session.exec(query).all():
            yield from (Name(text, "tag", tag_id) for text in (name, *synonyms))

    def _projects(self) -> Iterable[Name]:
        query = select(Project.name, Project.id).where(projects.readable(self._viewer))
        return (Name(name, "project", project_id) for name, project_id in self._session.exec(query).all())

    def _speakers(self) -> Iterable[Name]:
        """Participants by pseudonym, and voices that are nobody's yet or ours by their label."""
        people = self._readable(select(Participant.pseudonym, Participant.id), Participant.project_id)
        yield from (Name(name, "person", one) for name, one in people)
        voices = select(Speaker.label, Speaker.id).join(Interview, col(Interview.id) == col(Speaker.interview_id))
        unmapped = voices.where(col(Speaker.participant_id).is_(None))
        yield from (Name(name, "speaker", one) for name, one in self._readable(unmapped, Interview.project_id))

    def _roles(self) -> Iterable[Name]:
        yield from (Name(role, "role", role) for role in ("participant", "interviewer"))
        yield from self._texts("profile", Participant.role)

    def _segments(self) -> Iterable[Name]:
        """What was written about one person, and the saved segments."""
        yield from self._texts("segment", Participant.segment)
        for saved in segments.readable(self._session, self._viewer):
            yield Name(saved.name, "segment", saved.name)

    def _personas(self) -> Iterable[Name]:
        query = select(Persona.name, Persona.id).where(col(Persona.deleted_at).is_(None))
        return (Name(name, "persona", persona_id) for name, persona_id in self._session.exec(query).all())

    def _texts(self, facet: str, column: str) -> Iterable[Name]:
        query = select(column, column).distinct()
        return (Name(text, facet, text) for text, _ in self._readable(query, Participant.project_id) if text)

    def _readable(self, query: Any, project_id: str) -> Iterable[tuple[str, str]]:
        """Rows of projects that the viewer may see; consent is asked of the words, not of the name."""
        narrowed = query.join(Project, col(Project.id) == col(project_id)).where(projects.readable(self._viewer))
        return [(text, value) for text, value in self._session.connection().execute(narrowed)]


def _called(facet: str, german: Mapping[_Fixed, str]) -> Iterator[Name]:
    """Fixed values, by their keys and as the German pages call them."""
    for value, name in german.items():
        yield Name(value.replace("_", " "), facet, value)
        yield Name(name, facet, value)


def fold(text: str) -> str:
    """Without case, accents and outer space, so that names are found as people type them."""
    bare = (sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return "".join(bare).strip()


def matching(text: str, names: Iterable[Name]) -> list[Name]:
    """What a typed name stands for: whatever is called exactly so, else whatever has a word that begins so."""
    wanted = fold(text)
    exact, begun = [], []
    for name in names:
        folded = fold(name.text)
        if folded == wanted:
            exact.append(name)
        elif folded.startswith(wanted) or any(word.startswith(wanted) for word in folded.split()):
            begun.append(name)
    return exact or begun


def labels(session: Session, viewer: Viewer, facet: str, values: Collection[str]) -> Mapping[str, Label]:
    """How values of a facet are shown; what is gone, or may not be seen, has no label."""
    match facet:
        case "project":
            rows = _PROJECTS.rows(session, values)
            return {one: Label(name) for one, name, access in rows if viewer.may_read_project(one, access)}
        case "tag":
            return {one: Label(*shown) for one, *shown in _TAGS.rows(session, values)}
        case "persona":
            return {one: Label(name) for one, name in _PERSONAS.rows(session, values)}
        case "person":
            return _people(session, values)
        case "interview":
            return {one: Label(title) for one, title in _INTERVIEWS.rows(session, values)}
        case _:
            return {value: Label(value) for value in values}


def _people(session: Session, values: Collection[str]) -> Mapping[str, Label]:
    """A person is a participant, or a voice that is nobody's yet."""
    named, voices = _PARTICIPANTS.rows(session, values), _SPEAKERS.rows(session, values)
    return {one: Label(name) for one, name in (*voices, *named)}


_PROJECTS = Lookup(columns(Project.id, Project.name, Project.access).where(among(col(Project.id))))
_TAGS = Lookup(
    columns(Tag.id, Tag.name, Tag.colour, Tag.parent_id).where(among(col(Tag.id)), col(Tag.deleted_at).is_(None))
)
_PERSONAS = Lookup(columns(Persona.id, Persona.name).where(among(col(Persona.id)), col(Persona.deleted_at).is_(None)))
_INTERVIEWS = Lookup(columns(Interview.id, Interview.title).where(among(col(Interview.id))))
_PARTICIPANTS = Lookup(columns(Participant.id, Participant.pseudonym).where(among(col(Participant.id))))
_SPEAKERS = Lookup(columns(Speaker.id, Speaker.label).where(among(col(Speaker.id))))
