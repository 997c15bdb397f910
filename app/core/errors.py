"""Errors a rule may raise. They know no HTTP: `core.web` turns each into problem+json (RFC 9457) in one place.

Every error says what happened, where, and what to do; `code` is stable and meant for programs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault inside the input: `where` is a field path or a line ("line 12"), `message` is plain words."""

    where: str
    message: str
    code: str = "invalid"


class FirsthandError(Exception):
    """The parent of all errors that are answers, not bugs."""

    code = "error"
    title = "Something went wrong"

    def __init__(
        self, detail: str = "", *, code: str | None = None, faults: Sequence[Fault] = (), **extra: Any
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.code = code or type(self).code
        self.faults = tuple(faults)
        self.extra = extra


class NotSignedIn(FirsthandError):
    code = "not_signed_in"
    title = "Sign in to go on"


class NotAllowed(FirsthandError):
    code = "not_allowed"
    title = "You may not do this"


class NotFound(FirsthandError):
    """Also the answer for what exists but may not be seen: whether it exists is nobody's business."""

    code = "not_found"
    title = "There is nothing here, or you may not see it"


class Invalid(FirsthandError):
    code = "invalid"
    title = "The input needs a correction"


class Conflict(FirsthandError):
    code = "conflict"
    title = "Someone else changed this in the meantime"


class Gone(FirsthandError):
    code = "gone"
    title = "This has been withdrawn"


class TooLarge(FirsthandError):
    code = "too_large"
    title = "This is larger than allowed"


class RangeNotSatisfiable(FirsthandError):
    code = "range_not_satisfiable"
    title = "The requested range lies outside the file"


class TooMany(FirsthandError):
    code = "too_many_requests"
    title = "Too many tries; wait a little"


class Unavailable(FirsthandError):
    code = "unavailable"
    title = "This part is not available right now"


class StorageFull(Unavailable):
    code = "storage_full"
    title = "There is no room left on the server"
