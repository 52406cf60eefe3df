"""Where a case may begin by hand: the start events of the newest path that wait for a report."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.model import Element, EventKind
from engine.casework.loading import municipality, newest_deployment
from engine.casework.visibility import insist_on
from engine.sentences import say
from engine.terms import Role, TenantId
from engine.unit_of_work import UnitOfWork

BY_HAND = (EventKind.NONE, EventKind.MESSAGE)


@dataclass(frozen=True, slots=True)
class CaseStart:
    """`event`: id of the start event; `name`: what it says; `place`: lane where it lies, empty without lanes; `mine`:
    the actor works in that lane's group."""

    event: str
    name: str
    place: str
    mine: bool


def case_starts(uow: UnitOfWork, tenant: TenantId) -> tuple[CaseStart, ...]:
    """In the order of the file, a start without a trigger first. Raises NotFound (municipality, path), NotPermitted."""
    insist_on(uow.actor, Role.KOORDINATION, sentence=say("Eine Meldung nimmt die Koordination auf."))
    deployment = newest_deployment(uow, municipality(uow, identity=tenant).identity)
    process = uow.definition(deployment.definition).processes[deployment.process_id]
    lanes = {lane.group: lane.name for lane in process.lanes}
    found = [event for event in process.start_events() if event.event in BY_HAND]
    found.sort(key=lambda event: event.event is not EventKind.NONE)
    return tuple(_start(event, lanes.get(event.group, ""), uow.actor.groups) for event in found)


def _start(event: Element, place: str, groups: frozenset[str]) -> CaseStart:
    return CaseStart(event.id, event.label, place, event.group in groups)
