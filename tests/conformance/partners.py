"""Processes that begin with an event which another process of the file throws."""

from __future__ import annotations

from tests.bpmn.models import element, flows, process, user
from tests.conformance.pieces import MESSAGE, OTHER, SIGNAL, Do, Piece, piece

TWICE = (
    user("a#") + element("intermediateThrowEvent", "x#", MESSAGE) + user("u#")
    + element("intermediateThrowEvent", "y#", OTHER) + user("b#") + flows("a#", "x#", "u#", "y#", "b#")
)  # fmt: skip


def throws(definition: str) -> str:
    return (
        user("a#") + element("intermediateThrowEvent", "x#", definition) + user("b#") + flows("a#", "x#", "b#")
    )  # fmt: skip


def begun(first: str, *more: str, keys: str = "qs#") -> str:
    """A process q# that begins so, with a task w#."""
    return process("q#", first, *more, user("w#"), flows(keys, "w#"))


def gate(**attributes: str) -> str:
    catch = element("intermediateCatchEvent", "c#", MESSAGE) + element("intermediateCatchEvent", "d#", OTHER)
    behind = catch + user("w#") + user("v#") + flows("qs#", "c#", "w#") + flows("qs#", "d#", "v#")
    return process("q#", element("eventBasedGateway", "qs#", instantiate="true", **attributes) + behind)


ALONE = (Do("a#"), Do("w#"), Do("b#"))
BETWEEN = {"first": "a#", "last": "b#", "apart": True}

PARTNERS: list[Piece] = [
    piece("startEvent:message", throws(MESSAGE), *ALONE, trace="| a# x# qs# | w# | b# e#", **BETWEEN,
          extra=begun(element("startEvent", "qs#", MESSAGE))),
    piece("startEvent:signal", throws(SIGNAL), *ALONE, trace="| a# x# qs# | w# | b# e#", **BETWEEN,
          extra=begun(element("startEvent", "qs#", SIGNAL))),
    piece("startEvent:multiple", throws(SIGNAL), *ALONE, trace="| a# x# qs# | w# | b# e#", **BETWEEN,
          extra=begun(element("startEvent", "qs#", MESSAGE + SIGNAL))),
    piece("*@parallelMultiple=true startEvent:multiple", TWICE, Do("a#"), Do("u#"), Do("w#"),
          Do("b#"), trace="| a# x# | u# y# qs# | w# | b# e#", **BETWEEN,
          extra=begun(element("startEvent", "qs#", MESSAGE + OTHER, parallelMultiple="true"))),
    piece("receiveTask@instantiate=true", throws(MESSAGE), *ALONE, trace="| a# x# qs# | w# | b# e#", **BETWEEN,
          extra=begun(element("receiveTask", "qs#", messageRef="m#", instantiate="true"))),
    piece("eventBasedGateway@instantiate=true", throws(MESSAGE), *ALONE, trace="| a# x# qs# c# | w# | b# e#",
          **BETWEEN, extra=gate()),
    piece("eventBasedGateway@instantiate=true", TWICE, Do("a#"), Do("w#"), Do("u#"), Do("v#"),
          Do("b#"), trace="| a# x# c# | w# | u# y# qs# d# | v# | b# e#", **BETWEEN,
          extra=gate(eventGatewayType="Parallel")),
]  # fmt: skip
