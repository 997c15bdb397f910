"""HTTP for making, seeing and ending embeds, for those signed in."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter
from sqlmodel import Session

from app.access.viewer import Viewer
from app.access.web import ViewerDep
from app.core import paging
from app.core.paging import Page
from app.core.settings import Settings
from app.core.web import Cursor, Limit, SessionDep, SettingsDep, problems
from app.grants import queries as grants
from app.grants.models import Grant
from app.grants.queries import state_of
from app.sharing import pages, queries, service
from app.sharing.queries import HIGHLIGHT, REEL
from app.sharing.schemas import GrantIn, GrantOut, GrantPatch, NewGrantOut, Reach, SeenOn

router = APIRouter(prefix="/api", tags=["sharing"])


@router.get("/reels/{reel_id}/grants", responses=problems(401, 403, 404))
def list_reel_grants(reel_id: str, session: SessionDep, viewer: ViewerDep) -> Page[GrantOut]:
    """The embeds of a reel, newest first, ended ones too."""
    return _of_target(session, viewer, REEL, reel_id)


@router.post("/reels/{reel_id}/grants", status_code=201, responses=problems(401, 403, 404, 422))
def create_reel_grant(
    reel_id: str, body: GrantIn, session: SessionDep, viewer: ViewerDep, settings: SettingsDep
) -> NewGrantOut:
    """Makes an embed of a reel. Its address is told now and never again."""
    return _share(session, viewer, settings, REEL, reel_id, body)


@router.get("/reels/{reel_id}/reach", responses=problems(401, 403, 404))
def read_reel_reach(reel_id: str, session: SessionDep, viewer: ViewerDep) -> Reach:
    """How much of a reel may be shown outside right now."""
    service.need_sharer(session, viewer, kind=REEL, target_id=reel_id)
    return service.reach(session, kind=REEL, target_id=reel_id)


@router.get("/highlights/{highlight_id}/grants", responses=problems(401, 404))
def list_highlight_grants(highlight_id: str, session: SessionDep, viewer: ViewerDep) -> Page[GrantOut]:
    """The embeds of a single quote, newest first, ended ones too."""
    return _of_target(session, viewer, HIGHLIGHT, highlight_id)


@router.post("/highlights/{highlight_id}/grants", status_code=201, responses=problems(401, 404, 422))
def create_highlight_grant(
    highlight_id: str, body: GrantIn, session: SessionDep, viewer: ViewerDep, settings: SettingsDep
) -> NewGrantOut:
    """Makes an embed of a single quote. Its address is told now and never again."""
    return _share(session, viewer, settings, HIGHLIGHT, highlight_id, body)


@router.get("/highlights/{highlight_id}/reach", responses=problems(401, 404))
def read_highlight_reach(highlight_id: str, session: SessionDep, viewer: ViewerDep) -> Reach:
    """Whether a single quote may be shown outside right now."""
    service.need_sharer(session, viewer, kind=HIGHLIGHT, target_id=highlight_id)
    return service.reach(session, kind=HIGHLIGHT, target_id=highlight_id)


@router.get("/grants", responses=problems(401, 422))
def list_grants(session: SessionDep, viewer: ViewerDep, limit: Limit = 50, cursor: Cursor = None) -> Page[GrantOut]:
    """What is shown where: every embed for researchers, your own for everybody else."""
    before = str(paging.decode(cursor, 1)[0]) if cursor else None
    created_by = None if viewer.is_researcher else viewer.user_id
    rows = grants.newest(session, limit=limit + 1, before=before, created_by=created_by)
    page, next_cursor = paging.cut(rows, limit, lambda row: [row.id])
    return Page(items=_out(session, page), next_cursor=next_cursor)


@router.patch("/grants/{grant_id}", responses=problems(401, 404, 422))
def change_grant(grant_id: str, body: GrantPatch, session: SessionDep, viewer: ViewerDep) -> GrantOut:
    """Renames an embed, or changes the sites that may frame it."""
    grant = service.change(session, viewer, grant_id=grant_id, values=body.model_dump(exclude_none=True))
    return _out(session, [grant])[0]


@router.delete("/grants/{grant_id}", status_code=204, responses=problems(401, 404))
def revoke_grant(grant_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Ends an embed: its next request is refused."""
    service.revoke(session, viewer, grant_id=grant_id)


@router.post("/grants/{grant_id}/restore", responses=problems(401, 404))
def restore_grant(grant_id: str, session: SessionDep, viewer: ViewerDep) -> GrantOut:
    """Takes a revocation back: the same address works again."""
    return _out(session, [service.restore(session, viewer, grant_id=grant_id)])[0]


def _of_target(session: Session, viewer: Viewer, kind: str, target_id: str) -> Page[GrantOut]:
    service.need_sharer(session, viewer, kind=kind, target_id=target_id)
    rows = grants.of_target(session, kind=kind, target_id=target_id)
    return Page(items=_out(session, rows), total=len(rows))


def _share(
    session: Session, viewer: Viewer, settings: Settings, kind: str, target_id: str, body: GrantIn
) -> NewGrantOut:
    grant, token = service.share(session, viewer, kind=kind, target_id=target_id, **body.model_dump())
    shown = _out(session, [grant])[0]
    url = f"{settings.origin}/embed/{token}"
    title = shown.target_title or "A customer’s voice"
    return NewGrantOut(**shown.model_dump(), url=url, snippet=pages.snippet(url, title))


def _out(session: Session, rows: Sequence[Grant]) -> list[GrantOut]:
    titles, names = queries.titles(session, rows), queries.makers(session, rows)
    return [_grant_out(row, titles.get(row.target_id, ""), names.get(row.created_by or "", "")) for row in rows]


def _grant_out(row: Grant, title: str, name: str) -> GrantOut:
    seen = [SeenOn(origin=origin, at=datetime.fromisoformat(at)) for origin, at in row.seen_on.items()]
    return GrantOut(
        **row.model_dump(exclude={"token_hash", "options", "created_by", "seen_on"}),
        state=state_of(row).value,
        target_title=title,
        created_by_name=name,
        seen_on=sorted(seen, key=lambda one: one.at, reverse=True),
    )
