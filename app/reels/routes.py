"""HTTP for reels. Every change answers with the whole reel, and its new version."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core import paging
from app.core.errors import Invalid
from app.core.idempotency import create_once
from app.core.paging import Page
from app.core.web import Cursor, IdempotencyKey, Limit, SessionDep, problems
from app.reels import queries, service, shown, suggesting, versions
from app.reels.models import Reel
from app.reels.schemas import (
    MOST_UNSAVED,
    ItemIn,
    ItemPatch,
    ItemsIn,
    OrderIn,
    ReelCard,
    ReelIn,
    ReelOut,
    ReelPatch,
    SuggestionList,
    UnsavedOut,
    VersionIn,
    VersionOut,
    VersionPatch,
    WholeIn,
)

router = APIRouter(prefix="/api/reels", tags=["reels"])
QuoteIds = Annotated[
    list[str],
    Query(min_length=1, max_length=MOST_UNSAVED, description="Quote ids of search (`h-…`, `t-…`), in order"),
]
Version = Annotated[int, Query(description="The version that was edited; a newer one is a conflict")]


@router.get("", responses=problems(401, 422))
def list_reels(
    session: SessionDep, viewer: ViewerDep, mine: bool = False, limit: Limit = 50, cursor: Cursor = None
) -> Page[ReelCard]:
    """All reels, or yours; latest change first."""
    before = _place(cursor) if cursor else None
    owner_id = viewer.user_id if mine else None
    rows = queries.list_reels(session, limit=limit + 1, before=before, owner_id=owner_id)
    page, next_cursor = paging.cut(rows, limit, lambda row: [row.updated_at.isoformat(), row.id])
    return Page(items=shown.cards(session, viewer, page), next_cursor=next_cursor)


@router.post("", status_code=201, responses=problems(401, 404, 422))
def create_reel(body: ReelIn, session: SessionDep, viewer: ViewerDep, key: IdempotencyKey = None) -> ReelOut:
    """Makes a reel of quotes."""
    items = _items(body)
    reel_id = create_once(
        session,
        user_id=viewer.user_id,
        kind="reel",
        key=key,
        create=lambda: service.create(session, viewer, title=body.title, description=body.description, items=items).id,
    )
    return _out(session, viewer, queries.get(session, reel_id))


@router.get("/of-quotes", responses=problems(401, 422))
def read_unsaved_reel(session: SessionDep, viewer: ViewerDep, quote_id: QuoteIds) -> UnsavedOut:
    """Quotes as a reel that is played and not saved, as far as consents allow you."""
    items = suggesting.unsaved_items(quote_id)
    clips = suggesting.unsaved_clips(session, viewer, items)
    return shown.unsaved_out(items, clips, viewer.tokens)


@router.get("/{reel_id}", responses=problems(401, 404))
def read_reel(reel_id: str, session: SessionDep, viewer: ViewerDep) -> ReelOut:
    """One reel, as far as consents allow you."""
    return _out(session, viewer, queries.get(session, reel_id))


@router.patch("/{reel_id}", responses=problems(401, 403, 404, 409, 422))
def change_reel(reel_id: str, body: ReelPatch, session: SessionDep, viewer: ViewerDep) -> ReelOut:
    """Renames or describes a reel, or changes how all of it is shown."""
    values = body.model_dump(exclude_none=True, exclude={"version"})
    return _out(session, viewer, service.change(session, viewer, reel_id=reel_id, version=body.version, values=values))


@router.delete("/{reel_id}", status_code=204, responses=problems(401, 403, 404))
def delete_reel(reel_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Deletes a reel; restoring it undoes that."""
    service.remove(session, viewer, reel_id=reel_id)


@router.post("/{reel_id}/restore", responses=problems(401, 403, 404))
def restore_reel(reel_id: str, session: SessionDep, viewer: ViewerDep) -> ReelOut:
    """Brings a deleted reel back."""
    return _out(session, viewer, service.restore(session, viewer, reel_id=reel_id))


@router.post("/{reel_id}/duplicate", status_code=201, responses=problems(401, 404, 422))
def duplicate_reel(
    reel_id: str, session: SessionDep, viewer: ViewerDep, title: Annotated[str, Query(min_length=1, max_length=200)]
) -> ReelOut:
    """A copy of your own, of what you may read."""
    return _out(session, viewer, service.duplicate(session, viewer, reel_id=reel_id, title=title))


@router.post("/{reel_id}/items", status_code=201, responses=problems(401, 403, 404, 409, 422))
def add_reel_items(reel_id: str, body: ItemsIn, session: SessionDep, viewer: ViewerDep) -> ReelOut:
    """Puts moments and cards in."""
    reel = service.add_items(
        session, viewer, reel_id=reel_id, items=_items(body), position=body.position, version=body.version
    )
    return _out(session, viewer, reel)


