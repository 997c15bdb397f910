"""How long a project keeps what it heard: recordings go first, whole interviews later, and what went is told."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from app.access.viewer import SYSTEM, Viewer
from app.audit import service as audit
from app.core.clock import now, today
from app.core.errors import Fault, Invalid
from app.interviews import service as interviews
from app.interviews.models import Interview
from app.projects import queries as projects
from app.recordings import service as recordings
from app.recordings.models import DerivedFile, Recording
from app.subjects import ledger
from app.subjects.models import RetentionRule, RetentionRun

RECORDING, INTERVIEW = ledger.RECORDING, ledger.INTERVIEW
RUNS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose time is over: a recording, or a whole interview with its recording, if it has one."""

    kind: str
    interview: Interview
    recording: Recording | None
    held_on: date
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Months; None keeps for good."""

    media_months: int | None
    interview_months: int | None


def after_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month.

    >>> after_months(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due(session: Session, project_id: str, rule: Rule, day: date) -> list[Due]:
    """What this rule takes on a day, oldest first. An interview that goes takes its recording along."""
    query = (
        select(Interview, Recording)
        .join(Recording, col(Recording.interview_id) == col(Interview.id), isouter=True)
        .where(Interview.project_id == project_id)
    )
    rows = [(row, media, row.held_on or row.created_at.date()) for row, media in session.exec(query)]
    found = [one for row, media, held_on in rows for one in _due(session, rule, row, media, held_on, day)]
    return sorted(found, key=lambda one: (one.held_on, one.interview.id))


def _due(
    session: Session, rule: Rule, interview: Interview, recording: Recording | None, held_on: date, day: date
) -> Iterator[Due]:
    size = _size(session, recording) if recording else 0
    if rule.interview_months is not None and after_months(held_on, rule.interview_months) <= day:
        yield Due(INTERVIEW, interview, recording, held_on, size)
    elif recording and rule.media_months is not None and after_months(held_on, rule.media_months) <= day:
        yield Due(RECORDING, interview, recording, held_on, size)


def _size(session: Session, recording: Recording) -> int:
    made = select(func.coalesce(func.sum(DerivedFile.size_bytes), 0)).where(DerivedFile.recording_id == recording.id)
    return recording.size_bytes + int(session.exec(made).one())


def rule_of(session: Session, viewer: Viewer, project_id: str) -> Rule:
    """What is in force; for the project's researchers."""
    projects.get_for_research(session, viewer, project_id)
    row = _row(session, project_id)
    return Rule(row.media_months, row.interview_months) if row else Rule(None, None)


def set_rule(session: Session, viewer: Viewer, project_id: str, rule: Rule) -> None:
    """From the next daily run on. Raises Invalid for a recording that would outlive its interview's words."""
    projects.get_for_research(session, viewer, project_id)
    check(rule)
    row = _row(session, project_id) or RetentionRule(project_id=project_id)
    row.media_months, row.interview_months = rule.media_months, rule.interview_months
    row.updated_by, row.updated_at = viewer.user_id or None, now()
    session.add(row)
    detail = {"media_months": rule.media_months, "interview_months": rule.interview_months}
    _note(session, viewer, "retention.set", project_id, detail)


def check(rule: Rule) -> None:
    """Raises Invalid when recordings are said to be kept longer than the interviews they belong to."""
    if rule.media_months and rule.interview_months and rule.media_months > rule.interview_months:
        message = "A recording goes with its interview; it cannot be kept longer."
        raise Invalid(message, code="media_outlives", faults=[Fault("media_months", message)])


def runs(session: Session, project_id: str) -> Sequence[RetentionRun]:
    """What went, newest first."""
    query = select(RetentionRun).where(RetentionRun.project_id == project_id).order_by(col(RetentionRun.id).desc())
    return session.exec(query.limit(RUNS_SHOWN)).all()


def projects_with_rules(session: Session) -> list[str]:
    """Those that the daily run looks at."""
    return list(session.exec(select(RetentionRule.project_id).order_by(col(RetentionRule.id))).all())


def run(session: Session, project_id: str) -> RetentionRun | None:
    """Removes what is due today, in the caller's transaction; None when nothing is."""
    row = _row(session, project_id)
    found = due(session, project_id, Rule(row.media_months, row.interview_months), today()) if row else []
    if not found:
        return None
    items = [_told(one) for one in found]
    for one in found:
        _remove(session, project_id, one)
    made = RetentionRun(
        project_id=project_id,
        recordings=sum(one.kind == RECORDING for one in found),
        interviews=sum(one.kind == INTERVIEW for one in found),
        freed_bytes=sum(one.size_bytes for one in found),
        items=items,
    )
    session.add(made)
    detail = {"recordings": made.recordings, "interviews": made.interviews, "run_id": made.id}
    _note(session, SYSTEM, "retention.run", project_id, detail)
    return made


def _remove(session: Session, project_id: str, one: Due) -> None:
    if one.recording:
        _stone(session, project_id, RECORDING, one.recording.id)
    if one.kind == RECORDING:
        recordings.remove(session, SYSTEM, interview_id=one.interview.id)
        return
    if one.recording:
        recordings.remove(session, SYSTEM, interview_id=one.interview.id)
    _stone(session, project_id, INTERVIEW, one.interview.id)
    interviews.delete(session, SYSTEM, interview_id=one.interview.id)
    session.flush()


def _stone(session: Session, project_id: str, kind: str, target_id: str) -> None:
    ledger.note_tombstone(session, SYSTEM, kind=kind, target_id=target_id, project_id=project_id, reason="retention")


def _told(one: Due) -> dict[str, str | int]:
    """Ids and dates: a report that outlives what it is about names nobody."""
    return {
        "kind": one.kind,
        "interview_id": one.interview.id,
        "held_on": one.held_on.isoformat(),
        "size_bytes": one.size_bytes,
    }


def _row(session: Session, project_id: str) -> RetentionRule | None:
    return session.exec(select(RetentionRule).where(RetentionRule.project_id == project_id)).first()


def _note(session: Session, viewer: Viewer, action: str, project_id: str, detail: Mapping[str, object]) -> None:
    audit.record(session, actor=viewer, action=action, target_kind="project", target_id=project_id, detail=dict(detail))
