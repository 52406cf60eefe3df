"""Laying out: what is new finds a place, what was there keeps its order, and nothing lies on anything else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn import editing
from engine.bpmn.editing import AddStep, Edited, StepKind
from engine.bpmn.modelling import models
from engine.bpmn.outline import outline
from engine.bpmn.patch import apply
from engine.bpmn.placing import place
from engine.bpmn.reading import Document, read
from engine.errors import InvalidInput
from tests.bpmn.models import END, START, document, flows, user
from tests.bpmn.outline.tidiness import faults, undrawn
from tests.bpmn.random_edits import FILES, ROOT

OURS = sorted((ROOT / "processes").glob("*.bpmn"))
EDITS = 5
"""Random edits of each file, one after the other."""
NAMES = ("Anhörung", "Rückruf bei der Beraterin vereinbaren", "Prüfen")
GATEWAYS = (StepKind.CHOICE, StepKind.PARALLEL)
STEPS = tuple(kind for kind in StepKind if kind not in GATEWAYS)


def bounds(xml: bytes) -> dict[str, tuple[float, ...]]:
    shapes = etree.fromstring(xml).iter("{*}BPMNShape")
    found = {}
    for shape in shapes:
        box = shape.find("{*}Bounds")
        assert box is not None
        found[shape.get("bpmnElement", "")] = tuple(float(box.get(name, "")) for name in ("x", "y", "width", "height"))
    return found


def without_diagram(xml: bytes) -> etree._Element:
    root = etree.fromstring(xml)
    for diagram in list(root.iter("{*}BPMNDiagram")):
        root.remove(diagram)
    return root


def an_edit(dice: random.Random, found: Document) -> Edited:
    model = dice.choice(models(found))
    steps, ways = [*model.elements], [flow.id for flow in model.flows]
    if not steps or not ways:
        raise InvalidInput("nothing to edit")
    key, way, name = dice.choice(steps), dice.choice(ways), dice.choice(NAMES)
    match dice.randrange(9):
        case 0:
            return editing.add_step(found, AddStep(dice.choice(STEPS), name, after=key))
        case 1:
            return editing.add_step(found, AddStep(dice.choice([s for s in STEPS if s != "frist"]), name, flow=way))
        case 2:
            branches = ("ja", "nein, erst einmal nicht", "vielleicht")
            return editing.add_step(found, AddStep(dice.choice(GATEWAYS), name, flow=way, branches=branches))
        case 3:
            return editing.delete_step(found, key)
        case 4:
            return editing.delete_branch(found, way)
        case 5:
            return editing.move_up(found, key)
        case 6:
            return editing.move_down(found, key)
        case 7:
            return editing.move_onto(found, key, way)
    return editing.move_to_lane(found, key, dice.choice(model.lanes).id if model.lanes else "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_random_edits_leave_a_tidy_diagram(path: Path) -> None:
    """And a document that is read, whose every step stands in the outline, and whose comments are all there."""
    original = xml = path.read_bytes()
    dice, was, never = random.Random(path.name), faults(original), undrawn(original)
    comments = [c.text for c in etree.fromstring(original).iter(etree.Comment)]
    made = 0
    for _ in range(8 * EDITS):
        try:
            edit = an_edit(dice, read(xml))
        except InvalidInput:
            continue
        xml = apply(xml, edit.changes)
        assert faults(xml) - was == set(), edit.said
        assert undrawn(xml) - never == set(), edit.said
        made += 1
        if made == EDITS:
            break
    found = read(xml)
    listed = sorted(item.id for item in outline(found).items())
    assert listed == sorted(key for model in models(found) for key in model.elements)
    assert [c.text for c in etree.fromstring(xml).iter(etree.Comment)] == comments


@pytest.mark.parametrize("path", OURS[:3], ids=lambda path: path.name)
def test_a_file_without_a_diagram_gets_one(path: Path) -> None:
    root = without_diagram(path.read_bytes())
    place(root)
    xml = etree.tostring(root)
    assert undrawn(xml) == set()
    assert faults(xml) == set()


def test_steps_without_pool_and_lanes_are_laid_out_too() -> None:
    root = etree.fromstring(document(START, user("a"), user("b"), END, flows("s", "a", "b", "e")))
    place(root)
    found = bounds(etree.tostring(root))
    assert [*sorted(found, key=lambda key: found[key][0])] == ["s", "a", "b", "e"]
    middles = {y + height / 2 for _, y, _, height in found.values()}
    assert len(middles) == 1


def test_what_lies_to_the_left_stays_and_what_lies_to_the_right_moves_over() -> None:
    path = ROOT / "processes" / "laki.bpmn"
    before = path.read_bytes()
    steps = [step.id for step in outline(read(before)).sections[0].parts[0].steps]
    xml = apply(before, editing.add_step(read(before), AddStep(StepKind.USER, "Neu", after=steps[1])).changes)
    was, now = bounds(before), bounds(xml)
    assert all(now[key] == was[key] for key in steps[:2])
    over = {now[key][0] - was[key][0] for key in steps[2:]}
    assert len(over) == 1
    assert over.pop() > 0
    assert {now[key][1] for key in steps} == {was[key][1] for key in steps}
    assert now["neu"][1] == was[steps[1]][1]


def test_a_merge_keeps_ours_and_places_what_is_new() -> None:
    """As LaKI's merge will: elements that are in the document and not in its diagram."""
    root = etree.fromstring((ROOT / "processes" / "laki.bpmn").read_bytes())
    process = next(root.iter("{*}process"))
    etree.SubElement(process, "{http://www.omg.org/spec/BPMN/20100524/MODEL}userTask", id="neu")
    place(root)
    xml = etree.tostring(root)
    assert undrawn(xml) == set()
    assert faults(xml) == set()