@router.put("/{reel_id}/items", responses=problems(401, 403, 404, 409, 422))
def replace_reel_items(reel_id: str, body: WholeIn, session: SessionDep, viewer: ViewerDep) -> ReelOut:
    """Puts the reel together anew, in one edit."""
    reel = service.replace(session, viewer, reel_id=reel_id, version=body.version, places=body.items)
    return _out(session, viewer, reel)


@router.put("/{reel_id}/order", responses=problems(401, 403, 404, 409, 422))
def reorder_reel(reel_id: str, body: OrderIn, session: SessionDep, viewer: ViewerDep) -> ReelOut:
    """Puts all items into a new order."""
    reel = service.reorder(session, viewer, reel_id=reel_id, version=body.version, item_ids=body.item_ids)
    return _out(session, viewer, reel)


@router.patch("/{reel_id}/items/{item_id}", responses=problems(401, 403, 404, 409, 422))
def change_reel_item(reel_id: str, item_id: str, body: ItemPatch, session: SessionDep, viewer: ViewerDep) -> ReelOut:
    """Trims, edits or moves an item."""
    values = body.model_dump(exclude_none=True, exclude={"version"})
    reel = service.change_item(session, viewer, reel_id=reel_id, item_id=item_id, version=body.version, values=values)
    return _out(session, viewer, reel)


@router.delete("/{reel_id}/items/{item_id}", responses=problems(401, 403, 404, 409, 422))
def remove_reel_item(reel_id: str, item_id: str, version: Version, session: SessionDep, viewer: ViewerDep) -> ReelOut:
    """Takes an item out."""
    reel = service.remove_item(session, viewer, reel_id=reel_id, item_id=item_id, version=version)
    return _out(session, viewer, reel)


@router.get("/{reel_id}/opposing", responses=problems(401, 404))
def suggest_opposing_voices(reel_id: str, session: SessionDep, viewer: ViewerDep) -> SuggestionList:
    """Moments about the same that feel the opposite, of people who are not in the reel."""
    reel = queries.get(session, reel_id)
    found = suggesting.opposing(session, viewer, reel)
    return SuggestionList(items=[shown.suggestion_out(moment) for moment in found])


@router.get("/{reel_id}/versions", responses=problems(401, 403, 404))
def list_reel_versions(reel_id: str, session: SessionDep, viewer: ViewerDep) -> Page[VersionOut]:
    """What the reel was, newest first."""
    reel = service.need_editor(session, viewer, reel_id=reel_id)
    rows = versions.list_versions(session, reel.id)
    return Page(items=shown.versions_out(session, rows), total=len(rows))


@router.post("/{reel_id}/versions", status_code=201, responses=problems(401, 403, 404, 422))
def name_reel_version(reel_id: str, body: VersionIn, session: SessionDep, viewer: ViewerDep) -> VersionOut:
    """Keeps what the reel is now under a name."""
    row = service.name_version(session, viewer, reel_id=reel_id, name=body.name)
    return shown.versions_out(session, [row])[0]


@router.get("/{reel_id}/versions/{version_id}", responses=problems(401, 403, 404))
def read_reel_version(reel_id: str, version_id: str, session: SessionDep, viewer: ViewerDep) -> ReelOut:
    """What the reel was, as far as consents allow you today."""
    reel = service.need_editor(session, viewer, reel_id=reel_id)
    return shown.version_out(session, viewer, reel, versions.get(session, reel.id, version_id))


@router.patch("/{reel_id}/versions/{version_id}", responses=problems(401, 403, 404, 422))
def rename_reel_version(
    reel_id: str, version_id: str, body: VersionPatch, session: SessionDep, viewer: ViewerDep
) -> VersionOut:
    """Renames a version."""
    row = service.rename_version(session, viewer, reel_id=reel_id, version_id=version_id, name=body.name)
    latest = versions.list_versions(session, reel_id)[0]
    return shown.versions_out(session, [row], current=latest)[0]


@router.post("/{reel_id}/versions/{version_id}/restore", responses=problems(401, 403, 404, 409, 422))
def restore_reel_version(
    reel_id: str, version_id: str, version: Version, session: SessionDep, viewer: ViewerDep
) -> ReelOut:
    """Makes the reel what it was; what it is now stays in its history."""
    reel = service.bring_back(session, viewer, reel_id=reel_id, version_id=version_id, version=version)
    return _out(session, viewer, reel)


def _place(cursor: str) -> tuple[datetime, str]:
    at, reel_id = paging.decode(cursor, 2)
    try:
        return datetime.fromisoformat(at), reel_id
    except ValueError as error:
        raise Invalid("The cursor is not one of ours; start again without it.") from error


def _items(body: ReelIn | ItemsIn) -> list[ItemIn]:
    return [*service.clips_in([*body.quote_ids, *body.highlight_ids]), *body.items]


def _out(session: SessionDep, viewer: Viewer, reel: Reel) -> ReelOut:
    session.flush()
    return shown.reel_out(session, viewer, reel)
