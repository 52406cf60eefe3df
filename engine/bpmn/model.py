"""What a process says, free of XML and of dialects: the words that check, runtime and screens share.

An expression is kept as the designer's text: with a leading `=` it is FEEL, without it plain text, except for
conditions, scripts, loops and completion conditions, which are always FEEL (stored with the `=`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.terms import Stage, Zone


class EventKind(StrEnum):
    """Named as in XML, without `EventDefinition`. MULTIPLE: more than one definition."""

    NONE = "none"
    MESSAGE = "message"
    TIMER = "timer"
    SIGNAL = "signal"
    ERROR = "error"
    ESCALATION = "escalation"
    CONDITIONAL = "conditional"
    LINK = "link"
    COMPENSATION = "compensate"
    CANCEL = "cancel"
    TERMINATE = "terminate"
    MULTIPLE = "multiple"


class TimerKind(StrEnum):
    DURATION = "timeDuration"
    DATE = "timeDate"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True)
class Release:
    """freigabe: by completing the element, `names` cross from one zone to another."""

    source: Zone
    target: Zone
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariableMapping:
    """zeebe:input, zeebe:output, camunda:in, camunda:out: expression in, variable name out."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class TimerRule:
    kind: TimerKind
    expression: str


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """One definition of an event; a receive or send task has one for its message."""

    kind: EventKind
    timer: TimerRule | None = None
    message: str | None = None
    correlation_key: str | None = None
    code: str | None = None
    """Of an error or escalation: what is thrown or caught; None catches every one."""
    signal: str | None = None
    condition: str | None = None
    link: str | None = None
    activity: str | None = None
    """Compensation: the one activity that it is for; None for all of the (sub-)process."""


@dataclass(frozen=True, slots=True)
class LoopEvent:
    """What a multi-instance throws when an instance has completed: for the first only (`once`), or whenever the
    condition is true. BPMN 2.0.2, 13.3.7."""

    event: EventDefinition
    once: bool = False
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance: one instance per item of `collection` (or `cardinality` many)."""

    sequential: bool
    collection: str | None
    cardinality: str | None
    item: str | None
    results: str | None
    result: str | None
    completion: str | None
    events: tuple[LoopEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """Repeat while `condition` holds (always, without one), at most `maximum` times. BPMN 2.0.2, 13.3.6."""

    test_before: bool
    maximum: int | None
    condition: str | None


@dataclass(frozen=True, slots=True)
class AdHoc:
    """Of an ad-hoc sub-process. BPMN 2.0.2, 13.3.5."""

    sequential: bool
    completion: str | None
    cancel_remaining: bool


@dataclass(frozen=True, slots=True)
class Element:
    """One flow node. `zone`, `stage`, `group` and `role` are those of the innermost that declares one."""

    id: str
    name: str
    type: str
    process_id: str
    documentation: str = ""
    lane: str | None = None
    group: str = ""
    role: str = "fachstelle"
    zone: Zone = Zone.EINGANG
    stage: Stage = Stage.EINGANG
    form_id: str | None = None
    frist: str | None = None
    due_date: str | None = None
    follow_up: str | None = None
    escalation: tuple[str, ...] = ()
    release: tuple[Release, ...] = ()
    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None
    confirms: str | None = None
    outcome: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    attached_to: str | None = None
    message: str | None = None
    line: int | None = None
    # what the runtime needs beyond the screens
    parent: str | None = None
    """Id of the embedded sub-process around it; None directly in the process."""
    event: EventKind = EventKind.NONE
    interrupting: bool = True
    timer: TimerRule | None = None
    correlation_key: str | None = None
    error_code: str | None = None
    """Error events: the code thrown or caught; None on a boundary event catches every code."""
    default_flow: str | None = None
    script: str | None = None
    result_variable: str | None = None
    decision: str | None = None
    decision_mapping: str | None = None
    """Camunda 7's mapDecisionResult; None in other dialects, where the variable is the decision's value."""
    called: str | None = None
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    propagate_all_parent: bool = False
    propagate_all_child: bool = False
    loop: Loop | None = None
    definitions: tuple[EventDefinition, ...] = ()
    parallel_multiple: bool = False
    """All definitions must have come, not one of them."""
    by_event: bool = False
    """An event sub-process."""
    for_compensation: bool = False
    handler: str | None = None
    """Of a compensation boundary event: the activity that undoes."""
    standard_loop: StandardLoop | None = None
    ad_hoc: AdHoc | None = None
    start_quantity: int = 1
    completion_quantity: int = 1
    instantiate: bool = False
    """A receive task or an event-based gateway with which an instance begins."""
    parallel_events: bool = False
    """Of an instantiating gateway: all its events must come."""
    job: str | None = None
    """Kind of the outgoing work of a service or send task: mail or webhook."""
    abroad: bool = False
    """A message flow leads from here to another office (a pool without a process): people carry the message."""
    to_office: bool = False
    """Its message flow leads to a pool without a process: what it throws goes to another office, not to a case."""
    place: str = ""
    """Of one without a name: where it stands, by its neighbours (engine.bpmn.calling)."""

    @property
    def label(self) -> str:
        """What people call it: the name, else where it stands, else the id."""
        return self.name or self.place or self.id

    @property
    def known_as(self) -> str | None:
        """What people call it beside its id."""
        return self.name or self.place or None


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is FEEL with a leading `=`."""

    id: str
    name: str
    source: str
    target: str
    condition: str | None = None
    is_default: bool = False
    line: int | None = None
    place: str = ""
    """From where to where, in words (engine.bpmn.calling)."""

    @property
    def label(self) -> str:
        """What people call it."""
        return self.place or self.name or self.id

    @property
    def known_as(self) -> str | None:
        """What people call it beside its id."""
        return self.place or self.name or None


@dataclass(frozen=True, slots=True)
class Lane:
    id: str
    name: str
    group: str
    role: str
    zone: Zone | None
    stage: Stage | None
    parent: str | None
    line: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProcessModel:
    """One bpmn:process. `elements` holds those inside sub-processes too; `flows` are in document order."""

    id: str
    name: str
    documentation: str = ""
    version_tag: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, Element] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()
    lanes: tuple[Lane, ...] = ()
    file: str = ""
    executable: bool = True
    zone: Zone | None = None
    line: int | None = None
    data_objects: tuple[tuple[str | None, str], ...] = ()
    """(sub-process id or None, name): names that are local to that scope."""

    @property
    def known_as(self) -> str | None:
        """What people call it beside its id."""
        return self.name or None

    def start_events(self, parent: str | None = None) -> list[Element]:
        return [e for e in self.elements.values() if e.type == "startEvent" and e.parent == parent]

    def boundary_events(self, host: str) -> list[Element]:
        return [e for e in self.elements.values() if e.attached_to == host]
