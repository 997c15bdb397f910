"""Rules about sharing: who may let what out of the house, and keeping the cut clips in step with that."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.access.audiences import EMBED
from app.access.viewer import SYSTEM, Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.database import Database
from app.core.errors import NotAllowed, NotFound
from app.grants import queries as grants
from app.grants import service as granting
from app.grants.models import Grant
from app.highlights import queries as highlights
from app.jobs import service as jobs
from app.jobs.models import Job
from app.jobs.service import Handler, Progress
from app.outbox.service import Touched
from app.recordings.store import Store
from app.reels import queries as reels
from app.reels import rendering
from app.reels.models import Reel, RenderedClip
from app.sharing import queries
from app.sharing.queries import HIGHLIGHT, REEL
from app.sharing.schemas import Reach

AGREE = "clip.agree"
WATCHED = frozenset(
    {
        *("reel", "grant", "highlight", "consent", "participant", "project", "interview", "recording", "speaker"),
        *("transcript", "turn", "rendered_clip"),
    }
)
"""What can change which clips may be out there."""


def share(
    session: Session,
    viewer: Viewer,
    *,
    kind: str,
    target_id: str,
    label: str = "",
    origins: Sequence[str] = (),
    expires_at: datetime | None = None,
) -> tuple[Grant, str]:
    """Makes an embed of a reel or a single quote; returns its grant and the token, which is told only now."""
    need_sharer(session, viewer, kind=kind, target_id=target_id)
    return granting.create(
        session,
        viewer,
        kind="embed",
        target_kind=kind,
        target_id=target_id,
        label=label,
        origins=origins,
        expires_at=expires_at,
    )


def change(session: Session, viewer: Viewer, *, grant_id: str, values: dict[str, Any]) -> Grant:
    """Renames a grant or changes the sites it may be framed by."""
    return granting.change(session, viewer, _own(session, viewer, grant_id), values=values)


def revoke(session: Session, viewer: Viewer, *, grant_id: str) -> None:
    """Ends a grant."""
    granting.revoke(session, viewer, _own(session, viewer, grant_id))


def restore(session: Session, viewer: Viewer, *, grant_id: str) -> Grant:
    """Takes a revocation back."""
    grant = _own(session, viewer, grant_id)
    granting.restore(session, viewer, grant)
    return grant


def need_sharer(session: Session, viewer: Viewer, *, kind: str, target_id: str) -> None:
    """A reel is shared by whoever may edit it, a quote by whoever may read it. Consent decides what comes through."""
    if kind == HIGHLIGHT:
        highlights.get(session, viewer, target_id)
    elif not reels.may_edit(viewer, reels.get(session, target_id)):
        raise NotAllowed("Only whoever made this reel, and researchers, may share it. You may share a copy.")


def reach(session: Session, *, kind: str, target_id: str) -> Reach:
    """How much of a target may leave the house right now."""
    show = queries.show(session, kind, target_id, with_words=False)
    if show is None:
        raise NotFound
    clips = list(show.clips.values())
    shown = [clip for clip in clips if clip.withheld(EMBED) is None]
    keys = {clip.key for clip in shown if clip.key and clip.silence(EMBED) is None}
    missing = keys - reels.rendered(session, keys).keys()
    return Reach(clips=len(clips), shown=len(shown), preparing=len(missing))


def follow(database: Database, store: Store, news: Sequence[Touched]) -> None:
    """Hears news from the relay, and makes the cut clips agree when it may concern them."""
    if any(one.kind in WATCHED for one in news):
        agree(database, store)


def agree(database: Database, store: Store) -> None:
    """Makes the cut clips be exactly those that live grants play and consents allow: asks for the missing ones,
    purges the others. Comes again after a crash, and then finds nothing to do twice."""
    with database.read() as session:
        wanted = queries.wanted(session, grants.live(session))
        have = {_key(row): row for row in session.exec(select(RenderedClip)).all()}
    missing = wanted.keys() - have.keys()
    surplus = [row for key, row in have.items() if key not in wanted]
    if not (missing or surplus):
        return
    for row in surplus:
        # The file goes first: a crash in between leaves a row, which brings us here again.
        store.delete(row.store_key)
    with database.write() as session:
        for key in sorted(missing):
            rendering.enqueue(session, key, wanted[key])
        _forget(session, surplus)


def daily(database: Database, store: Store) -> Handler:
    """The job that looks once a day: a consent or a grant that ends by date sends no news."""

    def run(_args: Mapping[str, Any], _progress: Progress) -> None:
        agree(database, store)
        with database.write() as session:
            schedule(session)

    return run


def schedule(session: Session) -> None:
    """Makes sure that tomorrow's look, right after midnight UTC, is planned."""
    planned = select(Job.id).where(Job.kind == AGREE, Job.state == "queued")
    if session.exec(planned.limit(1)).first() is None:
        job = jobs.enqueue(session, AGREE, {})
        job.run_at = (now() + timedelta(days=1)).replace(hour=0, minute=1, second=0, microsecond=0)
        session.add(job)


def _key(row: RenderedClip) -> reels.Key:
    return row.source_sha256, row.start_ms, row.end_ms, row.profile


def _forget(session: Session, rows: Sequence[RenderedClip]) -> None:
    for row in session.exec(select(RenderedClip).where(col(RenderedClip.id).in_([one.id for one in rows]))):
        session.delete(row)
        detail = {"source_sha256": row.source_sha256, "start_ms": row.start_ms, "end_ms": row.end_ms}
        audit.record(
            session,
            actor=SYSTEM,
            action="clip.purge",
            target_kind="rendered_clip",
            target_id=row.id,
            detail=detail,
        )


def _own(session: Session, viewer: Viewer, grant_id: str) -> Grant:
    """A grant that the viewer may change: their own, one of their reel's, or any for researchers."""
    grant = grants.get(session, grant_id)
    if viewer.is_researcher or (viewer.user_id and grant.created_by == viewer.user_id):
        return grant
    reel = session.get(Reel, grant.target_id) if grant.target_kind == REEL else None
    if reel is None or not reels.may_edit(viewer, reel):
        raise NotFound
    return grant
