"""HTTP for the people of the company, and the programs that act for none of them."""

from fastapi import APIRouter

from app.accounts import links, second_factor, service
from app.accounts.entering import user_out
from app.accounts.models import User
from app.accounts.routes import token_out
from app.accounts.schemas import (
    ColleagueMadeOut,
    ColleagueOut,
    HandedOut,
    HandOutIn,
    NewTokenOut,
    TokenIn,
    TokenOut,
    UserIn,
    UserPatch,
)
from app.accounts.web import SignedIn, SignedInDep
from app.audit import service as audit
from app.core.errors import Conflict
from app.core.paging import Page
from app.core.web import SessionDep, SettingsDep, problems

router = APIRouter(prefix="/api", tags=["people"])


@router.get("/users", responses=problems(401, 403))
def list_users(session: SessionDep, signed: SignedInDep) -> Page[ColleagueOut]:
    """Everyone in the company; addresses are shown to administrators and to researchers, who build teams."""
    users = service.list_users(session)
    if signed.role == "admin":
        return Page(items=_told(session, users), total=len(users))
    hidden = {} if signed.role == "researcher" else {"email": ""}
    items = [ColleagueOut(**{**user_out(user).model_dump(), **hidden}) for user in users]
    return Page(items=items, total=len(items))


@router.post("/users", status_code=201, responses=problems(401, 403, 409, 422))
def create_user(body: UserIn, session: SessionDep, settings: SettingsDep, signed: SignedInDep) -> ColleagueMadeOut:
    """Adds someone: with a password you tell them, or without one, and an invite goes out."""
    signed.need_admin()
    user = service.create_user(session, email=body.email, name=body.name, role=body.role, password=body.password)
    link = None
    if body.password is None:
        link = links.hand_out(session, settings, user, purpose="invite", sender=signed.user.name)
    _record(session, signed, "user.create", user, role=user.role)
    return ColleagueMadeOut(**_told(session, [user])[0].model_dump(), link=link)


@router.patch("/users/{user_id}", responses=problems(401, 403, 404, 409, 422))
def change_user(user_id: str, body: UserPatch, session: SessionDep, signed: SignedInDep) -> ColleagueOut:
    """Changes someone's name or role, or ends at once all that lets them in, and the work they asked for."""
    signed.need_admin()
    user = service.get_user(session, user_id)
    if body.version is not None and body.version != user.version:
        raise Conflict
    service.change_user(session, user, name=body.name, role=body.role, active=body.active)
    _record(session, signed, "user.change", user, **body.model_dump(exclude_none=True, exclude={"version"}))
    return _told(session, [user])[0]


@router.post("/users/{user_id}/links", status_code=201, responses=problems(401, 403, 404, 422))
def hand_out_link(
    user_id: str, body: HandOutIn, session: SessionDep, settings: SettingsDep, signed: SignedInDep
) -> HandedOut:
    """Sends someone an invite again, or a link to a new password; here to copy where no mail is sent."""
    signed.need_admin()
    user = service.get_user(session, user_id)
    link = links.hand_out(session, settings, user, purpose=body.purpose, sender=signed.user.name)
    _record(session, signed, "user.link", user, purpose=body.purpose)
    return HandedOut(mailed_to=None if link else user.email, link=link)


@router.delete("/users/{user_id}/second-factor", status_code=204, responses=problems(401, 403, 404))
def reset_second_factor(user_id: str, session: SessionDep, signed: SignedInDep) -> None:
    """Takes somebody's second factor away who lost it: they sign in without one, and set up a new one."""
    signed.need_admin()
    user = service.get_user(session, user_id)
    second_factor.end(session, user)
    _record(session, signed, "user.second_factor_reset", user)


@router.delete("/users/{user_id}/sessions", status_code=204, responses=problems(401, 403, 404))
def sign_user_out(user_id: str, session: SessionDep, signed: SignedInDep) -> None:
    """Signs all of somebody's browsers out."""
    signed.need_admin()
    user = service.get_user(session, user_id)
    service.close_other_sessions(session, user_id=user.id, keep=None)
    _record(session, signed, "user.sign_out", user)


@router.get("/service-tokens", responses=problems(401, 403))
def list_service_tokens(session: SessionDep, signed: SignedInDep) -> Page[TokenOut]:
    """The tokens of programs that act for no person: directories, imports, backups."""
    signed.need_admin()
    return Page(items=[token_out(token) for token in service.service_tokens(session)])


@router.post("/service-tokens", status_code=201, responses=problems(401, 403, 422))
def create_service_token(body: TokenIn, session: SessionDep, signed: SignedInDep) -> NewTokenOut:
    """A token of a program's own, which stays when its maker leaves; its secret is in this answer and nowhere else."""
    signed.need_admin()
    scopes = body.scopes if body.scopes is not None else ["read"]
    token, secret = service.create_service_token(
        session, name=body.name, role=body.role, scopes=scopes, expires_at=body.expires_at
    )
    detail = {"name": token.name, "role": token.role, "scopes": token.scopes}
    audit.record(
        session, actor=signed.user, action="token.create", target_kind="token", target_id=token.id, detail=detail
    )
    return NewTokenOut(**token_out(token).model_dump(), secret=secret)


@router.delete("/service-tokens/{service_token_id}", status_code=204, responses=problems(401, 403, 404))
def revoke_service_token(service_token_id: str, session: SessionDep, signed: SignedInDep) -> None:
    """Ends a program's token at once."""
    signed.need_admin()
    service.revoke_service_token(session, service_token_id)
    audit.record(session, actor=signed.user, action="token.revoke", target_kind="token", target_id=service_token_id)


def _told(session: SessionDep, users: list[User]) -> list[ColleagueOut]:
    """People as administrators see them."""
    waiting = service.invited(users, service.identified(session))
    seen = service.last_seen(session)
    return [
        ColleagueOut(
            **user_out(user).model_dump(),
            invited=user.id in waiting,
            second_factor=second_factor.is_on(user),
            seen_at=seen.get(user.id),
        )
        for user in users
    ]


def _record(session: SessionDep, signed: SignedIn, action: str, user: User, **detail: object) -> None:
    audit.record(session, actor=signed.user, action=action, target_kind="user", target_id=user.id, detail=dict(detail))
