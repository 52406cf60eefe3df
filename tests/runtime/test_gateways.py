"""Exclusive and parallel gateways, conditional and default flows."""

from __future__ import annotations

from tests.bpmn.models import END, START, document, element, flow, flows, script, user
from tests.runtime.case import Case


def exclusive(*conditions: str | None) -> bytes:
    ways = "".join(
        user(f"u{n}") + (flow("g", f"u{n}", c) if c else flow("g", f"u{n}", key="d")) + flow(f"u{n}", "e")
        for n, c in enumerate(conditions)
    )
    default = {"default": "d"} if None in conditions else {}
    return document(START, flow("s", "g"), element("exclusiveGateway", "g", **default), ways, END)


def test_exclusive_takes_the_first_true_flow_in_document_order():
    assert Case(exclusive("=x > 1", "=x > 0", None), x=2).open == ["u0"]
    assert Case(exclusive("=x > 1", "=x > 0", None), x=1).open == ["u1"]


def test_exclusive_takes_the_default_when_nothing_is_true_and_null_is_not_true():
    assert Case(exclusive("=x > 1", None), x=0).open == ["u1"]
    assert Case(exclusive("=fehlt > 1", None)).open == ["u1"]


def test_without_a_true_flow_and_default_it_is_an_incident_and_nothing_has_happened():
    case = Case(
        document(
            START,
            user("u"),
            element("exclusiveGateway", "g"),
            user("a"),
            user("b"),
            END,
            flows("s", "u", "g"),
            flow("g", "a", "=x = 1"),
            flow("g", "b", "=x = 2"),
            flows("a", "e"),
            flows("b", "e"),
        )
    )
    before = case.state
    advance = case.do("u", x=3)
    assert advance.incident is not None and advance.incident.code == "flow.none"
    assert advance.incident.element_id == "g"
    assert case.state == before and case.open == ["u"]
    case.do("u", x=2)
    assert case.open == ["b"]


def test_a_condition_that_is_no_boolean_is_an_incident():
    case = Case(exclusive('="ja"', None))
    assert case.last.incident is not None and case.last.incident.code == "condition.type"


PARALLEL = document(
    START,
    element("parallelGateway", "g"),
    user("a"),
    user("b"),
    element("parallelGateway", "j"),
    user("danach"),
    END,
    flows("s", "g", "a", "j", "danach", "e"),
    flows("g", "b", "j"),
)


def test_parallel_waits_for_all_and_keeps_what_each_branch_wrote():
    case = Case(PARALLEL, x="anfang")
    assert case.open == ["a", "b"]
    case.do("a", x="von-a")
    assert case.open == ["b"]
    case.do("b", y="von-b")
    assert case.open == ["danach"] and case.root == {"x": "von-a", "y": "von-b"}
    assert case.do("danach").finished


def test_a_second_token_on_the_same_flow_does_not_complete_a_join():
    twice = document(
        START,
        element("parallelGateway", "g"),
        user("a"),
        user("b"),
        user("c"),
        element("exclusiveGateway", "m"),
        element("parallelGateway", "j"),
        user("danach"),
        END,
        flows("s", "g", "a", "m", "j", "danach", "e"),
        flows("g", "b", "m"),
        flows("g", "c", "j"),
    )
    case = Case(twice)
    case.do("a")
    case.do("b")
    assert case.open == ["c"]
    case.do("c")
    assert case.open == ["danach"]


def test_a_join_that_can_never_complete_is_an_incident_not_a_lost_case():
    stuck = document(
        START,
        element("exclusiveGateway", "g", default="d"),
        script("a", "{n: 1}"),
        script("b", "{n: 2}"),
        element("parallelGateway", "j"),
        END,
        flow("s", "g"),
        flow("g", "a", "=x"),
        flow("g", "b", key="d"),
        flows("a", "j", "e"),
        flows("b", "j"),
    )
    case = Case(stuck, x=True)
    assert case.last.incident is not None and case.last.incident.code == "process.stuck"


def test_sixteen_parallel_blocks_in_a_row_cost_what_they_execute():
    blocks = [
        element("parallelGateway", f"g{n}")
        + script(f"a{n}", "{a: 1}")
        + script(f"b{n}", "{b: 1}")
        + element("parallelGateway", f"j{n}")
        + flows(f"g{n}", f"a{n}", f"j{n}")
        + flows(f"g{n}", f"b{n}", f"j{n}")
        for n in range(16)
    ]
    chain = flow("s", "g0") + "".join(flow(f"j{n}", f"g{n + 1}") for n in range(15)) + flow("j15", "u") + flow("u", "e")
    case = Case(document(START, *blocks, user("u"), END, chain))
    assert case.open == ["u"] and len(case.last.passed) < 300


def test_several_flows_out_of_a_task_fork_and_several_into_one_run_it_for_each():
    case = Case(
        document(
            START,
            user("u"),
            user("a"),
            user("b"),
            script("z", "{n: if n = null then 1 else n + 1}"),
            END,
            flow("s", "u"),
            flow("u", "a"),
            flow("u", "b", "=x"),
            flows("a", "z", "e"),
            flows("b", "z"),
        )
    )
    case.do("u", x=True)
    assert case.open == ["a", "b"]
    case.do("a")
    case.do("b")
    assert case.finished and case.root["n"] == 2


def test_a_conditional_flow_out_of_a_task_is_obeyed():
    model = document(
        START,
        element("userTask", "u", default="d"),
        user("a"),
        user("b"),
        END,
        flow("s", "u"),
        flow("u", "a", "=x"),
        flow("u", "b", key="d"),
        flows("a", "e"),
        flows("b", "e"),
    )
    yes, no = Case(model), Case(model)
    yes.do("u", x=True)
    no.do("u", x=False)
    assert (yes.open, no.open) == (["a"], ["b"])


def test_a_loop_without_a_wait_ends_as_an_incident():
    case = Case(
        document(
            START,
            script("a", "{n: 1}"),
            element("exclusiveGateway", "g", default="d"),
            END,
            flows("s", "a", "g"),
            flow("g", "e", "=n > 1"),
            flow("g", "a", key="d"),
        )
    )
    assert case.last.incident is not None and case.last.incident.code == "process.endless"


def test_five_hundred_tasks_in_a_row():
    names = [f"t{n}" for n in range(500)]
    case = Case(document(START, *[script(n, "{n: 1}") for n in names], END, flows("s", *names, "e")))
    assert case.finished and len(case.trace) == 502


def test_ids_that_collide_with_internal_names():
    names = ["Start", "End", "Root", "root"]
    case = Case(document(START, *[user(n) for n in names], END, flows("s", *names, "e")))
    for name in names:
        assert case.open == [name]
        case.do(name)
    assert case.finished
