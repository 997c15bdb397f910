"""The second factor: codes of an authenticator app (TOTP, RFC 6238) and recovery codes for when it is lost.

The app's secret is kept encrypted with a key made from the installation's secret: a copy of the database alone makes
no codes. Each code works once. When the installation's secret changes, administrators reset second factors.
"""

import base64
import hashlib
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

import pyotp
import segno
from sqlmodel import Session, col, delete, func, select, update

from app.accounts.models import RecoveryCode, User
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid
from app.core.ids import digest

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

STEP_SECONDS = 30
RECOVERY_CODES = 10
ISSUER = "Firsthand"
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def is_on(user: User) -> bool:
    """Whether signing in asks for a code."""
    return user.totp_since is not None


def begin(session: Session, user: User, key: bytes) -> str:
    """A new secret for an app, which counts once a code confirms it; raises Conflict while another one is on."""
    if is_on(user):
        raise Conflict("A second factor is on. End it first.", code="second_factor_is_on")
    secret = pyotp.random_base32()
    user.totp_secret = _vault(key).encrypt(secret.encode()).decode()
    session.add(user)
    return secret


def address(user: User, secret: str) -> str:
    """The otpauth address that apps read."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)


def picture(text: str) -> str:
    """A QR code as an SVG data address."""
    return segno.make(text, error="m").svg_data_uri(scale=4, border=2, dark="#221d17", light="#ffffff")


def confirm(session: Session, user: User, key: bytes, *, code: str) -> list[str]:
    """Turns it on with a first code; returns the recovery codes, which are never seen again."""
    if is_on(user):
        raise Conflict("A second factor is on already.", code="second_factor_is_on")
    if not _use_code(session, user, key, code):
        raise _wrong()
    user.totp_since = now()
    session.add(user)
    return new_recovery_codes(session, user)


def check(session: Session, user: User, key: bytes, *, code: str) -> bool:
    """Whether a code of the app or a recovery code is right; it is used up by that."""
    return _use_code(session, user, key, code) or _use_recovery_code(session, user, code)


def need(session: Session, user: User, key: bytes, *, code: str) -> None:
    """Raises Invalid unless the code is right."""
    if not check(session, user, key, code=code):
        raise _wrong()


def end(session: Session, user: User) -> None:
    """Turns it off, and forgets the secret and the recovery codes."""
    user.totp_secret, user.totp_since, user.totp_step = None, None, 0
    session.add(user)
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))


def new_recovery_codes(session: Session, user: User) -> list[str]:
    """Ten new codes in place of all earlier ones."""
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    codes = [
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(3)) for _ in range(RECOVERY_CODES)
    ]
    session.add_all([RecoveryCode(user_id=user.id, code_hash=digest(code)) for code in codes])
    return codes


def codes_left(session: Session, user_id: str) -> int:
    """How many recovery codes are unused."""
    query = select(func.count()).where(RecoveryCode.user_id == user_id, col(RecoveryCode.used_at).is_(None))
    return session.exec(query).one()


def step_of(code: str, secret: str, at: datetime, window: int = 1) -> int | None:
    """The time step that a code belongs to, one step early or late allowed (RFC 6238 §5.2); None for a wrong one."""
    app = pyotp.TOTP(secret, interval=STEP_SECONDS)
    present = int(at.timestamp()) // STEP_SECONDS
    matching = [
        step
        for step in range(max(present - window, 0), present + window + 1)
        if secrets.compare_digest(app.generate_otp(step), code)
    ]
    return matching[-1] if matching else None


def _use_code(session: Session, user: User, key: bytes, code: str) -> bool:
    secret = _secret_of(user, key)
    digits = "".join(code.split())
    if secret is None or len(digits) != 6 or not digits.isascii():
        return False
    step = step_of(digits, secret, now())
    if step is None:
        return False
    # In SQL, so that of two requests with the same code one comes too late.
    used = session.exec(update(User).where(col(User.id) == user.id, col(User.totp_step) < step).values(totp_step=step))
    return bool(used.rowcount)


def _use_recovery_code(session: Session, user: User, code: str) -> bool:
    hashed = digest(code.strip().lower())
    used = session.exec(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.user_id) == user.id,
            col(RecoveryCode.code_hash) == hashed,
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=now())
    )
    return is_on(user) and bool(used.rowcount)


def _secret_of(user: User, key: bytes) -> str | None:
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 - as in `_vault`

    try:
        return _vault(key).decrypt(user.totp_secret.encode()).decode() if user.totp_secret else None
    except InvalidToken:
        return None


def _vault(key: bytes) -> "Fernet":
    # Nine megabytes, for the few sign-ins that need them.
    from cryptography.fernet import Fernet  # noqa: PLC0415

    return Fernet(base64.urlsafe_b64encode(hashlib.blake2b(key, digest_size=32, person=b"fh-second-factor").digest()))


def _wrong() -> Invalid:
    message = "This code is not right, or was used already. Wait for the next one."
    return Invalid(message, code="wrong_code", faults=[Fault("code", message)])
