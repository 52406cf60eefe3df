"""The unit of work: one actor, one moment, one transaction for state, tasks, timers and audit trail.

`Platform` is the composition root, one per process. A use case loads cases through the unit of work, saves what the
runtime gives back, records events, and commits once. Sealing and opening happen here and nowhere else.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import msgpack
from sqlalchemy import Connection, Executable, Row, bindparam, insert, select, update
from sqlalchemy.exc import OperationalError

from engine.audit import Head, Writer
from engine.bpmn import Definition, Package, Resource, ResourceKind, compile_package
from engine.errors import InvalidState, NotFound
from engine.events import CaseEvent, Event
from engine.runtime import Advance, State
from engine.settings import Settings, SettingsError
from engine.store.database import Database, TenantSession, open_database
from engine.store.keys import STRUCTURE, KeyStore, open_key_store
from engine.store.models import (
    AuditEntry,
    Base,
    DefinitionResource,
    Municipality,
    ProcessInstance,
    ZonePart,
)
from engine.store.models import Resource as ResourceRow
from engine.store.schema import upgrade
from engine.store.sealing import NotOpened, associated, keyed_token, seal, unseal
from engine.terms import Actor, InstanceId, TenantId, Zone

INSTANCE = Base.metadata.tables[ProcessInstance.__tablename__]
PART = Base.metadata.tables[ZonePart.__tablename__]
ENTRY = Base.metadata.tables[AuditEntry.__tablename__]
TENANT = Base.metadata.tables[Municipality.__tablename__]
UPDATE_INSTANCE = update(INSTANCE).where(
    INSTANCE.c.id == bindparam("of_id"),
    INSTANCE.c.municipality == bindparam("of_municipality"),
    INSTANCE.c.revision == bindparam("of_revision"),
)
UPDATE_PART = update(PART).where(PART.c.instance == bindparam("of_instance"), PART.c.zone == bindparam("of_zone"))
SELECT_PARTS = select(PART.c.zone, PART.c.content).where(PART.c.instance == bindparam("instance"))


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""


class SystemClock:
    """The one place in the engine that asks the machine what time it is."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True)
class Case:
    """A case as loaded for a command: its row, its keys, its opened state, and what is to be written."""

    id: InstanceId
    municipality: TenantId
    row: Mapping[str, Any]
    keys: Mapping[str, bytes]
    state: State
    zone_revisions: dict[str, int]
    head: Head
    waits: frozenset[str] = frozenset()
    new: bool = False
    events: list[CaseEvent] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    structure: bytes | None = None
    parts: Mapping[Zone, bytes] = field(default_factory=dict)

    def save(self, advance: Advance) -> None:
        """Takes over what the runtime gave back; written at commit."""
        self.structure = advance.structure
        self.parts = {**self.parts, **advance.parts}
        self.state = State(advance.structure, {**self.state.parts, **advance.parts})

    @property
    def touched(self) -> bool:
        return self.new or self.structure is not None or bool(self.changes) or bool(self.events)


