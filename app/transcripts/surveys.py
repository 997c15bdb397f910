"""Saving a survey: one interview for each who answered, all of them or none, in the caller's transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.audit.models import AuditEntry
from app.interviews import service as interviews
from app.interviews.models import Interview
from app.outbox import service as outbox
from app.participants import attributes
from app.participants import service as participants
from app.participants.models import Participant
from app.transcripts import imports
from app.transcripts.importers import ImportRefused, ParsedTurn, Source, people_in
from app.transcripts.importers.survey import Respondent, respondents
from app.transcripts.models import Transcript
from app.transcripts.table_schemas import SurveyIn, SurveyOut

MAX_RESPONDENTS = 2_000


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey as it was read."""

    format: str
    file_name: str
    sha256: str
    answered: Sequence[Respondent]
    skipped: Sequence[int]


def understand(source: Source) -> Survey:
    """Reads a survey; raises ImportRefused for a file that is no table, or one in which nobody answers anything."""
    table, layout = people_in(source)
    if layout.mode != "survey" or layout.at("question") is None:
        advice = "Say for each column what it holds."
        raise ImportRefused("no_question_column", "No column holds answers to a question.", advice=advice)
    everyone = respondents(table, layout)
    answered = [one for one in everyone if one.answers]
    if not answered:
        raise ImportRefused("nothing_said", "Nobody answers anything in this file.", advice="Check the columns.")
    if len(answered) > MAX_RESPONDENTS:
        message = f"More than {MAX_RESPONDENTS:,} people answered."
        raise ImportRefused("survey_too_large", message, advice="Split the file.")
    skipped = [one.line for one in everyone if not one.answers]
    sha256 = hashlib.sha256(source.data).hexdigest()
    return Survey(source.suffix or "table", source.name[-300:], sha256, answered, skipped)


def save(session: Session, viewer: Viewer, *, project_id: str, survey: Survey, wanted: SurveyIn) -> SurveyOut:
    """Creates the interviews with everyone in them. People the project knows by that pseudonym are heard again."""
    imports.check_may_import(session, viewer, project_id=project_id)
    query = select(Participant).where(Participant.project_id == project_id)
    people = {person.pseudonym: person for person in session.exec(query)}
    known, ids, new = set[str](), list[str](), 0
    for one in survey.answered:
        name = one.name or f"{wanted.respondent} {one.number}"
        introduced = name not in people
        if not introduced:
            known.add(name)
            _learn(session, viewer, people[name], one)
        else:
            people[name] = _person(session, viewer, project_id, name, one, wanted)
            new += 1
        ids.append(_interview(session, viewer, survey, one, people[name], wanted, introduced=introduced))
    out = SurveyOut(
        interview_ids=ids,
        answers=sum(len(one.answers) for one in survey.answered),
        new_participants=new,
        known_participants=len(known),
        skipped_rows=list(survey.skipped),
    )
    audit.record(
        session,
        actor=viewer,
        action="survey.import",
        target_kind="project",
        target_id=project_id,
        project_id=project_id,
        detail=out.model_dump(),
    )
    return out


def saved_before(session: Session, *, project_id: str, first_id: str) -> SurveyOut:
    """What an earlier import answered, which began with this interview."""
    query = select(AuditEntry).where(AuditEntry.action == "survey.import", AuditEntry.target_id == project_id)
    found = (SurveyOut.model_validate(entry.detail) for entry in session.exec(query))
    return next(out for out in found if out.interview_ids[0] == first_id)


def _person(
    session: Session, viewer: Viewer, project_id: str, name: str, one: Respondent, wanted: SurveyIn
) -> Participant:
    values = {
        "pseudonym": name,
        "legal_name": one.legal_name,
        "contact": one.contact,
        "attributes": _attributes(session, viewer, project_id, one),
        "consent": wanted.consent.model_dump() if wanted.consent else None,
    }
    return participants.create(session, viewer, project_id=project_id, values=values)


def _learn(session: Session, viewer: Viewer, person: Participant, one: Respondent) -> None:
    """Adds what the survey tells of someone known; what is known already stays."""
    known = _attributes(session, viewer, person.project_id, one) | person.attributes
    if known != person.attributes:
        values = {"attributes": known}
        participants.change(session, viewer, participant_id=person.id, version=person.version, values=values)


def _attributes(session: Session, viewer: Viewer, project_id: str, one: Respondent) -> dict[str, Any]:
    """What the columns hold, by the attributes of the project; a new column becomes a new text."""
    return attributes.read(session, viewer, project_id=project_id, texts=one.attributes, where=f"line {one.line}")


def _interview(
    session: Session,
    viewer: Viewer,
    survey: Survey,
    one: Respondent,
    person: Participant,
    wanted: SurveyIn,
    *,
    introduced: bool,
) -> str:
    interview = interviews.create(
        session,
        viewer,
        project_id=person.project_id,
        values={
            "title": f"{wanted.title[: 298 - len(person.pseudonym)]}: {person.pseudonym}",
            "kind": "survey",
            "language": wanted.language,
            "held_on": one.held_on or wanted.held_on,
            "summary": wanted.summary,
        },
    )
    asker = _speaker(session, interview, wanted.asker, "interviewer", None)
    answerer = _speaker(session, interview, person.pseudonym, "participant", person.id)
    transcript = Transcript(
        interview_id=interview.id,
        format=survey.format,
        file_name=survey.file_name,
        source_sha256=survey.sha256,
        introduced=[person.id] if introduced else [],
    )
    session.add(transcript)
    session.flush()
    turns = [
        turn
        for question, answer in one.answers
        for turn in (ParsedTurn("asker", question, line=one.line), ParsedTurn("answerer", answer, line=one.line))
    ]
    imports.add_turns(session, transcript, turns, {"asker": asker, "answerer": answerer})
    outbox.touch(session, interview)
    return interview.id


def _speaker(session: Session, interview: Interview, label: str, role: str, participant_id: str | None) -> str:
    position = 0 if role == "interviewer" else 1
    return interviews.add_speaker(
        session, interview=interview, label=label[:120], role=role, participant_id=participant_id, position=position
    ).id
