"""Boundary events, interrupting and not."""

from __future__ import annotations

from tests.bpmn.models import condition, element, extensions, flows, timer, user
from tests.conformance.pieces import ERROR, ESCALATION, MESSAGE, SIGNAL, Do, Job, Piece, Send, Signal, Wait, piece


def at_task(definition: str, *, interrupting: bool = True, host: str = "", **attributes: str) -> str:
    """A task x# with the event w# at it, whose handler h# has an end of its own beside the end of the task."""
    cancel = str(interrupting).lower()
    event = element("boundaryEvent", "w#", definition, attachedToRef="x#", cancelActivity=cancel, **attributes)
    return (host or user("x#")) + event + user("h#") + element("exclusiveGateway", "j#") + flows("x#", "j#") + flows(
        "w#", "h#", "j#"
    )  # fmt: skip


def watched(definition: str, *, interrupting: bool = True) -> str:
    """As at_task; beside it a task a# changes what the condition reads."""
    fork = element("parallelGateway", "g#") + user("a#") + element("endEvent", "ae#")
    return fork + flows("g#", "a#", "ae#") + flows("g#", "x#") + at_task(definition, interrupting=interrupting)


STRUCK = "| w# | h# j# e#"
"""It interrupts."""
BESIDE = "| w# | h# j# e# | x# j# e#"
"""It does not."""
MAIL = element("serviceTask", "x#", extensions('<zeebe:taskDefinition type="mail"/>'))
CALLS = {
    "message": (MESSAGE, Send("Nachricht#")), "signal": (SIGNAL, Signal("Signal#")),
    "timer": (timer("PT10M"), Wait(10)), "multiple": (MESSAGE + SIGNAL, Signal("Signal#")),
}  # fmt: skip
THROWN = element("startEvent", "xs#") + user("a#") + element("intermediateThrowEvent", "t#", ESCALATION) + user("b#")
THROWN = element("subProcess", "x#", THROWN + flows("xs#", "a#", "t#", "b#"))

BOUNDARIES: list[Piece] = [
    *(piece(f"boundaryEvent:{kind}", at_task(definition), step, Do("h#"), trace=STRUCK, last="j#")
      for kind, (definition, step) in CALLS.items()),
    *(piece(f"boundaryEvent:{kind}", at_task(definition, interrupting=False), step, Do("h#"), Do("x#"), trace=BESIDE,
            last="j#") for kind, (definition, step) in CALLS.items()),
    piece("boundaryEvent:message", at_task(MESSAGE), Do("x#"), trace="| x# j# e#", last="j#"),
    piece("boundaryEvent:message", at_task(MESSAGE, interrupting=False), Send("Nachricht#"), Send("Nachricht#"),
          Do("x#"), Do("h#"), Do("h#"), trace="| w# | w# | x# j# e# | h# j# e# | h# j# e#", last="j#"),
    piece("boundaryEvent:timer timeDate", at_task(timer("2026-06-01T08:10:00Z", "timeDate")), Wait(10), Do("h#"),
          trace=STRUCK, last="j#"),
    piece("timeCycle boundaryEvent:timer", at_task(timer("R2/PT10M", "timeCycle"), interrupting=False), Wait(10),
          Wait(10), Wait(10), Do("h#"), Do("x#"), Do("h#"),
          trace="| w# | w# || h# j# e# | x# j# e# | h# j# e#", last="j#"),
    piece("timeCycle boundaryEvent:timer", at_task(timer("R2/PT10M", "timeCycle")), Wait(10), Do("h#"), trace=STRUCK,
          last="j#"),
    piece("*@parallelMultiple=true boundaryEvent:multiple", at_task(MESSAGE + SIGNAL, parallelMultiple="true"),
          Send("Nachricht#"), Signal("Signal#"), Do("h#"), trace="|| w# | h# j# e#", last="j#"),
    piece("boundaryEvent:conditional", watched(condition("v# > 1")), Do("a#", {"v#": 2}), Do("h#"),
          trace="g# | a# w# ae# | h# j# e#", given={"v#": 0}, first="g#", last="j#"),
    piece("boundaryEvent:conditional", watched(condition("v# > 1"), interrupting=False), Do("a#", {"v#": 2}),
          Do("h#"), Do("x#"), trace="g# | a# w# ae# | h# j# e# | x# j# e#", given={"v#": 0}, first="g#", last="j#"),
    piece("boundaryEvent:error", at_task(ERROR, host=MAIL), Job("x#", error="E42"), Do("h#"), trace=STRUCK, last="j#"),
    piece("boundaryEvent:error", at_task(ERROR, host=MAIL), Job("x#"), trace="| x# j# e#", last="j#"),
    piece("boundaryEvent:multiple", at_task(ERROR + SIGNAL, host=MAIL), Job("x#", error="E42"),
          Do("h#"), trace=STRUCK, last="j#"),
    piece("boundaryEvent:escalation", at_task(ESCALATION, host=THROWN), Do("a#"), Do("h#"),
          trace="xs# | a# t# w# | h# j# e#", last="j#"),
    piece("boundaryEvent:escalation", at_task(ESCALATION, host=THROWN, interrupting=False), Do("a#"), Do("h#"),
          Do("b#"), trace="xs# | a# t# w# | h# j# e# | b# x# j# e#", last="j#"),
]  # fmt: skip
