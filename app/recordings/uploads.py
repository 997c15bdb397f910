"""Uploads that may stop and go on: begun, continued, checked, and made the recording of their interview."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from app.access.roles import Role
from app.access.service import viewer_for
from app.access.viewer import Viewer
from app.accounts.models import User
from app.core.clock import now
from app.core.database import Database
from app.core.errors import Conflict, FirsthandError, Gone, Invalid, NotFound, TooLarge, Unavailable
from app.jobs import service as jobs
from app.jobs.models import Job
from app.jobs.service import Handler, Progress
from app.recordings import queries, service
from app.recordings.models import Upload
from app.recordings.parts import Part, digest_of, sweep
from app.recordings.probe import Probe, probe
from app.recordings.probing import probe_file
from app.recordings.store import Store, Stored

FINISH = "recordings.finish_upload"
HOUSEKEEPING = "recordings.housekeeping"
STRAY_AFTER = timedelta(days=1)


def begin(
    session: Session,
    viewer: Viewer,
    *,
    interview_id: str,
    size_bytes: int,
    file_name: str,
    sample: str = "",
    folder: Path,
    max_bytes: int,
    days: int,
) -> Upload:
    """Makes room for an upload to an interview the viewer works in.

    Raises TooLarge, StorageFull when the whole would not fit, and Conflict `recording_known` with the interview
    that has the same file already, when a `sample` of it is given (see `parts.sample_of`).
    """
    service.check_may_attach(session, viewer, interview_id=interview_id)
    if size_bytes > max_bytes:
        raise TooLarge(f"The file is larger than {max_bytes // 1024**2} MB, the limit here.")
    if size_bytes <= 0:
        raise Invalid("The file is empty.", code="not_media")
    if sample:
        _refuse_known(session, viewer, sample, size_bytes)
    upload = Upload(
        interview_id=interview_id,
        owner_id=viewer.user_id,
        file_name=file_name[-300:],
        size_bytes=size_bytes,
        expires_at=now() + timedelta(days=days),
    )
    session.add(upload)
    session.flush()
    Part(folder, upload.id).create(size_bytes)
    return upload


def get(session: Session, viewer: Viewer, upload_id: str) -> Upload:
    """An upload of the viewer's own, to an interview they still work in; raises Gone once it has expired."""
    upload = session.get(Upload, upload_id)
    if upload is None or upload.owner_id != viewer.user_id:
        raise NotFound
    service.check_may_attach(session, viewer, interview_id=upload.interview_id)
    if upload.state == "receiving" and upload.expires_at < now():
        raise Gone("This upload waited too long to be continued. Begin it anew.", code="upload_expired")
    return upload


def unfinished(session: Session, viewer: Viewer, interview_id: str) -> list[Upload]:
    """The viewer's own uploads to an interview that may be continued, the latest first."""
    service.check_may_attach(session, viewer, interview_id=interview_id)
    mine = (Upload.interview_id == interview_id, Upload.owner_id == viewer.user_id, Upload.state == "receiving")
    query = select(Upload).where(*mine, col(Upload.expires_at) > now()).order_by(col(Upload.id).desc())
    return list(session.exec(query).all())


def complete(session: Session, upload: Upload, *, starts_at_ms: int = 0) -> None:
    """All bytes are here: asks for the check that makes them a recording."""
    upload.state = "checking"
    session.add(upload)
    jobs.enqueue(
        session,
        FINISH,
        {"upload_id": upload.id, "starts_at_ms": starts_at_ms},
        key=f"{FINISH}:{upload.id}",
        lane=jobs.SOON,
        priority=-1,
        owner_id=upload.owner_id,
        target_kind="interview",
        target_id=upload.interview_id,
    )


def abandon(session: Session, upload: Upload, folder: Path) -> None:
    """Ends an upload and throws away what has arrived of it."""
    if upload.state == "checking":
        raise Conflict("All of it has arrived, and it is being checked.", code="upload_complete")
    session.delete(upload)
    session.flush()
    Part(folder, upload.id).remove()


