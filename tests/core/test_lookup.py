"""Lookups: statements that are handed to the driver as they are."""

from datetime import date, datetime

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from app.core.database import Database, Lookup, among, columns
from app.projects.models import Project

PROJECTS = Lookup(
    columns(Project.id, Project.name, Project.starts_on, Project.created_at, Project.questions).where(
        among(col(Project.id))
    )
)


def project(name: str) -> Project:
    return Project(name=name, starts_on=date(2026, 3, 1), questions=["Why?"])


@pytest.mark.both_databases
def test_a_lookup_tells_the_same_values_as_the_models(database: Database) -> None:
    with database.write() as session:
        made = [project("First"), project("Second")]
        session.add_all(made)
        session.flush()
        told = {row.id: tuple(row[1:]) for row in PROJECTS.rows(session, [one.id for one in made] + ["nobody"])}
        assert told == {one.id: (one.name, one.starts_on, one.created_at, one.questions) for one in made}
        assert all(isinstance(row[2], datetime) for row in told.values())
        assert PROJECTS.rows(session, []) == []


@pytest.mark.both_databases
def test_a_lookup_in_a_writing_session_knows_what_was_just_added(database: Database) -> None:
    with database.write() as session:
        one = project("Just now")
        session.add(one)
        assert [row.name for row in PROJECTS.rows(session, [one.id])] == ["Just now"]


@pytest.mark.both_databases
def test_a_lookup_that_the_database_refuses_raises_as_any_statement_does(database: Database) -> None:
    wrong = Lookup(columns(Project.id).where(among(col(Project.id))))
    with database.read() as session:
        assert wrong.rows(session, ["nobody"]) == []
        (made,) = wrong._made.values()
        object.__setattr__(made, "text", made.text.replace("project", "projekt"))
        with pytest.raises(DBAPIError):
            wrong.rows(session, ["nobody"])


@pytest.mark.both_databases
def test_a_lookup_over_a_lost_connection_says_so_and_the_next_session_works(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no connection to lose")
    with database.read() as session:
        session.connection().connection.dbapi_connection.close()  # type: ignore[union-attr]
        with pytest.raises(DBAPIError) as lost:
            PROJECTS.rows(session, ["nobody"])
        assert lost.value.connection_invalidated
    with database.read() as session:
        assert PROJECTS.rows(session, ["nobody"]) == []
