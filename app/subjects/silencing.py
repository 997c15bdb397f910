"""A recording without one of its voices: silence and a black picture while they speak, everything else as it was.

The recording is taken off its interview first and served to nobody; it comes back when this is done. Times stay as
they are, so that transcript, highlights and clips of the others hold.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.access.viewer import SYSTEM
from app.audit import service as audit
from app.core.database import Database
from app.core.ids import new_id
from app.interviews.models import Interview
from app.jobs import service as jobs
from app.jobs.service import Handler, Progress
from app.recordings import ffmpeg, preparing, queries, service
from app.recordings.models import Recording
from app.recordings.probe import probe
from app.recordings.store import Store, at_hand, put_file
from app.subjects.spans import Span, expression

SILENCE = "subjects.silence"
_VIDEO = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "22", "-pix_fmt", "yuv420p")


def enqueue(session: Session, recording: Recording, spans: Sequence[Span]) -> None:
    """Takes a recording off its interview, and asks for one without these spans (ms of the recording)."""
    args = {
        "interview_id": recording.interview_id,
        "source": recording.store_key,
        "starts_at_ms": recording.starts_at_ms,
        "spans": [list(span) for span in spans],
    }
    jobs.cancel_about(session, recording.interview_id, preparing.KINDS)
    session.delete(recording)
    session.flush()
    about = {"target_kind": "interview", "target_id": recording.interview_id}
    jobs.enqueue(session, SILENCE, args, key=str(recording.store_key), lane=jobs.HEAVY, priority=-5, **about)


def handler(database: Database, store: Store, folder: Path, *, max_bytes: int) -> Handler:
    """The job behind `enqueue`. A file that cannot be worked on is deleted: nobody could be sure of it."""

    def run(args: Mapping[str, Any], progress: Progress) -> None:
        source, interview_id = str(args["source"]), str(args["interview_id"])
        if not store.has(source):
            return  # done before, and stopped before it could say so
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as name:
            target = Path(name) / "silenced.mp4"
            try:
                with at_hand(store, source, Path(name)) as path:
                    cut_out(path, target, [(start, end) for start, end in args["spans"]], max_bytes, progress)
                _attach(database, store, interview_id, target, int(args["starts_at_ms"]))
            except ffmpeg.MediaRefused:
                _note(database, interview_id, "recording.drop")
        store.delete(source)
        store.delete_folder(preparing.folder_of_derived(source))

    return run


def cut_out(source: Path, target: Path, spans: Sequence[Span], max_bytes: int, progress: Progress | None) -> None:
    """Writes the recording without these spans, as MP4; raises MediaRefused for one that cannot be read."""
    with source.open("rb") as file:
        found = probe(file)
    seconds = 1_800 + 10 * (found.duration_ms or 0) / 1_000
    inside = expression(spans)
    black = f"drawbox=x=0:y=0:w=iw:h=ih:color=black:t=fill:enable='{inside}',scale=trunc(iw/2)*2:trunc(ih/2)*2"
    ffmpeg.run(
        [ffmpeg.media(source)],
        [
            *(("-map", "0:v:0", *_VIDEO, "-vf", black) if found.has_video else ("-vn",)),
            *("-map", "0:a:0?", "-c:a", "aac", "-b:a", "128k", "-af", f"volume=volume=0:enable='{inside}'"),
            *("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"),
            *("-movflags", "+faststart", "-f", "mp4", f"file:{target}"),
        ],
        length_ms=found.duration_ms,
        limits=ffmpeg.Limits(wall_seconds=seconds, cpu_seconds=int(seconds), file_bytes=max_bytes),
        progress=progress,
    )


def _attach(database: Database, store: Store, interview_id: str, path: Path, starts_at_ms: int) -> None:
    with path.open("rb") as file:
        found = probe(file)
    stored = put_file(store, f"{service.folder_of(interview_id)}/{new_id()}", path)
    with database.write() as session:
        gone = session.get(Interview, interview_id) is None
        if not gone and queries.of_interview(session, interview_id) is None:
            service.attach_file(
                session,
                SYSTEM,
                interview_id=interview_id,
                stored=stored,
                found=found,
                file_name="",
                sample=service.sample_in(store, stored),
                starts_at_ms=starts_at_ms,
            )
            return
    # The interview went, or somebody attached another recording meanwhile.
    store.delete(stored.key)


def _note(database: Database, interview_id: str, action: str) -> None:
    with database.write() as session:
        audit.record(
            session,
            actor=SYSTEM,
            action=action,
            target_kind="interview",
            target_id=interview_id,
            detail={"why": "a voice in it was erased, and it could not be silenced"},
        )
