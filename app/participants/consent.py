"""What a consent allows today. Pure: the same answer for the page, the search, the embed and the media."""

from datetime import date

from app.access.audiences import PENDING, Permission, Scope, Standing
from app.participants.models import Consent


def standing(status: str, expires_on: date | None, day: date) -> Standing:
    """The state in force on a day: `expires_on` is the last day on which a consent holds."""
    if status == Standing.GRANTED and expires_on is not None and day > expires_on:
        return Standing.EXPIRED
    return Standing(status)


def permission(consent: Consent | None, day: date) -> Permission:
    """What a participant's consent allows on a day; without one, nothing has been granted yet."""
    if consent is None:
        return PENDING
    return stated(consent.status, consent.scope, consent.media_allowed, consent.expires_on, day)


def stated(status: str, scope: str, media_allowed: bool, expires_on: date | None, day: date) -> Permission:
    """What a consent with these words in it allows on a day."""
    return Permission(standing(status, expires_on, day), Scope(scope), media_allowed)
