"""Alembic's environment: runs the migrations on the URL it is handed, on SQLite and PostgreSQL alike."""

from alembic import context

from app.core.database import Database
from app.tables import metadata


def run() -> None:
    """Upgrades in one transaction; SQLite alters tables by copying them (batch mode)."""
    database = Database(context.config.attributes["url"])
    with database.engine.connect() as connection, connection.begin():
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
        context.run_migrations()
    database.close()


run()
