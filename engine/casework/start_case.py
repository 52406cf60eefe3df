"""Start a case: on the newest published path of the municipality, as a trial until the municipality is released."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from engine import runtime
from engine.casework.advancing import apply_advance, summarize
from engine.casework.claim_task import take_opened
from engine.casework.loading import fall, municipality, newest_deployment
from engine.casework.names import insist_on_names
from engine.casework.visibility import insist_on
from engine.errors import IncidentRaised, InvalidState
from engine.events import CaseStarted as CaseStartedEvent
from engine.runtime import OpenedTask
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import CaseNumber
from engine.terms import (
    Aktenzeichen,
    InstanceId,
    InstanceState,
    Role,
    Stage,
    TenantId,
    UserTaskId,
    Zone,
)
from engine.unit_of_work import UnitOfWork

NUMBER: Table = Base.metadata.tables[CaseNumber.__tablename__]
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class StartCase:
    """`municipality`: identity. Without process and start event: the published path and its none start. `take`: whoever
    starts the case takes the report down, too: the first task is theirs, even where another group does it as a rule."""

    municipality: TenantId
    process_id: str | None = None
    start_event: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    take: bool = False


@dataclass(frozen=True, slots=True)
class CaseStarted:
    instance_id: InstanceId
    aktenzeichen: Aktenzeichen
    first_task: UserTaskId | None


def start_case(uow: UnitOfWork, command: StartCase) -> CaseStarted:
    """Raises NotFound (municipality, path), NotPermitted, InvalidInput, IncidentRaised."""
    insist_on(uow.actor, Role.KOORDINATION, sentence=say("Eine Meldung nimmt die Koordination auf."))
    insist_on_names(command.variables)
    return _begin(uow, command)


def begin_by_clock(uow: UnitOfWork, command: StartCase) -> CaseStarted:
    """For the clock alone: the time of the command's timer start event has come. Raises as `start_case`."""
    insist_on(uow.actor, sentence=say("Das beginnt von selbst."))
    return _begin(uow, command, by_clock=True)


def _begin(uow: UnitOfWork, command: StartCase, *, by_clock: bool = False) -> CaseStarted:
    tenant = municipality(uow, identity=command.municipality)
    if tenant.template:
        raise InvalidState(
            "template.case", say("In einer Mustervorlage beginnt kein Vorgang. Klonen Sie sie für eine Kommune.")
        )
    deployment = newest_deployment(uow, tenant.identity)
    definition = uow.definition(deployment.definition)
    instance = InstanceId(uuid.uuid4().hex)
    aktenzeichen = _next_number(uow, tenant.identity)
    advance = runtime.start(
        definition,
        process_id=command.process_id or deployment.process_id,
        start_event=command.start_event,
        variables=command.variables,
        case=fall(aktenzeichen, tenant.name, uow.now, Stage.EINGANG.value),
        now=uow.now,
        by_clock=by_clock,
    )
    if advance.incident is not None:
        raise IncidentRaised(advance.incident.code, advance.incident.message)
    keys = uow.keys.make_case_keys(instance)
    row = {
        "id": instance,
        "municipality": tenant.identity,
        "aktenzeichen": aktenzeichen,
        "deployment": deployment.id,
        "definition": deployment.definition,
        "state": InstanceState.ACTIVE.value,
        "stage": Stage.EINGANG.value,
        "trial": not tenant.released,
        "started_at": uow.now,
        "ended_at": None,
        "type_token": None,
        "district_token": None,
    }
    case = uow.new_case(row, keys)
    uow.record(
        CaseStartedEvent(
            instance_id=instance,
            aktenzeichen=aktenzeichen,
            version=deployment.version,
            definition=deployment.definition,
            trial=not tenant.released,
        )
    )
    apply_advance(uow, case, definition, advance, by=uow.actor.audit_id)
    summarize(uow, case, command.variables)
    first = next((task for task in advance.opened if uow.actor.unrestricted or task.group in uow.actor.groups), None)
    if command.take and uow.actor.account_id is not None:
        first = first or _only_report(advance.opened)
        if first is not None and first.assignee is None:
            take_opened(uow, case, first)
    uow.commit()
    return CaseStarted(instance, aktenzeichen, first.task_id if first is not None else None)


def _only_report(opened: Sequence[OpenedTask]) -> OpenedTask | None:
    """The task with which every case of this start begins, if that is one, and nothing secret."""
    return opened[0] if len(opened) == 1 and opened[0].zone is Zone.EINGANG else None


def _next_number(uow: UnitOfWork, tenant: TenantId) -> Aktenzeichen:
    """The next Aktenzeichen of the municipality and year; a gap can only come from a case that failed to start."""
    year = uow.now.astimezone(BERLIN).year
    dialect = sqlite if uow.platform.database.sqlite else postgresql
    statement = (
        dialect.insert(NUMBER)
        .values(municipality=tenant, year=year, last=1)
        .on_conflict_do_update(index_elements=["municipality", "year"], set_={"last": NUMBER.c.last + 1})
        .returning(NUMBER.c.last)
    )
    last = uow.connection.execute(statement).scalar_one()
    return Aktenzeichen(f"KKM-{tenant}-{year}-{last:04d}")
