"""Ids and secrets."""

import hashlib
import secrets

import uuid_utils


def new_id() -> str:
    """A UUIDv7 as text (RFC 9562): unique without coordination, and sorted by the time it was made."""
    return str(uuid_utils.uuid7())


def new_secret(prefix: str) -> str:
    """A random bearer secret of 192 bits; the prefix lets people and scanners tell what leaked."""
    return f"{prefix}_{secrets.token_urlsafe(24)}"


def digest(secret: str) -> str:
    """How a bearer secret is stored. The secret is random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()
