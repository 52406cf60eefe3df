"""What Camunda 7 files say in their own way is read where FEEL and form-js mean the same, and refused elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine import feel
from engine.bpmn import resolve
from engine.bpmn.juel import translate
from engine.formdefs import read as read_form
from engine.formdefs import validate
from engine.terms import Severity
from tests.bpmn.models import END, START, document, element, extensions, finder, flow, flows, user
from tests.runtime.case import NOW, Case

MOMENT = datetime(2026, 6, 1, tzinfo=UTC)


def value(text: str, **variables: Any) -> Any:
    translated = translate(text)
    assert translated is not None, text
    return feel.parse(translated).evaluate(
        {n: Decimal(v) if type(v) is int else v for n, v in variables.items()}, now=MOMENT
    )


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        ("${approved}", {"approved": True}, True),
        ("${!approved}", {"approved": True}, False),
        ("${!approved}", {"approved": None}, True),  # EL takes null for false
        ("${not approved}", {"approved": False}, True),
        ("#{amount >= 1000}", {"amount": 1000}, True),
        ("${amount lt 1000 and amount gt 10}", {"amount": 11}, True),
        ("${a == 'x' || b != 'y'}", {"a": "z", "b": "y"}, False),
        ("${invoice.amount > 5 && invoice['state'] eq \"open\"}", {"invoice": {"amount": 6, "state": "open"}}, True),
        ("${(a + b) * 2 - 1}", {"a": 1, "b": 2}, 5),
        ("${a + 1}", {"a": None}, 1),  # EL takes null for 0
        ("${-a / 2}", {"a": 3}, Decimal("-1.5")),
        ("${a > 1 ? 'hoch' : 'niedrig'}", {"a": 2}, "hoch"),
        ("${a > 1 ? 'hoch' : 'niedrig'}", {"a": None}, "niedrig"),
        ("${!(a > 1)}", {"a": None}, True),
        ("${(a > 1) == false}", {"a": None}, True),
        ("${empty a}", {"a": []}, True),
        ("${empty a}", {"a": ""}, True),
        ("${empty a}", {"a": None}, True),
        ("${!empty a}", {"a": ["x"]}, True),
        ("${a == null}", {"a": None}, True),
        ("${'it\\'s'}", {}, "it's"),
        ("${true}", {}, True),
    ],
)
def test_what_means_the_same_is_translated(text: str, variables: dict[str, Any], expected: Any):
    assert value(text, **variables) == expected


@pytest.mark.parametrize(
    "text",
    [
        "${execution.getVariable('a')}", "${task.name}", "${list.size() > 0}", "${bean.check(a)}", "${a % 2}",
        "${'Frau ' + name}", "Frau ${name}", "${a}${b}", "${liste[0]}", "${now()}", "${a ==}", "${}", "${a b}",
        "${in}", "${für}", "${a.b.}", "${a ? b}", "${" + "(" * 200 + "a" + ")" * 200 + "}", "${x instanceof y}",
    ],
)  # fmt: skip
def test_what_does_not_mean_the_same_is_not_translated(text: str):
    assert translate(text) is None


def errors(xml: bytes) -> list[tuple[str, str]]:
    _, findings = resolve(xml, "t.bpmn", finder())
    return [(f.code, f.sentence()) for f in findings if f.severity is Severity.ERROR]


GATE = element("exclusiveGateway", "g", default="sonst")


def branching(condition: str) -> bytes:
    return document(
        START, END, GATE, user("ja"), user("nein"), flows("s", "g"), flow("g", "ja", condition),
        flow("g", "nein", key="sonst"), flows("ja", "e"), flows("nein", "e"),
    )  # fmt: skip


def test_a_condition_of_camunda_7_decides():
    assert Case(branching("${betrag > 100 && !erledigt}"), betrag=200).open == ["ja"]
    assert Case(branching("${betrag > 100 && !erledigt}"), betrag=200, erledigt=True).open == ["nein"]


def test_a_condition_that_feel_cannot_say_is_refused_with_a_way_out():
    ((code, sentence),) = errors(branching("${liste.contains('a')}"))
    assert code == "expression.juel" and "liste.contains" in sentence and "FEEL" in sentence


def test_assignee_and_due_date_are_computed():
    task = element("userTask", "u", camunda__assignee="${wer}", camunda__dueDate="${bis}")
    case = Case(document(START, END, task, flows("s", "u", "e")), wer="frau_klein", bis="2026-06-05")
    (opened,) = case.last.opened
    assert opened.assignee == "frau_klein" and opened.due.date().isoformat() == "2026-06-05"


def test_an_expression_hands_a_value_to_a_called_process():
    call = element(
        "callActivity", "c",
        extensions('<camunda:in sourceExpression="${a + 1}" target="x"/><camunda:out source="x" target="y"/>'),
        calledElement="q",
    )  # fmt: skip
    called = document(
        element("startEvent", "s2"), user("u2"), element("endEvent", "e2"), flows("s2", "u2", "e2"), process="q"
    )
    case = Case(document(START, END, call, user("u"), flows("s", "c", "u", "e")), finder(processes={"q": called}), a=1)
    case.do("u2")
    assert case.root["y"] == 2


FIELDS = """<camunda:formData>
<camunda:formField id="name" label="Name" type="string"><camunda:validation>
  <camunda:constraint name="required"/><camunda:constraint name="maxlength" config="5"/></camunda:validation>
