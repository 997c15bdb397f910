"""Fixtures for every test: a real database built by the migrations, SQLite always, PostgreSQL where there is one.

Each test gets a database of its own, copied from one that was migrated once, so tests commit for real.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import hypothesis
import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url
from sqlmodel import Session

from app.access.roles import Role
from app.access.service import viewer_for
from app.access.viewer import Viewer
from app.accounts import service as accounts
from app.core.database import Database
from app.core.settings import Settings
from app.main import create_app
from app.wiring import Parts, open_parts

# The same examples on every run and machine, however slow; HYPOTHESIS_PROFILE=default searches anew.
# Nothing here may depend on how busy the machine is: neither the time of an example nor that of making it.
hypothesis.settings.register_profile(
    "house", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

POSTGRES = os.environ.get("FIRSTHAND_TEST_POSTGRES", "")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked `both_databases` runs twice: on SQLite and on PostgreSQL."""
    if metafunc.definition.get_closest_marker("both_databases"):
        both = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
        metafunc.parametrize("database_url", both, indirect=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "firsthand.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    if not POSTGRES:
        pytest.skip("no PostgreSQL: set FIRSTHAND_TEST_POSTGRES to the URL of a server to test on it too")
    name = f"firsthand_template_{uuid.uuid4().hex[:12]}"
    _admin(f'CREATE DATABASE "{name}"')
    database = Database(_postgres_url(name))
    database.migrate()
    database.close()
    yield name
    _admin(f'DROP DATABASE "{name}"')


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, migrated database. A test marked `both_databases` runs on PostgreSQL too."""
    if getattr(request, "param", "sqlite") == "sqlite":
        path = tmp_path / "data" / "firsthand.db"
        path.parent.mkdir()
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    name = f"firsthand_test_{uuid.uuid4().hex[:12]}"
    _admin(f'CREATE DATABASE "{name}" TEMPLATE "{request.getfixturevalue("postgres_template")}"')
    yield _postgres_url(name)
    _admin(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings on that database; the worker is off, so that tests decide when the relay runs."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        data=tmp_path / "data",
        database_url=database_url,
        search="memory",
        worker=False,
        secret="a secret for tests, long enough to be one",
    )


@pytest.fixture
def parts(settings: Settings) -> Iterator[Parts]:
    opened = open_parts(settings)
    yield opened
    opened.close()


@pytest.fixture
def database(parts: Parts) -> Database:
    return parts.database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session for tests of services; rolled back unless the test commits."""
    with Session(database.engine, expire_on_commit=False) as opened:
        yield opened


SignIn = Callable[..., TestClient]


@pytest.fixture
def client(settings: Settings, parts: Parts) -> Iterator[TestClient]:
    """A browser that nobody has signed in to."""
    with TestClient(create_app(settings, parts), base_url="http://testserver") as opened:
        yield opened


@pytest.fixture
def sign_in(settings: Settings, parts: Parts, client: TestClient) -> SignIn:
    """Makes a user of a role and returns a client that acts as them, by bearer token."""

    def make(role: str = "researcher", name: str = "") -> TestClient:
        with parts.database.write() as opened:
            email = f"{uuid.uuid4().hex[:8]}@example.org"
            user = accounts.create_user(opened, email=email, name=name or role.title(), role=role, password=None)
            _, secret = accounts.create_token(opened, user_id=user.id, name="test", role=role)
        return TestClient(client.app, headers={"Authorization": f"Bearer {secret}"})

    return make


@pytest.fixture
def researcher(sign_in: SignIn) -> TestClient:
    return sign_in("researcher")


@pytest.fixture
def employee(sign_in: SignIn) -> TestClient:
    return sign_in("viewer")


@pytest.fixture
def admin(sign_in: SignIn) -> TestClient:
    return sign_in("admin")


@pytest.fixture
def as_viewer(session: Session) -> Callable[..., Viewer]:
    """Makes a user of a role in the test's own session and returns their Viewer."""

    def make(role: str = "researcher") -> Viewer:
        email = f"{uuid.uuid4().hex[:8]}@example.org"
        user = accounts.create_user(session, email=email, name=role.title(), role=role, password=None)
        return viewer_for(session, user, Role(role))

    return make


def _postgres_url(name: str) -> str:
    url = make_url(POSTGRES).set(drivername="postgresql", database=name)
    return url.render_as_string(hide_password=False)


def _admin(statement: str) -> None:
    with psycopg.connect(_postgres_url("postgres"), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


assert httpx2  # the test client's transport; FastAPI warns when it is missing
