"""A case as a command holds it, and how its state is opened and closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgpack

from engine.audit import Head
from engine.errors import InvalidState, NotFound
from engine.events import CaseEvent
from engine.runtime import Advance, State
from engine.sentences import say
from engine.store.keys import STRUCTURE
from engine.store.sealing import NotOpened, associated, seal, unpadded, unseal
from engine.terms import InstanceId, TenantId, Zone


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


def _structure_place(instance: str, revision: int, head: Head) -> bytes:
    return associated("structure", instance, revision, head.count, head.mac)


def part_place(instance: str, zone: str, revision: int) -> bytes:
    return associated("part", instance, zone, revision)


def close_structure(case: Case, structure: bytes, revision: int, head: Head) -> bytes:
    content = msgpack.packb([structure, case.zone_revisions, sorted(case.waits)])
    return seal(case.keys[STRUCTURE], content, _structure_place(case.id, revision, head))


def open_structure(row: Mapping[str, Any], keys: Mapping[str, bytes]) -> tuple[bytes, dict[str, int], list[str]]:
    """Structure without values, the revision at which each zone was last written, and which messages are awaited."""
    key = keys.get(STRUCTURE)
    if key is None:
        raise NotFound("case.erased", say("Dieser Vorgang wurde gelöscht; sein Inhalt ist nicht mehr lesbar."))
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
            opened = unpadded(unseal(key, content, part_place(instance, zone, revisions.get(zone, -1))))
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
        say(
            "Der gespeicherte Stand von {which} lässt sich nicht entschlüsseln. Es wurde nichts geändert. Bitte "
            "wenden Sie sich an die Verwaltung; sie kann den Vorgang aus der Sicherung zurückholen.",
            which=which,
        ),
    )
