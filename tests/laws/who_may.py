"""Who may receive which words: a model written down only here, from docs and DESIGN, using nothing of the product."""

from dataclasses import dataclass, field

OURS, UNKNOWN = "ours", "unknown"
STANDINGS = ("withdrawn", "expired", "pending", "granted")
SCOPES = ("team", "company", "public")


@dataclass
class Consent:
    """What somebody allowed."""

    status: str = "pending"
    scope: str = "team"
    media: bool = True


@dataclass
class Person:
    """Someone of the company."""

    role: str
    active: bool = True


@dataclass
class Project:
    access: str
    team: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """A word, or with `speaker` of None the sound of everybody in an interview."""

    interview: str
    speaker: str | None


@dataclass
class Shared:
    """A link, an embed or a feed. `words` are those that its target held when it was shared; None for whatever there
    is, as in a tag or a feed."""

    address: str
    kind: str
    reach: str
    words: frozenset[str] | None
    password: str | None = None
    ended: bool = False
    expired: bool = False


class Model:
    """The company as it stands, and the two questions: what may this colleague, what may this stranger receive?"""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.projects: dict[str, Project] = {}
        self.consents: dict[str, Consent] = {}
        self.rooms: dict[str, tuple[str, list[str]]] = {}
        self.words: dict[str, Said] = {}
        self.shared: list[Shared] = []

    def may(self, name: str) -> set[str]:
        """The words that a colleague may receive now."""
        return {word for word, said in self.words.items() if self._may(name, said)}

    def may_outside(self, shared: Shared, *, unlocked: bool) -> set[str]:
        """The words that whoever holds an address may receive now."""
        if shared.ended or shared.expired or (shared.password is not None and not unlocked):
            return set()
        least = SCOPES.index("public" if shared.reach == "public" else "company")
        held = set(self.words) if shared.words is None else shared.words
        return {word for word in held if word in self.words and self._leaves(self.words[word], least)}

    def _may(self, name: str, said: Said) -> bool:
        person = self.people[name]
        if not person.active:
            return False
        status, scope, media = self._narrowest(said)
        project = self.projects[self.rooms[said.interview][0]]
        is_open, place = project.access == "open", project.team.get(name)
        if status in ("withdrawn", "expired") or (said.speaker is None and not media):
            return False
        works = person.role == "admin" or place == "researcher" or (person.role == "researcher" and is_open)
        if works or status == "pending":
            return works
        return bool(place) or (is_open and scope != "team")

    def _leaves(self, said: Said, least: int) -> bool:
        status, scope, media = self._narrowest(said)
        is_open = self.projects[self.rooms[said.interview][0]].access == "open"
        heard = said.speaker is not None or media
        return is_open and heard and status == "granted" and SCOPES.index(scope) >= least

    def _narrowest(self, said: Said) -> tuple[str, str, bool]:
        """What rules a word: its speaker's consent; for our own people, and for the sound, that of all in the room."""
        room = [voice for voice in self.rooms[said.interview][1] if voice != OURS]
        voices = room if said.speaker in (None, OURS) else [str(said.speaker)]
        given = [Consent() if voice.startswith(UNKNOWN) else self.consents[voice] for voice in voices]
        return (
            min((one.status for one in given), key=STANDINGS.index),
            min((one.scope for one in given), key=SCOPES.index),
            all(one.media for one in given),
        )
