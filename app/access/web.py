"""The Viewer of a request."""

from typing import Annotated

from fastapi import Depends

from app.access.roles import Role
from app.access.service import viewer_for
from app.access.viewer import Viewer
from app.accounts.web import SignedInDep
from app.core.web import SessionDep


def current_viewer(session: SessionDep, signed: SignedInDep) -> Viewer:
    """Who is asking; raises NotSignedIn for nobody."""
    return viewer_for(session, signed.user, Role(signed.role))


ViewerDep = Annotated[Viewer, Depends(current_viewer)]
