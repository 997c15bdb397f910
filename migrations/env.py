"""Alembic's environment: runs the migrations on the URL it is handed, on SQLite and PostgreSQL alike."""

from alembic import context

from app.core.database import Database
from app.tables import metadata

MIGRATION_LOCK = 7_301_145


def run() -> None:
    """Upgrades in one transaction; SQLite alters tables by copying them (batch mode).

    Several processes may start on an empty database at once: the first migrates, the others wait and find it done.
    """
    database = Database(context.config.attributes["url"], context.config.attributes["vault"])
    with database.writing.connect() as connection, connection.begin():
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
        context.run_migrations()
    database.close()


run()
