"""Events, loops, jobs and gateways that stand where they cannot run exactly."""

from __future__ import annotations

import pytest

from tests.bpmn.models import (
    CANCEL,
    END,
    ERROR,
    ERROR_HEAD,
    ESCALATION,
    HEADS,
    MESSAGE,
    SIGNAL,
    START,
    boundary,
    call,
    catch,
    compensate,
    condition,
    document,
    element,
    event_sub_process,
    extensions,
    flow,
    flows,
    link,
    loop,
    message,
    process,
    sub_process,
    throw,
    timer,
    undo,
    user,
)
from tests.bpmn.test_refusals import errors

BEFORE = HEADS + ERROR_HEAD + message()


def codes(*bodies: str) -> list[tuple[str, str | None]]:
    return errors(document(*bodies, before=BEFORE))


def through(middle: str, *more: str) -> list[tuple[str, str | None]]:
    return codes(START, middle, END, flows("s", "x", "e"), *more)


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        (ERROR, "start.inside"),
        (ESCALATION, "start.inside"),
    ],
)
def test_start_events_of_a_process(definition: str, code: str):
    found = codes(element("startEvent", "x", definition), END, flows("x", "e"))
    assert found == [(code, "x")]


def test_a_timer_start_beside_another_start():
    found = codes(START, element("startEvent", "x", timer("PT1H")), END, flows("s", "e"), flow("x", "e"))
    assert found == [("start.several", "x")]


def test_a_triggered_start_of_an_embedded_sub_process():
    inner = element("startEvent", "x", MESSAGE) + element("endEvent", "ie") + flows("x", "ie")
    assert codes(START, element("subProcess", "sp", inner), END, flows("s", "sp", "e")) == [("start.none", "x")]


def test_event_sub_processes_without_trigger_and_with_an_error_beside():
    assert codes(START, END, flows("s", "e"), event_sub_process("x", "", flows("x_s", "x_e"))) == [
        ("start.event", "x_s")
    ]
    beside = event_sub_process("x", ERROR, flows("x_s", "x_e"), interrupting=False)
    assert codes(START, END, flows("s", "e"), beside) == [("event.error_interrupts", "x_s")]


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        ("<bpmn:signalEventDefinition/>", "signal.none"),
        ("<bpmn:conditionalEventDefinition/>", "condition.none"),
        (condition("heute > datum"), "condition.clock"),
        (condition("now() > datum"), "condition.clock"),
        (timer("R0/PT1H", "timeCycle"), "timer.text"),
        (timer("R3/PT0S", "timeCycle"), "timer.text"),
        (timer("0 0 9 * * ?", "timeCycle"), "timer.text"),
        (timer("PT1H", "timeCycle"), "timer.text"),
        (timer("PT1H") + timer("PT2H"), "event.timers"),
        (timer("R3/PT1H", "timeCycle") + MESSAGE, "event.timers"),
        (MESSAGE + link("weiter"), "event.together"),
    ],
)
def test_catch_events(definition: str, code: str):
    assert (code, "x") in through(catch("x", definition))


def test_events_thrown_together():
    assert through(throw("x", SIGNAL + compensate())) == [("event.together", "x")]


def test_links_without_their_other_end():
    assert ("link.target", "x") in codes(START, throw("x", link("weiter")), flow("s", "x"))
    assert ("link.name", "x") in codes(START, throw("x", "<bpmn:linkEventDefinition/>"), flow("s", "x"))


def test_cancel_only_in_and_at_a_transaction():
    assert codes(START, element("endEvent", "x", CANCEL), flow("s", "x")) == [("cancel.place", "x")]
    inner = element("startEvent", "is") + element("endEvent", "x", CANCEL) + flow("is", "x")
    assert codes(START, element("transaction", "t", inner), END, flows("s", "t", "e")) == [("cancel.uncaught", "x")]


@pytest.mark.parametrize("wanted", ["b", "fehlt"])
def test_compensation_of_what_cannot_be_undone(wanted: str):
    found = codes(
        START,
        user("a") + undo("a", "ua"),
        user("b"),
        throw("x", compensate(wanted)),
        END,
        flows("s", "a", "b", "x", "e"),
    )
    assert found == [("compensation.reference", "x")]


def test_compensation_without_a_handler():
    found = through(user("x"), element("boundaryEvent", "c", compensate(), attachedToRef="x"))
    assert ("compensation.handler", "c") in found
    assert ("compensation.handler", "h") in through(user("x"), element("userTask", "h", isForCompensation="true"))


