"""Rules about rendered reels: who may ask for one, who may have it, and what is noted about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Gone, NotAllowed, NotFound
from app.interviews import sightings
from app.jobs import service as jobs
from app.jobs.models import Job
from app.recordings.queries import MediaFile
from app.reels import queries as reels
from app.reels.models import Reel
from app.renders import cutlists, queries, reading, work
from app.renders.models import CANCELLED, DONE, PURGED, QUEUED, ReelNotice, ReelRender
from app.renders.planning import Plan, kept_items, plan, replayed
from app.renders.profiles import PROFILES
from app.renders.timeline import Timeline, changed, fingerprint

PRIORITY = 10
"""After the clips of embeds, which readers wait for."""
EXPORTS = {
    "captions.vtt": "text/vtt",
    "transcript.txt": "text/plain",
    "transcript.md": "text/markdown",
    "reel.edl": "text/plain",
    "reel.fcpxml": "application/xml",
}


@dataclass(frozen=True)
class Wanted:
    """A reel as it would be rendered now, and what is there of it already."""

    plan: Plan
    fingerprint: str
    to_encode: int


def wanted(
    session: Session,
    reel: Reel,
    held: frozenset[str],
    *,
    profile: str,
    captions: str,
    items: Sequence[Mapping[str, Any]] = (),
) -> Wanted:
    """What a film of the reel, or of these items, in this form would be."""
    form = PROFILES[profile]
    planned = plan(session, reel, held, burned=captions == "burned", items=kept_items(items))
    kept = queries.pieces(session, work.keys_of(planned.timeline, form))
    missing = changed(planned.timeline, work.edition(form), list(kept))
    return Wanted(planned, fingerprint(planned.timeline, work.edition(form)), len(missing))


def request(session: Session, viewer: Viewer, *, reel_id: str, profile: str, captions: str) -> ReelRender:
    """Asks for a film of the reel as it stands. What is there already, or under way, is not made twice."""
    reel = reels.get(session, reel_id)
    if not reels.may_edit(viewer, reel):
        raise NotAllowed("Only whoever made this reel, and researchers, may render it. You may render a copy.")
    row = ensure(session, reel, viewer.tokens, profile=profile, captions=captions, requested_by=viewer.user_id or None)
    detail = {"reel_id": reel.id, "profile": profile, "captions": captions}
    _note(session, viewer, "render.request", row, detail)
    return row


def ensure(
    session: Session,
    reel: Reel,
    held: frozenset[str],
    *,
    profile: str,
    captions: str,
    requested_by: str | None = None,
    items: Sequence[Mapping[str, Any]] = (),
    after: timedelta = timedelta(0),
) -> ReelRender:
    """The film of the reel as it stands for those ears: finished, under way, or asked for now (to begin `after`)."""
    now_wanted = wanted(session, reel, held, profile=profile, captions=captions, items=items)
    if not now_wanted.plan.timeline.pieces:
        raise Conflict("There is nothing in this reel that you may hear or read.", code="nothing_to_render")
    for row in queries.of_reel(session, reel.id):
        same_form = (row.profile, row.captions) == (profile, captions)
        if same_form and row.state == DONE and row.fingerprint == now_wanted.fingerprint:
            return row
        if (
            same_form
            and set(row.audience) == held
            and row.items == [dict(item) for item in items]
            and _is_waiting(session, row)
        ):
            return row
    row = ReelRender(
        reel_id=reel.id,
        reel_version=reel.version,
        audience=sorted(held),
        profile=profile,
        captions=captions,
        requested_by=requested_by,
        items=[dict(item) for item in items],
        length_ms=now_wanted.plan.timeline.length_ms,
    )
    session.add(row)
    session.flush()
    job = _enqueue(session, row)
    job.run_at += after
    session.add(job)
    row.job_id = job.id
    session.add(row)
    session.flush()
    return row


def cancel(session: Session, viewer: Viewer, *, render_id: str) -> ReelRender:
    """Ends a render that waits or runs."""
    row = queries.get(session, render_id)
    if not may_cancel(session, viewer, row):
        raise NotFound
    if row.state != QUEUED:
        raise Conflict("This render has ended already.", code="render_ended")
    if job := session.get(Job, row.job_id or ""):
        jobs.cancel(session, job)
    row.state = CANCELLED
    session.add(row)
    return row


def may_cancel(session: Session, viewer: Viewer, row: ReelRender) -> bool:
    """Whoever edits the reel also ends its renders."""
    reel = session.get(Reel, row.reel_id)
    return reel is not None and reels.may_edit(viewer, reel)


def visible(session: Session, viewer: Viewer, reel_id: str) -> list[ReelRender]:
    """The renders of a reel that this viewer may have now, or asked for; newest first."""
    reels.get(session, reel_id)
    rows = queries.of_reel(session, reel_id)
    mine = [row for row in rows if row.requested_by and row.requested_by == viewer.user_id]
    others = [row for row in rows if row not in mine and row.state == DONE]
    allowed = [row for row in others if not queries.refused_to(session, row, viewer.tokens)]
    return sorted([*mine, *allowed], key=lambda row: row.id, reverse=True)


def file(session: Session, viewer: Viewer, *, render_id: str, name: str) -> tuple[ReelRender, MediaFile]:
    """A file of a finished render. Asks anew whether its holder may hear every voice in it.

    Raises NotFound when it was made for other ears, Gone with code `withdrawn` when a voice in it may not be heard any
    more, `purged` when its files are gone.
    """
    row = queries.get(session, render_id)
    reel = session.get(Reel, row.reel_id)
    if reel is None or reel.deleted_at is not None:
        raise NotFound
    return row, served(session, row, viewer.tokens, name)


def served(session: Session, row: ReelRender, held: frozenset[str], name: str) -> MediaFile:
    """A file of a render for the holder of these tokens; see `file`."""
    if row.state == PURGED:
        raise Gone("This film was taken away. Render the reel again.", code="purged")
    if row.state != DONE or name not in row.files:
        raise NotFound("This film is not there yet.", code="not_ready")
    reasons = set(queries.refused_to(session, row, held).values())
    if reasons and reasons <= {"scope", "pending"}:
        raise NotFound
    if reasons:
        raise Gone("Someone in this film may not be heard any more. Render the reel again.", code="withdrawn")
    kept = row.files[name]
    return MediaFile(kept["key"], kept["size_bytes"], kept["sha256"], kept["media_type"])


def timeline_of(session: Session, viewer: Viewer, row: ReelRender) -> Timeline:
    """What a finished film holds, with the words of now."""
    return replayed(session, reels.get(session, row.reel_id).title, row.parts, viewer.tokens)


def export(session: Session, viewer: Viewer, *, reel_id: str, name: str) -> tuple[Reel, str]:
    """The reel as it stands in a form to read or to edit elsewhere, as far as this viewer may hear it."""
    reel = reels.get(session, reel_id)
    timeline = plan(session, reel, viewer.tokens, viewer=viewer).timeline
    writers = {
        "captions.vtt": reading.captions,
        "transcript.txt": reading.text,
        "transcript.md": reading.markdown,
        "reel.edl": cutlists.edl,
        "reel.fcpxml": cutlists.fcpxml,
    }
    if name not in writers:
        raise NotFound(f"There is no {name}.")
    return reel, writers[name](timeline)


def note_download(session: Session, viewer: Viewer, *, render_id: str, name: str) -> None:
    """Notes that someone took a film along, and that it is used."""
    row = queries.get(session, render_id)
    row.last_used_at = now()
    session.add(row)
    _note(session, viewer, "render.download", row, {"reel_id": row.reel_id, "file": name})


def note_play(session: Session, viewer: Viewer, *, row: ReelRender) -> None:
    """Notes which interviews of restricted projects somebody hears in a film."""
    for voices in queries.heard_in(session, row):
        sightings.played(session, viewer, voices)


def note_export(session: Session, viewer: Viewer, *, reel_id: str, name: str) -> None:
    """Notes that someone took a transcript, captions or a cut list along."""
    audit.record(
        session, actor=viewer, action="reel.export", target_kind="reel", target_id=reel_id, detail={"file": name}
    )


def notices(session: Session, viewer: Viewer, *, reel_id: str) -> Sequence[ReelNotice]:
    """What those who edit a reel have not seen yet; nothing for others."""
    reel = reels.get(session, reel_id)
    return queries.notices(session, [reel.id]) if reels.may_edit(viewer, reel) else ()


def see_notices(session: Session, viewer: Viewer, *, reel_id: str) -> None:
    """Notes that they were read."""
    for row in notices(session, viewer, reel_id=reel_id):
        row.seen_at = now()
        session.add(row)


def _enqueue(session: Session, row: ReelRender) -> Job:
    return jobs.enqueue(
        session,
        work.RENDER,
        {"render_id": row.id},
        key=f"{work.RENDER}:{row.id}",
        lane=jobs.HEAVY,
        priority=PRIORITY,
        owner_id=row.requested_by,
        target_kind="reel_render",
        target_id=row.id,
    )


def _is_waiting(session: Session, row: ReelRender) -> bool:
    """Whether it was not begun yet: once it runs, it holds what the reel was then."""
    job = session.get(Job, row.job_id or "") if row.state == QUEUED else None
    return job is not None and job.state == "queued" and job.attempts == 0


def _note(session: Session, viewer: Viewer, action: str, row: ReelRender, detail: dict[str, str]) -> None:
    audit.record(session, actor=viewer, action=action, target_kind="reel_render", target_id=row.id, detail=detail)
