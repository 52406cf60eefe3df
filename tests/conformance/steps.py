"""Tasks, sub-processes, and what is written on them."""

from __future__ import annotations

from tests.bpmn.models import element, extensions, flow, flows, mapping, rule, script, user
from tests.conformance.pieces import Do, Job, Piece, Send, inside, piece


def marked(*inner: str, **attributes: str) -> str:
    return element("userTask", "x#", extensions(*inner), **attributes)


def worked(kind: str, work: str) -> str:
    return element(kind, "x#", extensions(f'<zeebe:taskDefinition type="{work}"/>'))


def ad_hoc(*inner: str, completion: str = "", **attributes: str) -> str:
    done = f"<bpmn:completionCondition>{completion}</bpmn:completionCondition>" if completion else ""
    return element("adHocSubProcess", "x#", "".join(inner) + done, **attributes)


FIELD = '<camunda:formData><camunda:formField id="v#" label="Wert" type="string"/></camunda:formData>'
LANES = (
    '<bpmn:laneSet id="ls#"><bpmn:lane id="l#" name="Amt"><bpmn:flowNodeRef>x#</bpmn:flowNodeRef>'
    '<bpmn:childLaneSet id="cl#"><bpmn:lane id="li#" name="Team"><bpmn:flowNodeRef>x#</bpmn:flowNodeRef></bpmn:lane>'
    "</bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
)
ONE = "| x# e#"
"""The trace of one task that waits."""

STEPS: list[Piece] = [
    piece("task", element("task", "x#"), trace="x# e#"),
    piece("userTask", user("x#"), Do("x#", {"v#": 1}), trace=ONE, sets={"v#": 1}),
    piece("manualTask", element("manualTask", "x#"), Do("x#"), trace=ONE),
    piece("scriptTask script", script("x#", "{v#: w# + 1}"), trace="x# e#", given={"w#": 1}, sets={"v#": 2}),
    piece("scriptTask script", script("x#", "{v#: w# + 1}") + user("u#") + flows("u#", "x#"), Do("u#", {"w#": 1}),
          trace="| u# x# e#", first="u#", sets={"v#": 2}),
    piece("zeebe:script", script("x#", "w# * 2", "v#"), trace="x# e#", given={"w#": 2}, sets={"v#": 4}),
    piece("businessRuleTask zeebe:calledDecision", rule("x#", "verfahren", "v#") + user("b#", bestaetigt="x#") + flows(
          "x#", "b#"), Do("b#"), trace="x# | b# e#", last="b#", given={"stufe": 2}, sets={"v#": "gespraech"}),
    piece("receiveTask message", element("receiveTask", "x#", messageRef="m#"), Send("Nachricht#"), trace=ONE),
    piece("sendTask",
          element("parallelGateway", "g#") + element("receiveTask", "r#", messageRef="m#") + user("a#") + element(
              "sendTask", "x#", messageRef="m#") + element("parallelGateway", "j#") + flows("g#", "r#", "j#") + flows(
              "g#", "a#", "x#", "j#"), Do("a#"), trace="g# | a# x# r# j# e#", first="g#", last="j#"),
    piece("sendTask zeebe:taskDefinition", worked("sendTask", "mail"), Job("x#"), trace=ONE),
    *(piece("serviceTask zeebe:taskDefinition", worked("serviceTask", kind), Job("x#"), trace=ONE)
      for kind in ("mail", "webhook")),
    piece("subProcess startEvent:none endEvent:none", inside("x#"), Do("a#"), trace="xs# | a# xe# x# e#"),
    piece("transaction", inside("x#", kind="transaction"), Do("a#"), trace="xs# | a# xe# x# e#"),
    piece("adHocSubProcess", ad_hoc(user("a#"), user("b#")), Do("b#"), Do("a#"), trace="| b# | a# x# e#"),
    piece("adHocSubProcess", ad_hoc(user("a#"), user("b#"), user("c#"), flow("a#", "c#"), ordering="Sequential"),
          Do("a#"), Do("b#"), Do("c#"), trace="| a# | b# | c# x# e#"),
    piece("adHocSubProcess completionCondition",
          ad_hoc(user("a#"), user("b#"), completion="v#"), Do("a#", {"v#": False}), Do("a#", {"v#": True}),
          trace="| a# | a# x# e#"),
    piece("cancelRemainingInstances completionCondition",
          ad_hoc(user("a#"), user("b#"), completion="v#", cancelRemainingInstances="false"), Do("a#", {"v#": True}),
          Do("b#"), trace="| a# | b# x# e#"),
    piece("dataObject", element("subProcess", "x#", element("startEvent", "xs#") + user("a#") + script("k#",
          "{v#: drin# + 1}") + flows("xs#", "a#", "k#") + '<bpmn:dataObject id="d#" name="drin#"/>'),
          Do("a#", {"drin#": 1}), trace="xs# | a# k# x# e#", sets={"v#": 2, "drin#": None}),
    piece("property", element("subProcess", "x#", '<bpmn:property id="d#" name="drin#"/>' + element("startEvent",
          "xs#") + user("a#") + script("k#", "{v#: drin# + 1}") + flows("xs#", "a#", "k#")), Do("a#", {"drin#": 1}),
          trace="xs# | a# k# x# e#", sets={"v#": 2, "drin#": None}),
    piece("zeebe:ioMapping zeebe:input zeebe:output",
          marked(mapping({"innen#": "=w# + 1"}, {"v#": "=innen# + summe#"})), Do("x#", {"summe#": 10}), trace=ONE,
          given={"w#": 1}, sets={"v#": 12, "innen#": None, "summe#": None}),
    piece("zeebe:formDefinition", marked('<zeebe:formDefinition formId="blatt"/>'), Do("x#"), trace=ONE),
    piece("zeebe:userTask zeebe:assignmentDefinition zeebe:taskSchedule",
          marked("<zeebe:userTask/>", '<zeebe:assignmentDefinition candidateGroups="=gruppe#"/>',
                 '<zeebe:taskSchedule dueDate="2026-06-30"/>'), Do("x#"), trace=ONE, given={"gruppe#": "amt"}),
    piece("zeebe:properties zeebe:property", user("x#", frist="5 AT"), Do("x#"), trace=ONE),
    piece("camunda:properties camunda:property",
          marked('<camunda:properties><camunda:property name="frist" value="5 AT"/></camunda:properties>'),
          Do("x#"), trace=ONE),
    piece("camunda:formData", marked(FIELD), Do("x#", {"v#": "x"}), trace=ONE, sets={"v#": "x"}),
    piece("lane laneSet childLaneSet flowNodeRef", LANES + user("x#"), Do("x#"), trace=ONE),
    piece("*@startQuantity", element("parallelGateway", "g#") + user("a#") + user("b#") + element(
          "userTask", "x#", startQuantity="2") + flows("g#", "a#", "x#") + flows("g#", "b#", "x#"),
          Do("b#"), Do("a#"), Do("x#"), trace="g# | b# | a# | x# e#", first="g#"),
    piece("*@completionQuantity", element("userTask", "x#", completionQuantity="2") + user("a#") + flows("x#", "a#"),
          Do("x#"), Do("a#"), Do("a#"), trace="| x# | a# e# | a# e#", last="a#"),
]  # fmt: skip
