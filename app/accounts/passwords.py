"""Passwords, hashed with argon2id by pwdlib."""

from pwdlib import PasswordHash

from app.core.errors import Fault, Invalid

SHORTEST = 10
_hasher = PasswordHash.recommended()
_DECOY = _hasher.hash("a password nobody has")


def hash_password(password: str) -> str:
    """Hashes a new password; raises Invalid when it is too short (NIST SP 800-63B: length, no composition rules)."""
    if len(password) < SHORTEST:
        message = f"A password needs at least {SHORTEST} characters."
        raise Invalid(message, code="password_too_short", faults=[Fault("password", message)])
    return _hasher.hash(password)


def verify(password: str, hashed: str | None) -> bool:
    """Whether the password is right. Takes as long for someone unknown, so that time tells nothing."""
    matches = _hasher.verify(password, hashed or _DECOY)
    return matches and hashed is not None
