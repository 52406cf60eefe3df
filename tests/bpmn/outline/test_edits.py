"""Edits of a process as a list: what they make of the flow, what they say, and what they refuse."""

from __future__ import annotations

import pytest
from lxml import etree

from engine.bpmn import editing
from engine.bpmn.editing import AddStep, Edited, StepKind
from engine.bpmn.model import Element
from engine.bpmn.modelling import models
from engine.bpmn.namespaces import bpmn
from engine.bpmn.outline import outline
from engine.bpmn.patch import apply
from engine.bpmn.reading import Document, read
from engine.errors import InvalidInput
from tests.bpmn.models import END, START, document, element, flow, flows, user

ROW = document(START, user("a"), user("b"), END, flows("s", "a", "b", "e"))
CHOICE = document(
    START, element("exclusiveGateway", "g", default="f2"), user("a"), user("b"),
    element("exclusiveGateway", "z").replace(' name="z"', ""), END,
    flow("s", "g", key="f0"), flow("g", "a", "x = 1", key="f1"), flow("g", "b", key="f2"),
    flow("a", "z"), flow("b", "z"), flow("z", "e"),
)  # fmt: skip


def done(xml: bytes, edit: Edited) -> Document:
    return read(apply(xml, edit.changes))


def ways(found: Document) -> set[tuple[str, str]]:
    return {(each.source, each.target) for each in models(found)[0].flows}


def row(found: Document) -> list[str]:
    return [step.id for step in outline(found).sections[0].parts[0].steps]


def step(found: Document, key: str) -> Element:
    return models(found)[0].elements[key]


def add(xml: bytes, kind: StepKind, name: str, **place: object) -> Edited:
    return editing.add_step(read(xml), AddStep(kind, name, **place))  # type: ignore[arg-type]


# ------------------------------------------------------------------ adding
@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        (StepKind.USER, "userTask"), (StepKind.MAIL, "serviceTask"), (StepKind.SCRIPT, "scriptTask"),
        (StepKind.DECISION, "businessRuleTask"), (StepKind.CALL, "callActivity"),
        (StepKind.WAIT, "intermediateCatchEvent"),
    ],
)  # fmt: skip
def test_a_new_step_stands_between_its_neighbours(kind: StepKind, type_: str) -> None:
    edit = add(ROW, kind, "Erstgespräch führen", after="a")
    found = done(ROW, edit)
    assert edit.element == "erstgespraech_fuehren"
    assert edit.said == "»Erstgespräch führen« steht jetzt nach »a«."
    assert row(found) == ["s", "a", "erstgespraech_fuehren", "b", "e"]
    assert step(found, "erstgespraech_fuehren").type == type_
    assert (step(found, "erstgespraech_fuehren").job == "mail") == (kind is StepKind.MAIL)


def test_ids_are_unique() -> None:
    once = apply(ROW, add(ROW, StepKind.USER, "Anhörung", after="a").changes)
    assert add(once, StepKind.USER, "Anhörung", after="a").element == "anhoerung_2"


def test_a_step_goes_to_the_beginning_of_a_branch() -> None:
    edit = add(CHOICE, StepKind.USER, "Neu", flow="f1")
    assert {("g", "neu"), ("neu", "a")} <= ways(done(CHOICE, edit))
    assert next(f for f in models(done(CHOICE, edit))[0].flows if f.target == "neu").condition == "=x = 1"


def test_a_decision_comes_with_its_branches_and_the_place_where_they_meet() -> None:
    edit = add(ROW, StepKind.CHOICE, "Einig?", after="a", branches=("ja", "nein"))
    found = done(ROW, edit)
    assert row(found) == ["s", "a", "einig", "einig_zusammen", "b", "e"]
    split = outline(found).item("einig")
    assert split is not None
    assert [(part.name, part.default) for part in split.parts] == [("ja", False), ("nein", True)]


def test_a_deadline_stands_at_the_edge_of_its_step_and_leaves_it_open() -> None:
    found = done(ROW, add(ROW, StepKind.DEADLINE, "Nach 3 Monaten", after="a"))
    event = step(found, "nach_3_monaten")
    assert (event.type, event.attached_to, event.interrupting) == ("boundaryEvent", "a", False)
    assert ("nach_3_monaten", "nach_3_monaten_ende") in ways(found)


def test_after_an_end_there_is_no_step() -> None:
    with pytest.raises(InvalidInput, match="Nach dem Ende »e« kann kein Schritt stehen"):
        add(ROW, StepKind.USER, "Neu", after="e")


def test_a_step_has_a_name() -> None:
    with pytest.raises(InvalidInput, match="einen Namen"):
        add(ROW, StepKind.USER, "  ", after="a")


def test_what_another_editor_has_deleted_is_said() -> None:
    with pytest.raises(InvalidInput, match="gibt es im Entwurf nicht mehr"):
        editing.delete_step(read(ROW), "weg")


# ------------------------------------------------------------------ taking away
def test_what_was_before_a_deleted_step_leads_to_what_was_after_it() -> None:
    edit = editing.delete_step(read(ROW), "a")
    assert ways(done(ROW, edit)) == {("s", "b"), ("b", "e")}
    assert (edit.said, edit.element) == ("»a« ist gelöscht.", "s")


def test_a_decision_whose_branches_go_on_is_not_deleted() -> None:
    with pytest.raises(InvalidInput, match="hat noch 2 Zweige"):
        editing.delete_step(read(CHOICE), "g")


