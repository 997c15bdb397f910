"""What a grant shows: its target as someone without login may have it, asked anew at every request."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from app.access.audiences import EMBED, PUBLIC
from app.accounts.models import User
from app.grants.models import Grant
from app.recordings.models import Recording
from app.reels import queries as reels
from app.reels.models import Reel, ReelItem
from app.reels.queries import Clip, Key
from app.sharing.targets import TARGETS, Content, content_of

SHARE = "share"
KINDS = ("embed", SHARE)
"""The grants that show something to be played; a feed is nothing for this slice."""
PINNED = "pinned"
"""The option of a grant that keeps the items as they were."""


LOOK = ("captions", "lower_thirds", "even_loudness", "transition")


@dataclass(frozen=True)
class Show:
    """A target's items in order, its clips by item id, and the audience tokens of whoever looks at it."""

    title: str
    items: list[ReelItem]
    clips: dict[str, Clip]
    held: frozenset[str] = field(default=EMBED)
    look: Reel = field(default_factory=lambda: Reel(title=""))

    def visible(self) -> Iterable[tuple[ReelItem, Clip | None]]:
        """Cards, and the clips whose words may leave the house."""
        for item in self.items:
            clip = self.clips.get(item.id)
            if clip is None or clip.withheld(self.held) is None:
                yield item, clip

    def playing(self) -> Iterable[Clip]:
        """The clips that may be heard, in order."""
        return (clip for _, clip in self.visible() if clip and clip.key and clip.silence(self.held) is None)


def held_by(grant: Grant) -> frozenset[str]:
    """The audience tokens that a grant gives: a page of the company and a link with a password reach the company,
    a link that anyone may follow is public."""
    return PUBLIC if grant.kind == SHARE and grant.password_hash is None else EMBED


def show(session: Session, grant: Grant, *, with_words: bool = True) -> Show | None:
    """What a grant shows; None when its target was deleted. A pinned one has the items of then, and their words,
    consents and redactions of now."""
    held = held_by(grant)
    content = content_of(session, grant.target_kind, grant.target_id, held)
    if content is None:
        return None
    if pinned := grant.options.get(PINNED):
        content = unpinned(pinned, content.look)
    clips = reels.clips_of(session, content.items, with_words=with_words)
    return Show(content.title, content.items, clips, held, content.look)


def pin(content: Content) -> dict[str, Any]:
    """The items and their look as they are, to be kept in a grant's options."""
    return {
        "title": content.title,
        "items": [item.model_dump(mode="json") for item in content.items],
        "look": content.look.model_dump(include=set(LOOK)),
    }


def unpinned(kept: Mapping[str, Any], look: Reel) -> Content:
    """The items as they were. A field that reels have got since has its default; `look` is that of now, for what was
    pinned before looks were kept."""
    known = ReelItem.model_fields
    items = [
        ReelItem.model_validate({name: value for name, value in one.items() if name in known}) for one in kept["items"]
    ]
    then = Reel(title=kept["title"], **kept["look"]) if "look" in kept else look
    return Content(kept["title"], items, then)


def wanted(session: Session, grants: Iterable[Grant]) -> dict[Key, Recording]:
    """The clips that these grants play right now. Grants of one kind are asked together, pinned ones by themselves."""
    ids: dict[tuple[str, frozenset[str]], set[str]] = defaultdict(set)
    found: dict[Key, Recording] = {}
    for grant in grants:
        if grant.kind not in KINDS:
            continue
        if not grant.options.get(PINNED):
            ids[grant.target_kind, held_by(grant)].add(grant.target_id)
        elif then := show(session, grant, with_words=False):
            found |= _keys(then)
    for (kind, held), of_kind in ids.items():
        contents = TARGETS[kind].contents(session, of_kind, held).values()
        items = [item for content in contents for item in content.items]
        found |= _keys(Show("", items, reels.clips_of(session, items, with_words=False), held))
    return found


def titles(session: Session, grants: Iterable[Grant]) -> dict[str, str]:
    """What the grants' targets are called, by target id; a quote has no name."""
    ids: dict[str, set[str]] = defaultdict(set)
    for grant in grants:
        ids[grant.target_kind].add(grant.target_id)
    return {
        key: title for kind, of_kind in ids.items() for key, title in TARGETS[kind].titles(session, of_kind).items()
    }


def makers(session: Session, grants: Iterable[Grant]) -> dict[str, str]:
    """The names of those who made the grants."""
    ids = {grant.created_by for grant in grants if grant.created_by}
    return dict(session.exec(select(User.id, User.name).where(col(User.id).in_(ids))).all())


def _keys(shown: Show) -> dict[Key, Recording]:
    return {clip.key: clip.recording for clip in shown.playing() if clip.key and clip.recording}
