"""What happens during one command, collected for its Advance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.bpmn.model import Element, Release
from engine.runtime.results import (
    ClosedTask,
    DecisionMade,
    Job,
    MessageSent,
    OpenedTask,
    Passed,
    PassedKind,
    Reason,
    ScriptRun,
    SignalSent,
    Timer,
)
from engine.terms import UserTaskId, Zone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Marks = dict[str, dict[str, list[int]]]
"""process id -> element or flow id -> [times finished, when last (microseconds UTC)]."""


def to_micros(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


class Recorder:
    """A task or timer that comes and goes within the same command leaves no trace in the lists."""

    def __init__(self, marks: Marks, now: datetime) -> None:
        self.marks = marks
        self._at = to_micros(now)
        self.opened: dict[str, OpenedTask] = {}
        self.closed: list[ClosedTask] = []
        self.timers: dict[str, Timer] = {}
        self.timers_gone: list[UserTaskId] = []
        self.passed: list[Passed] = []
        self.decisions: list[DecisionMade] = []
        self.scripts: list[ScriptRun] = []
        self.jobs: dict[str, Job] = {}
        self.jobs_gone: list[UserTaskId] = []
        self.sent: list[MessageSent] = []
        self.signals: list[SignalSent] = []
        self.releases: list[Release] = []

    def entered(self, element: Element) -> None:
        self.passed.append(Passed(element.process_id, element.id, element.zone, PassedKind.ENTERED))

    def completed(self, element: Element) -> None:
        self.passed.append(Passed(element.process_id, element.id, element.zone, PassedKind.COMPLETED))
        self._mark(element.process_id, element.id)

    def flow(self, element: Element, flow_id: str) -> None:
        """`element` is where the flow begins: its zone is the flow's."""
        again = flow_id in self.marks.get(element.process_id, {})
        self.passed.append(Passed(element.process_id, flow_id, element.zone, PassedKind.FLOW, again))
        self._mark(element.process_id, flow_id)

    def task_opened(self, task: OpenedTask) -> None:
        self.opened[task.task_id] = task

    def task_closed(self, task_id: str, element: Element, reason: Reason) -> None:
        if self.opened.pop(task_id, None) is None:
            self.closed.append(ClosedTask(UserTaskId(task_id), element.id, element.process_id, reason))

    def timer_set(self, task_id: str, element_id: str, due: datetime) -> None:
        self.timers[task_id] = Timer(UserTaskId(task_id), element_id, due)

    def timer_gone(self, task_id: str) -> None:
        if self.timers.pop(task_id, None) is None:
            self.timers_gone.append(UserTaskId(task_id))

    def decided(self, element: Element, decision: str, matched: tuple[str, ...], zone: Zone) -> None:
        self.decisions.append(DecisionMade(element.id, decision, matched, zone))

    def released(self, release: Release) -> None:
        self.releases.append(release)

    def scripted(self, element: Element, written: Mapping[str, Any]) -> None:
        self.scripts.append(ScriptRun(element.process_id, element.id, written))

    def job_opened(self, job: Job) -> None:
        self.jobs[job.task_id] = job

    def job_gone(self, task_id: str) -> None:
        if self.jobs.pop(task_id, None) is None:
            self.jobs_gone.append(UserTaskId(task_id))

    def message_sent(
        self, element: Element, name: str, key: Any, payload: Mapping[str, Any], *, delivered: bool
    ) -> None:
        self.sent.append(MessageSent(element.process_id, element.id, name, key, payload, delivered))

    def signal_sent(self, element: Element, name: str, payload: Mapping[str, Any], *, began: bool) -> None:
        self.signals.append(SignalSent(element.process_id, element.id, name, payload, began))

    def _mark(self, process_id: str, key: str) -> None:
        mark = self.marks.setdefault(process_id, {}).setdefault(key, [0, 0])
        mark[0] += 1
        mark[1] = self._at
