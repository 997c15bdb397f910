"""The Viewer of a request."""

from typing import Annotated

from fastapi import Depends, Request

from app.access.roles import Role
from app.access.service import viewer_for
from app.access.viewer import Viewer
from app.accounts.web import identify, need_signed_in
from app.core.web import DatabaseDep, SessionDep, settings_of


def current_viewer(request: Request, session: SessionDep) -> Viewer:
    """Who is asking; raises NotSignedIn for nobody."""
    signed = need_signed_in(identify(request, session), settings_of(request))
    return viewer_for(session, signed.user, Role(signed.role))


ViewerDep = Annotated[Viewer, Depends(current_viewer)]


def brief_viewer(request: Request, database: DatabaseDep) -> Viewer:
    """Who is asking, for a request that takes long: no transaction stays open behind it."""
    with database.read() as session:
        return current_viewer(request, session)


BriefViewerDep = Annotated[Viewer, Depends(brief_viewer)]
