"""Whose voices are in an interview, and what they allow: the one answer that every display asks for (DESIGN §6).

- A participant's words go by that person's consent.
- A voice nobody has named yet is treated as a participant whose consent is pending.
- An interviewer's words may repeat what others said, and a recording carries every voice in the room:
  both go by the narrowest consent in the interview.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlmodel import Session, col

from app.access.audiences import PENDING, Permission, narrowest, tokens_for
from app.access.viewer import Viewer
from app.core.clock import today
from app.core.database import Lookup, among, columns
from app.interviews.models import Interview, Speaker
from app.participants.consent import stated
from app.participants.models import Consent, Participant
from app.projects.models import Project


class InterviewHead(NamedTuple):
    """What is told of an interview. Whoever changes it asks for its row: `queries.row_for_research`."""

    id: str
    project_id: str
    title: str
    kind: str
    language: str
    held_on: date | None
    summary: str
    version: int
    created_at: datetime


class ProjectHead(NamedTuple):
    """What is told of an interview's project, and who may see it."""

    id: str
    name: str
    access: str


@dataclass(frozen=True)
class Voice:
    """One speaker, as they may be shown."""

    speaker_id: str
    label: str
    role: str
    position: int
    participant_id: str | None
    pseudonym: str
    segment: str
    participant_role: str
    permission: Permission | None
    """None for our own people, whose words go by the others'."""

    @property
    def name(self) -> str:
        """The pseudonym, else the label from the transcript."""
        return self.pseudonym or self.label


@dataclass(frozen=True)
class Voices:
    """An interview's speakers and project."""

    interview: InterviewHead
    project: ProjectHead
    speakers: Mapping[str, Voice]

    @cached_property
    def whole(self) -> Permission:
        """What everyone in the interview allows together."""
        return narrowest(v.permission for v in self.speakers.values() if v.permission)

    def permission_of(self, speaker_ids: Iterable[str | None]) -> Permission:
        """What those speakers together allow; None stands for a turn without a speaker."""
        return narrowest(self._one(speaker_id) for speaker_id in speaker_ids)

    def tokens_of(self, speaker_ids: Iterable[str | None]) -> frozenset[str]:
        """The audience tokens of words by those speakers."""
        return self._tokens(self.permission_of(speaker_ids))

    @cached_property
    def media_tokens(self) -> frozenset[str]:
        """The audience tokens of the recording; none when anyone allowed only the text."""
        return self._tokens(self.whole) if self.whole.media else frozenset()

    def may_read(self, held: frozenset[str], speaker_ids: Iterable[str | None]) -> bool:
        """Whether the holder of these tokens may read words by those speakers."""
        return not held.isdisjoint(self.tokens_of(speaker_ids))

    def may_play(self, held: frozenset[str]) -> bool:
        """Whether the holder of these tokens may play the recording."""
        return not held.isdisjoint(self.media_tokens)

    def may_research(self, viewer: Viewer) -> bool:
        """Whether the viewer may work in this interview."""
        return viewer.may_research(self.project.id, self.project.access)

    def _one(self, speaker_id: str | None) -> Permission:
        voice = self.speakers.get(speaker_id) if speaker_id else None
        if voice is None:
            return narrowest((self.whole, PENDING))
        return self.whole if voice.permission is None else voice.permission

    def _tokens(self, allowed: Permission) -> frozenset[str]:
        return tokens_for(self.project.id, self.project.access, allowed)


def voices_of(session: Session, interview_ids: Sequence[str]) -> dict[str, Voices]:
    """The voices of several interviews, in two statements however many they are."""
    speakers: dict[str, dict[str, Voice]] = {interview_id: {} for interview_id in interview_ids}
    day = today()
    for row in _SPEAKERS.rows(session, interview_ids):
        speakers[row.interview_id][row.id] = _voice(row, day)
    return {
        row.id: Voices(InterviewHead(*row[:_AT]), ProjectHead(*row[_AT:]), speakers[row.id])
        for row in _HEADS.rows(session, interview_ids)
    }


_AT = len(InterviewHead._fields)
_HEADS = Lookup(
    columns(
        *(getattr(Interview, name) for name in InterviewHead._fields),
        *(getattr(Project, name).label(f"project_{name}_") for name in ProjectHead._fields),
    )
    .join(Project, col(Project.id) == col(Interview.project_id))
    .where(among(col(Interview.id)))
)
_SPEAKERS = Lookup(
    columns(
        Speaker.id,
        Speaker.interview_id,
        Speaker.label,
        Speaker.role,
        Speaker.position,
        Speaker.participant_id,
        Participant.pseudonym,
        Participant.segment,
        col(Participant.role).label("profile"),
        Consent.status,
        Consent.scope,
        Consent.media_allowed,
        Consent.expires_on,
    )
    .select_from(Speaker)
    .join(Participant, col(Participant.id) == col(Speaker.participant_id), isouter=True)
    .join(Consent, col(Consent.participant_id) == col(Participant.id), isouter=True)
    .where(among(col(Speaker.interview_id)))
    .order_by(col(Speaker.position), col(Speaker.id))
)


def _voice(row: Any, day: date) -> Voice:
    """A voice from a row of `_SPEAKERS`, which holds None for what a speaker without a participant does not have."""
    (speaker_id, _, label, role, position, participant_id, pseudonym, segment, profile, *consent) = row
    return Voice(
        speaker_id=speaker_id,
        label=label,
        role=role,
        position=position,
        participant_id=participant_id,
        pseudonym=pseudonym or "",
        segment=segment or "",
        participant_role=profile or "",
        permission=None if role == "interviewer" and participant_id is None else _permission(consent, day),
    )


def _permission(consent: Sequence[Any], day: date) -> Permission:
    status, scope, media_allowed, expires_on = consent
    return PENDING if status is None else stated(status, scope, media_allowed, expires_on, day)
