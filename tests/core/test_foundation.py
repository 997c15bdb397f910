"""The application answers, and the tables are what the models say, on both databases."""

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from app.core.database import Database
from app.tables import metadata
from fastapi.testclient import TestClient

from tests_engines import ENGINES


@pytest.mark.parametrize("database_url", ENGINES, indirect=True)
def test_the_migrations_build_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
