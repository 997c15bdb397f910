"""Rules about reels. Every employee may make them; whoever made one, and researchers, edit it."""

from collections.abc import Mapping, Sequence
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
from app.reels import queries, versions
from app.reels.clips import REACH_MS, SHORTEST_MS
from app.reels.models import Reel, ReelItem, ReelVersion
from app.reels.schemas import HIGHLIGHT, MOST_ITEMS, TURN, CardIn, ClipIn, ItemIn, ItemPlace
from app.transcripts import queries as transcripts
from app.transcripts.models import Turn

TRIMS = {"trim_start_ms", "trim_end_ms", "pad_before_ms", "pad_after_ms"}
OF_CLIP = TRIMS | {"captions", "lower_third"}
OF_CARD = {"title", "text", "duration_ms"}


def create(
    session: Session, viewer: Viewer, *, title: str, description: str = "", items: Sequence[ItemIn] = ()
) -> Reel:
    """A new reel of these moments, which its maker may read."""
    reel = Reel(title=title, description=description, owner_id=viewer.user_id or None)
    session.add(reel)
    session.flush()
    _insert(session, viewer, reel, items, position=0)
    versions.keep(session, viewer, reel)
    outbox.touch(session, reel)
    return reel


def change(session: Session, viewer: Viewer, *, reel_id: str, version: int, values: dict[str, Any]) -> Reel:
    """Renames or describes a reel, or changes how all of it is shown."""
    reel = _editable(session, viewer, reel_id, version)
    for name, value in values.items():
        setattr(reel, name, value)
    return _changed(session, viewer, reel)


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
    return _changed(session, viewer, reel)


def change_item(
    session: Session, viewer: Viewer, *, reel_id: str, item_id: str, version: int, values: dict[str, Any]
) -> Reel:
    """Trims a clip, edits a card, or moves either."""
    reel = _editable(session, viewer, reel_id, version)
    item = _item(session, reel, item_id)
    position = values.pop("position", None)
    _set(session, viewer, item, values)
    if position is not None:
        order = [one for one in _order(session, reel) if one.id != item.id]
        order.insert(position, item)
        _number(session, order)
    return _changed(session, viewer, reel)


def reorder(session: Session, viewer: Viewer, *, reel_id: str, version: int, item_ids: Sequence[str]) -> Reel:
    """Puts all items into a new order."""
    reel = _editable(session, viewer, reel_id, version)
    items = {item.id: item for item in _order(session, reel)}
    if sorted(items) != sorted(item_ids):
        message = "The new order must name every item of the reel once."
        raise Invalid(message, code="bad_order", faults=[Fault("item_ids", message)])
    _number(session, [items[item_id] for item_id in item_ids])
    return _changed(session, viewer, reel)


def remove_item(session: Session, viewer: Viewer, *, reel_id: str, item_id: str, version: int) -> Reel:
    """Takes an item out; adding it again undoes that."""
    reel = _editable(session, viewer, reel_id, version)
    session.delete(_item(session, reel, item_id))
    session.flush()
    _number(session, _order(session, reel))
    return _changed(session, viewer, reel)


def replace(session: Session, viewer: Viewer, *, reel_id: str, version: int, places: Sequence[ItemPlace]) -> Reel:
    """Puts a reel together anew in one edit: named items stay, with the changes given; others go or come."""
    reel = _editable(session, viewer, reel_id, version)
    there = {item.id: item for item in _order(session, reel)}
    _check_once(places)
    named = {place.id for place in places}
    for item_id in there.keys() - named:
        session.delete(there[item_id])
    session.flush()
    order = [_placed(session, viewer, reel, there, place) for place in places]
    _number(session, order)
    for item in order:
        if item.id not in there and item.kind == "clip":
            _check_trim(session, viewer, item)
    return _changed(session, viewer, reel)


def bring_back(session: Session, viewer: Viewer, *, reel_id: str, version_id: str, version: int) -> Reel:
    """Makes a reel what it was in an earlier version; what it was until now stays in its history."""
    reel = _editable(session, viewer, reel_id, version)
    versions.bring_back(session, reel, versions.get(session, reel.id, version_id))
    return _changed(session, viewer, reel, apart=True)


def name_version(session: Session, viewer: Viewer, *, reel_id: str, name: str) -> ReelVersion:
    """Keeps what the reel is now under a name."""
    reel = _editable(session, viewer, reel_id, None)
    return versions.name_current(session, viewer, reel, name)


def rename_version(session: Session, viewer: Viewer, *, reel_id: str, version_id: str, name: str) -> ReelVersion:
    """Renames an earlier version."""
    reel = _editable(session, viewer, reel_id, None)
    row = versions.get(session, reel.id, version_id)
    row.name = name
    session.add(row)
    return row


def remove(session: Session, viewer: Viewer, *, reel_id: str) -> None:
    """Deletes a reel in a way that `restore` undoes; whatever shows it falls silent."""
    reel = _editable(session, viewer, reel_id, None)
    reel.deleted_at = now()
    _changed(session, viewer, reel)


def restore(session: Session, viewer: Viewer, *, reel_id: str) -> Reel:
    """Brings a deleted reel back."""
    reel = session.get(Reel, reel_id)
    if reel is None:
        raise NotFound
    _check_editor(viewer, reel)
    reel.deleted_at = None
    return _changed(session, viewer, reel)


