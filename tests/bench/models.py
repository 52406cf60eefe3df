"""The models that the figures are measured on."""

from __future__ import annotations

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  id="defs" targetNamespace="bench" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.9.0">
"""
FORM_FIELDS = ("titel", "ort", "anliegen", "dringlichkeit", "anzahl", "erledigt")


def twenty_tasks(name: str, ags: str, *, form: bool = True) -> bytes:
    """Twenty user tasks in a row, an interrupting boundary timer on every second one."""
    nodes, flows, before = [], [], "start"
    for number in range(1, 21):
        task = f"t{number}"
        shape = '<zeebe:formDefinition formId="bench"/>' if form else ""
        nodes.append(
            f'<bpmn:userTask id="{task}" name="Schritt {number}"><bpmn:documentation>Hilfe.</bpmn:documentation>'
            f"<bpmn:extensionElements><zeebe:userTask/>{shape}"
            f'<zeebe:properties><zeebe:property name="frist" value="5 AT"/></zeebe:properties>'
            f"</bpmn:extensionElements></bpmn:userTask>"
        )
        flows.append(f'<bpmn:sequenceFlow id="f{number}" sourceRef="{before}" targetRef="{task}"/>')
        if number % 2 == 0:
            nodes.append(
                f'<bpmn:boundaryEvent id="b{number}" name="Zu spät" attachedToRef="{task}"><bpmn:timerEventDefinition>'
                f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P14D</bpmn:timeDuration>'
                f"</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
                f'<bpmn:endEvent id="e{number}" name="Abgebrochen"/>'
            )
            flows.append(f'<bpmn:sequenceFlow id="fb{number}" sourceRef="b{number}" targetRef="e{number}"/>')
        before = task
    flows.append(f'<bpmn:sequenceFlow id="f21" sourceRef="{before}" targetRef="ende"/>')
    body = '<bpmn:startEvent id="start" name="Beginn"/>' + "".join(nodes) + '<bpmn:endEvent id="ende" name="Ende"/>'
    return document(name, ags, body + "".join(flows))


def loop(name: str, ags: str) -> bytes:
    """A user task with a boundary timer in a gateway loop."""
    body = """
    <bpmn:startEvent id="start"/><bpmn:exclusiveGateway id="zusammen"/>
    <bpmn:userTask id="runde" name="Runde"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements></bpmn:userTask>
    <bpmn:boundaryEvent id="erinnern" name="Erinnern" cancelActivity="false" attachedToRef="runde">
      <bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P14D</bpmn:timeDuration></bpmn:timerEventDefinition>
    </bpmn:boundaryEvent><bpmn:endEvent id="erinnert"/>
    <bpmn:exclusiveGateway id="weiter" default="zurueck"/><bpmn:endEvent id="ende"/>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="zusammen"/>
    <bpmn:sequenceFlow id="f2" sourceRef="zusammen" targetRef="runde"/>
    <bpmn:sequenceFlow id="f3" sourceRef="runde" targetRef="weiter"/>
    <bpmn:sequenceFlow id="f4" sourceRef="erinnern" targetRef="erinnert"/>
    <bpmn:sequenceFlow id="zurueck" sourceRef="weiter" targetRef="zusammen"/>
    <bpmn:sequenceFlow id="genug" sourceRef="weiter" targetRef="ende">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=fertig = true</bpmn:conditionExpression></bpmn:sequenceFlow>
    """
    return document(name, ags, body)


def document(name: str, ags: str, body: str) -> bytes:
    """A municipality's file around the body of its one process."""
    return (
        f'{HEAD}<bpmn:collaboration id="c"><bpmn:participant id="pool" name="{name}" processRef="weg"/></bpmn:collaboration>'
        f'<bpmn:process id="weg" name="Weg" isExecutable="true"><bpmn:extensionElements><zeebe:properties>'
        f'<zeebe:property name="ags" value="{ags}"/><zeebe:property name="art" value="kreisfreie Stadt"/>'
        f'</zeebe:properties></bpmn:extensionElements><bpmn:laneSet id="ls"><bpmn:lane id="koordination" name="Koordination">'
        f"{refs(body)}</bpmn:lane></bpmn:laneSet>{body}</bpmn:process></bpmn:definitions>"
    ).encode()


def refs(body: str) -> str:
    """flowNodeRef of every node in the body."""
    import re

    kinds = "userTask|startEvent|endEvent|exclusiveGateway|boundaryEvent"
    ids = re.findall(rf'<bpmn:(?:{kinds}) id="(\w+)"', body)
    return "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in ids)


FORM = b"""{"id": "bench", "type": "default", "schemaVersion": 19, "executionPlatform": "Camunda Cloud", "components": [
 {"type": "textfield", "id": "c1", "key": "titel", "label": "Titel", "validate": {"required": true, "maxLength": 80}},
 {"type": "textfield", "id": "c2", "key": "ort", "label": "Ort"},
 {"type": "textarea", "id": "c3", "key": "anliegen", "label": "Anliegen", "validate": {"required": true}},
 {"type": "select", "id": "c4", "key": "dringlichkeit", "label": "Dringlichkeit",
  "values": [{"label": "normal", "value": "normal"}, {"label": "hoch", "value": "hoch"}], "validate": {"required": true}},
 {"type": "number", "id": "c5", "key": "anzahl", "label": "Anzahl", "validate": {"min": 1, "max": 99}},
 {"type": "checkbox", "id": "c6", "key": "erledigt", "label": "Erledigt"}]}"""

VALUES = {
    "titel": "Lärm im Hof am Abend",
    "ort": "Innenhof",
    "anliegen": "Wieder miteinander reden können und eine Lösung finden, die hält.",
    "dringlichkeit": "normal",
    "anzahl": 3,
    "erledigt": True,
}
