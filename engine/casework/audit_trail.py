"""Prüfspur: was it done rightly? For auditors: sentences without what was said, and the state of the chains."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from engine.audit import Break, Entry, Head, verify_chain
from engine.bpmn import Definition
from engine.casework.history import SYSTEM_NAMES, actor_names, entry_sentence, shown_actor
from engine.casework.lines import ACCOUNT, account_names
from engine.casework.told import Words, of_house_in_words
from engine.casework.visibility import insist_on, tenant_of
from engine.errors import EngineError
from engine.events import KINDS, NEUTRAL, AuditTrailRead
from engine.sentences import say
from engine.store.base import Base
from engine.store.keys import STRUCTURE
from engine.store.models import AuditEntry, Municipality, ProcessInstance
from engine.terms import InstanceId, Role, TenantId
from engine.unit_of_work import SELECT_PARTS, UnitOfWork, open_parts, open_structure

ENTRY: Table = Base.metadata.tables[AuditEntry.__tablename__]
INSTANCE: Table = Base.metadata.tables[ProcessInstance.__tablename__]
TENANT: Table = Base.metadata.tables[Municipality.__tablename__]
CSV_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """`actor`: an audit id (account number, operator, system). `since`, `until`: aware datetimes."""

    aktenzeichen: str | None = None
    kind: str | None = None
    actor: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: int | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class AuditLine:
    """`number` is the place in the chain, `hash8` the first digits of the entry's authentication code."""

    number: int
    at: datetime
    actor: str
    aktenzeichen: str | None
    kind: str
    sentence: str
    hash8: str


@dataclass(frozen=True, slots=True)
class AuditList:
    lines: tuple[AuditLine, ...]
    next: str | None
    kinds: tuple[str, ...]
    actors: tuple[tuple[str, str], ...]
    """Audit id and name of those whom the list may be narrowed to."""


def audit_trail(
    uow: UnitOfWork, filter: AuditFilter, language: str = "de", words: Words = MappingProxyType({})
) -> AuditList:
    """Newest first, told in this language. Auditors read facts only: no sealed part is opened here, whoever asks."""
    _insist_on_auditor(uow)
    rows = _rows(uow, filter, filter.limit + 1)
    shown, more = rows[: filter.limit], len(rows) > filter.limit
    lines = _lines(uow, shown, language, words)
    return AuditList(lines, str(shown[-1]["id"]) if more else None, tuple(sorted(KINDS)), _actors(uow))


def _actors(uow: UnitOfWork) -> tuple[tuple[str, str], ...]:
    """Accounts of the municipality, the clock and the command line."""
    query = select(ACCOUNT.c.id, ACCOUNT.c.name).order_by(ACCOUNT.c.name)
    if not uow.actor.unrestricted:
        query = query.where(ACCOUNT.c.municipality == uow.actor.municipality)
    people = [(str(row.id), row.name) for row in uow.connection.execute(query)]
    return (*people, *SYSTEM_NAMES.items())


def audit_csv(uow: UnitOfWork, filter: AuditFilter, words: Words = MappingProxyType({})) -> Iterator[tuple[str, ...]]:
    """Header and rows, all that the filter leaves."""
    _insist_on_auditor(uow)
    yield ("Nummer", "Zeitpunkt (UTC)", "Wer", "Aktenzeichen", "Art", "Vorgang", "Prüfziffer")
    for line in _lines(uow, _rows(uow, filter, CSV_LIMIT), "de", words):
        yield (
            str(line.number),
            line.at.isoformat(timespec="seconds"),
            line.actor,
            line.aktenzeichen or "",
            line.kind,
            line.sentence,
            line.hash8,
        )


def record_export(uow: UnitOfWork, lines: int) -> None:
    """That the trail was taken out is itself an entry."""
    uow.record(AuditTrailRead(lines=lines))
    uow.commit()


def _insist_on_auditor(uow: UnitOfWork) -> None:
    insist_on(
        uow.actor,
        Role.REVISION,
        Role.DATENSCHUTZ,
        sentence=say("Die Prüfspur sehen Revision und Datenschutz."),
    )


def _rows(uow: UnitOfWork, filter: AuditFilter, limit: int) -> list[dict[str, Any]]:
    conditions: list[ColumnElement[bool]] = []
    if not uow.actor.unrestricted:
        conditions.append(ENTRY.c.municipality == uow.actor.municipality)
    if filter.aktenzeichen:
        conditions.append(INSTANCE.c.aktenzeichen == filter.aktenzeichen.strip())
    if filter.kind:
        conditions.append(ENTRY.c.kind == filter.kind)
    if filter.actor:
        conditions.append(ENTRY.c.actor_id == filter.actor)
        conditions.append(ENTRY.c.facts.not_like(f'%"zone":"{NEUTRAL}"%'))
    if filter.since:
        conditions.append(ENTRY.c.occurred_at >= filter.since)
    if filter.until:
        conditions.append(ENTRY.c.occurred_at < filter.until)
    if filter.after is not None:
        conditions.append(ENTRY.c.id < filter.after)
    query = (
        select(*ENTRY.c, INSTANCE.c.aktenzeichen, INSTANCE.c.definition)
        .join_from(ENTRY, INSTANCE, INSTANCE.c.id == ENTRY.c.instance, isouter=True)
        .where(*conditions)
        .order_by(ENTRY.c.id.desc())
        .limit(limit)
    )
    return [dict(row) for row in uow.connection.execute(query).mappings()]


