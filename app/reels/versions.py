"""The history of a reel: what it was, kept by itself while it is edited, or under a name; and bringing it back.

The newest version is always the reel as it stands. What one person edits within a quarter of an hour is one version,
so that the list stays readable; a version that has a name, or that is about to be replaced by an older one, is never
written over.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.accounts.models import User
from app.core.clock import now
from app.core.errors import NotFound
from app.highlights.models import Highlight
from app.reels import queries
from app.reels.models import Reel, ReelItem, ReelVersion

SITTING = timedelta(minutes=15)
MOST_UNNAMED = 100
Snapshot = dict[str, Any]
_OF_REEL = ("title", "description", "captions", "lower_thirds", "even_loudness", "transition")
_NOT_OF_ITEM = {"reel_id", "position", "created_at"}


def list_versions(session: Session, reel_id: str) -> Sequence[ReelVersion]:
    """All versions, newest first."""
    query = select(ReelVersion).where(ReelVersion.reel_id == reel_id)
    return session.exec(query.order_by(col(ReelVersion.number).desc())).all()


def get(session: Session, reel_id: str, version_id: str) -> ReelVersion:
    """One version of a reel, or NotFound."""
    row = session.get(ReelVersion, version_id)
    if row is None or row.reel_id != reel_id:
        raise NotFound
    return row


def authors(session: Session, rows: Iterable[ReelVersion]) -> dict[str, str]:
    """The names of those who edited."""
    ids = {row.author_id for row in rows if row.author_id}
    return dict(session.exec(select(User.id, User.name).where(col(User.id).in_(ids))).all())


def reel_at(version: ReelVersion) -> Reel:
    """The reel as it was; not part of any session, and so never saved."""
    return Reel(id=version.reel_id, **{name: version.snapshot[name] for name in _OF_REEL})


def items_at(version: ReelVersion) -> list[ReelItem]:
    """The items as they were, in order; not part of any session. Consent is asked when they are shown."""
    return [
        ReelItem(reel_id=version.reel_id, position=position, **values)
        for position, values in enumerate(version.snapshot["items"])
    ]


def begin(session: Session, reel: Reel) -> None:
    """Before the first edit of a reel that has no history yet: keeps what it was."""
    if _latest(session, reel.id) is None:
        first = _add(session, reel, _snapshot(session, reel), number=1, author_id=None)
        first.saved_at = reel.updated_at
        session.add(first)


def keep(session: Session, viewer: Viewer, reel: Reel, *, apart: bool = False) -> None:
    """After an edit: the newest version is what the reel is now. `apart` starts another one in any case."""
    latest, snapshot = _latest(session, reel.id), _snapshot(session, reel)
    if latest is not None and latest.snapshot == snapshot:
        return
    if latest is not None and not apart and _is_same_sitting(latest, viewer):
        latest.snapshot, latest.saved_at = snapshot, now()
        session.add(latest)
        return
    _add(session, reel, snapshot, number=latest.number + 1 if latest else 1, author_id=viewer.user_id or None)
    _forget(session, reel.id)


def name_current(session: Session, viewer: Viewer, reel: Reel, name: str) -> ReelVersion:
    """Gives what the reel is now a name; a name it already has stays, beside the new one."""
    latest = _latest(session, reel.id)
    if latest is None or latest.name:
        number = latest.number + 1 if latest else 1
        latest = _add(session, reel, _snapshot(session, reel), number=number, author_id=viewer.user_id or None)
    latest.name = name
    session.add(latest)
    session.flush()
    return latest


def bring_back(session: Session, reel: Reel, version: ReelVersion) -> None:
    """Makes the reel what it was. Items keep their ids; moments that were deleted for good since stay away."""
    for name in _OF_REEL:
        setattr(reel, name, version.snapshot[name])
    now_there = {item.id: item for item in queries.items_of(session, [reel.id])[reel.id]}
    wanted = _living(session, items_at(version))
    for item_id in now_there.keys() - {item.id for item in wanted}:
        session.delete(now_there[item_id])
    for position, item in enumerate(wanted):
        item.position = position
        there = now_there.get(item.id)
        row = there.sqlmodel_update(item.model_dump(exclude={"created_at"})) if there else item
        session.add(row)
    session.flush()


def _latest(session: Session, reel_id: str) -> ReelVersion | None:
    query = select(ReelVersion).where(ReelVersion.reel_id == reel_id)
    return session.exec(query.order_by(col(ReelVersion.number).desc()).limit(1)).first()


def _is_same_sitting(latest: ReelVersion, viewer: Viewer) -> bool:
    return not latest.name and latest.author_id == viewer.user_id and now() - latest.created_at < SITTING


def _add(session: Session, reel: Reel, snapshot: Snapshot, *, number: int, author_id: str | None) -> ReelVersion:
    row = ReelVersion(reel_id=reel.id, number=number, snapshot=snapshot, author_id=author_id)
    session.add(row)
    session.flush()
    return row


def _snapshot(session: Session, reel: Reel) -> Snapshot:
    items = queries.items_of(session, [reel.id])[reel.id]
    return {
        **{name: getattr(reel, name) for name in _OF_REEL},
        "items": [item.model_dump(mode="json", exclude=_NOT_OF_ITEM) for item in items],
    }


def _living(session: Session, items: Sequence[ReelItem]) -> list[ReelItem]:
    ids = {item.highlight_id for item in items if item.highlight_id}
    there = set(session.exec(select(Highlight.id).where(col(Highlight.id).in_(ids))).all())
    return [item for item in items if item.kind != "clip" or item.highlight_id in there]


def _forget(session: Session, reel_id: str) -> None:
    unnamed = select(ReelVersion).where(ReelVersion.reel_id == reel_id, ReelVersion.name == "")
    for row in session.exec(unnamed.order_by(col(ReelVersion.number).desc()).offset(MOST_UNNAMED)):
        session.delete(row)
