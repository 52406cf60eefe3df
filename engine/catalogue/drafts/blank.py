"""The empty page: a pool of the municipality with one lane and one start event, as Camunda Modeler would write it."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" \
xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="definitionen" targetNamespace="http://bpmn.io/schema/bpmn" \
exporter="Schlichtwerk" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.9.0">
  <bpmn:collaboration id="zusammenarbeit">
    <bpmn:participant id="pool" name={name} processRef={process} />
  </bpmn:collaboration>
  <bpmn:process id={process} name="Konfliktweg" isExecutable="true">
    <bpmn:extensionElements>
      <zeebe:properties>
{properties}
      </zeebe:properties>
    </bpmn:extensionElements>
    <bpmn:laneSet id="bahnen">
      <bpmn:lane id="koordination" name="Koordination">
        <bpmn:extensionElements>
          <zeebe:properties>
            <zeebe:property name="gruppe" value="koordination" />
            <zeebe:property name="rolle" value="koordination" />
            <zeebe:property name="schutzzone" value="eingang" />
            <zeebe:property name="stufe" value="eingang" />
          </zeebe:properties>
        </bpmn:extensionElements>
        <bpmn:flowNodeRef>start</bpmn:flowNodeRef>
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="start" name="Konflikt gemeldet" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagramm">
    <bpmndi:BPMNPlane id="ebene" bpmnElement="zusammenarbeit">
      <bpmndi:BPMNShape id="pool_form" bpmnElement="pool" isHorizontal="true">
        <dc:Bounds x="160" y="80" width="1000" height="250" />
        <bpmndi:BPMNLabel />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="koordination_form" bpmnElement="koordination" isHorizontal="true">
        <dc:Bounds x="190" y="80" width="970" height="250" />
        <bpmndi:BPMNLabel />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="start_form" bpmnElement="start">
        <dc:Bounds x="242" y="187" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="220" y="230" width="81" height="27" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def blank_page(slug: str, name: str, properties: dict[str, str]) -> bytes:
    """`name`: of the municipality; `properties`: ags or kennung, art, kreis."""
    lines = "\n".join(
        f"        <zeebe:property name={quoteattr(key)} value={quoteattr(value)} />"
        for key, value in properties.items()
        if value
    )
    process = quoteattr(f"konfliktweg_{slug.replace('-', '_')}")
    return _PAGE.format(name=quoteattr(name), process=process, properties=lines).encode()


def blank_form(key: str) -> bytes:
    """A form with its first heading, as Camunda Modeler would write it."""
    heading = {"type": "text", "text": f"# {key.replace('_', ' ').capitalize()}", "id": "ueberschrift"}
    body = {"components": [heading], "type": "default", "id": key, "schemaVersion": 19}
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def blank_decision(key: str) -> bytes:
    """A decision table with one column each way and one rule."""
    return _DECISION.format(key=quoteattr(key), name=quoteattr(key.replace("_", " ").capitalize())).encode()


_DECISION = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" \
xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" \
id="entscheidungen" name={name} namespace="http://camunda.org/schema/1.0/dmn">
  <decision id={key} name={name}>
    <decisionTable id="tabelle" hitPolicy="FIRST">
      <input id="eingabe" label="Falltyp">
        <inputExpression id="eingabe_ausdruck" typeRef="string">
          <text>falltyp</text>
        </inputExpression>
      </input>
      <output id="ausgabe" label="Vorschlag" name="vorschlag" typeRef="string" />
      <rule id="regel_1">
        <inputEntry id="regel_1_wenn">
          <text></text>
        </inputEntry>
        <outputEntry id="regel_1_dann">
          <text>"beratung"</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="diagramm">
      <dmndi:DMNShape id="entscheidung_form" dmnElementRef={key}>
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""
