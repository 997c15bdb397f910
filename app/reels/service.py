"""Rules about reels. Every employee may make them; whoever made one, and researchers, edit it."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select, update

from app.access.roles import Role
from app.access.viewer import Viewer
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid, NotAllowed, NotFound
from app.highlights import queries as highlights
from app.highlights import service as marking
from app.highlights.models import Highlight
from app.outbox import service as outbox
from app.reels import queries
from app.reels.clips import REACH_MS, SHORTEST_MS
from app.reels.models import Reel, ReelItem
from app.reels.schemas import MOST_ITEMS, CardIn, ClipIn, ItemIn
from app.transcripts import queries as transcripts
from app.transcripts.models import Turn

TURN, HIGHLIGHT = "t-", "h-"


def create(
    session: Session, viewer: Viewer, *, title: str, description: str = "", items: Sequence[ItemIn] = ()
) -> Reel:
    """A new reel of these moments, which its maker may read."""
    reel = Reel(title=title, description=description, owner_id=viewer.user_id or None)
    session.add(reel)
    session.flush()
    _insert(session, viewer, reel, items, position=0)
    outbox.touch(session, reel)
    return reel


def change(session: Session, viewer: Viewer, *, reel_id: str, version: int, values: dict[str, Any]) -> Reel:
    """Renames or describes a reel."""
    reel = _editable(session, viewer, reel_id, version)
    for name, value in values.items():
        setattr(reel, name, value)
    return _changed(session, reel)


def add_items(
    session: Session,
    viewer: Viewer,
    *,
    reel_id: str,
    items: Sequence[ItemIn],
    position: int | None = None,
    version: int | None = None,
) -> Reel:
    """Puts moments and cards in. Adding at the end needs no version: it cannot undo anyone's work."""
    reel = _editable(session, viewer, reel_id, version)
    _insert(session, viewer, reel, items, position=position)
    return _changed(session, reel)


def change_item(
    session: Session, viewer: Viewer, *, reel_id: str, item_id: str, version: int, values: dict[str, Any]
) -> Reel:
    """Trims a clip, edits a card, or moves either."""
    reel = _editable(session, viewer, reel_id, version)
    item = _item(session, reel, item_id)
    position = values.pop("position", None)
    _check_fields(item, values)
    for name, value in values.items():
        setattr(item, name, value)
    if item.kind == "clip" and values:
        _check_trim(session, item)
    session.add(item)
    if position is not None:
        order = [one for one in _order(session, reel) if one.id != item.id]
        order.insert(position, item)
        _number(session, order)
    return _changed(session, reel)


def reorder(session: Session, viewer: Viewer, *, reel_id: str, version: int, item_ids: Sequence[str]) -> Reel:
    """Puts all items into a new order."""
    reel = _editable(session, viewer, reel_id, version)
    items = {item.id: item for item in _order(session, reel)}
    if sorted(items) != sorted(item_ids):
        message = "The new order must name every item of the reel once."
        raise Invalid(message, code="bad_order", faults=[Fault("item_ids", message)])
    _number(session, [items[item_id] for item_id in item_ids])
    return _changed(session, reel)


def remove_item(session: Session, viewer: Viewer, *, reel_id: str, item_id: str, version: int) -> Reel:
    """Takes an item out; adding it again undoes that."""
    reel = _editable(session, viewer, reel_id, version)
    session.delete(_item(session, reel, item_id))
    session.flush()
    _number(session, _order(session, reel))
    return _changed(session, reel)


def remove(session: Session, viewer: Viewer, *, reel_id: str) -> None:
    """Deletes a reel in a way that `restore` undoes; whatever shows it falls silent."""
    reel = _editable(session, viewer, reel_id, None)
    reel.deleted_at = now()
    _changed(session, reel)


def restore(session: Session, viewer: Viewer, *, reel_id: str) -> Reel:
    """Brings a deleted reel back."""
    reel = session.get(Reel, reel_id)
    if reel is None:
        raise NotFound
    _check_editor(viewer, reel)
    reel.deleted_at = None
    return _changed(session, reel)


def duplicate(session: Session, viewer: Viewer, *, reel_id: str, title: str) -> Reel:
    """A copy that belongs to whoever made it: of what they may read."""
    source = queries.get(session, reel_id)
    copy = Reel(title=title, description=source.description, owner_id=viewer.user_id or None)
    session.add(copy)
    session.flush()
    items = queries.items_of(session, [source.id])[source.id]
    clips = queries.clips_of(session, items, with_words=False)
    kept = [item for item in items if item.kind == "card" or clips[item.id].withheld(viewer.tokens) is None]
    fields = {"kind", "highlight_id", "trim_start_ms", "trim_end_ms", "title", "text", "duration_ms"}
    for position, item in enumerate(kept):
        session.add(ReelItem(reel_id=copy.id, position=position, **item.model_dump(include=fields)))
    session.flush()
    outbox.touch(session, copy)
    return copy


def highlight_of(session: Session, viewer: Viewer, quote_id: str) -> str:
    """The highlight a quote of search stands for; an untagged turn is marked whole, once.

    Any employee may pick what they may read, also where only researchers mark.
    """
    if not quote_id.startswith(TURN):
        return highlights.get(session, viewer, quote_id.removeprefix(HIGHLIGHT)).highlight.id
    turn = session.get(Turn, quote_id.removeprefix(TURN))
    if turn is None:
        raise NotFound("One of these moments does not exist any more.")
    _, voices = transcripts.get(session, viewer, turn.transcript_id)
    if not voices.may_read(viewer.tokens, [turn.speaker_id]):
        raise NotFound("One of these moments may not be read any more.")
    return _whole(session, turn) or _mark_whole(session, viewer, turn)


