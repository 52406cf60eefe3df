"""Input and output mappings at everything that may have them. What goes in has the name of what it is made of, so that
a mapping that is read twice, or in the wrong scope, gives another number."""

from __future__ import annotations

from tests.bpmn.models import call, element, extensions, flows, mapping, process, user
from tests.conformance.loops import multiple, standard
from tests.conformance.pieces import MESSAGE, Do, Job, Piece, Send, Step, piece

IO = mapping({"w#": "=w# + 1"}, {"v#": "=w# * 10"})
OUT = extensions(mapping({"w#": "=w# + 1"}))
GIVEN = {"given": {"w#": 1}, "sets": {"w#": 1, "v#": 20}}
MAIL = '<zeebe:taskDefinition type="mail"/>'
RULE = '<zeebe:calledDecision decisionId="verfahren" resultVariable="r#"/>'
RECEIVER = element("receiveTask", "r#", extensions(mapping(outputs={"v#": "=w# * 10"})), messageRef="m#")
BESIDE = (
    element("parallelGateway", "g#") + element("parallelGateway", "j#") + RECEIVER + user("a#")
    + flows("g#", "r#", "j#") + flows("g#", "a#", "x#")
)  # fmt: skip
CARDINALITY = "<bpmn:loopCardinality>2</bpmn:loopCardinality>"
ROWS = "zeebe:ioMapping zeebe:input zeebe:output"


def at(kind: str, *more: str, inner: str = "", **attributes: str) -> str:
    return element(kind, "x#", extensions(*more, IO) + inner, **attributes)


def mapped(xml: str, *steps: Step, trace: str, rows: str = ROWS, **more: object) -> Piece:
    return piece(rows, xml, *steps, trace=trace, **(GIVEN | more))


INSIDE = element("startEvent", "xs#") + user("a#") + flows("xs#", "a#")

MAPPED: list[Piece] = [
    mapped(at("task"), trace="x# e#"),
    mapped(at("userTask"), Do("x#", {"innen#": 5}), trace="| x# e#", sets={"w#": 1, "v#": 20, "innen#": None}),
    mapped(at("manualTask"), Do("x#"), trace="| x# e#"),
    mapped(at("scriptTask", inner="<bpmn:script>{s#: w#}</bpmn:script>"), trace="x# e#",
           sets={"w#": 1, "v#": 20, "s#": None}),
    mapped(at("businessRuleTask", RULE) + user("b#", bestaetigt="x#") + flows("x#", "b#"), Do("b#"),
           trace="x# | b# e#", last="b#", sets={"w#": 1, "v#": 20, "r#": None}),
    mapped(at("receiveTask", messageRef="m#"), Send("Nachricht#"), trace="| x# e#"),
    mapped(at("intermediateCatchEvent", inner=MESSAGE), Send("Nachricht#"), trace="| x# e#"),
    mapped(at("serviceTask", MAIL), Job("x#"), trace="| x# e#"),
    mapped(at("sendTask", MAIL), Job("x#"), trace="| x# e#"),
    *(mapped(at(kind, inner=INSIDE), Do("a#"), trace="xs# | a# x# e#") for kind in ("subProcess", "transaction")),
    mapped(at("adHocSubProcess", inner=user("a#")), Do("a#"), trace="| a# x# e#"),
    mapped(call("x#", "q#", {"w#": "=w# + 1"}, {"v#": "=w# * 10"}), Do("a#"), trace="qs# | a# x# e#",
           extra=process("q#", element("startEvent", "qs#"), user("a#"), flows("qs#", "a#"))),
    mapped(at("userTask", inner=multiple(CARDINALITY)), Do("x#"), Do("x#"), trace="| x# | x# e#"),
    mapped(at("userTask", inner=multiple(CARDINALITY, sequential=False)), Do("x#"), Do("x#"), trace="| x# | x# e#"),
    mapped(at("userTask", inner=standard("true", loopMaximum="2")), Do("x#"), Do("x#"), trace="| x# | x# e#"),
    *(mapped(BESIDE + element(kind, "x#", OUT + inner, **ref) + flows("x#", "j#"), Do("a#"),
             trace="g# | a# x# r# j# e#", first="g#", last="j#")
      for kind, inner, ref in (("sendTask", "", {"messageRef": "m#"}), ("intermediateThrowEvent", MESSAGE, {}))),
    mapped(BESIDE + element("endEvent", "x#", OUT + MESSAGE), Do("a#"), trace="g# | a# x# r# j# e#", first="g#",
           last="j#"),
]  # fmt: skip
