"""HTTP for the links that let someone in once."""

from typing import cast

from fastapi import APIRouter, Depends, Request, Response

from app.accounts import links, lockout, second_factor, service
from app.accounts.entering import TriesDep, session_out
from app.accounts.schemas import LinkAskIn, LinkOut, LinkSecretIn, LinkUseIn, Purpose, SessionOut
from app.accounts.web import OwnPage, enter
from app.audit import service as audit
from app.core.addresses import own_path
from app.core.errors import NotSignedIn, Unavailable
from app.core.limits import Rate, address_of, limited, limits_of
from app.core.web import DatabaseDep, SessionDep, SettingsDep, problems

router = APIRouter(prefix="/api/session", tags=["accounts"])
ASKED = Rate("links-asked-for", "10 per hour")
MAILED = Rate("links-mailed-to-one", "5 per hour")
TRIED = Rate("links-tried", "60 per hour")


@router.post(
    "/links", status_code=202, dependencies=[OwnPage, Depends(limited(ASKED))], responses=problems(403, 422, 429, 503)
)
def ask_for_link(body: LinkAskIn, request: Request, session: SessionDep, settings: SettingsDep) -> None:
    """Mails a link that signs in, or one to a new password. Answers the same for an address that nobody has."""
    if not settings.sends_mail:
        raise Unavailable("This server sends no mail. An administrator can give you a link.", code="no_mail")
    limits_of(request).hit(MAILED, body.email)
    if user := service.by_email(session, body.email):
        links.hand_out(session, settings, user, purpose=body.purpose, after=own_path(body.next))


@router.post("/links/read", dependencies=[Depends(limited(TRIED))], responses=problems(410, 422, 429))
def read_link(body: LinkSecretIn, session: SessionDep) -> LinkOut:
    """What a link is for, and for whom; does not use it up."""
    row, user = links.find(session, body.secret)
    return LinkOut(
        purpose=cast("Purpose", row.purpose),
        email=user.email,
        name=user.name,
        expires_at=row.expires_at,
        code_needed=second_factor.is_on(user),
    )


@router.post(
    "/links/use",
    status_code=201,
    dependencies=[OwnPage, Depends(limited(TRIED))],
    responses=problems(401, 403, 410, 422, 429),
)
def use_link(
    body: LinkUseIn, request: Request, response: Response, database: DatabaseDep, settings: SettingsDep, tries: TriesDep
) -> SessionOut:
    """Signs this browser in by a link, and uses the link up. A second factor is asked for as at any sign-in."""
    with database.read() as session:
        _, user = links.find(session, body.secret)
    account = lockout.account(user.email)
    if second_factor.is_on(user):
        if not body.code:
            raise NotSignedIn("Type the code of your authenticator app.", code="second_factor_needed")
        tries.admit(account)
    with database.write() as session:
        row, user = links.find(session, body.secret)
        links.use(session, row, user, name=body.name, password=body.password)
        service.prove_second_factor(session, user, settings.signing_key, body.code)
        tries.forgive(session, account)
        audit.record(
            session,
            actor=user,
            action=f"account.{row.purpose}",
            target_kind="user",
            target_id=user.id,
            detail={"from": address_of(request)} if row.purpose != "sign_in" else {},
        )
        return session_out(session, settings, enter(request, response, session, settings, user, via="link"))
