"""Warnings about what cannot end well; they never refuse."""

from __future__ import annotations

from tests.bpmn.models import (
    END,
    HEADS,
    MESSAGE,
    SIGNAL,
    START,
    catch,
    document,
    element,
    flow,
    flows,
    message,
    throw,
    user,
)
from tests.bpmn.test_refusals import warnings

BEFORE = HEADS + message()


def told(*bodies: str, before: str = BEFORE) -> list[str]:
    return warnings(document(*bodies, before=before))


def test_a_message_or_signal_that_nobody_sends():
    other = '<bpmn:message id="m2" name="Andere"/>'
    sent = throw("t", '<bpmn:messageEventDefinition messageRef="m2"/>')
    bodies = (START, sent, catch("c", MESSAGE), END, flows("s", "t", "c", "e"))
    assert told(*bodies, before=BEFORE + other) == ["message.nobody"]
    assert told(START, catch("c", SIGNAL), END, flows("s", "c", "e")) == ["signal.nobody"]


def test_messages_from_people_need_no_sender():
    assert told(START, catch("c", MESSAGE), END, flows("s", "c", "e")) == []


def test_what_the_file_sends_or_a_message_flow_brings_is_not_missed():
    fork = element("parallelGateway", "g") + flows("s", "g", "c", "e") + flows("g", "t", "e")
    assert told(START, catch("c", MESSAGE), throw("t", MESSAGE), fork, END) == []
    drawn = (
        '<bpmn:collaboration id="k"><bpmn:participant id="amt" name="Amt"/><bpmn:messageFlow id="mf" '
        'sourceRef="amt" targetRef="c"/></bpmn:collaboration>'
    )
    assert told(START, catch("c", MESSAGE), END, flows("s", "c", "e"), before=BEFORE + drawn) == []


def test_a_join_of_branches_that_exclude_each_other():
    bodies = (
        START,
        element("exclusiveGateway", "x", default="d"),
        user("a"),
        user("b"),
        element("parallelGateway", "j"),
        END,
        flow("s", "x"),
        flow("x", "a", "=true"),
        flow("x", "b", key="d"),
        flows("a", "j", "e"),
        flows("b", "j"),
    )
    assert told(*bodies) == ["gateway.join"]


def test_a_join_of_branches_of_a_parallel_gateway_is_sound():
    fork = flows("s", "g", "a", "j", "e") + flows("g", "b", "j")
    gates = element("parallelGateway", "g") + element("parallelGateway", "j")
    assert told(START, gates, user("a"), user("b"), END, fork) == []


def test_an_inclusive_gateway_without_default_flow():
    gates = element("inclusiveGateway", "g") + user("a") + user("b")
    arms = flow("g", "a", "=true") + flow("g", "b", "=false") + flows("a", "e") + flows("b", "e")
    assert told(START, gates, END, flow("s", "g"), arms) == ["flow.no_default"]


def test_a_task_that_nobody_gets_to_see():
    assert told(START, element("task", "x"), END, flows("s", "x", "e")) == ["task.abstract"]
    assert told(START, element("scriptTask", "x"), END, flows("s", "x", "e")) == ["script.empty"]
    assert told(START, element("subProcess", "x"), END, flows("s", "x", "e")) == ["subprocess.empty"]


def test_a_task_that_escalates_without_a_deadline():
    assert told(START, user("x", eskalation="Vertretung"), END, flows("s", "x", "e")) == ["escalation.no_deadline"]
    assert told(START, user("x", frist="2 AT", eskalation="Vertretung"), END, flows("s", "x", "e")) == []
