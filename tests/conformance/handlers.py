"""Event sub-processes, interrupting and beside."""

from __future__ import annotations

from tests.bpmn.models import condition, element, event_sub_process, flow, flows, timer, user
from tests.conformance.pieces import (
    ERROR,
    ESCALATION,
    MESSAGE,
    SIGNAL,
    Do,
    Piece,
    Send,
    Signal,
    Step,
    Wait,
    piece,
)


def aside(definition: str, *, interrupting: bool, end: str = "", **attributes: str) -> str:
    """A sub-process x# with a task a#, an end event and an event sub-process v#; beside a# waits b#."""
    handler = (user("h#"), flows("v#_s", "h#"))
    event = event_sub_process("v#", definition, *handler, interrupting=interrupting, **attributes)
    body = element("startEvent", "xs#") + element("parallelGateway", "g#") + user("a#") + user("b#")
    ends = element("endEvent", "ae#", end) + element("endEvent", "be#")
    way = flows("xs#", "g#", "a#", "ae#") + flow("g#", "b#") + flow("b#", "be#")
    return element("subProcess", "x#", body + ends + way + event)


FROM_OUTSIDE: dict[str, tuple[str, Step]] = {
    "message": (MESSAGE, Send("Nachricht#")), "signal": (SIGNAL, Signal("Signal#")),
    "timer": (timer("PT10M"), Wait(10)), "multiple": (MESSAGE + timer("PT10M"), Wait(10)),
}  # fmt: skip
ROW = "subProcess@triggeredByEvent=true startEvent:"
TWO = MESSAGE + SIGNAL

HANDLERS: list[Piece] = [
    *(piece(ROW + kind, aside(definition, interrupting=True), Do("a#"), step, Do("h#"),
            trace="xs# g# | a# ae# | v#_s | h# v# x# e#") for kind, (definition, step) in FROM_OUTSIDE.items()),
    *(piece(ROW + kind, aside(definition, interrupting=False), Do("a#"), step, Do("b#"), Do("h#"),
            trace="xs# g# | a# ae# | v#_s | b# be# | h# v# x# e#")
      for kind, (definition, step) in FROM_OUTSIDE.items()),
    piece(ROW + "message", aside(MESSAGE, interrupting=False), Do("b#"), Do("a#"),
          trace="xs# g# | b# be# | a# ae# x# e#"),
    piece(ROW + "timer timeCycle", aside(timer("R2/PT10M", "timeCycle"), interrupting=False), Wait(10), Wait(10),
          Wait(10), Do("h#"), Do("a#"), Do("b#"), Do("h#"),
          trace="xs# g# | v#_s | v#_s || h# v# | a# ae# | b# be# | h# v# x# e#"),
    piece(ROW + "multiple *@parallelMultiple=true", aside(TWO, interrupting=True, parallelMultiple="true"),
          Send("Nachricht#"), Signal("Signal#"), Do("h#"), trace="xs# g# || v#_s | h# v# x# e#"),
    piece(ROW + "conditional", aside(condition("v# = 1"), interrupting=True), Do("a#", {"v#": 1}), Do("h#"),
          trace="xs# g# | a# v#_s | h# v# x# e#", given={"v#": 0}),
    piece(ROW + "conditional", aside(condition("v# = 1"), interrupting=False), Do("a#", {"v#": 1}), Do("h#"), Do("b#"),
          trace="xs# g# | a# ae# v#_s | h# v# | b# be# x# e#", given={"v#": 0}),
    piece(ROW + "error", aside(ERROR, interrupting=True, end=ERROR), Do("a#"), Do("h#"),
          trace="xs# g# | a# ae# v#_s | h# v# x# e#"),
    piece(ROW + "escalation", aside(ESCALATION, interrupting=True, end=ESCALATION), Do("a#"), Do("h#"),
          trace="xs# g# | a# ae# v#_s | h# v# x# e#"),
    piece(ROW + "escalation", aside(ESCALATION, interrupting=False, end=ESCALATION), Do("a#"), Do("h#"), Do("b#"),
          trace="xs# g# | a# ae# v#_s | h# v# | b# be# x# e#"),
]  # fmt: skip
