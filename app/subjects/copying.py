"""Everything held about somebody, as a file for them (GDPR art. 15): to be read, and to be taken elsewhere.

It holds their own words and their own voice only: what others said in the same room is left out of the text, and cut
out of the sound. Besides what is known here, every table that refers to a participant is told, so that what a slice
keeps tomorrow is told too.
"""

import json
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from app.access.viewer import SYSTEM, Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.database import Database, columns
from app.core.errors import Gone, NotFound
from app.highlights.models import Highlight
from app.highlights.queries import tags_of
from app.interviews.models import Interview
from app.jobs import service as jobs
from app.jobs.service import Handler, Progress
from app.participants import queries as participants
from app.participants.models import Participant
from app.personas import queries as personas
from app.projects.models import Project
from app.recordings import ffmpeg
from app.recordings.models import Recording
from app.recordings.probe import probe
from app.recordings.queries import MediaFile
from app.recordings.store import Store, at_hand, put_file
from app.subjects.handing import page
from app.subjects.models import AccessCopy
from app.subjects.places import places
from app.subjects.presence import Presence, presence
from app.subjects.spans import Span, expression, merged, without
from app.tags.models import Tag
from app.transcripts.models import Turn

COPY = "subjects.copy"
DAYS = 7
READY, EXPIRED = "ready", "expired"
_OURS = frozenset({"speaker", "access_copy", "persona_participant"})
"""Tables that refer to a participant and are told elsewhere, or tell nothing about them."""


def ask(session: Session, viewer: Viewer, participant_id: str, *, language: str) -> AccessCopy:
    """Has a copy made; asked again while one is under way, it is that one."""
    person, _, _ = participants.get_for_research(session, viewer, participant_id)
    under_way = select(AccessCopy).where(AccessCopy.participant_id == person.id, AccessCopy.state == "queued")
    if known := session.exec(under_way).first():
        return known
    row = AccessCopy(participant_id=person.id, requested_by=viewer.user_id or None)
    session.add(row)
    session.flush()
    job = jobs.enqueue(
        session,
        COPY,
        {"copy_id": row.id, "language": language},
        lane=jobs.HEAVY,
        priority=-1,
        owner_id=viewer.user_id or None,
        target_kind="participant",
        target_id=person.id,
    )
    row.job_id = job.id
    session.add(row)
    _note(session, viewer, "access_copy.request", row)
    return row


def copies(session: Session, viewer: Viewer, participant_id: str) -> list[AccessCopy]:
    """The copies made for somebody, newest first."""
    person, _, _ = participants.get_for_research(session, viewer, participant_id)
    query = select(AccessCopy).where(AccessCopy.participant_id == person.id).order_by(col(AccessCopy.id).desc())
    return list(session.exec(query.limit(20)).all())


def file(session: Session, viewer: Viewer, copy_id: str) -> tuple[AccessCopy, MediaFile]:
    """The file of a copy; NotFound while it is not made, Gone once it has expired."""
    row = session.get(AccessCopy, copy_id)
    if row is None:
        raise NotFound
    participants.get_for_research(session, viewer, row.participant_id)
    if row.state == EXPIRED or (row.expires_at is not None and row.expires_at <= now()):
        raise Gone("This copy was kept for a week. Have a new one made.", code="copy_expired")
    if row.state != READY:
        raise NotFound("This copy is being made; come back in a minute.", code="not_ready")
    return row, MediaFile(row.store_key, row.size_bytes, row.sha256, "application/zip")


def note_download(session: Session, viewer: Viewer, copy_id: str) -> None:
    """Notes that somebody took it along."""
    if row := session.get(AccessCopy, copy_id):
        row.downloads += 1
        session.add(row)
        _note(session, viewer, "access_copy.download", row)


def expire(database: Database, store: Store) -> int:
    """Deletes the files of copies whose week is over; returns how many."""
    with database.read() as session:
        query = select(AccessCopy).where(AccessCopy.state == READY, col(AccessCopy.expires_at) <= now())
        rows = session.exec(query).all()
    for row in rows:
        store.delete(row.store_key)
    with database.write() as session:
        for row in session.exec(select(AccessCopy).where(col(AccessCopy.id).in_([one.id for one in rows]))):
            row.state, row.store_key, row.size_bytes = EXPIRED, "", 0
            session.add(row)
    return len(rows)


