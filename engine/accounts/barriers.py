"""Hinweise auf Barrieren: whoever meets one tells the municipality, without an account and without a name.

BGG NRW § 10b (2) no. 2 and BITVNRW § 5: the municipality answers within two to six weeks. What was written is sealed;
the trail says only that a report came and when it was done. Done reports are deleted after KEPT.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgpack
from sqlalchemy import Table, delete, func, insert, select, update

from engine.accounts.office import is_address
from engine.casework.loading import municipality
from engine.casework.visibility import insist_on, tenant_of
from engine.errors import InvalidInput, InvalidState, NotFound
from engine.events import BarrierReopened, BarrierReported, BarrierResolved
from engine.sentences import say
from engine.store.base import Base
from engine.store.keys import HOUSE_BARRIERS
from engine.store.office import BarrierReportRow
from engine.store.sealing import NotOpened, associated, padded, seal, unpadded, unseal
from engine.terms import Role, TenantId
from engine.unit_of_work import UnitOfWork

REPORT: Table = Base.metadata.tables[BarrierReportRow.__tablename__]
LONGEST = {"text": 4000, "page": 300, "email": 200}
MOST_OPEN = 500
MOST_SHOWN = MOST_OPEN + 50
KEPT = timedelta(days=180)
ANSWER_WITHIN = timedelta(weeks=6)
"""BITVNRW § 5 (2): two to at most six weeks."""


@dataclass(frozen=True, slots=True)
class ReportBarrier:
    """`page`: where it was met. `email`: only when the visitor wants an answer."""

    municipality: TenantId
    text: str
    page: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class BarrierReport:
    """`answer_by`: the last day for an answer. `text` is empty when it does not open."""

    number: int
    received_at: datetime
    answer_by: datetime
    resolved_at: datetime | None
    text: str
    page: str
    email: str


def report_barrier(uow: UnitOfWork, command: ReportBarrier) -> int:
    """Number of the report. Raises NotFound (municipality), InvalidInput, InvalidState (too many are open)."""
    tenant = municipality(uow, identity=command.municipality).identity
    for name, sentence in barrier_faults(command).items():
        raise InvalidInput(f"barrier.{name}", sentence)
    _drop_old(uow, tenant)
    still_open = select(func.count()).select_from(REPORT).where(REPORT.c.municipality == tenant, _open())
    if uow.connection.execute(still_open).scalar_one() >= MOST_OPEN:
        sentence = say("Gerade liegen sehr viele Hinweise vor. Wenden Sie sich bitte an die genannte Ansprechstelle.")
        raise InvalidState("barrier.full", sentence)
    key = uuid.uuid4().hex
    content = padded(msgpack.packb([command.text.strip(), command.page.strip(), command.email.strip()]))
    number: int = uow.connection.execute(
        insert(REPORT)
        .values(
            municipality=tenant,
            key=key,
            received_at=uow.now,
            resolved_at=None,
            sealed=seal(uow.keys.house[HOUSE_BARRIERS], content, _place(tenant, key)),
        )
        .returning(REPORT.c.id)
    ).scalar_one()
    uow.record(BarrierReported(number=number), tenant)
    uow.commit()
    return number


def barrier_faults(command: ReportBarrier) -> dict[str, str]:
    """German sentence by field, for each that cannot be taken."""
    faults = {}
    if not command.text.strip():
        faults["text"] = "Beschreiben Sie bitte, welche Barriere Sie bemerkt haben."
    for name, longest in LONGEST.items():
        given = getattr(command, name)
        if len(given) > longest:
            faults[name] = f"Hier passen höchstens {longest} Zeichen."
        elif any(not sign.isprintable() and sign not in "\r\n\t" for sign in given):
            faults[name] = "Der Text enthält Steuerzeichen. Schreiben Sie ihn bitte ohne sie."
    if command.email.strip() and not is_address(command.email.strip()):
        faults.setdefault("email", "Das ist keine E-Mail-Adresse. Sie hat die Form name@beispiel.de.")
    return faults


def barrier_reports(uow: UnitOfWork, tenant: TenantId | None = None) -> tuple[BarrierReport, ...]:
    """Open ones first, the oldest first; then those done in the last days, the newest first."""
    _insist(uow)
    order = REPORT.c.resolved_at.is_not(None), REPORT.c.resolved_at.desc(), REPORT.c.id
    query = select(*REPORT.c).order_by(*order).limit(MOST_SHOWN)
    wanted = tenant_of(uow.actor, tenant)
    if wanted is not None:
        query = query.where(REPORT.c.municipality == wanted)
    else:
        query = query.execution_options(unscoped="the command line acts for the whole house")
    return tuple(_report(uow, dict(row)) for row in uow.connection.execute(query).mappings())


def resolve_barrier(uow: UnitOfWork, number: int) -> None:
    """Raises NotPermitted, NotFound, InvalidState."""
    row = _load(uow, number)
    if row["resolved_at"] is not None:
        raise InvalidState(
            "barrier.resolved", say("Der Hinweis {number} ist schon erledigt.", number=number), expected="open"
        )
    tenant = TenantId(row["municipality"])
    _drop_old(uow, tenant)
    _set(uow, tenant, number, uow.now)
    uow.record(BarrierResolved(number=number), tenant)
    uow.commit()


def reopen_barrier(uow: UnitOfWork, number: int) -> None:
    """Takes "erledigt" back. Raises NotPermitted, NotFound, InvalidState."""
    row = _load(uow, number)
    if row["resolved_at"] is None:
        raise InvalidState("barrier.open", say("Der Hinweis {number} ist offen.", number=number), expected="resolved")
    tenant = TenantId(row["municipality"])
    _set(uow, tenant, number, None)
    uow.record(BarrierReopened(number=number), tenant)
    uow.commit()


# ------------------------------------------------------------------ inside
def _insist(uow: UnitOfWork) -> None:
    insist_on(uow.actor, Role.VERWALTUNG, sentence=say("Hinweise auf Barrieren bearbeitet die Verwaltung."))


def _open() -> Any:
    return REPORT.c.resolved_at.is_(None)


def _load(uow: UnitOfWork, number: int) -> Mapping[str, Any]:
    _insist(uow)
    query = select(*REPORT.c).where(REPORT.c.id == number)
    if not uow.actor.unrestricted:
        query = query.where(REPORT.c.municipality == uow.actor.municipality)
    row = uow.connection.execute(query).mappings().first()
    if row is None:
        raise NotFound("barrier.unknown", say("Den Hinweis {number} gibt es nicht.", number=number))
    return dict(row)


def _set(uow: UnitOfWork, tenant: TenantId, number: int, at: datetime | None) -> None:
    this = REPORT.c.id == number, REPORT.c.municipality == tenant
    uow.write(update(REPORT).where(*this).values(resolved_at=at))


def _drop_old(uow: UnitOfWork, tenant: TenantId) -> None:
    old = REPORT.c.resolved_at < uow.now - KEPT
    uow.write(delete(REPORT).where(REPORT.c.municipality == tenant, old))


def _report(uow: UnitOfWork, row: Mapping[str, Any]) -> BarrierReport:
    place = _place(TenantId(row["municipality"]), row["key"])
    try:
        text, page, email = msgpack.unpackb(unpadded(unseal(uow.keys.house[HOUSE_BARRIERS], row["sealed"], place)))
    except NotOpened:
        text = page = email = ""
    received = row["received_at"]
    return BarrierReport(row["id"], received, received + ANSWER_WITHIN, row["resolved_at"], text, page, email)


def _place(tenant: TenantId, key: str) -> bytes:
    return associated("barrier", tenant, key)
