"""Where tokens begin without a start event, and what an event from outside begins."""

from __future__ import annotations

import pytest

from engine import runtime
from engine.bpmn import compile_package
from tests.bpmn.models import (
    END,
    MESSAGE,
    SIGNAL,
    START,
    call,
    catch,
    document,
    element,
    event_sub_process,
    flows,
    message,
    process,
    script,
    sub_process,
    throw,
    undo,
    user,
)
from tests.runtime.case import Case, package_of
from tests.runtime.places import EVERYTHING

OTHER = '<bpmn:messageEventDefinition messageRef="m2"/>'
MESSAGES = message() + message("m2", "Andere")


# -- without a start event
FREE = user("a") + user("b") + user("c") + element("endEvent", "e") + flows("a", "b", "e")


def test_a_process_without_a_start_event_begins_everywhere_where_nothing_leads_to():
    case = Case(document(FREE))
    assert case.open == ["a", "c"]
    case.do("c")
    assert case.open == ["a"] and not case.finished
    case.do("a")
    assert case.do("b").finished


@pytest.mark.parametrize("place", ["sub-process", "called"])
def test_so_does_what_runs_inside_another_process(place: str):
    outer = START + element("endEvent", "oe") + flows("s", "x", "oe")
    if place == "sub-process":
        case = Case(document(outer, element("subProcess", "x", FREE)))
    else:
        case = Case(document(outer, call("x", "kind"), extra=process("kind", FREE)))
    assert case.open == ["a", "c"]
    for task in ("a", "c", "b"):
        case.do(task)
    assert case.finished


def test_handlers_event_sub_processes_and_link_targets_do_not_begin_by_themselves():
    model = document(
        user("a"), undo("a", "zurueck"), event_sub_process("h", MESSAGE, user("w"), flows("h_s", "w")),
        throw("t", '<bpmn:linkEventDefinition name="L"/>'), catch("c", '<bpmn:linkEventDefinition name="L"/>'),
        user("z"), flows("a", "t"), flows("c", "z"), before=EVERYTHING,
    )  # fmt: skip
    case = Case(model)
    assert case.open == ["a"]
    case.do("a")
    assert case.open == ["z"]


def test_an_empty_sub_process_is_done_at_once():
    case = Case(document(START, element("subProcess", "x"), user("u"), END, flows("s", "x", "u", "e")))
    assert case.open == ["u"] and "x" in case.trace


def test_a_part_of_the_entries_may_end_at_once():
    case = Case(document(script("a", "{x: 1}"), user("b")))
    assert case.open == ["b"] and case.root["x"] == 1
    assert case.do("b").finished


# -- instances that begin with an event
def partner(*bodies: str, sends: tuple[str, ...] = (MESSAGE,)) -> Case:
    """Process p asks before each message that it sends; the bodies are those of the other process."""
    steps = [(user(f"u{n}"), throw(f"t{n}", event)) for n, event in enumerate(sends)]
    keys = [key for n in range(len(sends)) for key in (f"u{n}", f"t{n}")]
    inside = "".join(xml for step in steps for xml in step)
    return Case(document(START, END, inside, flows("s", *keys, "e"), before=MESSAGES, extra=process("andere", *bodies)))


RECEIVE = element("receiveTask", "r", messageRef="m", instantiate="true") + user("q") + flows("r", "q")


def test_a_message_begins_a_process_at_its_receive_task():
    case = partner(RECEIVE)
    assert case.open == ["u0"]
    advance = case.do("u0")
    assert case.open == ["q"] and advance.sent[0].delivered and not case.last.messages
    assert case.do("q").finished


def test_begun_by_hand_the_message_has_come():
    case = Case(document(RECEIVE, before=MESSAGES))
    assert case.open == ["q"]


GATE = element("eventBasedGateway", "g", instantiate="true")
BEHIND = catch("c1", MESSAGE) + element("receiveTask", "c2", messageRef="m2") + user("q1") + user("q2")
BEHIND += flows("g", "c1", "q1") + flows("g", "c2", "q2")


