"""Reading recordings. Every way to the media leads through `playable`, which asks the consents of the moment."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.interviews import queries as interviews
from app.interviews.voices import InterviewHead, Voices, voices_of
from app.recordings.models import DerivedFile, Recording, Upload


@dataclass(frozen=True, slots=True)
class MediaFile:
    """An uploaded recording that may be played right now."""

    store_key: str
    size_bytes: int
    sha256: str
    media_type: str

    @property
    def etag(self) -> str:
        return f'"{self.sha256}"'


def of_interview(session: Session, interview_id: str) -> Recording | None:
    """An interview's recording; the caller has checked that the interview may be seen."""
    return session.exec(select(Recording).where(Recording.interview_id == interview_id)).first()


def get(session: Session, viewer: Viewer, recording_id: str) -> tuple[Recording, Voices]:
    """A recording that the viewer may play, or work with; NotFound otherwise."""
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFound
    voices = interviews.get(session, viewer, recording.interview_id)
    if not voices.may_play(viewer.tokens) and not voices.may_research(viewer):
        raise NotFound
    return recording, voices


def playable(session: Session, held: frozenset[str], recording_id: str) -> Recording:
    """A recording that the holder of these audience tokens may play now: everyone heard in it allows that."""
    return heard(session, held, recording_id)[0]


def heard(session: Session, held: frozenset[str], recording_id: str) -> tuple[Recording, Voices]:
    """A recording that the holder of these tokens may play now, and who is heard in it."""
    recording = session.get(Recording, recording_id)
    voices = voices_of(session, [recording.interview_id]).get(recording.interview_id) if recording else None
    if recording is None or voices is None or not voices.may_play(held):
        raise NotFound
    return recording, voices


def bytes_of(session: Session, row: Recording) -> MediaFile:
    """The bytes of a recording of which was asked already whether it may be played."""
    if row.store_key is None:
        raise NotFound
    if made := _derived(session, row.id, "playback"):
        return made
    return MediaFile(row.store_key, row.size_bytes, row.sha256, row.media_type)


def derived_file(session: Session, held: frozenset[str], recording_id: str, name: str) -> MediaFile:
    """A file made of a recording, for whoever may play that now; NotFound also when it is not made yet."""
    playable(session, held, recording_id)
    if made := _derived(session, recording_id, name):
        return made
    raise NotFound


def with_sample(
    session: Session, viewer: Viewer, sample: str, size_bytes: int
) -> tuple[Recording, InterviewHead] | None:
    """A recording that looks like the same file; see `parts.sample_of`."""
    return _within_reach(session, viewer, Recording.sample == sample, Recording.size_bytes == size_bytes)


def same_file(session: Session, viewer: Viewer, upload: Upload) -> InterviewHead | None:
    """Another interview with this very file."""
    elsewhere = Recording.interview_id != upload.interview_id
    found = _within_reach(session, viewer, Recording.sha256 == upload.sha256, elsewhere)
    return found[1] if found else None


def _within_reach(session: Session, viewer: Viewer, *same: Any) -> tuple[Recording, InterviewHead] | None:
    """The first that the viewer works with: what others have is nobody's business."""
    rows = session.exec(select(Recording).where(*same).order_by(col(Recording.id)).limit(20)).all()
    voices = voices_of(session, [row.interview_id for row in rows])
    for row in rows:
        if voices[row.interview_id].may_research(viewer):
            return row, voices[row.interview_id].interview
    return None


def made_of(session: Session, recording_id: str) -> dict[str, DerivedFile]:
    """What was made of a recording, by name."""
    rows = session.exec(select(DerivedFile).where(DerivedFile.recording_id == recording_id)).all()
    return {row.name: row for row in rows}


def _derived(session: Session, recording_id: str, name: str) -> MediaFile | None:
    row = session.exec(
        select(DerivedFile).where(DerivedFile.recording_id == recording_id, DerivedFile.name == name)
    ).first()
    return MediaFile(row.store_key, row.size_bytes, row.sha256, row.media_type) if row else None
