"""What the check refuses, with code and element; and that nothing it is given makes it raise."""

from __future__ import annotations

import pytest

from engine.bpmn import Resource, ResourceKind, resolve
from engine.bpmn.profile import PROFILE, Verdict
from engine.terms import Severity
from tests.bpmn.models import (
    END,
    ERROR,
    ERROR_HEAD,
    START,
    boundary,
    call,
    document,
    element,
    extensions,
    finder,
    flow,
    flows,
    form,
    loop,
    mapping,
    process,
    rule,
    script,
    sub_process,
    timer,
    user,
)


def errors(xml: bytes, **shelves: dict[str, bytes]) -> list[tuple[str, str | None]]:
    package, findings = resolve(xml, "test.bpmn", finder(**shelves))
    found = [f for f in findings if f.severity is Severity.ERROR]
    assert (package is None) == bool(found)
    assert all(f.file and f.message for f in found)
    return [(f.code, f.element_id) for f in found]


def warnings(xml: bytes) -> list[str]:
    package, findings = resolve(xml, "test.bpmn", finder())
    assert package is not None, findings
    return [f.code for f in findings]


def between(middle: str, before: str = "", extra: str = "") -> bytes:
    """START -> x -> END, where the middle holds the element x."""
    return document(START, middle, END, flows("s", "x", "e"), before=before, extra=extra)


def definition(name: str, inner: str = "") -> str:
    return f"<bpmn:{name}EventDefinition>{inner}</bpmn:{name}EventDefinition>"


REFUSED_ELEMENTS = ["complexGateway"]


@pytest.mark.parametrize("kind", REFUSED_ELEMENTS)
def test_elements_that_do_not_run_yet(kind: str):
    assert ("element.refused", "x") in errors(between(element(kind, "x")))


def test_a_referenced_definition_is_followed_not_ignored():
    ref = "<bpmn:eventDefinitionRef>td</bpmn:eventDefinitionRef>"
    shared = timer("PT1H").replace("<bpmn:timerEventDefinition>", '<bpmn:timerEventDefinition id="td">')
    assert errors(between(element("intermediateCatchEvent", "x", ref), before=shared)) == []
    assert ("event.reference", "x") in errors(between(element("intermediateCatchEvent", "x", ref)))


def test_a_non_interrupting_error_event():
    xml = document(
        START,
        sub_process("u", user("v"), flows("u_s", "v", "u_e")),
        boundary("x", "u", ERROR, interrupting=False),
        END,
        flows("s", "u", "e"),
        flow("x", "e"),
        before=ERROR_HEAD,
    )
    assert errors(xml) == [("event.error_interrupts", "x")]


@pytest.mark.parametrize("value", ["0", "-1", "zwei", "10000"])
@pytest.mark.parametrize("name", ["startQuantity", "completionQuantity"])
def test_quantities_that_are_no_numbers(name: str, value: str):
    assert errors(between(element("userTask", "x", **{name: value}))) == [("attribute.number", "x")]


def test_the_standard_values_of_these_attributes_are_fine():
    assert (
        errors(between(element("userTask", "x", startQuantity="1", completionQuantity="1", isForCompensation="false")))
        == []
    )


@pytest.mark.parametrize("behaviour", ["None", "One", "Complex", "Falsch"])
def test_events_of_multi_instance(behaviour: str):
    inner = loop().replace(
        "<bpmn:multiInstanceLoopCharacteristics", f'<bpmn:multiInstanceLoopCharacteristics behavior="{behaviour}"'
    )
    assert [code for code, _ in errors(between(element("userTask", "x", inner)))] == WITHOUT[behaviour]


WITHOUT = {"None": ["loop.event"], "One": ["loop.event"], "Complex": [], "Falsch": ["loop.event"]}


def test_standard_loops():
    inner = "<bpmn:standardLoopCharacteristics/>"
    assert [code for code, _ in errors(between(element("userTask", "x", inner)))] == ["loop.endless"]


