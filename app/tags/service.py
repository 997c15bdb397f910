"""Rules about the codebook. Researchers shape it; whatever is tagged stays tagged."""

from typing import Any

from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid, NotFound
from app.outbox import service as outbox
from app.tags import queries
from app.tags.models import Tag


def create(session: Session, viewer: Viewer, *, values: dict[str, Any]) -> Tag:
    """Adds a tag as the last of its siblings, in its parent's colour unless another is given."""
    viewer.need_researcher()
    parent = queries.get(session, values["parent_id"]) if values.get("parent_id") else None
    beside = queries.siblings(session, parent.id if parent else None)
    _check_name(values["name"], beside)
    colour = values.get("colour") or (parent.colour if parent else "slate")
    last = max((tag.position for tag in beside), default=-1)
    row = Tag(**values | {"colour": colour, "position": last + 1})
    session.add(row)
    session.flush()
    outbox.touch(session, row)
    _note(session, viewer, "tag.create", row)
    return row


def change(session: Session, viewer: Viewer, *, tag_id: str, version: int, values: dict[str, Any]) -> Tag:
    """Renames, recolours, describes or moves a tag; its highlights stay with it."""
    viewer.need_researcher()
    row = queries.get(session, tag_id)
    if row.version != version:
        raise Conflict("This tag was changed in the meantime.", version=row.version)
    moves: dict[str, Any] = {name: values.pop(name) for name in ("parent_id", "position") if name in values}
    if moves:
        _move(session, row, moves)
    if "name" in values:
        _check_name(values["name"], [tag for tag in queries.siblings(session, row.parent_id) if tag.id != row.id])
    for name, value in values.items():
        setattr(row, name, value)
    _save(session, row)
    _note(session, viewer, "tag.change", row, fields=sorted([*values, *moves]))
    return row


def remove(session: Session, viewer: Viewer, *, tag_id: str) -> None:
    """Takes a tag out of the codebook; its children move up, its highlights keep it unseen for `restore`."""
    viewer.need_researcher()
    row = queries.get(session, tag_id)
    row.deleted_at = now()
    _save(session, row)
    _note(session, viewer, "tag.delete", row)


def restore(session: Session, viewer: Viewer, *, tag_id: str) -> Tag:
    """Brings a deleted tag back, with its children and on all its highlights."""
    viewer.need_researcher()
    row = session.get(Tag, tag_id)
    if row is None:
        raise NotFound
    if row.deleted_at is not None:
        _check_name(row.name, queries.siblings(session, row.parent_id))
        row.deleted_at = None
        _save(session, row)
        _note(session, viewer, "tag.restore", row)
    return row


def absorb(session: Session, viewer: Viewer, *, source: Tag, target: Tag) -> None:
    """The codebook's half of a merge: the target takes over name, synonyms and children, the source goes."""
    if queries.tree(session).would_loop(source.id, target.id):
        message = "A tag cannot be merged into one of its own sub-tags."
        raise Invalid(message, code="tag_loop", faults=[Fault("into_id", message)])
    names = [*target.synonyms, source.name, *source.synonyms]
    target.synonyms = [name for name in dict.fromkeys(names) if name != target.name]
    for child in queries.siblings(session, source.id):
        child.parent_id = target.id
        _save(session, child)
    source.deleted_at = now()
    _save(session, source)
    _save(session, target)
    _note(session, viewer, "tag.merge", source, into=target.id)


def _move(session: Session, row: Tag, moves: dict[str, Any]) -> None:
    """Puts a tag under a parent, at a place among its siblings; the last one unless another is given."""
    parent_id = moves.get("parent_id", row.parent_id)
    if parent_id is not None:
        queries.get(session, parent_id)
    if queries.tree(session).would_loop(row.id, parent_id):
        message = "A tag cannot be moved below itself."
        raise Invalid(message, code="tag_loop", faults=[Fault("parent_id", message)])
    beside = [tag for tag in queries.siblings(session, parent_id) if tag.id != row.id]
    if parent_id != row.parent_id:
        _check_name(row.name, beside)
    row.parent_id = parent_id
    beside.insert(min(moves.get("position", len(beside)), len(beside)), row)
    for position, tag in enumerate(beside):
        tag.position = position
        session.add(tag)


def _check_name(name: str, beside: list[Tag]) -> None:
    for tag in beside:
        if tag.name.casefold() == name.casefold():
            message = f"There is a tag named “{tag.name}” in this place already."
            raise Conflict(message, code="tag_exists", faults=[Fault("name", message)], tag_id=tag.id)


def _save(session: Session, row: Tag) -> None:
    row.version, row.updated_at = row.version + 1, now()
    session.add(row)
    session.flush()
    outbox.touch(session, row)


def _note(session: Session, viewer: Viewer, action: str, row: Tag, **detail: Any) -> None:
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="tag",
        target_id=row.id,
        detail={"name": row.name, **detail},
    )
