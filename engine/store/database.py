"""Engines and transactions on SQLite and PostgreSQL, and the guard that scopes ORM selects to a tenant.

SQLite has a reading engine (query_only) and a commanding one (BEGIN IMMEDIATE, one at a time in this process, because
SQLite's busy handler is unfair). Durability is full: what was acknowledged survives a power cut.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from engine.settings import Settings
from engine.store.base import TenantScoped

READ_PRAGMAS = ("PRAGMA query_only = ON",)
COMMON_PRAGMAS = (
    # First: to turn on the log, too, waits for whoever does the same just now.
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
)


class UnscopedQuery(Exception):
    """An ORM select on tenant rows without a tenant: a fault of ours, never shown as data."""


class Database:
    """Both doors to the data. `reading()` and `commanding()` give a connection inside a transaction."""

    def __init__(self, url: str) -> None:
        self.sqlite = url.startswith("sqlite")
        if self.sqlite:
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
            self.commands = _sqlite(url, "BEGIN IMMEDIATE", ())
            self.reads = _sqlite(url, "BEGIN", READ_PRAGMAS)
        else:
            self.commands = self.reads = _postgresql(url)
        self._one_writer = threading.Lock() if self.sqlite else None

    @contextmanager
    def commanding(self) -> Iterator[Connection]:
        """A transaction that may write; rolled back unless the block commits it."""
        if self._one_writer is None:
            with self.commands.connect() as connection:
                yield connection
            return
        with self._one_writer, self.commands.connect() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.reads.connect() as connection:
            yield connection

    def dispose(self) -> None:
        self.commands.dispose()
        self.reads.dispose()


def open_database(settings: Settings) -> Database:
    return Database(settings.database_url)


def _sqlite(url: str, begin: str, pragmas: tuple[str, ...]) -> Engine:
    # hide_parameters, always: the text of a fault must not quote what people wrote.
    engine = create_engine(
        url, hide_parameters=True, connect_args={"check_same_thread": False, "isolation_level": None}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in COMMON_PRAGMAS + pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.connection.cursor().execute(begin)

    return engine


def _postgresql(url: str) -> Engine:
    from psycopg.types.string import StrDumper  # only here: SQLite starts quicker without the driver

    class WithoutNul(StrDumper):
        """No text of PostgreSQL holds a NUL. One in an id from outside finds nothing then, as on SQLite."""

        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", "\ufffd") if "\0" in obj else obj)

    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.adapters.register_dumper(str, WithoutNul)

    return engine


class TenantSession(Session):
    """A session for reading. `tenant` is an identity, or None for actors that act for the whole house."""

    def __init__(self, connection: Connection, tenant: str | None, *, unscoped: bool) -> None:
        super().__init__(bind=connection, autoflush=False)
        self.tenant = tenant
        self.unscoped = unscoped


@event.listens_for(TenantSession, "do_orm_execute")
def scope_to_tenant(state: ORMExecuteState) -> None:
    """Adds `municipality = …` to every select on tenant rows, and fails closed without a tenant."""
    session = state.session
    if not isinstance(session, TenantSession) or not state.is_select or session.unscoped:
        return
    tenant = session.tenant
    if tenant is None:
        if any(issubclass(mapper.class_, TenantScoped) for mapper in state.all_mappers):
            raise UnscopedQuery(str(state.statement))
        return
    state.statement = state.statement.options(
        with_loader_criteria(TenantScoped, lambda cls: cls.municipality == tenant, include_aliases=True)
    )
