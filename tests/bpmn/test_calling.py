"""Parts of a diagram without a name are called by their neighbours."""

from __future__ import annotations

from engine.bpmn.calling import Arrow, Callings, Spot
from engine.bpmn.check import check_document
from engine.bpmn.reading import read
from tests.kit.paths import END, START, flows, path, task

STEPS = (Spot("a", "Clearing", "userTask"), Spot("b", "Fall schließen", "userTask"), Spot("c", "Beraten", "userTask"))


def callings(*spots: Spot, ways: str) -> Callings:
    """`ways`: "a-x x-b"."""
    pairs = [way.split("-") for way in ways.split()]
    return Callings((*STEPS, *spots), [Arrow(f"{s}_{t}", "", s, t) for s, t in pairs])


def test_a_branching_is_called_after_the_step_before_it() -> None:
    found = callings(Spot("x", "", "exclusiveGateway"), ways="a-x x-b x-c")
    assert found.node("x") == "Verzweigung nach ‚Clearing‘"
    assert found.arrow("a_x") == "Pfeil von „Clearing“ zu „Verzweigung nach ‚Clearing‘“"


def test_where_ways_come_together_it_is_called_before_the_step_behind() -> None:
    found = callings(Spot("x", "", "exclusiveGateway"), ways="a-x b-x x-c")
    assert found.node("x") == "Zusammenführung vor ‚Beraten‘"


def test_names_are_looked_for_behind_other_parts_without_one_and_told_apart() -> None:
    two = (Spot("x", "", "exclusiveGateway"), Spot("y", "", "exclusiveGateway"))
    found = callings(*two, ways="a-x x-y x-b y-b y-c")
    assert [found.node("x"), found.node("y")] == ["Verzweigung nach ‚Clearing‘", "Verzweigung nach ‚Clearing‘ (2)"]


def test_what_has_only_nameless_neighbours_keeps_its_id_even_in_a_circle() -> None:
    found = callings(Spot("x", "", "task"), Spot("y", "", "task"), ways="x-y y-x")
    assert [found.node("x"), found.node("unbekannt")] == ["x", "unbekannt"]


def test_outside_a_mediation_nothing_is_called_by_its_steps() -> None:
    inside = Spot("m", "Sitzung halten", "userTask", guarded=True)
    found = callings(inside, Spot("x", "", "exclusiveGateway"), ways="m-x x-b x-c")
    assert found.node("x") == "Verzweigung vor ‚Fall schließen‘ und ‚Beraten‘"
    only = callings(inside, Spot("e", "", "endEvent"), ways="m-e")
    assert only.node("e") == "e"
    within = callings(inside, Spot("e", "", "endEvent", guarded=True), ways="m-e")
    assert within.node("e") == "Ende nach ‚Sitzung halten‘"


def test_a_finding_names_the_branching_and_the_arrow() -> None:
    gateway = '<bpmn:exclusiveGateway id="weg" />'
    ways = flows("s", "eins", "weg", "e") + flows("weg", "zwei")
    file = path(START, task("eins", name="Clearing"), gateway, task("zwei", name="Beraten"), END, ways)
    found = {each.code: each for each in check_document(read(file, file="a.bpmn"))}
    assert found["flow.no_default"].element_name == "Verzweigung nach ‚Clearing‘"
    assert found["flow.no_default"].message.startswith("„Verzweigung nach ‚Clearing‘“ hat keinen Standardfluss")
    assert (found["flow.no_condition"].element_name or "").startswith("Pfeil von „Verzweigung nach ‚Clearing‘“ zu")