def test_a_branch_goes_with_the_steps_that_nothing_else_leads_to() -> None:
    edit = editing.delete_branch(read(CHOICE), "f1")
    found = done(CHOICE, edit)
    assert edit.said == "Der Zweig »nach »a«« und 1 Schritt darin sind gelöscht."
    assert set(models(found)[0].elements) == {"s", "g", "b", "e"}
    assert ways(found) == {("s", "g"), ("g", "b"), ("b", "e")}


def test_messages_and_notes_of_a_deleted_step_go_with_it() -> None:
    extra = '<bpmn:association id="n" sourceRef="a" targetRef="t"/><bpmn:textAnnotation id="t"/>'
    xml = document(START, user("a"), END, flows("s", "a", "e"), extra)
    found = done(xml, editing.delete_step(read(xml), "a"))
    assert found.root.find(f".//{bpmn('association')}") is None
    assert found.root.find(f".//{bpmn('textAnnotation')}") is not None


# ------------------------------------------------------------------ moving
def test_a_step_moves_up_and_down() -> None:
    up = editing.move_up(read(ROW), "b")
    assert row(done(ROW, up)) == ["s", "b", "a", "e"]
    assert up.said == "»b« steht jetzt vor »a«."
    down = editing.move_down(read(ROW), "a")
    assert row(done(ROW, down)) == ["s", "b", "a", "e"]
    assert down.said == "»a« steht jetzt nach »b«."


def test_the_last_step_of_an_unfinished_path_moves_up() -> None:
    xml = document(START, user("a"), user("b"), flows("s", "a", "b"))
    assert row(done(xml, editing.move_up(read(xml), "b"))) == ["s", "b", "a"]


def test_a_step_moves_over_a_whole_decision() -> None:
    xml = CHOICE.replace(b'sourceRef="z" targetRef="e"', b'sourceRef="z" targetRef="n"').replace(
        b'<bpmn:endEvent id="e"', (user("n") + flow("n", "e")).encode() + b'<bpmn:endEvent id="e"'
    )
    up = done(xml, editing.move_up(read(xml), "n"))
    assert row(up) == ["s", "n", "g", "z", "e"]
    assert row(done(up.content, editing.move_down(up, "n"))) == ["s", "g", "z", "n", "e"]


def test_a_step_moves_to_another_branch() -> None:
    edit = editing.move_onto(read(CHOICE), "a", "f2")
    assert {("g", "z"), ("g", "a"), ("a", "b"), ("b", "z")} <= ways(done(CHOICE, edit))


def test_beginnings_and_ends_stay() -> None:
    for key in "se":
        with pytest.raises(InvalidInput, match="bleibt, wo e"):
            editing.move_up(read(ROW), key)
    with pytest.raises(InvalidInput, match="steht schon am Anfang"):
        editing.move_up(read(ROW), "a")


LANES = (
    '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="Eins"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane>'
    '<bpmn:lane id="l2" name="Zwei"/></bpmn:laneSet>'
)


def test_a_step_moves_to_another_lane_and_a_new_one_begins_in_that_of_its_predecessor() -> None:
    xml = document(LANES, START, user("a"), END, flows("s", "a", "e"))
    moved = done(xml, editing.move_to_lane(read(xml), "a", "l2"))
    assert step(moved, "a").lane == "Zwei"
    assert step(done(xml, add(xml, StepKind.USER, "Neu", after="a")), "neu").lane == "Eins"


# ------------------------------------------------------------------ connecting
def test_a_branch_leads_elsewhere() -> None:
    edit = editing.connect(read(CHOICE), "f1", "b")
    assert ("g", "a") not in ways(done(CHOICE, edit))
    assert edit.said.endswith("führt jetzt zu »b«.")


def test_a_decision_gets_one_more_branch_and_another_default() -> None:
    more = done(CHOICE, editing.add_branch(read(CHOICE), "g", "vielleicht", "b"))
    assert len([way for way in models(more)[0].flows if (way.source, way.target) == ("g", "b")]) == 2
    other = done(CHOICE, editing.set_default(read(CHOICE), "f1"))
    first = next(each for each in models(other)[0].flows if each.id == "f1")
    assert (first.is_default, first.condition) == (True, None)


@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [("a", "b", "kann nur ein Weg"), ("g", "s", "dort beginnt etwas"), ("g", "g", "nicht zu sich selbst")],
)
def test_what_cannot_be_connected_is_said(source: str, target: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        editing.add_branch(read(CHOICE), source, "neu", target)


# ------------------------------------------------------------------ the file
def test_steps_that_list_their_flows_go_on_doing_so() -> None:
    listed = "<bpmn:incoming>i</bpmn:incoming><bpmn:outgoing>o</bpmn:outgoing>"
    xml = document(
        element("startEvent", "s", "<bpmn:outgoing>i</bpmn:outgoing>"), user("a", listed),
        element("endEvent", "e", "<bpmn:incoming>o</bpmn:incoming>"), flow("s", "a", key="i"), flow("a", "e", key="o"),
    )  # fmt: skip
    found = done(xml, add(xml, StepKind.USER, "Neu", after="a")).root
    new = found.find(f".//{bpmn('sequenceFlow')}[@sourceRef='neu']")
    assert new is not None
    node = found.find(f".//{bpmn('userTask')}[@id='neu']")
    assert node is not None
    assert [(etree.QName(child).localname, child.text) for child in node if child.text and child.text.strip()] == [
        ("incoming", "o"),
        ("outgoing", new.get("id")),
    ]
    end = found.find(f".//{bpmn('endEvent')}")
    assert end is not None
    assert [child.text for child in end] == [new.get("id")]
