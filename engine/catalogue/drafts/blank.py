"""The empty page: a pool of the municipality with one lane and one start event, as Camunda Modeler would write it."""

from __future__ import annotations

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