@pytest.mark.parametrize(
    "inner",
    [
        "<zeebe:executionListeners/>",
        "<zeebe:taskListeners/>",
        '<camunda:executionListener class="x"/>',
        "<camunda:connector/>",
        "<camunda:inputOutput/>",
    ],
)
def test_extensions_that_would_do_something(inner: str):
    assert ("extension.refused", "x") in errors(between(element("userTask", "x", extensions(inner))))


@pytest.mark.parametrize("attribute", ["camunda__class", "camunda__delegateExpression", "camunda__topic"])
def test_java_and_workers(attribute: str):
    assert ("attribute.refused", "x") in errors(between(element("businessRuleTask", "x", **{attribute: "a.B"})))


def test_foreign_extensions_and_attributes_are_ignored():
    inner = extensions('<fremd:etwas wert="1"><bpmn:userTask/><bpmn:unfug/></fremd:etwas>')
    assert errors(between(element("userTask", "x", inner.replace("<bpmn:userTask/>", ""), fremd__farbe="rot"))) == []


def test_an_unknown_element_of_bpmn():
    assert errors(between(user("x") + "<bpmn:unfug/>")) == [("element.unknown", None)]


def test_documentation_and_decoration_is_accepted():
    pool = (
        '<bpmn:collaboration id="c"><bpmn:participant id="a" name="Stadt" processRef="p"/>'
        '<bpmn:participant id="b" name="Polizei"/><bpmn:messageFlow id="mf" sourceRef="x" targetRef="b"/>'
        "</bpmn:collaboration>"
    )
    decoration = (
        '<bpmn:textAnnotation id="ta"><bpmn:text>Hinweis</bpmn:text></bpmn:textAnnotation>'
        '<bpmn:association id="as" sourceRef="x" targetRef="ta"/><bpmn:group id="gr" categoryValueRef="cv"/>'
        '<bpmn:dataObjectReference id="dor" dataObjectRef="do"/><bpmn:dataObject id="do"/>'
        '<bpmn:dataStoreReference id="dsr"/><bpmn:documentation>Hilfe</bpmn:documentation>'
    )
    data = '<bpmn:dataOutputAssociation id="doa"><bpmn:targetRef>dor</bpmn:targetRef></bpmn:dataOutputAssociation>'
    assert errors(between(element("userTask", "x", data) + decoration, before=pool)) == []


# -- structure
def test_a_process_without_a_start_or_without_anything():
    assert errors(document(user("x"), user("y"), flows("x", "y", "x"))) == [("process.no_start", "p")]
    assert errors(document()) == [("process.none", None)]


def test_sub_processes_begin_somewhere_and_with_one_start_event_at_most():
    inner = user("v") + user("w") + flows("v", "w", "v")
    assert errors(between(element("subProcess", "x", inner))) == [("process.no_start", "x")]
    twice = (
        element("startEvent", "i1")
        + element("startEvent", "i2")
        + element("endEvent", "ie")
        + flow("i1", "ie")
        + flow("i2", "ie")
    )
    assert errors(between(element("subProcess", "x", twice))) == [("subprocess.starts", "x")]


def test_what_nothing_reaches():
    assert errors(document(START, user("x"), END, flow("s", "e"), flow("x", "e"))) == [("node.unreachable", "x")]


def test_of_an_unreached_part_only_its_beginning_is_told():
    row = user("x") + user("y") + user("z") + element("endEvent", "e2")
    lost = document(START, END, row, flow("s", "e"), flows("x", "y", "z", "e2"))
    assert errors(lost) == [("node.unreachable", "x")]
    circle = document(START, END, row, flow("s", "e"), flows("x", "y", "z", "x"), flow("z", "e2"))
    assert errors(circle) == [("node.unreachable", "x")]


def test_a_broken_flow_is_told_once():
    row = user("x") + user("y")
    broken = document(START, END, row, flow("s", "weg", key="f"), flows("x", "y", "e"))
    assert errors(broken) == [("flow.reference", "f")]


def test_ids_twice_or_missing():
    assert ("id.double", "x") in errors(between(user("x") + user("x")))
    assert ("id.missing", None) in errors(document(START, '<bpmn:userTask name="ohne"/>', END, flows("s", "e")))


