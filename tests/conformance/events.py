"""Intermediate and end events."""

from __future__ import annotations

from tests.bpmn.models import boundary, condition, element, flows, script, timer, user
from tests.conformance.pieces import (
    CANCEL,
    ERROR,
    ESCALATION,
    MESSAGE,
    OTHER,
    SIGNAL,
    TERMINATE,
    UNDO,
    Do,
    Piece,
    Send,
    Signal,
    Wait,
    inside,
    piece,
)


def catch(definition: str, **attributes: str) -> str:
    return element("intermediateCatchEvent", "x#", definition, **attributes)


def throw(definition: str = "") -> str:
    """A task, the event, and one more task."""
    event = element("intermediateThrowEvent", "x#", definition)
    return user("a#") + event + user("b#") + flows("a#", "x#", "b#")


def heard(thrower: str, *caught: str) -> str:
    """Beside the thrower x# these wait, each catching one of the definitions; all meet in j#."""
    waiting = "".join(
        element("intermediateCatchEvent", f"c{n}#", definition) + flows("g#", f"c{n}#", "j#")
        for n, definition in enumerate(caught)
    )
    return element("parallelGateway", "g#") + element("parallelGateway", "j#") + waiting + flows("g#", "a#") + thrower


def left_by(event: str, *, kind: str = "subProcess", interrupting: bool = True) -> str:
    """A sub-process x# that ends with this event, which its boundary w# catches; the handler h# and it meet in j#."""
    return (
        inside("x#", end=event, kind=kind) + boundary("w#", "x#", event, interrupting=interrupting) + user("h#")
        + element("exclusiveGateway", "j#") + flows("x#", "j#") + flows("w#", "h#", "j#")
    )  # fmt: skip


COMMON = {"first": "g#", "last": "j#"}
ENDING = user("a#") + flows("a#", "x#")
BESIDE = element("parallelGateway", "g#") + user("b#") + flows("g#", "b#") + flows("g#", "a#")
KEYED = (
    '<bpmn:message id="k#" name="Antwort#"><bpmn:extensionElements><zeebe:subscription correlationKey="=nr#"/>'
    "</bpmn:extensionElements></bpmn:message>"
)
UNDONE = (
    user("u#") + element("boundaryEvent", "c#", UNDO, attachedToRef="u#")
    + element("userTask", "z#", isForCompensation="true")
    + '<bpmn:association id="as#" sourceRef="c#" targetRef="z#"/>'
)  # fmt: skip
EITHER = catch(MESSAGE + SIGNAL + timer("PT10M"))
ALL = catch(MESSAGE + SIGNAL, parallelMultiple="true")
SHARED = '<bpmn:timerEventDefinition id="td#"><bpmn:timeDuration>PT10M</bpmn:timeDuration></bpmn:timerEventDefinition>'

CATCHING: list[Piece] = [
    piece("intermediateCatchEvent:message", catch(MESSAGE), Send("Nachricht#"), trace="| x# e#"),
    piece("zeebe:subscription", catch('<bpmn:messageEventDefinition messageRef="k#"/>'), Send("Antwort#", "A-17"),
          trace="| x# e#", given={"nr#": "A-17"}, before=KEYED),
    piece("intermediateCatchEvent:timer timeDuration", catch(timer("PT10M")), Wait(9), Wait(1), trace="|| x# e#"),
    piece("intermediateCatchEvent:timer timeDate", catch(timer("2026-06-01T08:10:00Z", "timeDate")), Wait(9), Wait(1),
          trace="|| x# e#"),
    piece("intermediateCatchEvent:signal signal", catch(SIGNAL), Signal("Signal#"), trace="| x# e#"),
    piece("intermediateCatchEvent:conditional condition",
          element("parallelGateway", "g#") + user("a#") + catch(condition("v# > 1")) + element("parallelGateway", "j#")
          + user("b#") + flows("g#", "a#", "b#", "j#") + flows("g#", "x#", "j#"),
          Do("a#", {"v#": 1}), Do("b#", {"v#": 2}), trace="g# | a# | b# x# j# e#", given={"v#": 0}, **COMMON),
    piece("intermediateCatchEvent:multiple", EITHER, Send("Nachricht#"), trace="| x# e#"),
    piece("intermediateCatchEvent:multiple", EITHER, Signal("Signal#"), trace="| x# e#"),
    piece("intermediateCatchEvent:multiple", EITHER, Wait(10), trace="| x# e#"),
    piece("*@parallelMultiple=true intermediateCatchEvent:multiple", ALL, Signal("Signal#"), Send("Nachricht#"),
          trace="|| x# e#"),
    piece("eventDefinitionRef", catch("<bpmn:eventDefinitionRef>td#</bpmn:eventDefinitionRef>"), Wait(10),
          trace="| x# e#", before=SHARED),
    piece("intermediateCatchEvent:link intermediateThrowEvent:link",
          user("a#") + element("intermediateThrowEvent", "x#", '<bpmn:linkEventDefinition name="L#"/>')
          + element("intermediateCatchEvent", "y#", '<bpmn:linkEventDefinition name="L#"/>') + user("b#")
          + flows("a#", "x#") + flows("y#", "b#"), Do("a#"), Do("b#"), trace="| a# x# y# | b# e#", first="a#",
          last="b#"),
    piece("source target",
          user("a#") + element("intermediateThrowEvent", "x#",
              '<bpmn:linkEventDefinition name="L#"><bpmn:target>ly#</bpmn:target></bpmn:linkEventDefinition>')
          + element("intermediateCatchEvent", "y#",
              '<bpmn:linkEventDefinition id="ly#" name="L#"><bpmn:source>x#</bpmn:source></bpmn:linkEventDefinition>')
          + user("b#") + flows("a#", "x#") + flows("y#", "b#"), Do("a#"), Do("b#"), trace="| a# x# y# | b# e#",
          first="a#", last="b#"),
]  # fmt: skip

