"""Inclusive gateways: split by conditions, join what can still come. BPMN 2.0.2, 13.4.3."""

from __future__ import annotations

from tests.bpmn.models import END, START, boundary, element, flow, flows, script, timer, user
from tests.runtime.places import PLACES, placed

OR, AND, XOR = "inclusiveGateway", "parallelGateway", "exclusiveGateway"

BLOCK = (
    START
    + element(OR, "g", default="d")
    + user("a")
    + user("b")
    + user("c")
    + element(OR, "j")
    + user("danach")
    + END
    + flows("s", "g")
    + flow("g", "a", "=x")
    + flow("g", "b", "=y")
    + flow("g", "c", key="d")
    + flows("a", "j")
    + flows("b", "j")
    + flows("c", "j", "danach", "e")
)


@PLACES
def test_every_true_flow_is_taken_and_all_are_joined(place: str):
    case = placed(place, BLOCK, x=True, y=True)
    assert case.open == ["a", "b"]
    case.do("a")
    assert case.open == ["b"]
    case.do("b")
    assert case.open == ["danach"]
    assert case.do("danach").finished


@PLACES
def test_the_default_flow_only_when_nothing_is_true(place: str):
    case = placed(place, BLOCK, x=False, y=False)
    assert case.open == ["c"]
    case.do("c")
    assert case.open == ["danach"]


@PLACES
def test_one_token_passes_the_join_alone(place: str):
    case = placed(place, BLOCK, x=False, y=True)
    case.do("b")
    assert case.open == ["danach"]


def test_no_true_flow_and_no_default_is_an_incident():
    case = placed(
        "process", START, element(OR, "g"), user("a"), END, flow("s", "g"), flow("g", "a", "=x"), flow("a", "e")
    )
    assert case.last.incident is not None and case.last.incident.code == "flow.none"


def test_tokens_that_reach_the_join_at_once_pass_it_once():
    case = placed(
        "process",
        START,
        element(OR, "g"),
        element(OR, "j"),
        user("danach"),
        END,
        flow("s", "g"),
        flow("g", "j", "=true"),
        flow("g", "j", "=true"),
        flows("j", "danach", "e"),
    )
    assert case.open == ["danach"] and case.trace == ["s", "g", "j"]


def test_a_join_in_a_loop_waits_for_the_branch_that_may_come_back():
    """The branch that goes round can come to the other flow of the join without passing it: the join waits."""
    case = placed(
        "process",
        START,
        element(AND, "g"),
        user("a"),
        user("b"),
        element(XOR, "x", default="d"),
        element(OR, "j"),
        user("danach"),
        END,
        flows("s", "g", "a", "j"),
        flows("g", "b", "x"),
        flow("x", "b", "=nochmal"),
        flow("x", "j", key="d"),
        flows("j", "danach", "e"),
        nochmal=True,
    )
    case.do("a")
    case.do("b")
    assert case.open == ["b"]
    case.do("b", nochmal=False)
    assert case.open == ["danach"]


def test_a_loop_back_through_the_join_does_not_hold_it_up():
    case = placed(
        "process",
        START,
        element(OR, "j"),
        user("a"),
        element(XOR, "x", default="d"),
        END,
        flows("s", "j", "a", "x"),
        flow("x", "j", "=nochmal"),
        flow("x", "e", key="d"),
        nochmal=True,
    )
    case.do("a")
    assert case.open == ["a"]
    assert case.do("a", nochmal=False).finished


def test_an_unstructured_join_waits_only_for_those_that_can_come():
    """b can still come to the join, c cannot."""
    case = placed(
        "process",
        START,
        element(AND, "g"),
        user("a"),
        user("b"),
        user("c"),
        element(XOR, "x", default="d"),
        element(OR, "j"),
        user("danach"),
        END,
        element("endEvent", "e2"),
        flows("s", "g", "a", "j"),
        flows("g", "b", "x"),
        flows("g", "c", "e2"),
        flow("x", "j", "=zum_join"),
        flow("x", "e2", key="d"),
        flows("j", "danach", "e"),
        zum_join=False,
    )
    case.do("a")
    assert case.open == ["b", "c"]
    case.do("b")
    assert case.open == ["c", "danach"]


def test_a_boundary_event_is_a_way_to_the_join():
    case = placed(
        "process",
        START,
        element(AND, "g"),
        user("a"),
        user("b"),
        boundary("bt", "b", timer("PT1H")),
        element(OR, "j"),
        user("danach"),
        END,
        element("endEvent", "e2"),
        flows("s", "g", "a", "j"),
        flows("g", "b", "e2"),
        flow("bt", "j"),
        flows("j", "danach", "e"),
    )
    case.do("a")
    assert case.open == ["b"]
    case.wait(hours=2)
    assert case.open == ["danach"]


def test_the_end_of_another_branch_lets_the_join_go_on():
    case = placed(
        "process",
        START,
        element(AND, "g"),
        user("a"),
        script("b", "{z: 1}"),
        element(XOR, "x", default="d"),
        element(OR, "j"),
        END,
        element("endEvent", "e2"),
        flows("s", "g", "a", "j", "e"),
        flows("g", "b", "x"),
        flow("x", "j", "=false"),
        flow("x", "e2", key="d"),
    )
    assert case.do("a").finished


def test_two_rounds_of_the_same_block_in_a_loop():
    case = placed(
        "process",
        START,
        element(XOR, "mg"),
        element(OR, "g"),
        user("a"),
        user("b"),
        element(OR, "j"),
        element(XOR, "x", default="d"),
        END,
        flows("s", "mg", "g"),
        flow("g", "a", "=true"),
        flow("g", "b", "=runde = 1"),
        flows("a", "j"),
        flows("b", "j", "x"),
        flow("x", "mg", "=nochmal"),
        flow("x", "e", key="d"),
        runde=1,
        nochmal=True,
    )
    case.do("b")
    case.do("a", runde=2)
    assert case.open == ["a"]
    assert case.do("a", nochmal=False).finished
