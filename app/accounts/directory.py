"""The company's directory (SCIM 2.0, RFC 7643 and 7644): users and groups as its clients read and write them.

The protocol is scim2-server's; this is where its resources live. What a directory says about somebody is kept whole,
and what it means is applied at once: name, address, whether they may come in, the role of their groups.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    ConflictException,
    EnterpriseUser,
    ETag,
    External,
    Filter,
    Group,
    GroupMember,
    InvalidValueException,
    Meta,
    NotFoundException,
    Patch,
    PreconditionFailedException,
    Reference,
    Resource,
    ResourceType,
    ResponseParameters,
    ScimProvider,
    SearchRequest,
    ServiceProviderConfig,
    Sort,
    UniquenessException,
)
from scim2_models import Email as ScimEmail
from scim2_models import User as ScimUser
from scim2_server.service import ScimService
from scim2_server.storage import ScimStorage, SearchPage
from sqlmodel import Session, col, delete, func, select

from app.accounts import groups, service
from app.accounts.models import DirectoryEntry, User, UserGroup, UserGroupMember
from app.core.clock import now
from app.core.errors import Conflict
from app.core.settings import Settings

Person = ScimUser[EnterpriseUser]
MOST = 500
_CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
    filter=Filter(supported=True, max_results=MOST),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=True),
    etag=ETag(supported=True),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="Bearer token",
            description="A service token with the scope “scim”",
            spec_uri=Reference[External]("https://datatracker.ietf.org/doc/html/rfc6750"),
        )
    ],
)
PROTOCOL = ScimService(
    ScimProvider(
        models=[ScimUser, EnterpriseUser, Group],
        resource_types=[ResourceType.from_resource(Person), ResourceType.from_resource(Group)],
        config=_CONFIG,
    )
)


class Directory(ScimStorage):
    """The users and groups of this installation, in one transaction of one request."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self._session = session
        self._kinds: dict[str, People | Groups] = {
            "User": People(session),
            "Group": Groups(session, settings.group_roles),
        }

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,  # noqa: ARG002 - the protocol cuts the answer
    ) -> Resource[Any]:
        return self._kind(resource_type).get(resource_id)

    def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,  # noqa: ARG002 - only for cursors, which are not announced
    ) -> SearchPage:
        """Filters in memory: a directory asks for one person at a time, and companies are thousands, not millions."""
        found = [row for kind in resource_types for row in self._kind(kind).all()]
        if search_request.filter is not None:
            found = [row for row in found if search_request.filter.match(row)]
        falling = search_request.sort_order == SearchRequest.SortOrder.descending
        found.sort(key=lambda row: _order(search_request, row), reverse=falling)
        start = search_request.start_index_0 or 0
        stop = None if search_request.count is None else start + search_request.count
        return SearchPage(len(found), found[start:stop])

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        return self._kind(resource_type).create(resource)

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        kind = self._kind(resource_type)
        _need_version(kind.get(resource.id or ""), expected_version)
        return kind.update(resource)

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        kind = self._kind(resource_type)
        _need_version(kind.get(resource_id), expected_version)
        kind.delete(resource_id)

    def _kind(self, resource_type: ResourceType) -> "People | Groups":
        return self._kinds[resource_type.name or ""]


