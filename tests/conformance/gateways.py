"""Gateways, and flows with conditions."""

from __future__ import annotations

from tests.bpmn.models import element, flow, flows, timer, user
from tests.conformance.pieces import MESSAGE, SIGNAL, Do, Piece, Send, Signal, Wait, piece


def parted(kind: str, join: str | None = None, *, default: bool = True) -> str:
    """A task, a gateway with a condition on two of its three flows, and a gateway where they meet."""
    conditions = ("v# > 1", "v# > 2") if kind != "parallelGateway" else (None, None)
    marks = {"default": "f#"} if default else {}
    return (
        user("u#") + element(kind, "x#", **marks) + element(join or kind, "j#") + user("a#") + user("b#") + user("c#")
        + flow("u#", "x#") + flow("x#", "a#", conditions[0]) + flow("x#", "b#", conditions[1])
        + flow("x#", "c#", None, "f#") + flows("a#", "j#") + flows("b#", "j#") + flows("c#", "j#")
    )  # fmt: skip


def raced(*behind: tuple[str, str]) -> str:
    """A gateway with events behind it, each with a task of its own."""
    listed = "".join(xml + user(f"a{key}") + flows("x#", key, f"a{key}", "j#") for key, xml in behind)
    return element("eventBasedGateway", "x#") + element("exclusiveGateway", "j#") + listed


def caught(key: str, definition: str) -> tuple[str, str]:
    return key, element("intermediateCatchEvent", key, definition)


RACE = raced(caught("c#", MESSAGE), caught("d#", timer("PT10M")), caught("f#", SIGNAL),
             ("r#", element("receiveTask", "r#", messageRef="n#")))  # fmt: skip
CONDITIONS = (
    user("x#") + user("a#") + user("b#") + element("exclusiveGateway", "j#") + flow("x#", "a#", "v# > 1")
    + flow("x#", "b#", "v# > 2") + flows("a#", "j#") + flows("b#", "j#")
)  # fmt: skip
XOR, OR, AND = "exclusiveGateway", "inclusiveGateway", "parallelGateway"
COMMON = {"first": "u#", "last": "j#"}

GATEWAYS: list[Piece] = [
    piece("sequenceFlow", user("a#") + user("x#") + flows("a#", "x#"), Do("a#"), Do("x#"), trace="| a# | x# e#",
          first="a#"),
    piece("conditionExpression", CONDITIONS, Do("x#", {"v#": 2}), Do("a#"), trace="| x# | a# j# e#", last="j#"),
    piece("conditionExpression", CONDITIONS, Do("x#", {"v#": 3}), Do("b#"), Do("a#"),
          trace="| x# | b# j# e# | a# j# e#", last="j#"),
    piece(XOR, parted(XOR), Do("u#", {"v#": 3}), Do("a#"), trace="| u# x# | a# j# e#", **COMMON),
    piece(XOR, parted(XOR), Do("u#", {"v#": 1}), Do("c#"), trace="| u# x# | c# j# e#", **COMMON),
    piece(AND, parted(AND, default=False), Do("u#"), Do("c#"), Do("a#"), Do("b#"),
          trace="| u# x# | c# | a# | b# j# e#", **COMMON),
    piece(OR, parted(OR), Do("u#", {"v#": 3}), Do("b#"), Do("a#"), trace="| u# x# | b# | a# j# e#", **COMMON),
    piece(OR, parted(OR), Do("u#", {"v#": 2}), Do("a#"), trace="| u# x# | a# j# e#", **COMMON),
    piece(OR, parted(OR), Do("u#", {"v#": 0}), Do("c#"), trace="| u# x# | c# j# e#", **COMMON),
    piece("eventBasedGateway", RACE, Send("Nachricht#"), Do("ac#"), trace="| x# c# | ac# j# e#", last="j#"),
    piece("eventBasedGateway", RACE, Wait(10), Do("ad#"), trace="| x# d# | ad# j# e#", last="j#"),
    piece("eventBasedGateway", RACE, Signal("Signal#"), Do("af#"), trace="| x# f# | af# j# e#", last="j#"),
    piece("eventBasedGateway", RACE, Send("Andere#"), Do("ar#"), trace="| x# r# | ar# j# e#", last="j#"),
]  # fmt: skip
