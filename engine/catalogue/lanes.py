"""Groups that the published path speaks to, with their names: one for each lane, of the path itself and of what it
calls, and those whom a missed deadline reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from engine import feel, formdefs
from engine.bpmn import Definition, escalation
from engine.bpmn.model import ProcessModel
from engine.casework.loading import municipality, newest_deployment
from engine.casework.visibility import insist_on
from engine.errors import NotFound
from engine.sentences import say
from engine.terms import CandidateGroup, Role, TenantId
from engine.unit_of_work import UnitOfWork

EMPTY: Mapping[CandidateGroup, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LaneGroup:
    """`name` as the designer wrote it: of the lane where it is first drawn, else of the escalation."""

    group: CandidateGroup
    name: str


def lane_groups(uow: UnitOfWork, tenant: TenantId) -> tuple[LaneGroup, ...]:
    """By name; empty while nothing is published. Raises NotFound for another municipality."""
    own = municipality(uow, identity=tenant)
    return tuple(LaneGroup(group, name) for group, name in sorted(_published(uow, own.identity).items(), key=_by_name))


def first_groups(uow: UnitOfWork, tenant: TenantId) -> tuple[LaneGroup, ...]:
    """Of the lanes in which somebody begins a case: whom a new municipality needs first. Empty while nothing is
    published. Raises NotPermitted: for LaKI, which invites the first person."""
    insist_on(uow.actor, Role.LAKI, sentence=say("Die erste Person einer Kommune lädt die Landesstelle ein."))
    try:
        deployment = newest_deployment(uow, tenant)
    except NotFound:
        return ()
    model = uow.definition(deployment.definition).processes[deployment.process_id]
    starts = [element for element in model.elements.values() if element.type == "startEvent"]
    begun = [element for element in starts if element.event.value == "none"] or starts
    groups = dict.fromkeys(start.group for start in begun)
    names = _published(uow, tenant)
    return tuple(LaneGroup(CandidateGroup(group), names[CandidateGroup(group)]) for group in groups if group in names)


def group_names(uow: UnitOfWork) -> Mapping[CandidateGroup, str]:
    """What people of the actor's municipality call its groups; empty without a municipality, or a published path."""
    return _published(uow, uow.actor.municipality) if uow.actor.municipality else EMPTY


def _published(uow: UnitOfWork, tenant: TenantId) -> Mapping[CandidateGroup, str]:
    try:
        deployment = newest_deployment(uow, tenant)
    except NotFound:
        return EMPTY
    return _names(uow.definition(deployment.definition), deployment.process_id, tenant)


@lru_cache(maxsize=256)
def _names(definition: Definition, process_id: str, tenant: TenantId) -> Mapping[CandidateGroup, str]:
    first = definition.processes[process_id]
    models = [first, *(model for model in definition.processes.values() if model is not first)]
    names: dict[str, str] = {}
    for group, name in [*_of_lanes(models), *_of_escalations(models)]:
        if not group.startswith("="):
            names.setdefault(group, name)
            continue
        for key, label in _by_choice(definition, group[1:], tenant):
            names.setdefault(key, f"{name} {label}")
    return MappingProxyType({CandidateGroup(group): name for group, name in names.items()})


def _of_lanes(models: list[ProcessModel]) -> Iterator[tuple[str, str]]:
    for model in models:
        parents = {lane.parent for lane in model.lanes}
        for lane in model.lanes:
            if lane.group and lane.id not in parents:
                yield lane.group, lane.name or lane.group


def _of_escalations(models: list[ProcessModel]) -> Iterator[tuple[str, str]]:
    for model in models:
        for element in model.elements.values():
            for step in map(escalation.step, element.escalation):
                if group := escalation.group_of(step.word, model.lanes):
                    yield group, step.word


def _by_choice(definition: Definition, formula: str, tenant: TenantId) -> Iterator[tuple[str, str]]:
    """Groups that a formula gives for each choice of the one field it reads: "gemeinde_05374020", "Lindlar"."""
    expression = feel.parse(formula)
    if len(expression.names) != 1:
        return
    (variable,) = expression.names
    for option in _choices(definition, variable, tenant):
        group = expression.evaluate({variable: option.get("value")})
        if isinstance(group, str) and group:
            yield group, str(option.get("label"))


def _choices(definition: Definition, variable: str, tenant: TenantId) -> list[dict[str, Any]]:
    """Of the field of that name: written in its form, or given by a decision over the municipality's number."""
    for content in definition.forms.values():
        for field in formdefs.read(content).fields():
            if field.path == variable and (field.options or field.options_key):
                if field.options:
                    return [{"value": option.value, "label": option.label} for option in field.options]
                return _decided(definition, field.options_key, tenant)
    return []


def _decided(definition: Definition, variable: str | None, tenant: TenantId) -> list[dict[str, Any]]:
    steps = (element for model in definition.processes.values() for element in model.elements.values())
    key = next((step.decision for step in steps if step.decision and step.result_variable == variable), None)
    decisions = definition.decisions.get(key) if key else None
    if key is None or decisions is None:
        return []
    try:
        found = decisions.evaluate(key, {"fall": {"aktenzeichen": f"KKM-{tenant}-0000-0000"}}).value
    except feel.BudgetExceeded:
        return []
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _by_name(item: tuple[str, str]) -> tuple[str, str]:
    return item[1].casefold(), item[0]
