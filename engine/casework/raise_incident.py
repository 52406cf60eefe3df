"""A fault becomes a Störung: a row with what was being done, an entry, and a case that is as it was before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, insert

from engine.bpmn import Definition
from engine.events import IncidentOccurred
from engine.feel import codec
from engine.runtime import Incident
from engine.store.base import Base
from engine.store.keys import STRUCTURE
from engine.store.models import IncidentRow
from engine.store.sealing import associated, seal
from engine.terms import InstanceState, UserTaskId, Zone
from engine.unit_of_work import Case, UnitOfWork

INCIDENT: Table = Base.metadata.tables[IncidentRow.__tablename__]


def raise_incident(
    uow: UnitOfWork,
    case: Case,
    definition: Definition,
    incident: Incident,
    *,
    task: UserTaskId | None,
    doing: Mapping[str, Any],
    stops: bool = True,
) -> None:
    """Keeps the case as it was, and what was being done, so that it can be tried again. Not `stops`: the case goes
    on beside it."""
    if stops:
        case.changes["state"] = InstanceState.INCIDENT.value
    zone = zone_of_element(definition, incident.element_id)
    element = incident.element_id or ""
    if zone is Zone.MEDIATION:
        element = uow.token(case.municipality, case.id, element)
    uow.write(
        insert(INCIDENT),
        {
            "municipality": case.municipality,
            "instance": case.id,
            "task": task,
            "code": incident.code,
            "element": element,
            "occurred_at": uow.now,
            "resolved_at": None,
            "sealed": seal(
                case.keys[STRUCTURE],
                codec.encode({"message": incident.message, "zone": zone.value, **doing}),
                associated("incident", case.id),
            ),
        },
    )
    uow.record(
        IncidentOccurred(
            instance_id=case.id,
            zone=zone,
            code=incident.code,
            element_id=incident.element_id or "",
            message=incident.message,
        )
    )


def zone_of_element(definition: Definition, element_id: str | None) -> Zone:
    """Where an incident happened, which need not be where the step began. Mediation, when that is possible."""
    found = {
        element.zone
        for model in definition.processes.values()
        for element in model.elements.values()
        if element.id == element_id
    }
    if Zone.MEDIATION in found:
        return Zone.MEDIATION
    return found.pop() if len(found) == 1 else Zone.EINGANG
