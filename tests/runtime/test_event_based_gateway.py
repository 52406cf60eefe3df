"""Event-based gateways: the first event decides. BPMN 2.0.2, 13.4.4."""

from __future__ import annotations

import pytest

from tests.bpmn.models import (
    END,
    MESSAGE,
    SIGNAL,
    START,
    boundary,
    catch,
    condition,
    element,
    flow,
    flows,
    throw,
    timer,
    user,
)
from tests.runtime.places import PLACES, placed

GATE = (
    START
    + element("parallelGateway", "pg")
    + user("neben")
    + throw("t", SIGNAL)
    + element("eventBasedGateway", "g")
    + catch("m1", MESSAGE)
    + catch("t1", timer("PT1H"))
    + catch("s1", SIGNAL)
    + catch("c1", condition("x = 1"))
    + "".join(user(f"nach_{key}") for key in ("m1", "t1", "s1", "c1"))
    + END
    + flows("s", "pg", "neben", "t", "e")
    + flow("pg", "g")
    + "".join(flow("g", key) + flows(key, f"nach_{key}", "e") for key in ("m1", "t1", "s1", "c1"))
)


@PLACES
@pytest.mark.parametrize("first", ["m1", "t1", "s1", "c1"])
def test_the_first_event_decides_and_the_others_wait_no_more(place: str, first: str):
    case = placed(place, GATE)
    assert case.open == ["neben"]
    if first == "m1":
        case.send(wert=7)
    elif first == "t1":
        case.wait(hours=1)
    elif first == "s1":
        case.do("neben")
    else:
        case.do("neben", x=1)
    expected = [f"nach_{first}"] if first in ("s1", "c1") else sorted(["neben", f"nach_{first}"])
    assert case.open == expected and case.last.messages == ()
    case.wait(days=2)
    assert case.open == expected


def test_the_trace_names_the_gateway_and_the_one_event():
    case = placed("process", GATE)
    case.wait(hours=1)
    assert case.trace == ["s", "pg", "g", "t1"]


def test_an_interrupted_gateway_waits_no_more():
    inner = (
        element("startEvent", "is")
        + element("eventBasedGateway", "g")
        + catch("m1", MESSAGE)
        + catch("t1", timer("PT9H"))
    )
    inner += element("endEvent", "ie") + flows("is", "g", "m1", "ie") + flows("g", "t1", "ie")
    case = placed(
        "process",
        START,
        element("subProcess", "sp", inner),
        boundary("b", "sp", timer("PT1H")),
        user("spaet"),
        END,
        flows("s", "sp", "e"),
        flows("b", "spaet", "e"),
    )
    advance = case.wait(hours=1)
    assert case.open == ["spaet"] and advance.messages == () and len(advance.timers_gone) == 2


def test_receive_tasks_behind_the_gateway():
    case = placed(
        "process",
        START,
        element("eventBasedGateway", "g"),
        element("receiveTask", "r", messageRef="m"),
        catch("t1", timer("PT1H")),
        user("da"),
        END,
        flows("s", "g", "r", "da", "e"),
        flows("g", "t1", "e"),
    )
    case.send(inhalt="gekommen")
    assert case.open == ["da"] and case.root == {"inhalt": "gekommen"} and case.trace == ["s", "g", "r"]
