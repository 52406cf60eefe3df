"""The key store: a database of its own, outside the data and its backup.

A master key (environment or file) wraps generation keys, a generation key wraps the keys of zones and of the house. A
case has one key for each zone and one for its structure, all made when the case starts. To erase a zone is to delete
its row: whatever was sealed under it stays closed for ever, in every backup of the data.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import IntegrityError

from engine.settings import Settings, SettingsError, read_master_key
from engine.store.base import Instant
from engine.store.schema import FIRST_START
from engine.store.sealing import NotOpened, associated, new_key, seal, unseal
from engine.terms import InstanceId, Zone

STRUCTURE = "struktur"
CASE_KEYS = (STRUCTURE, *(zone.value for zone in Zone))
HOUSE_OUTBOX = "outbox"
HOUSE_BARRIERS = "barrieren"
HOUSE_KEYS = ("audit", "index", "session", HOUSE_OUTBOX, HOUSE_BARRIERS)

metadata = MetaData()
generation = Table(
    "generation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
)
wrapped_key = Table(
    "wrapped_key",
    metadata,
    Column("owner", String, primary_key=True),
    Column("purpose", String, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)
HOUSE = "haus"
KEYS_OF = select(wrapped_key.c.purpose, wrapped_key.c.generation, wrapped_key.c.wrapped).where(
    wrapped_key.c.owner == bindparam("wanted")
)


class KeyStore:
    """Keys by owner (an instance, or the house) and purpose (a zone, "struktur", "audit", "index", "session")."""

    def __init__(self, engine: Engine, master: bytes) -> None:
        self._engine = engine
        self._reads = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._generations: dict[int, bytes] = {}
        self._newest = 0
        self._unwrap_generations(master)
        self.house = self._house_keys()

    def dispose(self) -> None:
        self._engine.dispose()

    def make_case_keys(self, instance: InstanceId) -> dict[str, bytes]:
        """One key for every zone and one for the structure, stored before the case is."""
        return self._make(instance, CASE_KEYS)

    def keys_of(self, instance: InstanceId) -> dict[str, bytes]:
        """Keys by purpose; an erased one is missing. One statement."""
        with self._reads.connect() as connection:
            rows = connection.execute(KEYS_OF, {"wanted": instance}).all()
        return {purpose: self._unwrap(instance, purpose, number, wrapped) for purpose, number, wrapped in rows}

    def keys_of_all(
        self, owners: Iterable[str], purposes: Iterable[str] | None = None
    ) -> Mapping[InstanceId, dict[str, bytes]]:
        """Keys of several cases, of the named purposes only if given. One statement."""
        wanted = list(owners)
        if not wanted:
            return {}
        t = wrapped_key.c
        query = select(t.owner, t.purpose, t.generation, t.wrapped).where(t.owner.in_(wanted))
        if purposes is not None:
            query = query.where(t.purpose.in_(list(purposes)))
        found: dict[InstanceId, dict[str, bytes]] = {}
        with self._reads.connect() as connection:
            for owner, purpose, number, wrapped in connection.execute(query):
                found.setdefault(InstanceId(owner), {})[purpose] = self._unwrap(owner, purpose, number, wrapped)
        return found

    def _unwrap(self, owner: str, purpose: str, number: int, wrapped: bytes) -> bytes:
        return unseal(self._generations[number], wrapped, associated(owner, purpose))

    def _make(self, owner: str, purposes: Iterable[str]) -> dict[str, bytes]:
        keys = {purpose: new_key() for purpose in purposes}
        wrapping = self._generations[self._newest]
        rows = [
            {
                "owner": owner,
                "purpose": purpose,
                "generation": self._newest,
                "wrapped": seal(wrapping, key, associated(owner, purpose)),
            }
            for purpose, key in keys.items()
        ]
        with self._engine.begin() as connection:
            connection.execute(insert(wrapped_key), rows)
        return keys

    def _unwrap_generations(self, master: bytes) -> None:
        with self._engine.connect() as connection:
            rows = connection.execute(select(generation.c.id, generation.c.wrapped)).all()
        for number, wrapped in rows:
            try:
                self._generations[number] = unseal(master, wrapped, associated("generation", number))
            except NotOpened as error:
                raise SettingsError(
                    "Der Hauptschlüssel passt nicht zum Schlüsselspeicher. Prüfen Sie SCHLICHTWERK_MASTER_KEY."
                ) from error
        self._newest = max(self._generations, default=0)

    def _house_keys(self) -> dict[str, bytes]:
        found = self.keys_of_all([HOUSE]).get(InstanceId(HOUSE), {})
        missing = [purpose for purpose in HOUSE_KEYS if purpose not in found]
        if not missing:
            return found
        try:
            return found | self._make(HOUSE, missing)
        except IntegrityError:  # another first start was quicker
            return self.keys_of_all([HOUSE])[InstanceId(HOUSE)]


def open_key_store(settings: Settings, now: datetime, *, data_exists: bool) -> tuple[KeyStore, Path | None]:
    """The key store, initialised when it is empty; the path of a master key file that this call wrote, if it did.

    Raises SettingsError when data or an initialised store has no master key, or another one: never are new keys made
    beside old data.
    """
    engine = _engine(settings)
    made: tuple[bytes, Path | None] | None = None
    try:
        if not _initialised(engine):
            with _alone(engine) as connection:
                made = _initialise(connection, settings, now, data_exists=data_exists)
        master, written = made or (_master(settings), None)
        return KeyStore(engine, master), written
    except BaseException:
        engine.dispose()
        raise


def _initialised(engine: Engine) -> bool:
    if not inspect(engine).has_table(generation.name):
        return False
    with engine.connect() as connection:
        return connection.execute(select(generation.c.id).limit(1)).first() is not None


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that a second first start waits for."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(FIRST_START)))
            yield connection
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def _initialise(
    connection: Connection, settings: Settings, now: datetime, *, data_exists: bool
) -> tuple[bytes, Path | None] | None:
    """Tables and the first generation; None when another first start was quicker."""
    metadata.create_all(connection)
    if connection.execute(select(generation.c.id).limit(1)).first() is not None:
        return None
    if data_exists:
        raise SettingsError(f"Zu diesen Daten fehlt der Schlüsselspeicher ({settings.keys}). Spielen Sie ihn zurück.")
    master, written = _first_master(settings)
    wrapped = seal(master, new_key(), associated("generation", 1))
    connection.execute(insert(generation), {"id": 1, "wrapped": wrapped, "created_at": now})
    return master, written


def _engine(settings: Settings) -> Engine:
    folder = settings.keys_folder
    if folder is None:
        return create_engine(settings.keys, hide_parameters=True)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        f"sqlite:///{folder / 'keys.db'}", connect_args={"check_same_thread": False}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        (folder / "keys.db").chmod(0o600)
        for pragma in (
            "busy_timeout = 10000",  # first: to turn on the log waits for whoever does the same just now
            "journal_mode = WAL",
            "secure_delete = ON",
            "synchronous = FULL",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _master(settings: Settings) -> bytes:
    """The master key of an initialised store. Raises SettingsError."""
    file = _master_file(settings)
    if settings.master_key is not None:
        return settings.master_key
    if file is not None and file.exists():
        return read_master_key(file)
    raise SettingsError(
        "Der Hauptschlüssel fehlt. Setzen Sie SCHLICHTWERK_MASTER_KEY oder SCHLICHTWERK_MASTER_KEY_FILE"
        + (f", oder legen Sie {file} zurück." if file else ".")
    )


def _first_master(settings: Settings) -> tuple[bytes, Path | None]:
    """The given master key, or a new one in the folder of the key store, and then its file."""
    file = _master_file(settings)
    if settings.master_key is not None or file is None or file.exists():
        return _master(settings), None
    key = new_key()
    draft = file.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(base64.b64encode(key).decode() + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(draft, file)  # whole or not at all, even when the machine stops here
    return key, file


def _master_file(settings: Settings) -> Path | None:
    return settings.keys_folder / "master.key" if settings.keys_folder is not None else None