class UnitOfWork:
    """What a use case needs: who, when, where. Reading use cases use `session`, commands `connection`."""

    def __init__(self, platform: Platform, connection: Connection, actor: Actor) -> None:
        self.platform = platform
        self.connection = connection
        self.actor = actor
        self.keys = platform.keys
        self.now = platform.clock.now()
        self._cases: dict[InstanceId, Case] = {}
        self._events: list[tuple[TenantId, Event]] = []
        self._writes: list[tuple[Executable, Any]] = []

    @cached_property
    def session(self) -> TenantSession:
        return TenantSession(self.connection, self.actor.municipality, unscoped=self.actor.unrestricted)

    # -- cases
    def open_case(self, row: Row[Any] | Mapping[str, Any]) -> Case:
        """Opens the state of a case from its row. Raises InvalidState("case.sealed") when it does not decrypt."""
        values: Mapping[str, Any] = row if isinstance(row, Mapping) else dict(row._mapping)
        instance = InstanceId(values["id"])
        keys = self.keys.keys_of(instance)
        structure, revisions, waits = open_structure(values, keys)
        parts = self.connection.execute(SELECT_PARTS, {"instance": instance}).all()
        state = State(structure, dict(open_parts(instance, parts, keys, revisions)))
        case = Case(
            id=instance,
            municipality=TenantId(values["municipality"]),
            row=values,
            keys=keys,
            state=state,
            zone_revisions=revisions,
            head=Head(values["audit_count"], values["audit_head"]),
            waits=frozenset(waits),
        )
        self._cases[instance] = case
        return case

    def new_case(self, values: Mapping[str, Any], keys: Mapping[str, bytes]) -> Case:
        instance = InstanceId(values["id"])
        case = Case(
            id=instance,
            municipality=TenantId(values["municipality"]),
            row={**values, "revision": 0},
            keys=keys,
            state=State(b"", {}),
            zone_revisions={},
            head=Head(),
            new=True,
        )
        self._cases[instance] = case
        return case

    # -- events
    def record(self, event: Event, municipality: TenantId | None = None) -> None:
        """An event of a case joins that case's chain, any other one the municipality's."""
        if isinstance(event, CaseEvent):
            self._cases[event.instance_id].events.append(event)
            return
        tenant = municipality or self.actor.municipality
        if tenant is None:
            raise ValueError(f"{event.kind} belongs to no municipality")
        self._events.append((tenant, event))

    def writer(self, municipality: TenantId) -> Writer:
        return Writer(
            municipality,
            self.actor.audit_id,
            self.now,
            self.keys.house["audit"],
            self.keys.house["index"],
        )

    def token(self, municipality: str, *parts: str) -> str:
        """Opaque id of a value in plain columns, different in every municipality."""
        return keyed_token(self.keys.house["index"], municipality, *parts)

    def definition(self, hash: str) -> Definition:
        return self.platform.definition(hash, self.connection)

    def write(self, statement: Executable, rows: Any = None) -> None:
        """Rows beside the case (tasks, timers): written at commit, after the case that they point to."""
        self._writes.append((statement, rows))

    # -- the end
    def commit(self) -> None:
        """Writes cases, their entries and rows, and municipal entries, in this one transaction."""
        for case in self._cases.values():
            if case.touched:
                self._write_case(case)
        for statement, rows in self._writes:
            self.connection.execute(statement, rows)
        if self._events:
            self._write_municipal_events()
        self.connection.commit()
        self._cases.clear()
        self._events.clear()
        self._writes.clear()

    def _write_case(self, case: Case) -> None:
        entries, head = self.writer(case.municipality).extend(case.head, case.events, case.keys)
        revision = case.row["revision"] + 1
        updated, fresh = self._seal_parts(case, revision)
        structure = case.structure if case.structure is not None else case.state.structure
        values = {
            **case.changes,
            "revision": revision,
            "audit_count": head.count,
            "audit_head": head.mac,
            "structure": close_structure(case, structure, revision, head),
        }
        if case.new:
            self.connection.execute(insert(INSTANCE), {**case.row, **values})
        else:
            self._update_instance(case, values)
        if updated:
            self.connection.execute(UPDATE_PART, updated)
        if fresh:
            self.connection.execute(insert(PART), fresh)
        if entries:
            self.connection.execute(insert(ENTRY), [entry.row() for entry in entries])

    def _update_instance(self, case: Case, values: dict[str, Any]) -> None:
        place = {
            "of_id": case.id,
            "of_municipality": case.municipality,
            "of_revision": case.row["revision"],
        }
        if self.connection.execute(UPDATE_INSTANCE, {**values, **place}).rowcount != 1:
            raise InvalidState(
                "case.changed", "Der Vorgang wurde gerade von jemand anderem geändert. Bitte laden Sie die Seite neu."
            )

    def _seal_parts(self, case: Case, revision: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        updated, fresh = [], []
        parts = {Zone.MEDIATION: b"", **case.parts} if case.new else case.parts
        for zone, content in parts.items():
            if zone not in case.keys:
                if content:
                    raise InvalidState(
                        "zone.locked",
                        "Der Schlüssel dieses Bereichs ist vernichtet; hier kann nichts mehr eingetragen werden.",
                    )
                continue
            sealed = seal(case.keys[zone], content, _part_place(case.id, zone, revision))
            if zone in case.zone_revisions:
                updated.append({"of_instance": case.id, "of_zone": zone.value, "content": sealed})
            else:
                fresh.append({"instance": case.id, "zone": zone.value, "content": sealed})
            case.zone_revisions[zone.value] = revision
        return updated, fresh

    def _write_municipal_events(self) -> None:
        by_tenant: dict[TenantId, list[Event]] = {}
        for tenant, event in self._events:
            by_tenant.setdefault(tenant, []).append(event)
        for tenant, events in by_tenant.items():
            row = self.connection.execute(
                select(TENANT.c.audit_count, TENANT.c.audit_head).where(TENANT.c.identity == tenant).with_for_update()
            ).one()
            entries, head = self.writer(tenant).extend(Head(row.audit_count, row.audit_head), events)
            self.connection.execute(insert(ENTRY), [entry.row() for entry in entries])
            self.connection.execute(
                update(TENANT).where(TENANT.c.identity == tenant).values(audit_count=head.count, audit_head=head.mac)
            )


# ------------------------------------------------------------------ opening and closing of a case
def _structure_place(instance: str, revision: int, head: Head) -> bytes:
    return associated("structure", instance, revision, head.count, head.mac)


def _part_place(instance: str, zone: str, revision: int) -> bytes:
    return associated("part", instance, zone, revision)


def close_structure(case: Case, structure: bytes, revision: int, head: Head) -> bytes:
    content = msgpack.packb([structure, case.zone_revisions, sorted(case.waits)])
    return seal(case.keys[STRUCTURE], content, _structure_place(case.id, revision, head))


def open_structure(row: Mapping[str, Any], keys: Mapping[str, bytes]) -> tuple[bytes, dict[str, int], list[str]]:
    """Structure without values, the revision at which each zone was last written, and which messages are awaited."""
    key = keys.get(STRUCTURE)
    if key is None:
        raise NotFound("case.erased", "Dieser Vorgang wurde gelöscht; sein Inhalt ist nicht mehr lesbar.")
    head = Head(row["audit_count"], row["audit_head"])
    try:
        opened = unseal(key, row["structure"], _structure_place(row["id"], row["revision"], head))
    except NotOpened as error:
        raise _sealed(row["aktenzeichen"]) from error
    structure, revisions, waits = msgpack.unpackb(opened)
    return structure, revisions, waits


def open_parts(
    instance: str, rows: Sequence[Any], keys: Mapping[str, bytes], revisions: Mapping[str, int]
) -> Iterator[tuple[Zone, bytes]]:
    """Parts whose key still exists; a zone without its key is left out. Every case has a part for the mediation, which
    is empty until one runs: that the row exists says nothing."""
    missing = {zone for zone in revisions if zone in keys}
    for zone, content in rows:
        key = keys.get(zone)
        if key is None:
            continue
        try:
            opened = unseal(key, content, _part_place(instance, zone, revisions.get(zone, -1)))
        except NotOpened as error:
            raise _sealed(instance) from error
        missing.discard(zone)
        if opened:
            yield Zone(zone), opened
    if missing:
        raise _sealed(instance)


def _sealed(which: str) -> InvalidState:
    return InvalidState(
        "case.sealed",
        f"Der gespeicherte Stand von {which} lässt sich nicht entschlüsseln. Es wurde nichts geändert. "
        "Bitte wenden Sie sich an die Verwaltung; sie kann den Vorgang aus der Sicherung zurückholen.",
    )


# ------------------------------------------------------------------ composition root
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
        raise NotFound("definition.unknown", "Diese Fassung des Konfliktwegs ist nicht bekannt.")
    resources = [(row.main, Resource(ResourceKind(row.kind), row.key, row.file, row.content)) for row in rows]
    main = next(resource for is_main, resource in resources if is_main)
    return Package(main, (main, *(resource for is_main, resource in resources if not is_main)))
