"""What a grant shows: its target as someone without login may have it, asked anew at every request."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.access.audiences import EMBED
from app.accounts.models import User
from app.grants.models import Grant
from app.highlights.models import Highlight
from app.recordings.models import Recording
from app.reels import queries as reels
from app.reels.models import Reel, ReelItem
from app.reels.queries import Clip, Key

REEL, HIGHLIGHT = "reel", "highlight"


@dataclass(frozen=True)
class Show:
    """A target's items in order, and its clips by item id."""

    title: str
    items: list[ReelItem]
    clips: dict[str, Clip]

    def visible(self) -> Iterable[tuple[ReelItem, Clip | None]]:
        """Cards, and the clips whose words may leave the house."""
        for item in self.items:
            clip = self.clips.get(item.id)
            if clip is None or clip.withheld(EMBED) is None:
                yield item, clip


def show(session: Session, kind: str, target_id: str, *, with_words: bool = True) -> Show | None:
    """The target of a grant; None when it was deleted."""
    if kind == REEL:
        reel = session.get(Reel, target_id)
        if reel is None or reel.deleted_at is not None:
            return None
        title, items = reel.title, reels.items_of(session, [reel.id])[reel.id]
    else:
        row = session.get(Highlight, target_id)
        if row is None or row.deleted_at is not None:
            return None
        title, items = "", [alone(row.id)]
    return Show(title, items, reels.clips_of(session, items, with_words=with_words))


def alone(highlight_id: str) -> ReelItem:
    """A single quote as the one item of a reel that is never stored."""
    return ReelItem(id=highlight_id, reel_id="", position=0, kind="clip", highlight_id=highlight_id)


def wanted(session: Session, grants: Iterable[Grant]) -> dict[Key, Recording]:
    """The clips that these grants play right now, in a fixed number of statements."""
    targets = {(grant.target_kind, grant.target_id) for grant in grants}
    living = _living(session, [target_id for kind, target_id in targets if kind == REEL])
    items = [item for of_reel in reels.items_of(session, living).values() for item in of_reel]
    items += [alone(target_id) for kind, target_id in targets if kind == HIGHLIGHT]
    clips = reels.clips_of(session, items, with_words=False).values()
    return {
        clip.key: clip.recording
        for clip in clips
        if clip.key is not None and clip.recording is not None and clip.silence(EMBED) is None
    }


def titles(session: Session, grants: Iterable[Grant]) -> dict[str, str]:
    """What the grants' targets are called, by target id; a quote goes by its words."""
    ids = [grant.target_id for grant in grants]
    named = select(Reel.id, Reel.title).where(col(Reel.id).in_(ids))
    return dict(session.exec(named).all())


def makers(session: Session, grants: Iterable[Grant]) -> dict[str, str]:
    """The names of those who made the grants."""
    ids = {grant.created_by for grant in grants if grant.created_by}
    return dict(session.exec(select(User.id, User.name).where(col(User.id).in_(ids))).all())


def _living(session: Session, reel_ids: Collection[str]) -> list[str]:
    query = select(Reel.id).where(col(Reel.id).in_(reel_ids), col(Reel.deleted_at).is_(None))
    return list(session.exec(query).all())
