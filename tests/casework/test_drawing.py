"""The drawing of a case: marks for those who may see them, and nothing about a mediation for anybody else."""

from __future__ import annotations

import pytest
from lxml import etree

from engine import casework
from engine.errors import NotFound
from engine.terms import Actor, Role
from tests.kit.house import House
from tests.kit.mediation import FORM, NAMES, STEP, mediation, mediator
from tests.kit.paths import END, START, flows, path, script, task
from tests.processes.files import NS

DI = f'xmlns:di="{NS["bpmndi"]}" xmlns:dc="{NS["dc"]}" xmlns:dd="{NS["di"]}"'
MAIN = "weg"


def drawn(xml: bytes) -> bytes:
    """With a shape for every step and an edge for every flow, all in a row."""
    root = etree.fromstring(xml)
    process = root.find(f"bpmn:process[@id='{MAIN}']", NS)
    assert process is not None
    parts = []
    for at, node in enumerate(node for node in process.iter() if node.get("id") and node is not process):
        if node.get("sourceRef"):
            ways = f'<dd:waypoint x="{at}" y="0"/><dd:waypoint x="{at}" y="9"/>'
            parts.append(f'<di:BPMNEdge bpmnElement="{node.get("id")}">{ways}</di:BPMNEdge>')
        else:
            bounds = f'<dc:Bounds x="{120 * at}" y="0" width="100" height="80"/>'
            parts.append(f'<di:BPMNShape bpmnElement="{node.get("id")}" isExpanded="true">{bounds}</di:BPMNShape>')
    plane = f'<di:BPMNPlane bpmnElement="{MAIN}">{"".join(parts)}</di:BPMNPlane>'
    return xml.replace(
        b"</bpmn:definitions>", f"<di:BPMNDiagram {DI}>{plane}</di:BPMNDiagram></bpmn:definitions>".encode()
    )


def states(house: House, case: str, actor: Actor) -> dict[str, str]:
    """Element -> state, as the drawing marks it for this reader."""
    with house.platform.query(actor) as uow:
        root = etree.fromstring(casework.drawing(uow, case, MAIN))
    assert len(root.xpath("//@data-element-id")) > 4
    return {str(one.get("data-element-id")): str(one.get("data-state")) for one in root.iter() if one.get("data-state")}


def in_mediation(house: House, *, faulty: bool = False) -> str:
    house.publish(drawn(mediation(faulty=faulty)), "hamm.bpmn", FORM)
    case = house.start()
    house.do(case, "melden", kurztitel="Streit im Hof")
    return case


def test_those_inside_see_where_it_stands(house: House) -> None:
    case = in_mediation(house)
    inside = mediator(house)
    house.grant(inside, case)
    for reader in (inside, house.coordinator()):
        found = states(house, case, reader)
        assert found[STEP] == "current" and found["melden"] == "finished"
    assert "abschluss" not in found


def test_to_everybody_else_the_mediation_bears_no_mark(house: House) -> None:
    case = in_mediation(house)
    adviser = house.actor(Role.BERATUNG, groups=("lotsen",))
    house.grant(adviser, case)
    found = states(house, case, adviser)
    assert found["melden"] == "finished"
    assert set(found.values()) == {"finished"}
    assert not set(found) & {*NAMES, "verfahren_m", "m_s", "m_e", "ende_jederzeit", "f_weg"}
    with house.platform.query(adviser) as uow:
        label = str(etree.fromstring(casework.drawing(uow, case, MAIN)).get("aria-label"))
    assert "entinel" not in label


def test_a_failed_step_is_marked_but_none_of_a_mediation(house: House) -> None:
    house.publish(
        drawn(
            path(START, task("melden"), script("rechnen", '"kein Kontext"'), END, flows("s", "melden", "rechnen", "e"))
        )
    )
    case = house.start()
    house.do(case, "melden")
    assert states(house, case, house.coordinator())["rechnen"] == "incident"


def test_an_incident_of_a_mediation_marks_nothing(house: House) -> None:
    case = in_mediation(house, faulty=True)
    house.do(case, STEP)
    house.wait(days=4)
    assert house.rows("incident", instance=house.instance(case)["id"])
    assert "incident" not in states(house, case, house.coordinator()).values()


def test_a_part_that_the_case_does_not_have_is_unknown(house: House) -> None:
    case = in_mediation(house)
    with house.platform.query(house.coordinator()) as uow, pytest.raises(NotFound):
        casework.drawing(uow, case, "anderswo")
