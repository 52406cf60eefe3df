"""Compensation: handlers, event sub-processes, transactions."""

from __future__ import annotations

from tests.bpmn.models import boundary, element, event_sub_process, flow, flows, user
from tests.conformance.pieces import CANCEL, UNDO, Do, Piece, piece


def undo(host: str, handler: str) -> str:
    return (
        element("boundaryEvent", f"c_{host}", UNDO, attachedToRef=host)
        + element("userTask", handler, isForCompensation="true")
        + f'<bpmn:association id="as_{host}" sourceRef="c_{host}" targetRef="{handler}"/>'
    )


BOTH = user("a#") + undo("a#", "za#") + user("b#") + undo("b#", "zb#")
THROW = element("intermediateThrowEvent", "x#", UNDO)
NAMED = element("intermediateThrowEvent", "x#", '<bpmn:compensateEventDefinition activityRef="a#"/>')
WITHIN = element("subProcess", "o#", element("startEvent", "os#") + BOTH + flows("os#", "a#", "b#"))
HANDLER = event_sub_process("v#", UNDO, user("z#"), flows("v#_s", "z#"))
OWN = element("subProcess", "o#", element("startEvent", "os#") + user("a#") + HANDLER + flows("os#", "a#"))
CANCELED = (
    element(
        "transaction", "o#",
        element("startEvent", "os#") + BOTH + element("exclusiveGateway", "k#", default="d#")
        + element("endEvent", "x#", CANCEL) + element("endEvent", "oe#") + flows("os#", "a#", "b#", "k#")
        + flow("k#", "x#", "v#") + flow("k#", "oe#", key="d#"),
    )
    + boundary("w#", "o#", CANCEL) + user("h#") + element("exclusiveGateway", "j#") + flows("o#", "j#")
    + flows("w#", "h#", "j#")
)  # fmt: skip

UNDOING: list[Piece] = [
    piece("*@isForCompensation=true boundaryEvent:compensate intermediateThrowEvent:compensate",
          BOTH + THROW + flows("a#", "b#", "x#"), Do("a#"), Do("b#"), Do("zb#"), Do("za#"),
          trace="| a# | b# | zb# | za# x# e#", first="a#", undoes=True),
    piece("boundaryEvent:compensate", BOTH + NAMED + flows("a#", "b#", "x#"), Do("a#"), Do("b#"), Do("za#"),
          trace="| a# | b# | za# x# e#", first="a#", undoes=True),
    piece("boundaryEvent:compensate subProcess", WITHIN + THROW + flows("o#", "x#"), Do("a#"), Do("b#"), Do("zb#"),
          Do("za#"), trace="os# | a# | b# o# | zb# | za# x# e#", first="o#", undoes=True),
    piece("startEvent:compensate subProcess@triggeredByEvent=true", OWN + THROW + flows("o#", "x#"), Do("a#"),
          Do("z#"), trace="os# | a# o# v#_s | z# v# x# e#", first="o#", undoes=True),
    piece("transaction endEvent:cancel boundaryEvent:cancel", CANCELED, Do("a#"), Do("b#", {"v#": True}), Do("zb#"),
          Do("za#"), Do("h#"), trace="os# | a# | b# k# x# | zb# | za# w# | h# j# e#", first="o#", last="j#"),
    piece("transaction", CANCELED, Do("a#"), Do("b#", {"v#": False}), trace="os# | a# | b# k# oe# o# j# e#",
          first="o#", last="j#"),
]  # fmt: skip