def _whole(session: Session, turn: Turn) -> str | None:
    query = select(Highlight.id).where(
        Highlight.start_turn_id == turn.id,
        Highlight.end_turn_id == turn.id,
        Highlight.quote == turn.text.strip(),
        col(Highlight.deleted_at).is_(None),
    )
    return session.exec(query.order_by(col(Highlight.id)).limit(1)).first()


def _mark_whole(session: Session, viewer: Viewer, turn: Turn) -> str:
    # Lent for this one act: the turn is readable for the viewer, and marking all of it adds no opinion.
    marker = Viewer(viewer.user_id, viewer.name, Role.ADMIN, viewer.memberships)
    span = {
        "start_turn_id": turn.id,
        "start_offset": 0,
        "end_turn_id": turn.id,
        "end_offset": len(turn.text),
    }
    return marking.create(session, marker, transcript_id=turn.transcript_id, values=span).id


def _insert(session: Session, viewer: Viewer, reel: Reel, items: Sequence[ItemIn], *, position: int | None) -> None:
    order = _order(session, reel)
    if len(order) + len(items) > MOST_ITEMS:
        message = f"A reel holds at most {MOST_ITEMS} clips and cards."
        raise Invalid(message, code="reel_full", faults=[Fault("items", message)])
    added = [_new(session, viewer, reel, item) for item in items]
    at = len(order) if position is None else position
    _number(session, [*order[:at], *added, *order[at:]])
    for item in added:
        if item.kind == "clip":
            _check_trim(session, item)


def _new(session: Session, viewer: Viewer, reel: Reel, item: ItemIn) -> ReelItem:
    if isinstance(item, CardIn):
        return ReelItem(reel_id=reel.id, position=0, **item.model_dump())
    trims = item.model_dump(include={"trim_start_ms", "trim_end_ms"})
    highlight_id = highlight_of(session, viewer, item.quote_id)
    return ReelItem(reel_id=reel.id, position=0, kind="clip", highlight_id=highlight_id, **trims)


def clips_in(quote_ids: Sequence[str]) -> list[ItemIn]:
    """Quotes as clips, each once, in order."""
    return [ClipIn(quote_id=quote_id) for quote_id in dict.fromkeys(quote_ids)]


def _order(session: Session, reel: Reel) -> list[ReelItem]:
    return queries.items_of(session, [reel.id])[reel.id]


def _number(session: Session, items: Sequence[ReelItem]) -> None:
    for position, item in enumerate(items):
        item.position = position
    session.add_all(items)
    session.flush()


def _check_fields(item: ReelItem, values: dict[str, Any]) -> None:
    of_clip = {"trim_start_ms", "trim_end_ms"}
    if wrong := values.keys() - of_clip if item.kind == "clip" else values.keys() & of_clip:
        message = f"A {item.kind} has no {sorted(wrong)[0]}."
        raise Invalid(message, code="wrong_kind", faults=[Fault(sorted(wrong)[0], message)])


def _check_trim(session: Session, item: ReelItem) -> None:
    """A clip stays near its highlight and keeps something to hear."""
    if not (item.trim_start_ms or item.trim_end_ms):
        return
    row = session.get(Highlight, item.highlight_id)
    if row is None or row.start_ms is None or row.end_ms is None:
        raise Invalid("This moment has no times, so it cannot be trimmed.", code="no_times")
    if item.trim_start_ms < -REACH_MS or item.trim_end_ms > REACH_MS:
        message = f"A clip reaches at most {REACH_MS // 1000} seconds beyond its highlight."
        raise Invalid(message, code="trim_too_far", faults=[Fault("trim", message)])
    if row.end_ms + item.trim_end_ms - row.start_ms - item.trim_start_ms < SHORTEST_MS:
        message = "Nothing would be left of this clip."
        raise Invalid(message, code="trim_too_short", faults=[Fault("trim", message)])


def _item(session: Session, reel: Reel, item_id: str) -> ReelItem:
    item = session.get(ReelItem, item_id)
    if item is None or item.reel_id != reel.id:
        raise NotFound
    return item


def _editable(session: Session, viewer: Viewer, reel_id: str, version: int | None) -> Reel:
    reel = queries.get(session, reel_id)
    _check_editor(viewer, reel)
    if version is not None and reel.version != version:
        raise Conflict("Someone else changed this reel in the meantime.", version=reel.version)
    return reel


def _check_editor(viewer: Viewer, reel: Reel) -> None:
    if not queries.may_edit(viewer, reel):
        raise NotAllowed("Only whoever made this reel, and researchers, may change it. You may make a copy.")


def _changed(session: Session, reel: Reel) -> Reel:
    """Raises the version in SQL, so that of two edits at once only one wins."""
    raised = update(Reel).where(col(Reel.id) == reel.id, col(Reel.version) == reel.version)
    reel.updated_at = now()
    if not session.exec(raised.values(version=reel.version + 1)).rowcount:
        raise Conflict("Someone else changed this reel in the meantime.")
    session.refresh(reel, ["version"])
    session.add(reel)
    session.flush()
    outbox.touch(session, reel)
    return reel