def test_compensation_of_repeated_activities_from_outside():
    inside = sub_process("sp", user("a") + undo("a", "ua"), flows("sp_s", "a", "sp_e"), loop=loop())
    assert codes(START, inside, throw("t", compensate()), END, flows("s", "sp", "t", "e")) == [
        ("compensation.loop", "c_a")
    ]
    own = user("a") + undo("a", "ua") + throw("t", compensate())
    assert (
        codes(START, sub_process("sp", own, flows("sp_s", "a", "t", "sp_e"), loop=loop()), END, flows("s", "sp", "e"))
        == []
    )
    assert ("compensation.loop", "c_x") in through(user("x", loop()) + undo("x", "ux"))


@pytest.mark.parametrize("kind", ["", "slack", "io.camunda:http-json:1"])
def test_service_tasks_of_other_kinds(kind: str):
    inner = extensions(f'<zeebe:taskDefinition type="{kind}"/>') if kind else ""
    assert through(element("serviceTask", "x", inner)) == [("job.kind", "x")]


def test_task_types_elsewhere_and_send_tasks_without_anything():
    inner = extensions('<zeebe:taskDefinition type="mail"/>')
    assert through(element("userTask", "x", inner)) == [("job.place", "x")]
    assert through(element("sendTask", "x")) == [("message.no_name", "x")]


def test_event_based_gateways():
    gate = element("eventBasedGateway", "x")
    assert codes(START, gate, flow("s", "x")) == [("gateway.events", "x")]
    assert ("gateway.target", "x") in codes(START, gate, user("u"), END, flows("s", "x", "u", "e"))
    two = catch("c", MESSAGE) + user("u") + element("exclusiveGateway", "g", default="d")
    found = codes(
        START, two, gate, END, flows("s", "g"), flow("g", "x", "=a"), flow("g", "c", key="d"), flows("x", "c", "e")
    )
    assert ("gateway.target", "x") in found
    assert ("instantiate.place", "x") in through(element("eventBasedGateway", "x", instantiate="true"))
    assert ("instantiate.place", "x") in through(element("receiveTask", "x", messageRef="m", instantiate="true"))
    assert ("gateway.parallel", "x") in through(element("eventBasedGateway", "x", eventGatewayType="Parallel"))
    begins = element("eventBasedGateway", "x", instantiate="true") + catch("c", timer("PT1H")) + END
    assert ("gateway.instantiate", "x") in codes(begins, flows("x", "c", "e"))


@pytest.mark.parametrize(
    ("inner", "attributes", "code"),
    [
        ("", {}, "adhoc.empty"),
        (element("startEvent", "i") + user("u") + flow("i", "u"), {}, "adhoc.events"),
        (element("userTask", "u", startQuantity="2"), {}, "adhoc.quantity"),
        (sub_process("u", user("v"), flows("u_s", "v", "u_e")), {"ordering": "Sequential"}, "adhoc.sequential"),
        (
            user("u") + user("v") + flow("u", "v") + "<bpmn:completionCondition>a</bpmn:completionCondition>",
            {"cancelRemainingInstances": "false"},
            "adhoc.flows",
        ),
    ],
)
def test_ad_hoc_sub_processes(inner: str, attributes: dict[str, str], code: str):
    assert (code, "x") in through(element("adHocSubProcess", "x", inner, **attributes))


def test_boundary_events_of_several_kinds_keep_to_what_can_come_together():
    found = codes(
        START, user("u"), boundary("x", "u", MESSAGE + compensate()), END, flows("s", "u", "e"), flow("x", "e")
    )
    assert ("event.together", "x") in found


def test_calling_a_process_that_begins_with_an_event_only():
    kind = process("kind", element("startEvent", "ks", MESSAGE), element("endEvent", "ke"), flows("ks", "ke"))
    xml = document(START, call("x", "kind"), END, flows("s", "x", "e"), before=BEFORE, extra=kind)
    assert errors(xml) == [("call.start", "x")]


def test_undoing_what_a_called_process_has_done():
    inside = element("startEvent", "ks") + user("a") + undo("a", "ua") + element("endEvent", "ke")
    kind = process("kind", inside, flows("ks", "a", "ke"))
    bodies = (START, call("x", "kind"), throw("t", compensate()), END, flows("s", "x", "t", "e"))
    assert errors(document(*bodies, before=BEFORE, extra=kind)) == [("call.compensation", "x")]
    assert errors(document(*bodies, undo("x", "ux"), before=BEFORE, extra=kind)) == []
