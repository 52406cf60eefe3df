"""What a command of the runtime takes and gives: frozen values, no SpiffWorkflow in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.bpmn.model import Element, Release
from engine.terms import Stage, UserTaskId, Zone


@dataclass(frozen=True, slots=True)
class State:
    """`structure` lists every zone that has a part; one missing from `parts` is locked: it reads as null."""

    structure: bytes
    parts: Mapping[Zone, bytes]


class Reason(StrEnum):
    COMPLETED = "COMPLETED"
    CANCELED = "CANCELED"


class PassedKind(StrEnum):
    ENTERED = "entered"
    COMPLETED = "completed"
    FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Consequence:
    """At `at` (UTC) people are reminded (no group), or the task escalates to `group`, which the file calls `word`."""

    at: datetime
    group: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class OpenedTask:
    """A user or manual task that people can now see. `due` is FAR_FUTURE when it has none."""

    task_id: UserTaskId
    element_id: str
    process_id: str
    name: str
    zone: Zone
    stage: Stage
    group: str
    role: str
    assignee: str | None
    candidate_users: tuple[str, ...]
    due: datetime
    follow_up: datetime | None
    form_id: str | None
    consequences: tuple[Consequence, ...]
    about: str = ""
    """For whom or what, where the same step is done for several: a side, a body, a login. Of the task's own zone."""
    """What follows from the deadline, in its order."""


@dataclass(frozen=True, slots=True)
class ClosedTask:
    task_id: UserTaskId
    element_id: str
    process_id: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Timer:
    task_id: UserTaskId
    element_id: str
    due: datetime


@dataclass(frozen=True, slots=True)
class MessageWait:
    """What waits for a message; `label` is the element's name, for the button on the case page."""

    task_id: UserTaskId
    element_id: str
    process_id: str
    name: str
    correlation_key: Any
    label: str


@dataclass(frozen=True, slots=True)
class Passed:
    """`again`: this case has taken the flow before, in an earlier command or in this one."""

    process_id: str
    element_id: str
    zone: Zone
    kind: PassedKind
    again: bool = False


@dataclass(frozen=True, slots=True)
class DecisionMade:
    element_id: str
    decision_id: str
    matched: tuple[str, ...]
    zone: Zone


@dataclass(frozen=True, slots=True)
class ScriptRun:
    """What one script task wrote. For runs in memory (execute); nothing of it is ever stored."""

    process_id: str
    element_id: str
    written: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """Outgoing work of a service task, `kind` mail or webhook: the task waits for finish_job. `payload` are its input
    mappings; they may be secret."""

    task_id: UserTaskId
    element_id: str
    process_id: str
    zone: Zone
    kind: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MessageSent:
    """A message that a process has thrown. `delivered`: something in the same case has taken it, or will."""

    process_id: str
    element_id: str
    name: str
    correlation_key: Any
    payload: Mapping[str, Any]
    delivered: bool


@dataclass(frozen=True, slots=True)
class SignalSent:
    """A signal that a process has thrown; all in the same case that waited for it have it already. `began`: it has
    begun processes of the same case."""

    process_id: str
    element_id: str
    name: str
    payload: Mapping[str, Any]
    began: bool


@dataclass(frozen=True, slots=True)
class SignalWait:
    task_id: UserTaskId
    name: str
    zone: Zone


@dataclass(frozen=True, slots=True)
class Incident:
    """A Störung: `message` is a German sentence; the case stays as it was before the step."""

    code: str
    element_id: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Advance:
    """From one wait state to the next. `parts` holds the changed zones only, each as a whole.

    With an `incident` nothing else has happened: structure is the one given (empty when starting).
    """

    structure: bytes
    parts: Mapping[Zone, bytes]
    opened: tuple[OpenedTask, ...] = ()
    closed: tuple[ClosedTask, ...] = ()
    timers_set: tuple[Timer, ...] = ()
    timers_gone: tuple[UserTaskId, ...] = ()
    messages: tuple[MessageWait, ...] = ()
    passed: tuple[Passed, ...] = ()
    decisions: tuple[DecisionMade, ...] = ()
    finished: bool = False
    outcome: str | None = None
    stage: Stage = Stage.EINGANG
    stage_zone: Zone = Zone.EINGANG
    incident: Incident | None = None
    scripts: tuple[ScriptRun, ...] = ()
    tried: tuple[Passed, ...] = ()
    """With an incident: how far the step came before it was undone (as do `scripts`)."""
    jobs: tuple[Job, ...] = ()
    jobs_gone: tuple[UserTaskId, ...] = ()
    """Outgoing work that is wanted no more."""
    sent: tuple[MessageSent, ...] = ()
    signals: tuple[SignalSent, ...] = ()
    listening: tuple[SignalWait, ...] = ()
    released: tuple[Release, ...] = ()
    """What has crossed from one zone to another, with consent."""


@dataclass(frozen=True, slots=True)
class TaskContext:
    """For rendering a form: what the task may read, and the zone where each value was found."""

    element: Element
    variables: Mapping[str, Any]
    zone_of: Mapping[str, Zone]


class MarkState(StrEnum):
    CURRENT = "current"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Mark:
    """For the diagram: an element or flow, how often it was finished (taken) and when last (UTC)."""

    process_id: str
    element_id: str
    state: MarkState
    count: int
    last_at: datetime | None
