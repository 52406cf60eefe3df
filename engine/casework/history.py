"""Verlauf: what happened in a case, in sentences, with no more than the reader may know."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from engine.audit import Entry, details
from engine.bpmn import Definition
from engine.casework.lines import ACCOUNT, account_names
from engine.casework.loading import TENANT
from engine.casework.told import entry_in_words
from engine.casework.visibility import coordinates, followed_zones, has_access, zones_of
from engine.events import KINDS, NEUTRAL, CaseEvent, sentence
from engine.store.base import Base
from engine.store.models import AuditEntry
from engine.store.sealing import NotOpened
from engine.terms import STATE_OFFICE, Zone
from engine.unit_of_work import Case, UnitOfWork

ENTRY: Table = Base.metadata.tables[AuditEntry.__tablename__]
SYSTEM_NAMES = {"operator": "Verwaltung (Befehlszeile)", "system": "Uhr"}

PROTECTED = "Geschützt"
"""Instead of a name in a zone that the reader does not follow."""
AUDITED = frozenset(Zone) - {Zone.MEDIATION}
"""What auditors follow."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    at: datetime
    actor_name: str
    sentence: str
    kind: str


def history(uow: UnitOfWork, case: Case, language: str = "de", *, newest: int = 200) -> tuple[HistoryEntry, ...]:
    """Newest first, told in the reader's language (de, en)."""
    query = (
        select(*ENTRY.c)
        .where(ENTRY.c.municipality == case.municipality, ENTRY.c.instance == case.id)
        .order_by(ENTRY.c.seq.desc())
        .limit(newest)
    )
    rows = [dict(row) for row in uow.connection.execute(query).mappings()]
    path = uow.definition(case.row["definition"])
    keys, zones = readable_keys(uow, case), followed_zones(uow, case.id)
    names = actor_names(uow, [row["actor_id"] for row in rows])
    return tuple(
        HistoryEntry(
            row["occurred_at"],
            shown_actor(row, names, zones),
            entry_sentence(row, keys, language, zones=zones, hide=_guarded(uow, row["kind"]), path=path),
            row["kind"],
        )
        for row in rows
    )


def _guarded(uow: UnitOfWork, kind: str) -> frozenset[str]:
    """Fields of an entry that are for coordinators only: the rule that fired tells which procedure was proposed."""
    event = KINDS.get(kind)
    if event is None or not issubclass(event, CaseEvent) or coordinates(uow.actor):
        return frozenset()
    return event.guarded


def readable_keys(uow: UnitOfWork, case: Case) -> Mapping[str, bytes]:
    """Keys of the zones whose entries this reader may open."""
    zones = set(zones_of(uow.actor))
    if coordinates(uow.actor) and not uow.actor.unrestricted or has_access(uow, case.id) and Zone.MEDIATION in zones:
        zones.add(Zone.MEDIATION)
    return {zone: key for zone, key in case.keys.items() if zone in zones}


def zone_of(facts: Mapping[str, Any]) -> Zone | None:
    """Zone of an entry; None for one that belongs to no case."""
    zone = facts.get("zone")
    return None if zone is None else Zone.MEDIATION if zone == NEUTRAL else Zone(zone)


def entry_sentence(
    row: Mapping[str, Any],
    keys: Mapping[str, bytes],
    language: str = "de",
    *,
    zones: frozenset[Zone] = AUDITED,
    hide: frozenset[str] = frozenset(),
    path: Definition | None = None,
) -> str:
    """The sentence of a row of the trail; neutral outside `zones` and where the reader holds no key. With the `path` of
    its case in that path's words."""
    values: dict[str, Any] = json.loads(row["facts"])
    zone = zone_of(values)
    if zone is not None and zone not in zones and (event := KINDS.get(row["kind"])) is not None:
        veiled = event.veiled | event.personal
        values = {name: value for name, value in values.items() if name not in veiled}
    key = keys.get(zone) if zone is not None and zone in zones else None
    if key is not None and row["sealed"] is not None:
        try:
            values = details(_entry(row), key)
        except NotOpened:
            return "(entry cannot be read)" if language == "en" else "(Eintrag nicht lesbar)"
    shown = {name: value for name, value in values.items() if name not in hide}
    if path is None:
        return sentence(row["kind"], shown, language)
    return entry_in_words(path, row["kind"], shown, language)


def shown_actor(row: Mapping[str, Any], names: Mapping[str, str], zones: frozenset[Zone] = AUDITED) -> str:
    """Who did it, to readers who follow the entry's zone: a mediator's name would tell that a mediation runs."""
    zone = zone_of(json.loads(row["facts"]))
    return names[row["actor_id"]] if zone is None or zone in zones else PROTECTED


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(**{name: row[name] for name in Entry.__slots__})


def actor_names(uow: UnitOfWork, audit_ids: list[str]) -> dict[str, str]:
    """Name by audit id; accounts of other municipalities stay numbers, those of the state office with its name."""
    wanted = {int(audit_id) for audit_id in audit_ids if audit_id.isdigit()}
    numbers = account_names(uow, wanted)
    if others := wanted - set(numbers):
        numbers |= _of_the_state_office(uow, others)
    return {
        audit_id: numbers.get(int(audit_id), f"Konto {audit_id}")
        if audit_id.isdigit()
        else SYSTEM_NAMES.get(audit_id, audit_id)
        for audit_id in audit_ids
    }


def _of_the_state_office(uow: UnitOfWork, numbers: Iterable[int]) -> dict[int, str]:
    """What it does in a municipality (clones, proposes, releases) must not look like a stranger's doing."""
    query = (
        select(ACCOUNT.c.id, TENANT.c.name)
        .join_from(ACCOUNT, TENANT, TENANT.c.identity == ACCOUNT.c.municipality)
        .where(ACCOUNT.c.id.in_(sorted(numbers)), TENANT.c.art == STATE_OFFICE)
    )
    return {row.id: f"{row.name} (Konto {row.id})" for row in uow.connection.execute(query)}
