"""HTTP for one's own second factor."""

from fastapi import APIRouter, Depends, Request

from app.accounts import passwords, second_factor
from app.accounts.schemas import CodeIn, RecoveryCodesOut, SecondFactorBegunOut, SecondFactorIn, SecondFactorOut
from app.accounts.web import HalfSignedInDep, SignedIn
from app.audit import service as audit
from app.core.errors import Fault, Invalid
from app.core.limits import Rate, limits_of
from app.core.web import SessionDep, SettingsDep, problems

CODES = Rate("codes-tried", "10 per 10 minutes")
"""A million codes, three of them right at any moment: whoever sits at somebody's open browser must not try them all."""


def count_try(request: Request, signed: HalfSignedInDep) -> None:
    """Lets one user try a code at this rate."""
    limits_of(request).hit(CODES, signed.user.id)


router = APIRouter(prefix="/api/me/second-factor", tags=["accounts"])


@router.get("", responses=problems(401, 403))
def read_second_factor(session: SessionDep, settings: SettingsDep, signed: HalfSignedInDep) -> SecondFactorOut:
    """Whether a second factor is on."""
    return _out(session, settings, signed)


@router.post("", status_code=201, responses=problems(401, 403, 409, 422))
def begin_second_factor(
    body: SecondFactorIn, session: SessionDep, settings: SettingsDep, signed: HalfSignedInDep
) -> SecondFactorBegunOut:
    """A secret for an authenticator app. It counts once a first code confirms it."""
    user = signed.user
    if user.password_hash and not passwords.verify(body.password or "", user.password_hash):
        fault = Fault("password", "This is not your present password.")
        raise Invalid(fault.message, code="wrong_password", faults=[fault])
    secret = second_factor.begin(session, user, settings.signing_key)
    address = second_factor.address(user, secret)
    return SecondFactorBegunOut(secret=secret, address=address, picture=second_factor.picture(address))


@router.post("/confirm", dependencies=[Depends(count_try)], responses=problems(401, 403, 409, 422, 429))
def confirm_second_factor(
    body: CodeIn, session: SessionDep, settings: SettingsDep, signed: HalfSignedInDep
) -> RecoveryCodesOut:
    """Turns it on with a first code of the app; answers with the recovery codes."""
    codes = second_factor.confirm(session, signed.user, settings.signing_key, code=body.code)
    _record(session, signed, "account.second_factor_on")
    return RecoveryCodesOut(codes=codes)


@router.post("/recovery-codes", dependencies=[Depends(count_try)], responses=problems(401, 403, 422, 429))
def renew_recovery_codes(
    body: CodeIn, session: SessionDep, settings: SettingsDep, signed: HalfSignedInDep
) -> RecoveryCodesOut:
    """New recovery codes in place of the old ones; needs a code."""
    second_factor.need(session, signed.user, settings.signing_key, code=body.code)
    _record(session, signed, "account.recovery_codes")
    return RecoveryCodesOut(codes=second_factor.new_recovery_codes(session, signed.user))


@router.post("/end", status_code=204, dependencies=[Depends(count_try)], responses=problems(401, 403, 422, 429))
def end_second_factor(body: CodeIn, session: SessionDep, settings: SettingsDep, signed: HalfSignedInDep) -> None:
    """Turns it off; needs a code."""
    second_factor.need(session, signed.user, settings.signing_key, code=body.code)
    second_factor.end(session, signed.user)
    _record(session, signed, "account.second_factor_off")


def _out(session: SessionDep, settings: SettingsDep, signed: SignedIn) -> SecondFactorOut:
    user = signed.user
    wanted = settings.second_factor
    return SecondFactorOut(
        on=second_factor.is_on(user),
        since=user.totp_since,
        codes_left=second_factor.codes_left(session, user.id),
        required=wanted == "everyone" or (wanted == "admins" and user.role == "admin"),
    )


def _record(session: SessionDep, signed: SignedIn, action: str) -> None:
    audit.record(session, actor=signed.user, action=action, target_kind="user", target_id=signed.user.id)
