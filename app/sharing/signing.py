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


def holds(key: bytes, signature: str, *, path: str, version: str, grant_id: str, expires: int, now: float) -> bool:
    """Whether a signature is ours and not yet over."""
    wanted = sign(key, path=path, version=version, grant_id=grant_id, expires=expires)
    return hmac.compare_digest(wanted.encode(), signature.encode()) and now < expires