def handler(database: Database, store: Store, folder: Path) -> Handler:
    """The job behind `ask`."""

    def run(args: Mapping[str, Any], progress: Progress) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with database.read() as session:
            row = session.get(AccessCopy, str(args["copy_id"]))
            if row is None or session.get(Participant, row.participant_id) is None:
                return  # erased meanwhile
            found = presence(session, row.participant_id)
            told = everything(session, found)
        with tempfile.TemporaryDirectory(dir=folder) as name:
            target = Path(name) / "copy.zip"
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                _voices(database, store, found, told, archive, Path(name), progress)
                archive.writestr("data.json", json.dumps(told, indent=2, ensure_ascii=False, default=str))
                archive.writestr("index.html", page(told, str(args.get("language", "en"))))
            stored = put_file(store, f"access/{row.participant_id}/{row.id}.zip", target)
        _publish(database, store, row.id, stored.key, stored.size_bytes, stored.sha256)

    return run


def everything(session: Session, found: Presence) -> dict[str, Any]:
    """All that is held, as JSON: who they are, what they allowed, what they said, where it is shown."""
    person = session.get(Participant, found.participant_id)
    project = session.get(Project, person.project_id) if person else None
    if person is None or project is None:
        raise NotFound
    shown = places(session, SYSTEM, person.id)
    return {
        "made_at": now().isoformat(),
        "person": _plain(person.model_dump()),
        "project": {"name": project.name, "goal": project.goal, "team": project.team},
        "personas": personas.names_of(session, person.id),
        "records": _referring(session, person.id),
        "interviews": [_interview(session, found, one) for one in sorted(found.interviews)],
        "shown_in": {
            "reels": [{"title": one.title, "clips": one.mine} for one in shown.reels],
            "links_and_embeds": [
                {
                    **one.model_dump(mode="json", include={"kind", "title", "label", "state", "origins", "plays"}),
                    "sites": [site.origin for site in one.seen_on],
                    "last_seen_at": one.last_seen_at.isoformat() if one.last_seen_at else None,
                }
                for one in shown.grants
            ],
        },
    }


