"""How often each sequence flow of a version is taken: added up as its cases go, so that no case is opened to count."""

from __future__ import annotations

from engine import runtime
from engine.bpmn import Definition
from engine.runtime import Advance, PassedKind
from engine.terms import Zone
from engine.unit_of_work import Case, UnitOfWork


def count_flows(uow: UnitOfWork, case: Case, definition: Definition, advance: Advance) -> None:
    for passed in advance.passed:
        if passed.kind is PassedKind.FLOW:
            _count(uow, case, definition, passed.process_id, passed.element_id, 1, int(not passed.again))


def uncount_flows(uow: UnitOfWork, case: Case, definition: Definition) -> None:
    """Takes back all that was counted of a case begun by mistake. Before anything else happens in it."""
    for mark in runtime.marks(definition, case.state):
        if mark.count:
            _count(uow, case, definition, mark.process_id, mark.element_id, -mark.count, -1)


def _count(
    uow: UnitOfWork, case: Case, definition: Definition, process_id: str, flow_id: str, taken: int, cases: int
) -> None:
    """Marks of elements, and flows to or from a step of the mediation, are passed over: that one runs stays secret."""
    model = definition.processes[process_id]
    flow = next((flow for flow in model.flows if flow.id == flow_id), None)
    if flow is None:
        return
    if Zone.MEDIATION in (model.elements[flow.source].zone, model.elements[flow.target].zone):
        return
    place = (case.municipality, case.row["deployment"], case.row["trial"], process_id, flow_id)
    uow.count_flow(place, taken, cases)
