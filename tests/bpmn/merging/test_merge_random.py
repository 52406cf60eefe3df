"""A Mustervorlage, a municipality's edits and LaKI's: both are in the result, or the contradiction is a conflict.

MERGES says how many (`make soak`: 5,000), MERGE_SEED which."""

from __future__ import annotations

import os

import pytest
from lxml import etree

from engine.bpmn.check import check_document
from engine.bpmn.comparing import changes
from engine.bpmn.merging import Side, merge
from engine.bpmn.namespaces import bpmn
from engine.bpmn.reading import read
from engine.terms import Severity
from tests.bpmn.merging.wishes import Dice, applied, contested, kept, village
from tests.bpmn.outline.tidiness import faults, undrawn
from tests.bpmn.random_edits import meaning

FEW, MANY = 40, int(os.environ.get("MERGES", "5000"))
SEED = int(os.environ.get("MERGE_SEED", "20261122"))


def model(xml: bytes) -> object:
    """What a document says, without its drawing. The order of flows matters among those of one step."""
    root = etree.fromstring(xml)
    for diagram in root.findall("{*}BPMNDiagram"):
        root.remove(diagram)
    onward: dict[str, list[str]] = {}
    for flow in list(root.iter(bpmn("sequenceFlow"))):
        onward.setdefault(flow.get("sourceRef", ""), []).append(flow.get("id", ""))
    for scope in root.iter(bpmn("process")):
        scope[:] = sorted(scope, key=lambda node: node.get("id", ""))
    return meaning(etree.tostring(root)), onward


def errors(xml: bytes) -> set[str]:
    return {finding.code for finding in check_document(read(xml)) if finding.severity is Severity.ERROR}


def one_merge(seed: int) -> None:
    base = village()
    theirs_wish, ours_wish = Dice(2 * seed, base).side(), Dice(2 * seed + 1, base).side()
    theirs, ours = applied(base, theirs_wish), applied(base, ours_wish)
    said = f"seed {seed}: theirs {[w.said for w in theirs_wish]}, ours {[w.said for w in ours_wish]}"
    merged = merge(base, theirs, ours)
    expected = {key for one in theirs_wish for other in ours_wish for key in contested(one, other)}
    assert {key for conflict in merged.conflicts for key in conflict.elements} == expected, said
    assert not list(kept(merged.content, ours_wish)), said
    if not expected:
        together = applied(ours, [wish for wish in theirs_wish if wish not in ours_wish])
        assert model(merged.content) == model(together), said
    for side, wishes in ((Side.THEIRS, theirs_wish), (Side.OURS, ours_wish)):
        decided = {conflict.key: side for conflict in merged.conflicts}
        result = merge(base, theirs, ours, decided=decided)
        assert not result.conflicts, said
        assert not list(kept(result.content, wishes)), (side, said)
        assert changes(result.content, merge(theirs, theirs, result.content).content) == (), said
        again = merge(base, theirs, result.content, decided=decided)
        if side is Side.THEIRS or not expected:
            assert not again.conflicts, (side, said)
            assert again.content == result.content, (side, said)
        if not errors(theirs) and not errors(ours) and not expected:
            assert not errors(result.content), (side, said)
        if not undrawn(theirs) | undrawn(ours):
            assert not undrawn(result.content), (side, said)
        if not faults(theirs) | faults(ours):
            assert not {fault for fault in faults(result.content) if " on " in fault}, (side, said)


@pytest.mark.parametrize("seed", range(FEW))
def test_two_sides_meet(seed: int) -> None:
    one_merge(SEED + seed)


def test_two_new_steps_of_one_name_before_the_same_step_are_two() -> None:
    """Only the flow that leads to each tells them apart."""
    one_merge(20261224)


@pytest.mark.soak
def test_many_sides_meet() -> None:
    for seed in range(MANY):
        one_merge(SEED + seed)


def test_the_wishes_are_of_all_kinds_and_often_contradict() -> None:
    """The generator itself: about one pair in five is contested, none is empty."""
    sides = [(Dice(2 * seed, village()).side(), Dice(2 * seed + 1, village()).side()) for seed in range(200)]
    clashing = sum(any(contested(a, b) for a in one for b in other) for one, other in sides)
    assert 20 < clashing < 150
    assert all(one and other for one, other in sides)
