"""Decision tables by hit policy, DMN 1.5, chapter 8."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.dmn import read
from engine.errors import NotFound
from engine.feel import BudgetExceeded
from tests.dmn.models import definitions, literal, table

D = Decimal
RULES = [['"akut"', "-", '"Schutzweg"'], ["-", "[7..9]", '"Beirat"'], ["-", "< 7", '"Mediation"']]


def decide(decision: str, **variables: Any) -> Any:
    return read(definitions(decision)).evaluate("vorschlag", variables)


def test_first_takes_the_first_rule_that_matches_and_tells_which() -> None:
    triage = table(["sicherheit", "glasl_stufe"], ["verfahren"], RULES, "FIRST")
    result = decide(triage, sicherheit="akut", glasl_stufe=8)
    assert (result.value, result.matched) == ("Schutzweg", ("r1",))
    assert decide(triage, sicherheit="keine", glasl_stufe=8).value == "Beirat"
    assert decide(triage, sicherheit="keine", glasl_stufe=3).matched == ("r3",)


def test_an_unknown_variable_matches_only_the_dash() -> None:
    result = decide(table(["sicherheit", "glasl_stufe"], ["verfahren"], RULES, "FIRST"), sicherheit="keine")
    assert (result.value, result.matched) == (None, ())
    assert "Die Variable „glasl_stufe“ ist nicht bekannt." in result.diagnostics


def test_unique_with_two_matches_is_null_and_says_so() -> None:
    result = decide(table(["sicherheit", "glasl_stufe"], ["verfahren"], RULES), sicherheit="akut", glasl_stufe=8)
    assert result.value is None
    assert result.matched == ("r1", "r2")
    assert "UNIQUE" in result.diagnostics[-1]


def test_collect_gives_a_list_in_the_order_of_the_rules_and_an_empty_one_without_a_match() -> None:
    hints = table(["presse", "minderjaehrig"], ["hinweis"], [["true", "-", '"P"'], ["-", "true", '"M"']], "COLLECT")
    assert decide(hints, presse=True, minderjaehrig=True).value == ["P", "M"]
    assert decide(hints, presse=False, minderjaehrig=True).matched == ("r2",)
    assert decide(hints, presse=False, minderjaehrig=False).value == []


@pytest.mark.parametrize(
    ("aggregation", "value"),
    [("SUM", D(60)), ("MIN", D(10)), ("MAX", D(30)), ("COUNT", D(3)), ("", [D(10), D(20), D(30)])],
)
def test_collect_can_put_the_values_together(aggregation: str, value: Any) -> None:
    rules = [["-", "10"], ["> 1", "20"], ["> 2", "30"], ["> 9", "40"]]
    assert decide(table(["n"], ["punkte"], rules, "COLLECT", aggregation=aggregation), n=3).value == value


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        ("RULE ORDER", ["gering", "hoch", "mittel"]),
        ("OUTPUT ORDER", ["hoch", "mittel", "gering"]),
        ("PRIORITY", "hoch"),
        ("ANY", None),
    ],
)
def test_policies_over_several_matches(policy: str, value: Any) -> None:
    rules = [["-", '"gering"'], ["-", '"hoch"'], ["-", '"mittel"']]
    assert decide(table(["n"], ["stufe"], rules, policy, values='"hoch", "mittel", "gering"'), n=3).value == value


def test_any_allows_several_rules_that_say_the_same() -> None:
    assert decide(table(["n"], ["a"], [["> 1", '"x"'], ["> 2", '"x"']], "ANY"), n=3).value == "x"


def test_several_output_columns_give_a_context() -> None:
    result = decide(table(["n"], ["verfahren", "grund"], [["> 1", '"Mediation"', "n + 1"]]), n=3)
    assert result.value == {"verfahren": "Mediation", "grund": D(4)}


def test_without_a_match_the_default_output_counts() -> None:
    result = decide(table(["n"], ["a"], [["> 5", '"x"']], default='"sonst"'), n=3)
    assert (result.value, result.matched) == ("sonst", ())


@pytest.mark.parametrize(
    ("cell", "value", "matches"),
    [
        ('"F01","F02"', "F02", True),
        ('not("F01","F02")', "F02", False),
        ('not("F01")', "F03", True),
        ("true", True, True),
        ("true", False, False),
        ("[20..30)", 30, False),
        (">= 20", 20, True),
        ('list contains(?, "Drohung")', ["Waffe", "Drohung"], True),
        ("count(?) > 1", ["Waffe"], False),
        ('date("2026-06-03")', "2026-06-03", False),
        ("null", None, True),
        ("", "anything", True),
        ("> grenze", 6, True),
    ],
)
def test_cells(cell: str, value: Any, matches: bool) -> None:
    result = decide(table(["x"], ["a"], [[cell, "1"]]), x=value, grenze=5)
    assert bool(result.matched) is matches


def test_a_decision_is_told_with_its_inputs_outputs_rules_and_names() -> None:
    decision = read(definitions(table(["stufe + 1"], ["a"], [["> grenze", '"x"']], "FIRST"))).decisions["vorschlag"]
    assert decision.name == "Vorschlag"
    assert (decision.inputs, decision.outputs) == (("stufe + 1",), ("a",))
    assert decision.names == {"stufe", "grenze"}
    assert [(rule.id, rule.annotation) for rule in decision.rules] == [("r1", "Hinweis 1")]


def test_a_column_of_the_wrong_type_still_counts_and_says_so() -> None:
    typed = table(["stufe"], ["a"], [["> 5", "1"]]).replace("<inputExpression>", '<inputExpression typeRef="string">')
    result = decide(typed, stufe=7)
    assert result.value == D(1)
    assert "hat nicht den Typ" in result.diagnostics[0]


def test_required_decisions_are_decided_first_and_their_variables_count_as_read() -> None:
    decisions = read(definitions(literal("summe", "a + b") + literal("doppelt", "summe * 2", requires="summe")))
    assert decisions.evaluate("doppelt", {"a": 1, "b": 2}).value == D(6)
    assert decisions.decisions["doppelt"].names == {"a", "b"}


def test_decisions_that_need_each_other_are_null() -> None:
    decisions = read(definitions(literal("a", "b", requires="b") + literal("b", "a", requires="a")))
    result = decisions.evaluate("a", {})
    assert result.value is None
    assert "hängt von sich selbst ab" in " ".join(result.diagnostics)


def test_a_decision_is_found_by_id_or_name_and_not_otherwise() -> None:
    decisions = read(definitions(table(["n"], ["a"], [["-", "1"]])))
    assert decisions.evaluate("Vorschlag", {"n": 1}).value == D(1)
    with pytest.raises(NotFound):
        decisions.evaluate("anders", {})


def test_a_greedy_cell_is_stopped() -> None:
    with pytest.raises(BudgetExceeded):
        decide(table(["n"], ["a"], [["some i in 1..1000000000 satisfies i = ?", "1"]]), n=-1)