def test_flows_into_nowhere_and_across_borders():
    assert ("flow.reference", "f") in errors(document(START, END, flow("s", "e"), flow("s", "weg", key="f")))
    crossing = document(
        START,
        sub_process("sp", user("u"), flows("sp_s", "u", "sp_e")),
        END,
        flows("s", "sp", "e"),
        flow("s", "u", key="f"),
    )
    assert ("flow.crossing", "f") in errors(crossing)


def test_boundary_events_on_nothing():
    xml = document(
        START,
        element("exclusiveGateway", "g"),
        boundary("x", "g", timer("PT1H")),
        END,
        flows("s", "g", "e"),
        flow("x", "e"),
    )
    assert ("boundary.reference", "x") in errors(xml)
    assert ("boundary.reference", "x") in errors(
        document(START, boundary("x", "fehlt", timer("PT1H")), END, flows("s", "e"), flow("x", "e"))
    )


def test_flows_into_start_and_out_of_end():
    found = errors(document(START, user("u"), END, flows("s", "u", "e"), flow("u", "s"), flow("e", "u")))
    assert ("event.incoming", "s") in found and ("event.outgoing", "e") in found


def test_nesting_beyond_reason():
    inner = user("u") + flows("d0_s", "u", "d0_e")
    for level in range(30):
        inner = sub_process(
            f"d{level}", inner if level == 0 else inner + flows(f"d{level}_s", f"d{level - 1}", f"d{level}_e")
        )
    assert "subprocess.depth" in {code for code, _ in errors(document(START, inner, END, flows("s", "d29", "e")))}


# -- gateways
def test_exclusive_flows_without_a_condition():
    xml = document(
        START,
        element("exclusiveGateway", "g"),
        user("a"),
        user("b"),
        END,
        flow("s", "g"),
        flow("g", "a", "=true"),
        flow("g", "b", key="f"),
        flows("a", "e"),
        flows("b", "e"),
    )
    assert errors(xml) == [("flow.no_condition", "f")]


def test_parallel_flows_with_a_condition():
    xml = document(
        START,
        element("parallelGateway", "g"),
        user("a"),
        END,
        flow("s", "g"),
        flow("g", "a", "=true", key="f"),
        flow("a", "e"),
    )
    assert errors(xml) == [("flow.condition_ignored", "f")]


def test_a_default_flow_of_somewhere_else():
    xml = document(
        START,
        element("exclusiveGateway", "g", default="f0"),
        user("a"),
        END,
        flow("s", "g", key="f0"),
        flow("g", "a", "=true"),
        flow("g", "e", "=false"),
        flow("a", "e"),
    )
    assert ("flow.default", "g") in errors(xml)


def test_warnings_do_not_refuse():
    loop_model = document(
        START,
        script("a", "{n: 1}"),
        element("exclusiveGateway", "g"),
        END,
        flows("s", "a", "g"),
        flow("g", "a", "=n < 9"),
        flow("g", "e", "=n > 8"),
    )
    assert warnings(loop_model) == ["flow.no_default", "loop.no_wait"]
    unset = document(
        START,
        element("exclusiveGateway", "g", default="d"),
        user("u"),
        END,
        flow("s", "g"),
        flow("g", "u", "=niemand_setzt_mich"),
        flow("g", "e", key="d"),
        flow("u", "e"),
    )
    assert warnings(unset) == ["variable.unset"]


