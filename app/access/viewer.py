"""The Viewer: who is asking. Every service takes one, so that no read can forget to ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.access.audiences import OPEN
from app.access.roles import Role
from app.core.errors import NotAllowed, NotFound


@dataclass(frozen=True)
class Viewer:
    """Someone signed in, with role and memberships (project id -> role in it) as they stand right now."""

    user_id: str
    name: str
    role: Role
    memberships: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    @property
    def is_researcher(self) -> bool:
        """Researcher of the company, or more."""
        return self.role.rank >= Role.RESEARCHER.rank

    @cached_property
    def tokens(self) -> frozenset[str]:
        """The audience tokens this viewer holds; see `access.audiences`."""
        tokens = {"company"}
        if self.is_admin:
            tokens.add("admin")
        if self.is_researcher:
            tokens.add("research")
        for project_id, role in self.memberships.items():
            tokens.add(f"team:{project_id}")
            if role == Role.RESEARCHER:
                tokens.add(f"research:{project_id}")
        return frozenset(tokens)

    def may_read_project(self, project_id: str, access: str) -> bool:
        """Whether the project itself may be seen, its people's consents aside."""
        return access == OPEN or self.is_admin or project_id in self.memberships

    def may_research(self, project_id: str, access: str) -> bool:
        """Whether the viewer may work in the project: import, mark, tag, see legal names."""
        if self.is_admin or self.memberships.get(project_id) == Role.RESEARCHER:
            return True
        return self.is_researcher and access == OPEN

    def need_admin(self) -> None:
        """Raises NotAllowed unless the viewer is an administrator."""
        if not self.is_admin:
            raise NotAllowed("Only an administrator may do this.")

    def need_researcher(self) -> None:
        """Raises NotAllowed unless the viewer is a researcher of the company."""
        if not self.is_researcher:
            raise NotAllowed("Only researchers may do this. An administrator can give you that role.")

    def need_research(self, project_id: str, access: str) -> None:
        """Raises NotFound for a project the viewer may not see, NotAllowed for one that may only be read."""
        if not self.may_read_project(project_id, access):
            raise NotFound
        if not self.may_research(project_id, access):
            raise NotAllowed("Only researchers of this project may do this.")


SYSTEM = Viewer(user_id="", name="Firsthand", role=Role.ADMIN)
"""The product itself, acting in jobs and at the command line."""
