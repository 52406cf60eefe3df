"""What a piece of a process is: its BPMN, what is to be done with it, and the trace that BPMN 2.0.2 gives it.

In every text "#" stands for the copy's number, so that a piece can run twice side by side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.bpmn.models import element, flows, user


@dataclass(frozen=True, slots=True)
class Do:
    """Complete a task of people."""

    task: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wait:
    """Let time pass and fire what is due."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Send:
    """Deliver a message of this name."""

    name: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """Broadcast a signal of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Job:
    """The outgoing work of this element is done, or has failed with the code of an error."""

    task: str
    error: str | None = None


Step = Do | Wait | Send | Signal | Job
Trace = tuple[tuple[str, ...], ...]
"""Ids completed: in the first command, then in each step."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`xml` goes from the element `first` to the element `last`, behind which stands the end event "e#".

    `rows`: the rows of the profile that it shows. `given`: variables at the start; `sets`: at the end. `before` and
    `extra` stand before and behind the process. `apart`: what runs is another process of the case, which nobody who
    leaves the thrower takes away. `undoes`: it undoes what has ended at its own level, so that it cannot stand directly
    in an event sub-process, which speaks for the level around.
    """

    rows: tuple[str, ...]
    xml: str
    first: str
    last: str | None
    steps: tuple[Step, ...]
    trace: Trace
    given: dict[str, Any] = field(default_factory=dict)
    sets: dict[str, Any] = field(default_factory=dict)
    before: str = ""
    extra: str = ""
    apart: bool = False
    undoes: bool = False

    def copy(self, number: int) -> Piece:
        def own(text: str) -> str:
            return text.replace("#", str(number))

        def names(values: Mapping[str, Any]) -> dict[str, Any]:
            return {own(name): value for name, value in values.items()}

        return replace(
            self,
            xml=own(self.xml),
            first=own(self.first),
            last=None if self.last is None else own(self.last),
            steps=tuple(_own(step, own, names) for step in self.steps),
            trace=tuple(tuple(own(key) for key in keys) for keys in self.trace),
            given=names(self.given),
            sets=names(self.sets),
            before=own(self.before),
            extra=own(self.extra),
        )

    @property
    def content(self) -> str:
        """With its end."""
        number = re.search(r"\d+|#", self.first)
        assert number is not None
        end = f"e{number.group()}"
        return self.xml + (element("endEvent", end) + flows(self.last, end) if self.last else "")

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(re.findall(r'\bid="([^"]+)"', self.content + self.extra))


def _own(step: Step, own: Any, names: Any) -> Step:
    match step:
        case Do(task, variables):
            return Do(own(task), names(variables))
        case Send(name, key):
            return Send(own(name), key)
        case Signal(name):
            return Signal(own(name))
        case Job(task, error):
            return Job(own(task), error)
    return step


def piece(
    rows: str, xml: str, *steps: Step, trace: str, first: str = "x#", last: str | None = "x#", **more: Any
) -> Piece:
    """`rows` parted by blanks; `trace` by blanks, and by "|" before what each step completes."""
    parts = tuple(tuple(part.split()) for part in trace.split("|"))
    assert len(parts) == len(steps) + 1, (rows, trace)
    return Piece(tuple(rows.split()), xml, first, last, steps, parts, **more)


# -- definitions of the copy's own
MESSAGE = '<bpmn:messageEventDefinition messageRef="m#"/>'
OTHER = '<bpmn:messageEventDefinition messageRef="n#"/>'
SIGNAL = '<bpmn:signalEventDefinition signalRef="si#"/>'
ESCALATION = '<bpmn:escalationEventDefinition escalationRef="es#"/>'
ERROR = '<bpmn:errorEventDefinition errorRef="er#"/>'
UNDO = "<bpmn:compensateEventDefinition/>"
TERMINATE = "<bpmn:terminateEventDefinition/>"
CANCEL = "<bpmn:cancelEventDefinition/>"
HEAD = (
    '<bpmn:message id="m#" name="Nachricht#"/><bpmn:message id="n#" name="Andere#"/>'
    '<bpmn:signal id="si#" name="Signal#"/><bpmn:escalation id="es#" name="Eskalation" escalationCode="X#"/>'
    '<bpmn:error id="er#" name="Fehler" errorCode="E42"/>'
)
"""Before every copy."""


def inside(key: str, *inner: str, end: str = "", kind: str = "subProcess") -> str:
    """A sub-process with a task a#, an end event with that definition, and more."""
    start = element("startEvent", "xs#") + user("a#") + element("endEvent", "xe#", end) + flows("xs#", "a#", "xe#")
    return element(kind, key, start + "".join(inner))


__all__ = [
    "CANCEL", "ERROR", "ESCALATION", "HEAD", "MESSAGE", "OTHER", "SIGNAL", "TERMINATE", "UNDO", "Do", "Job", "Piece",
    "Send", "Signal", "Step", "Trace", "Wait", "inside", "piece",
]  # fmt: skip
