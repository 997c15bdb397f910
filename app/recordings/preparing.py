"""Jobs that make of a recording what its players need. Everything made lies in one folder beside the recording."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from app.core.clock import now
from app.core.database import Database
from app.interviews.voices import voices_of
from app.jobs import service as jobs
from app.jobs.service import Handler, Progress
from app.recordings import deriving
from app.recordings.ffmpeg import MediaRefused
from app.recordings.loudness import level_db
from app.recordings.models import DerivedFile, Recording
from app.recordings.probe import Probe
from app.recordings.probing import probe_file
from app.recordings.store import Store, at_hand, put_file

log = structlog.get_logger(__name__)
PREPARE = "recordings.prepare"
TRANSCODE = "recordings.transcode"
DELETE_FILE = "recordings.delete_file"
COPY = "recordings.copy_link"
KINDS = (PREPARE, TRANSCODE, COPY)
_MIDDLE = ".d/"


def folder_of_derived(store_key: str) -> str:
    """Where all lies that was made of the file at this key."""
    return store_key.partition(_MIDDLE)[0] + _MIDDLE.rstrip("/")


def enqueue(session: Session, recording: Recording, *, owner_id: str | None) -> None:
    """Asks for everything that is made of an uploaded recording."""
    made = set(session.exec(select(DerivedFile.name).where(DerivedFile.recording_id == recording.id)).all())
    measured = recording.level_db is not None or "peaks" not in made
    kinds = [] if recording.prepared_at and measured else [(PREPARE, jobs.SOON)]
    if not recording.playable and "playback" not in made:
        kinds.append((TRANSCODE, jobs.HEAVY))
    for kind, lane in kinds:
        jobs.enqueue(
            session,
            kind,
            {"recording_id": recording.id},
            key=f"{kind}:{recording.id}",
            lane=lane,
            owner_id=owner_id or None,
            target_kind="interview",
            target_id=recording.interview_id,
        )


def copy_derived(session: Session, store: Store, source: Recording, recording: Recording) -> None:
    """Puts what was made of one recording beside another one of the same bytes."""
    folder = folder_of_derived(str(recording.store_key))
    for row in session.exec(select(DerivedFile).where(DerivedFile.recording_id == source.id)).all():
        key = f"{folder}/{row.store_key.rpartition('/')[2]}"
        store.copy(row.store_key, key)
        _put_row(session, recording.id, row.name, key, row.media_type, row.size_bytes, row.sha256)
    recording.prepared_at, recording.level_db = source.prepared_at, source.level_db
    session.add(recording)


def enqueue_missing(session: Session) -> None:
    """Asks again for what was never made: of recordings from before there were such jobs, or after a lost one."""
    drawn = select(DerivedFile.recording_id).where(DerivedFile.name == "peaks")
    unmeasured = and_(col(Recording.level_db).is_(None), col(Recording.id).in_(drawn))
    missing = or_(col(Recording.prepared_at).is_(None), unmeasured)
    for recording in session.exec(select(Recording).where(Recording.kind == "file", missing)).all():
        enqueue(session, recording, owner_id=None)


def prepare(database: Database, store: Store, folder: Path) -> Handler:
    """The job that makes poster, small pictures and waveform."""

    def run(args: Mapping[str, Any], progress: Progress) -> None:
        with _source(database, store, folder, args) as work:
            if work is None or _is_over(database, work.recording):
                return
            if work.recording.prepared_at is None:
                work.make_all(progress)
            else:
                work.measure()
            with database.write() as session:
                if recording := session.get(Recording, work.recording.id):
                    recording.prepared_at = recording.prepared_at or now()
                    recording.level_db = work.level_db
                    session.add(recording)

    return run


def transcode(database: Database, store: Store, folder: Path, *, max_bytes: int, keep_original: bool) -> Handler:
    """The job that makes a version which browsers play."""

    def run(args: Mapping[str, Any], progress: Progress) -> None:
        with _source(database, store, folder, args) as work:
            if work is None:
                return
            target = work.folder / "playback.mp4"
            deriving.playable(work.source, target, work.found, max_bytes=max_bytes, progress=progress)
            key = work.keep("playback", target, probe_file(target).media_type)
            if key and not keep_original:
                _replace_original(database, work.recording, key)

    return run


def _is_over(database: Database, recording: Recording) -> bool:
    """Whether nobody may see pictures of it: somebody in it took their consent back."""
    with database.read() as session:
        voices = voices_of(session, [recording.interview_id]).get(recording.interview_id)
    return voices is not None and voices.whole.is_over


class _Work:
    """One recording at hand, and a folder to work in."""

    def __init__(self, database: Database, store: Store, recording: Recording, source: Path, folder: Path) -> None:
        self.database, self.store, self.recording = database, store, recording
        self.source, self.folder = source, folder
        self.level_db: float | None = None
        self.found: Probe = probe_file(source)

    def make_all(self, progress: Progress) -> None:
        """Makes what can be made; a part that fails does not stop the others, a recording that fails whole says so."""
        steps: list[Callable[[Progress], None]] = []
        if self.found.has_video:
            steps += [self._poster, self._sprite]
        if self.found.has_audio:
            steps.append(self._peaks)
        failures = []
        for number, step in enumerate(steps):
            try:
                step(_part_of(progress, number, len(steps)))
            except MediaRefused as error:
                log.warning("a part of a recording could not be made", step=step.__name__, error=str(error))
                failures.append(error)
        if failures and len(failures) == len(steps):
            raise failures[-1]

    def measure(self) -> None:
        """How loud it is, from the waveform that was drawn before anybody asked for that."""
        with self.store.open(f"{folder_of_derived(str(self.recording.store_key))}/peaks") as file:
            self.level_db = level_db(file.read())

    def keep(self, name: str, path: Path, media_type: str) -> str | None:
        """Puts a made file beside the recording; None when the recording was replaced or removed meanwhile."""
        original = str(self.recording.store_key)
        key = f"{folder_of_derived(original)}/{path.name}"
        stored = put_file(self.store, key, path)
        with self.database.write() as session:
            current = session.get(Recording, self.recording.id)
            if current is not None and current.store_key == original:
                _put_row(session, current.id, name, stored.key, media_type, stored.size_bytes, stored.sha256)
                return key
        self.store.delete(key)
        return None

    def _poster(self, _progress: Progress) -> None:
        target = self.folder / "poster.jpg"
        deriving.poster(self.source, target, duration_ms=self.found.duration_ms or 0)
        self.keep("poster", target, "image/jpeg")

    def _sprite(self, progress: Progress) -> None:
        if not self.found.duration_ms:
            return
        sheet = deriving.sheet_for(self.found.duration_ms, self.found.width or 0, self.found.height or 0)
        picture, index = self.folder / "sprite.jpg", self.folder / "sprite.vtt"
        deriving.sprite(self.source, picture, sheet, progress=progress)
        index.write_text(sheet.webvtt("sprite"), encoding="utf-8")
        self.keep("sprite", picture, "image/jpeg")
        self.keep("thumbnails", index, "text/vtt")

    def _peaks(self, progress: Progress) -> None:
        target = self.folder / "peaks"
        drawn = deriving.peaks(self.source, duration_ms=self.found.duration_ms, progress=progress)
        target.write_bytes(drawn)
        self.level_db = level_db(drawn)
        self.keep("peaks", target, "application/octet-stream")


def drop_pictures(session: Session, recording: Recording) -> list[str]:
    """Forgets what was made to look at a recording (its playable version stays): returns the files, to be deleted."""
    rows = session.exec(select(DerivedFile).where(DerivedFile.recording_id == recording.id)).all()
    dropped = [row for row in rows if row.name != "playback"]
    for row in dropped:
        session.delete(row)
    recording.prepared_at = None
    session.add(recording)
    return [row.store_key for row in dropped]


@contextmanager
def _source(database: Database, store: Store, folder: Path, args: Mapping[str, Any]) -> Iterator[_Work | None]:
    """The recording a job is about; None when it is gone, or is no file any more."""
    with database.read() as session:
        recording = session.get(Recording, args["recording_id"])
    if recording is None or recording.store_key is None:
        yield None
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name, at_hand(store, recording.store_key, Path(name)) as source:
        yield _Work(database, store, recording, source, Path(name))


def _put_row(
    session: Session, recording_id: str, name: str, key: str, media_type: str, size_bytes: int, sha256: str
) -> None:
    known = session.exec(
        select(DerivedFile).where(DerivedFile.recording_id == recording_id, DerivedFile.name == name)
    ).first()
    row = known or DerivedFile(
        recording_id=recording_id, name=name, store_key=key, media_type=media_type, size_bytes=0, sha256=""
    )
    row.store_key, row.media_type, row.size_bytes, row.sha256 = key, media_type, size_bytes, sha256
    session.add(row)


def _replace_original(database: Database, recording: Recording, key: str) -> None:
    """From now on the playable version is the recording. The waveform and pictures stay: they show the same."""
    with database.write() as session:
        current = session.get(Recording, recording.id)
        if current is None or current.store_key != recording.store_key:
            return
        jobs.enqueue(session, DELETE_FILE, {"key": recording.store_key})
        current.store_key = key
        session.add(current)


def _part_of(progress: Progress, number: int, of: int) -> Progress:
    def report(share: float, message: str = "") -> None:
        progress((number + share) / of, message)

    return report
