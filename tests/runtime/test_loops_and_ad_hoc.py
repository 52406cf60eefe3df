"""Standard loops, quantities, ad-hoc sub-processes, links, outgoing work. BPMN 2.0.2, 13.3."""

from __future__ import annotations

import pytest

from engine import runtime
from engine.errors import InvalidState
from tests.bpmn.models import (
    END,
    ERROR,
    START,
    boundary,
    catch,
    document,
    element,
    extensions,
    flow,
    flows,
    link,
    loop,
    mapping,
    script,
    sub_process,
    throw,
    timer,
    user,
)
from tests.runtime.case import Case
from tests.runtime.places import PLACES, placed

AND = "parallelGateway"


def standard(condition: str | None = None, **attributes: str) -> str:
    inner = f"<bpmn:loopCondition>{condition}</bpmn:loopCondition>" if condition else ""
    extra = "".join(f' {k}="{v}"' for k, v in attributes.items())
    return f"<bpmn:standardLoopCharacteristics{extra}>{inner}</bpmn:standardLoopCharacteristics>"


# -- standard loops
@PLACES
def test_a_loop_asks_after_each_round(place: str):
    case = placed(place, START, user("u", standard("nochmal")), END, flows("s", "u", "e"), nochmal=False)
    case.do("u", nochmal=True)
    case.do("u", nochmal=True)
    assert case.open == ["u"]
    assert case.do("u", nochmal=False).finished and case.scopes == 0


def test_a_loop_that_asks_before_may_not_run_at_all():
    case = placed("process", START, user("u", standard("x", testBefore="true")), END, flows("s", "u", "e"), x=False)
    assert case.finished and case.trace == ["s", "u", "e"]


def test_a_loop_ends_with_its_maximum():
    text = "{log: concatenate(log, [loopCounter])}"
    inner = f"<bpmn:script>{text}</bpmn:script>" + standard("true", loopMaximum="3")
    case = placed("process", START, element("scriptTask", "u", inner), END, flows("s", "u", "e"), log=[])
    assert case.finished and case.root["log"] == [1, 2, 3]


def test_a_loop_of_a_sub_process_that_is_interrupted():
    case = placed(
        "process",
        START,
        sub_process("sp", user("u"), flows("sp_s", "u", "sp_e"), loop=standard("true")),
        boundary("b", "sp", timer("P1D")),
        user("v"),
        END,
        flows("s", "sp", "e"),
        flows("b", "v", "e"),
    )
    case.do("u")
    case.wait(days=1)
    assert case.open == ["v"] and case.scopes == 0


def test_a_loop_without_end_is_an_incident():
    inner = "<bpmn:script>{x: 1}</bpmn:script>" + standard("true")
    case = placed("process", START, element("scriptTask", "u", inner), END, flows("s", "u", "e"))
    assert case.last.incident is not None and case.last.incident.code == "process.endless"


# -- quantities
@PLACES
def test_start_quantity_waits_for_so_many_tokens(place: str):
    case = placed(
        place,
        START,
        element(AND, "g"),
        user("a"),
        user("b"),
        element("userTask", "u", startQuantity="2"),
        END,
        flows("s", "g", "a", "u", "e"),
        flows("g", "b", "u"),
    )
    case.do("a")
    assert case.open == ["b"]
    case.do("b")
    assert case.open == ["u"]
    assert case.do("u").finished


def test_tokens_that_never_suffice_are_an_incident():
    case = placed(
        "process", START, user("a"), element("userTask", "u", startQuantity="2"), END, flows("s", "a", "u", "e")
    )
    assert case.do("a").incident is not None and case.open == ["a"]


@PLACES
def test_completion_quantity_makes_so_many_tokens(place: str):
    task = element("userTask", "u", completionQuantity="3")
    case = placed(place, START, task, user("v"), END, flows("s", "u", "v", "e"))
    case.do("u")
    assert case.open == ["v", "v", "v"]
    for _ in range(3):
        case.do("v")
    assert case.finished


# -- links
@PLACES
def test_a_link_goes_on_at_its_other_end(place: str):
    case = placed(
        place, START, user("u"), throw("l1", link("weiter")), catch("l2", link("weiter")), user("v"), END,
        flows("s", "u", "l1"), flows("l2", "v", "e"),
    )  # fmt: skip
    case.do("u")
    assert case.open == ["v"] and case.trace[-3:] == ["u", "l1", "l2"]
    assert case.do("v").finished


# -- ad-hoc sub-processes
def ad_hoc(*inner: str, completion: str = "", loop: str = "", **attributes: str) -> str:
    done = f"<bpmn:completionCondition>{completion}</bpmn:completionCondition>" if completion else ""
    return element("adHocSubProcess", "ah", "".join(inner) + loop + done, **attributes)


