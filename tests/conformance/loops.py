"""Standard loops and multi-instances."""

from __future__ import annotations

from tests.bpmn.models import boundary, element, flows, loop, user
from tests.conformance.pieces import ESCALATION, SIGNAL, Do, Piece, inside, piece


def standard(condition: str, **attributes: str) -> str:
    extra = "".join(f' {name}="{value}"' for name, value in attributes.items())
    inner = f"<bpmn:loopCondition>{condition}</bpmn:loopCondition>"
    return f"<bpmn:standardLoopCharacteristics{extra}>{inner}</bpmn:standardLoopCharacteristics>"


def multiple(inner: str, *, sequential: bool = True, **attributes: str) -> str:
    kind, extra = "multiInstanceLoopCharacteristics", "".join(f' {n}="{v}"' for n, v in attributes.items())
    return f'<bpmn:{kind} isSequential="{str(sequential).lower()}"{extra}>{inner}</bpmn:{kind}>'


COUNT = "<bpmn:loopCardinality>n#</bpmn:loopCardinality>"
LISTS = (
    "<bpmn:loopDataInputRef>liste#</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>namen#</bpmn:loopDataOutputRef>"
    '<bpmn:inputDataItem id="i#" name="eins#"/><bpmn:outputDataItem id="o#" name="name#"/>'
)
UNTIL = "<bpmn:completionCondition>numberOfCompletedInstances = 2</bpmn:completionCondition>"
COMPLEX = (
    "<bpmn:complexBehaviorDefinition><bpmn:condition>numberOfCompletedInstances = 2</bpmn:condition>"
    f"<bpmn:event>{ESCALATION}</bpmn:event></bpmn:complexBehaviorDefinition>"
)
SHARED = '<bpmn:signalEventDefinition id="sd#" signalRef="si#"/>'
TWO = ["Ahorn", "Birke"]


def told(behavior: dict[str, str], inner: str = "", event: str = SIGNAL, *, stop: bool = False) -> str:
    """Instances of x# one after the other; what they throw is caught at their boundary."""
    task = element("userTask", "x#", multiple(COUNT + inner, **behavior))
    return (
        task + boundary("w#", "x#", event, interrupting=stop) + element("endEvent", "we#") + flows("w#", "we#")
    )  # fmt: skip


LOOPS: list[Piece] = [
    piece("standardLoopCharacteristics loopCondition", user("x#", standard("v#")), Do("x#", {"v#": True}),
          Do("x#", {"v#": False}), trace="| x# | x# e#", given={"v#": False}),
    piece("standardLoopCharacteristics loopCondition", user("x#", standard("true", loopMaximum="2", testBefore="true")),
          Do("x#"), Do("x#"), trace="| x# | x# e#"),
    piece("standardLoopCharacteristics loopCondition",
          inside("x#", standard("v#")), Do("a#", {"v#": True}), Do("a#", {"v#": False}),
          trace="xs# | a# xe# x# xs# | a# xe# x# e#"),
    piece("multiInstanceLoopCharacteristics zeebe:loopCharacteristics",
          user("x#", loop("=liste#", item="eins#", results="namen#", result="=eins# + name#")),
          Do("x#", {"name#": "!"}), Do("x#", {"name#": "?"}), trace="| x# | x# e#", given={"liste#": TWO},
          sets={"namen#": ["Ahorn!", "Birke?"]}),
    piece("multiInstanceLoopCharacteristics zeebe:loopCharacteristics",
          inside("x#", loop("=liste#", item="eins#", sequential=True, results="namen#", result="=eins#")),
          Do("a#"), Do("a#"), trace="xs# | a# xe# x# xs# | a# xe# x# e#", given={"liste#": TWO},
          sets={"namen#": TWO}),
    piece("loopCardinality", user("x#", multiple(COUNT)), Do("x#"), Do("x#"), trace="| x# | x# e#", given={"n#": 2}),
    piece("loopCardinality", user("x#", multiple(COUNT, sequential=False)), Do("x#"), Do("x#"),
          trace="| x# | x# e#", given={"n#": 2}),
    piece("loopDataInputRef loopDataOutputRef inputDataItem outputDataItem", user("x#", multiple(LISTS)),
          Do("x#", {"name#": "Alpha"}), Do("x#", {"name#": "Beta"}), trace="| x# | x# e#", given={"liste#": TWO},
          sets={"namen#": ["Alpha", "Beta"]}),
    piece("completionCondition", user("x#", multiple(COUNT + UNTIL, sequential=False)), Do("x#"), Do("x#"),
          trace="| x# | x# e#", given={"n#": 3}),
    piece("*@behavior", told({"behavior": "None", "noneBehaviorEventRef": "sd#"}), Do("x#"), Do("x#"),
          trace="| x# w# we# | x# w# we# e#", given={"n#": 2}, before=SHARED),
    piece("*@behavior", told({"behavior": "One", "oneBehaviorEventRef": "sd#"}), Do("x#"), Do("x#"),
          trace="| x# w# we# | x# e#", given={"n#": 2}, before=SHARED),
    piece("*@behavior", told({"behavior": "One", "oneBehaviorEventRef": "sd#"}, stop=True), Do("x#"),
          trace="| x# w# we#", given={"n#": 2}, before=SHARED),
    piece("*@behavior", told({"behavior": "All"}), Do("x#"), Do("x#"), trace="| x# | x# e#", given={"n#": 2}),
    piece("*@behavior complexBehaviorDefinition event condition", told({"behavior": "Complex"}, COMPLEX, ESCALATION),
          Do("x#"), Do("x#"), Do("x#"), trace="| x# | x# w# we# | x# e#", given={"n#": 3}),
]  # fmt: skip
