"""What can be shown outside: a reel, a single quote, the newest quotes of a tag. Another kind joins by a class here.

A target says what it holds right now; which of it a holder may read and hear is decided for each clip, later.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlmodel import Session, col, select

from app.access.viewer import Viewer
from app.core.errors import NotAllowed, NotFound
from app.highlights import queries as highlights
from app.highlights.models import Highlight
from app.reels import queries as reels
from app.reels.models import Reel, ReelItem
from app.tags import queries as tags
from app.tags.models import Tag

REEL, HIGHLIGHT, TAG = "reel", "highlight", "tag"
MOST_QUOTES = 25
"""How many quotes of a tag are shown: the newest."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a target holds: a title, perhaps none, and its items in order. `look` is the reel whose captions, names,
    transition and loudness hold for them; its items are not asked for."""

    title: str
    items: list[ReelItem]
    look: Reel = field(default_factory=lambda: Reel(title=""))


class Target(Protocol):
    """One kind of thing that a grant may show."""

    def contents(self, session: Session, ids: Collection[str], held: frozenset[str]) -> Mapping[str, Content]:
        """What those hold for the holder of these tokens; deleted ones are left out."""

    def need_sharer(self, session: Session, viewer: Viewer, target_id: str) -> None:
        """Raises NotFound or NotAllowed unless the viewer may let it out of the house."""

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        """What those are called."""


class Reels:
    """Shared by whoever may edit it."""

    def contents(self, session: Session, ids: Collection[str], _held: frozenset[str]) -> Mapping[str, Content]:
        living = session.exec(select(Reel).where(col(Reel.id).in_(ids), col(Reel.deleted_at).is_(None))).all()
        items = reels.items_of(session, [reel.id for reel in living])
        return {reel.id: Content(reel.title, items[reel.id], reel) for reel in living}

    def need_sharer(self, session: Session, viewer: Viewer, target_id: str) -> None:
        if not reels.may_edit(viewer, reels.get(session, target_id)):
            raise NotAllowed("Only whoever made this reel, and researchers, may share it. You may share a copy.")

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        return dict(session.exec(select(Reel.id, Reel.title).where(col(Reel.id).in_(ids))).all())


class Quotes:
    """Shared by whoever may read it. It has no title: a title is kept by others, who would not hear of a withdrawal."""

    def contents(self, session: Session, ids: Collection[str], _held: frozenset[str]) -> Mapping[str, Content]:
        query = select(Highlight.id).where(col(Highlight.id).in_(ids), col(Highlight.deleted_at).is_(None))
        return {highlight_id: Content("", [alone(highlight_id)]) for highlight_id in session.exec(query)}

    def need_sharer(self, session: Session, viewer: Viewer, target_id: str) -> None:
        highlights.get(session, viewer, target_id)

    def titles(self, _session: Session, _ids: Collection[str]) -> Mapping[str, str]:
        return {}


class Tags:
    """The newest quotes with a tag or one below it. It also shows quotes nobody has read over yet: for researchers."""

    def contents(self, session: Session, ids: Collection[str], held: frozenset[str]) -> Mapping[str, Content]:
        query = select(Tag.id, Tag.name).where(col(Tag.id).in_(ids), col(Tag.deleted_at).is_(None))
        living, shape = dict(session.exec(query).all()), tags.tree(session)
        return {
            tag_id: Content(name, self._newest(session, shape.family(tag_id), held)) for tag_id, name in living.items()
        }

    def need_sharer(self, session: Session, viewer: Viewer, target_id: str) -> None:
        tags.get(session, target_id)
        if not viewer.is_researcher:
            raise NotAllowed("Only researchers may share all quotes of a tag. You may share single quotes and reels.")

    def _newest(self, session: Session, tag_ids: Sequence[str], held: frozenset[str]) -> list[ReelItem]:
        newest = highlights.newest_tagged(session, held, tag_ids=tag_ids, limit=MOST_QUOTES)
        return [alone(moment.highlight.id) for moment in newest]

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        return dict(session.exec(select(Tag.id, Tag.name).where(col(Tag.id).in_(ids))).all())


TARGETS: Mapping[str, Target] = {REEL: Reels(), HIGHLIGHT: Quotes(), TAG: Tags()}


def target(kind: str) -> Target:
    """The kind of this name, or NotFound."""
    if found := TARGETS.get(kind):
        return found
    raise NotFound


def content_of(session: Session, kind: str, target_id: str, held: frozenset[str]) -> Content | None:
    """What one target holds; None when it was deleted."""
    return target(kind).contents(session, [target_id], held).get(target_id)


def alone(highlight_id: str) -> ReelItem:
    """A single quote as the one item of a reel that is never stored."""
    return ReelItem(id=highlight_id, reel_id="", position=0, kind="clip", highlight_id=highlight_id)