@PLACES
@pytest.mark.parametrize("ordering", ["Parallel", "Sequential"])
def test_everything_is_offered_and_done_in_any_order(place: str, ordering: str):
    body = ad_hoc(user("a"), user("b"), script("c", "{z: 1}"), ordering=ordering)
    case = placed(place, START, body, user("v"), END, flows("s", "ah", "v", "e"))
    assert case.open == ["a", "b"]
    case.do("b")
    case.do("a")
    assert case.open == ["v"]
    assert case.do("v").finished and case.scopes == 0


@PLACES
def test_the_condition_ends_it_and_takes_away_what_is_open(place: str):
    case = placed(
        place, START, ad_hoc(user("a"), user("b"), completion="genug"), user("v"), END, flows("s", "ah", "v", "e")
    )
    case.do("a", genug=False)
    assert case.open == ["a", "b"]
    case.do("a", genug=True)
    assert case.open == ["v"] and [c.element_id for c in case.last.closed] == ["a", "b"]


def test_what_is_open_may_be_done_to_its_end():
    body = ad_hoc(user("a"), user("b"), completion="genug", cancelRemainingInstances="false")
    case = placed("process", START, body, END, flows("s", "ah", "e"))
    case.do("a", genug=True)
    assert case.open == ["b"]
    assert case.do("b", genug=False).finished


def test_flows_inside_are_followed():
    case = placed("process", START, ad_hoc(user("a"), user("b"), flow("a", "b"), user("c")), END, flows("s", "ah", "e"))
    assert case.open == ["a", "c"]
    case.do("a")
    assert case.open == ["b", "c"]
    case.do("c")
    assert case.do("b").finished


def test_an_interrupted_ad_hoc_sub_process():
    case = placed(
        "process", START, ad_hoc(user("a"), user("b"), loop=loop()), boundary("bt", "ah", timer("P1D")), END,
        flows("s", "ah", "e"), flow("bt", "e"), liste=[1, 2],
    )  # fmt: skip
    assert case.open == ["a", "a", "b", "b"]
    assert case.wait(days=1).finished and case.scopes == 0


# -- outgoing work
def serving(kind: str = "mail", io: str = "") -> str:
    return element("serviceTask", "j", extensions(f'<zeebe:taskDefinition type="{kind}"/>', io))


def finish(case: Case, error: str | None = None, **result: object) -> None:
    job = runtime.waiting_jobs(case.definition, case.state)[0]
    case.apply(
        runtime.finish_job(case.definition, case.state, job.task_id, result, error=error, case=case.fall, now=case.now)
    )


@PLACES
@pytest.mark.parametrize("kind", ["mail", "webhook"])
def test_outgoing_work_is_waited_for(place: str, kind: str):
    io = mapping(inputs={"betreff": '="Vorgang " + thema'}, outputs={"gesendet": "=ok"})
    case = placed(place, START, serving(kind, io), user("v"), END, flows("s", "j", "v", "e"), thema="laerm")
    [job] = case.last.jobs
    assert (job.kind, job.payload, job.element_id) == (kind, {"betreff": "Vorgang laerm"}, "j")
    finish(case, ok=True, anderes="bleibt draussen")
    assert case.open == ["v"] and case.last.jobs == ()
    assert case.context(case.tasks("v")[0]).variables["gesendet"] is True


def test_outgoing_work_that_fails_with_an_error():
    caught = boundary("b", "j", ERROR) + user("v") + flows("b", "v", "e")
    case = placed("process", START, serving(), caught, END, flows("s", "j", "e"))
    finish(case, error="E42")
    assert case.open == ["v"]


def test_outgoing_work_that_is_wanted_no_more():
    case = placed(
        "process", START, serving(), boundary("b", "j", timer("PT1H")), END, flows("s", "j", "e"), flow("b", "e")
    )
    job = case.last.jobs[0].task_id
    assert case.wait(hours=1).jobs_gone == (job,)
    with pytest.raises(InvalidState):
        runtime.finish_job(case.definition, case.state, job, {}, case={}, now=case.now)


def test_an_ad_hoc_sub_process_whose_condition_never_comes_true_is_an_incident():
    inside = script("k", "{x: 1}") + "<bpmn:completionCondition>x = 2</bpmn:completionCondition>"
    case = Case(document(START, element("adHocSubProcess", "a", inside), END, flows("s", "a", "e")))
    assert case.last.incident is not None and case.last.incident.code == "adhoc.never"
