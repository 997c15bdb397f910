"""HTTP for the codebook. What needs highlights (counts, merging, quotes) is routed where those are known."""

from fastapi import APIRouter

from app.access.web import ViewerDep
from app.core.idempotency import create_once
from app.core.web import IdempotencyKey, SessionDep, problems
from app.tags import queries, service
from app.tags.models import Tag
from app.tags.schemas import TagIn, TagList, TagOut, TagPatch

router = APIRouter(prefix="/api/tags", tags=["tags"])


@router.get("", responses=problems(401))
def list_tags(session: SessionDep, _viewer: ViewerDep) -> TagList:
    """The whole codebook."""
    return TagList(items=[tag_out(tag, parent_id) for tag, parent_id in queries.codebook(session)])


@router.post("", status_code=201, responses=problems(401, 403, 404, 409, 422))
def create_tag(body: TagIn, session: SessionDep, viewer: ViewerDep, key: IdempotencyKey = None) -> TagOut:
    """Adds a tag. A sibling of the same name is a conflict that carries its `tag_id`."""
    tag_id = create_once(
        session,
        user_id=viewer.user_id,
        kind="tag",
        key=key,
        create=lambda: service.create(session, viewer, values=body.model_dump()).id,
    )
    return _read(session, tag_id)


@router.get("/{tag_id}", responses=problems(401, 404))
def read_tag(tag_id: str, session: SessionDep, _viewer: ViewerDep) -> TagOut:
    """One tag."""
    return _read(session, tag_id)


@router.patch("/{tag_id}", responses=problems(401, 403, 404, 409, 422))
def change_tag(tag_id: str, body: TagPatch, session: SessionDep, viewer: ViewerDep) -> TagOut:
    """Renames, recolours, describes or moves a tag."""
    values = body.model_dump(exclude_unset=True, exclude={"version"})
    service.change(session, viewer, tag_id=tag_id, version=body.version, values=values)
    return _read(session, tag_id)


@router.delete("/{tag_id}", status_code=204, responses=problems(401, 403, 404))
def delete_tag(tag_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Takes a tag out of the codebook; restoring it undoes that."""
    service.remove(session, viewer, tag_id=tag_id)


@router.post("/{tag_id}/restore", responses=problems(401, 403, 404, 409))
def restore_tag(tag_id: str, session: SessionDep, viewer: ViewerDep) -> TagOut:
    """Brings a deleted tag back."""
    service.restore(session, viewer, tag_id=tag_id)
    return _read(session, tag_id)


def _read(session: SessionDep, tag_id: str) -> TagOut:
    return tag_out(queries.get(session, tag_id), queries.tree(session).parent(tag_id))


def tag_out(row: Tag, parent_id: str | None) -> TagOut:
    """A tag as it goes out, under its living parent."""
    return TagOut.model_validate(row.model_dump() | {"parent_id": parent_id})
