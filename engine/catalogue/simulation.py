"""Cases in memory under a virtual clock: every process of a file that is started, what they send one another, and
the answers that people would give. Nothing is stored; each case is kept as bytes between two steps, as in the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine import runtime
from engine.bpmn import Definition
from engine.bpmn.beginning import begun_by_event
from engine.bpmn.model import EventKind
from engine.errors import InvalidState
from engine.runtime import Advance, MessageWait, OpenedTask, PassedKind, State
from engine.sentences import say

CASE = {"aktenzeichen": "KKM-Probe", "municipality": "Probe"}
MAX_COMMANDS = 5_000
"""Commands of one run, over all its cases."""
MAX_CASES = 100
MAX_TRACE = 100_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody does: complete the task `do` (`any`: whichever is open), or let the message `send` come."""

    do: str = ""
    send: str = ""
    key: Any = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    any: bool = False


class Exhausted(Exception):
    """More commands, cases or steps than a run may have."""


class Case:
    """One process instance of the run."""

    def __init__(self, definition: Definition, process_id: str) -> None:
        self.definition = definition
        self.process_id = process_id
        self.state = State(b"", {})
        self.tasks: dict[str, OpenedTask] = {}
        self.timers: dict[str, datetime] = {}
        self.jobs: dict[str, runtime.Job] = {}
        self.messages: tuple[MessageWait, ...] = ()
        self.finished = False
        self.stuck = False

    def take(self, advance: Advance) -> None:
        self.state = State(advance.structure, {**self.state.parts, **advance.parts})
        for gone in (*[c.task_id for c in advance.closed], *advance.timers_gone, *advance.jobs_gone):
            self.tasks.pop(gone, None)
            self.timers.pop(gone, None)
            self.jobs.pop(gone, None)
        self.jobs |= {job.task_id: job for job in advance.jobs}
        self.tasks |= {task.task_id: task for task in advance.opened}
        self.timers |= {timer.task_id: timer.due for timer in advance.timers_set}
        self.messages, self.finished = advance.messages, advance.finished

    @property
    def due(self) -> datetime | None:
        return min(self.timers.values(), default=None)

    def variables(self) -> dict[str, Any]:
        """Those of the process itself, of every zone."""
        parts = runtime.variables(self.state.parts)
        return {name: value for part in parts.values() for name, value in part.get("", {}).items()}


class Simulation:
    """`definitions`: one for each process of the file that can be started."""

    def __init__(self, definitions: Mapping[str, Definition], answers: Sequence[Answer], now: datetime) -> None:
        self.definitions = definitions
        self.answers = list(answers)
        self.now = now
        self.cases: list[Case] = []
        self.trace: list[str] = []
        self.log: list[Any] = []
        self.incidents: list[tuple[Case, runtime.Incident]] = []
        self.commands = 0

    # -- moving
    def start(
        self,
        process_id: str,
        variables: Mapping[str, Any],
        start_event: str | None = None,
        beside: Sequence[str] = (),
    ) -> Case:
        """`beside`: processes of the definition that begin first, in the same case."""
        case = Case(self.definitions[process_id], process_id)
        if len(self.cases) >= MAX_CASES:
            raise Exhausted(say("Es wurden mehr als {most} Prozesse gestartet.", most=MAX_CASES))
        self.cases.append(case)
        self._note(
            case,
            runtime.start(
                case.definition,
                process_id=process_id,
                start_event=start_event,
                variables=variables,
                case=CASE,
                now=self.now,
                beside=beside,
            ),
        )
        return case

    def run(self, until: datetime, *, idle: bool) -> None:
        """Until nobody can go on by himself. `idle`: the clock stands still while a task waits for an answer."""
        while True:
            if self._answer() or self._send():
                continue
            if idle and any(case.tasks for case in self.moving):
                return
            if not self._tick(until):
                return

    @property
    def moving(self) -> list[Case]:
        return [case for case in self.cases if not case.stuck]

    def _answer(self) -> bool:
        for answer in self.answers:
            if answer.send:
                if self._message(answer.send, answer.key, answer.variables):
                    self.answers.remove(answer)
                    return True
                continue
            for case in self.moving:
                open_tasks = case.tasks.values()
                task = next((t for t in open_tasks if answer.any or answer.do in (t.element_id, t.name)), None)
                if task is not None:
                    self.answers.remove(answer)
                    self._command(case, runtime.complete, task.task_id, answer.variables)
                    return True
                job = next((j for j in case.jobs.values() if answer.do in (j.element_id, self._label(case, j))), None)
                if job is not None:
                    self.answers.remove(answer)
                    self._finish(case, job.task_id, answer.variables)
                    return True
        return False

    def _send(self) -> bool:
        """Mail and calls to elsewhere go nowhere, and succeed."""
        for case in self.moving:
            if case.jobs:
                self._finish(case, next(iter(case.jobs)), {})
                return True
        return False

    def _finish(self, case: Case, job: str, result: Mapping[str, Any]) -> None:
        del case.jobs[job]
        self._command(case, runtime.finish_job, job, result)

    def _tick(self, until: datetime) -> bool:
        """Move the clock to the next timer and fire what is due."""
        due = min((case.due for case in self.moving if case.due is not None), default=None)
        if due is None or due > until:
            return False
        self.now = max(self.now, due)
        for case in self.moving:
            if case.due is not None and case.due <= self.now:
                self._command(case, runtime.fire_due)
        return True

    def _message(self, name: str, key: Any, payload: Mapping[str, Any]) -> bool:
        """To the case that waits for it, else to a process that it starts. False when nobody takes it."""
        for case in self.moving:
            if any(wait.name == name for wait in case.messages):
                try:
                    self._command(case, runtime.correlate, name, key, payload)
                except InvalidState:
                    continue
                return True
        for process_id, definition in self.definitions.items():
            for event in begun_by_event(definition.processes[process_id]):
                if any(d.kind is EventKind.MESSAGE and d.message == name for d in event.definitions):
                    self.start(process_id, payload, event.id)
                    return True
        return False

    def _command(self, case: Case, act: Any, *arguments: Any) -> None:
        self.commands += 1
        if self.commands > MAX_COMMANDS:
            raise Exhausted(say("Der Lauf braucht mehr als {most} Schritte.", most=MAX_COMMANDS))
        self._note(case, act(case.definition, case.state, *arguments, case=CASE, now=self.now))

    # -- noting
    def _label(self, case: Case, place: runtime.Job | runtime.Passed) -> str:
        element = case.definition.element(place.process_id, place.element_id)
        return element.name or element.id

    def _note(self, case: Case, advance: Advance) -> None:
        for passed in advance.tried if advance.incident else advance.passed:
            if passed.kind is PassedKind.COMPLETED:
                self.trace.append(self._label(case, passed))
        self.log += [run.written["log"] for run in advance.scripts if "log" in run.written]
        if len(self.trace) > MAX_TRACE:
            raise Exhausted(say("Der Lauf hat mehr als {most} Elemente durchlaufen.", most=MAX_TRACE))
        if advance.incident is not None:
            self.incidents.append((case, advance.incident))
            case.stuck = True
            return
        case.take(advance)