# -- what elements must say
@pytest.mark.parametrize(
    ("middle", "code"),
    [
        (element("businessRuleTask", "x"), "decision.none"),
        (
            element("businessRuleTask", "x", extensions('<zeebe:calledDecision decisionId="verfahren"/>')),
            "decision.result",
        ),
        (element("callActivity", "x"), "process.none_called"),
        (element("receiveTask", "x"), "message.no_name"),
        (element("intermediateCatchEvent", "x", "<bpmn:messageEventDefinition/>"), "message.no_name"),
        (element("intermediateCatchEvent", "x", "<bpmn:timerEventDefinition/>"), "timer.none"),
        (element("intermediateCatchEvent", "x", timer("in fünf Tagen")), "timer.text"),
        (element("userTask", "x", loop("")), "loop.none"),
        (user("x", frist="bald"), "property.frist"),
        (user("x", frist="5 AT", erinnerung="rechtzeitig"), "property.erinnerung"),
        (user("x", frist="5 AT", eskalation="Vertretung, Oberförster"), "escalation.unknown"),
        (user("x", frist="5 AT", eskalation="Vertretung, Leitung nach Ostern"), "escalation.after"),
        (user("x", schutzzone="geheim"), "property.schutzzone"),
        (user("x", stufe="neun"), "property.stufe"),
        (user("x", freigabe="mediation an beirat"), "property.freigabe"),
        (user("x", rolle="chef"), "property.rolle"),
        (user("x", bestaetigt="fehlt"), "property.bestaetigt"),
        (rule("x", "verfahren", "vorschlag"), "decision.unconfirmed"),
        (element("userTask", "x", extensions('<zeebe:taskSchedule dueDate="morgen"/>')), "task.due"),
        (call("x", "=welcher"), "reference.feel"),
        (element("intermediateThrowEvent", "x", extensions(mapping({"a": "=b"}))), "mapping.place"),
        (
            element("userTask", "x", extensions('<zeebe:ioMapping><zeebe:input source="=a"/></zeebe:ioMapping>')),
            "mapping.empty",
        ),
        (script("x", "1", "zwei Worte"), "name.invalid"),
        (script("x", "{heute: 1}"), "name.reserved"),
    ],
)
def test_what_an_element_must_say(middle: str, code: str):
    assert (code, "x") in errors(between(middle))


def test_an_error_end_without_a_code():
    xml = document(START, element("endEvent", "x", "<bpmn:errorEventDefinition/>"), flows("s", "x"))
    assert errors(xml) == [("error.no_code", "x")]


# -- expressions
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 +", "feel.syntax"),
        ("gibtsnicht(3)", "feel.unknown_function"),
        ("${betrag > 3}", "expression.juel"),
        ("#{betrag}", "expression.juel"),
    ],
)
def test_expressions(text: str, code: str):
    assert [c for c, _ in errors(between(script("x", text, "y")))] == [code]


def test_other_languages():
    python = element("scriptTask", "x", "<bpmn:script>import os</bpmn:script>", scriptFormat="python")
    assert ("expression.language", "x") in errors(between(python))
    condition = '<bpmn:conditionExpression language="groovy">a</bpmn:conditionExpression>'
    xml = document(
        START,
        user("u"),
        END,
        flow("s", "u"),
        f'<bpmn:sequenceFlow id="f" sourceRef="u" targetRef="e">{condition}</bpmn:sequenceFlow>',
    )
    assert errors(xml) == [("expression.language", "f")]
    assert errors(between(element("userTask", "x", camunda__assignee="${chef()}"))) == [("expression.juel", "x")]


# -- references
def test_missing_form_decision_and_process():
    task = element("userTask", "x", extensions('<zeebe:formDefinition formId="fehlt"/>'))
    assert errors(between(task)) == [("form.missing", "x")]
    assert ("decision.missing", "x") in errors(between(rule("x", "fehlt", "y")))
    assert errors(between(call("x", "fehlt"))) == [("process.missing", "x")]


def test_findings_of_called_files_carry_their_own_name():
    bad = document(element("startEvent", "ks"), element("serviceTask", "kx"), flows("ks", "kx"), process="kind")
    package, findings = resolve(between(call("x", "kind")), "test.bpmn", finder(processes={"kind": bad}))
    assert package is None and [(f.file, f.element_id) for f in findings] == [("kind.bpmn", "kx")]
    broken = resolve(between(call("x", "kind")), "test.bpmn", finder(processes={"kind": b"kein xml"}))
    assert broken[0] is None and broken[1][0].file == "kind.bpmn" and broken[1][0].code == "bpmn.unreadable"
    package, findings = resolve(
        between(rule("x", "kaputt", "y")), "test.bpmn", finder(decisions={"kaputt": b"<nichts/>"})
    )
    assert package is None and "kaputt.dmn" in {f.file for f in findings}
    package, findings = resolve(
        between(element("userTask", "x", extensions('<zeebe:formDefinition formId="f"/>'))),
        "test.bpmn",
        finder({"f": b"{"}),
    )
    assert package is None and {f.file for f in findings} == {"f.form"}


