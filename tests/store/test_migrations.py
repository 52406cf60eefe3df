"""Step by step or in one go, the migrations lead to the tables of the models, and keep what is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import insert, select

from engine import store
from engine.store.base import Base
from engine.store.database import Database
from engine.store.models import AuditEntry
from engine.store.onboarding import OnboardingStep
from engine.store.schema import NEWEST, revision, upgrade
from tests.databases import Databases
from tests.kit.house import NOW, House

ACCOUNT = Base.metadata.tables["account"]
TENANT = Base.metadata.tables["municipality"]
ENTRY = Base.metadata.tables[AuditEntry.__tablename__]
STEP = Base.metadata.tables[OnboardingStep.__tablename__]


def at(database: Database, target: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(store.__file__).parent / "migrations"))
    with database.commands.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)
        connection.commit()


def test_the_migrations_make_what_the_models_say(house: House) -> None:
    with house.platform.database.commands.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_data_of_the_first_revision_are_kept(databases: Databases) -> None:
    database = Database(databases.empty())
    at(database, "0001")
    hamm = {"identity": "05915000", "slug": "hamm", "name": "Stadt Hamm", "art": "Stadt", "released": False}
    with database.commanding() as connection:
        connection.execute(insert(TENANT).values(**hamm, created_at=NOW, audit_count=0, audit_head=b""))
        connection.commit()
    assert upgrade(database.commands) is False
    with database.reading() as connection:
        assert revision(connection) == NEWEST
        assert connection.execute(select(TENANT.c.name)).scalar_one() == "Stadt Hamm"
    database.dispose()


def test_accounts_from_before_are_not_asked_for_another_password(databases: Databases) -> None:
    database = Database(databases.empty())
    at(database, "0013")
    karla = {"login": "karla", "name": "Karla", "password": "-", "roles": "", "groups": "", "active": True}
    with database.commanding() as connection:
        connection.execute(insert(ACCOUNT).values(**karla, epoch=1, language="de", created_at=NOW))
        connection.commit()
    upgrade(database.commands)
    with database.reading() as connection:
        assert connection.execute(select(ACCOUNT.c.login, ACCOUNT.c.password_given)).all() == [("karla", False)]
    database.dispose()


def test_a_second_start_changes_nothing(house: House) -> None:
    before = house.everything()
    assert upgrade(house.platform.database.commands) is True
    assert house.everything() == before


def test_since_when_a_municipality_is_live_is_taken_from_its_trail(databases: Databases) -> None:
    database = Database(databases.empty())
    at(database, "0010")
    hamm = {"identity": "05915000", "slug": "hamm", "name": "Stadt Hamm", "art": "Stadt", "released": True}
    entry = {"municipality": "05915000", "seq": 1, "kind": "municipality.released", "occurred_at": NOW}
    with database.commanding() as connection:
        connection.execute(insert(TENANT).values(**hamm, created_at=NOW, audit_count=1, audit_head=b""))
        connection.execute(insert(ENTRY).values(**entry, actor_id="operator", facts="{}", mac=b""))
        connection.commit()
    upgrade(database.commands)
    with database.reading() as connection:
        (step,) = connection.execute(select(STEP)).mappings()
    assert (step["municipality"], step["step"], step["state"], step["day"]) == ("05915000", 20, "done", "2026-06-03")
    assert (step["set_at"], step["set_by"]) == (NOW, "operator")
    database.dispose()
