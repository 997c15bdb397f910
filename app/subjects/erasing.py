"""Erasure (GDPR art. 17): the person, their words and their voice go; a tombstone stays. It cannot be undone.

An interview in which nobody else is heard goes altogether. Where others speak, their words stay: the person's turns
and every highlight with a word of theirs go, names give way to blocks, and the recording is silenced while they speak.
A mark whose place is uncertain goes too, because nobody knows whose words it keeps.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import Session, col, delete, select

from app.access.viewer import Viewer
from app.audit import keeping as audit_keeping
from app.audit import service as audit
from app.core.clock import now, today
from app.core.errors import Fault, Invalid
from app.core.idempotency import IdempotencyRecord
from app.highlights.models import Highlight
from app.highlights.queries import NEEDS_REVIEW
from app.highlights.service import set_place
from app.interviews.models import Interview, Speaker
from app.jobs import service as jobs
from app.jobs.models import Job
from app.outbox import service as outbox
from app.participants import queries as participants
from app.participants.consent import permission
from app.participants.models import Participant
from app.projects.models import Project
from app.recordings import preparing
from app.recordings.models import Recording, Upload
from app.subjects import ledger, receipts, silencing, sweeping
from app.subjects.masking import Names, is_generic
from app.subjects.models import AccessCopy, LedgerEntry, Receipt, ReceiptPlace
from app.subjects.presence import Presence, grants_of, items_of, presence, quotes_of
from app.subjects.schemas import ErasePlan
from app.subjects.spans import Span, padded
from app.transcripts import queries as transcripts
from app.transcripts.anchors import Position, describe
from app.transcripts.models import Transcript, TranscriptRevision, Turn

CLEAN = "subjects.clean"
AT_ONCE = 500


@dataclass(frozen=True)
class _Reach:
    """What an erasure is about: who, and which interviews go whole or in part."""

    person: Participant
    project: Project
    found: Presence
    whole: frozenset[str]
    names: Names
    files: list[str] = field(default_factory=list)
    """Folders and keys of the store that go with them."""

    @property
    def part(self) -> frozenset[str]:
        return self.found.interviews - self.whole

    @property
    def own_speakers(self) -> list[str]:
        """Their voices in the interviews that stay."""
        return [one for one, interview_id in self.found.speakers.items() if interview_id in self.part]


def plan(session: Session, viewer: Viewer, participant_id: str) -> ErasePlan:
    """What an erasure would remove."""
    return _plan(session, _reach(session, viewer, participant_id))


def erase(
    session: Session, viewer: Viewer, *, participant_id: str, confirm: str, reason: str, reference: str = ""
) -> tuple[ErasePlan, Receipt, LedgerEntry]:
    """Erases somebody in the caller's transaction; files, index and free pages follow as jobs.

    Raises Invalid with code `not_confirmed` unless the pseudonym was typed out.
    """
    reach = _reach(session, viewer, participant_id)
    if confirm.strip() != reach.person.pseudonym:
        message = "Type the pseudonym exactly as it is shown. Nothing was erased."
        raise Invalid(message, code="not_confirmed", faults=[Fault("confirm", message)])
    return remove(session, viewer, reach, reason=reason, reference=reference)


def again(session: Session, viewer: Viewer, participant_id: str) -> bool:
    """Erases somebody whom a backup brought back; False when there is nobody of that id."""
    if session.get(Participant, participant_id) is None:
        return False
    remove(session, viewer, _reach(session, viewer, participant_id), reason="restore", reference="")
    return True


def remove(
    session: Session, viewer: Viewer, reach: _Reach, *, reason: str, reference: str
) -> tuple[ErasePlan, Receipt, LedgerEntry]:
    """The erasure itself."""
    told = _plan(session, reach)
    person_id, project_id = reach.person.id, reach.project.id
    consent = participants.consent_of(session, person_id)
    receipt = receipts.make(session, person_id, before=permission(consent, today()), after=None)
    assert receipt is not None  # noqa: S101 - an erasure always takes something
    forgotten = _forgotten(session, reach)
    for interview_id in sorted(reach.part):
        _erase_from(session, reach, interview_id)
    for interview_id in sorted(reach.whole):
        _erase_whole(session, reach, interview_id)
    _erase_person(session, reach)
    sweeping.sweep(session, reach.names)
    _forget_work(session, {person_id, *forgotten})
    for target_id in dict.fromkeys([person_id, *forgotten, *sweeping.deeds_naming(session, reach.names)]):
        audit_keeping.forget(session, actor=viewer, person_id=target_id, reason="erasure")
    receipt.completed_at = None
    session.add(receipt)
    session.add(ReceiptPlace(receipt_id=receipt.id, kind="storage", place_id=receipt.id))
    stone = ledger.note_tombstone(
        session,
        viewer,
        kind=ledger.PERSON,
        target_id=person_id,
        project_id=project_id,
        reason=reason,
        reference=reference,
        detail={**told.model_dump(), "receipt_id": receipt.id},
    )
    audit.record(
        session,
        actor=viewer,
        action="participant.erase",
        target_kind="participant",
        target_id=person_id,
        detail={"reason": reason, "reference": reference, "receipt_id": receipt.id},
    )
    args = {"receipt_id": receipt.id, "files": reach.files}
    jobs.enqueue(session, CLEAN, args, lane=jobs.SOON, target_kind="participant", target_id=person_id)
    session.flush()
    return told, receipt, stone


def _reach(session: Session, viewer: Viewer, participant_id: str) -> _Reach:
    person, _, project = participants.get_for_research(session, viewer, participant_id)
    found = presence(session, participant_id)
    labels = session.exec(select(Speaker.label).where(col(Speaker.id).in_(found.speakers))).all()
    known = [label for label in labels if not is_generic(label)]
    names = Names([person.legal_name, person.contact, person.pseudonym, *known], parts_of=[person.legal_name, *known])
    return _Reach(person, project, found, _alone_in(session, found), names)


def _alone_in(session: Session, found: Presence) -> frozenset[str]:
    """The interviews in which nobody but our own people is heard beside them: nobody else would miss a word."""
    others = select(Speaker.interview_id).where(
        col(Speaker.interview_id).in_(found.interviews),
        col(Speaker.id).not_in(found.speakers),
        (col(Speaker.participant_id).is_not(None)) | (Speaker.role == "participant"),
    )
    nameless = select(Turn.interview_id).where(
        col(Turn.interview_id).in_(found.interviews), col(Turn.speaker_id).is_(None)
    )
    return found.interviews - set(session.exec(others).all()) - set(session.exec(nameless).all())


def _plan(session: Session, reach: _Reach) -> ErasePlan:
    moments = list(reach.found.moments)
    media = [one.interview_id for one in reach.found.recordings]
    turns = select(Turn.id).where(col(Turn.speaker_id).in_(reach.found.speakers))
    gone = {one for one, interview in reach.found.moments.items() if interview in reach.whole} | set(reach.found.quotes)
    return ErasePlan(
        interviews_whole=len(reach.whole),
        interviews_part=len(reach.part),
        turns=len(session.exec(turns).all()),
        quotes=len(gone),
        recordings_whole=sum(one in reach.whole for one in media),
        recordings_part=sum(one in reach.part for one in media),
        reels=len({item.reel_id for item in items_of(session, gone)}),
        grants=sum(row.revoked_at is None for row in grants_of(session, moments)),
    )


def _erase_whole(session: Session, reach: _Reach, interview_id: str) -> None:
    """The interview with everything in it; its files hear of it from the relay."""
    interview = session.get(Interview, interview_id)
    if interview is None:
        return
    for recording in _same_files(session, interview_id):
        _drop_recording(session, reach, recording)
    reach.files.extend(f"upload:{one}" for one in _uploads(session, interview_id))
    outbox.touch(session, interview)
    session.delete(interview)
    session.flush()


def _erase_from(session: Session, reach: _Reach, interview_id: str) -> None:
    """Their part of an interview in which others are heard too."""
    speakers = [one for one in reach.own_speakers if reach.found.speakers[one] == interview_id]
    _silence(session, reach, interview_id, speakers)
    _drop_marks(session, interview_id, speakers)
    transcript = session.exec(select(Transcript).where(Transcript.interview_id == interview_id)).first()
    if transcript:
        session.exec(delete(TranscriptRevision).where(col(TranscriptRevision.transcript_id) == transcript.id))
    session.exec(delete(Turn).where(col(Turn.speaker_id).in_(speakers)))
    session.exec(delete(Speaker).where(col(Speaker.id).in_(speakers)))
    session.expire_all()
    _mask(session, reach.names, interview_id, transcript)
    outbox.touch_ids(session, [("interview", interview_id), *(("speaker", one) for one in speakers)])


def _silence(session: Session, reach: _Reach, interview_id: str, speakers: Collection[str]) -> None:
    """Every copy of the file, in whatever interview it lies, goes on without them; without their times, not at all."""
    spans = _spoken(session, interview_id, speakers)
    own = next((one for one in reach.found.recordings if one.interview_id == interview_id), None)
    shift = own.starts_at_ms if own else 0
    for recording in _same_files(session, interview_id):
        if spans is None or recording.store_key is None:
            _drop_recording(session, reach, recording)
        elif spans:
            outbox.touch_ids(session, [("interview", recording.interview_id), ("recording", recording.id)])
            silencing.enqueue(session, recording, padded((start + shift, end + shift) for start, end in spans))


def _spoken(session: Session, interview_id: str, speakers: Collection[str]) -> list[Span] | None:
    """When they speak, in time of the transcript; None when that is not known of every turn."""
    query = select(Turn.start_ms, Turn.end_ms).where(
        Turn.interview_id == interview_id, col(Turn.speaker_id).in_(speakers)
    )
    times = session.exec(query).all()
    known = [(start, end) for start, end in times if start is not None and end is not None]
    return known if len(known) == len(times) else None


def _same_files(session: Session, interview_id: str) -> list[Recording]:
    """The recording of an interview and every other with the very same bytes."""
    own = session.exec(select(Recording).where(Recording.interview_id == interview_id)).first()
    if own is None:
        return []
    if not own.sha256:
        return [own]
    same = select(Recording).where(Recording.sha256 == own.sha256).order_by(col(Recording.id))
    return list(session.exec(same).all())


def _drop_recording(session: Session, reach: _Reach, recording: Recording) -> None:
    if recording.store_key:
        reach.files.extend([recording.store_key, f"{preparing.folder_of_derived(recording.store_key)}/"])
        jobs.cancel_about(session, recording.interview_id, preparing.KINDS)
    outbox.touch_ids(session, [("interview", recording.interview_id), ("recording", recording.id)])
    session.delete(recording)
    session.flush()


def _drop_marks(session: Session, interview_id: str, speakers: Collection[str]) -> None:
    """Highlights with their words go, deleted ones too, and those of which nobody knows whose words they keep."""
    rows = session.exec(select(Highlight).where(Highlight.interview_id == interview_id)).all()
    theirs = quotes_of(session, speakers, deleted=True)
    gone = [row for row in rows if row.id in theirs or _is_uncertain(row)]
    outbox.touch(session, *gone)
    for row in gone:
        session.delete(row)
    session.flush()


def _is_uncertain(row: Highlight) -> bool:
    return row.status == NEEDS_REVIEW or row.start_turn_id is None or row.end_turn_id is None


def _mask(session: Session, names: Names, interview_id: str, transcript: Transcript | None) -> None:
    """Names in what others said and in what is noted about it; the words around marks are taken anew."""
    interview = session.get(Interview, interview_id)
    if interview:
        interview.title, interview.summary = names.mask(interview.title), names.mask(interview.summary)
        session.add(interview)
    for turn in session.exec(select(Turn).where(Turn.interview_id == interview_id)).all():
        if (masked := names.mask(turn.text)) != turn.text:
            turn.text, turn.version = masked, turn.version + 1
            session.add(turn)
    if transcript is None:
        return
    transcript = session.merge(transcript)
    transcript.file_name, transcript.version = names.mask(transcript.file_name), transcript.version + 1
    transcript.updated_at = now()
    session.add(transcript)
    session.flush()
    lines = transcripts.lines(session, transcript.id)
    for row in session.exec(select(Highlight).where(Highlight.interview_id == interview_id)).all():
        span = Position(row.start_turn_id or "", row.start_offset), Position(row.end_turn_id or "", row.end_offset)
        anchor = describe(lines, *span)
        set_place(row, anchor)
        row.quote, row.note = anchor.quote, names.mask(row.note)
        row.suggestion = row.reviewed_from = ""
        session.add(row)
    session.flush()


def _erase_person(session: Session, reach: _Reach) -> None:
    person_id = reach.person.id
    copies = select(AccessCopy.store_key).where(AccessCopy.participant_id == person_id, AccessCopy.store_key != "")
    reach.files.extend(session.exec(copies).all())
    left = session.exec(select(Speaker).where(Speaker.participant_id == person_id)).all()
    for speaker in left:
        session.delete(speaker)
    session.flush()
    outbox.touch_ids(session, [("participant", person_id)])
    session.delete(session.get(Participant, person_id))
    session.flush()


def _uploads(session: Session, interview_id: str) -> list[str]:
    return list(session.exec(select(Upload.id).where(Upload.interview_id == interview_id)).all())


def _forgotten(session: Session, reach: _Reach) -> list[str]:
    """Of what else the audit log may tell names: titles of interviews, labels of voices, names of files."""
    files = select(Transcript.id).where(col(Transcript.interview_id).in_(reach.found.interviews))
    media = [one.id for one in reach.found.recordings]
    return sorted({*reach.found.interviews, *reach.found.speakers, *session.exec(files).all(), *media})


def _forget_work(session: Session, target_ids: Collection[str]) -> None:
    """Ended work about them, whose messages may name them, and the keys of requests that made them."""
    session.exec(delete(Job).where(col(Job.target_id).in_(target_ids), col(Job.state).in_(jobs.ENDED)))
    session.exec(delete(IdempotencyRecord).where(col(IdempotencyRecord.row_id).in_(target_ids)))
