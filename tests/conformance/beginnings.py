"""What begins a case from outside: pieces that stand at the beginning of a process and cannot stand elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bpmn.models import condition, element, event_sub_process, flows, script, timer, user
from tests.conformance.pieces import MESSAGE, OTHER, SIGNAL, Do, Piece, Send, Signal, Step, Wait, piece


@dataclass(frozen=True, slots=True)
class Beginning:
    """`event`: id of the event that has come; None: the process is begun by hand. `by_clock`: it is a time."""

    piece: Piece
    event: str | None = None
    by_clock: bool = False


def begun(rows: str, xml: str, *steps: Step, trace: str, event: str | None = None, by_clock: bool = False) -> Beginning:
    return Beginning(piece(rows, xml, *steps, trace=trace, last="a#"), event, by_clock)


def start(definition: str = "", **attributes: str) -> str:
    return element("startEvent", "x#", definition, **attributes) + user("a#") + flows("x#", "a#")


CHANGE = event_sub_process(
    "v#", MESSAGE, script("k#", "{v#: 1}"), flows("v#_s", "k#"), interrupting=False
)  # fmt: skip
RECEIVE = element("receiveTask", "x#", messageRef="m#", instantiate="true") + user("a#") + flows("x#", "a#")


def gate(**attributes: str) -> str:
    """A gateway x# with two messages; the way of the first leads to a#, that of the other to b#."""
    return (
        element("eventBasedGateway", "x#", instantiate="true", **attributes)
        + element("intermediateCatchEvent", "c#", MESSAGE) + element("intermediateCatchEvent", "d#", OTHER)
        + user("a#") + user("b#") + flows("x#", "c#", "a#") + flows("x#", "d#", "b#")
    )  # fmt: skip


ROW, GATE, BOTH = "startEvent:", "eventBasedGateway@instantiate=true", "startEvent:multiple *@parallelMultiple=true"
AT = timer("2026-06-01T08:10:00Z", "timeDate")

BEGINNINGS: list[Beginning] = [
    begun(ROW + "none", start(), Do("a#"), trace="x# | a# e#"),
    begun(ROW + "none", start() + element("startEvent", "y#", MESSAGE) + flows("y#", "a#"), Do("a#"),
          trace="x# | a# e#"),
    *(begun(f"{ROW}{kind}", start(definition), Do("a#"), trace="x# | a# e#", event=event)
      for kind, definition in (("message", MESSAGE), ("signal", SIGNAL), ("multiple", MESSAGE + SIGNAL))
      for event in ("x#", None)),
    begun(ROW + "message", start() + element("startEvent", "y#", MESSAGE) + flows("y#", "a#"), Do("a#"),
          trace="y# | a# e#", event="y#"),
    *(begun(f"{ROW}timer", start(definition), Wait(10), Do("a#"), trace="| x# | a# e#")
      for definition in (timer("PT10M"), AT, timer("R3/PT10M", "timeCycle"))),
    *(begun(f"{ROW}timer", start(definition), Do("a#"), trace="x# | a# e#", event="x#", by_clock=True)
      for definition in (timer("PT10M"), AT, timer("R3/PT10M", "timeCycle"))),
    begun(ROW + "conditional", start(condition("v# = 1")) + CHANGE, Send("Nachricht#"), Do("a#"),
          trace="| v#_s k# v# x# | a# e#"),
    begun(ROW + "multiple", start(MESSAGE + timer("PT10M")), Wait(10), Do("a#"), trace="| x# | a# e#"),
    begun(ROW + "multiple", start(MESSAGE + timer("PT10M")), Send("Nachricht#"), Do("a#"), trace="| x# | a# e#"),
    begun(BOTH, start(MESSAGE + SIGNAL, parallelMultiple="true"), Signal("Signal#"), Send("Nachricht#"), Do("a#"),
          trace="|| x# | a# e#"),
    begun("receiveTask@instantiate=true", RECEIVE, Do("a#"), trace="x# | a# e#", event="x#"),
    begun("receiveTask@instantiate=true", RECEIVE, Do("a#"), trace="x# | a# e#"),
    begun(GATE, gate(), Do("a#"), trace="x# c# | a# e#", event="c#"),
    begun(GATE, gate(), Do("b#"), trace="x# d# | b#", event="d#"),
    begun(GATE, gate(), Send("Nachricht#"), Do("a#"), trace="| x# c# | a# e#"),
    begun(GATE, gate(eventGatewayType="Parallel"), Do("a#"), Send("Andere#"), Do("b#"),
          trace="c# | a# e# | x# d# | b#", event="c#"),
]  # fmt: skip