</camunda:formField>
<camunda:formField id="zahl" label="Zahl" type="long" defaultValue="3"><camunda:validation>
  <camunda:constraint name="min" config="2"/></camunda:validation></camunda:formField>
<camunda:formField id="ja" label="Ja?" type="boolean" defaultValue="true"/>
<camunda:formField id="tag" type="date"/>
<camunda:formField id="art" type="enum" defaultValue="b"><camunda:value id="a" name="A"/>
<camunda:value id="b" name="B"/></camunda:formField></camunda:formData>"""


def test_form_data_become_a_form():
    case = Case(document(START, END, element("userTask", "u", extensions(FIELDS)), flows("s", "u", "e")))
    (opened,) = case.last.opened
    assert opened.form_id == "p.u.formData"
    form = read_form(case.definition.forms["p.u.formData"])
    assert [(c.type, c.key, c.label) for c in form.components] == [
        ("textfield", "name", "Name"), ("number", "zahl", "Zahl"), ("checkbox", "ja", "Ja?"),
        ("datetime", "tag", "tag"), ("select", "art", "art"),
    ]  # fmt: skip
    wrong = validate(form, {"name": "zu lang", "zahl": "1", "art": "c"}, {}, now=NOW)
    assert set(wrong.errors) == {"name", "zahl", "art"}
    right = validate(form, {"name": "kurz", "zahl": "2", "ja": "on", "tag": "2026-06-03", "art": "a"}, {}, now=NOW)
    assert not right.errors and right.values["zahl"] == 2 and right.values["art"] == "a"


@pytest.mark.parametrize(
    "field",
    [
        '<camunda:formField id="x" type="file"/>',
        '<camunda:formField id="x" type="long"><camunda:constraint name="validator" config="B"/></camunda:formField>',
        '<camunda:formField id="x" type="long"><camunda:constraint name="min" config="${a}"/></camunda:formField>',
        '<camunda:formField id="x" type="string" defaultValue="${a}"/>',
    ],
)
def test_a_field_that_no_form_can_have_is_refused(field: str):
    task = element("userTask", "u", extensions(f"<camunda:formData>{field}</camunda:formData>"))
    found = errors(document(START, END, task, flows("s", "u", "e")))
    assert [sentence for code, sentence in found if code == "form_data.field" and "„x“" in sentence]


@pytest.mark.parametrize(
    "task",
    [
        element("userTask", "u", extensions('<camunda:taskListener class="a.B" event="create"/>')),
        element("userTask", "u", extensions('<camunda:executionListener expression="${x}" event="start"/>')),
        element("serviceTask", "u", camunda__class="a.B"),
        element("serviceTask", "u", camunda__delegateExpression="${b}"),
        element("serviceTask", "u", camunda__expression="${b.run()}"),
        element("scriptTask", "u", "<bpmn:script>x = 1</bpmn:script>", scriptFormat="groovy"),
        element("scriptTask", "u", "<bpmn:script>x = 1</bpmn:script>", scriptFormat="javascript"),
        element("callActivity", "u", calledElement="q", camunda__calledElementVersion="3"),
    ],
)
def test_code_is_refused_with_a_way_out(task: str):
    found = errors(document(START, END, task, flows("s", "u", "e")))
    refused = [s for c, s in found if c in ("extension.refused", "attribute.refused", "expression.language")]
    assert refused and all("FEEL" in s or "entfernen" in s for s in refused)


def test_which_version_is_bound_is_ignored():
    call = element("callActivity", "c", calledElement="q", camunda__calledElementBinding="deployment")
    called = document(element("startEvent", "s2"), element("endEvent", "e2"), flows("s2", "e2"), process="q")
    assert Case(document(START, END, call, flows("s", "c", "e")), finder(processes={"q": called})).finished


# ------------------------------------------------------------------ mapDecisionResult
TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">
<decision id="verfahren" name="Verfahren"><decisionTable id="t" {policy}>
<input id="i"><inputExpression id="ie" typeRef="number"><text>stufe</text></inputExpression></input>
<output id="o" name="zahl" typeRef="number"/>{second}
<rule id="r1"><inputEntry id="a1"><text>&lt; 4</text></inputEntry><outputEntry id="b1"><text>1</text></outputEntry>
{entry}</rule></decisionTable></decision></definitions>"""
SECOND = {"second": '<output id="o2" name="wort"/>', "entry": '<outputEntry id="c1"><text>"ja"</text></outputEntry>'}
ONE = {"second": "", "entry": ""}


