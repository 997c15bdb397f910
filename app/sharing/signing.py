"""Short-lived signatures on media addresses. Pure.

A signature covers the path with the grant's token in it, the version of the clip, the grant and the expiry: none
of them can be changed, and a link that leaks is soon worthless. It proves nothing about consent or the grant,
which are asked on every request besides.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode

LIFE_SECONDS = 2 * 3600
STEP_SECONDS = 900


def expiry(now: float) -> int:
    """When a link made now ends, in seconds since 1970. Stepwise, so that a page asked again gets equal links."""
    return (int(now) // STEP_SECONDS + 1) * STEP_SECONDS + LIFE_SECONDS


def sign(key: bytes, *, path: str, version: str, grant_id: str, expires: int) -> str:
    """The signature, as text for a query."""
    message = "\n".join(("firsthand media 1", path, version, grant_id, str(expires)))
    return urlsafe_b64encode(hmac.digest(key, message.encode(), hashlib.sha256)).decode().rstrip("=")


def seal(grant_id: str, password_hash: str | None) -> str:
    """What a signature is bound to: the grant and its password, so that a new one ends what the old one opened."""
    if password_hash is None:
        return grant_id
    return f"{grant_id}.{hashlib.sha256(password_hash.encode()).hexdigest()[:16]}"


def unlock(key: bytes, *, path: str, sealed: str, now: float) -> str:
    """What whoever knew the password carries in the address instead of a cookie, for a few hours."""
    expires = expiry(now)
    return f"{expires}.{sign(key, path=path, version='unlock', grant_id=sealed, expires=expires)}"


def unlocks(key: bytes, opened: str, *, path: str, sealed: str, now: float) -> bool:
    """Whether that is ours and not yet over."""
    expires, _, signature = opened.partition(".")
    if not (expires.isascii() and expires.isdigit() and len(expires) <= 12):
        return False
    return holds(key, signature, path=path, version="unlock", grant_id=sealed, expires=int(expires), now=now)


def holds(key: bytes, signature: str, *, path: str, version: str, grant_id: str, expires: int, now: float) -> bool:
    """Whether a signature is ours and not yet over."""
    wanted = sign(key, path=path, version=version, grant_id=grant_id, expires=expires)
    return hmac.compare_digest(wanted.encode(), signature.encode()) and now < expires