def duplicate(session: Session, viewer: Viewer, *, reel_id: str, title: str) -> Reel:
    """A copy that belongs to whoever made it: of what they may read."""
    source = queries.get(session, reel_id)
    shared = source.model_dump(include={"description", "captions", "lower_thirds", "even_loudness", "transition"})
    copy = Reel(title=title, owner_id=viewer.user_id or None, **shared)
    session.add(copy)
    session.flush()
    items = queries.items_of(session, [source.id])[source.id]
    clips = queries.clips_of(session, items, with_words=False)
    kept = [item for item in items if item.kind != "clip" or clips[item.id].withheld(viewer.tokens) is None]
    own = {"id", "created_at", "reel_id", "position"} | (set() if queries.may_edit(viewer, source) else {"note"})
    for position, item in enumerate(kept):
        session.add(ReelItem(reel_id=copy.id, position=position, **item.model_dump(exclude=own)))
    session.flush()
    versions.keep(session, viewer, copy)
    outbox.touch(session, copy)
    return copy


def need_editor(session: Session, viewer: Viewer, *, reel_id: str) -> Reel:
    """One living reel that the viewer may edit."""
    reel = queries.get(session, reel_id)
    _check_editor(viewer, reel)
    return reel


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
            _check_trim(session, viewer, item)


def _new(session: Session, viewer: Viewer, reel: Reel, item: ItemIn) -> ReelItem:
    if isinstance(item, CardIn):
        return ReelItem(reel_id=reel.id, position=0, **item.model_dump())
    highlight_id = highlight_of(session, viewer, item.quote_id)
    values = item.model_dump(exclude={"quote_id"})
    return ReelItem(reel_id=reel.id, position=0, highlight_id=highlight_id, **values)


def _placed(session: Session, viewer: Viewer, reel: Reel, there: Mapping[str, ReelItem], place: ItemPlace) -> ReelItem:
    values = place.model_dump(exclude_none=True, exclude={"id", "kind", "quote_id"})
    if item := there.get(place.id or ""):
        _set(session, viewer, item, values)
        return item
    if place.id and session.get(ReelItem, place.id):
        raise NotFound("One of these items belongs to another reel.")
    if place.kind is None or (place.kind == "clip") != bool(place.quote_id):
        message = "A new clip needs a moment, a new card its kind."
        raise Invalid(message, code="item_unknown", faults=[Fault("items", message)])
    highlight_id = highlight_of(session, viewer, place.quote_id) if place.quote_id else None
    new = ReelItem(reel_id=reel.id, position=0, kind=place.kind, highlight_id=highlight_id)
    if place.id:
        new.id = place.id
    _check_fields(new, values)
    return new.sqlmodel_update(values)


def _set(session: Session, viewer: Viewer, item: ReelItem, values: dict[str, Any]) -> None:
    changed = {name: value for name, value in values.items() if getattr(item, name) != value}
    _check_fields(item, values)
    item.sqlmodel_update(changed)
    session.add(item)
    if changed.keys() & TRIMS:
        _check_trim(session, viewer, item)


def _check_once(places: Sequence[ItemPlace]) -> None:
    ids = [place.id for place in places if place.id]
    if len(ids) != len(set(ids)):
        message = "An item stands in a reel once."
        raise Invalid(message, code="bad_order", faults=[Fault("items", message)])


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
    foreign = OF_CARD if item.kind == "clip" else OF_CLIP
    if wrong := values.keys() & foreign:
        message = f"A {item.kind} has no {sorted(wrong)[0]}."
        raise Invalid(message, code="wrong_kind", faults=[Fault(sorted(wrong)[0], message)])


def _check_trim(session: Session, viewer: Viewer, item: ReelItem) -> None:
    """A clip stays near its highlight, keeps something to hear, and reaches over no words its editor may not read.

    What others hear is asked again whenever the reel is shown.
    """
    if not any(getattr(item, name) for name in TRIMS):
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
    if queries.clips_of(session, [item])[item.id].covers_hidden(viewer.tokens):
        message = "There, someone speaks whose words you may not read. A clip cannot reach over them."
        raise Invalid(message, code="trim_over_hidden", faults=[Fault("trim", message)])


def _item(session: Session, reel: Reel, item_id: str) -> ReelItem:
    item = session.get(ReelItem, item_id)
    if item is None or item.reel_id != reel.id:
        raise NotFound
    return item


def _editable(session: Session, viewer: Viewer, reel_id: str, version: int | None) -> Reel:
    reel = need_editor(session, viewer, reel_id=reel_id)
    if version is not None and reel.version != version:
        raise Conflict("Someone else changed this reel in the meantime.", version=reel.version)
    versions.begin(session, reel)
    return reel


def _check_editor(viewer: Viewer, reel: Reel) -> None:
    if not queries.may_edit(viewer, reel):
        raise NotAllowed("Only whoever made this reel, and researchers, may change it. You may make a copy.")


def _changed(session: Session, viewer: Viewer, reel: Reel, *, apart: bool = False) -> Reel:
    """Raises the version in SQL, so that of two edits at once only one wins; keeps what the reel is now."""
    raised = update(Reel).where(col(Reel.id) == reel.id, col(Reel.version) == reel.version)
    reel.updated_at = now()
    if not session.exec(raised.values(version=reel.version + 1)).rowcount:
        raise Conflict("Someone else changed this reel in the meantime.")
    session.refresh(reel, ["version"])
    session.add(reel)
    session.flush()
    versions.keep(session, viewer, reel, apart=apart)
    outbox.touch(session, reel)
    return reel
