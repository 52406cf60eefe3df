"""The composition root: settings, database, keys, clock and compiled definitions of one process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from engine.bpmn import Definition, Package, Resource, ResourceKind, compile_package
from engine.errors import NotFound
from engine.sentences import say
from engine.settings import Settings, SettingsError
from engine.store.base import Base
from engine.store.database import Database, open_database
from engine.store.keys import KeyStore, open_key_store
from engine.store.models import DefinitionResource
from engine.store.models import Resource as ResourceRow
from engine.store.schema import upgrade
from engine.terms import Actor
from engine.unit_of_work.work import UnitOfWork


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""


class SystemClock:
    """The one place in the engine that asks the machine what time it is."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Platform:
    """Settings, database, keys, clock, and the definitions that this process has compiled."""

    def __init__(self, settings: Settings, *, clock: Clock | None = None) -> None:
        """Initialises an empty data folder. Raises SettingsError when keys are missing."""
        self.settings = settings
        self.clock = clock or SystemClock()
        try:
            self.database: Database = open_database(settings)
            empty = upgrade(self.database.commands)
        except (OSError, OperationalError) as error:
            why = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise SettingsError(
                f"Die Daten lassen sich nicht öffnen: {why}. Prüfen Sie SCHLICHTWERK_DATA und DATABASE_URL."
            ) from error
        self.keys: KeyStore
        self.new_master_key: Path | None
        try:
            self.keys, self.new_master_key = open_key_store(settings, self.clock.now(), data_exists=not empty)
        except BaseException:
            self.database.dispose()
            raise
        self._definitions: dict[str, Definition] = {}
        self._compiling = threading.Lock()

    @contextmanager
    def query(self, actor: Actor) -> Iterator[UnitOfWork]:
        """For reading; writes are refused by the database (SQLite) or rolled back."""
        with self.database.reading() as connection:
            yield UnitOfWork(self, connection, actor)

    @contextmanager
    def command(self, actor: Actor) -> Iterator[UnitOfWork]:
        """For one use case, which commits; anything else is rolled back."""
        with self.database.commanding() as connection:
            yield UnitOfWork(self, connection, actor)

    def definition(self, hash: str, connection: Connection) -> Definition:
        """The compiled definition of that content hash; an instance is pinned to it."""
        found = self._definitions.get(hash)
        if found is None:
            with self._compiling:
                found = self._definitions.get(hash) or compile_package(load_package(connection, hash))
                self._definitions[hash] = found
        return found

    def close(self) -> None:
        self.database.dispose()
        self.keys.dispose()


def load_package(connection: Connection, hash: str) -> Package:
    """The designer's own bytes of a published definition. Raises NotFound."""
    d, r = Base.metadata.tables[DefinitionResource.__tablename__].c, Base.metadata.tables[ResourceRow.__tablename__].c
    rows = connection.execute(
        select(d.kind, d.key, d.file, d.main, r.content)
        .join_from(d.definition.table, r.hash.table, d.resource == r.hash)
        .where(d.definition == hash)
        .order_by(d.kind, d.key)
    ).all()
    if not rows:
        raise NotFound("definition.unknown", say("Diese Fassung des Konfliktwegs ist nicht bekannt."))
    resources = [(row.main, Resource(ResourceKind(row.kind), row.key, row.file, row.content)) for row in rows]
    main = next(resource for is_main, resource in resources if is_main)
    return Package(main, (main, *(resource for is_main, resource in resources if not is_main)))
