"""A case in memory under a virtual clock: started, worked on and left waiting step by step, as on the pages.

Nothing is stored and nothing goes out: mail and webhooks are recorded, and have succeeded by the next step unless
somebody says otherwise. What cannot be done raises Refused; a Störung is kept in `incident`, the case stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from engine import runtime
from engine.bpmn import Definition
from engine.bpmn.beginning import begun_by_event
from engine.bpmn.deadline import FAR_FUTURE, due_date
from engine.bpmn.model import Element, EventKind
from engine.casework.loading import fall
from engine.casework.task_page import begun_with, form_of
from engine.casework.visibility import READABLE
from engine.catalogue.rehearsal.open_work import StageTask, StageTimer
from engine.catalogue.rehearsal.parts import Passed
from engine.catalogue.rehearsal.story import BEGINS, MEDIATORS, Start, Values
from engine.errors import EngineError
from engine.feel.codec import from_json
from engine.formdefs import FormDefinition
from engine.runtime import Advance, Incident, Job, MarkState, MessageWait, OpenedTask, PassedKind, State
from engine.sentences import joined, say
from engine.terms import Role, Zone

MOST_COMMANDS = 2_000
"""Of one rehearsal, timers included."""


class Refused(Exception):
    """`sentence` says in German why this cannot be done now."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Stage:
    """One case of `definition`. `identity`: of the municipality, for the Aktenzeichen."""

    def __init__(
        self,
        definition: Definition,
        *,
        begins: datetime = BEGINS,
        mediators: tuple[str, ...] = MEDIATORS,
        aktenzeichen: str = "",
    ) -> None:
        self.definition = definition
        self.now = self.begun = begins
        self.mediators = [{"label": login.capitalize(), "value": login} for login in mediators]
        self.aktenzeichen = aktenzeichen or f"KKM-{identity_of(definition)}-{begins.year}-0001"
        self.process = str(definition.main)
        self.passed = Passed()
        self.finished = False
        self.outcome: str | None = None
        self.reached: list[str] = []
        """End events of the case's own process, in the order in which it reached them."""
        self.sent: list[str] = []
        """Steps that sent mail or called a webhook; messages and signals that went out, by element and by name."""
        self.incident: Incident | None = None
        self.messages: tuple[MessageWait, ...] = ()
        self.jobs: dict[str, Job] = {}
        self._state = State(b"", {})
        self._stage = "eingang"
        self._open: dict[str, OpenedTask] = {}
        self._timers: dict[str, runtime.Timer] = {}
        self._done: set[tuple[str, str]] = set()
        self._commands = 0

    # ------------------------------------------------------------------ looking
    @property
    def tasks(self) -> tuple[StageTask, ...]:
        """Open tasks, oldest first."""
        counts: dict[str, int] = {}
        found = []
        for task in self._open.values():
            number = counts[task.element_id] = counts.get(task.element_id, -1) + 1
            due = None if task.due == FAR_FUTURE else task.due
            found.append(
                StageTask(
                    task.task_id,
                    task.element_id,
                    task.name or task.element_id,
                    number,
                    task.group,
                    task.role,
                    task.assignee,
                    task.zone,
                    due,
                    due is not None and due < self.now,
                    task.form_id,
                )
            )
        return tuple(found)

    @property
    def timers(self) -> tuple[StageTimer, ...]:
        """What waits for a moment, the next one first."""
        found = [StageTimer(t.element_id, self.label(t.element_id), t.due) for t in self._timers.values()]
        return tuple(sorted(found, key=lambda timer: timer.due))

    @property
    def signals(self) -> tuple[str, ...]:
        """Names of the signals that would be heard."""
        if not self._state.structure or self.finished:
            return ()
        return tuple(dict.fromkeys(w.name for w in runtime.waiting_signals(self.definition, self._state)))

    @property
    def waits_at(self) -> frozenset[str]:
        """Ids of the elements at which the case stands."""
        if not self._state.structure:
            return frozenset()
        marks = runtime.marks(self.definition, self._state)
        return frozenset(mark.element_id for mark in marks if mark.state is MarkState.CURRENT)

    def variables(self) -> dict[str, Any]:
        """Those of the case itself, of every zone: FEEL values."""
        parts = runtime.variables(self._state.parts)
        return {name: value for part in parts.values() for name, value in part.get("", {}).items()}

    def seen_by(self, task: StageTask) -> dict[str, Any]:
        """What the task itself sees, whoever works on it: FEEL values."""
        return dict(runtime.task_context(self.definition, self._state, task.task_id).variables)

    def form(self, task: StageTask) -> FormDefinition | None:
        return form_of(self.definition, task.form_id)

    def data(self, task: StageTask) -> dict[str, Any]:
        """What the form of the task may show and read: as on the task's page, for somebody with the task's role."""
        context = runtime.task_context(self.definition, self._state, task.task_id)
        role = Role(task.role) if task.role in set(Role) else Role.FACHSTELLE
        readable = READABLE.get(role, frozenset()) | {context.element.zone}
        data = {
            name: value
            for name, value in context.variables.items()
            if context.zone_of.get(name, Zone.EINGANG) in readable
        }
        data |= {"fall": self._fall(), "mediatorinnen": self.mediators}
        form = self.form(task)
        if form is None:
            return data
        return begun_with(form, data, again=(context.element.process_id, context.element.id) in self._done)

    def element_of(self, task: StageTask) -> Element:
        return runtime.task_context(self.definition, self._state, task.task_id).element

    def label(self, element_id: str) -> str:
        for process in self.definition.processes.values():
            if element_id in process.elements:
                return process.elements[element_id].label
        return element_id

    # ------------------------------------------------------------------ acting
    def begin(self, start: Start, process: str = "") -> None:
        """Raises Refused."""
        self.process = process or str(self.definition.main)
        event = self._start_event(start)
        begun = runtime.start(
            self.definition,
            process_id=self.process,
            start_event=event.id if event is not None else None,
            variables=feel(start.variables),
            case=self._fall(),
            now=self.now,
            by_clock=event is not None and any(d.kind is EventKind.TIMER for d in event.definitions),
        )
        self._note(begun)

    def complete(self, task: StageTask, values: Values) -> None:
        """`values`: as the form gave them, validated: FEEL values."""
        self._command(runtime.complete, task.task_id, values)

    def finish(self, job: Job, values: Values, fails: str | None = None) -> None:
        """The answer to a mail or webhook, or its failure."""
        self.jobs.pop(job.task_id)
        self._command(runtime.finish_job, job.task_id, feel(values), error=fails)

    def settle(self) -> None:
        """What is on its way out has arrived."""
        while self.jobs and self.incident is None:
            self.finish(next(iter(self.jobs.values())), {})

    def wait(self, time: str) -> None:
        """Until `time` has gone by; what falls due in between happens in its order."""
        self.settle()
        until = due_date(time, self.now)
        while self.incident is None and self._timers:
            due = min(timer.due for timer in self._timers.values())
            if due > until:
                break
            self.now = max(self.now, due)
            self._command(runtime.fire_due)
            self.settle()
        self.now = max(self.now, until)

    def message(self, name: str, values: Values, key: Any = None) -> None:
        """Without `key`: the one for which the case waits longest. Raises Refused when nothing waits for it."""
        self.settle()
        waits = [wait for wait in self.messages if wait.name == name]
        if not waits:
            raise Refused(self._unawaited(name))
        wanted = waits[0].correlation_key if key is None else from_json(key)
        self._command(runtime.correlate, name, wanted, feel(values))

    def signal(self, name: str, values: Values) -> None:
        """Raises Refused when nothing hears it."""
        self.settle()
        heard = joined(say("„{name}“", name=one) for one in self.signals)
        advance = self._command(runtime.signal, name, feel(values))
        if advance.incident is None and not advance.passed:
            nothing = say("Auf das Signal „{name}“ hört hier nichts.", name=name)
            raise Refused(joined((nothing, say("Gehört wird {heard}.", heard=heard)), " ") if heard else nothing)

    # ------------------------------------------------------------------ inside
    def _fall(self) -> dict[str, Any]:
        name = self.definition.processes[self.definition.main].name or self.process
        return fall(self.aktenzeichen, name, self.begun, self._stage)

    def _start_event(self, start: Start) -> Element | None:
        process = self.definition.processes[self.process]
        if start.event:
            return process.elements[start.event]
        kind = EventKind.MESSAGE if start.message else EventKind.SIGNAL
        if name := start.message or start.signal:
            for event in begun_by_event(process):
                if any(d.kind is kind and name in (d.message, d.signal) for d in event.definitions):
                    return event
            if start.message:
                raise Refused(say("Mit der Nachricht „{name}“ beginnt dieser Prozess nicht.", name=name))
            raise Refused(say("Mit dem Signal „{name}“ beginnt dieser Prozess nicht.", name=name))
        return None

    def _unawaited(self, name: str) -> str:
        nothing = say("Auf die Nachricht „{name}“ wartet hier nichts.", name=name)
        names = dict.fromkeys(wait.name for wait in self.messages)
        if not names:
            return nothing
        awaited = joined(say("„{name}“", name=one) for one in names)
        return joined((nothing, say("Gewartet wird auf {names}.", names=awaited)), " ")

    def _command(self, act: Callable[..., Advance], *arguments: Any, **options: Any) -> Advance:
        self._commands += 1
        if self._commands > MOST_COMMANDS:
            raise Refused(
                say(
                    "Der Probelauf braucht mehr als {most} Schritte der Ausführung.",
                    most=MOST_COMMANDS,
                )
            )
        try:
            advance = act(self.definition, self._state, *arguments, **options, case=self._fall(), now=self.now)
        except EngineError as fault:
            raise Refused(fault.sentence or fault.code) from fault
        self._note(advance)
        return advance

    def _note(self, advance: Advance) -> None:
        self.incident = advance.incident
        if advance.incident is None:
            self._take(advance)

    def _take(self, advance: Advance) -> None:
        self._state = State(advance.structure, {**self._state.parts, **advance.parts})
        for gone in (*[closed.task_id for closed in advance.closed], *advance.timers_gone, *advance.jobs_gone):
            self._open.pop(gone, None)
            self._timers.pop(gone, None)
            self.jobs.pop(gone, None)
        self._open |= {task.task_id: task for task in advance.opened}
        self._timers |= {timer.task_id: timer for timer in advance.timers_set}
        self.jobs |= {job.task_id: job for job in advance.jobs}
        self.messages, self.finished, self.outcome = advance.messages, advance.finished, advance.outcome
        self._stage = advance.stage.value
        self.passed.add(advance)
        self._done |= {(p.process_id, p.element_id) for p in advance.passed if p.kind is PassedKind.COMPLETED}
        elements = self.definition.processes[self.process].elements
        self.reached += [
            p.element_id
            for p in advance.passed
            if p.process_id == self.process
            and p.kind is PassedKind.COMPLETED
            and elements[p.element_id].type == "endEvent"
        ]
        self.sent += [job.element_id for job in advance.jobs]
        for thrown in advance.sent:
            self.sent += [thrown.element_id, thrown.name]
        for told in advance.signals:
            self.sent += [told.element_id, told.name]


def feel(values: Values) -> dict[str, Any]:
    """FEEL values of plain ones. Raises Refused for one that nothing can hold."""
    try:
        return {name: from_json(value) for name, value in values.items()}
    except (TypeError, ValueError) as error:
        raise Refused(say("Eine der Angaben lässt sich nicht als Wert verwenden.")) from error


def identity_of(definition: Definition) -> str:
    properties: Mapping[str, str] = definition.processes[definition.main].properties
    return properties.get("kennung") or properties.get("ags") or "Probe"