def _referring(session: Session, participant_id: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table that refers to the participant: consent, its history, its evidence, attributes."""
    found = {}
    for table in SQLModel.metadata.sorted_tables:
        refers = [key.parent for key in table.foreign_keys if key.column.table.name == Participant.__tablename__]
        if not refers or table.name in _OURS:
            continue
        rows = session.connection().execute(columns(table).where(refers[0] == participant_id)).mappings().all()
        if rows:
            found[table.name] = [_plain({name: row[name] for name in row if name not in _INNER}) for row in rows]
    return found


_INNER = frozenset({"store_key", "token_hash", "secret_hash", "grant_id", "batch_id"})


def _interview(session: Session, found: Presence, interview_id: str) -> dict[str, Any]:
    interview = session.get(Interview, interview_id)
    assert interview is not None  # noqa: S101 - speakers refer to it
    speakers = [one for one, within in found.speakers.items() if within == interview_id]
    turns = session.exec(
        select(Turn)
        .where(Turn.interview_id == interview_id, col(Turn.speaker_id).in_(speakers))
        .order_by(col(Turn.position))
    ).all()
    return {
        "id": interview_id,
        "kind": interview.kind,
        "held_on": interview.held_on.isoformat() if interview.held_on else None,
        "language": interview.language,
        "said": [{"text": one.text, "start_ms": one.start_ms, "end_ms": one.end_ms} for one in turns],
        "marked": _marks(session, found, interview_id, turns),
        "recording": None,
    }


def _marks(session: Session, found: Presence, interview_id: str, turns: Any) -> list[dict[str, Any]]:
    """Highlights as far as they are this person's: a mark that crosses others' turns is told without those."""
    ids = [one for one, within in found.quotes.items() if within == interview_id]
    rows = session.exec(select(Highlight).where(col(Highlight.id).in_(ids)).order_by(col(Highlight.id))).all()
    tagged = tags_of(session, ids)
    names = dict(session.exec(select(Tag.id, Tag.name)).all())
    order = _positions(session, interview_id)
    return [
        {
            "words": _own_words(row, turns, order),
            "emotion": row.emotion,
            "intensity": row.intensity,
            "note": row.note,
            "tags": [names[tag_id] for tag_id in tagged[row.id]],
        }
        for row in rows
    ]


def _positions(session: Session, interview_id: str) -> dict[str, int]:
    return dict(session.exec(select(Turn.id, Turn.position).where(Turn.interview_id == interview_id)).all())


def _own_words(row: Highlight, turns: Any, order: Mapping[str, int]) -> list[str]:
    first, last = order.get(row.start_turn_id or "", 0), order.get(row.end_turn_id or "", -1)
    found = []
    for turn in turns:
        if first <= turn.position <= last:
            start = row.start_offset if turn.id == row.start_turn_id else 0
            end = row.end_offset if turn.id == row.end_turn_id else len(turn.text)
            found.append(turn.text[start:end])
    return found


def _voices(
    database: Database,
    store: Store,
    found: Presence,
    told: dict[str, Any],
    archive: zipfile.ZipFile,
    folder: Path,
    progress: Progress,
) -> None:
    """Their own speech of every recording that lies here, one file an interview."""
    media = [one for one in found.recordings if one.store_key]
    for number, recording in enumerate(media, start=1):
        progress(0.9 * (number - 1) / len(media), f"Recording {number} of {len(media)}")
        with database.read() as session:
            spans = own_speech(session, found, recording)
        entry = next(one for one in told["interviews"] if one["id"] == recording.interview_id)
        if not spans:
            continue
        target = folder / f"{number}.mp4"
        try:
            with at_hand(store, str(recording.store_key), folder) as source:
                _cut(source, target, spans)
        except ffmpeg.MediaRefused:
            continue  # the words are told; the file cannot be read
        entry["recording"] = f"recordings/{number}.mp4"
        archive.write(target, entry["recording"])
        target.unlink()


def own_speech(session: Session, found: Presence, recording: Recording) -> list[Span]:
    """When only they speak, in ms of the recording."""
    query = select(Turn.speaker_id, Turn.start_ms, Turn.end_ms).where(
        Turn.interview_id == recording.interview_id, col(Turn.start_ms).is_not(None), col(Turn.end_ms).is_not(None)
    )
    mine: list[Span] = []
    others: list[Span] = []
    for speaker_id, start, end in session.exec(query):
        span = ((start or 0) + recording.starts_at_ms, (end or 0) + recording.starts_at_ms)
        (mine if speaker_id in found.speakers else others).append(span)
    return [span for span in without(merged(mine), others) if span[1] > span[0] >= 0]


def _cut(source: Path, target: Path, spans: list[Span]) -> None:
    with source.open("rb") as opened:
        found = probe(opened)
    length = sum(end - start for start, end in spans)
    inside = expression(spans)
    video = (
        *("-map", "0:v:0", "-vf", f"select='{inside}',setpts=N/FRAME_RATE/TB,scale=trunc(iw/2)*2:trunc(ih/2)*2"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-pix_fmt", "yuv420p"),
    )
    seconds = 600 + 10 * (found.duration_ms or 0) / 1_000
    ffmpeg.run(
        [ffmpeg.media(source)],
        [
            *(video if found.has_video else ("-vn",)),
            *("-map", "0:a:0?", "-af", f"aselect='{inside}',asetpts=N/SR/TB", "-c:a", "aac", "-b:a", "112k"),
            *("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-movflags", "+faststart", "-f", "mp4"),
            f"file:{target}",
        ],
        length_ms=length,
        limits=ffmpeg.Limits(wall_seconds=seconds, cpu_seconds=int(seconds)),
    )


def _publish(database: Database, store: Store, copy_id: str, key: str, size_bytes: int, sha256: str) -> None:
    with database.write() as session:
        row = session.get(AccessCopy, copy_id)
        if row is not None:
            row.state, row.store_key, row.size_bytes, row.sha256 = READY, key, size_bytes, sha256
            row.ready_at, row.expires_at = now(), now() + timedelta(days=DAYS)
            session.add(row)
            return
    # Erased while it was made.
    store.delete(key)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, (date, datetime)) else value for name, value in values.items()}


def _note(session: Session, viewer: Viewer, action: str, row: AccessCopy) -> None:
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="participant",
        target_id=row.participant_id,
        detail={"copy_id": row.id},
    )