def decided(mapping: str, policy: str, columns: dict[str, str]) -> tuple[list[str], Any]:
    """Codes of errors, and the variable where there are none."""
    extra = {"camunda__mapDecisionResult": mapping} if mapping else {}
    rule = element("businessRuleTask", "r", camunda__decisionRef="verfahren", camunda__resultVariable="v", **extra)
    confirm = user("u", bestaetigt="v")
    xml = document(START, END, rule, confirm, flows("s", "r", "u", "e"))
    find = finder(decisions={"verfahren": TABLE.format(policy=policy, **columns).encode()})
    errors = [f.code for f in resolve(xml, "t.bpmn", find)[1] if f.severity is Severity.ERROR]
    return errors, None if errors else Case(xml, find, stufe=3).root["v"]


@pytest.mark.parametrize(
    ("mapping", "policy", "columns", "expected"),
    [
        ("singleEntry", "", ONE, 1),
        ("singleResult", 'hitPolicy="FIRST"', SECOND, {"zahl": 1, "wort": "ja"}),
        ("collectEntries", 'hitPolicy="COLLECT"', ONE, [1]),
        ("resultList", 'hitPolicy="RULE ORDER"', SECOND, [{"zahl": 1, "wort": "ja"}]),
        ("", 'hitPolicy="RULE ORDER"', SECOND, [{"zahl": 1, "wort": "ja"}]),
        ("singleEntry", 'hitPolicy="COLLECT" aggregation="SUM"', ONE, 1),
    ],
)
def test_a_result_is_mapped_as_camunda_7_would(mapping: str, policy: str, columns: dict[str, str], expected: Any):
    assert decided(mapping, policy, columns) == ([], expected)


@pytest.mark.parametrize(
    ("mapping", "policy", "columns"),
    [
        ("", "", ONE),
        ("resultList", 'hitPolicy="FIRST"', SECOND),
        ("singleResult", "", ONE),
        ("singleEntry", 'hitPolicy="COLLECT"', ONE),
        ("collectEntries", 'hitPolicy="COLLECT" aggregation="SUM"', ONE),
        ("etwas", "", ONE),
    ],
)
def test_another_mapping_than_the_results_own_is_refused(mapping: str, policy: str, columns: dict[str, str]):
    assert decided(mapping, policy, columns)[0] == ["decision.mapping"]