def test_processes_that_call_themselves():
    assert errors(between(call("x", "p"))) == [("call.circle", "x")]
    child = process(
        "kind",
        element("startEvent", "ks"),
        call("zurueck", "p"),
        element("endEvent", "ke"),
        flows("ks", "zurueck", "ke"),
    )
    assert {c for c, _ in errors(between(call("x", "kind"), extra=child))} == {"call.circle"}


def test_a_file_of_ten_thousand_tasks_is_too_large():
    names = [f"t{n}" for n in range(10_001)]
    xml = document(START, *[f'<bpmn:task id="{n}"/>' for n in names], END)
    assert errors(xml) == [("process.size", None)]


# -- zones
def tasks_in(*zones: str) -> bytes:
    tasks = [
        element("userTask", f"t{n}", extensions('<zeebe:formDefinition formId="f"/>', properties={"schutzzone": zone}))
        for n, zone in enumerate(zones)
    ]
    return document(START, *tasks, END, flows("s", *[f"t{n}" for n in range(len(zones))], "e"))


def test_a_name_in_two_zones():
    shelf = {"f": form("f", "notiz")}
    assert errors(tasks_in("eingang", "eingang"), forms=shelf) == []
    assert errors(tasks_in("eingang", "beratung"), forms=shelf) == [("zone.conflict", "t1")]


def test_what_lists_show_of_a_task_may_not_come_from_the_mediation():
    shelf = {"f": form("f", "mediatorin", zones={"mediatorin": "mediation"})}
    asking = element(
        "userTask", "a", extensions('<zeebe:formDefinition formId="f"/>', properties={"schutzzone": "mediation"})
    )
    telling = element("userTask", "b", extensions('<zeebe:assignmentDefinition assignee="=mediatorin"/>'))
    xml = document(START, asking, telling, END, flows("s", "a", "b", "e"))
    assert errors(xml, forms=shelf) == [("zone.crossing", "b")]


def test_the_zone_of_the_form_field_decides():
    shelf = {"f": form("f", "notiz", zones={"notiz": "beratung"})}
    assert errors(tasks_in("eingang", "beratung"), forms=shelf) == []


# -- the table itself
def test_every_refusal_of_the_table_says_why_and_what_to_do():
    for rule_ in PROFILE.values():
        if rule_.verdict is Verdict.REFUSED:
            assert rule_.reason and rule_.hint and rule_.words, rule_.key


def test_the_main_process_is_the_one_that_bears_the_ags():
    office = process("amt", element("startEvent", "as"), element("endEvent", "ae"), flows("as", "ae"))
    city = process("stadt", START, END, flows("s", "e"), properties={"ags": "05915000"})
    xml = document(process="leer", extra=office + city)
    package, findings = resolve(xml, "test.bpmn", finder())
    assert package is not None and package.main.key == "stadt" and findings == []
    assert package.resources[0] is package.main


def test_the_hash_of_a_package_follows_its_content():
    task = element("userTask", "x", extensions('<zeebe:formDefinition formId="f"/>'))
    hashes = [
        resolve(between_fixed(task), "t.bpmn", finder({"f": form("f", *names)}))[0].hash
        for names in (("a",), ("a",), ("b",))
    ]
    assert hashes[0] == hashes[1] != hashes[2]


def between_fixed(middle: str) -> bytes:
    return document(START, middle, END, flow("s", "x", key="f1"), flow("x", "e", key="f2"))


def test_a_resource_knows_its_hash():
    assert len(Resource(ResourceKind.FORM, "f", "f.form", b"{}").hash) == 64
