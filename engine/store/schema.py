"""The schema of the data: its newest revision, and how a database gets there (Alembic)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, text

NEWEST = "0014"
FIRST_START = 7_291_041
"""Number of the PostgreSQL lock under which two first starts queue; SQLite has its one writer."""


def revision(connection: Connection) -> str | None:
    """Revision of the database, None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return row[0] if row else None


def upgrade(engine: Engine) -> bool:
    """Brings the database to the newest revision; True when it held nothing before that its keys would have to open.

    Alembic is loaded only when there is something to do: every command line call passes here.
    """
    with engine.connect() as connection:
        found = revision(connection)
        if found != NEWEST:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(FIRST_START)))
                found = revision(connection)
            if found != NEWEST:
                _migrate(connection)
        return connection.execute(text("SELECT 1 FROM municipality LIMIT 1")).first() is None


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()
