"""Rules about projects and their teams."""

from typing import Any

from sqlmodel import Session

from app.access import service as access
from app.access.roles import Role
from app.access.viewer import Viewer
from app.accounts import service as accounts
from app.audit import service as audit
from app.core.clock import now
from app.core.errors import Conflict, Fault, Invalid
from app.outbox import service as outbox
from app.projects import queries
from app.projects.models import Project


def create(session: Session, viewer: Viewer, *, values: dict[str, Any]) -> Project:
    """Starts a project; whoever starts it is the first researcher on its team."""
    viewer.need_researcher()
    project = Project(**values, created_by=viewer.user_id or None)
    session.add(project)
    session.flush()
    if viewer.user_id:
        access.set_member(session, project_id=project.id, user_id=viewer.user_id, role=Role.RESEARCHER)
    audit.record(
        session,
        actor=viewer,
        action="project.create",
        target_kind="project",
        target_id=project.id,
        project_id=project.id,
    )
    return project


def change(session: Session, viewer: Viewer, *, project_id: str, version: int, values: dict[str, Any]) -> Project:
    """Edits a project. A new name or access changes what search may show, so the index hears of it."""
    project = queries.get_for_research(session, viewer, project_id)
    if project.version != version:
        raise Conflict(version=project.version)
    for name, value in values.items():
        setattr(project, name, value)
    if project.starts_on and project.ends_on and project.ends_on < project.starts_on:
        raise Invalid("The period ends before it starts.", faults=[Fault("ends_on", "before starts_on")])
    project.updated_at, project.version = now(), project.version + 1
    session.add(project)
    outbox.touch(session, project)
    audit.record(
        session,
        actor=viewer,
        action="project.change",
        target_kind="project",
        target_id=project.id,
        project_id=project.id,
        detail={"fields": sorted(values)},
    )
    return project


def delete(session: Session, viewer: Viewer, *, project_id: str) -> None:
    """Deletes a project with everything in it; only administrators may."""
    project = queries.get_for_research(session, viewer, project_id)
    viewer.need_admin()
    outbox.touch(session, project)
    session.delete(project)
    audit.record(
        session,
        actor=viewer,
        action="project.delete",
        target_kind="project",
        target_id=project.id,
        project_id=project.id,
        detail={"name": project.name},
    )


def set_member(session: Session, viewer: Viewer, *, project_id: str, user_id: str, role: str) -> None:
    """Puts someone on the team, or changes their role in it."""
    queries.get_for_research(session, viewer, project_id)
    accounts.get_user(session, user_id)
    access.set_member(session, project_id=project_id, user_id=user_id, role=Role(role))
    _note(session, viewer, "project.member_set", project_id, {"user_id": user_id, "role": role})


def remove_member(session: Session, viewer: Viewer, *, project_id: str, user_id: str) -> None:
    """Takes someone off the team."""
    queries.get_for_research(session, viewer, project_id)
    access.remove_member(session, project_id=project_id, user_id=user_id)
    _note(session, viewer, "project.member_remove", project_id, {"user_id": user_id})


def _note(session: Session, viewer: Viewer, action: str, project_id: str, detail: dict[str, Any]) -> None:
    audit.record(
        session,
        actor=viewer,
        action=action,
        target_kind="project",
        target_id=project_id,
        project_id=project_id,
        detail=detail,
    )
