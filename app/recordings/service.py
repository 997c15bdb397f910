"""Rules about recordings: one an interview, replaced as a whole, and files removed only once the row is."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import rmtree
from typing import Any

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.database import Database
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.interviews import queries as interviews
from app.interviews.models import Interview
from app.jobs import service as jobs
from app.outbox import service as outbox
from app.recordings import preparing, queries
from app.recordings.links import read_link
from app.recordings.models import Recording
from app.recordings.parts import sample_of
from app.recordings.preparing import DELETE_FILE
from app.recordings.probe import Probe
from app.recordings.store import Store, Stored


def check_may_attach(session: Session, viewer: Viewer, *, interview_id: str) -> None:
    """Asked before an upload begins, so that nobody uploads a gigabyte in vain."""
    interviews.get_for_research(session, viewer, interview_id)


def attach_file(
    session: Session,
    viewer: Viewer,
    *,
    interview_id: str,
    stored: Stored,
    found: Probe,
    file_name: str,
    sample: str = "",
    starts_at_ms: int = 0,
) -> Recording:
    """Makes a stored file the interview's recording, and asks for what is made of it."""
    recording = _attach(
        session,
        viewer,
        interview_id,
        kind="file",
        store_key=stored.key,
        file_name=file_name[-300:],
        media_type=found.media_type,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        sample=sample,
        starts_at_ms=starts_at_ms,
        duration_ms=found.duration_ms,
        has_video=found.has_video,
        width=found.width,
        height=found.height,
        playable=found.playable,
    )
    preparing.enqueue(session, recording, owner_id=viewer.user_id)
    return recording


def check_content(found: Probe) -> None:
    """Raises Invalid for a file that holds nothing to play."""
    if found.duration_ms == 0:
        raise Invalid("There is nothing in this recording: it is 0 seconds long.", code="not_media")


def sample_in(store: Store, stored: Stored) -> str:
    """What a browser will tell of the same file, to find it here before it is uploaded again."""
    with store.open(stored.key) as file:
        return sample_of(file, stored.size_bytes)


def copy(session: Session, viewer: Viewer, store: Store, *, interview_id: str, recording_id: str) -> Recording:
    """Gives an interview the recording of another one, and what was made of it; the viewer works in both."""
    source = session.get(Recording, recording_id)
    if source is None or source.store_key is None:
        raise NotFound
    interviews.get_for_research(session, viewer, source.interview_id)
    key = f"{folder_of(interview_id)}/{new_id()}"
    kept = {"store_key", "id", "interview_id", "created_at", "prepared_at", "level_db", "starts_at_ms"}
    recording = _attach(session, viewer, interview_id, store_key=key, **source.model_dump(exclude=kept))
    store.copy(source.store_key, key)
    preparing.copy_derived(session, store, source, recording)
    preparing.enqueue(session, recording, owner_id=viewer.user_id)
    return recording


def attach_link(session: Session, viewer: Viewer, *, interview_id: str, url: str, starts_at_ms: int = 0) -> Recording:
    """Makes a link the interview's recording; raises Invalid for a link that cannot be played."""
    interviews.get_for_research(session, viewer, interview_id)
    link = read_link(url)
    return _attach(
        session,
        viewer,
        interview_id,
        kind="link",
        url=link.url,
        provider=link.provider,
        has_video=not link.audio,
        playable=link.file or link.frame is not None,
        starts_at_ms=starts_at_ms,
    )


def remove(session: Session, viewer: Viewer, *, interview_id: str) -> None:
    """Takes the recording away; the words stay. The file itself goes right after the transaction."""
    interview = interviews.row_for_research(session, viewer, interview_id)
    recording = queries.of_interview(session, interview_id)
    if recording is None:
        raise NotFound
    _drop(session, recording)
    outbox.touch(session, interview)
    _note(session, viewer, "recording.remove", recording)


def delete_file(store: Store, args: Mapping[str, Any]) -> None:
    """The job behind `remove`, replacing and deleting: runs until the file is gone, and what was made of it."""
    store.delete(str(args["key"]))
    if folder := args.get("folder"):
        store.delete_folder(str(folder))


def follow(database: Database, store: Store, news: Sequence[outbox.Touched]) -> None:
    """Hears news from the relay: an interview that is gone takes the files of its recordings along."""
    named = {one.row_id for one in news if one.kind == Interview.__tablename__}
    if not named:
        return
    with database.read() as session:
        kept = set(session.exec(select(Interview.id).where(col(Interview.id).in_(named))).all())
    for interview_id in named - kept:
        store.delete_folder(folder_of(interview_id))


def sweep_work(folder: Path, older_than: float) -> None:
    """Removes what killed jobs left where they worked."""
    for path in folder.iterdir() if folder.exists() else ():
        if path.stat().st_mtime < older_than:
            rmtree(path, ignore_errors=True)


def folder_of(interview_id: str) -> str:
    """Where the files of an interview's recordings lie in the store."""
    return f"recordings/{interview_id}"


def _attach(session: Session, viewer: Viewer, interview_id: str, **values: Any) -> Recording:
    interview = interviews.row_for_research(session, viewer, interview_id)
    before = queries.of_interview(session, interview_id)
    if before is not None:
        _drop(session, before)
    recording = Recording(interview_id=interview_id, **values)
    session.add(recording)
    session.flush()
    outbox.touch(session, interview)
    _note(session, viewer, "recording.attach", recording)
    return recording


def _drop(session: Session, recording: Recording) -> None:
    if recording.store_key:
        args = {"key": recording.store_key, "folder": preparing.folder_of_derived(recording.store_key)}
        jobs.enqueue(session, DELETE_FILE, args, key=recording.store_key)
        jobs.cancel_about(session, recording.interview_id, preparing.KINDS)
    session.delete(recording)
    session.flush()


def _note(session: Session, viewer: Viewer, action: str, recording: Recording) -> None:
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="recording",
        target_id=recording.id,
        project_id=interviews.project_of(session, recording.interview_id),
        detail={
            "interview_id": recording.interview_id,
            "kind": recording.kind,
            "size_bytes": recording.size_bytes,
            "sha256": recording.sha256,
            "provider": recording.provider,
        },
    )
