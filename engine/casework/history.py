"""Verlauf: what happened in a case, in sentences, with no more than the reader may know."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from engine.audit import Entry, details
from engine.casework.lines import account_names
from engine.casework.visibility import coordinates, has_access, zones_of
from engine.events import NEUTRAL, sentence
from engine.store.models import AuditEntry, Base
from engine.store.sealing import NotOpened
from engine.terms import Zone
from engine.unit_of_work import Case, UnitOfWork

ENTRY: Table = Base.metadata.tables[AuditEntry.__tablename__]
SYSTEM_NAMES = {"operator": "Verwaltung (Befehlszeile)", "system": "Uhr"}

PROTECTED = "Geschützt"
"""Instead of a name in the mediation zone."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    at: datetime
    actor_name: str
    sentence: str
    kind: str


def history(uow: UnitOfWork, case: Case, *, newest: int = 200) -> tuple[HistoryEntry, ...]:
    """Newest first."""
    query = (
        select(*ENTRY.c)
        .where(ENTRY.c.municipality == case.municipality, ENTRY.c.instance == case.id)
        .order_by(ENTRY.c.seq.desc())
        .limit(newest)
    )
    rows = [dict(row) for row in uow.connection.execute(query).mappings()]
    keys = readable_keys(uow, case)
    names = actor_names(uow, [row["actor_id"] for row in rows])
    return tuple(
        HistoryEntry(row["occurred_at"], shown_actor(row, names, keys), entry_sentence(row, keys), row["kind"])
        for row in rows
    )


def readable_keys(uow: UnitOfWork, case: Case) -> Mapping[str, bytes]:
    """Keys of the zones whose entries this reader may open."""
    zones = set(zones_of(uow.actor))
    if coordinates(uow.actor) and not uow.actor.unrestricted or has_access(uow, case.id) and Zone.MEDIATION in zones:
        zones.add(Zone.MEDIATION)
    return {zone: key for zone, key in case.keys.items() if zone in zones}


def entry_sentence(row: Mapping[str, Any], keys: Mapping[str, bytes], language: str = "de") -> str:
    """The German sentence of a row of the trail; neutral where the reader holds no key."""
    values: dict[str, Any] = json.loads(row["facts"])
    zone = values.get("zone")
    key = keys.get(Zone.MEDIATION if zone == NEUTRAL else zone) if zone else None
    if key is not None and row["sealed"] is not None:
        try:
            values = details(_entry(row), key)
        except NotOpened:
            return "(Eintrag nicht lesbar)"
    return sentence(row["kind"], values, language)


def shown_actor(row: Mapping[str, Any], names: Mapping[str, str], keys: Mapping[str, bytes]) -> str:
    """Who did it. Inside the mediation zone a name would tell that a mediation runs: only its readers see it."""
    veiled = json.loads(row["facts"]).get("zone") == NEUTRAL and Zone.MEDIATION not in keys
    return PROTECTED if veiled else names[row["actor_id"]]


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(**{name: row[name] for name in Entry.__slots__})


def actor_names(uow: UnitOfWork, audit_ids: list[str]) -> dict[str, str]:
    """Name by audit id; accounts of other municipalities stay numbers."""
    numbers = account_names(uow, [int(audit_id) for audit_id in audit_ids if audit_id.isdigit()])
    return {
        audit_id: numbers.get(int(audit_id), f"Konto {audit_id}")
        if audit_id.isdigit()
        else SYSTEM_NAMES.get(audit_id, audit_id)
        for audit_id in audit_ids
    }
