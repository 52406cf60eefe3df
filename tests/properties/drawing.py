"""What a block is drawn into and what it asks of the world around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.bpmn.models import timer


@dataclass
class World:
    """What comes from outside. `choices`: start variables. `sent`: messages that will come. `failing`: outgoing work
    -> the error with which it fails. `ignored`: what nobody ever does. `told`: tasks whose completion counts in a
    variable, up to that number and then from 1 again. `values`: what stands in the variables once an element has
    ended."""

    choices: dict[str, int] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    failing: dict[str, str] = field(default_factory=dict)
    ignored: set[str] = field(default_factory=set)
    told: dict[str, int] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass
class Drawing:
    """What a model needs around its process: messages, errors, other processes and their pools."""

    head: list[str] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)
    pools: list[str] = field(default_factory=list)

    def needs(self, head: str) -> None:
        if head not in self.head:
            self.head.append(head)


@dataclass
class Part:
    """A piece of XML with one way in and one way out."""

    xml: str
    first: str
    last: str


def definition(page: Drawing, kind: str, key: str, span: int = 1) -> str:
    """An event definition with what it refers to; of some keys it stands elsewhere and is referred to itself. A
    condition reads the variable `q_<key>`."""
    inline = _definition(page, kind, key, span)
    if not (key[-1] in "37" and kind in ("timer", "date", "signal", "message", "error", "escalation", "conditional")):
        return inline
    tag = inline[1 : inline.index("EventDefinition") + len("EventDefinition")]
    name = f"ed_{kind}_{key}_{span}"
    page.needs(inline.replace(f"<{tag}", f'<{tag} id="{name}"', 1))
    return f"<bpmn:eventDefinitionRef>{name}</bpmn:eventDefinitionRef>"


def _definition(page: Drawing, kind: str, key: str, span: int) -> str:
    if kind == "timer":
        return timer(f"PT{span}S")
    if kind == "date":
        return timer(f'=now() + duration("PT{span}S")', "timeDate")
    if kind == "cycle":
        return timer(f"R3/PT{span}S", "timeCycle")
    if kind == "conditional":
        inner = f"<bpmn:condition>q_{key} = 1</bpmn:condition>"
        return f"<bpmn:conditionalEventDefinition>{inner}</bpmn:conditionalEventDefinition>"
    if kind == "multiple":  # the message comes, the signal never
        return definition(page, "message", key) + definition(page, "signal", f"{key}_never")
    if kind in ("terminate", "cancel", "compensate"):
        return f"<bpmn:{kind}EventDefinition/>"
    name = {"message": "m"}.get(kind, kind) + f"_{key}"
    code = f' {kind}Code="{name}"' if kind in ("error", "escalation") else ""
    page.needs(f'<bpmn:{kind} id="{name}" name="{name}"{code}/>')
    return f'<bpmn:{kind}EventDefinition {kind}Ref="{name}"/>'


__all__ = ["Drawing", "Part", "World", "definition"]