THROWING: list[Piece] = [
    piece("intermediateThrowEvent:none", throw(), Do("a#"), Do("b#"), trace="| a# x# | b# e#", first="a#", last="b#"),
    piece("intermediateThrowEvent:message", heard(throw(MESSAGE) + flows("b#", "j#"), MESSAGE), Do("a#"), Do("b#"),
          trace="g# | a# x# c0# | b# j# e#", **COMMON),
    piece("intermediateThrowEvent:signal", heard(throw(SIGNAL) + flows("b#", "j#"), SIGNAL, SIGNAL), Do("a#"),
          Do("b#"), trace="g# | a# x# c0# c1# | b# j# e#", **COMMON),
    piece("intermediateThrowEvent:multiple", heard(throw(MESSAGE + SIGNAL) + flows("b#", "j#"), SIGNAL, MESSAGE),
          Do("a#"), Do("b#"), trace="g# | a# x# c1# c0# | b# j# e#", **COMMON),
    piece("intermediateThrowEvent:escalation escalation",
          element("subProcess", "o#", element("startEvent", "os#") + throw(ESCALATION) + flows("os#", "a#"))
          + boundary("w#", "o#", ESCALATION, interrupting=False) + script("h#", "{v#: 1}")
          + element("endEvent", "he#") + flows("w#", "h#", "he#"), Do("a#"), Do("b#"),
          trace="os# | a# x# w# h# he# | b# o# e#", first="o#", last="o#", sets={"v#": 1}),
    piece("intermediateThrowEvent:compensate", UNDONE + element("intermediateThrowEvent", "x#", UNDO) + user("b#")
          + flows("u#", "x#", "b#"), Do("u#"), Do("z#"), Do("b#"), trace="| u# | z# x# | b# e#", first="u#", last="b#",
          undoes=True),
]  # fmt: skip

ENDINGS: list[Piece] = [
    piece("endEvent:none", BESIDE + ENDING + element("endEvent", "x#"), Do("a#"), Do("b#"), trace="g# | a# x# | b# e#",
          first="g#", last="b#"),
    piece("endEvent:message", heard(ENDING + element("endEvent", "x#", MESSAGE), MESSAGE), Do("a#"),
          trace="g# | a# x# c0# j# e#", **COMMON),
    piece("endEvent:signal", heard(ENDING + element("endEvent", "x#", SIGNAL), SIGNAL), Do("a#"),
          trace="g# | a# x# c0# j# e#", **COMMON),
    piece("endEvent:multiple", heard(ENDING + element("endEvent", "x#", OTHER + SIGNAL), OTHER, SIGNAL), Do("a#"),
          trace="g# | a# x# c0# c1# j# e#", **COMMON),
    piece("endEvent:error boundaryEvent:error error", left_by(ERROR), Do("a#"), Do("h#"),
          trace="xs# | a# xe# w# | h# j# e#", last="j#"),
    piece("endEvent:escalation boundaryEvent:escalation", left_by(ESCALATION), Do("a#"), Do("h#"),
          trace="xs# | a# xe# w# | h# j# e#", last="j#"),
    piece("endEvent:escalation boundaryEvent:escalation", left_by(ESCALATION, interrupting=False), Do("a#"), Do("h#"),
          trace="xs# | a# xe# w# x# j# e# | h# j# e#", last="j#"),
    piece("endEvent:cancel boundaryEvent:cancel", left_by(CANCEL, kind="transaction"), Do("a#"), Do("h#"),
          trace="xs# | a# xe# w# | h# j# e#", last="j#"),
    piece("endEvent:terminate",
          element("subProcess", "o#", element("startEvent", "os#") + BESIDE + ENDING + flows("os#", "g#")
                  + element("endEvent", "x#", TERMINATE)), Do("a#"), trace="os# g# | a# x# o# e#", first="o#",
          last="o#"),
    piece("endEvent:compensate",
          element("subProcess", "o#", element("startEvent", "os#") + UNDONE + element("endEvent", "x#", UNDO)
                  + flows("os#", "u#", "x#")), Do("u#"), Do("z#"), trace="os# | u# | z# x# o# e#", first="o#",
          last="o#"),
]  # fmt: skip

EVENTS: list[Piece] = [*CATCHING, *THROWING, *ENDINGS]
