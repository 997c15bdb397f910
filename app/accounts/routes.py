"""HTTP for sign-in and one's own account."""

from fastapi import APIRouter, Depends, Request, Response

from app.accounts import lockout, second_factor, service
from app.accounts.entering import TriesDep, session_out, user_out
from app.accounts.models import ApiToken
from app.accounts.schemas import (
    BrowserSessionOut,
    MePatch,
    NewTokenOut,
    SessionOut,
    SetUpIn,
    SignInIn,
    TokenIn,
    TokenOut,
    UserOut,
)
from app.accounts.web import HalfSignedInDep, MaybeSignedIn, OwnPage, SignedInDep, cookie_name, enter
from app.audit import service as audit
from app.core.errors import NotAllowed, NotSignedIn
from app.core.limits import Rate, limited
from app.core.paging import Page
from app.core.web import DatabaseDep, SessionDep, SettingsDep, problems

router = APIRouter(prefix="/api", tags=["accounts"])
SIGN_IN = Rate("sign-in", "30 per minute")
"""Beside the lock-out: hashing a password costs time, and that must not be had for nothing."""


@router.get("/session")
def read_session(session: SessionDep, settings: SettingsDep, signed: MaybeSignedIn) -> SessionOut:
    """Who is signed in here, and what the page must know first."""
    return session_out(session, settings, signed)


@router.post("/setup", status_code=201, dependencies=[OwnPage], responses=problems(403, 409, 422))
def set_up(
    body: SetUpIn, request: Request, response: Response, session: SessionDep, settings: SettingsDep
) -> SessionOut:
    """Creates the first administrator and signs in."""
    user = service.set_up(session, email=body.email, name=body.name, password=body.password)
    audit.record(session, actor=user, action="account.set_up", target_kind="user", target_id=user.id)
    return session_out(session, settings, enter(request, response, session, settings, user))


@router.post(
    "/session",
    status_code=201,
    dependencies=[OwnPage, Depends(limited(SIGN_IN))],
    responses=problems(401, 403, 422, 429),
)
def sign_in(
    body: SignInIn, request: Request, response: Response, database: DatabaseDep, settings: SettingsDep, tries: TriesDep
) -> SessionOut:
    """Signs this browser in. After several wrong tries one waits, longer each time, whoever's address it was.

    `second_factor_needed` asks for the same once more, with the code of the authenticator app.
    """
    account = lockout.account(body.email)
    tries.admit(account)
    # The hash is slow: nobody else's writing waits for it.
    with database.read() as session:
        user = service.by_password(session, email=body.email, password=body.password)
    if second_factor.is_on(user) and not body.code:
        raise NotSignedIn("Type the code of your authenticator app.", code="second_factor_needed")
    with database.write() as session:
        user = service.get_user(session, user.id)
        service.prove_second_factor(session, user, settings.signing_key, body.code)
        tries.forgive(session, account)
        return session_out(session, settings, enter(request, response, session, settings, user))


@router.delete("/session", status_code=204, responses=problems(401, 403))
def sign_out(response: Response, session: SessionDep, settings: SettingsDep, signed: HalfSignedInDep) -> None:
    """Signs this browser out."""
    if signed.browser:
        session.delete(signed.browser)
    response.delete_cookie(cookie_name(settings), path="/")


@router.get("/me/sessions", responses=problems(401, 403))
def list_sessions(session: SessionDep, signed: SignedInDep) -> Page[BrowserSessionOut]:
    """The browsers one is signed in with."""
    current = signed.browser.id if signed.browser else None
    rows = service.sessions_of(session, signed.user.id)
    return Page(items=[BrowserSessionOut(**row.model_dump(), current=row.id == current) for row in rows])


@router.delete("/me/sessions", status_code=204, responses=problems(401, 403))
def close_other_sessions(session: SessionDep, signed: SignedInDep) -> None:
    """Signs all of one's other browsers out."""
    service.close_other_sessions(session, user_id=signed.user.id, keep=signed.browser.id if signed.browser else None)


@router.delete("/me/sessions/{session_id}", status_code=204, responses=problems(401, 403, 404))
def close_session(session_id: str, session: SessionDep, signed: SignedInDep) -> None:
    """Signs one of one's own browsers out."""
    service.close_session(session, user_id=signed.user.id, session_id=session_id)


@router.patch("/me", responses=problems(401, 403, 422))
def change_me(body: MePatch, session: SessionDep, signed: SignedInDep) -> UserOut:
    """Changes one's own name, language or password. A new password signs all browsers out."""
    user = signed.user
    if body.password is not None:
        service.change_password(session, user, current=body.current_password, new=body.password)
        audit.record(session, actor=user, action="account.password", target_kind="user", target_id=user.id)
    user.name = body.name or user.name
    user.locale = user.locale if body.locale is None else body.locale
    session.add(user)
    return user_out(user)


@router.get("/me/tokens", responses=problems(401, 403))
def list_tokens(session: SessionDep, signed: SignedInDep) -> Page[TokenOut]:
    """One's own API tokens."""
    return Page(items=[token_out(token) for token in service.tokens_of(session, signed.user.id)])


@router.post("/me/tokens", status_code=201, responses=problems(401, 403, 422))
def create_token(body: TokenIn, session: SessionDep, signed: SignedInDep) -> NewTokenOut:
    """A new API token; its secret is in this answer and nowhere else. A token makes no stronger one."""
    _need_lendable(signed, body)
    token, secret = service.create_token(
        session,
        user_id=signed.user.id,
        name=body.name,
        role=body.role,
        scopes=body.scopes,
        expires_at=body.expires_at,
    )
    audit.record(session, actor=signed.user, action="token.create", target_kind="token", target_id=token.id)
    return NewTokenOut(**token_out(token).model_dump(), secret=secret)


@router.delete("/me/tokens/{token_id}", status_code=204, responses=problems(401, 403, 404))
def revoke_token(token_id: str, session: SessionDep, signed: SignedInDep) -> None:
    """Ends one of one's own API tokens."""
    service.revoke_token(session, user_id=signed.user.id, token_id=token_id)
    audit.record(session, actor=signed.user, action="token.revoke", target_kind="token", target_id=token_id)


def token_out(token: ApiToken) -> TokenOut:
    return TokenOut.model_validate(token, from_attributes=True)


def _need_lendable(signed: HalfSignedInDep, body: TokenIn) -> None:
    asked = set(body.scopes or [])
    if asked & {"admin", "scim"}:
        signed.need_admin()
    held = signed.token.scopes if signed.token else None
    stronger = held is not None and (
        not asked <= set(held) if body.scopes else service.ROLES.index(body.role) > service.ROLES.index(signed.role)
    )
    if stronger:
        raise NotAllowed("A token cannot make one that may do more than itself.", code="scope")