def _lines(uow: UnitOfWork, rows: list[dict[str, Any]], language: str, words: Words) -> tuple[AuditLine, ...]:
    names = actor_names(uow, [row["actor_id"] for row in rows])
    paths = {hash: _path(uow, hash) for hash in {row["definition"] for row in rows if row["definition"]}}
    of_house = {row["id"]: json.loads(row["facts"]) for row in rows if row["instance"] is None}
    people = account_names(uow, [facts.get("account_id") for facts in of_house.values()])
    return tuple(
        AuditLine(
            row["seq"],
            row["occurred_at"],
            shown_actor(row, names),
            row["aktenzeichen"],
            row["kind"],
            of_house_in_words(row["kind"], of_house[row["id"]], language, words, people)
            if row["id"] in of_house
            else entry_sentence(row, {}, language, path=paths.get(row["definition"])),
            row["mac"].hex()[:8],
        )
        for row in rows
    )


def _path(uow: UnitOfWork, hash: str) -> Definition | None:
    """The path of a case; None for one that this version of the program does not read any more."""
    try:
        return uow.definition(hash)
    except EngineError:
        return None


# ------------------------------------------------------------------ verification
@dataclass(frozen=True, slots=True)
class Verification:
    """`entries` that hold, over `chains`; `broken` is the first break of every chain that has one."""

    entries: int
    chains: int
    broken: tuple[Break, ...]

    @property
    def holds(self) -> bool:
        return not self.broken


def verify_trail(
    uow: UnitOfWork, *, municipality: TenantId | None = None, aktenzeichen: str | None = None
) -> Verification:
    """Recomputes every chain from its first entry and holds it against its head and the sealed state."""
    _insist_on_auditor(uow)
    tenant = tenant_of(uow.actor, municipality)
    heads = list(_case_heads(uow, tenant, aktenzeichen))
    if aktenzeichen is None:
        heads += _municipal_heads(uow, tenant)
    total, broken = 0, []
    for owner, instance, head, row in heads:
        count, found = verify_chain(uow.keys.house["audit"], _entries(uow.connection, owner, instance), head)
        total += count
        if found is None and row is not None:
            found = _state_break(uow, row)
        if found is not None:
            broken.append(Break(owner, instance, found.seq, found.reason))
    if aktenzeichen is None:
        broken += _orphans(uow, tenant)
    return Verification(total, len(heads), tuple(broken))


def _case_heads(uow: UnitOfWork, tenant: TenantId | None, aktenzeichen: str | None) -> Iterator[Any]:
    query = select(*INSTANCE.c).order_by(INSTANCE.c.id)
    if tenant is not None:
        query = query.where(INSTANCE.c.municipality == tenant)
    if aktenzeichen is not None:
        query = query.where(INSTANCE.c.aktenzeichen == aktenzeichen)
    for row in uow.connection.execute(query).mappings():
        yield row["municipality"], row["id"], Head(row["audit_count"], row["audit_head"]), row


def _municipal_heads(uow: UnitOfWork, tenant: TenantId | None) -> list[Any]:
    query = select(TENANT.c.identity, TENANT.c.audit_count, TENANT.c.audit_head)
    if tenant is not None:
        query = query.where(TENANT.c.identity == tenant)
    return [(row.identity, None, Head(row.audit_count, row.audit_head), None) for row in uow.connection.execute(query)]


def _entries(connection: Connection, owner: str, instance: str | None) -> Iterator[Entry]:
    query = (
        select(*ENTRY.c)
        .where(
            ENTRY.c.municipality == owner,
            ENTRY.c.instance == instance if instance is not None else ENTRY.c.instance.is_(None),
        )
        .order_by(ENTRY.c.seq)
    )
    for row in connection.execute(query).mappings():
        yield Entry(**{name: row[name] for name in Entry.__slots__})


def _state_break(uow: UnitOfWork, row: Mapping[str, Any]) -> Break | None:
    """The sealed state opens only with the head that it was written with, and its parts only at the revision that the
    state lists: rows put back from an old copy show here."""
    keys = uow.keys.keys_of(InstanceId(row["id"]))
    if STRUCTURE not in keys:
        return None
    try:
        _, revisions, _ = open_structure(row, keys)
        parts = uow.connection.execute(SELECT_PARTS, {"instance": row["id"]}).all()
        for _ in open_parts(row["id"], parts, keys, revisions):
            pass
    except EngineError:
        return Break(row["municipality"], row["id"], row["audit_count"], "Stand und Prüfspur passen nicht zusammen")
    return None


def _orphans(uow: UnitOfWork, tenant: TenantId | None) -> list[Break]:
    """Entries whose case is gone: a case cannot be removed without a trace."""
    query = (
        select(ENTRY.c.municipality, ENTRY.c.instance, func.min(ENTRY.c.seq).label("seq"))
        .join_from(ENTRY, INSTANCE, INSTANCE.c.id == ENTRY.c.instance, isouter=True)
        .where(ENTRY.c.instance.is_not(None), INSTANCE.c.id.is_(None))
        .group_by(ENTRY.c.municipality, ENTRY.c.instance)
    )
    if tenant is not None:
        query = query.where(ENTRY.c.municipality == tenant)
    return [Break(row.municipality, row.instance, row.seq, "Vorgang fehlt") for row in uow.connection.execute(query)]
