"""Groups that the published path speaks to: one for each lane, of the path itself and of what it calls, and those whom
a missed deadline reaches."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn import escalation
from engine.casework.loading import municipality, newest_deployment
from engine.errors import NotFound
from engine.terms import CandidateGroup, TenantId
from engine.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class LaneGroup:
    """`name` as the designer wrote it: of the lane where it is first drawn, else of the escalation."""

    group: CandidateGroup
    name: str


def lane_groups(uow: UnitOfWork, tenant: TenantId) -> tuple[LaneGroup, ...]:
    """By name; empty while nothing is published. Raises NotFound for another municipality."""
    own = municipality(uow, identity=tenant)
    try:
        deployment = newest_deployment(uow, own.identity)
    except NotFound:
        return ()
    definition = uow.definition(deployment.definition)
    first = definition.processes[deployment.process_id]
    models = [first, *(model for model in definition.processes.values() if model is not first)]
    names: dict[str, str] = {}
    for model in models:
        parents = {lane.parent for lane in model.lanes}
        for lane in model.lanes:
            if lane.group and lane.id not in parents:
                names.setdefault(lane.group, lane.name or lane.group)
    for model in models:
        for element in model.elements.values():
            for step in map(escalation.step, element.escalation):
                if group := escalation.group_of(step.word, model.lanes):
                    names.setdefault(group, step.word)
    plain = {group: name for group, name in names.items() if not group.startswith("=")}  # else a formula gives it
    return tuple(LaneGroup(CandidateGroup(group), name) for group, name in sorted(plain.items(), key=_by_name))


def _by_name(item: tuple[str, str]) -> tuple[str, str]:
    return item[1].casefold(), item[0]
