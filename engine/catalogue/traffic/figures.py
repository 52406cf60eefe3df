"""How often each way of a published version was taken, and how long its steps lie: for one reader.

One version and one kind of cases at a time: a sum over several would let the small numbers of one be computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engine.bpmn import Definition, ProcessModel
from engine.bpmn.model import Element, Flow
from engine.casework.loading import TENANT
from engine.casework.visibility import CASEWORKERS, coordinates, zones_of
from engine.catalogue.process_pages import deployment_of
from engine.catalogue.traffic.balance import PERSONAL, Count, Equation, Side, equations, repeats
from engine.catalogue.traffic.counting import Counts, Tally, counts
from engine.catalogue.traffic.solving import System
from engine.catalogue.traffic.veiling import FEWEST, shown
from engine.terms import Zone
from engine.unit_of_work import UnitOfWork

GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"})
ALL_GATEWAYS = GATEWAYS | {"parallelGateway"}


@dataclass(frozen=True, slots=True)
class StepFigures:
    """A step for people. None: not shown. `median`, `longest`: seconds from opening to completion."""

    process_id: str
    element_id: str
    name: str
    lane: str
    times: int | None
    median: float | None
    longest: float | None


@dataclass(frozen=True, slots=True)
class FlowFigures:
    """A sequence flow behind a branching, or the edge of a step. None: not shown."""

    process_id: str
    flow_id: str
    source: str
    target: str
    name: str
    times: int | None


@dataclass(frozen=True, slots=True)
class Traffic:
    """`trial`: these are cases of a trial; the others are left out. `cases`: how many, None for fewer than may be
    said. `taken`: process -> flow -> how often, those that may be shown, for the drawing. `files`: process -> file, as
    the drawing of one shows all that its file holds; `main`: the process with which cases begin."""

    version: int
    trial: bool
    cases: int | None
    steps: tuple[StepFigures, ...]
    flows: tuple[FlowFigures, ...]
    taken: Mapping[str, Mapping[str, int]]
    files: Mapping[str, str]
    main: str

    def drawn_with(self, process_id: str | None) -> frozenset[str]:
        """The processes on one drawing; without one on that of the main file."""
        file = self.files.get(process_id or self.main)
        return frozenset(process for process, held in self.files.items() if held == file)

    @property
    def says_something(self) -> bool:
        return any(self.taken.values()) or any(step.times is not None for step in self.steps)


def path_traffic(uow: UnitOfWork, slug: str, version: int | None = None) -> Traffic:
    """Of one version, else of that on which new cases start. Raises NotFound."""
    row = deployment_of(uow, slug, version)
    definition = uow.definition(row["definition"])
    released = uow.connection.execute(
        select(TENANT.c.released).where(TENANT.c.identity == row["municipality"])
    ).scalar_one()
    found = counts(uow, row["municipality"], row["id"], trial=not released)
    zones = seen_zones(uow)
    listed = tuple(equations(definition.processes))
    small, known = _known(definition, found, listed)
    left: dict[Count, int] = {}
    if found.cases >= FEWEST:  # else even a nought beside a dot tells where the few are
        left = shown(known, listed, secret=_secret(definition, zones), few=small, public=_begun(definition))
    models = definition.processes.values()
    return Traffic(
        row["version"],
        not released,
        found.cases if found.cases >= FEWEST else None,
        tuple(step for model in models for step in _steps(model, zones, found, left)),
        tuple(flow for model in models for flow in _flows(model, zones, left)),
        {model.id: _taken(model, left) for model in models},
        {model.id: model.file for model in models},
        str(definition.main),
    )


def seen_zones(uow: UnitOfWork) -> frozenset[Zone]:
    """Zones of whose steps this reader may know how often they were taken; nobody of those of the mediation. Who works
    on cases has their own; to designers, auditors and the state office numbers of this size name nobody."""
    actor = uow.actor
    open_ones = frozenset(Zone) - {Zone.MEDIATION}
    if coordinates(actor) or actor.roles - CASEWORKERS:
        return open_ones
    return zones_of(actor) & open_ones


# ------------------------------------------------------------------ what is known
def _known(
    definition: Definition, found: Counts, listed: tuple[Equation, ...]
) -> tuple[frozenset[Count], dict[Count, int]]:
    """Counts that are about fewer than `FEWEST` cases, and all that are stored or follow from these."""
    stored: dict[Count, int] = {}
    cases: dict[Count, int] = {}
    again = 0
    for count, tally in _tallies(definition, found):
        element = definition.processes[count.process_id].elements[count.id]
        stored[count], cases[count] = tally.opened, tally.cases
        if not repeats(element):
            left = Count(count.process_id, count.id, Side.LEFT)
            stored[left], cases[left] = tally.completed, tally.cases_completed
            again += tally.opened - tally.cases
    for count, (taken, of_cases) in _counted(definition, found):
        stored[count], cases[count] = taken, of_cases
    firm = tuple(equation for equation in listed if not equation.loose)
    system = System(firm)
    known = system.solve(stored) if found.cases else {}
    for count in list(cases):
        cases |= dict.fromkeys(system.alike(count) & known.keys() - cases.keys(), cases[count])
    few = {count for count, value in known.items() if value and cases.get(count, value - again) < FEWEST}
    return frozenset(few), known


def _begun(definition: Definition) -> frozenset[Count]:
    """The number of cases stands on the page."""
    starts = definition.processes[definition.main].start_events()
    return frozenset(Count(str(definition.main), start.id, Side.ENTERED) for start in starts)


def _tallies(definition: Definition, found: Counts) -> list[tuple[Count, Tally]]:
    """By step; those never reached with nothing. A name that two processes give to a step says of neither."""
    homes: dict[str, list[Element]] = {}
    for model in definition.processes.values():
        for element in model.elements.values():
            homes.setdefault(element.id, []).append(element)
    return [
        (Count(same[0].process_id, key, Side.ENTERED), found.by_element.get(key, Tally(0, 0, 0, 0)))
        for key, same in homes.items()
        if len(same) == 1 and same[0].type in PERSONAL and same[0].zone is not Zone.MEDIATION
    ]


def _counted(definition: Definition, found: Counts) -> Iterator[tuple[Count, tuple[int, int]]]:
    """By flow outside the mediation; those never taken with nothing."""
    if found.flows is None:
        return
    for model in definition.processes.values():
        for flow in model.flows:
            if Zone.MEDIATION not in (model.elements[flow.source].zone, model.elements[flow.target].zone):
                yield Count(model.id, flow.id, Side.TAKEN), found.flows.get((model.id, flow.id), (0, 0))


def _secret(definition: Definition, zones: frozenset[Zone]) -> frozenset[Count]:
    """Counts of steps outside `zones`, and of flows that lead there or away."""
    found: set[Count] = set()
    for model in definition.processes.values():
        closed = {element.id for element in model.elements.values() if element.zone not in zones}
        found |= {Count(model.id, key, side) for key in closed for side in (Side.ENTERED, Side.LEFT)}
        found |= {Count(model.id, f.id, Side.TAKEN) for f in model.flows if {f.source, f.target} & closed}
    return frozenset(found)


# ------------------------------------------------------------------ for the page
def _steps(model: ProcessModel, zones: frozenset[Zone], found: Counts, left: Mapping[Count, int]) -> list[StepFigures]:
    listed = []
    for element in model.elements.values():
        if element.type not in PERSONAL or element.zone not in zones:
            continue
        times = left.get(Count(model.id, element.id, Side.ENTERED))
        tally = found.by_element.get(element.id)
        lain = tally if times is not None and tally is not None and tally.cases_completed >= FEWEST else None
        listed.append(
            StepFigures(
                model.id,
                element.id,
                element.label,
                element.lane or "",
                times,
                lain.middle if lain else None,
                lain.longest if lain else None,
            )
        )
    return listed


def _flows(model: ProcessModel, zones: frozenset[Zone], left: Mapping[Count, int]) -> list[FlowFigures]:
    listed = []
    for flow in model.flows:
        source, target = model.elements.get(flow.source), model.elements.get(flow.target)
        if source is None or target is None or not {source.zone, target.zone} <= zones or not _forks(model, flow):
            continue
        times = left.get(Count(model.id, flow.id, Side.TAKEN))
        names = _called(source), _called(_onward(model, target, zones))
        listed.append(FlowFigures(model.id, flow.id, *names, flow.name, times))
    return listed


def _called(element: Element) -> str:
    return element.label


def _onward(model: ProcessModel, target: Element, zones: frozenset[Zone]) -> Element:
    """Behind gateways that only bring ways together: where people see the way lead."""
    passed: set[str] = set()
    while target.type in ALL_GATEWAYS and not target.name and target.id not in passed:
        passed.add(target.id)
        flows = [flow for flow in model.flows if flow.source == target.id]
        behind = model.elements.get(flows[0].target) if len(flows) == 1 else None
        if behind is None or behind.zone not in zones:
            break
        target = behind
    return target


def _forks(model: ProcessModel, flow: Flow) -> bool:
    """Whether a case could have gone another way."""
    source = model.elements[flow.source]
    if source.type == "boundaryEvent":
        return True
    return source.type in GATEWAYS and sum(other.source == flow.source for other in model.flows) > 1


def _taken(model: ProcessModel, left: Mapping[Count, int]) -> dict[str, int]:
    counts_of = {flow.id: left.get(Count(model.id, flow.id, Side.TAKEN)) for flow in model.flows}
    return {key: value for key, value in counts_of.items() if value is not None}
