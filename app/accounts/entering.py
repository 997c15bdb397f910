"""What a page must know first, and how a browser comes in: shared by all the ways to sign in."""

from dataclasses import asdict
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from app.accounts import demo, lockout, service
from app.accounts.lockout import Key
from app.accounts.models import User
from app.accounts.schemas import DemoAccountOut, ProviderOut, SessionOut, UserOut
from app.accounts.web import SignedIn
from app.core.database import Database
from app.core.limits import address_of
from app.core.settings import Settings
from app.core.web import DatabaseDep


class Tries:
    """Counts tries to get in from one address: `admit` before judging, `forgive` when it was right."""

    def __init__(self, request: Request, database: DatabaseDep) -> None:
        self._database: Database = database
        self._address = lockout.address(address_of(request))

    def admit(self, *accounts: Key) -> None:
        """Counts a try, in a transaction of its own; raises TooMany for whoever has to wait."""
        with self._database.write() as session:
            lockout.admit(session, [self._address, *accounts])

    def forgive(self, session: Session, *accounts: Key) -> None:
        """Takes the try back, and an account's failures before it."""
        lockout.forgive_last(session, self._address)
        for account in accounts:
            lockout.forgive(session, account)


TriesDep = Annotated[Tries, Depends(Tries)]


def session_out(session: Session, settings: Settings, signed: SignedIn | None) -> SessionOut:
    """Who is signed in here, and what the sign-in page offers to whoever is not."""
    browser = signed.browser if signed else None
    return SessionOut(
        user=user_out(signed.user).model_copy(update={"role": signed.role}) if signed else None,
        csrf_token=browser.csrf if browser else None,
        set_up_needed=not service.is_set_up(session),
        development=settings.environment == "development",
        demo_accounts=_demo_accounts(session) if settings.demo and not signed else [],
        mail=settings.sends_mail,
        providers=[
            ProviderOut(id=one.id, name=one.name, url=f"/api/oidc/{one.id}/start")
            for one in settings.oidc
            if not signed
        ],
        second_factor_missing=signed.needs_second_factor(settings) if signed else False,
    )


def user_out(user: User) -> UserOut:
    return UserOut.model_validate(user, from_attributes=True)


def _demo_accounts(session: Session) -> list[DemoAccountOut]:
    there = service.active_emails(session, [account.email for account in demo.ACCOUNTS])
    return [
        DemoAccountOut(**asdict(account), password=demo.PASSWORD) for account in demo.ACCOUNTS if account.email in there
    ]
