"""Taking an import back as a whole: interviews that nobody has worked on yet, and the people they introduced."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.core.errors import Conflict, Fault, NotAllowed
from app.highlights.models import Highlight
from app.interviews import queries as interview_queries
from app.interviews import service as interviews
from app.interviews.models import Interview, Speaker
from app.participants import service as participants
from app.transcripts.import_schemas import TakenBackOut
from app.transcripts.models import Transcript


def take_back(session: Session, viewer: Viewer, *, interview_ids: Sequence[str]) -> TakenBackOut:
    """Removes interviews that were just imported, all of them or none.

    Raises NotAllowed for somebody else's import, and Conflict (`worked_on`) once there are highlights or edits in one
    of them: those would be lost with it, and deleting the interview is the way to mean that.
    """
    found = [interview_queries.row_for_research(session, viewer, one) for one in dict.fromkeys(interview_ids)]
    if not viewer.is_admin and any(interview.created_by != viewer.user_id for interview in found):
        raise NotAllowed("Only whoever imported an interview may take its import back.")
    transcripts = session.exec(select(Transcript).where(col(Transcript.interview_id).in_(interview_ids))).all()
    _check_untouched(session, found, transcripts)
    introduced = [one for transcript in transcripts for one in transcript.introduced or ()]
    for interview in found:
        interviews.delete(session, viewer, interview_id=interview.id)
    session.flush()
    return TakenBackOut(interviews=len(found), participants=_dismiss(session, viewer, introduced))


def _check_untouched(session: Session, found: Sequence[Interview], transcripts: Sequence[Transcript]) -> None:
    marked = select(Highlight.interview_id).where(col(Highlight.interview_id).in_([one.id for one in found]))
    busy = set(session.exec(marked).all()) | {one.interview_id for one in transcripts if one.version > 1}
    faults = [
        Fault(one.id, f"Somebody has worked on “{one.title}” since.", "worked_on") for one in found if one.id in busy
    ]
    if faults:
        raise Conflict(f"{faults[0].message} Nothing was taken back.", code="worked_on", faults=faults)


def _dismiss(session: Session, viewer: Viewer, participant_ids: Sequence[str]) -> int:
    """Removes those who speak nowhere any more."""
    speaking = select(Speaker.participant_id).where(col(Speaker.participant_id).in_(participant_ids))
    gone = set(participant_ids) - set(session.exec(speaking).all())
    for participant_id in sorted(gone):
        participants.delete(session, viewer, participant_id=participant_id)
    return len(gone)