class People:
    """Users, as resources of the directory."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, user_id: str) -> Resource[Any]:
        user = self._user(user_id)
        return self._resource(user, self._entry(user_id))

    def all(self) -> Sequence[Resource[Any]]:
        query = select(User, DirectoryEntry).join(
            DirectoryEntry, col(DirectoryEntry.user_id) == col(User.id), isouter=True
        )
        return [self._resource(user, entry) for user, entry in self._session.exec(query.where(User.kind == "person"))]

    def create(self, resource: Resource[Any]) -> Resource[Any]:
        person = cast("ScimUser[Any]", resource)
        user = User(email=_address(person), name=_name(person))
        self._need_free(person, "")
        self._session.add(user)
        self._session.flush()
        self._session.add(DirectoryEntry(user_id=user.id, user_name=_user_name(person)))
        self._session.flush()
        return self._apply(user, person)

    def update(self, resource: Resource[Any]) -> Resource[Any]:
        person = cast("ScimUser[Any]", resource)
        user = self._user(person.id or "")
        self._need_free(person, user.id)
        return self._apply(user, person)

    def delete(self, user_id: str) -> None:
        """Ends everything, and forgets address and name; what the person made stays, as somebody's who has left."""
        user = self._user(user_id)
        self._set_active(user, False)
        user.kind, user.email, user.password_hash = "gone", f"{user.id}@gone.invalid", None
        self._session.add(user)
        for kind in (DirectoryEntry, UserGroupMember):
            self._session.exec(delete(kind).where(col(kind.user_id) == user_id))

    def _apply(self, user: User, person: "ScimUser[Any]") -> Resource[Any]:
        entry = self._entry(user.id) or DirectoryEntry(user_id=user.id, user_name=_user_name(person))
        document = person.model_dump(exclude={"id", "meta", "password", "groups"}, mode="json")
        entry.user_name, entry.document = _user_name(person), document
        user.email, user.name, user.external_id = _address(person), _name(person), person.external_id
        user.updated_at, user.version = now(), user.version + 1
        self._session.add_all([user, entry])
        self._set_active(user, person.active is not False)
        self._session.flush()
        return self._resource(user, entry)

    def _set_active(self, user: User, active: bool) -> None:
        if active != user.active:
            try:
                service.change_user(self._session, user, active=active)
            except Conflict as error:
                raise ConflictException(detail=error.detail) from error

    def _need_free(self, person: "ScimUser[Any]", own_id: str) -> None:
        names = select(DirectoryEntry.user_id).where(DirectoryEntry.user_name == _user_name(person))
        addresses = select(User.id).where(User.email == _address(person))
        for query in (names, addresses):
            taken = self._session.exec(query).first()
            if taken and taken != own_id:
                raise UniquenessException(detail="Somebody here has this name or address already.")

    def _user(self, user_id: str) -> User:
        user = self._session.get(User, user_id)
        if user is None or user.kind != "person":
            raise NotFoundException(detail="There is no such user.")
        return user

    def _entry(self, user_id: str) -> DirectoryEntry | None:
        return self._session.exec(select(DirectoryEntry).where(DirectoryEntry.user_id == user_id)).first()

    def _resource(self, user: User, entry: DirectoryEntry | None) -> Resource[Any]:
        if entry and entry.document:
            person = Person.model_validate(entry.document)
        else:
            person = Person(
                user_name=user.email, display_name=user.name, emails=[ScimEmail(value=user.email, primary=True)]
            )
        # Somebody of whom the directory says nothing is active; it may want to say nothing again.
        silent = entry is not None and "active" not in entry.document
        person.id, person.active = user.id, None if silent and user.active else user.active
        person.meta = _meta("User", user.created_at, user.updated_at, str(user.version))
        return person


