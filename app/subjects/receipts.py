"""Receipts: what had shown somebody is listed when it is denied, and ticked off when nothing of it is left.

Nothing is ticked off because somebody was told to remove it: the store, the index and the rows are looked at again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from app.access.audiences import Permission, Scope, Standing, tokens_for
from app.audit.models import AuditEntry
from app.core.clock import now
from app.core.ids import new_id
from app.participants.models import Participant
from app.projects.models import Project
from app.recordings.models import DerivedFile
from app.sharing.queries import held_by
from app.subjects.models import Receipt, ReceiptPlace
from app.subjects.presence import Presence, clips_of, films_of, grants_of, items_of, pieces_of, presence
from app.transcripts.models import Transcript

DENIED, PURGED, KEPT = "denied", "purged", "kept"
ERASED = "erased"
HEAVY_DERIVED = "playback"
"""Stays with its recording; the small pictures and the waveform can be made again."""
OVER = (Standing.WITHDRAWN, Standing.EXPIRED)


@dataclass(frozen=True)
class _Loss:
    """What a change takes from whom."""

    before: Permission
    after: Permission | None
    was: frozenset[str]
    left: frozenset[str] = field(default=frozenset())

    @property
    def is_over(self) -> bool:
        return self.after is None or self.after.is_over

    @property
    def reason(self) -> str:
        if self.after is None:
            return ERASED
        return self.after.standing.value if self.after.is_over else "narrowed"

    @property
    def is_none(self) -> bool:
        silent = self.after is not None and self.before.media and not self.after.media and bool(self.was)
        return self.after is not None and self.was <= self.left and not silent

    def takes_from(self, held: frozenset[str]) -> bool:
        """Whether the holder of these tokens could read or hear it before, and now can do less."""
        if self.was.isdisjoint(held):
            return False
        muted = self.after is None or (self.before.media and not self.after.media)
        return muted or self.left.isdisjoint(held)


def make(
    session: Session,
    participant_id: str,
    *,
    before: Permission,
    after: Permission | None,
    denied_at: datetime | None = None,
) -> Receipt | None:
    """A receipt with every place that had shown the person; None when the change takes nothing from anybody.

    `after` is None when the person is being erased; `denied_at` is now unless a date had decided it before.
    """
    person = session.get(Participant, participant_id)
    project = session.get(Project, person.project_id) if person else None
    if project is None:
        return None
    was = tokens_for(project.id, project.access, before)
    left = tokens_for(project.id, project.access, after) if after else frozenset[str]()
    loss = _Loss(before, after, was, left)
    if loss.is_none:
        return None
    receipt = Receipt(
        participant_id=participant_id,
        project_id=project.id,
        reason=loss.reason,
        before=_told(before),
        after=_told(after) if after else {},
        requested_by=_asker(session, participant_id),
        denied_at=denied_at or now(),
    )
    session.add(receipt)
    session.flush()
    _list(session, receipt, list(_places(session, presence(session, participant_id), loss)))
    return receipt


def open_receipts(session: Session) -> Sequence[Receipt]:
    """Receipts that are not complete yet, oldest first."""
    return session.exec(select(Receipt).where(col(Receipt.completed_at).is_(None)).order_by(col(Receipt.id))).all()


def places_of(session: Session, receipt_id: str, *, unsettled: bool = False) -> Sequence[ReceiptPlace]:
    """The places of a receipt in the order of their kinds; only those still under way when asked."""
    query = select(ReceiptPlace).where(ReceiptPlace.receipt_id == receipt_id)
    if unsettled:
        query = query.where(ReceiptPlace.outcome == "")
    return session.exec(query.order_by(col(ReceiptPlace.id))).all()


def _places(session: Session, found: Presence, loss: _Loss) -> Iterable[ReceiptPlace]:
    moments = list(found.moments)
    yield from _interviews(session, found)
    for highlight_id, interview_id in found.quotes.items():
        yield _place("quote", highlight_id, interview_id, [f"h-{highlight_id}"])
    for reel_id in dict.fromkeys(item.reel_id for item in items_of(session, moments)):
        yield _denied("reel", reel_id)
    for grant in grants_of(session, moments):
        if grant.revoked_at is None and loss.takes_from(held_by(grant)):
            yield _denied("grant", grant.id, grant.target_id)
    for clip in clips_of(session, found.hashes):
        yield _place("clip", clip.id, None, [clip.store_key])
    for film in films_of(session, found):
        yield _place("film", film.id, film.reel_id, [file["key"] for file in film.files.values()])
    for piece in pieces_of(session, found):
        yield _place("piece", piece.id, None, [piece.store_key])
    yield from _recordings(session, found, loss)


def _interviews(session: Session, found: Presence) -> Iterable[ReceiptPlace]:
    query = select(Transcript.interview_id).where(col(Transcript.interview_id).in_(found.interviews))
    for interview_id in sorted(session.exec(query).all()):
        yield _place("interview", interview_id, interview_id, [])


def _recordings(session: Session, found: Presence, loss: _Loss) -> Iterable[ReceiptPlace]:
    """The media itself is denied; what was made of it goes too once nobody at all may hear it."""
    for recording in found.recordings:
        keys: list[str] = []
        if loss.is_over and recording.store_key:
            made = select(DerivedFile.store_key).where(DerivedFile.recording_id == recording.id)
            if loss.after is None:
                keys = [recording.store_key, *session.exec(made)]
            else:
                keys = list(session.exec(made.where(DerivedFile.name != HEAVY_DERIVED)).all())
        make_place = _place if keys else _denied_with_keys
        yield make_place("recording", recording.id, recording.interview_id, keys)


def _place(kind: str, place_id: str, within_id: str | None, keys: list[str]) -> ReceiptPlace:
    return ReceiptPlace(receipt_id="", kind=kind, place_id=place_id, within_id=within_id, keys=keys)


def _denied(kind: str, place_id: str, within_id: str | None = None) -> ReceiptPlace:
    """A place that keeps nothing of its own: it asks the consent at every request."""
    place = _place(kind, place_id, within_id, [])
    place.outcome, place.settled_at = DENIED, now()
    return place


def _denied_with_keys(kind: str, place_id: str, within_id: str | None, _keys: list[str]) -> ReceiptPlace:
    return _denied(kind, place_id, within_id)


def _list(session: Session, receipt: Receipt, places: Sequence[ReceiptPlace]) -> None:
    # As plain rows: somebody who is quoted a thousand times has a thousand places, inside one transaction.
    rows = [place.model_dump() | {"id": new_id(), "receipt_id": receipt.id} for place in places]
    if rows:
        session.connection().execute(insert(ReceiptPlace), rows)
    if not any(place.outcome == "" for place in places):
        receipt.completed_at = now()
        session.add(receipt)


def _told(permission: Permission) -> dict[str, Any]:
    return {"status": permission.standing.value, "scope": Scope(permission.scope).value, "media": permission.media}


def _asker(session: Session, participant_id: str) -> str | None:
    """Whoever the audit log names for this very transaction's change."""
    query = select(AuditEntry.actor_id).where(
        AuditEntry.target_id == participant_id, col(AuditEntry.action).startswith("consent.")
    )
    return session.exec(query.order_by(col(AuditEntry.id).desc()).limit(1)).first()


def settle(session: Session, receipt: Receipt, outcomes: Mapping[str, str]) -> None:
    """Ticks off the places whose outcome is known, and completes the receipt when none is left."""
    moment, waiting = now(), 0
    for place in places_of(session, receipt.id, unsettled=True):
        if outcome := outcomes.get(place.id, ""):
            place.outcome, place.settled_at = outcome, moment
            session.add(place)
        else:
            waiting += 1
    if not waiting:
        receipt.completed_at = moment
        session.add(receipt)
