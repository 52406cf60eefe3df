"""What is refused at the door, with place and way out."""

from __future__ import annotations

import pytest

from engine.dmn import check, read
from engine.errors import InvalidInput
from engine.terms import Finding, Severity
from tests.dmn.models import definitions, literal, table

RULE = ["1", '"x"']


def only(xml: bytes) -> Finding:
    findings = check(xml, file="triage.dmn")
    assert len(findings) == 1
    return findings[0]


@pytest.mark.parametrize(
    "xml",
    [
        b"no xml at all",
        b"",
        b"<a/>",
        b'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        b'<!DOCTYPE d [<!ENTITY e "x">]>' + definitions(literal("a", "1")),
        b'<!DOCTYPE d SYSTEM "http://example.org/d.dtd">' + definitions(literal("a", "1")),
        b"<a>" + b" " * (5 * 1024 * 1024) + b"</a>",
    ],
    ids=["text", "empty", "other", "bpmn", "entity", "dtd", "large"],
)
def test_what_is_no_safe_dmn_is_refused(xml: bytes) -> None:
    finding = only(xml)
    assert (finding.code, finding.severity, finding.file) == ("dmn.unreadable", Severity.ERROR, "triage.dmn")
    with pytest.raises(InvalidInput):
        read(xml)


def test_a_file_without_a_decision() -> None:
    assert only(definitions("")).code == "dmn.empty"


def test_an_unknown_hit_policy() -> None:
    finding = only(definitions(table(["n"], ["a"], [RULE], "LAST")))
    assert finding.code == "dmn.hit_policy"
    assert "LAST" in finding.message
    assert "FIRST" in finding.hint


def test_a_cell_that_does_not_parse_is_told_by_decision_rule_and_column() -> None:
    finding = only(definitions(table(["n", "m"], ["a"], [["-", "-", "1"], ["-", "< < 5", "1"]])))
    assert finding.code == "dmn.feel"
    assert (finding.element_id, finding.element_name, finding.line) == ("vorschlag", "Vorschlag", 3)
    assert finding.message.startswith("Regel 2, Eingabespalte 2 („m“): ")


def test_typographic_quotes_are_explained() -> None:
    assert "geraden Anführungszeichen" in only(definitions(table(["n"], ["a"], [["„akut“", "1"]]))).message


def test_an_unknown_function_is_told() -> None:
    finding = only(definitions(table(["n"], ["a"], [["-", "summe(1)"]])))
    assert (finding.code, finding.message) == (
        "dmn.function",
        "Regel 1, Ausgabespalte „a“: Die Funktion „summe“ gibt es nicht.",
    )


def test_a_rule_with_too_few_cells() -> None:
    assert only(definitions(table(["n", "m"], ["a"], [["1", "1"]]))).code == "dmn.cells"


def test_a_script_in_another_language() -> None:
    xml = definitions(table(["n"], ["a"], [RULE])).replace(b"<outputEntry>", b'<outputEntry expressionLanguage="juel">')
    assert only(xml).code == "dmn.language"


def test_a_requirement_that_leads_nowhere() -> None:
    finding = only(definitions(literal("a", "1", requires="fort")))
    assert finding.code == "dmn.reference"
    assert "fort" in finding.message


def test_two_decisions_of_one_id() -> None:
    findings = check(definitions(literal("a", "1") + literal("a", "2")), file="triage.dmn")
    assert {finding.code for finding in findings} == {"dmn.duplicate"}


def test_an_empty_decision_is_a_warning_and_refuses_nothing() -> None:
    xml = definitions('<decision id="a" name="a"/>')
    assert (only(xml).code, only(xml).severity) == ("dmn.empty", Severity.WARNING)
    assert read(xml).evaluate("a", {}).value is None


def test_all_findings_come_at_once_with_the_refusal() -> None:
    xml = definitions(table(["n"], ["a"], [["<", "1"], ["-", "f(1)"]], "LAST"))
    with pytest.raises(InvalidInput) as refusal:
        read(xml, file="triage.dmn")
    assert {finding.code for finding in refusal.value.findings} == {"dmn.feel", "dmn.function", "dmn.hit_policy"}


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version_from_1_1_on_is_read(namespace: str) -> None:
    assert read(definitions(literal("a", "1 + 1"), namespace)).evaluate("a", {}).value == 2
