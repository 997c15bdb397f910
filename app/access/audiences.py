"""Audiences: who may read words, computed once for SQL and for search (DESIGN §6).

Words carry tokens, made from their project's access and from what the people heard allow. A viewer holds
tokens, made from role and memberships. Someone may read words exactly when the two sets meet:

    admin            every word that may be shown to anyone
    research         all researchers, for open projects, also while consent is pending
    research:<id>    researchers of that project, also while consent is pending
    team:<id>        every member of that project
    company          every employee
    embed            a frame in a page of the company, without login
    public           anyone with a link
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

OPEN = "open"


class Standing(StrEnum):
    """Where a consent stands today; an expired one is no different from a withdrawn one."""

    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    PENDING = "pending"
    GRANTED = "granted"

    @property
    def rank(self) -> int:
        return _STANDINGS[self]


class Scope(StrEnum):
    """How far words may travel; each includes the ones before it."""

    TEAM = "team"
    COMPANY = "company"
    PUBLIC = "public"

    @property
    def rank(self) -> int:
        return _SCOPES[self]


_STANDINGS = {standing: rank for rank, standing in enumerate(Standing)}
_SCOPES = {scope: rank for rank, scope in enumerate(Scope)}


@dataclass(frozen=True, slots=True)
class Permission:
    """What the people heard allow, today. `media` is whether their recording may be played."""

    standing: Standing
    scope: Scope
    media: bool = True

    @property
    def is_over(self) -> bool:
        """Withdrawn or expired: nobody may read, hear or see it any more."""
        return self.standing in (Standing.WITHDRAWN, Standing.EXPIRED)


PENDING = Permission(Standing.PENDING, Scope.TEAM)
OURS = Permission(Standing.GRANTED, Scope.PUBLIC)
"""Words of our own people, who are not subject to a participant's consent."""


def narrowest(permissions: Iterable[Permission]) -> Permission:
    """What all of several people allow: a shared moment goes only as far as the most careful of them."""
    result = OURS
    for permission in permissions:
        if result is OURS:
            result = permission
            continue
        result = Permission(
            min(result.standing, permission.standing, key=lambda s: s.rank),
            min(result.scope, permission.scope, key=lambda s: s.rank),
            result.media and permission.media,
        )
    return result


def tokens_for(project_id: str, project_access: str, permission: Permission) -> frozenset[str]:
    """The tokens that words of this project carry under this permission; none means nobody may read them."""
    if permission.is_over:
        return frozenset()
    is_open = project_access == OPEN
    tokens = {"admin", f"research:{project_id}"} | ({"research"} if is_open else set())
    if permission.standing is Standing.GRANTED:
        tokens.add(f"team:{project_id}")
        if is_open and permission.scope.rank >= Scope.COMPANY.rank:
            tokens |= {"company", "embed"}
        if is_open and permission.scope is Scope.PUBLIC:
            tokens.add("public")
    return frozenset(tokens)


EMBED = frozenset({"embed"})
"""What the holder of an embed grant holds."""
PUBLIC = frozenset({"public"})
"""What the holder of an open share link holds."""
