"""Each process file on its own: ids, references, help texts, properties, the words of the contract."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from tests.processes.files import (
    BPMN_FILES,
    FORMS,
    NS,
    PROCESSES,
    components,
    flow_nodes,
    form,
    lane_of,
    local,
    properties,
    tree,
    written_by_forms,
    zone_of,
)

ZONES = {"eingang", "beratung", "mediation", "beirat", "feedback"}
STAGES = ZONES | {"clearing"}
each_file = pytest.mark.parametrize("path", BPMN_FILES, ids=lambda p: p.stem)


@each_file
def test_ids_are_unique(path: Path) -> None:
    ids = Counter(e.get("id") for e in tree(path).iter() if e.get("id"))
    assert [i for i, times in ids.items() if times > 1] == []


@each_file
def test_every_reference_resolves(path: Path) -> None:
    root = tree(path)
    ids = {e.get("id") for e in root.iter()}
    named = [
        v
        for e in root.iter()
        for k, v in e.attrib.items()
        if k in ("sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "processRef", "bpmnElement")
    ]
    texts = [(e.text or "").strip() for e in root.iter() if local(e) in ("incoming", "outgoing", "flowNodeRef")]
    assert named and texts
    assert [r for r in [*named, *texts] if r not in ids] == []


@each_file
def test_incoming_and_outgoing_tell_the_same_as_the_flows(path: Path) -> None:
    root = tree(path)
    by_flow = {
        (f.get(end), side, f.get("id"))
        for f in root.iterfind(".//bpmn:sequenceFlow", NS)
        for end, side in (("sourceRef", "outgoing"), ("targetRef", "incoming"))
    }
    by_node = {
        (n.get("id"), local(e), e.text) for n in flow_nodes(root) for e in n if local(e) in ("incoming", "outgoing")
    }
    assert by_node == by_flow


@each_file
def test_every_node_is_reached_and_goes_on(path: Path) -> None:
    for node in flow_nodes(tree(path)):
        link = local(node) if node.find("bpmn:linkEventDefinition", NS) is not None else ""
        if node.get("triggeredByEvent") == "true":
            continue
        if local(node) not in ("startEvent", "boundaryEvent") and link != "intermediateCatchEvent":
            assert node.find("bpmn:incoming", NS) is not None, node.get("id")
        if local(node) != "endEvent" and link != "intermediateThrowEvent":
            assert node.find("bpmn:outgoing", NS) is not None, node.get("id")


@each_file
def test_everything_is_explained(path: Path) -> None:
    root = tree(path)
    explained = [*root.iterfind("bpmn:process", NS), *root.iterfind(".//bpmn:lane", NS), *flow_nodes(root)]
    silent = [e.get("id") for e in explained if len((e.findtext("bpmn:documentation", "", NS)).strip()) < 10]
    assert silent == []


@each_file
def test_every_top_level_node_lies_in_one_lane(path: Path) -> None:
    root = tree(path)
    listed = Counter(r.text for r in root.iterfind(".//bpmn:flowNodeRef", NS))
    top = {n.get("id") for n in flow_nodes(root) if local(n.getparent()) == "process"}
    assert set(listed) == top and max(listed.values()) == 1


@each_file
def test_lanes_name_group_role_and_zone(path: Path) -> None:
    for lane in tree(path).iterfind(".//bpmn:lane", NS):
        found = properties(lane)
        assert found["gruppe"] and found["schutzzone"] in ZONES and found["stufe"] in STAGES
        assert found["rolle"] in {"koordination", "beratung", "mediation", "beirat", "fachstelle"}


@each_file
def test_every_user_task_has_a_form_a_deadline_and_someone_to_tell(path: Path) -> None:
    root = tree(path)
    for task in root.iterfind(".//bpmn:userTask", NS):
        definition = task.find("bpmn:extensionElements/zeebe:formDefinition", NS)
        assert definition is not None and (FORMS / f"{definition.get('formId')}.form").is_file(), task.get("id")
        assert task.find("bpmn:extensionElements/zeebe:userTask", NS) is not None
        assert properties(task).get("frist") and properties(task).get("eskalation"), task.get("id")
        assert lane_of(root, task) is not None
        assert zone_of(root, task) in ZONES


@each_file
def test_gateways_that_split_have_a_default_and_conditions_elsewhere(path: Path) -> None:
    root = tree(path)
    flows = {f.get("id"): f for f in root.iterfind(".//bpmn:sequenceFlow", NS)}
    for gateway in root.iterfind(".//bpmn:exclusiveGateway", NS):
        out = [e.text for e in gateway.iterfind("bpmn:outgoing", NS)]
        into = gateway.findall("bpmn:incoming", NS)
        assert min(len(out), len(into)) == 1, f"{gateway.get('id')} splits and joins"
        if len(out) > 1:
            assert gateway.get("default") in out, gateway.get("id")
            assert gateway.get("name"), gateway.get("id")
            for name in out:
                condition = flows[name].findtext("bpmn:conditionExpression", None, NS)
                assert (condition is None) == (name == gateway.get("default")), name
                assert condition is None or condition.startswith("="), name


def test_calls_and_decisions_are_in_the_library() -> None:
    library = PROCESSES / "_library"
    called = {p.get("id") for f in library.glob("*.bpmn") for p in tree(f).iterfind("bpmn:process", NS)}
    decided = {d.get("id") for f in library.glob("*.dmn") for d in tree(f).iterfind("dmn:decision", NS)}
    for path in BPMN_FILES:
        root = tree(path)
        assert {e.get("processId") for e in root.iterfind(".//zeebe:calledElement", NS)} <= called
        assert {e.get("decisionId") for e in root.iterfind(".//zeebe:calledDecision", NS)} <= decided


def test_every_suggestion_is_confirmed_by_a_person() -> None:
    for path in BPMN_FILES:
        root = tree(path)
        suggested = {e.get("resultVariable") for e in root.iterfind(".//zeebe:calledDecision", NS)}
        confirmed = {
            n.strip()
            for t in root.iterfind(".//bpmn:userTask", NS)
            for n in properties(t).get("bestaetigt", "").split(",")
        }
        assert suggested <= confirmed, path.name


def test_a_name_belongs_to_one_zone() -> None:
    zones: dict[str, dict[str, str]] = {}
    for name, zone, where in written_by_forms():
        zones.setdefault(name, {})[zone] = where
    assert {name: found for name, found in zones.items() if len(found) > 1} == {}


def test_released_names_are_written_in_the_zone_they_leave() -> None:
    written = {(name, zone) for name, zone, _ in written_by_forms()}
    found = []
    for path in BPMN_FILES:
        for task in tree(path).iterfind(".//bpmn:userTask", NS):
            for part in filter(None, properties(task).get("freigabe", "").split(";")):
                source, _, names = part.partition(">")
                target, _, names = names.partition(":")
                assert source.strip() in ZONES and target.strip() in ZONES
                found += [(name.strip(), source.strip()) for name in names.split(",")]
    assert found and set(found) <= written


@each_file
def test_only_the_released_result_leaves_a_mediation(path: Path) -> None:
    root = tree(path)
    for call in root.iterfind(".//bpmn:callActivity", NS):
        element = call.find(".//zeebe:calledElement", NS)
        if element is not None and element.get("processId") == "mediation":
            assert [o.get("target") for o in call.iterfind(".//zeebe:output", NS)] == ["mediation_ergebnis"]
            assert element.get("propagateAllChildVariables") == "false"
            assert zone_of(root, call) == "mediation"


@each_file
def test_new_points_of_dispute_lead_back(path: Path) -> None:
    """Behind every feedback stands a gateway that reads `wiederaufnahme`."""
    root = tree(path)
    flows = list(root.iterfind(".//bpmn:sequenceFlow", NS))
    for call in root.iterfind(".//bpmn:callActivity", NS):
        element = call.find(".//zeebe:calledElement", NS)
        if element is None or element.get("processId") != "feedback":
            continue
        behind, todo = set(), [call.get("id")]
        while todo:
            for flow in [f for f in flows if f.get("sourceRef") == todo[-1] and f.get("id") not in behind]:
                behind.add(flow.get("id"))
                todo.insert(0, flow.get("targetRef"))
            todo.pop()
        conditions = [f.findtext("bpmn:conditionExpression", "", NS) for f in flows if f.get("id") in behind]
        assert any("wiederaufnahme" in condition for condition in conditions), call.get("id")


def test_everything_inside_the_mediation_is_in_its_zone() -> None:
    root = tree(PROCESSES / "_library" / "mediation.bpmn")
    assert {zone_of(root, node) for node in flow_nodes(root)} == {"mediation"}


def test_the_exit_from_mediation_interrupts_and_asks_for_no_reason() -> None:
    root = tree(PROCESSES / "_library" / "mediation.bpmn")
    exit_event = root.find(".//bpmn:boundaryEvent[@id='ausstieg']", NS)
    message = root.find("bpmn:message", NS)
    assert exit_event is not None and exit_event.get("cancelActivity", "true") == "true"
    assert message is not None and message.get("name") == "mediation_beenden"
    assert message.find(".//zeebe:subscription", NS).get("correlationKey") == "=fall.aktenzeichen"
    inside = root.find(".//bpmn:subProcess", NS)
    assert exit_event.get("attachedToRef") == inside.get("id")
    assert {"mediator_vorschlagen", "parteien_wahl", "offenlegung", "mediationssitzung"} <= {
        t.get("id") for t in inside.iterfind("bpmn:userTask", NS)
    }
    texts = [c for c in components(form(FORMS / "mediation_beendigung.form")) if c["type"] in ("textfield", "textarea")]
    assert texts == []


def test_a_municipality_needs_only_another_name_and_ags() -> None:
    """Nothing but the pool's name, the AGS, and what designers read may speak of Hamm."""
    text = (PROCESSES / "hamm.bpmn").read_text(encoding="utf-8")
    root = etree.fromstring(text.replace("Stadt Hamm", "Stadt Bielefeld").replace("05915000", "05711000").encode())
    assert properties(root.find("bpmn:process", NS))["ags"] == "05711000"
    read_by_people = [e.get("name", "") + (e.text or "") for e in root.iter()]
    assert [text for text in read_by_people if "Hamm" in text or "05915000" in text] == []
    for path in [*FORMS.glob("*.form"), *filter(Path.is_file, (PROCESSES / "_library").rglob("*"))]:
        assert "Hamm" not in path.read_text(encoding="utf-8"), path.name


def test_outcomes_stand_on_the_ends_of_the_path() -> None:
    root = tree(PROCESSES / "hamm.bpmn")
    outcomes = {properties(e)["ergebnis"] for e in root.iterfind(".//bpmn:endEvent", NS) if "ergebnis" in properties(e)}
    offered = {
        v["value"]
        for c in components(form(FORMS / "abschluss.form"))
        if c.get("key") == "abschluss_ergebnis"
        for v in c["values"]
    }
    assert outcomes == offered
