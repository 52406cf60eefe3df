"""Facts of user tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.events.event import CaseEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskCreated(CaseEvent):
    kind: ClassVar[str] = "user_task.created"
    german: ClassVar[str] = "Aufgabe „{name}“ steht an"
    english: ClassVar[str] = "Task “{name}” is open"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name", "group"})
    task_id: str
    element_id: str
    name: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskClaimed(CaseEvent):
    kind: ClassVar[str] = "user_task.claimed"
    german: ClassVar[str] = "Aufgabe „{name}“ übernommen"
    english: ClassVar[str] = "Task “{name}” claimed"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskReleased(CaseEvent):
    kind: ClassVar[str] = "user_task.released"
    german: ClassVar[str] = "Aufgabe „{name}“ zurückgegeben"
    english: ClassVar[str] = "Task “{name}” released"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskHandedOver(CaseEvent):
    """Weitergabe: `receiver` is the name of the colleague who has the task now."""

    kind: ClassVar[str] = "user_task.handed_over"
    german: ClassVar[str] = "Aufgabe „{name}“ an {receiver} weitergegeben"
    english: ClassVar[str] = "Task “{name}” handed over to {receiver}"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    personal: ClassVar[frozenset[str]] = frozenset({"receiver"})
    task_id: str
    element_id: str
    name: str
    receiver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpSet(CaseEvent):
    """Wiedervorlage: `day` as people write it, 03.06.2026."""

    kind: ClassVar[str] = "user_task.follow_up_set"
    german: ClassVar[str] = "Aufgabe „{name}“ auf Wiedervorlage am {day} gelegt"
    english: ClassVar[str] = "Task “{name}” put away until {day}"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRemoved(CaseEvent):
    kind: ClassVar[str] = "user_task.follow_up_removed"
    german: ClassVar[str] = "Wiedervorlage der Aufgabe „{name}“ aufgehoben"
    english: ClassVar[str] = "Follow-up of task “{name}” removed"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineReminded(CaseEvent):
    """Before the deadline; `due` as people write it, 03.06.2026."""

    kind: ClassVar[str] = "user_task.reminded"
    german: ClassVar[str] = "An Aufgabe „{name}“ erinnert: Frist bis {due}"
    english: ClassVar[str] = "Reminder of task “{name}”: due {due}"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskEscalated(CaseEvent):
    """The deadline was missed: now `receiver`, as the file calls them, see the task and may take it."""

    kind: ClassVar[str] = "user_task.escalated"
    german: ClassVar[str] = "Aufgabe „{name}“ an {receiver} eskaliert: Frist am {due} abgelaufen"
    english: ClassVar[str] = "Task “{name}” escalated to {receiver}: it was due {due}"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name", "receiver"})
    task_id: str
    element_id: str
    name: str
    receiver: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskCompleted(CaseEvent):
    """`entered` are the names of the variables that were written; their values stay in the zone's part."""

    kind: ClassVar[str] = "user_task.completed"
    german: ClassVar[str] = "Aufgabe „{name}“ abgeschlossen"
    english: ClassVar[str] = "Task “{name}” completed"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name", "entered"})
    task_id: str
    element_id: str
    name: str
    entered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskCanceled(CaseEvent):
    kind: ClassVar[str] = "user_task.canceled"
    german: ClassVar[str] = "Aufgabe „{name}“ entfallen"
    english: ClassVar[str] = "Task “{name}” canceled"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str
