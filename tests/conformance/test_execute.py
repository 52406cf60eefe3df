"""A small suite in the manner of betsy's: each file runs through `execute`, its log and its end are those of BPMN."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.catalogue import guard
from engine.catalogue.execute import ExecuteFile, Execution, execute
from engine.catalogue.library import finder
from engine.catalogue.simulation import Answer
from tests.bpmn.models import ERROR, ERROR_HEAD, TERMINATE, boundary, call, process, sub_process, timer, user
from tests.conformance.files import END, START, condition, document, element, flow, flows, log, multiple, several

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


def run(xml: bytes, *, until: str | None = "PT3M", answers: Sequence[Answer] = (), **options: Any) -> Execution:
    names = {name: options.pop(name) for name in ("process_id", "also_start") if name in options}
    return execute(ExecuteFile("t.bpmn", xml, until=until, answers=answers, variables=options, **names), finder(), NOW)


def gateway(kind: str, *, default: bool = True) -> bytes:
    marks = {"default": "sonst"} if default else {}
    return document(
        START, END, element(kind, "g", **marks), element(kind, "j"), log("A"), log("B"), log("C"), log("D"),
        flows("s", "g"), flow("g", "A", 'contains(test, "a")'), flow("g", "B", 'contains(test, "b")'),
        flow("g", "C", None if default else 'contains(test, "c")', "sonst"), flows("A", "j"), flows("B", "j"),
        flows("C", "j", "D", "e"),
    )  # fmt: skip


SIGNAL, ESCALATION = '<bpmn:signal id="si" name="Signal"/>', '<bpmn:escalation id="es" escalationCode="X"/>'
CATCH_SIGNAL = '<bpmn:signalEventDefinition signalRef="si"/>'
ESCALATE = '<bpmn:escalationEventDefinition escalationRef="es"/>'
MESSAGE = '<bpmn:message id="m" name="Nachricht"/>'
SEND = '<bpmn:messageEventDefinition messageRef="m"/>'
UNDO = "<bpmn:compensateEventDefinition/>"


def in_a_row(*parts: tuple[str, str], before: str = "") -> bytes:
    return document(START, END, *(xml for _, xml in parts), flows("s", *(key for key, _ in parts), "e"), before=before)


def a_log(key: str) -> tuple[str, str]:
    return key, log(key)


def looped(inner: str) -> tuple[str, str]:
    return "k", element("scriptTask", "k", inner + '<bpmn:script>{log: "k"}</bpmn:script>')


COUNTED = '{log: "k", i: (if i = null then 0 else i) + 1}'


def standard(inner: str) -> bytes:
    return in_a_row(("k", element("scriptTask", "k", f"{inner}<bpmn:script>{COUNTED}</bpmn:script>")), a_log("end"))


def throwing(kind: str, event: str, head: str, *, interrupting: bool) -> bytes:
    inner = sub_process("x", log("A"), element("endEvent", "t", event), flows("x_s", "A", "t"))
    return document(
        START, END, inner, boundary("b", "x", event, interrupting=interrupting), log("B"), log("C"),
        element("endEvent", "e2"), flows("s", "x", "C", "e"), flows("b", "B", "e2"), before=head,
    )  # fmt: skip


def handled(event: str, head: str, *, interrupting: bool, after: str = "t", kind: str = "endEvent") -> bytes:
    """An event sub-process on process level."""
    inner = element("startEvent", "h_s", event, isInterrupting=str(interrupting).lower())
    handler = element(
        "subProcess", "h", inner + log("H") + element("endEvent", "h_e") + flows("h_s", "H", "h_e"),
        triggeredByEvent="true",
    )  # fmt: skip
    throw = element(kind, "t", event) if kind == "endEvent" else element(kind, "t", timer("PT10S"))
    rest = flows("s", "A", "t") if kind == "endEvent" else log("Z") + END + flows("s", "A", "t", "Z", "e")
    return document(START, log("A"), throw, rest, handler, before=head)


OTHER, ANOTHER = '<bpmn:messageEventDefinition messageRef="m2"/>', '<bpmn:message id="m2" name="Andere"/>'


def told(behavior: str, inner: str = "", *, stop: bool = False) -> bytes:
    """Three instances, one after the other; a boundary event catches the signal of their multi-instance."""
    kind = "multiInstanceLoopCharacteristics"
    inner = f"<bpmn:loopCardinality>3</bpmn:loopCardinality>{inner}"
    loop = f'<bpmn:{kind} isSequential="true" {behavior}>{inner}</bpmn:{kind}>'
    return document(
        START, END, element("scriptTask", "k", loop + '<bpmn:script>{log: "k"}</bpmn:script>'),
        boundary("b", "k", CATCH_SIGNAL, interrupting=stop), log("B"), element("endEvent", "e2"),
        flows("s", "k", "e"), flows("b", "B", "e2"),
        before=SIGNAL + '<bpmn:signalEventDefinition id="sd" signalRef="si"/>',
    )  # fmt: skip


def beginning(kind: str, *sent: str) -> bytes:
    """A process that sends, and one that begins with an event-based gateway."""
    throws = "".join(element("intermediateThrowEvent", f"t{n}", event) for n, event in enumerate(sent))
    keys = (f"t{n}" for n in range(len(sent)))
    return several(
        process("p", START, END, log("A"), throws, flows("s", "A", *keys, "e")),
        process(
            "q", element("eventBasedGateway", "g", instantiate="true", eventGatewayType=kind),
            element("intermediateCatchEvent", "c1", SEND), element("intermediateCatchEvent", "c2", OTHER), log("Q"),
            log("R"), flows("g", "c1", "Q"), flows("g", "c2", "R"),
        ),
        before=MESSAGE + ANOTHER,
    )  # fmt: skip


CASES: list[tuple[str, bytes, dict[str, Any], list[str]]] = [
    ("sequence flow", in_a_row(a_log("A"), a_log("B")), {}, ["A", "B"]),
    ("exclusive: first true", gateway("exclusiveGateway"), {"test": "ab"}, ["A", "D"]),
    ("exclusive: default", gateway("exclusiveGateway"), {"test": "x"}, ["C", "D"]),
    ("inclusive: both", gateway("inclusiveGateway"), {"test": "ab"}, ["A", "B", "D"]),
    ("inclusive: one", gateway("inclusiveGateway"), {"test": "b"}, ["B", "D"]),
    ("inclusive: default", gateway("inclusiveGateway"), {"test": ""}, ["C", "D"]),
    ("parallel", document(START, END, element("parallelGateway", "f"), element("parallelGateway", "j"), log("A"),
                          log("B"), log("C"), flows("s", "f", "A", "j"), flows("f", "B", "j", "C", "e")),
     {}, ["A", "B", "C"]),
    ("conditional flow out of a task", document(START, END, log("A"), log("B"), log("C"), flows("s", "A"),
                                                flow("A", "B", 'test = "a"'), flow("A", "C"), flows("B", "e"),
                                                flows("C", "e")), {"test": "b"}, ["A", "C"]),
    ("token split out of a task", document(START, END, log("A"), log("B"), flows("s", "A", "B", "e"), flow("A", "B")),
     {}, ["A", "B", "B"]),
    ("timer catch", in_a_row(a_log("A"), ("t", element("intermediateCatchEvent", "t", timer("PT5S"))), a_log("B")),
     {}, ["A", "B"]),
    ("timer in the past", in_a_row(("t", element("intermediateCatchEvent", "t",
                                                 timer("2011-01-01T00:00:00Z", "timeDate"))), a_log("B")), {}, ["B"]),
    ("terminate", document(START, element("parallelGateway", "f"), log("A"), element("endEvent", "t", TERMINATE),
                           element("intermediateCatchEvent", "w", timer("PT5S")), log("B"), END,
                           flows("s", "f", "A", "t"), flows("f", "w", "B", "e")), {}, ["A"]),
    ("error boundary", throwing("error", ERROR, ERROR_HEAD, interrupting=True), {}, ["A", "B"]),
    ("escalation boundary", throwing("escalation", ESCALATE, ESCALATION, interrupting=True), {}, ["A", "B"]),
    ("escalation boundary, not interrupting", throwing("escalation", ESCALATE, ESCALATION, interrupting=False),
     {}, ["A", "B", "C"]),
    ("timer boundary interrupts", document(
        START, END, sub_process("x", element("intermediateCatchEvent", "w", timer("PT1M")), log("A"), element(
            "endEvent", "x_x"), flows("x_s", "w", "A", "x_x")), boundary("b", "x", timer("PT5S")), log("B"),
        element("endEvent", "e2"), flows("s", "x", "e"), flows("b", "B", "e2")), {}, ["B"]),
    ("cycle boundary, not interrupting", document(
        START, END, sub_process("x", element("intermediateCatchEvent", "w", timer("PT30S")), log("A"), element(
            "endEvent", "x_x"), flows("x_s", "w", "A", "x_x")),
        boundary("b", "x", timer("R2/PT10S", "timeCycle"), interrupting=False), log("B"),
        element("endEvent", "e2"), flows("s", "x", "e"), flows("b", "B", "e2")), {}, ["B", "B", "A"]),
    ("error event sub-process", handled(ERROR, ERROR_HEAD, interrupting=True), {}, ["A", "H"]),
    ("escalation event sub-process", handled(ESCALATE, ESCALATION, interrupting=False), {}, ["A", "H"]),
    ("timer event sub-process interrupts", handled(timer("PT5S"), "", interrupting=True,
                                                   kind="intermediateCatchEvent"), {}, ["A", "H"]),
    ("timer event sub-process beside", handled(timer("PT5S"), "", interrupting=False, kind="intermediateCatchEvent"),
     {}, ["A", "H", "Z"]),
    ("signal to a branch", document(
        START, END, element("parallelGateway", "f"), element("intermediateCatchEvent", "c", CATCH_SIGNAL), log("A"),
        element("intermediateCatchEvent", "w", timer("PT5S")), element("intermediateThrowEvent", "t", CATCH_SIGNAL),
        log("B"), flows("s", "f", "c", "A", "e"), flows("f", "w", "t", "B", "e"), before=SIGNAL), {}, ["A", "B"]),
    ("event-based gateway", document(
        START, END, element("eventBasedGateway", "g"), element("intermediateCatchEvent", "x", timer("PT20S")),
        element("intermediateCatchEvent", "y", timer("PT10S")), log("X"), log("Y"), flows("s", "g", "x", "X", "e"),
        flows("g", "y", "Y", "e")), {}, ["Y"]),
    ("conditional catch", document(
        START, END, element("parallelGateway", "f"), element("intermediateCatchEvent", "c", condition('log = "B"')),
        log("A"), element("intermediateCatchEvent", "w", timer("PT5S")), log("B"), flows("s", "f", "c", "A", "e"),
        flows("f", "w", "B", "e")), {"log": "-"}, ["B", "A"]),
    ("multi-instance in sequence", in_a_row(looped(multiple(True, "<bpmn:loopCardinality>3</bpmn:loopCardinality>"))),
     {}, ["k"] * 3),
    ("multi-instance at once", in_a_row(looped(multiple(False, "<bpmn:loopCardinality>3</bpmn:loopCardinality>"))),
     {}, ["k"] * 3),
    ("multi-instance of nought", in_a_row(looped(multiple(False, "<bpmn:loopCardinality>0</bpmn:loopCardinality>"))),
     {}, []),
    ("standard loop, at most", standard('<bpmn:standardLoopCharacteristics loopMaximum="3">'
                                        "<bpmn:loopCondition>true</bpmn:loopCondition>"
                                        "</bpmn:standardLoopCharacteristics>"), {}, ["k", "k", "k", "end"]),
    ("standard loop, tested before", standard('<bpmn:standardLoopCharacteristics testBefore="true">'
                                              "<bpmn:loopCondition>false</bpmn:loopCondition>"
                                              "</bpmn:standardLoopCharacteristics>"), {}, ["end"]),
    ("standard loop, while", standard("<bpmn:standardLoopCharacteristics><bpmn:loopCondition>i &lt; 2"
                                      "</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"), {},
     ["k", "k", "end"]),
    ("compensation", document(
        START, END, log("A"), element("boundaryEvent", "c", UNDO, attachedToRef="A"),
        element("scriptTask", "U", '<bpmn:script>{log: "U"}</bpmn:script>', isForCompensation="true"),
        '<bpmn:association id="as" sourceRef="c" targetRef="U"/>', log("B"),
        element("intermediateThrowEvent", "t", UNDO), log("C"), flows("s", "A", "B", "t", "C", "e")),
     {}, ["A", "B", "U", "C"]),
    ("link", document(
        START, END, log("A"), element("intermediateThrowEvent", "t", '<bpmn:linkEventDefinition name="L"/>'),
        element("intermediateCatchEvent", "c", '<bpmn:linkEventDefinition name="L"/>'), log("B"),
        flows("s", "A", "t"), flows("c", "B", "e")), {}, ["A", "B"]),
    ("start quantity", document(
        START, END, element("parallelGateway", "f"), log("A"), log("B"),
        element("scriptTask", "k", '<bpmn:script>{log: "k"}</bpmn:script>', startQuantity="2"),
        flows("s", "f", "A", "k", "e"), flows("f", "B", "k")), {}, ["A", "B", "k"]),
    ("call activity", several(
        process("p", START, END, log("A"), call("c", "q"), log("B"), flows("s", "A", "c", "B", "e")),
        process("q", element("startEvent", "s2"), log("Q"), element("endEvent", "e2"), flows("s2", "Q", "e2"))),
     {}, ["A", "Q", "B"]),
    ("a message starts another process", several(
        process("p", START, log("A"), element("endEvent", "e", SEND), flows("s", "A", "e")),
        process("q", element("startEvent", "s2", SEND), log("Q"), element("endEvent", "e2"), flows("s2", "Q", "e2")),
        before=MESSAGE), {"process_id": "p"}, ["A", "Q"]),
    ("a signal starts another process", several(
        process("p", START, log("A"), element("endEvent", "e", CATCH_SIGNAL), flows("s", "A", "e")),
        process("q", element("startEvent", "s2", CATCH_SIGNAL), log("Q"), element("endEvent", "e2"),
                flows("s2", "Q", "e2")), before=SIGNAL), {"process_id": "p"}, ["A", "Q"]),
    ("a message to a process that was started before", several(
        process("p", START, log("A"), element("sendTask", "t", messageRef="m"), log("B"), END,
                flows("s", "A", "t", "B", "e")),
        process("q", element("startEvent", "s2"), log("Q"), element("receiveTask", "r", messageRef="m"), log("R"),
                element("endEvent", "e2"), flows("s2", "Q", "r", "R", "e2")), before=MESSAGE),
     {"process_id": "p", "also_start": "q"}, ["A", "B", "Q", "R"]),
    ("a signal to a process that was started before", several(
        process("p", START, log("A"), element("intermediateThrowEvent", "t", CATCH_SIGNAL), END,
                flows("s", "A", "t", "e")),
        process("q", element("startEvent", "s2"), element("intermediateCatchEvent", "c", CATCH_SIGNAL), log("R"),
                element("endEvent", "e2"), flows("s2", "c", "R", "e2")), before=SIGNAL),
     {"process_id": "p", "also_start": "q"}, ["A", "R"]),
    ("an abstract task", in_a_row(a_log("A"), ("t", element("task", "t")), a_log("B")), {}, ["A", "B"]),
    ("a script task without a script", in_a_row(a_log("A"), ("t", element("scriptTask", "t")), a_log("B")), {},
     ["A", "B"]),
    ("no start event", document(log("A"), log("B"), log("C"), END, flows("A", "B", "e")), {}, ["A", "C", "B"]),
    ("a sub-process without a start event", in_a_row(
        ("x", element("subProcess", "x", log("A") + log("B") + flows("A", "B"))), a_log("C")), {}, ["A", "B", "C"]),
    ("no end event", document(START, log("A"), log("B"), flows("s", "A", "B")), {}, ["A", "B"]),
    ("a global script task", several(
        process("p", START, END, element("callActivity", "c", calledElement="q"), log("B"), flows("s", "c", "B", "e")),
        '<bpmn:globalScriptTask id="q"><bpmn:script>{log: "Q"}</bpmn:script></bpmn:globalScriptTask>'),
     {}, ["Q", "B"]),
    ("multi-instance: behavior None", told('behavior="None" noneBehaviorEventRef="sd"'), {}, ["k", "B"] * 3),
    ("multi-instance: behavior One", told('behavior="One" oneBehaviorEventRef="sd"'), {}, ["k", "B", "k", "k"]),
    ("multi-instance: behavior Complex", told(
        'behavior="Complex"', "<bpmn:complexBehaviorDefinition><bpmn:condition>numberOfCompletedInstances = 2"
        f"</bpmn:condition><bpmn:event>{CATCH_SIGNAL}</bpmn:event></bpmn:complexBehaviorDefinition>"), {},
     ["k", "k", "B", "k"]),
    ("multi-instance: behavior All", told('behavior="All"'), {}, ["k"] * 3),
    ("a discriminator: behavior One, interrupting", told('behavior="One" oneBehaviorEventRef="sd"', stop=True), {},
     ["k", "B"]),
    ("a receive task that begins", several(
        process("p", START, log("A"), element("endEvent", "e", SEND), flows("s", "A", "e")),
        process("q", element("receiveTask", "r", messageRef="m", instantiate="true"), log("Q"), flows("r", "Q")),
        before=MESSAGE), {"process_id": "p"}, ["A", "Q"]),
    ("a gateway that begins", beginning("Exclusive", SEND), {"process_id": "p"}, ["A", "Q"]),
    ("a parallel gateway of events that begins", beginning("Parallel", SEND, OTHER), {"process_id": "p"},
     ["A", "Q", "R"]),
    ("a parallel start event", several(
        process("p", START, log("A"), element("intermediateThrowEvent", "t", SEND), log("B"),
                element("endEvent", "e", OTHER), flows("s", "A", "t", "B", "e")),
        process("q", element("startEvent", "s2", SEND + OTHER, parallelMultiple="true"), log("Q"), flows("s2", "Q")),
        before=MESSAGE + ANOTHER), {"process_id": "p"}, ["A", "B", "Q"]),
    ("a compensation event sub-process", document(
        START, END, sub_process("x", log("A"), element(
            "subProcess", "h", element("startEvent", "h_s", UNDO) + log("U") + flows("h_s", "U"),
            triggeredByEvent="true"), flows("x_s", "A", "x_e")), log("B"),
        element("intermediateThrowEvent", "t", UNDO), log("C"), flows("s", "x", "B", "t", "C", "e")), {},
     ["A", "B", "U", "C"]),
]  # fmt: skip

UNORDERED = (
    "parallel",
    "inclusive: both",
    "start quantity",
    "signal to a branch",
    "escalation boundary, not interrupting",
    "a message to a process that was started before",
    "no start event",
    "multi-instance: behavior None",
    "multi-instance: behavior One",
    "multi-instance: behavior Complex",
    "a parallel gateway of events that begins",
)


@pytest.mark.parametrize(("name", "xml", "options", "expected"), CASES, ids=[case[0] for case in CASES])
def test_what_runs_is_logged_as_bpmn_says(name: str, xml: bytes, options: dict[str, Any], expected: list[str]):
    done = run(xml, **options)
    assert done.status == "completed", [f.sentence() for f in done.findings]
    found = list(done.log)
    assert (sorted(found) == sorted(expected)) if name in UNORDERED else (found == expected)


def test_an_error_that_nobody_catches_is_an_incident_after_what_ran():
    done = run(document(START, log("A"), element("endEvent", "t", ERROR), flows("s", "A", "t"), before=ERROR_HEAD))
    assert (done.status, list(done.log)) == ("incident", ["A"])
    assert done.findings[-1].code == "error.uncaught" and done.findings[-1].line


def test_a_gateway_without_a_true_flow_is_an_incident():
    done = run(gateway("exclusiveGateway", default=False), test="x")
    assert done.status == "incident" and "flow.none" in [f.code for f in done.findings]


def test_what_is_refused_does_not_run():
    done = run(document(START, element("complexGateway", "g"), END, flows("s", "g", "e")))
    assert done.status == "refused" and not done.trace and done.findings[0].hint


TALK = in_a_row(a_log("A"), ("u", user("u")), a_log("B"))


def test_without_answers_a_task_waits():
    done = run(TALK, until=None)
    assert (done.status, list(done.trace), list(done.log)) == ("waiting", ["s", "A"], ["A"])


def test_answers_complete_tasks_by_id_or_name_and_set_variables():
    done = run(TALK, answers=[Answer("u", variables={"x": 3})])
    assert (done.status, list(done.log), done.variables["x"]) == ("completed", ["A", "B"], 3)
    assert list(done.trace) == ["s", "A", "u", "B", "e"]


def test_an_answer_that_nobody_asked_for_is_told():
    done = run(TALK, answers=[Answer("u"), Answer("v")])
    assert done.status == "completed" and [f.code for f in done.findings] == ["execute.answer"]


SLOW = in_a_row(a_log("A"), ("t", element("intermediateCatchEvent", "t", timer("PT5M"))), a_log("B"))


def test_the_clock_stops_where_it_is_told_to():
    assert run(SLOW, until="PT3M").status == "waiting"
    assert run(SLOW, until="PT5M").status == "completed"
    assert run(SLOW, until=None).status == "completed"


def test_without_a_limit_the_clock_does_not_outrun_people():
    xml = document(
        START, END, user("u"), boundary("b", "u", timer("P1D")), log("B"), flows("s", "u", "e"), flows("b", "B", "e")
    )
    assert (run(xml, until=None).status, run(xml, until="P2D").status) == ("waiting", "completed")


@pytest.mark.parametrize("options", [{"process_id": "q"}, {"also_start": "q"}, {"until": "bald"}])
def test_wrong_options_are_refused_with_a_sentence(options: dict[str, Any]):
    done = run(TALK, **options)
    assert done.status == "refused" and done.findings[0].message and done.findings[0].hint


def test_a_value_that_has_no_json_is_an_incident_not_a_crash():
    xml = document(
        START, END, element("scriptTask", "k", "<bpmn:script>{log: [count]}</bpmn:script>"), flows("s", "k", "e")
    )
    request = {"file": "t.bpmn", "content": xml, "now": NOW.isoformat()}
    done = guard.executed(request, [("t.bpmn", xml)])
    assert (done["status"], done["log"]) == ("incident", [None])


def test_an_endless_loop_is_an_incident():
    xml = document(START, log("A"), element("exclusiveGateway", "g", default="f"), END, flows("s", "A", "g"),
                   flow("g", "A", key="f"), flow("g", "e", "false"))  # fmt: skip
    assert run(xml).status == "incident"


def test_a_clock_that_ticks_for_ever_is_stopped():
    xml = document(START, log("A"), element("intermediateCatchEvent", "t", timer("PT1S")),
                   element("exclusiveGateway", "g", default="f"), END, flows("s", "A", "t", "g"),
                   flow("g", "A", key="f"), flow("g", "e", "false"))  # fmt: skip
    done = run(xml, until="P1D")
    assert done.status == "incident" and done.findings[-1].code == "execute.limits"
