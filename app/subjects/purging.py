"""Hears the relay after everybody else did, removes what nobody else owns, and ticks off what is really gone."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property

from sqlmodel import Session, col, select

from app.access.viewer import SYSTEM
from app.audit import service as audit
from app.core.database import Database
from app.grants import queries as grants
from app.interviews.models import Speaker
from app.interviews.voices import voices_of
from app.jobs.models import Job
from app.outbox.service import Touched
from app.recordings import preparing
from app.recordings.models import DerivedFile, Recording
from app.recordings.store import Store
from app.reels.models import RenderedClip
from app.renders import queries as renders
from app.renders.keeping import silent_pieces
from app.renders.models import DONE, ReelRender, RenderPiece
from app.sharing import queries as sharing
from app.subjects import ledger
from app.subjects.models import Receipt, ReceiptPlace
from app.subjects.receipts import KEPT, PURGED, open_receipts, places_of, settle

Stale = Callable[[Session, Collection[str]], Mapping[str, str]]
"""Which quotes of some interviews the index holds otherwise than it should -> interview."""


def follow(database: Database, store: Store, news: Sequence[Touched], stale: Stale) -> None:
    """To be called last: by then everybody has purged what is theirs, and the index has heard."""
    ledger.keep(database, store)
    agree_pictures(database, store, news)
    check(database, store, stale)


def check(database: Database, store: Store, stale: Stale) -> int:
    """Looks at every place that is still under way; returns how many receipts are complete now."""
    with database.read() as session:
        found = {one.id: _Look(session, store, one, stale).verdicts() for one in open_receipts(session)}
    if not found:
        return 0
    with database.write() as session:
        receipts = session.exec(select(Receipt).where(col(Receipt.id).in_(found.keys()))).all()
        for receipt in receipts:
            settle(session, receipt, found[receipt.id])
            _note(session, receipt)
        return sum(receipt.completed_at is not None for receipt in receipts)


def agree_pictures(database: Database, store: Store, news: Sequence[Touched]) -> None:
    """Posters, small pictures and waveforms of recordings that nobody may hear any more go; they come back with the
    consent. The recording itself stays, unheard, until it is erased."""
    with database.read() as session:
        recordings = _recordings(session, news)
        voices = voices_of(session, [one.interview_id for one in recordings])
        over = [one for one in recordings if voices[one.interview_id].whole.is_over and _has_pictures(session, one)]
        back = [
            one for one in recordings if not voices[one.interview_id].whole.is_over and _lost_pictures(session, one)
        ]
    if not (over or back):
        return
    with database.write() as session:
        keys = [key for one in over for key in preparing.drop_pictures(session, session.merge(one))]
        for one in back:
            preparing.enqueue(session, session.merge(one), owner_id=None)
        for key in keys:
            # Inside the transaction: a crash in between leaves the rows, which bring us here again.
            store.delete(key)


def _recordings(session: Session, news: Sequence[Touched]) -> list[Recording]:
    people = [one.row_id for one in news if one.kind == "participant"]
    interviews = {one.row_id for one in news if one.kind == "interview"}
    interviews |= set(session.exec(select(Speaker.interview_id).where(col(Speaker.participant_id).in_(people))).all())
    if not interviews:
        return []
    query = select(Recording).where(col(Recording.interview_id).in_(interviews), Recording.kind == "file")
    return list(session.exec(query).all())


def _has_pictures(session: Session, recording: Recording) -> bool:
    made = select(DerivedFile.id).where(DerivedFile.recording_id == recording.id, DerivedFile.name != "playback")
    return session.exec(made.limit(1)).first() is not None


def _lost_pictures(session: Session, recording: Recording) -> bool:
    """Whether they were never made, or went with a consent; not when making them failed."""
    if recording.prepared_at is not None or recording.store_key is None:
        return False
    failed = select(Job.id).where(
        Job.kind == preparing.PREPARE, Job.target_id == recording.interview_id, Job.state == "failed"
    )
    return session.exec(failed.limit(1)).first() is None


def _note(session: Session, receipt: Receipt) -> None:
    if receipt.completed_at is not None:
        audit.record(
            session,
            actor=SYSTEM,
            action="receipt.complete",
            target_kind="participant",
            target_id=receipt.participant_id,
            detail={"receipt_id": receipt.id, "reason": receipt.reason},
        )


class _Look:
    """What is left of the places of one receipt, looked up when a place of that kind asks."""

    def __init__(self, session: Session, store: Store, receipt: Receipt, stale: Stale) -> None:
        self._session, self._store, self._stale = session, store, stale
        self._places = places_of(session, receipt.id, unsettled=True)

    def verdicts(self) -> dict[str, str]:
        """Place -> outcome, of those that are settled now."""
        kinds: Mapping[str, Callable[[ReceiptPlace], str]] = {
            "interview": lambda one: "" if one.place_id in self._stale_quotes.values() else PURGED,
            "quote": lambda one: "" if self._stale_quotes.keys() & set(one.keys) else PURGED,
            "clip": self._clip,
            "film": self._film,
            "piece": self._piece,
            "recording": lambda one: self._gone(one, PURGED),
        }
        found = {one.id: kinds[one.kind](one) for one in self._places if one.kind in kinds}
        return {place_id: outcome for place_id, outcome in found.items() if outcome}

    @cached_property
    def _stale_quotes(self) -> Mapping[str, str]:
        within = {one.within_id for one in self._places if one.kind in ("interview", "quote") and one.within_id}
        return self._stale(self._session, within)

    @cached_property
    def _wanted(self) -> frozenset[tuple[str, int, int, str]]:
        return frozenset(sharing.wanted(self._session, grants.live(self._session, sharing.KINDS)))

    def _gone(self, place: ReceiptPlace, outcome: str) -> str:
        return "" if any(self._store.has(key) for key in place.keys) else outcome

    def _clip(self, place: ReceiptPlace) -> str:
        row = self._session.get(RenderedClip, place.place_id)
        if row is None:
            return self._gone(place, PURGED)
        key = (row.source_sha256, row.start_ms, row.end_ms, row.profile)
        return KEPT if key in self._wanted else ""

    def _film(self, place: ReceiptPlace) -> str:
        row = self._session.get(ReelRender, place.place_id)
        if row is None or row.state != DONE:
            return self._gone(place, PURGED)
        return "" if renders.refusals(self._session, [row])[row.id] else KEPT

    def _piece(self, place: ReceiptPlace) -> str:
        row = self._session.get(RenderPiece, place.place_id)
        if row is None:
            return self._gone(place, PURGED)
        return "" if silent_pieces(self._session, [row]) else KEPT