@pytest.mark.parametrize(("sent", "reached"), [(MESSAGE, "q1"), (OTHER, "q2")])
def test_the_event_that_has_come_decides_at_an_instantiating_gateway(sent: str, reached: str):
    case = partner(GATE, BEHIND, sends=(sent,))
    case.do("u0")
    assert case.open == [reached] and not case.last.messages
    assert case.do(reached).finished


def test_at_a_parallel_one_the_others_must_come_too():
    gate = element("eventBasedGateway", "g", instantiate="true", eventGatewayType="Parallel")
    case = partner(gate, BEHIND, sends=(OTHER, MESSAGE))
    case.do("u0")
    assert case.open == ["q2", "u1"] and [m.name for m in case.last.messages] == ["Nachricht"]
    case.do("q2")
    case.do("u1")
    assert case.open == ["q1"] and case.do("q1").finished


def test_a_gateway_begun_by_hand_waits_for_its_events():
    case = Case(document(GATE, BEHIND, before=MESSAGES))
    assert sorted(m.name for m in case.last.messages) == ["Andere", "Nachricht"]
    case.send("Andere")
    assert case.open == ["q2"]


def test_a_case_can_begin_with_one_of_the_events():
    case = Case(document(GATE, BEHIND, before=MESSAGES), start_event="c2")
    assert case.open == ["q2"]
    package = package_of(document(RECEIVE, before=MESSAGES))
    begun = runtime.start(
        compile_package(package), start_event="r", variables={"x": 1}, case=Case.fall, now=case.now
    )  # fmt: skip
    assert [task.element_id for task in begun.opened] == ["q"]


def test_a_parallel_start_event_waits_for_the_rest():
    both = element("startEvent", "b", MESSAGE + OTHER, parallelMultiple="true") + user("q") + flows("b", "q")
    case = partner(both, sends=(MESSAGE, OTHER))
    case.do("u0")
    assert case.open == ["u1"]
    case.do("u1")
    assert case.open == ["q"]


def test_who_waits_for_a_signal_to_begin_takes_it_and_no_second_one_begins():
    both = element("startEvent", "b", MESSAGE + SIGNAL, parallelMultiple="true") + user("q") + flows("b", "q")
    gate = element("eventBasedGateway", "b", instantiate="true", eventGatewayType="Parallel") + user("q")
    gate += catch("c", SIGNAL) + catch("d", MESSAGE) + flows("b", "c") + flows("b", "d", "q")
    for beginning in (both, gate):
        case = Case(document(beginning, before=EVERYTHING))
        case.apply(runtime.signal(case.definition, case.state, "Signal", {}, case=case.fall, now=case.now))
        assert case.open == [] and [m.name for m in case.last.messages] == ["Nachricht"]
        case.send()
        assert case.open == ["q"] and case.do("q").finished


# -- global tasks
@pytest.mark.parametrize("kind", ["globalUserTask", "globalManualTask"])
def test_a_global_task_for_people_is_called(kind: str):
    extra = f'<bpmn:{kind} id="k" name="Prüfen"/>'
    case = Case(document(START, call("c", "k"), END, flows("s", "c", "e"), extra=extra))
    assert case.open == ["k"] and case.last.opened[0].name == "Prüfen"
    assert case.do("k").finished


def test_a_global_script_passes_what_the_call_maps():
    extra = '<bpmn:globalScriptTask id="k"><bpmn:script>{y: x + 1}</bpmn:script></bpmn:globalScriptTask>'
    called = call("c", "k", {"x": "=a"}, {"b": "=y"})
    inside = sub_process("o", called, flows("o_s", "c", "o_e"))
    case = Case(document(START, inside, user("u"), END, flows("s", "o", "u", "e"), extra=extra), a=1)
    assert case.root == {"a": 1, "b": 2}
