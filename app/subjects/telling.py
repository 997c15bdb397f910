"""Receipts in words that somebody can read: what a place is called today, and how far each kind is."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from app.access.viewer import Viewer
from app.accounts.models import User
from app.core.clock import today
from app.core.errors import NotFound
from app.grants.models import Grant
from app.interviews.models import Interview
from app.projects import queries as projects
from app.reels.models import Reel
from app.subjects.ledger import TOMBSTONES
from app.subjects.models import LedgerEntry, Receipt, ReceiptPlace, RetentionRun
from app.subjects.receipts import places_of
from app.subjects.retention import INTERVIEW, Rule, check, due
from app.subjects.schemas import (
    KindSum,
    PlaceOut,
    ReceiptOut,
    ReceiptWhole,
    RetentionItem,
    RetentionOut,
    RetentionPreview,
    RetentionRunOut,
    TombstoneOut,
)

MOST = 200


def receipts(
    session: Session, viewer: Viewer, *, project_id: str, participant_id: str | None = None, limit: int = 50
) -> list[ReceiptOut]:
    """The receipts of a project, or of one person in it, newest first; for its researchers."""
    projects.get_for_research(session, viewer, project_id)
    query = select(Receipt).where(Receipt.project_id == project_id).order_by(col(Receipt.id).desc()).limit(limit)
    if participant_id:
        query = query.where(Receipt.participant_id == participant_id)
    return [_out(session, row) for row in session.exec(query).all()]


def whole(session: Session, viewer: Viewer, receipt_id: str) -> ReceiptWhole:
    """A receipt with all its places."""
    row = session.get(Receipt, receipt_id)
    if row is None:
        raise NotFound
    projects.get_for_research(session, viewer, row.project_id)
    places = places_of(session, row.id)
    names = _names(session, places)
    shown = [
        PlaceOut.model_validate(
            {
                **place.model_dump(include={"kind", "within_id", "outcome", "settled_at", "keys"}),
                "id": place.place_id,
                "name": names.get(place.place_id) or names.get(place.within_id or "", ""),
                "denied_at": row.denied_at,
            }
        )
        for place in places
    ]
    return ReceiptWhole(**_out(session, row).model_dump(), places=shown)


def tombstones(session: Session, viewer: Viewer, project_id: str) -> list[TombstoneOut]:
    """What was erased in a project, newest first; for its researchers."""
    projects.get_for_research(session, viewer, project_id)
    query = (
        select(LedgerEntry)
        .where(LedgerEntry.project_id == project_id, col(LedgerEntry.kind).in_(TOMBSTONES))
        .order_by(col(LedgerEntry.id).desc())
        .limit(MOST)
    )
    return [_stone_out(row) for row in session.exec(query).all()]


def _stone_out(row: LedgerEntry) -> TombstoneOut:
    return TombstoneOut.model_validate(
        {
            **row.model_dump(include={"id", "kind", "target_id", "project_id", "by_name", "reason", "reference"}),
            "erased_at": row.created_at,
            "receipt_id": row.detail.get("receipt_id"),
        }
    )


def retention_out(rule: Rule, runs: Sequence[RetentionRun], next_run_at: datetime | None) -> RetentionOut:
    """A project's rule, and what it took so far."""
    shown = [RetentionRunOut.model_validate({**run.model_dump(), "at": run.created_at}) for run in runs]
    return RetentionOut(
        media_months=rule.media_months, interview_months=rule.interview_months, runs=shown, next_run_at=next_run_at
    )


def preview_out(session: Session, project_id: str, rule: Rule) -> RetentionPreview:
    """What a rule would take today."""
    check(rule)
    found = due(session, project_id, rule, today())
    items = [
        RetentionItem(
            kind="interview" if one.kind == INTERVIEW else "recording",
            interview_id=one.interview.id,
            title=one.interview.title,
            held_on=one.held_on,
            size_bytes=one.size_bytes,
        )
        for one in found
    ]
    return RetentionPreview(
        items=items,
        recordings=sum(one.kind == "recording" for one in items),
        interviews=sum(one.kind == "interview" for one in items),
        freed_bytes=sum(one.size_bytes for one in items),
    )


def _out(session: Session, row: Receipt) -> ReceiptOut:
    sums = _sums(session, row.id)
    return ReceiptOut.model_validate(
        {
            **row.model_dump(exclude={"requested_by", "created_at"}),
            "noted_by": _name(session, row.requested_by),
            "total": sum(one.total for one in sums),
            "settled": sum(one.settled for one in sums),
            "sums": sums,
        }
    )


def _sums(session: Session, receipt_id: str) -> list[KindSum]:
    settled = func.count(ReceiptPlace.settled_at)  # type: ignore[arg-type]
    query = (
        select(ReceiptPlace.kind, func.count(), settled, func.max(ReceiptPlace.settled_at))
        .where(ReceiptPlace.receipt_id == receipt_id)
        .group_by(ReceiptPlace.kind)
    )
    rows = {row[0]: row for row in session.exec(query)}
    return [
        KindSum.model_validate(
            {"kind": kind, "total": total, "settled": done, "settled_at": at if done == total else None}
        )
        for kind, total, done, at in (rows[kind] for kind in _ORDER if kind in rows)
    ]


_ORDER = ("quote", "interview", "reel", "grant", "recording", "clip", "film", "piece", "storage")


def _names(session: Session, places: Sequence[ReceiptPlace]) -> dict[str, str]:
    ids = {one for place in places for one in (place.place_id, place.within_id) if one}
    kinds = ((Interview.id, Interview.title), (Reel.id, Reel.title), (Grant.id, Grant.label))
    return {key: name for columns in kinds for key, name in _pairs(session, *columns, ids)}


def _pairs(session: Session, key: object, name: object, ids: Iterable[str]) -> Iterable[tuple[str, str]]:
    rows: Iterable[tuple[str, str]] = session.exec(select(key, name).where(col(key).in_(list(ids)))).all()  # type: ignore[call-overload]
    return rows


def _name(session: Session, user_id: str | None) -> str:
    user = session.get(User, user_id) if user_id else None
    return user.name if user else ""
