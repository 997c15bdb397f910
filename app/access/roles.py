"""The three roles of the company."""

from enum import StrEnum


class Role(StrEnum):
    """Each may do all that the ones below it may."""

    ADMIN = "admin"
    RESEARCHER = "researcher"
    VIEWER = "viewer"

    @property
    def rank(self) -> int:
        """Higher may more."""
        return (Role.VIEWER, Role.RESEARCHER, Role.ADMIN).index(self)


def lower(one: Role, other: Role) -> Role:
    """The lesser of two roles: a token never lends more than its user has."""
    return min(one, other, key=lambda role: role.rank)
