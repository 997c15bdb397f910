"""HTTP for signing in with an identity provider: two redirects, and a page that says what went wrong."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse

from app.accounts.web import enter
from app.audit import service as audit
from app.core.addresses import own_path
from app.core.errors import FirsthandError, NotSignedIn
from app.core.limits import Rate, limited
from app.core.settings import Settings
from app.core.web import DatabaseDep, Responses, SettingsDep, problems

router = APIRouter(prefix="/api/oidc", tags=["accounts"])
BEGUN = Rate("identity-provider", "60 per 10 minutes")
_AWAY: Responses = {302: {"description": "To the identity provider, or back"}}


@router.get(
    "/{provider_id}/start",
    status_code=302,
    response_class=RedirectResponse,
    dependencies=[Depends(limited(BEGUN))],
    responses={**problems(404, 422, 429), **_AWAY},
)
def begin_with_provider(
    provider_id: str, settings: SettingsDep, after: Annotated[str, Query(alias="next", max_length=500)] = ""
) -> RedirectResponse:
    """Sends the browser to the identity provider; it comes back to `next`, a path of this site."""
    # OAuth and signatures are fifteen megabytes that only servers with an identity provider need.
    from app.accounts import oidc  # noqa: PLC0415

    provider = oidc.provider_of(settings, provider_id)
    try:
        url, journey = oidc.begin(settings, provider, after=own_path(after))
    except FirsthandError as error:
        return _refused(error)
    response = RedirectResponse(url, 302)
    response.set_cookie(
        _cookie(settings),
        journey.sealed(settings.signing_key),
        max_age=oidc.LASTS_SECONDS,
        httponly=True,
        # Lax: the way back is a navigation that another site begins.
        samesite="lax",
        secure=settings.secure_cookies,
        path="/",
    )
    return response


@router.get(
    "/{provider_id}/callback",
    status_code=302,
    response_class=RedirectResponse,
    dependencies=[Depends(limited(BEGUN))],
    responses={**problems(404, 422, 429), **_AWAY},
)
def come_back_from_provider(
    provider_id: str,
    request: Request,
    database: DatabaseDep,
    settings: SettingsDep,
    code: Annotated[str, Query(max_length=4000)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
) -> RedirectResponse:
    """Where the identity provider sends the browser: signs it in, or says on the sign-in page why not."""
    from app.accounts import oidc  # noqa: PLC0415 - as above

    provider = oidc.provider_of(settings, provider_id)
    journey = oidc.opened(settings.signing_key, request.cookies.get(_cookie(settings), ""))
    try:
        if journey is None or not code:
            raise NotSignedIn("This sign-in was not begun in this browser, or was broken off.", code="oidc_state")
        claims = oidc.claims_of(settings, provider, journey, code=code, state=state)
        response = RedirectResponse(journey.next or "/", 302)
        with database.write() as session:
            user = oidc.user_of(session, settings, provider, claims)
            enter(request, response, session, settings, user, via=f"oidc:{provider.id}")
            detail = {"provider": provider.id}
            audit.record(
                session, actor=user, action="account.oidc", target_kind="user", target_id=user.id, detail=detail
            )
    except FirsthandError as error:
        response = _refused(error)
    response.delete_cookie(_cookie(settings), path="/")
    return response


def _cookie(settings: Settings) -> str:
    return "__Host-firsthand-oidc" if settings.secure_cookies else "firsthand-oidc"


def _refused(error: FirsthandError) -> RedirectResponse:
    return RedirectResponse(f"/sign-in?{urlencode({'problem': error.code})}", 302)