class Groups:
    """Groups, as resources of the directory. Their members are users."""

    def __init__(self, session: Session, roles: dict[str, Any]) -> None:
        self._session = session
        self._roles: dict[str, str] = roles

    def get(self, group_id: str) -> Resource[Any]:
        return self._resource(self._group(group_id))

    def all(self) -> Sequence[Resource[Any]]:
        return [self._resource(group) for group in self._session.exec(select(UserGroup)).all()]

    def create(self, resource: Resource[Any]) -> Resource[Any]:
        group = UserGroup(name=self._name(resource, ""), updated_at=now())
        self._session.add(group)
        self._session.flush()
        return self._apply(group, cast("Group", resource))

    def update(self, resource: Resource[Any]) -> Resource[Any]:
        group = self._group(resource.id or "")
        group.name = self._name(resource, group.id)
        return self._apply(group, cast("Group", resource))

    def delete(self, group_id: str) -> None:
        members = self._members(group_id)
        self._session.delete(self._group(group_id))
        self._session.flush()
        groups.agree(self._session, members, self._roles)

    def _apply(self, group: UserGroup, resource: Group) -> Resource[Any]:
        before = self._members(group.id)
        wanted = {member.value or "": (member.display or "")[:200] for member in resource.members or []}
        for user_id, display in wanted.items():
            user = self._session.get(User, user_id)
            if user is None or user.kind != "person":
                raise InvalidValueException(detail=f"There is no user {user_id!r} to be a member.")
            row = before.get(user_id) or UserGroupMember(group_id=group.id, user_id=user_id)
            row.display = display
            self._session.add(row)
        for user_id in set(before) - set(wanted):
            self._session.delete(before[user_id])
        group.external_id, group.updated_at = resource.external_id, now()
        self._session.add(group)
        self._session.flush()
        groups.agree(self._session, {*before, *wanted}, self._roles)
        return self._resource(group)

    def _name(self, resource: Resource[Any], own_id: str) -> str:
        name = (cast("Group", resource).display_name or "").strip()[:200]
        if not name:
            raise InvalidValueException(detail="A group needs a displayName.")
        taken = self._session.exec(select(UserGroup.id).where(func.lower(UserGroup.name) == name.lower())).first()
        if taken and taken != own_id:
            raise UniquenessException(detail="There is a group of this name already.")
        return name

    def _group(self, group_id: str) -> UserGroup:
        if group := self._session.get(UserGroup, group_id):
            return group
        raise NotFoundException(detail="There is no such group.")

    def _members(self, group_id: str) -> dict[str, UserGroupMember]:
        query = select(UserGroupMember).where(UserGroupMember.group_id == group_id)
        return {row.user_id: row for row in self._session.exec(query.order_by(col(UserGroupMember.id))).all()}

    def _resource(self, group: UserGroup) -> Resource[Any]:
        members = [
            GroupMember(value=user_id, ref=Reference[Any](f"Users/{user_id}"), type="User", display=row.display or None)
            for user_id, row in self._members(group.id).items()
        ]
        made = Group(display_name=group.name, external_id=group.external_id, members=members or None)
        made.id = group.id
        made.meta = _meta("Group", group.created_at, group.updated_at, f"{group.updated_at.timestamp():.6f}")
        return made


def _address(person: "ScimUser[Any]") -> str:
    """The address to know someone by: the primary one, else any, else a user name that is one."""
    emails = [email for email in person.emails or [] if email.value]
    emails.sort(key=lambda email: not email.primary)
    found = emails[0].value if emails else person.user_name
    address = (found or "").strip().lower()[:254]
    return address if "@" in address else f"{_user_name(person)[:230]}@directory.invalid"


def _name(person: "ScimUser[Any]") -> str:
    parts = person.name
    spoken = " ".join(part for part in (parts.given_name, parts.family_name) if part) if parts else ""
    name = person.display_name or (parts.formatted if parts else None) or spoken or person.user_name or ""
    return " ".join(name.split())[:120] or "?"


def _user_name(person: "ScimUser[Any]") -> str:
    return (person.user_name or "").strip().lower()[:254]


def _meta(kind: str, created: datetime, changed: datetime, version: str) -> Meta:
    return Meta(resource_type=kind, created=created, last_modified=changed, version=f'W/"{version}"')


def _order(search_request: SearchRequest[Any], resource: Resource[Any]) -> tuple[bool, Any, str]:
    value = search_request.sort_value(resource) if search_request.sort_by is not None else None
    return value is None, "" if value is None else value, resource.id or ""


def _need_version(resource: Resource[Any], expected: str | None) -> None:
    if expected is not None and (resource.meta is None or resource.meta.version != expected):
        raise PreconditionFailedException
