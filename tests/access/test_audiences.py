"""Who may read words: the table of DESIGN §6, spelled out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.audiences import EMBED, OURS, PENDING, PUBLIC, Permission, Scope, Standing, narrowest, tokens_for
from app.access.roles import Role, lower
from app.access.viewer import SYSTEM, Viewer
from app.core.errors import NotAllowed, NotFound
from app.participants.consent import permission, standing
from app.participants.models import Consent

P, OTHER = "project-1", "project-2"
READERS = {
    "admin": Viewer("a", "A", Role.ADMIN).tokens,
    "researcher": Viewer("r", "R", Role.RESEARCHER).tokens,
    "team researcher": Viewer("t", "T", Role.VIEWER, {P: "researcher"}).tokens,
    "team viewer": Viewer("m", "M", Role.VIEWER, {P: "viewer"}).tokens,
    "other team": Viewer("o", "O", Role.VIEWER, {OTHER: "researcher"}).tokens,
    "employee": Viewer("e", "E", Role.VIEWER).tokens,
    "wiki": EMBED,
    "stranger": PUBLIC,
}
TEAM = {"admin", "team researcher", "team viewer"}
STAFF = {*TEAM, "researcher", "other team", "employee"}

ROWS = [
    ("open", Standing.WITHDRAWN, Scope.PUBLIC, set()),
    ("open", Standing.EXPIRED, Scope.PUBLIC, set()),
    ("open", Standing.PENDING, Scope.PUBLIC, {"admin", "researcher", "team researcher"}),
    ("open", Standing.GRANTED, Scope.TEAM, TEAM | {"researcher"}),
    ("open", Standing.GRANTED, Scope.COMPANY, STAFF | {"wiki"}),
    ("open", Standing.GRANTED, Scope.PUBLIC, STAFF | {"wiki", "stranger"}),
    ("restricted", Standing.WITHDRAWN, Scope.PUBLIC, set()),
    ("restricted", Standing.PENDING, Scope.PUBLIC, {"admin", "team researcher"}),
    ("restricted", Standing.GRANTED, Scope.TEAM, TEAM),
    ("restricted", Standing.GRANTED, Scope.COMPANY, TEAM),
    ("restricted", Standing.GRANTED, Scope.PUBLIC, TEAM),
]


@pytest.mark.parametrize(("access", "state", "scope", "expected"), ROWS)
def test_exactly_these_readers_may_read(access: str, state: Standing, scope: Scope, expected: set[str]) -> None:
    carried = tokens_for(P, access, Permission(state, scope))
    assert {name for name, held in READERS.items() if held & carried} == expected


permissions = st.builds(Permission, st.sampled_from(Standing), st.sampled_from(Scope), st.booleans())


@given(st.lists(permissions), st.sampled_from(["open", "restricted"]))
def test_a_shared_moment_is_read_only_by_those_who_may_read_each_of_its_voices(
    several: list[Permission], access: str
) -> None:
    together = tokens_for(P, access, narrowest(several))
    for one in several:
        assert together <= tokens_for(P, access, one)


@given(st.lists(permissions, min_size=1))
def test_the_narrowest_permission_does_not_depend_on_order(several: list[Permission]) -> None:
    assert narrowest(several) == narrowest(reversed(several)) == narrowest([*several, OURS])


@given(st.dates(), st.integers(-3, 3))
def test_a_consent_holds_through_its_last_day(last: date, offset: int) -> None:
    if last.toordinal() + offset < 1 or last.toordinal() + offset > date.max.toordinal():
        return
    state = standing("granted", last, last + timedelta(days=offset))
    assert state is (Standing.EXPIRED if offset > 0 else Standing.GRANTED)


def test_without_a_consent_nothing_has_been_granted() -> None:
    assert permission(None, date(2026, 1, 1)) == PENDING
    text_only = Consent(participant_id="p", status="granted", scope="company", media_allowed=False)
    assert permission(text_only, date(2026, 1, 1)) == Permission(Standing.GRANTED, Scope.COMPANY, media=False)


def test_a_withdrawn_consent_stays_withdrawn_after_its_last_day() -> None:
    assert standing("withdrawn", date(2026, 1, 1), date(2027, 1, 1)) is Standing.WITHDRAWN


@given(st.sampled_from(Role), st.sampled_from(Role))
def test_a_token_never_lends_more_than_its_user_has(one: Role, other: Role) -> None:
    assert lower(one, other).rank == min(one.rank, other.rank)


def test_what_may_not_be_seen_is_not_found_and_what_may_only_be_read_is_not_allowed() -> None:
    employee = Viewer("e", "E", Role.VIEWER)
    with pytest.raises(NotFound):
        employee.need_research(P, "restricted")
    with pytest.raises(NotAllowed):
        employee.need_research(P, "open")
    with pytest.raises(NotAllowed):
        employee.need_researcher()
    with pytest.raises(NotAllowed):
        employee.need_admin()
    SYSTEM.need_admin()
    SYSTEM.need_research(P, "restricted")
