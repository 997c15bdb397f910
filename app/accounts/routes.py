"""HTTP for sign-in, one's own account, and the people of the company."""

from dataclasses import asdict

from fastapi import APIRouter, Request, Response

from app.accounts import demo, service
from app.accounts.models import ApiToken, User
from app.accounts.schemas import (
    BrowserSessionOut,
    DemoAccountOut,
    MePatch,
    NewTokenOut,
    SessionOut,
    SetUpIn,
    SignInIn,
    TokenIn,
    TokenOut,
    UserIn,
    UserOut,
    UserPatch,
)
from app.accounts.web import MaybeSignedIn, SignedIn, SignedInDep, cookie_name, set_cookie
from app.audit import service as audit
from app.core.errors import Conflict, NotAllowed
from app.core.paging import Page
from app.core.settings import Settings
from app.core.web import SessionDep, SettingsDep, problems

router = APIRouter(prefix="/api", tags=["accounts"])


@router.get("/session")
def read_session(session: SessionDep, settings: SettingsDep, signed: MaybeSignedIn) -> SessionOut:
    """Who is signed in here, and what the page must know first."""
    return _session_out(session, settings, signed)


@router.post("/setup", status_code=201, responses=problems(409, 422))
def set_up(
    body: SetUpIn, request: Request, response: Response, session: SessionDep, settings: SettingsDep
) -> SessionOut:
    """Creates the first administrator and signs in."""
    user = service.set_up(session, email=body.email, name=body.name, password=body.password)
    audit.record(session, actor=user, action="account.set_up", target_kind="user", target_id=user.id)
    return _signed_in(request, response, session, settings, user)


@router.post("/session", status_code=201, responses=problems(401, 403, 422))
def sign_in(
    body: SignInIn, request: Request, response: Response, session: SessionDep, settings: SettingsDep
) -> SessionOut:
    """Signs this browser in."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise NotAllowed("Sign in from this site's own page.", code="csrf")
    user = service.sign_in(session, email=body.email, password=body.password)
    return _signed_in(request, response, session, settings, user)


@router.delete("/session", status_code=204, responses=problems(401, 403))
def sign_out(response: Response, session: SessionDep, settings: SettingsDep, signed: SignedInDep) -> None:
    """Signs this browser out."""
    if signed.browser:
        session.delete(signed.browser)
    response.delete_cookie(cookie_name(settings), path="/")


@router.get("/me/sessions", responses=problems(401))
def list_sessions(session: SessionDep, signed: SignedInDep) -> Page[BrowserSessionOut]:
    """The browsers one is signed in with."""
    current = signed.browser.id if signed.browser else None
    rows = service.sessions_of(session, signed.user.id)
    return Page(items=[BrowserSessionOut(**row.model_dump(), current=row.id == current) for row in rows])


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
    user.name = body.name or user.name
    user.locale = user.locale if body.locale is None else body.locale
    session.add(user)
    return _user_out(user)


@router.get("/me/tokens", responses=problems(401))
def list_tokens(session: SessionDep, signed: SignedInDep) -> Page[TokenOut]:
    """One's own API tokens."""
    return Page(items=[_token_out(token) for token in service.tokens_of(session, signed.user.id)])


@router.post("/me/tokens", status_code=201, responses=problems(401, 403, 422))
def create_token(body: TokenIn, session: SessionDep, signed: SignedInDep) -> NewTokenOut:
    """A new API token; its secret is in this answer and nowhere else."""
    token, secret = service.create_token(
        session, user_id=signed.user.id, name=body.name, role=body.role, expires_at=body.expires_at
    )
    audit.record(session, actor=signed.user, action="token.create", target_kind="token", target_id=token.id)
    return NewTokenOut(**_token_out(token).model_dump(), secret=secret)


@router.delete("/me/tokens/{token_id}", status_code=204, responses=problems(401, 403, 404))
def revoke_token(token_id: str, session: SessionDep, signed: SignedInDep) -> None:
    """Ends one of one's own API tokens."""
    service.revoke_token(session, user_id=signed.user.id, token_id=token_id)
    audit.record(session, actor=signed.user, action="token.revoke", target_kind="token", target_id=token_id)


@router.get("/users", responses=problems(401))
def list_users(session: SessionDep, signed: SignedInDep) -> Page[UserOut]:
    """Everyone in the company; addresses are shown to administrators and to researchers, who build teams."""
    shows_email = signed.role != "viewer"
    users = [_user_out(user) for user in service.list_users(session)]
    return Page(items=[u if shows_email else u.model_copy(update={"email": ""}) for u in users], total=len(users))


@router.post("/users", status_code=201, responses=problems(401, 403, 409, 422))
def create_user(body: UserIn, session: SessionDep, signed: SignedInDep) -> UserOut:
    """Adds someone."""
    signed.need_admin()
    user = service.create_user(session, email=body.email, name=body.name, role=body.role, password=body.password)
    audit.record(
        session,
        actor=signed.user,
        action="user.create",
        target_kind="user",
        target_id=user.id,
        detail={"role": user.role},
    )
    return _user_out(user)


@router.patch("/users/{user_id}", responses=problems(401, 403, 404, 409, 422))
def change_user(user_id: str, body: UserPatch, session: SessionDep, signed: SignedInDep) -> UserOut:
    """Changes someone's name or role, or ends their access at once."""
    signed.need_admin()
    user = service.get_user(session, user_id)
    if body.version is not None and body.version != user.version:
        raise Conflict
    service.change_user(session, user, name=body.name, role=body.role, active=body.active)
    changes = body.model_dump(exclude_none=True, exclude={"version"})
    audit.record(
        session,
        actor=signed.user,
        action="user.change",
        target_kind="user",
        target_id=user.id,
        detail=changes,
    )
    return _user_out(user)


def _signed_in(request: Request, response: Response, session: SessionDep, settings: Settings, user: User) -> SessionOut:
    agent = request.headers.get("User-Agent", "")
    browser, secret = service.open_session(session, user, days=settings.session_days, agent=agent)
    set_cookie(response, settings, secret)
    return _session_out(session, settings, SignedIn(user, browser=browser))


def _session_out(session: SessionDep, settings: Settings, signed: SignedIn | None) -> SessionOut:
    browser = signed.browser if signed else None
    return SessionOut(
        user=_user_out(signed.user).model_copy(update={"role": signed.role}) if signed else None,
        csrf_token=browser.csrf if browser else None,
        set_up_needed=not service.is_set_up(session),
        development=settings.environment == "development",
        demo_accounts=_demo_accounts(session) if settings.demo and not signed else [],
    )


def _demo_accounts(session: SessionDep) -> list[DemoAccountOut]:
    there = service.active_emails(session, [account.email for account in demo.ACCOUNTS])
    return [
        DemoAccountOut(**asdict(account), password=demo.PASSWORD) for account in demo.ACCOUNTS if account.email in there
    ]


def _user_out(user: User) -> UserOut:
    return UserOut.model_validate(user, from_attributes=True)


def _token_out(token: ApiToken) -> TokenOut:
    return TokenOut.model_validate(token, from_attributes=True)
