"""Evidence of a consent: a signed form as a file, or the moment of a recording in which somebody said yes.

Forms lie in the store below their participant, and go with them. A moment holds no words: when it is shown, the words
and the recording are asked for as anywhere else, so a consent that ended silences its own proof.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, or_, select, update

from app.access.viewer import Viewer
from app.audit.sightings import saw
from app.consents.models import ConsentForm, ConsentLink, ConsentMoment
from app.consents.schemas import ConsentMomentOut
from app.core.database import Database
from app.core.errors import Fault, Invalid, NotFound
from app.core.ids import new_id
from app.grants.models import Grant
from app.highlights import queries as highlights
from app.interviews import queries as interviews
from app.interviews.voices import Voices
from app.jobs import service as jobs
from app.outbox.service import Touched
from app.participants import queries as participants
from app.participants.models import Participant
from app.participants.service import note
from app.recordings import queries as recordings
from app.recordings.preparing import DELETE_FILE
from app.recordings.store import Store, Stored
from app.transcripts.models import Turn

MOST_BYTES = 20 * 1024 * 1024
_SIGNS = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (8, b"WEBP", "image/webp"),
)
HEAD_BYTES = 16
FOLDER = "consents"


def media_type_of(head: bytes) -> str:
    """What a file is by its first bytes, whatever it is called; raises Invalid for anything but a form on paper."""
    for at, sign, media_type in _SIGNS:
        if head[at : at + len(sign)] == sign:
            return media_type
    message = "This is neither a PDF nor a picture (JPEG, PNG, WebP). Scan or photograph the signed form."
    raise Invalid(message, code="not_a_form", faults=[Fault("file", message)])


def new_key(participant_id: str) -> str:
    """Where the next form of a participant lies."""
    return f"{folder_of(participant_id)}/{new_id()}"


def folder_of(participant_id: str) -> str:
    """Where the forms of a participant lie in the store."""
    return f"{FOLDER}/{participant_id}"


def keep_form(
    session: Session, viewer: Viewer, *, participant_id: str, stored: Stored, media_type: str, file_name: str
) -> ConsentForm:
    """Makes a stored file the evidence of a consent."""
    participant, _, _ = participants.get_for_research(session, viewer, participant_id)
    form = ConsentForm(
        participant_id=participant_id,
        file_name=file_name[-300:] or "form",
        store_key=stored.key,
        media_type=media_type,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        created_by=viewer.user_id or None,
    )
    session.add(form)
    session.flush()
    note(session, viewer, "consent_form.add", participant, {"form_id": form.id, "sha256": form.sha256})
    return form


def form(session: Session, viewer: Viewer, form_id: str) -> ConsentForm:
    """A form of somebody the viewer may research; NotFound for everybody else."""
    row = session.get(ConsentForm, form_id)
    if row is None:
        raise NotFound
    participants.get_for_research(session, viewer, row.participant_id)
    return row


def form_to_read(session: Session, viewer: Viewer, form_id: str) -> ConsentForm:
    """The same for somebody who looks at it, which is noted."""
    row = form(session, viewer, form_id)
    _, _, project = participants.get_for_research(session, viewer, row.participant_id)
    seen(session, viewer, row.participant_id, project.id)
    return row


def seen(session: Session, viewer: Viewer, participant_id: str, project_id: str) -> None:
    """Notes who saw what proves a consent and names the person: receipts, forms."""
    saw(
        session,
        actor=viewer,
        action="consent_evidence.read",
        target_kind="participant",
        target_id=participant_id,
        project_id=project_id,
    )


def remove_form(session: Session, viewer: Viewer, *, form_id: str) -> None:
    """Throws a form away, and its file right after the transaction."""
    row = form(session, viewer, form_id)
    participant, _, _ = participants.get_for_research(session, viewer, row.participant_id)
    jobs.enqueue(session, DELETE_FILE, {"key": row.store_key}, key=row.store_key)
    note(session, viewer, "consent_form.remove", participant, {"form_id": row.id, "sha256": row.sha256})
    session.delete(row)


def add_moment(
    session: Session,
    viewer: Viewer,
    *,
    participant_id: str,
    highlight_id: str | None = None,
    interview_id: str | None = None,
    start_ms: int | None = None,
    end_ms: int | None = None,
) -> ConsentMoment:
    """Notes where somebody consented aloud: a marked place, or a span of an interview they speak in."""
    participant, _, _ = participants.get_for_research(session, viewer, participant_id)
    if highlight_id is not None:
        row = highlights.get(session, viewer, highlight_id).highlight
        interview_id, start_ms, end_ms = row.interview_id, row.start_ms, row.end_ms
    elif interview_id is None or start_ms is None or end_ms is None or end_ms <= start_ms:
        message = "Say in which interview, and from when to when; the end comes after the beginning."
        raise Invalid(message, code="no_moment", faults=[Fault("end_ms", message)])
    voices = interviews.get_for_research(session, viewer, interview_id)
    if participant.id not in {voice.participant_id for voice in voices.speakers.values()}:
        message = f"{participant.pseudonym} does not speak in this interview."
        raise Invalid(message, code="not_their_voice", faults=[Fault("interview_id", message)])
    moment = ConsentMoment(
        participant_id=participant_id,
        interview_id=interview_id,
        highlight_id=highlight_id,
        start_ms=start_ms,
        end_ms=end_ms,
        created_by=viewer.user_id or None,
    )
    session.add(moment)
    session.flush()
    note(session, viewer, "consent_moment.add", participant, {"moment_id": moment.id})
    return moment


def remove_moment(session: Session, viewer: Viewer, *, moment_id: str) -> None:
    """Forgets a moment; the recording stays."""
    moment = session.get(ConsentMoment, moment_id)
    if moment is None:
        raise NotFound
    participant, _, _ = participants.get_for_research(session, viewer, moment.participant_id)
    note(session, viewer, "consent_moment.remove", participant, {"moment_id": moment.id})
    session.delete(moment)


def moments_out(session: Session, viewer: Viewer, moments: Sequence[ConsentMoment]) -> list[ConsentMomentOut]:
    """Moments as they may be read and heard right now."""
    return [_moment_out(session, viewer, moment) for moment in moments]


def _moment_out(session: Session, viewer: Viewer, moment: ConsentMoment) -> ConsentMomentOut:
    voices = interviews.get(session, viewer, moment.interview_id)
    start, end = moment.start_ms, moment.end_ms
    recording = recordings.of_interview(session, moment.interview_id)
    plays = recording is not None and recording.store_key and recording.playable and start is not None
    return ConsentMomentOut(
        id=moment.id,
        interview_id=moment.interview_id,
        interview_title=voices.interview.title,
        highlight_id=moment.highlight_id,
        start_ms=start,
        end_ms=end,
        words=_words(session, viewer, voices, moment),
        media_url=f"/api/recordings/{recording.id}/media" if plays and voices.may_play(viewer.tokens) else None,  # type: ignore[union-attr]
        created_at=moment.created_at,
    )


def _words(session: Session, viewer: Viewer, voices: Voices, moment: ConsentMoment) -> str | None:
    if moment.highlight_id is not None:
        found = highlights.moments(session, [moment.highlight_id]).get(moment.highlight_id)
        return found.highlight.quote if found and found.may_read(viewer.tokens) else None
    query = (
        select(Turn.speaker_id, Turn.text)
        .where(
            Turn.interview_id == moment.interview_id,
            col(Turn.start_ms) < moment.end_ms,
            col(Turn.end_ms) > moment.start_ms,
        )
        .order_by(col(Turn.position))
    )
    turns = session.exec(query).all()
    may = bool(turns) and voices.may_read(viewer.tokens, [speaker_id for speaker_id, _ in turns])
    return " ".join(text for _, text in turns) if may else None


def follow(database: Database, store: Store, news: Sequence[Touched]) -> None:
    """Hears news from the relay: a person who is gone takes their forms and the links to their page along. Where two
    turned out to be one, or two again, their forms go to the folder of whoever has them now."""
    named = {one.row_id for one in news if one.kind == Participant.__tablename__}
    if not named:
        return
    with database.read() as session:
        gone = named - set(session.exec(select(Participant.id).where(col(Participant.id).in_(named))).all())
        strayed = _strayed(session, named, gone)
    for form_id, old, new in strayed:
        store.copy(old, new)
        with database.write() as session:
            session.exec(update(ConsentForm).where(col(ConsentForm.id) == form_id).values(store_key=new))
        store.delete(old)
    for participant_id in gone:
        store.delete_folder(folder_of(participant_id))
    if gone:
        with database.write() as session:
            _forget_links(session, gone)


def _strayed(session: Session, named: set[str], gone: set[str]) -> list[tuple[str, str, str]]:
    """Forms that lie in the folder of somebody else: id, where they lie, and where they belong."""
    theirs = or_(
        col(ConsentForm.participant_id).in_(named),
        *(col(ConsentForm.store_key).startswith(f"{folder_of(one)}/") for one in gone),
    )
    rows = session.exec(select(ConsentForm.id, ConsentForm.store_key, ConsentForm.participant_id).where(theirs)).all()
    homes = [(row_id, key, f"{folder_of(person)}/{key.rpartition('/')[2]}") for row_id, key, person in rows]
    return [one for one in homes if one[1] != one[2]]


def _forget_links(session: Session, gone: set[str]) -> None:
    kept = select(ConsentLink.grant_id)
    orphans = select(Grant).where(Grant.kind == "consent", col(Grant.target_id).in_(gone), col(Grant.id).not_in(kept))
    for grant in session.exec(orphans).all():
        session.delete(grant)
