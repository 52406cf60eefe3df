"""Who acts, when and where; and the one commit that writes everything."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Executable, Row, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.audit import Head, Writer
from engine.bpmn import Definition
from engine.errors import InvalidState
from engine.events import CaseEvent, Event
from engine.runtime import State
from engine.sentences import say
from engine.store.base import Base
from engine.store.database import TenantSession
from engine.store.flow_count import FlowCount
from engine.store.models import AuditEntry, Municipality, ProcessInstance, ZonePart
from engine.store.sealing import keyed_token, padded, seal
from engine.terms import Actor, InstanceId, TenantId, Zone
from engine.unit_of_work.case import Case, close_structure, open_parts, open_structure, part_place

if TYPE_CHECKING:
    from engine.unit_of_work.platform import Platform

INSTANCE = Base.metadata.tables[ProcessInstance.__tablename__]
PART = Base.metadata.tables[ZonePart.__tablename__]
ENTRY = Base.metadata.tables[AuditEntry.__tablename__]
TENANT = Base.metadata.tables[Municipality.__tablename__]
FLOWS = Base.metadata.tables[FlowCount.__tablename__]
UPDATE_INSTANCE = update(INSTANCE).where(
    INSTANCE.c.id == bindparam("of_id"),
    INSTANCE.c.municipality == bindparam("of_municipality"),
    INSTANCE.c.revision == bindparam("of_revision"),
)
UPDATE_PART = update(PART).where(PART.c.instance == bindparam("of_instance"), PART.c.zone == bindparam("of_zone"))
FlowPlace = tuple[TenantId, int, bool, str, str]
"""Municipality, deployment, trial, process id, flow id."""
SELECT_PARTS = select(PART.c.zone, PART.c.content).where(PART.c.instance == bindparam("instance"))


class UnitOfWork:
    """What a use case needs: who, when, where. Reading use cases use `session`, commands `connection`."""

    def __init__(self, platform: Platform, connection: Connection, actor: Actor) -> None:
        self.platform = platform
        self.connection = connection
        self.actor = actor
        self.keys = platform.keys
        self.now = platform.clock.now()
        self.hops = 0
        """Through how many cases what is done here came without anybody having been waited for."""
        self._cases: dict[InstanceId, Case] = {}
        self._events: list[tuple[TenantId, Event]] = []
        self._writes: list[tuple[Executable, Any]] = []
        self._flows: dict[FlowPlace, tuple[int, int]] = {}

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

    def count_flow(self, place: FlowPlace, taken: int, cases: int) -> None:
        """Adds to how often a flow was taken, and by how many different cases."""
        before = self._flows.get(place, (0, 0))
        self._flows[place] = (before[0] + taken, before[1] + cases)

    # -- the end
    def commit(self) -> None:
        """Writes cases, their entries and rows, and municipal entries, in this one transaction."""
        for case in self._cases.values():
            if case.touched:
                self._write_case(case)
        for statement, rows in self._writes:
            self.connection.execute(statement, rows)
        if self._flows:
            self._write_flows()
        if self._events:
            self._write_municipal_events()
        self.connection.commit()
        self._cases.clear()
        self._events.clear()
        self._writes.clear()
        self._flows.clear()

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
                "case.changed",
                say("Der Vorgang wurde gerade von jemand anderem geändert. Bitte laden Sie die Seite neu."),
            )

    def _seal_parts(self, case: Case, revision: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        updated, fresh = [], []
        parts = {Zone.MEDIATION: b"", **case.parts} if case.new else case.parts
        for zone, content in parts.items():
            if zone not in case.keys:
                if content:
                    raise InvalidState(
                        "zone.locked",
                        say("Der Schlüssel dieses Bereichs ist vernichtet; hier kann nichts mehr eingetragen werden."),
                    )
                continue
            sealed = seal(case.keys[zone], padded(content), part_place(case.id, zone, revision))
            if zone in case.zone_revisions:
                updated.append({"of_instance": case.id, "of_zone": zone.value, "content": sealed})
            else:
                fresh.append({"instance": case.id, "zone": zone.value, "content": sealed})
            case.zone_revisions[zone.value] = revision
        return updated, fresh

    def _write_flows(self) -> None:
        """In one order, so that two commands never wait for each other; and late, so that none waits long."""
        dialect = sqlite if self.platform.database.sqlite else postgresql
        statement = dialect.insert(FLOWS)
        added = {name: FLOWS.c[name] + statement.excluded[name] for name in ("taken", "cases")}
        key = ["deployment", "trial", "process", "flow"]
        self.connection.execute(
            statement.on_conflict_do_update(index_elements=key, set_=added),
            [
                dict(zip(("municipality", *key, "taken", "cases"), (*place, *numbers), strict=True))
                for place, numbers in sorted(self._flows.items())
            ],
        )

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
