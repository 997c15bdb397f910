"""The application answers, and the tables are what the models say, on both databases."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi.testclient import TestClient

from app.core.database import Database
from app.tables import metadata

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.both_databases
def test_the_migrations_build_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


@pytest.mark.both_databases
def test_several_processes_may_start_on_an_empty_database_at_once(database_url: str) -> None:
    emptied = Database(database_url)
    with emptied.writing.begin() as connection:
        if emptied.is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    emptied.close()
    program = f"from app.core.database import Database; Database({database_url!r}).migrate()"
    started = [subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]
    again = Database(database_url)
    with again.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    again.close()


def test_a_fresh_installation_asks_for_its_first_administrator(client: TestClient) -> None:
    before = client.get("/api/session").json()
    assert (before["user"], before["set_up_needed"]) == (None, True)

    made = client.post("/api/setup", json={"email": "Ada@Example.org", "name": "Ada", "password": "long enough"})
    assert made.status_code == 201
    assert made.json()["user"]["role"] == "admin"
    assert made.json()["user"]["email"] == "ada@example.org"
    again = client.post("/api/setup", json={"email": "b@example.org", "name": "B", "password": "long enough"})
    assert (again.status_code, again.json()["code"]) == (409, "already_set_up")


@pytest.mark.both_databases
def test_a_project_with_its_people_and_interviews_is_read_back(researcher: TestClient, employee: TestClient) -> None:
    project = researcher.post("/api/projects", json={"name": "Listening", "access": "open"}).json()
    person = researcher.post(
        f"/api/projects/{project['id']}/participants",
        json={"pseudonym": "Maureen", "legal_name": "Maureen Real", "role": "Grandmother"},
    ).json()
    assert person["consent"]["status"] == "pending"
    interview = researcher.post(f"/api/projects/{project['id']}/interviews", json={"title": "At her table"}).json()
    assert interview["project_name"] == "Listening"
    listed = employee.get("/api/interviews").json()
    assert [item["title"] for item in listed["items"]] == ["At her table"]
    assert employee.get(f"/api/participants/{person['id']}").json()["private"] is None


def test_an_unknown_api_address_answers_with_a_problem(client: TestClient) -> None:
    answer = client.get("/api/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"
