"""The state between commands: its size, its marks, and that nothing shared is ever changed."""

from __future__ import annotations

from typing import Any

from engine import runtime
from engine.runtime.specs import specs_of
from tests.bpmn.models import (
    END,
    START,
    boundary,
    call,
    document,
    element,
    flow,
    flows,
    loop,
    process,
    sub_process,
    timer,
    user,
)
from tests.runtime.case import NOW, Case

ROUND = document(
    START,
    user("u"),
    boundary("bt", "u", timer("PT14H"), interrupting=False),
    element("endEvent", "be"),
    element("exclusiveGateway", "g", default="d"),
    END,
    flows("s", "u", "g"),
    flow("bt", "be"),
    flow("g", "e", "=fertig"),
    flow("g", "u", key="d"),
)


def test_two_thousand_rounds_with_a_boundary_timer_keep_their_size():
    case = Case(ROUND, fertig=False)
    sizes = []
    for number in range(2000):
        case.do("u", runde=number)
        sizes.append(len(case.state.structure))
        case.log.clear()
    assert max(sizes) <= sizes[0] * 1.1
    assert case.do("u", fertig=True).finished


def test_marks_outlive_the_history():
    case = Case(ROUND, fertig=False)
    for _ in range(3):
        case.do("u")
    marks = {m.element_id: m for m in runtime.marks(case.definition, case.state)}
    assert (marks["u"].state, marks["u"].count) == ("current", 3)
    assert (marks["s"].state, marks["s"].count, marks["d"].count) == ("finished", 1, 3)
    assert marks["g"].last_at == NOW and "e" not in marks


def test_the_specs_that_cases_share_stay_as_they_were():
    child = process("kind", element("startEvent", "ks"), user("ku"), element("endEvent", "ke"), flows("ks", "ku", "ke"))
    model = document(
        START,
        sub_process("sp", user("u"), flows("sp_s", "u", "sp_e"), loop=loop()),
        boundary("b", "sp", timer("P1D"), interrupting=False),
        user("v"),
        call("ca", "kind"),
        END,
        flows("s", "sp", "ca", "e"),
        flows("b", "v", "e"),
        extra=child,
    )
    first = Case(model, liste=["eins", "zwei"])
    before = fingerprint(first)
    first.do("u")
    first.wait(days=2)
    first.do("u", 0)
    second = Case(model, liste=["drei"])
    assert fingerprint(second) == before
    assert second.open == ["u"] and first.open == ["ku", "v"]


def fingerprint(case: Case) -> Any:
    specs = specs_of(case.definition)
    return [
        (
            key,
            name,
            [(e.id, e.index) for e in node.edges],
            node.incoming,
            sorted(vars(node)),
            node._inputs,
            node._outputs,
        )
        for key in case.definition.processes
        for name, node in specs.of(key).nodes.items()
    ]


def test_ids_of_waiting_tasks_stay_the_same():
    model = document(
        START,
        element("parallelGateway", "g"),
        user("a"),
        user("b"),
        END,
        flows("s", "g", "a", "e"),
        flows("g", "b", "e"),
    )
    case = Case(model)
    waiting = case.tasks("b")
    case.do("a")
    assert case.tasks("b") == waiting == [t.task_id for t in case.log[0].opened if t.element_id == "b"]


def test_what_opens_and_closes_in_one_command_leaves_no_trace_in_the_lists():
    model = document(
        START,
        user("vor"),
        element("parallelGateway", "g"),
        user("a"),
        boundary("bt", "a", timer("P1D")),
        element("endEvent", "te", "<bpmn:terminateEventDefinition/>"),
        END,
        flows("s", "vor", "g", "a", "e"),
        flows("g", "te"),
        flow("bt", "e"),
    )
    advance = Case(model).do("vor")
    assert advance.finished and advance.opened == () and [c.element_id for c in advance.closed] == ["vor"]
    assert advance.timers_set == () and advance.timers_gone == ()


def test_a_start_event_can_be_chosen():
    model = document(
        START, element("startEvent", "s2"), user("a"), user("b"), END, flows("s", "a", "e"), flows("s2", "b", "e")
    )
    assert (Case(model).open, Case(model, start_event="s2").open) == (["a"], ["b"])
