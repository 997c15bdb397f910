"""HTTP for making, seeing and ending grants, for those signed in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from sqlmodel import Session

from app.access.web import ViewerDep
from app.core import paging
from app.core.clock import today
from app.core.paging import Page
from app.core.web import Cursor, Limit, SessionDep, SettingsDep, problems
from app.grants import queries as grants
from app.grants.models import Grant, GrantDay
from app.grants.queries import state_of
from app.sharing import queries, service, snippets
from app.sharing.schemas import (
    Ended,
    GrantIn,
    GrantOut,
    GrantPatch,
    NewGrantOut,
    PlaysOn,
    Reach,
    SeenOn,
    SnippetOut,
    TargetKind,
)
from app.sharing.share_pages import UNTITLED
from app.sharing.snippets import Addresses
from app.sharing.targets import HIGHLIGHT, REEL, TAG

router = APIRouter(prefix="/api", tags=["sharing"])
KINDS = {"reels": REEL, "highlights": HIGHLIGHT, "tags": TAG}
Targets = Annotated[Literal["reels", "highlights", "tags"], Path(description="What is shared")]
DAYS = timedelta(days=28)


@router.get("/{targets}/{target_id}/grants", responses=problems(401, 403, 404, 422))
def list_target_grants(targets: Targets, target_id: str, session: SessionDep, viewer: ViewerDep) -> Page[GrantOut]:
    """The embeds and links of a reel, a single quote (by its highlight) or a tag; newest first, ended ones too."""
    service.need_sharer(session, viewer, kind=KINDS[targets], target_id=target_id)
    rows = grants.of_target(session, kind=KINDS[targets], target_id=target_id)
    return Page(items=_out(session, rows), total=len(rows))


@router.post("/{targets}/{target_id}/grants", status_code=201, responses=problems(401, 403, 404, 422))
def create_grant(
    targets: Targets, target_id: str, body: GrantIn, session: SessionDep, viewer: ViewerDep, settings: SettingsDep
) -> NewGrantOut:
    """Makes an embed or a link. Its address is told now and never again."""
    values = body.model_dump()
    grant, token = service.share(session, viewer, target_kind=KINDS[targets], target_id=target_id, **values)
    return _new_out(_out(session, [grant])[0], Addresses(settings.origin, token))


@router.delete("/{targets}/{target_id}/grants", responses=problems(401, 403, 404, 422))
def revoke_target_grants(targets: Targets, target_id: str, session: SessionDep, viewer: ViewerDep) -> Ended:
    """Ends every embed and link of a target: their next request is refused."""
    ended = service.revoke_all(session, viewer, kind=KINDS[targets], target_id=target_id)
    return Ended(grant_ids=[grant.id for grant in ended])


@router.get("/{targets}/{target_id}/reach", responses=problems(401, 403, 404, 422))
def read_reach(targets: Targets, target_id: str, session: SessionDep, viewer: ViewerDep) -> Reach:
    """How much of a reel, a single quote or a tag may be shown outside right now."""
    service.need_sharer(session, viewer, kind=KINDS[targets], target_id=target_id)
    return service.reach(session, kind=KINDS[targets], target_id=target_id)


@router.get("/grants", responses=problems(401, 422))
def list_grants(
    session: SessionDep,
    viewer: ViewerDep,
    of: Annotated[TargetKind | None, Query(description="Only those of one kind of target")] = None,
    live: Annotated[bool, Query(description="Only those that hold right now")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[GrantOut]:
    """What is shown where: every grant for researchers, your own for everybody else."""
    before = paging.decode(cursor, 1)[0] if cursor else None
    created_by = None if viewer.is_researcher else viewer.user_id
    rows = grants.newest(
        session,
        limit=limit + 1,
        before=before,
        created_by=created_by,
        target_kind=of,
        only_live=live,
        kinds=queries.KINDS,
    )
    page, next_cursor = paging.cut(rows, limit, lambda row: [row.id])
    return Page(items=_out(session, page), next_cursor=next_cursor)


@router.patch("/grants/{grant_id}", responses=problems(401, 404, 422))
def change_grant(grant_id: str, body: GrantPatch, session: SessionDep, viewer: ViewerDep) -> GrantOut:
    """Changes an embed or a link: name, sites, end, password, pinned or live. Holds at its next request."""
    grant = service.change(session, viewer, grant_id=grant_id, values=body.values())
    return _out(session, [grant])[0]


@router.delete("/grants/{grant_id}", status_code=204, responses=problems(401, 404))
def revoke_grant(grant_id: str, session: SessionDep, viewer: ViewerDep) -> None:
    """Ends an embed or a link: its next request is refused."""
    service.revoke(session, viewer, grant_id=grant_id)


@router.post("/grants/{grant_id}/restore", responses=problems(401, 404))
def restore_grant(grant_id: str, session: SessionDep, viewer: ViewerDep) -> GrantOut:
    """Takes a revocation back: the same address works again."""
    return _out(session, [service.restore(session, viewer, grant_id=grant_id)])[0]


def _new_out(shown: GrantOut, at: Addresses) -> NewGrantOut:
    title = shown.target_title or UNTITLED
    has_film = shown.target_kind in (HIGHLIGHT, REEL)
    codes = snippets.all_hosts(at, title) + (snippets.films(at, title) if has_film else [])
    return NewGrantOut(
        **shown.model_dump(),
        url=at.embed if shown.kind == "embed" else at.page,
        embed_url=at.embed,
        page_url=at.page,
        snippet=snippets.iframe(at.embed, title),
        snippets=[SnippetOut(host=host, code=code) for host, code in codes],
    )


def _out(session: Session, rows: Sequence[Grant]) -> list[GrantOut]:
    titles, names = queries.titles(session, rows), queries.makers(session, rows)
    days = grants.days(session, [row.id for row in rows], since=today() - DAYS)
    return [
        _grant_out(row, titles.get(row.target_id, ""), names.get(row.created_by or "", ""), days[row.id])
        for row in rows
    ]


def _grant_out(row: Grant, title: str, name: str, days: Sequence[GrantDay]) -> GrantOut:
    seen = [SeenOn(origin=origin, at=datetime.fromisoformat(at)) for origin, at in row.seen_on.items()]
    pinned = row.options.get(queries.PINNED)
    return GrantOut(
        **row.model_dump(exclude={"token_hash", "password_hash", "options", "created_by", "seen_on"}),
        state=state_of(row).value,
        target_title=title,
        created_by_name=name,
        has_password=row.password_hash is not None,
        pinned_at=datetime.fromisoformat(pinned["at"]) if pinned else None,
        listed=bool(row.options.get("listed")),
        seen_on=sorted(seen, key=lambda one: one.at, reverse=True),
        days=[PlaysOn(day=one.day, site=one.site, plays=one.plays) for one in days],
    )
