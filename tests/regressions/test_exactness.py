"""Files that once ran otherwise than they were written. Now they run as written, or say why they do not."""

from __future__ import annotations

import pytest

from engine.bpmn import resolve
from engine.terms import Severity
from tests.bpmn.models import (
    END,
    ERROR,
    ERROR_HEAD,
    START,
    boundary,
    document,
    element,
    extensions,
    finder,
    flows,
    loop,
    sub_process,
    timer,
    user,
)
from tests.runtime.case import Case


def refusals(xml: bytes) -> list[str]:
    _, findings = resolve(xml, "t.bpmn", finder())
    return [f.code for f in findings if f.severity is Severity.ERROR]


def one(task: str, *more: str, before: str = "") -> bytes:
    return document(START, END, task, *more, flows("s", "u", "e"), before=before)


@pytest.mark.parametrize(("text", "opened"), [("1", 1), ("true", 1), ("0", 2), ("false", 2)])
def test_xml_writes_true_as_one_too_sequential(text: str, opened: int):
    task = element("userTask", "u", loop("=[1, 2]").replace('"false"', f'"{text}"'))
    assert len(Case(one(task)).open) == opened


@pytest.mark.parametrize(("text", "still_open"), [("0", ["u", "v"]), ("1", ["v"])])
def test_xml_writes_false_as_nought_too_boundary(text: str, still_open: list[str]):
    event = element("boundaryEvent", "b", timer("PT1H"), attachedToRef="u", cancelActivity=text)
    case = Case(one(user("u"), user("v"), event, flows("b", "v")))
    case.wait(hours=2)
    assert case.open == still_open


def test_xml_writes_true_as_one_too_event_sub_process():
    one_way, other = (
        refusals(one(user("u"), sub_process("x", user("y"), flows("x_s", "y"), triggeredByEvent=text)))
        for text in ("1", "true")
    )
    assert one_way == other and "node.unreachable" not in one_way


def test_an_error_event_that_names_no_error_of_the_file_does_not_catch_them_all():
    inner = sub_process("u", element("endEvent", "ee", ERROR), flows("u_s", "ee"))
    event = boundary("b", "u", '<bpmn:errorEventDefinition errorRef="fehlt"/>')
    xml = one(inner, user("v"), event, flows("b", "v"), before=ERROR_HEAD)
    assert refusals(xml) == ["error.reference"]


def test_a_timer_with_two_times_is_refused():
    both = timer("PT1H").replace("<bpmn:timeDuration>", "<bpmn:timeDate>2030-01-01</bpmn:timeDate><bpmn:timeDuration>")
    assert refusals(one(element("intermediateCatchEvent", "u", both))) == ["timer.several"]


@pytest.mark.parametrize("text", ["-PT5M", "P99999999D", "R3"])
def test_a_time_that_is_none_is_not_taken_for_a_variable(text: str):
    assert "timer.text" in refusals(one(element("intermediateCatchEvent", "u", timer(text))))


def test_lanes_of_a_sub_process_say_who():
    outer, inner = (
        f'<bpmn:laneSet id="ls{n}"><bpmn:lane id="{lane}"><bpmn:flowNodeRef>{member}</bpmn:flowNodeRef></bpmn:lane>'
        "</bpmn:laneSet>"
        for n, lane, member in ((1, "aussen", "u"), (2, "innen", "x"))
    )
    xml = one(outer + sub_process("u", inner, user("x"), flows("u_s", "x", "u_e")))
    assert Case(xml).last.opened[0].group == "innen"


def test_an_element_in_two_lanes_is_refused():
    lanes = "".join(
        f'<bpmn:lane id="{key}"><bpmn:flowNodeRef>u</bpmn:flowNodeRef></bpmn:lane>' for key in ("erste", "zweite")
    )
    assert refusals(one(f'<bpmn:laneSet id="ls">{lanes}</bpmn:laneSet>' + user("u"))) == ["lane.double"]


def test_an_external_form_is_missing_not_ignored():
    task = element("userTask", "u", extensions('<zeebe:formDefinition externalReference="https://x.example"/>'))
    assert refusals(one(task)) == ["form.missing"]


def test_several_groups_are_refused_instead_of_the_first_taken():
    task = '<zeebe:assignmentDefinition candidateGroups="{}"/>'
    assert refusals(one(element("userTask", "u", extensions(task.format("a, b"))))) == ["task.groups"]
    listed = task.format("=[&quot;a&quot;, &quot;b&quot;]")
    incident = Case(one(element("userTask", "u", extensions(listed)))).last.incident
    assert incident is not None and incident.code == "task.groups"


def test_what_a_data_flow_computes_is_refused_instead_of_skipped():
    inner = (
        '<bpmn:dataOutputAssociation id="d"><bpmn:targetRef>x</bpmn:targetRef><bpmn:assignment>'
        "<bpmn:from>1</bpmn:from><bpmn:to>x</bpmn:to></bpmn:assignment></bpmn:dataOutputAssociation>"
    )
    assert refusals(one(element("userTask", "u", inner))) == ["data.assignment"]


@pytest.mark.parametrize("name", ["errorCodeVariable", "errorMessageVariable"])
def test_variables_that_an_error_would_set_are_refused(name: str):
    inner = sub_process("u", element("endEvent", "ee", ERROR), flows("u_s", "ee"))
    event = boundary("b", "u", f'<bpmn:errorEventDefinition errorRef="er" camunda:{name}="code"/>')
    xml = one(inner, user("v"), event, flows("b", "v"), before=ERROR_HEAD)
    assert refusals(xml) == ["attribute.refused"]
