"""Reading the codebook. It is the same for everyone who is signed in; what is tagged is not."""

from sqlmodel import Session, col, select

from app.core.errors import NotFound
from app.tags.models import Tag
from app.tags.tree import Node, Tree


def tree(session: Session) -> Tree:
    """The shape of the codebook."""
    rows = session.connection().execute(select(Tag.id, Tag.parent_id, Tag.deleted_at))
    return Tree(Node(tag_id, parent_id, deleted_at is not None) for tag_id, parent_id, deleted_at in rows)


def codebook(session: Session) -> list[tuple[Tag, str | None]]:
    """All living tags with their living parents: parents before children, siblings in order."""
    query = select(Tag).where(col(Tag.deleted_at).is_(None)).order_by(col(Tag.position), col(Tag.name), col(Tag.id))
    rows, shape = session.exec(query).all(), tree(session)
    below: dict[str | None, list[tuple[Tag, str | None]]] = {}
    for row in rows:
        parent = shape.parent(row.id)
        below.setdefault(parent, []).append((row, parent))
    ordered: list[tuple[Tag, str | None]] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        found = waiting.pop()
        ordered.append(found)
        waiting.extend(reversed(below.get(found[0].id, [])))
    return ordered


def get(session: Session, tag_id: str) -> Tag:
    """One living tag, or NotFound."""
    row = session.get(Tag, tag_id)
    if row is None or row.deleted_at is not None:
        raise NotFound
    return row


def siblings(session: Session, parent_id: str | None) -> list[Tag]:
    """The living tags directly under a parent, in order."""
    query = (
        select(Tag)
        .where(col(Tag.parent_id) == parent_id if parent_id else col(Tag.parent_id).is_(None))
        .where(col(Tag.deleted_at).is_(None))
        .order_by(col(Tag.position), col(Tag.name), col(Tag.id))
    )
    return list(session.exec(query).all())
