"""What LaKI locked stays in a clone, with LaKI's reason; everything else is the municipality's."""

from __future__ import annotations

import pytest

from engine.bpmn import editing
from engine.bpmn.editing import AddStep, StepKind
from engine.bpmn.locks import lock_findings, locks
from engine.bpmn.merging import merge
from engine.bpmn.patch import apply
from engine.bpmn.reading import read
from tests.bpmn.merging.wishes import Edit, village


def changed(content: bytes, edit: Edit) -> bytes:
    return apply(content, edit(read(content)).changes)


def locked(element: str, name: str = "pflicht", reason: str = "So will es das Gesetz.") -> bytes:
    """The village with a property of this name at a step."""
    spot = content = village()
    start = content.index(f'id="{element}"'.encode())
    at = content.index(b"<zeebe:properties>", start) + len(b"<zeebe:properties>") if _has(spot, start) else None
    line = f'<zeebe:property name="{name}" value="{reason}" />'.encode()
    if at is not None:
        return content[:at] + line + content[at:]
    at = content.index(b">", content.index(b"<bpmn:extensionElements", start)) + 1
    return content[:at] + b"<zeebe:properties>" + line + b"</zeebe:properties>" + content[at:]


def _has(content: bytes, start: int) -> bool:
    end = content.index(b"</bpmn:userTask>", start)
    return b"<zeebe:properties>" in content[start:end]


def test_a_lock_has_its_element_and_its_reason() -> None:
    (lock,) = locks(locked("pruefen"))
    assert (lock.element, lock.what, lock.reason) == ("pruefen", "", "So will es das Gesetz.")
    assert locks(locked("pruefen", reason="ja"))[0].reason == ""


def test_a_locked_step_that_is_missing_is_named_with_the_reason() -> None:
    template = locked("pruefen")
    (finding,) = lock_findings(template, changed(template, lambda d: editing.delete_step(d, "pruefen")), "dorf.bpmn")
    assert finding.code == "template.locked" and finding.element_id == "pruefen" and finding.file == "dorf.bpmn"
    assert "„Prüfen“" in finding.message and "fehlt" in finding.message and "So will es das Gesetz." in finding.message
    assert finding.hint


@pytest.mark.parametrize("values", [{"name": "Anders"}, {"frist": "3 AT"}, {"hilfe": "Neu."}, {"stufe": "beirat"}])
def test_a_locked_step_keeps_all_that_it_says(values: dict[str, str]) -> None:
    template = locked("pruefen")
    clone = changed(template, lambda d: editing.set_fields(d, "pruefen", values))
    (finding,) = lock_findings(template, clone, "dorf.bpmn")
    assert "wurde geändert" in finding.message and finding.line


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: editing.set_fields(d, "sprechen", {"name": "Anders"}),
        lambda d: editing.add_step(d, AddStep(StepKind.USER, "Davor", flow="von_aufnehmen_zu_pruefen")),
        lambda d: editing.delete_step(d, "sprechen"),
        lambda d: editing.move_to_lane(d, "pruefen", "beratung"),
        lambda d: editing.add_lane(d, "konfliktweg_dorf", "Recht"),
    ],
)
def test_what_is_around_a_locked_step_is_free(edit: Edit) -> None:
    template = locked("pruefen")
    assert lock_findings(template, changed(template, edit), "dorf.bpmn") == []


def test_one_side_of_a_step_can_be_locked_alone() -> None:
    template = locked("pruefen", "pflicht.name")
    assert (
        lock_findings(template, changed(template, lambda d: editing.set_fields(d, "pruefen", {"frist": "3 AT"})), "")
        == []
    )
    clone = changed(template, lambda d: editing.set_fields(d, "pruefen", {"name": "Anders"}))
    (finding,) = lock_findings(template, clone, "")
    assert "(name)" in finding.message
    assert lock_findings(template, changed(template, lambda d: editing.delete_step(d, "pruefen")), "")


def test_a_rule_of_a_decision_can_be_locked() -> None:
    table = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D" namespace="urn:x">
    <decision id="v" name="V"><decisionTable id="t">
    <input id="i"><inputExpression id="e"><text>x</text></inputExpression></input><output id="o" name="y" />
    <rule id="r1"><description>Pflicht: bei Gefahr immer</description><inputEntry id="a"><text>1</text></inputEntry>
    <outputEntry id="b"><text>2</text></outputEntry></rule>
    <rule id="r2"><inputEntry id="c"><text>3</text></inputEntry><outputEntry id="f"><text>4</text></outputEntry></rule>
    </decisionTable></decision></definitions>"""
    assert lock_findings(table, table.replace(b"<text>4</text>", b"<text>5</text>"), "d.dmn") == []
    (finding,) = lock_findings(table, table.replace(b"<text>2</text>", b"<text>5</text>"), "d.dmn")
    assert "bei Gefahr immer" in finding.message


def test_a_lock_that_the_clone_lost_is_no_wish_of_the_municipality() -> None:
    """LaKI gives another reason, the clone's file has none at all: nothing to decide."""
    template, newer = locked("pruefen"), locked("pruefen", reason="Seit 2027 so beschlossen.")
    merged = merge(template, newer, changed(village(), lambda d: editing.set_fields(d, "sprechen", {"name": "Reden"})))
    assert not merged.conflicts
    assert [lock.reason for lock in locks(merged.content)] == ["Seit 2027 so beschlossen."]
    assert b'name="Reden"' in merged.content
