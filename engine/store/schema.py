"""The schema of the data: its newest revision, and how a database gets there (Alembic)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

NEWEST = "0001"


def revision(connection: Connection) -> str | None:
    """Revision of the database, None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return row[0] if row else None


def upgrade(engine: Engine) -> bool:
    """Brings the database to the newest revision; True when it was empty before.

    Alembic is loaded only when there is something to do: every command line call passes here.
    """
    with engine.connect() as connection:
        found = revision(connection)
        if found == NEWEST:
            return False
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
        return found is None
