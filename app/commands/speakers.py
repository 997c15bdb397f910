"""Who is who, for a whole batch of files: said once on the command line, applied to each. Pure."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.core.errors import Invalid
from app.participants.schemas import ConsentIn
from app.transcripts.import_schemas import NewParticipant, SpeakerIn, SpeakerPreview

Role = Literal["participant", "interviewer"]
Scope = Literal["team", "company", "public"]


@dataclass(frozen=True, slots=True)
class Who:
    """What a name of the files stands for: one of ours, or a participant by pseudonym."""

    role: Role = "participant"
    participant: str = ""
    consent: Scope | None = None


@dataclass(slots=True)
class Cast:
    """The mapping of names to people. Names are compared without case and surrounding space, and not otherwise."""

    known: dict[str, Who] = field(default_factory=dict)

    def add(self, name: str, who: Who) -> None:
        self.known[_plain(name)] = who

    def of(self, name: str | None) -> Who | None:
        return None if name is None else self.known.get(_plain(name))


def read_cast(text: str) -> Cast:
    """Reads a mapping: JSON `{"name": {"participant": …, "role": …, "consent": …}}` or CSV with these columns.

    Raises Invalid with the line or the name that does not fit.
    """
    cast = Cast()
    for name, values in _entries(text):
        cast.add(name, _who(name, values))
    return cast


def read_entry(entry: str) -> tuple[str, Who]:
    """Reads `NAME=PSEUDONYM`; raises Invalid for anything else."""
    name, equals, pseudonym = entry.partition("=")
    if not equals or not name.strip() or not pseudonym.strip():
        raise Invalid(f"“{entry}” does not say who is who: write NAME=PSEUDONYM.", code="bad_speaker")
    return name.strip(), Who(participant=pseudonym.strip())


def speakers_for(previews: Sequence[SpeakerPreview], cast: Cast, people: Mapping[str, str]) -> list[SpeakerIn]:
    """The voices of one file. `people` are participants' ids by pseudonym in small letters.

    Names of one participant become one voice. A name nobody said anything about stays a voice of its own that waits
    for somebody to say whose it is.
    """
    found: dict[str, SpeakerIn] = {}
    for preview in previews:
        who = cast.of(preview.name)
        key = f"person {_plain(who.participant)}" if who and who.participant else f"name {preview.name}"
        if key in found:
            found[key].names.append(preview.name)
        else:
            found[key] = _speaker(preview, who, people)
    return list(found.values())


def _speaker(preview: SpeakerPreview, who: Who | None, people: Mapping[str, str]) -> SpeakerIn:
    label = (preview.name or "Unnamed voice")[:120]
    if who is None:
        return SpeakerIn(names=[preview.name], label=label, role=preview.role or "participant")
    if not who.participant:
        return SpeakerIn(names=[preview.name], label=label, role=who.role)
    known = people.get(_plain(who.participant))
    consent = ConsentIn(status="granted", scope=who.consent) if who.consent else None
    new = None if known else NewParticipant(pseudonym=who.participant, consent=consent)
    return SpeakerIn(names=[preview.name], label=label, role=who.role, participant_id=known, participant=new)


def _entries(text: str) -> list[tuple[str, Mapping[str, object]]]:
    if text.lstrip().startswith("{"):
        try:
            found = json.loads(text)
        except ValueError as error:
            raise Invalid(f"The mapping of speakers is no JSON: {error}.", code="bad_speakers") from error
        return [
            (name, values if isinstance(values, dict) else {"participant": values}) for name, values in found.items()
        ]
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    if rows and "name" not in rows[0]:
        raise Invalid("The mapping of speakers needs a column “name” and “participant” or “role”.", code="bad_speakers")
    return [(str(row["name"]), row) for row in rows]


def _who(name: str, values: Mapping[str, object]) -> Who:
    role = str(values.get("role") or "participant").strip()
    consent = str(values.get("consent") or "").strip()
    if role not in ("participant", "interviewer"):
        raise Invalid(f"“{name}”: the role is participant or interviewer, not “{role}”.", code="bad_speakers")
    if consent not in ("", "pending", "team", "company", "public"):
        raise Invalid(f"“{name}”: consent is pending, team, company or public, not “{consent}”.", code="bad_speakers")
    return Who(
        role=role,  # type: ignore[arg-type]
        participant=str(values.get("participant") or "").strip(),
        consent=None if consent in ("", "pending") else consent,  # type: ignore[arg-type]
    )


def _plain(name: str) -> str:
    return name.strip().casefold()