def finish(database: Database, store: Store, folder: Path) -> Handler:
    """The job behind `complete`: hashes what lies on the disk, looks into it, and attaches it.

    A file that is no recording is refused for good and removed; when it comes again after a crash, it goes on
    from where the file lies now.
    """

    def run(args: Mapping[str, Any], progress: Progress) -> None:
        upload_id = str(args["upload_id"])
        with database.read() as session:
            upload = session.get(Upload, upload_id)
        part = Part(folder, upload_id)
        if upload is None or upload.state != "checking":
            part.remove()
            return
        starts_at_ms = int(args.get("starts_at_ms", 0))
        _Finishing(database, store, part, upload, starts_at_ms).run(lambda share: progress(0.9 * share))

    return run


class _Finishing:
    """One upload whose bytes are all here."""

    def __init__(self, database: Database, store: Store, part: Part, upload: Upload, starts_at_ms: int) -> None:
        self.starts_at_ms = starts_at_ms
        self.database, self.store, self.part, self.upload = database, store, part, upload
        self.key = f"{service.folder_of(upload.interview_id)}/{upload.id}"

    def run(self, told: Callable[[float], None]) -> None:
        sha256 = self.upload.sha256 or self._hash(told)
        try:
            found = self._look()
            self.store.adopt(self.key, self.part.path)
            with self.database.write() as session:
                self._attach(session, Stored(self.key, self.upload.size_bytes, sha256), found)
        except Unavailable:
            raise  # the storage, not the file: the job tries again
        except FirsthandError as error:
            self._refuse(error)
            raise Invalid(error.detail, code=error.code) from error

    def _hash(self, told: Callable[[float], None]) -> str:
        if self.part.size != self.upload.size_bytes:
            raise Invalid("Not all of the file is there any more. Upload it again.", code="upload_incomplete")
        sha256 = digest_of(self.part.path, told)
        with self.database.write() as session:
            if row := session.get(Upload, self.upload.id):
                row.sha256 = sha256
                session.add(row)
        return sha256

    def _look(self) -> Probe:
        if not self.part.path.exists():
            return _probed(probe(self.store.open(self.key)))
        return _probed(probe_file(self.part.path))

    def _attach(self, session: Session, stored: Stored, found: Probe) -> None:
        upload, owner = session.get(Upload, self.upload.id), session.get(User, self.upload.owner_id)
        if upload is None or owner is None:
            raise NotFound("The interview is gone.")
        recording = service.attach_file(
            session,
            viewer_for(session, owner, Role(owner.role)),
            interview_id=upload.interview_id,
            stored=stored,
            found=found,
            file_name=upload.file_name,
            starts_at_ms=self.starts_at_ms,
            sample=service.sample_in(self.store, stored),
        )
        upload.state, upload.recording_id = "done", recording.id
        session.add(upload)

    def _refuse(self, error: FirsthandError) -> None:
        with self.database.write() as session:
            if row := session.get(Upload, self.upload.id):
                row.state, row.message = "refused", error.detail
                session.add(row)
        self.part.remove()
        self.store.delete(self.key)


def housekeeping(database: Database, folder: Path, work_folder: Path) -> Handler:
    """The daily job: ends uploads that waited too long, removes files that belong to nothing, forgets old jobs."""

    def run(_args: Mapping[str, Any], _progress: Progress) -> None:
        with database.write() as session:
            for upload in session.exec(select(Upload).where(col(Upload.expires_at) < now())).all():
                if upload.state != "checking":
                    session.delete(upload)
            session.flush()
            kept = frozenset(session.exec(select(Upload.id)).all())
            jobs.forget_old(session)
            schedule(session)
        stray = time.time() - STRAY_AFTER.total_seconds()
        sweep(folder, kept, stray)
        service.sweep_work(work_folder, stray)

    return run


def schedule(session: Session) -> None:
    """Makes sure that the next housekeeping is planned."""
    planned = select(Job.id).where(Job.kind == HOUSEKEEPING, Job.state == "queued").limit(1)
    if session.exec(planned).first() is None:
        job = jobs.enqueue(session, HOUSEKEEPING, {})
        job.run_at = now() + timedelta(hours=6)
        session.add(job)


def _probed(found: Probe) -> Probe:
    service.check_content(found)
    return found


def _refuse_known(session: Session, viewer: Viewer, sample: str, size_bytes: int) -> None:
    known = queries.with_sample(session, viewer, sample, size_bytes)
    if known is None:
        return
    recording, interview = known
    raise Conflict(
        f"“{interview.title}” has this very file already.",
        code="recording_known",
        recording_id=recording.id,
        interview_id=interview.id,
        interview_title=interview.title,
    )
