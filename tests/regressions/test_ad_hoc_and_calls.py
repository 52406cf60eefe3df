"""Links and last gateways in ad-hoc sub-processes, and which calls something outside would undo."""

from __future__ import annotations

from engine.bpmn import resolve
from engine.terms import Severity
from tests.bpmn.models import (
    END,
    START,
    call,
    catch,
    compensate,
    document,
    element,
    finder,
    flows,
    link,
    process,
    sub_process,
    throw,
    undo,
    user,
)
from tests.runtime.case import Case

INNER = process(
    "inner", element("startEvent", "is"), user("a"), undo("a", "ua"), element("endEvent", "ie"), flows("is", "a", "ie")
)
MIDDLE = process(
    "middle", element("startEvent", "ms"), call("mc", "inner"), element("endEvent", "me"), flows("ms", "mc", "me")
)


def refused(*bodies: str, extra: str = INNER) -> list[tuple[str, str | None]]:
    _, findings = resolve(document(*bodies, extra=extra), "test.bpmn", finder())
    return [(f.code, f.element_id) for f in findings if f.severity is Severity.ERROR]


def test_the_target_of_a_link_in_an_ad_hoc_sub_process_is_reached_over_the_link_only():
    inside = user("a") + throw("l1", link("L")) + catch("l2", link("L")) + user("b")
    body = element("adHocSubProcess", "ah", inside + flows("a", "l1") + flows("l2", "b"))
    case = Case(document(START, body, END, flows("s", "ah", "e")))
    assert case.open == ["a"]
    case.do("a")
    assert case.open == ["b"]
    assert case.do("b").finished


def test_a_token_ends_at_a_merging_gateway_that_leads_nowhere():
    merge = element("exclusiveGateway", "m")
    body = element("adHocSubProcess", "ah", user("a") + user("b") + merge + flows("a", "m") + flows("b", "m"))
    case = Case(document(START, body, user("v"), END, flows("s", "ah", "v", "e")))
    case.do("a")
    case.do("b")
    assert case.open == ["v"]


def test_what_is_undone_in_a_sub_process_does_not_concern_a_call_beside_it():
    beside = sub_process("sp", user("b"), undo("b", "ub"), throw("t", compensate()), flows("sp_s", "b", "t", "sp_e"))
    assert refused(START, call("x", "inner"), beside, END, flows("s", "x", "sp", "e")) == []


def test_what_is_undone_around_a_call_concerns_it_however_deep_it_lies():
    around = sub_process("sp", call("x", "inner"), flows("sp_s", "x", "sp_e"))
    found = refused(START, around, throw("t", compensate()), END, flows("s", "sp", "t", "e"))
    assert found == [("call.compensation", "x")]


def test_what_a_called_process_calls_in_turn_cannot_be_undone_from_outside_either():
    found = refused(
        START, call("x", "middle"), throw("t", compensate()), END, flows("s", "x", "t", "e"), extra=INNER + MIDDLE
    )
    assert found == [("call.compensation", "x")]
